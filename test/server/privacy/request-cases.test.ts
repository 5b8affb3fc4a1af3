import { expect } from 'chai'
import { openRequestCase, requestCases } from '../../../server/privacy/index.ts'
import { openTicket } from '../../../server/tickets/index.ts'
import { failing } from '../../support/audit-log.ts'
import { DAY } from '../../support/fake-world.ts'
import { faultFrom } from '../../support/fault-from.ts'
import { type RequestGround, requestGround } from '../../support/request-ground.ts'
import { AGENT, REQUESTER_ID } from '../../support/ticket-ground.ts'

describe('a request case', () => {
  let ground: RequestGround
  beforeEach(async () => {
    ground = await requestGround()
  })
  afterEach(() => ground.store.close())
  const cases = () => ground.store.rows('select * from request_case')

  it('is opened with its last days, and audited without a word about the person', async () => {
    const request = await ground.ask()
    expect(request).to.deep.include({ kind: 'access', status: 'received', locale: 'de', channel: 'page' })
    expect(request.caseNumber).to.match(/^\d{4}-00001$/)
    for (const day of [request.dueOn, request.internalDueOn]) expect(day).to.match(/^\d{4}-\d\d-\d\d$/)
    const [entry] = ground.entries()
    expect(entry).to.deep.include({
      type: 'request.received',
      actor: { kind: 'requester', ref: 'link' },
      detail: {
        ...{ kind: 'access', channel: 'page', due: request.dueOn, calendar: 'DE-BE' },
        ticket: (await ground.ticket()).ticketRef,
      },
    })
    expect(JSON.stringify(ground.entries())).to.not.contain(REQUESTER_ID)
  })

  it('is one while it is open: asking again moves no day and adds no entry', async () => {
    const first = await ground.ask()
    ground.world.pass(3 * DAY)
    expect(await ground.ask()).to.deep.equal(first)
    await Promise.all([ground.ask(), ground.ask(), ground.ask()])
    expect(cases()).to.have.length(1)
    expect(ground.entries()).to.have.length(1)
  })

  it('is one for all tickets of the same requester, and another for another right, each with its number', async () => {
    await ground.ask()
    await ground.store.transact((tx) =>
      openTicket(ground.rooms, tx, AGENT, { ticketId: '6', requesterId: REQUESTER_ID }),
    )
    await ground.ask('access', '6')
    expect(cases()).to.have.length(1)
    const second = await ground.ask('erasure')
    expect(second.caseNumber.slice(5)).to.equal('00002')
  })

  it('belongs to its requester alone', async () => {
    const mine = await ground.ask()
    await ground.store.transact((tx) =>
      openTicket(ground.rooms, tx, AGENT, { ticketId: '7', requesterId: '999' }),
    )
    const theirs = await ground.ask('access', '7')
    expect(theirs.caseId).to.not.equal(mine.caseId)
    expect(theirs.requesterRef).to.not.equal(mine.requesterRef)
  })

  it('cannot be doubled behind the room’s back: the store itself refuses', async () => {
    const request = await ground.ask()
    const again = {
      ...request,
      caseId: '00000000-0000-7000-8000-000000000001',
      caseNumber: '2026-99999',
    }
    expect(await faultFrom(() => ground.store.transact((tx) => tx.addRequestCase('acme', again)))).to.equal(
      'CONFLICT',
    )
    expect(cases()).to.have.length(1)
  })

  it('stands in the list by its last day, the ended ones after the open ones', async () => {
    const first = await ground.ask('access')
    await ground.move(first.caseId, 'withdraw', 'said so')
    ground.world.pass(DAY)
    const second = await ground.ask('erasure')
    ground.world.pass(5 * DAY)
    const third = await ground.ask('access')
    const listed = await ground.store.transact((tx) => requestCases(tx, 'acme'))
    expect(listed.map(({ request }) => request.caseId)).to.deep.equal([
      ...[second.caseId, third.caseId, first.caseId],
    ])
    expect(listed.map(({ ticket }) => ticket?.ticketId)).to.deep.equal(['5', '5', '5'])
    expect(await ground.store.transact((tx) => requestCases(tx, 'other'))).to.deep.equal([])
  })

  it('is not opened when the log cannot be written', async () => {
    const ticket = await ground.ticket()
    const fault = await faultFrom(() =>
      ground.store.transact((tx) =>
        openRequestCase(ground.privacy, failing(tx, 'writeAuditEntry', new Error('disk')), 'acme', {
          ...{ kind: 'access', ticket, locale: 'en' },
        }),
      ),
    )
    expect(fault).to.equal('AUDIT_UNAVAILABLE')
    expect(cases()).to.deep.equal([])
    expect(ground.store.rows('select * from request_event')).to.deep.equal([])
  })
})
