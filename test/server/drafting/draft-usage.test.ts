import { expect } from 'chai'
import { ADMIN, AGENT, type Harness, LOG_TABLES, OTHER_AGENT } from '../../support/companion-harness.ts'
import {
  consentedTicket,
  draft,
  draftsMade,
  orderFor,
  REFUND_QUESTION,
  startDesk,
} from '../../support/drafting-desk.ts'
import { DAY, START } from '../../support/fake-world.ts'

const HOUR = 3_600_000
const POLICY = {
  version: 0,
  actions: ['draft', 'rewrite', 'search'],
  fields: ['requester_text', 'subject', 'locale'],
  draftsPerTicket: 10,
  maxChars: 4_000,
  validDays: 30,
}
const at = (ms: number) => new Date(Date.parse(START) + ms).toISOString()

describe('the limits of an agent and of the account', () => {
  let desk: Harness
  beforeEach(async () => {
    desk = await startDesk()
  })
  afterEach(() => desk.stop())

  const put = (limits: object, version = 0) =>
    desk.api(ADMIN, 'PUT', '/console/scope-policy', { ...POLICY, version, ...limits })
  const ask = async (as = AGENT, text = REFUND_QUESTION) =>
    draft(desk, orderFor(await consentedTicket(desk), text), as)
  const refusalsOf = (run: Awaited<ReturnType<typeof draft>>) => {
    const last = run.events.at(-1)
    return last?.event === 'refused' ? last.refusals.map(({ refusal }) => refusal) : []
  }

  interface Case {
    readonly limits: object
    readonly of: string
    readonly after: number
    /** Who has drafted before, and who is refused then. */
    readonly refused: string
  }
  const CASES: Readonly<Record<string, Case>> = {
    'of an agent in an hour': {
      limits: { draftsPerAgentHour: 2 },
      of: 'agent_hour',
      after: HOUR,
      refused: AGENT,
    },
    'of an agent in a day': { limits: { draftsPerAgentDay: 2 }, of: 'agent_day', after: DAY, refused: AGENT },
    'of the account in a day': {
      limits: { draftsPerAccountDay: 2 },
      of: 'account_day',
      after: DAY,
      refused: OTHER_AGENT,
    },
  }
  for (const [name, { limits, of, after, refused }] of Object.entries(CASES))
    it(`refuses one more than the limit ${name}, says which and until when, and nothing else happens`, async () => {
      await put(limits)
      expect((await ask()).draft?.status).to.equal('ready')
      desk.world.pass(60_000)
      expect((await ask()).draft?.status).to.equal('ready')
      const ticketId = await consentedTicket(desk)
      await desk.api(refused, 'GET', `/tickets/${ticketId}`)
      const [stored, calls] = [desk.dump(LOG_TABLES), desk.drafter.calls]
      const run = await draft(desk, orderFor(ticketId, REFUND_QUESTION), refused)
      expect(refusalsOf(run)).to.deep.equal([
        { reason: 'DRAFT_LIMIT_REACHED', limit: 2, of, resetsAt: at(after) },
      ])
      expect(desk.drafter.calls).to.equal(calls)
      expect(desk.dump(LOG_TABLES)).to.equal(stored)
      expect(draftsMade(desk, ticketId)).to.equal(0)
    })

  it('leaves a colleague what one agent has used up', async () => {
    await put({ draftsPerAgentHour: 1, draftsPerAgentDay: 1 })
    await ask()
    expect(refusalsOf(await ask()).length).to.equal(2)
    expect((await ask(OTHER_AGENT)).draft?.status).to.equal('ready')
  })

  it('is over at the very moment that it names, and not a moment before', async () => {
    await put({ draftsPerAgentHour: 1 })
    const ticketId = await consentedTicket(desk)
    await draft(desk, orderFor(ticketId, REFUND_QUESTION))
    desk.world.pass(HOUR - 1)
    const early = await draft(desk, orderFor(ticketId, REFUND_QUESTION))
    expect(early.reasons).to.deep.equal(['DRAFT_LIMIT_REACHED'])
    desk.world.pass(1)
    expect((await draft(desk, orderFor(ticketId, REFUND_QUESTION))).draft?.status).to.equal('ready')
  })

  it('counts nothing that was refused at the gate, or after it with nobody asked', async () => {
    await put({ draftsPerAgentHour: 1 })
    const uncovered = await ask(AGENT, 'Do you sell bicycles with square wheels in Antarctica?')
    expect(uncovered.reasons).to.deep.equal(['NOT_COVERED'])
    expect(desk.rows('select * from draft_admission')).to.deep.equal([])
    expect((await ask()).draft?.status).to.equal('ready')
    await ask()
    expect(desk.rows('select * from draft_admission').length).to.equal(1)
  })

  it('of nothing at all lets no draft through', async () => {
    await put({ draftsPerAccountDay: 0 })
    const run = await ask()
    expect(refusalsOf(run)).to.deep.equal([
      { reason: 'DRAFT_LIMIT_REACHED', limit: 0, of: 'account_day', resetsAt: at(DAY) },
    ])
    expect(desk.drafter.calls).to.equal(0)
  })

  it('keeps no longer than a day who drafted when, and never on which ticket', async () => {
    const ticketId = await consentedTicket(desk)
    const first = orderFor(ticketId, REFUND_QUESTION)
    await draft(desk, first)
    expect(Object.keys(desk.rows('select * from draft_admission')[0] ?? {}).toSorted()).to.deep.equal([
      'account_id',
      'admission_id',
      'agent_ref',
      'at',
    ])
    desk.world.pass(DAY)
    await ask()
    expect(desk.rows(`select * from draft_admission where admission_id = '${first.draftId}'`)).to.deep.equal(
      [],
    )
  })
})
