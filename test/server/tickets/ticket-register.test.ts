import { dirname } from 'node:path'
import { expect } from 'chai'
import { openTicket, readTicket, requesterOf } from '../../../server/tickets/index.ts'
import { loggedIn } from '../../support/access-ground.ts'
import { failing } from '../../support/audit-log.ts'
import { faultFrom } from '../../support/fault-from.ts'
import { storedIn } from '../../support/store-of.ts'
import {
  AGENT,
  REQUESTER_ID,
  TICKET_ID,
  type TicketGround,
  ticketGround,
} from '../../support/ticket-ground.ts'

describe('the ticket register', () => {
  let ground: TicketGround

  beforeEach(async () => {
    ground = await ticketGround()
  })
  afterEach(() => ground.store.close())

  function open(ticketId: string, requesterId: string) {
    return ground.store.transact((tx) => openTicket(ground.rooms, tx, AGENT, { ticketId, requesterId }))
  }

  it('opens a ticket once: unknown, without a scope, as the agent says', async () => {
    const ticket = await ground.ticket()
    expect(ticket).to.deep.include({
      ticketId: TICKET_ID,
      identity: 'agent_session',
      scope: null,
      revision: 1,
      draftsMade: 0,
    })
    expect(await open(TICKET_ID, REQUESTER_ID)).to.deep.equal(ticket)
    const opened = (await loggedIn(ground.store)).filter(({ type }) => type === 'ticket.opened')
    expect(opened.map(({ object }) => object)).to.deep.equal([{ kind: 'ticket', ref: ticket.ticketRef }])
  })

  it('keeps the requester that it knows, whoever the page names', async () => {
    const ticket = await ground.ticket()
    expect((await open(TICKET_ID, '999')).requesterRef).to.equal(ticket.requesterRef)
  })

  it('knows one person under one reference in an account, and nobody across accounts', async () => {
    const references = await ground.store.transact(async (tx) => [
      (await requesterOf(ground.rooms, tx, 'acme', REQUESTER_ID)).requesterRef,
      (await requesterOf(ground.rooms, tx, 'acme', '999')).requesterRef,
      (await requesterOf(ground.rooms, tx, 'other', REQUESTER_ID)).requesterRef,
    ])
    expect(references[0]).to.equal((await ground.ticket()).requesterRef)
    expect(new Set(references).size).to.equal(3)
  })

  it("gives each person a key of their own that opens their id and nobody else's", async () => {
    const { keys } = ground.rooms
    const [one, two] = await ground.store.transact(async (tx) => [
      await requesterOf(ground.rooms, tx, 'acme', REQUESTER_ID),
      await requesterOf(ground.rooms, tx, 'acme', '999'),
    ])
    if (one === undefined || two === undefined) return expect.fail('two requesters')
    const contextOf = (ref: string) => `acme/${ref}`
    expect(
      keys.unsealFor(one.wrappedKey, contextOf(one.requesterRef), one.sealedId, 'requester.id'),
    ).to.equal(REQUESTER_ID)
    expect(
      await faultFrom(() =>
        keys.unsealFor(two.wrappedKey, contextOf(two.requesterRef), one.sealedId, 'requester.id'),
      ),
    ).to.equal('STORE_UNAVAILABLE')
  })

  it("writes no person's id and no agent's id into the store", async () => {
    ground.store.tamper((db) => db.pragma('wal_checkpoint(TRUNCATE)'))
    const bytes = storedIn(dirname(ground.store.file))
    expect(bytes).to.include((await ground.ticket()).ticketRef)
    expect(bytes).not.to.include(REQUESTER_ID)
    expect(bytes).not.to.include(AGENT.agentId)
  })

  it('opens no ticket whose entry cannot be written', async () => {
    const code = await faultFrom(() =>
      ground.store.transact((tx) =>
        openTicket(ground.rooms, failing(tx, 'writeAuditEntry', new Error('disk full')), AGENT, {
          ticketId: '6',
          requesterId: '7',
        }),
      ),
    )
    expect(code).to.equal('AUDIT_UNAVAILABLE')
    expect(ground.store.rows('select ticket_id from ticket')).to.deep.equal([{ ticket_id: TICKET_ID }])
    expect(ground.store.rows('select count(*) as count from requester')).to.deep.equal([{ count: 1 }])
    expect((await open('6', '7')).ticketId).to.equal('6')
  })

  it('finds no ticket that nobody opened, and none of another account', async () => {
    const read = (accountId: string, ticketId: string) =>
      ground.store.transact((tx) => readTicket(tx, accountId, ticketId))
    expect(await faultFrom(() => read('acme', '6'))).to.equal('NOT_FOUND')
    expect(await faultFrom(() => read('other', TICKET_ID))).to.equal('NOT_FOUND')
    expect((await read('acme', TICKET_ID)).ticketId).to.equal(TICKET_ID)
  })
})
