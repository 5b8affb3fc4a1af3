import { expect } from 'chai'
import { answerRequestCase, openRequestCase, requestCases } from '../../../server/privacy/index.ts'
import { openTicket, readTicket } from '../../../server/tickets/index.ts'
import type { Agent } from '../../../src/domain/account.ts'
import type { RequestKind } from '../../../src/domain/request-case.ts'
import { failing } from '../../support/audit-log.ts'
import { DAY } from '../../support/fake-world.ts'
import { faultFrom } from '../../support/fault-from.ts'
import { AGENT, REQUESTER_ID, type TicketGround, ticketGround } from '../../support/ticket-ground.ts'

const COMPLIANCE: Agent = { accountId: 'acme', agentId: '14', roles: ['compliance'] }
const ADMIN: Agent = { accountId: 'acme', agentId: '11', roles: ['admin'] }
const NOTE = 'Sent on paper by registered mail'

describe('a request case', () => {
  let ground: TicketGround
  beforeEach(async () => {
    ground = await ticketGround()
  })
  afterEach(() => ground.store.close())

  const open = async (kind: RequestKind = 'access', ticketId?: string) => {
    const ticket =
      ticketId === undefined
        ? await ground.ticket()
        : await ground.store.transact((tx) => readTicket(tx, 'acme', ticketId))
    return ground.store.transact((tx) =>
      openRequestCase(ground.rooms, tx, 'acme', { kind, ticket, locale: 'de' }),
    )
  }
  const listed = (agent: Agent) => ground.store.transact((tx) => requestCases(ground.rooms, tx, agent))
  const answer = (caseId: string, agent = COMPLIANCE) =>
    ground.store.transact((tx) => answerRequestCase(ground.rooms, tx, agent, caseId, NOTE))
  const stored = () => ground.store.rows('select * from request_case')
  const entries = () =>
    ground.store
      .rows("select header from audit_entry where header like '%request.%'")
      .map(({ header }) => JSON.parse(String(header)))

  it('is opened with its last day, and audited without a word about the person', async () => {
    const request = await open()
    expect(request).to.deep.include({ kind: 'access', status: 'received', locale: 'de' })
    expect(request.dueOn).to.match(/^\d{4}-\d\d-\d\d$/)
    const [entry] = entries()
    expect(entry).to.deep.include({
      type: 'request.received',
      actor: { kind: 'requester', ref: 'link' },
      object: { kind: 'request', ref: request.caseId },
      detail: { kind: 'access', due: request.dueOn, ticket: (await ground.ticket()).ticketRef },
    })
    expect(JSON.stringify(entries())).to.not.contain(REQUESTER_ID)
  })

  it('is one while it is open: asking again moves no day and adds no entry', async () => {
    const first = await open()
    ground.world.pass(3 * DAY)
    expect(await open()).to.deep.equal(first)
    await Promise.all([open(), open(), open()])
    expect(stored()).to.have.length(1)
    expect(entries()).to.have.length(1)
  })

  it('is one for all tickets of the same requester, and another for another right', async () => {
    await open()
    await ground.store.transact((tx) =>
      openTicket(ground.rooms, tx, AGENT, { ticketId: '6', requesterId: REQUESTER_ID }),
    )
    await open('access', '6')
    expect(stored()).to.have.length(1)
    await open('erasure')
    expect(stored()).to.have.length(2)
  })

  it('belongs to its requester alone', async () => {
    const mine = await open()
    await ground.store.transact((tx) =>
      openTicket(ground.rooms, tx, AGENT, { ticketId: '7', requesterId: '999' }),
    )
    const theirs = await open('access', '7')
    expect(theirs.caseId).to.not.equal(mine.caseId)
    expect(theirs.requesterRef).to.not.equal(mine.requesterRef)
  })

  it('cannot be doubled behind the room’s back: the store itself refuses', async () => {
    const request = await open()
    const again = { ...request, caseId: '00000000-0000-7000-8000-000000000001' }
    expect(await faultFrom(() => ground.store.transact((tx) => tx.addRequestCase('acme', again)))).to.equal(
      'CONFLICT',
    )
    expect(stored()).to.have.length(1)
  })

  it('is answered once, with a note that only the requester’s own key opens', async () => {
    const { caseId } = await open()
    await answer(caseId)
    expect(JSON.stringify(stored())).to.not.contain('registered mail')
    expect(JSON.stringify(entries())).to.not.contain('registered')
    expect(entries().at(-1)).to.deep.include({ type: 'request.answered', decision: 'answered' })
    const [seen] = await listed(COMPLIANCE)
    expect([seen?.request.status, seen?.note]).to.deep.equal(['answered', NOTE])
    const before = JSON.stringify([stored(), entries()])
    expect(await faultFrom(() => answer(caseId))).to.equal('CONFLICT')
    expect(JSON.stringify([stored(), entries()])).to.equal(before)
  })

  it('shows its note to nobody but compliance', async () => {
    const { caseId } = await open()
    await answer(caseId)
    expect((await listed(ADMIN)).map(({ note }) => note)).to.deep.equal([null])
  })

  it('says in the log whether the answer came in time', async () => {
    const first = await open()
    await answer(first.caseId)
    const second = await open()
    expect(second.caseId).to.not.equal(first.caseId)
    ground.world.pass(40 * DAY)
    await answer(second.caseId)
    const late = entries()
      .filter(({ type }) => type === 'request.answered')
      .map(({ detail }) => detail.late)
    expect(late).to.deep.equal([false, true])
  })

  it('stands in the list by its last day, the answered ones after the open ones', async () => {
    const first = await open('access')
    await answer(first.caseId)
    ground.world.pass(DAY)
    const second = await open('erasure')
    ground.world.pass(DAY)
    const third = await open('access')
    expect((await listed(ADMIN)).map(({ request }) => request.caseId)).to.deep.equal([
      second.caseId,
      third.caseId,
      first.caseId,
    ])
  })

  it('is not opened when the log cannot be written', async () => {
    const ticket = await ground.ticket()
    const fault = await faultFrom(() =>
      ground.store.transact((tx) =>
        openRequestCase(ground.rooms, failing(tx, 'writeAuditEntry', new Error('disk')), 'acme', {
          kind: 'access',
          ticket,
          locale: 'en',
        }),
      ),
    )
    expect(fault).to.equal('AUDIT_UNAVAILABLE')
    expect(stored()).to.deep.equal([])
  })

  it('faults for a case that is not there, and for another account’s', async () => {
    const { caseId } = await open()
    expect(await faultFrom(() => answer('nothing'))).to.equal('NOT_FOUND')
    expect(await faultFrom(() => answer(caseId, { ...COMPLIANCE, accountId: 'other' }))).to.equal('NOT_FOUND')
    expect(stored()[0]?.status).to.equal('received')
  })
})
