import { expect } from 'chai'
import type { TopicTestOrder } from '../../../src/domain/topic-api.ts'
import { putApproved, withSecondPeople } from '../../support/approval-ground.ts'
import { ADMIN, AGENT, COMPLIANCE, type Harness } from '../../support/companion-harness.ts'
import { consentedTicket, draft, orderFor, startDesk } from '../../support/drafting-desk.ts'
import { expectProblem } from '../../support/problem-checks.ts'

const LEGAL = { id: 'legal', name: 'Legal threat', phrases: ['my lawyer', 'sue you', 'Anwalt'] }
const ORDERS = { id: 'orders', name: 'Orders', phrases: ['order', 'Bestellung'] }
const ORDER: TopicTestOrder = {
  topics: [LEGAL, ORDERS],
  topicChoice: { deny: ['legal'] },
  sentences: [
    'I will call my lawyers.',
    'Where is my order?',
    'My lawyer asks for the order.',
    'Hello there.',
  ],
}

describe('a trial of topics', () => {
  let desk: Harness
  before(async () => {
    desk = await startDesk()
    await withSecondPeople(desk)
  })
  after(() => desk.stop())
  const tried = (order: object, as = ADMIN) => desk.api(as, 'POST', '/console/topic-tests', order)

  it('says of each sentence what it is about, and whether it would be refused', async () => {
    expect((await tried(ORDER)).body).to.deep.equal([
      { topics: ['legal'], refused: true },
      { topics: ['orders'], refused: false },
      { topics: ['legal', 'orders'], refused: true },
      { topics: [], refused: false },
    ])
  })

  it('refuses what is about none of the topics that alone are allowed', async () => {
    const only = { ...ORDER, topicChoice: { allow: ['orders'], deny: [] } }
    const { body } = await tried(only)
    expect(body.map(({ refused }: { refused: boolean }) => refused)).to.deep.equal([true, false, false, true])
  })

  it('refuses nothing where no topic is chosen, and still says what is found', async () => {
    const { topicChoice: _, ...open } = ORDER
    expect((await tried(open)).body[0]).to.deep.equal({ topics: ['legal'], refused: false })
  })

  it('stores nothing, writes no entry and asks no drafter', async () => {
    desk.drafter.reset()
    const before = desk.dump()
    await tried(ORDER)
    expect(desk.dump()).to.equal(before)
    expect(desk.drafter.calls).to.equal(0)
  })

  it('is for staff, compliance too, and never for an agent', async () => {
    expect((await tried(ORDER, COMPLIANCE)).status).to.equal(200)
    expectProblem(await tried(ORDER, AGENT), 403, 'NOT_PERMITTED')
  })

  const wrong: Record<string, object> = {
    'no sentence': { ...ORDER, sentences: [] },
    'an empty sentence': { ...ORDER, sentences: [' '] },
    'more sentences than it takes': { ...ORDER, sentences: Array.from({ length: 101 }, () => 'Hello.') },
    'half a character': { ...ORDER, sentences: ['\ud800'] },
    'a topic without a phrase': { ...ORDER, topics: [{ ...LEGAL, phrases: [] }] },
    'two topics of one id': { ...ORDER, topics: [LEGAL, LEGAL] },
    'a key that it does not know': { ...ORDER, keep: true },
  }
  for (const [name, order] of Object.entries(wrong))
    it(`takes no ${name}, and says nothing of it back`, async () => {
      const answer = await tried(order)
      expectProblem(answer, 400, 'BAD_REQUEST')
      expect(answer.text).to.not.contain('lawyer')
    })

  it('says what the gate then says to a ticket of the same words', async () => {
    const own = await startDesk()
    const { body: policy } = await own.api(ADMIN, 'GET', '/console/scope-policy')
    const { topics, topicChoice } = ORDER
    const saved = await own.api(ADMIN, 'PUT', '/console/scope-policy', { ...policy, topics, topicChoice })
    if (saved.status === 202)
      await putApproved(own, '/console/scope-policy', { ...policy, topics, topicChoice })
    const ticketId = await consentedTicket(own)
    const lines = (await own.api(ADMIN, 'POST', '/console/topic-tests', ORDER)).body
    for (const [at, sentence] of ORDER.sentences.entries()) {
      const { reasons } = await draft(own, orderFor(ticketId, sentence))
      expect(reasons.includes('TOPIC_NOT_IN_SCOPE'), sentence).to.equal(lines[at].refused)
    }
    await own.stop()
  })
})
