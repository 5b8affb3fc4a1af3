import { expect } from 'chai'
import { verifyAudit } from '../../../server/audit/index.ts'
import { recordConsent } from '../../../server/consent/index.ts'
import { type ErasingRooms, erasuresByHelpdesk } from '../../../server/erasure-rooms.ts'
import { eraseRequester, replayErasures, whoIs } from '../../../server/privacy/index.ts'
import { openTicket, readTicket, requesterOf } from '../../../server/tickets/index.ts'
import { Fault } from '../../../src/domain/fault.ts'
import { erasingRooms, type MemoryJournal, memoryJournal } from '../../support/erasure-ground.ts'
import { DAY, fakeWorld } from '../../support/fake-world.ts'
import { faultFrom } from '../../support/fault-from.ts'
import { ACCOUNT, type HeldPerson, heldPerson, write } from '../../support/held-person.ts'
import { type FileStore, fileStore, tempKeyring } from '../../support/memory-store.ts'
import { AGENT } from '../../support/ticket-ground.ts'

const STAFF = { kind: 'agent', ref: 'pseudonym' } as const
interface Ground {
  readonly store: FileStore
  readonly rooms: ErasingRooms
  readonly journal: MemoryJournal
  readonly anna: HeldPerson
  readonly ben: HeldPerson
  readonly world: ReturnType<typeof fakeWorld>
  erase(person: HeldPerson, keep?: boolean): ReturnType<typeof eraseRequester>
}

describe('erasing a requester', () => {
  let ground: Ground
  beforeEach(async () => {
    const [keys, world, store, journal] = [tempKeyring(), fakeWorld(), await fileStore(), memoryJournal()]
    const [anna, ben] = [heldPerson(keys, 'anna', '360001', '5'), heldPerson(keys, 'ben', '360002', '6')]
    write(store, anna)
    write(store, ben)
    const rooms = erasingRooms({ world, keys }, journal)
    ground = {
      ...{ store, rooms, journal, anna, ben, world },
      erase: ({ who }, keep = false) =>
        store.transact((tx) =>
          eraseRequester({ ...rooms, keepsConsent: async () => keep }, tx, ACCOUNT, {
            requesterRef: who.requesterRef,
            caseId: 'case-1',
            actor: STAFF,
            source: 'compliance',
            deadInHelpdesk: false,
          }),
        ),
    }
  })
  afterEach(() => ground.store.close())

  const tables = () =>
    ground.store.rows("select name from sqlite_master where type = 'table'").map(({ name }) => String(name))
  /** Every value of the store that holds the word. */
  const withWord = (word: string) =>
    tables().flatMap((table) =>
      ground.store.rows(`select * from ${table}`).flatMap((row) =>
        Object.entries(row)
          .filter(([, value]) => String(value).includes(word))
          .map(([column]) => `${table}.${column}`),
      ),
    )
  const entries = () =>
    ground.store
      .rows('select header from audit_entry order by idx')
      .map(({ header }) => JSON.parse(String(header)))

  it('leaves nothing of them in any table, and everything of others', async () => {
    const before = withWord('ben')
    const theirs = withWord('anna')
    expect(theirs.length).to.be.greaterThan(40)
    const record = await ground.erase(ground.anna)
    expect(withWord('ben')).to.deep.equal(before)
    const { wrappedKey, digest } = ground.anna.who
    for (const trace of [wrappedKey, digest]) expect(withWord(trace)).to.deep.equal([])
    // References that name nobody, and what is kept under an exception.
    const left = [...new Set(withWord('anna'))].filter((place) => !/_ref$|^audit_entry\.header$/.test(place))
    expect(left.sort()).to.deep.equal([
      'decision.decision_id',
      'decision.receipt',
      'decision.signature',
      'erasure.facts',
      'erasure.line',
      'request_case.case_id',
      'request_event.case_id',
    ])
    expect(
      ground.store.rows('select * from ticket').find(({ ticket_ref }) => ticket_ref === 'anna-ticket'),
    ).to.deep.include({
      identity: 'erased',
      facets: null,
      narrowing: null,
      scope: null,
    })
    expect(
      ground.store.rows("select sealed_note from request_case where case_id = 'anna-case'"),
    ).to.deep.equal([{ sealed_note: null }])
    expect(record?.facts.erased).to.deep.include({ class: 'draft', count: 1 })
    expect(record?.facts.kept).to.deep.equal([
      { class: 'receipt', count: 1, exception: 'art_17_3_b' },
      { class: 'request', count: 2, exception: 'art_17_3_b' },
    ])
    for (const table of [
      'draft',
      'draft_citation',
      'draft_quote',
      'draft_send',
      'recorded_question',
      'consent_link',
      'audit_payload',
    ])
      expect(
        ground.store.rows(`select * from ${table}`).filter((row) => JSON.stringify(row).includes('anna')),
        table,
      ).to.deep.equal([])
  })

  it('opens nothing any more that was sealed for them, wherever a copy of it lies', async () => {
    const { who } = ground.anna
    const copies = ground.store
      .rows('select sealed_content as sealed from draft union all select sealed_text from recorded_question')
      .filter(({ sealed }) => sealed !== null)
    expect(copies.length).to.be.greaterThan(2)
    await ground.erase(ground.anna)
    const husk = await ground.store.transact((tx) => tx.requesterByRef(ACCOUNT, who.requesterRef))
    const context = `${ACCOUNT}/${who.requesterRef}`
    for (const { sealed } of copies.slice(0, 1))
      expect(
        await faultFrom(() =>
          ground.rooms.keys.unsealFor(
            String(husk?.wrappedKey),
            context,
            String(sealed),
            'draft.content/anna-draft',
          ),
        ),
      ).to.equal('STORE_UNAVAILABLE')
  })

  it('names key, case, classes and counts in the log, nobody in it, and the log verifies', async () => {
    const kid = ground.rooms.keys.personKey(ground.anna.who.wrappedKey, `${ACCOUNT}/anna-requester`).kid
    await ground.erase(ground.anna)
    const entry = entries().at(-1)
    expect(entry).to.deep.include({ type: 'erasure.executed', decision: 'erased', actor: STAFF })
    expect(entry.detail).to.deep.include({
      case: 'case-1',
      kept: ['receipt:1:art_17_3_b', 'request:2:art_17_3_b'],
    })
    expect(entry.detail.kids).to.include(kid)
    expect(entry.detail.erased).to.include('draft:1').and.include('identity:1')
    expect(JSON.stringify(entries())).to.not.include('360001')
    const verdict = await ground.store.transact((tx) => verifyAudit(tx, ACCOUNT, null))
    expect(verdict).to.deep.include({ verdict: 'broken', problem: 'CHECKPOINT_MISSING' })
  })

  it('keeps the bare record of their consents where the account says so, without a word of theirs', async () => {
    const record = await ground.erase(ground.anna, true)
    expect(record?.facts.kept).to.deep.include({ class: 'consent', count: 1, exception: 'art_17_3_b' })
    const events = ground.store.rows(
      "select * from consent_event where ticket_ref = 'anna-ticket' order by seq",
    )
    expect(events.map(({ sealed_evidence }) => sealed_evidence)).to.deep.equal([null, null])
    await ground.erase(ground.ben)
    expect(ground.store.rows("select * from consent_event where ticket_ref = 'ben-ticket'")).to.have.length(1)
  })

  it('is written outside the store before it is acknowledged; when that fails nothing is erased', async () => {
    ground.journal.full = true
    const before = withWord('anna')
    expect(
      await ground.erase(ground.anna).then(
        () => 'erased',
        (error: Error) => error.message,
      ),
    ).to.equal('no space left on device')
    expect(withWord('anna')).to.deep.equal(before)
    expect(entries()).to.deep.equal([])
    ground.journal.full = false
    await ground.erase(ground.anna)
    expect(JSON.stringify(ground.journal.written))
      .to.not.include('360001')
      .and.not.include(ground.anna.who.digest)
    expect(ground.journal.written.map(({ marks }) => marks.map(({ kind }) => kind))).to.deep.equal([
      ['person', 'ticket'],
    ])
  })

  it('happens once: there is nobody behind the reference afterwards', async () => {
    await ground.erase(ground.anna)
    expect(await faultFrom(() => ground.erase(ground.anna))).to.equal('NOT_FOUND')
    expect(ground.journal.written).to.have.length(1)
    expect(await ground.store.transact((tx) => whoIs(tx, ACCOUNT, 'anna-requester'))).to.equal(null)
  })

  it('lets the same person come again later as somebody new, with a key of their own', async () => {
    await ground.erase(ground.anna)
    ground.world.pass(DAY)
    const rooms = { ...ground.rooms }
    const again = await ground.store.transact(async (tx) => {
      const ticket = await openTicket(rooms, tx, AGENT, { ticketId: '77', requesterId: '360001' })
      const person = await requesterOf(rooms, tx, ACCOUNT, '360001')
      return { ticket, person }
    })
    expect(again.person.requesterRef).to.not.equal('anna-requester')
    expect(again.ticket.requesterRef).to.equal(again.person.requesterRef)
  })

  it('ends what lies open in the ticket, and leaves nothing to be said on it', async () => {
    await ground.erase(ground.anna)
    const ticket = await ground.store.transact((tx) => tx.ticketByRef(ACCOUNT, 'anna-ticket'))
    expect(ticket?.erased).to.equal(true)
    if (ticket === null) throw new Error('no ticket')
    const said = faultFrom(() =>
      ground.store.transact((tx) =>
        recordConsent(ground.rooms, tx, ACCOUNT, ticket, {
          actor: STAFF,
          evidence: null,
          event: {
            ...{ kind: 'grant', at: ground.world.now().toISOString(), by: 'requester', channel: 'link' },
            ...{ noticeVersion: 1, noticeLocale: 'en', validUntil: '2027-01-01T00:00:00.000Z' },
            ...{ recipients: [], hasEvidence: false, legalBasis: 'consent' },
          },
        }),
      ),
    )
    expect(await said).to.equal('ILLEGAL_TRANSITION')
  })

  describe('whom the helpdesk has deleted', () => {
    const byHelpdesk = (person: HeldPerson) =>
      ground.store.transact((tx) =>
        erasuresByHelpdesk(ground.rooms).erase(tx, ACCOUNT, person.who.requesterRef),
      )

    it('is the same act, with a record of its own, and repeats itself only when something has come since', async () => {
      await byHelpdesk(ground.anna)
      await byHelpdesk(ground.anna)
      const records = await ground.store.transact((tx) => tx.erasures(ACCOUNT, 10))
      expect(records.map(({ source, caseId }) => [source, caseId])).to.deep.equal([['helpdesk', null]])
      expect(records[0]?.facts.erased).to.deep.include({ class: 'draft', count: 1 })
      // The digest of the dead id and the ticket's number keep older events away.
      expect(await ground.store.transact((tx) => readTicket(tx, ACCOUNT, '5'))).to.deep.include({
        ticketId: '5',
      })
    })
  })

  describe('in a store that comes back from a backup', () => {
    const replay = () => replayErasures(ground.rooms, ground.store.transact, ACCOUNT)

    it('is carried out again, once, and said in the log', async () => {
      const backup = ground.store.rows('select * from draft')
      expect(backup).to.have.length(2)
      const [line] = await (async () => {
        await ground.erase(ground.anna)
        return ground.journal.written
      })()
      await ground.store.close()
      const store = await fileStore()
      write(store, ground.anna)
      write(store, ground.ben)
      ground = { ...ground, store }
      expect(await replay()).to.equal(1)
      expect(store.rows('select draft_id from draft')).to.deep.equal([{ draft_id: 'ben-draft' }])
      expect(entries().map(({ type, decision }) => `${type} ${decision}`)).to.deep.equal(
        ['consent.changed expired', 'erasure.executed replayed', 'erasure.replayed replayed'].filter(
          (each) => each !== '',
        ),
      )
      expect(await replay()).to.equal(0)
      expect(ground.journal.written).to.deep.equal([line])
      for (const { mark } of line?.marks ?? [])
        expect(await store.transact((tx) => tx.tombstone(ACCOUNT, mark)), 'a tombstone').to.not.equal(null)
    })

    it('sets what keeps them away even where the backup never knew them', async () => {
      await ground.erase(ground.anna)
      await ground.store.close()
      ground = { ...ground, store: await fileStore() }
      expect(await replay()).to.equal(1)
      expect(ground.store.rows('select mark from tombstone')).to.have.length(2)
    })

    /** Written outside the store, and taken back by it. */
    async function eraseInVain() {
      const failed = ground.store.transact(async (tx) => {
        const by = { caseId: null, actor: STAFF, source: 'compliance', deadInHelpdesk: false } as const
        await eraseRequester(ground.rooms, tx, ACCOUNT, { ...by, requesterRef: ground.anna.who.requesterRef })
        throw new Fault('STORE_UNAVAILABLE', 'the disk is full')
      })
      expect(await faultFrom(() => failed)).to.equal('STORE_UNAVAILABLE')
    }
    const records = () => ground.store.transact((tx) => tx.erasures(ACCOUNT, 10))

    it('is counted once where a commit failed and it was done again: its two lines are of one', async () => {
      await eraseInVain()
      await ground.erase(ground.anna)
      expect(ground.journal.written).to.have.length(2)
      const said = entries().length
      expect(await replay()).to.equal(0)
      expect(await records()).to.have.length(1)
      expect(entries()).to.have.length(said)
    })

    it('is counted once too where the backup knows neither of the two', async () => {
      await eraseInVain()
      await ground.erase(ground.anna)
      await ground.store.close()
      const store = await fileStore()
      write(store, ground.anna)
      ground = { ...ground, store }
      expect(await replay()).to.equal(1)
      expect(await records()).to.have.length(1)
      expect(entries().at(-1)?.detail).to.include({ erasures: 1 })
      expect(await replay()).to.equal(0)
    })

    it('makes a journal whole that was lost', async () => {
      await ground.erase(ground.anna)
      await ground.erase(ground.ben)
      const whole = ground.journal.written.splice(0)
      expect(await replay()).to.equal(0)
      expect(ground.journal.written.map(({ requesterRef }) => requesterRef).sort()).to.deep.equal(
        whole.map(({ requesterRef }) => requesterRef).sort(),
      )
    })
  })
})
