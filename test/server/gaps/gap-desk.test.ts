import { expect } from 'chai'
import { gapsView } from '../../../src/companion/gap-client.ts'
import type { GapsView, GapTopic } from '../../../src/domain/gap-api.ts'
import { ADMIN, AGENT, COMPLIANCE, type Harness, LOG_TABLES } from '../../support/companion-harness.ts'
import {
  consentedTicket,
  draft,
  orderFor,
  REFUND_QUESTION,
  startDesk,
  withdraw,
} from '../../support/drafting-desk.ts'
import { expectProblem } from '../../support/problem-checks.ts'

const BOATS = [
  'Do you rent fishing boats in Norway?',
  'Can I rent a fishing boat in Norway for a week?',
  'How much does it cost to rent a fishing boat?',
  'Where can I rent fishing boats?',
]
const KETTLE = 'How do I descale my kettle?'
const LONELY = 'Has the zwetschgendatschi of my neighbour Quirin been repaired?'

describe('what no allowed article answers', () => {
  let desk: Harness
  beforeEach(async () => {
    desk = await startDesk()
  })
  afterEach(() => desk.stop())

  async function ask(requesterId: string, text: string): Promise<string> {
    const ticketId = await consentedTicket(desk, requesterId)
    await draft(desk, orderFor(ticketId, text, { requesterId }))
    return ticketId
  }
  // As the console reads it: a member too few or of another kind throws.
  const read = async (): Promise<GapsView> =>
    gapsView((await desk.api(ADMIN, 'GET', '/console/gaps')).body, 'gaps')
  const about = ({ topics }: GapsView, word: string): GapTopic | undefined =>
    topics.find(({ words }) => words.some((one) => one.toLowerCase().startsWith(word)))
  const askAll = (texts: readonly string[], from = 31) =>
    texts.reduce<Promise<readonly string[]>>(
      async (before, text, at) => [...(await before), await ask(String(from + at), text)],
      Promise.resolve([]),
    )

  it('is told by topic, with counts, examples of different people and what they want to know', async () => {
    await askAll(BOATS)
    await ask('50', REFUND_QUESTION)
    const view = await read()
    expect(view).to.deep.include({ kept: true, questions: 5, uncovered: 4, cut: false })
    const boats = about(view, 'boat')
    expect(boats).to.deep.include({ language: 'en', questions: 4, requesters: 4, answeredBy: null })
    expect(boats?.spans).to.deep.equal([0, 0, 0, 0, 4])
    expect(boats?.examples.length).to.be.within(2, 3)
    for (const example of boats?.examples ?? []) expect(BOATS).to.include(example)
    expect(boats?.kinds.map(({ kind }) => kind)).to.have.members(['may', 'cost', 'where'])
    // Of each kind there are fewer than three people.
    expect(boats?.kinds.flatMap(({ examples }) => examples)).to.deep.equal([])
  })

  it('is only counted where fewer than three people ask: no example, no word of theirs, in no form', async () => {
    await askAll(BOATS.slice(0, 2))
    await ask('40', LONELY)
    const answer = await desk.call('GET', '/api/v1/console/gaps', { as: ADMIN })
    expect(answer.body).to.deep.include({ uncovered: 3, unnamed: 3, topics: [] })
    for (const word of ['boat', 'norway', 'zwetschgendatschi', 'quirin'])
      expect(answer.text.toLowerCase()).to.not.contain(word)
  })

  it('counts one person once, however often they ask', async () => {
    for (const text of BOATS) await ask('31', text)
    await ask('32', BOATS[0] ?? '')
    expect(await read()).to.deep.include({ uncovered: 5, unnamed: 5, topics: [] })
  })

  it('says which article could be allowed instead of written', async () => {
    await askAll([KETTLE, 'How can I descale the kettle?', 'How to descale a kettle?'])
    expect(about(await read(), 'kettle')?.answeredBy).to.deep.include({
      articleId: 'kettle',
      locale: 'en-us',
    })
    // Widening waits for a second person: until then the gap stays.
    const selection = { allow: [{ sectionId: '1' }, { sectionId: '2' }], deny: [] }
    expect((await desk.api(ADMIN, 'PUT', '/console/allowlist', { version: 1, selection })).status).to.equal(
      202,
    )
    expect(about(await read(), 'kettle')?.questions).to.equal(3)
  })

  const gone: Readonly<Record<string, (ticketId: string) => Promise<unknown>>> = {
    withdraws: (ticketId) => withdraw(desk, ticketId),
    'is restricted': async (ticketId) => {
      await desk.api(ADMIN, 'PUT', `/console/roles/${COMPLIANCE}`, { roles: ['compliance'] })
      return desk.api(COMPLIANCE, 'POST', `/console/consents/${ticketId}/acts`, {
        act: 'restrict',
        reason: '',
        epoch: 2,
      })
    },
  }
  for (const [name, act] of Object.entries(gone))
    it(`holds nothing of a person who ${name}`, async () => {
      const tickets = await askAll(BOATS)
      expect(about(await read(), 'boat')?.questions).to.equal(4)
      const done = (await act(tickets[0] ?? '')) as { status: number }
      expect(done.status).to.be.within(200, 204)
      const view = await read()
      expect(view).to.deep.include({ questions: 3, uncovered: 3 })
      expect(JSON.stringify(view)).to.not.contain(BOATS[0])
    })

  it('holds nothing of a restricted person’s other tickets either', async () => {
    await askAll(BOATS)
    const other = await consentedTicket(desk, '31')
    const refs = desk.rows(`select ticket_ref from ticket where ticket_id = '${other}'`)
    expect(refs).to.have.length(1)
    await gone['is restricted']?.(other)
    expect(await read()).to.deep.include({ questions: 3, uncovered: 3 })
  })

  it('writes the look into the log before it looks, with a number and no word', async () => {
    await askAll(BOATS.slice(0, 1))
    await read()
    const entry = desk.audit().findLast(({ type }) => type === 'question.grouped')
    expect(entry).to.deep.include({ decision: 'looked_up', detail: { questions: 1 } })
  })

  it('stores nothing, and says so while questions are not kept', async () => {
    await askAll(BOATS)
    await desk.api(ADMIN, 'PUT', '/console/recorded-questions', { kept: false })
    const before = desk.dump(LOG_TABLES)
    expect(await read()).to.deep.include({ kept: false, questions: 0, uncovered: 0, topics: [] })
    expect(desk.dump(LOG_TABLES)).to.equal(before)
  })

  it('is for staff of the console, and an agent’s try leaves no entry', async () => {
    const entries = () => desk.audit().filter(({ type }) => type === 'question.grouped').length
    expectProblem(await desk.api(AGENT, 'GET', '/console/gaps'), 403, 'NOT_PERMITTED')
    expect(entries()).to.equal(0)
    await desk.api(ADMIN, 'PUT', `/console/roles/${COMPLIANCE}`, { roles: ['compliance'] })
    expect((await desk.api(COMPLIANCE, 'GET', '/console/gaps')).status).to.equal(200)
    expect(entries()).to.equal(1)
  })
})
