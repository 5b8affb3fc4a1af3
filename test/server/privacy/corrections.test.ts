import { expect } from 'chai'
import { personalDataHolders } from '../../../server/personal-data.ts'
import { correctionsBeside, correctRecords, logHolder, whoIs } from '../../../server/privacy/index.ts'
import { openTicket } from '../../../server/tickets/index.ts'
import type { Agent } from '../../../src/domain/account.ts'
import type { RecordName } from '../../../src/domain/correction-api.ts'
import { faultFrom } from '../../support/fault-from.ts'
import { AGENT, type TicketGround, ticketGround } from '../../support/ticket-ground.ts'

const OFFICER: Agent = { accountId: 'acme', agentId: '14', roles: ['compliance'] }
const NOTE = 'My order was 4711, not 4712'

describe('a correction', () => {
  let ground: TicketGround
  let requesterRef: string
  let ticketRef: string
  beforeEach(async () => {
    ground = await ticketGround()
    ;({ requesterRef, ticketRef } = await ground.ticket())
  })
  afterEach(() => ground.store.close())

  const rooms = () => ({ ...ground.rooms, holders: personalDataHolders(ground.rooms.keys) })
  const correct = (about: RecordName | null, who = requesterRef) =>
    ground.store.transact((tx) =>
      correctRecords(rooms(), tx, OFFICER, { requesterRef: who, note: NOTE, about }),
    )
  const headers = () =>
    ground.store
      .rows('select header from audit_entry order by idx')
      .map(({ header }) => JSON.parse(String(header)))
  const state = () => ({
    drafts: ground.drafts(),
    entries: headers().length,
    payloads: ground.store.rows('select * from audit_payload'),
    tickets: ground.store.rows('select * from ticket'),
  })

  it('lies sealed beside the log, goes out with the dossier, and rewrites nothing', async () => {
    const before = ground.store.rows('select * from consent_event')
    await correct(null)
    expect(ground.store.rows('select * from consent_event')).to.deep.equal(before)
    for (const { name } of ground.store.rows("select name from sqlite_master where type = 'table'"))
      expect(JSON.stringify(ground.store.rows(`select * from ${name}`)), String(name)).to.not.include(
        '4711, not',
      )
    const words = await ground.store.transact(async (tx) => {
      const who = await whoIs(tx, 'acme', requesterRef)
      if (who === null) throw new Error('nobody')
      const found: unknown[] = []
      for await (const { record } of logHolder(ground.rooms.keys).exportFor(tx, who)) found.push(record.words)
      return found
    })
    expect(words).to.deep.include({ correction: NOTE })
  })

  it('names its record in the log, by reference alone', async () => {
    await ground.addDraft('d1', 'inserted')
    ground.store.tamper((database) => database.exec('update draft set sealed_content = null'))
    await correct({ class: 'draft', ref: 'd1' })
    expect(headers().at(-1)).to.deep.include({
      type: 'record.corrected',
      object: { kind: 'draft', ref: 'd1' },
      detail: { requester: requesterRef, ticket: ticketRef },
    })
  })

  it('stands beside the record that it is about, and beside no other', async () => {
    const about: RecordName = { class: 'ticket', ref: ticketRef }
    await correct(about)
    const beside = await ground.store.transact(async (tx) => {
      const who = await whoIs(tx, 'acme', requesterRef)
      if (who === null) throw new Error('nobody')
      return correctionsBeside(rooms().holders, tx, [who])
    })
    const held = { portable: false, at: null } as const
    expect(
      beside({ ...held, class: 'ticket', record: { ticketRef } }).map(({ words }) => words),
    ).to.deep.equal([NOTE])
    expect(beside({ ...held, class: 'ticket', record: { ticketRef: 'another' } })).to.deep.equal([])
    expect(beside({ ...held, class: 'consent_status', record: { ticketRef } })).to.deep.equal([])
  })

  it('withdraws what is open, leaves what was inserted, and says so in the log and to the ticket', async () => {
    await ground.addDraft('d1', 'ready')
    await ground.addDraft('d2', 'drafting')
    await ground.addDraft('d3', 'inserted')
    const { revision } = await ground.ticket()
    const { withdrawn } = await correct(null)
    expect(withdrawn).to.equal(2)
    expect(ground.drafts()).to.deep.equal(['d1: discarded', 'd2: discarded', 'd3: inserted with words'])
    expect(ground.store.rows('select withdrawn_for from draft order by draft_id')).to.deep.equal([
      { withdrawn_for: 'record_corrected' },
      { withdrawn_for: 'record_corrected' },
      { withdrawn_for: null },
    ])
    expect((await ground.ticket()).revision).to.be.greaterThan(revision)
    expect(headers().at(-1)).to.deep.include({
      type: 'draft.discarded',
      object: { kind: 'ticket', ref: ticketRef },
      detail: { drafts: 2, cause: 'record_corrected' },
    })
  })

  describe('with another person and another ticket', () => {
    beforeEach(async () => {
      await ground.addDraft('d1', 'ready')
      ground.store.tamper((database) => database.exec('update draft set sealed_content = null'))
      await ground.store.transact((tx) =>
        openTicket(ground.rooms, tx, AGENT, { ticketId: '6', requesterId: '360001' }),
      )
      await ground.store.transact((tx) =>
        openTicket(ground.rooms, tx, AGENT, { ticketId: '7', requesterId: '360002' }),
      )
    })
    const ticketOf = (ticketId: string) =>
      String(
        ground.store.rows(`select ticket_ref from ticket where ticket_id = '${ticketId}'`)[0]?.ticket_ref,
      )
    const strangers = () =>
      String(ground.store.rows("select requester_ref from ticket where ticket_id = '7'")[0]?.requester_ref)

    it('about one ticket leaves the drafts of another', async () => {
      expect((await correct({ class: 'ticket', ref: ticketOf('6') })).withdrawn).to.equal(0)
      expect(ground.drafts()).to.deep.equal(['d1: ready'])
    })

    it("about one person leaves another's drafts", async () => {
      expect((await correct(null, strangers())).withdrawn).to.equal(0)
      expect(ground.drafts()).to.deep.equal(['d1: ready'])
    })

    const NONE: Readonly<Record<string, () => [RecordName | null, string]>> = {
      'nobody is named': () => [null, 'nobody'],
      'the draft does not exist': () => [{ class: 'draft', ref: 'd9' }, requesterRef],
      "the draft is another person's": () => [{ class: 'draft', ref: 'd1' }, strangers()],
      "the ticket is another person's": () => [{ class: 'ticket', ref: ticketOf('7') }, requesterRef],
      'a draft is named as a ticket': () => [{ class: 'ticket', ref: 'd1' }, requesterRef],
      'no consent was said there': () => [{ class: 'consent', ref: `${ticketRef}/9` }, requesterRef],
    }
    for (const [name, given] of Object.entries(NONE))
      it(`is refused, and nothing is written or withdrawn, when ${name}`, async () => {
        const before = state()
        expect(await faultFrom(() => correct(...given()))).to.equal('NOT_FOUND')
        expect(state()).to.deep.equal(before)
      })
  })
})
