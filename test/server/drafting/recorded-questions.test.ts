import { expect } from 'chai'
import { QUESTION_DAYS } from '../../../src/domain/recorded-question.ts'
import { ADMIN, AGENT, type Harness } from '../../support/companion-harness.ts'
import {
  consentedTicket,
  draft,
  grant,
  openedTicket,
  orderFor,
  REFUND_QUESTION,
  startDesk,
  withdraw,
} from '../../support/drafting-desk.ts'
import { expectProblem } from '../../support/problem-checks.ts'
import { sendWebhook } from '../../support/signed-webhook.ts'
import { sweptSince } from '../../support/store-of.ts'

const NOT_COVERED = 'Do you rent fishing boats in Norway during the winter?'
const DAY_MS = 86_400_000

describe('recorded questions', () => {
  let desk: Harness
  before(async () => {
    desk = await startDesk()
  })
  afterEach(() => desk.tamper((database) => database.exec('delete from recorded_question')))
  after(() => desk.stop())

  const kept = (ticketId: string) =>
    desk.rows(
      `select q.* from recorded_question q join ticket t on t.ticket_ref = q.ticket_ref
       where t.ticket_id = '${ticketId}'`,
    )
  const setting = async () => (await desk.api(ADMIN, 'GET', '/console/recorded-questions')).body

  it('keeps what was answered and what was not covered, sealed, with an entry that holds no word of it', async () => {
    const [answered, refused] = [await consentedTicket(desk), await consentedTicket(desk)]
    await draft(desk, orderFor(answered, REFUND_QUESTION))
    expect((await draft(desk, orderFor(refused, NOT_COVERED))).reasons).to.deep.equal(['NOT_COVERED'])
    expect([kept(answered).length, kept(refused).length]).to.deep.equal([1, 1])
    expect(await setting()).to.deep.equal({ kept: true, days: QUESTION_DAYS, count: 2 })
    const stored = desk.dump()
    for (const word of ['refund? I', 'fishing boats']) expect(stored).to.not.contain(word)
    const entry = desk.audit().findLast(({ type }) => type === 'question.recorded')
    expect(entry?.detail).to.deep.equal({ questions: 1 })
  })

  it('keeps only the latest questions of a ticket', async () => {
    const ticketId = await consentedTicket(desk)
    await draft(desk, orderFor(ticketId, REFUND_QUESTION))
    const [first] = kept(ticketId)
    await draft(desk, orderFor(ticketId, NOT_COVERED))
    expect(kept(ticketId).map(({ question_id }) => question_id)).to.not.include(first?.question_id)
    expect(kept(ticketId)).to.have.length(1)
  })

  const handedOver = {
    'the helpdesk says so': (ticketId: string) => sendWebhook(desk, { ticketId, requesterId: '22' }),
    "an agent's session says so": (ticketId: string) =>
      desk.api(AGENT, 'PUT', `/tickets/${ticketId}`, { requesterId: '22' }),
  }
  for (const [name, handOver] of Object.entries(handedOver))
    it(`keeps nothing of a ticket that passed to another person, when ${name}`, async () => {
      const [passed, other] = [await consentedTicket(desk), await consentedTicket(desk)]
      for (const ticketId of [passed, other]) await draft(desk, orderFor(ticketId, REFUND_QUESTION))
      desk.world.pass(5_000)
      expect((await handOver(passed)).status).to.be.within(200, 204)
      expect([kept(passed).length, kept(other).length]).to.deep.equal([0, 1])
    })

  it('keeps nothing of a ticket without consent', async () => {
    const ticketId = await openedTicket(desk)
    expect((await draft(desk, orderFor(ticketId, REFUND_QUESTION))).reasons).to.include('CONSENT_NOT_GRANTED')
    expect(kept(ticketId)).to.deep.equal([])
  })

  it('keeps them with the decision that lets the draft through, or neither', async () => {
    const whenComposing: number[] = []
    const own = await startDesk({
      measure: async (step, act) => {
        if (step === 'compose') whenComposing.push(own.rows('select 1 from recorded_question').length)
        return act()
      },
    })
    const ticketId = await consentedTicket(own)
    await draft(own, orderFor(ticketId, REFUND_QUESTION))
    expect(whenComposing).to.deep.equal([1])
    const counts = () => ['decision', 'draft'].map((name) => own.rows(`select 1 from ${name}`).length)
    const [before, entries] = [counts(), own.audit().length]
    own.tamper((database) =>
      database.exec(
        `create trigger full before insert on recorded_question begin select raise(abort, 'full'); end;`,
      ),
    )
    const run = await draft(own, orderFor(ticketId, REFUND_QUESTION))
    own.tamper((database) => database.exec('drop trigger full'))
    expect(run.draft).to.equal(undefined)
    expect([counts(), own.audit().length]).to.deep.equal([before, entries])
    await own.stop()
  })

  it('keeps nothing when consent goes while the draft is made', async () => {
    let between: () => Promise<unknown> = async () => undefined
    const own = await startDesk({
      measure: async (step, act) => {
        if (step === 'compose') await between()
        return act()
      },
    })
    const ticketId = await consentedTicket(own)
    between = () => withdraw(own, ticketId)
    await draft(own, orderFor(ticketId, REFUND_QUESTION))
    expect(own.rows('select 1 from recorded_question')).to.deep.equal([])
    await own.stop()
  })

  const changes: Record<string, (ticketId: string) => Promise<unknown>> = {
    'the requester withdraws': (ticketId) => withdraw(desk, ticketId),
    'the ticket gets another requester': (ticketId) =>
      desk.api(AGENT, 'PUT', `/tickets/${ticketId}`, { requesterId: '22' }),
    'consent is given anew': (ticketId) => grant(desk, ticketId),
  }
  for (const [name, change] of Object.entries(changes))
    it(`deletes them when ${name}, and leaves those of other tickets`, async () => {
      const [ticketId, other] = [await consentedTicket(desk), await consentedTicket(desk)]
      await draft(desk, orderFor(ticketId, REFUND_QUESTION))
      await draft(desk, orderFor(other, REFUND_QUESTION))
      await change(ticketId)
      expect([kept(ticketId).length, kept(other).length]).to.deep.equal([0, 1])
    })

  it('is turned off by an admin: what is kept goes at once, and nothing new is kept', async () => {
    const ticketId = await consentedTicket(desk)
    await draft(desk, orderFor(ticketId, REFUND_QUESTION))
    const off = await desk.api(ADMIN, 'PUT', '/console/recorded-questions', { kept: false })
    expect(off.body).to.deep.equal({ kept: false, days: QUESTION_DAYS, count: 0 })
    expect(desk.rows('select 1 from recorded_question')).to.deep.equal([])
    expect(desk.audit().at(-1)).to.deep.include({ type: 'question.setting_changed', decision: 'off' })
    await draft(desk, orderFor(ticketId, REFUND_QUESTION))
    expect(kept(ticketId)).to.deep.equal([])
    await desk.api(ADMIN, 'PUT', '/console/recorded-questions', { kept: true })
    await draft(desk, orderFor(ticketId, REFUND_QUESTION))
    expect(kept(ticketId)).to.have.length(1)
  })

  it('takes no setting that is none, and changes nothing then', async () => {
    const before = desk.dump()
    for (const body of [{}, { kept: 'no' }, { kept: true, days: 400 }])
      expectProblem(await desk.api(ADMIN, 'PUT', '/console/recorded-questions', body), 400, 'BAD_REQUEST')
    expect(desk.dump()).to.equal(before)
  })

  it('lets them be read for 30 days, deletes them at the next sweep, and writes that down', async () => {
    const ticketId = await consentedTicket(desk)
    await draft(desk, orderFor(ticketId, REFUND_QUESTION))
    desk.world.pass(QUESTION_DAYS * DAY_MS - 1_000)
    expect(await setting()).to.include({ count: 1 })
    desk.world.pass(1_000)
    expect(await setting()).to.include({ count: 0 })
    desk.tamper(sweptSince)
    desk = await desk.restart()
    expect(kept(ticketId)).to.deep.equal([])
    const swept = desk.audit().filter(({ type }) => type === 'question.expired')
    expect(swept.map(({ detail }) => detail)).to.deep.equal([{ questions: 1 }])
    desk = await desk.restart()
    expect(desk.audit().filter(({ type }) => type === 'question.expired')).to.have.length(1)
  })
})
