import { expect } from 'chai'
import { type ErasingRows, erasuresByHelpdesk } from '../../../server/erasure-rooms.ts'
import { type ErasureRooms, replayErasures } from '../../../server/privacy/index.ts'
import { erasingRooms, type MemoryJournal, memoryJournal } from '../../support/erasure-ground.ts'
import { fakeWorld } from '../../support/fake-world.ts'
import { ACCOUNT, type HeldPerson, heldPerson, write } from '../../support/held-person.ts'
import { type FileStore, fileStore, tempKeyring } from '../../support/memory-store.ts'

describe('a ticket that the helpdesk deletes for good', () => {
  let store: FileStore
  let journal: MemoryJournal
  let rooms: ErasureRooms<ErasingRows>
  let anna: HeldPerson
  let ben: HeldPerson
  beforeEach(async () => {
    const [keys, world] = [tempKeyring(), fakeWorld()]
    ;[store, journal] = [await fileStore(), memoryJournal()]
    ;[anna, ben] = [heldPerson(keys, 'anna', '360001', '5'), heldPerson(keys, 'ben', '360002', '6')]
    for (const person of [anna, ben]) write(store, person)
    rooms = erasingRooms({ world, keys }, journal)
  })
  afterEach(() => store.close())

  const erase = (ticketId = '5') =>
    store.transact(async (tx) => {
      const ticket = await tx.ticketById(ACCOUNT, ticketId)
      if (ticket !== null) await erasuresByHelpdesk(rooms).eraseTicket(tx, ACCOUNT, ticket)
    })
  const erasures = () => store.transact((tx) => tx.erasures(ACCOUNT, 10))
  const counts = (mark: string) =>
    Object.fromEntries(
      store
        .rows("select name from sqlite_master where type = 'table' order by name")
        .map(({ name }) => String(name))
        .map((table) => [
          table,
          store.rows(`select * from ${table}`).filter((row) => JSON.stringify(row).includes(mark)).length,
        ]),
    )
  const lastEntry = () =>
    JSON.parse(String(store.rows('select header from audit_entry order by idx desc limit 1')[0]?.header))

  it('loses what lay on it; the person, their key and everybody else stay', async () => {
    const [before, others] = [counts('anna'), counts('ben-')]
    await erase()
    const after = counts('anna')
    const changed = Object.keys(before).filter((table) => before[table] !== after[table])
    expect(changed.sort()).to.deep.equal([
      ...['audit_entry', 'consent_event', 'consent_link', 'draft', 'draft_citation', 'draft_quote'],
      ...['draft_send', 'erasure', 'export_link', 'export_package', 'recorded_question'],
    ])
    for (const table of ['consent_link', 'draft', 'draft_quote', 'draft_send', 'recorded_question'])
      expect(after[table], table).to.equal(0)
    expect(counts('ben-')).to.deep.equal(others)
    expect(
      store.rows("select wrapped_key from requester where requester_ref = 'anna-requester'"),
    ).to.deep.equal([{ wrapped_key: anna.who.wrappedKey }])
    const evidence = store.rows(
      "select sealed_evidence as e from consent_event where ticket_ref = 'anna-ticket'",
    )
    expect(evidence.map(({ e }) => e)).to.deep.equal([null, null])
    expect(store.rows("select facets from ticket where ticket_ref = 'anna-ticket'")).to.deep.equal([
      { facets: null },
    ])
    // A request that was made there still has to be answered.
    expect(store.rows("select sealed_note as n from request_case where case_id = 'anna-case'")[0]?.n).to.be.a(
      'string',
    )
  })

  it('leaves a record, an entry and a line outside the store, as a person does', async () => {
    await erase()
    const [record, ...more] = await erasures()
    expect(more).to.deep.equal([])
    expect(record).to.deep.include({
      about: { kind: 'ticket', ref: 'anna-ticket' },
      ...{ source: 'helpdesk', caseId: null, keyEpoch: '' },
    })
    // Recorded questions go when the consent ends, which is before.
    expect(record?.facts.erased.filter(({ count }) => count > 0)).to.deep.equal([
      { class: 'consent_link', count: 1 },
      { class: 'draft', count: 1 },
      { class: 'citation', count: 1 },
      { class: 'quote', count: 1 },
      { class: 'sent_reply', count: 1 },
      { class: 'export', count: 1 },
      { class: 'export_link', count: 1 },
    ])
    expect(record?.facts.kept.map(({ class: held }) => held)).to.deep.equal([
      ...['ticket', 'helpdesk_fact', 'consent', 'receipt', 'request', 'access'],
    ])
    expect(record?.facts.kids).to.deep.equal([])
    const entry = lastEntry()
    expect(entry).to.deep.include({ type: 'erasure.executed', decision: 'erased' })
    expect(entry.object).to.deep.equal({ kind: 'ticket', ref: 'anna-ticket' })
    expect(entry.detail.erased).to.include('draft:1')
    expect(journal.written.map(({ ticketRef, marks }) => [ticketRef, marks])).to.deep.equal([
      ['anna-ticket', []],
    ])
    // It is no answer to a person who asked to be erased.
    expect(await store.transact((tx) => tx.lastErasureOf(ACCOUNT, 'anna-requester'))).to.equal(null)
  })

  it('is written down once, and again only when something of it has come since', async () => {
    await erase()
    await erase()
    expect(await erasures()).to.have.length(1)
    const draft = { ...anna, rows: { draft: anna.rows.draft ?? [] } }
    write(store, draft)
    await erase()
    expect((await erasures()).map(({ facts }) => facts.erased[0])).to.deep.include({
      class: 'draft',
      count: 1,
    })
    expect(await erasures()).to.have.length(2)
    expect(counts('anna').draft).to.equal(0)
  })

  it('erases nothing when it cannot be written outside the store', async () => {
    journal.full = true
    const before = counts('anna')
    expect(
      await erase().then(
        () => 'erased',
        (error: Error) => error.message,
      ),
    ).to.equal('no space left on device')
    expect(counts('anna')).to.deep.equal(before)
    expect(await erasures()).to.deep.equal([])
  })

  it('is carried out again, once, in a store that comes back from a backup', async () => {
    await erase()
    await store.close()
    store = await fileStore()
    for (const person of [anna, ben]) write(store, person)
    const replay = () => replayErasures(rooms, store.transact, ACCOUNT)
    expect(await replay()).to.equal(1)
    expect(store.rows('select draft_id from draft')).to.deep.equal([{ draft_id: 'ben-draft' }])
    // Restored before the deletion was heard of: what it said is known again.
    expect(
      store.rows("select kind from helpdesk_fact where subject = 'ticket/5' and kind = 'gone'"),
    ).to.have.length(1)
    expect((await erasures()).map(({ source, about }) => [source, about.kind])).to.deep.equal([
      ['replay', 'ticket'],
    ])
    expect(await replay()).to.equal(0)
    expect(journal.written).to.have.length(1)
  })

  it('is known as done where the backup never knew it', async () => {
    await erase()
    await store.close()
    store = await fileStore()
    const replay = () => replayErasures(rooms, store.transact, ACCOUNT)
    expect(await replay()).to.equal(1)
    expect((await erasures()).map(({ about }) => about)).to.deep.equal([
      { kind: 'ticket', ref: 'anna-ticket' },
    ])
    expect(await replay()).to.equal(0)
  })
})
