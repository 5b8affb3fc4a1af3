import { expect } from 'chai'
import {
  checkpointText,
  createAuditDesk,
  createCheckpoints,
  type EntryFilter,
  signNote,
} from '../../../server/audit/index.ts'
import { ACCOUNT, appendMany, memoryShelf, newSigner } from '../../support/audit-log.ts'
import { DAY, type FakeWorld, fakeWorld, SECOND } from '../../support/fake-world.ts'
import { type FileStore, fileStore } from '../../support/memory-store.ts'

describe('the audit desk', () => {
  const signer = newSigner()
  let store: FileStore
  let shelf: ReturnType<typeof memoryShelf>
  let world: FakeWorld

  function desk() {
    const checkpoints = createCheckpoints({ transact: store.transact, shelf, signer: () => signer })
    const { transact } = store
    return { checkpoints, ...createAuditDesk({ now: world.now, transact, anchor: checkpoints.anchor }) }
  }

  beforeEach(async () => {
    store = await fileStore()
    shelf = memoryShelf()
    world = fakeWorld()
    await appendMany(store, 6, fakeWorld())
    await desk().checkpoints.sign(ACCOUNT)
  })
  afterEach(() => store.close())

  it('shows the newest entries first, and pages back', async () => {
    const first = await desk().entries(ACCOUNT, Number.MAX_SAFE_INTEGER, 4)
    const next = await desk().entries(ACCOUNT, first.at(-1)?.index ?? 0, 4)
    expect([...first, ...next].map(({ index }) => index)).to.deep.equal([5, 4, 3, 2, 1, 0])
    expect(first[0]).to.deep.include({
      index: 5,
      at: '2026-11-20T09:00:06.000Z',
      type: 'gate.decided',
      actor: 'agent:ag_1',
      object: 'ticket:tk_1',
      decision: 'allow',
    })
  })

  it('shows nothing of another account', async () => {
    expect(await desk().entries('other', Number.MAX_SAFE_INTEGER, 10)).to.deep.equal([])
  })

  it('finds the log intact, and names what it checked', async () => {
    const check = await desk().check(ACCOUNT)
    expect(check).to.include({ verdict: 'intact', entries: 6, problem: null })
    expect(check.rootHash).to.match(/^[0-9a-f]{64}$/)
  })

  it('shows an entry that was made unreadable as such, and does not hide it', async () => {
    store.tamper((db) => db.exec(`update audit_entry set header = 'gone' where idx = 2`))
    const entries = await desk().entries(ACCOUNT, Number.MAX_SAFE_INTEGER, 10)
    expect(entries.map(({ type }) => type)).to.deep.equal([
      'gate.decided',
      'gate.decided',
      'gate.decided',
      'unreadable',
      'gate.decided',
      'gate.decided',
    ])
    expect(await desk().check(ACCOUNT)).to.include({ verdict: 'broken', problem: 'ENTRY_CHANGED (2)' })
  })

  it('says so when the checkpoint is gone', async () => {
    shelf.notes.clear()
    expect(await desk().check(ACCOUNT)).to.include({ verdict: 'broken', problem: 'CHECKPOINT_MISSING (6)' })
  })

  it('lists only what a filter lets through, however far back it lies, and never hides what it cannot read', async () => {
    const filtered = async (change: Partial<EntryFilter>) =>
      (
        await desk().entries(ACCOUNT, Number.MAX_SAFE_INTEGER, 4, {
          ...{ types: [], from: null, until: null },
          ...change,
        })
      ).map(({ index }) => index)
    expect(await filtered({ types: ['gate_decided'] })).to.deep.equal([5, 4, 3, 2])
    expect(await filtered({ types: ['draft_made'] })).to.deep.equal([])
    expect(await filtered({ from: '2026-11-20T09:00:05' })).to.deep.equal([5, 4])
    expect(await filtered({ until: '2026-11-20T09:00:03' })).to.deep.equal([1, 0])
    store.tamper((database) => database.exec("update audit_entry set header = 'no' where idx = 3"))
    expect(await filtered({ types: ['draft_made'] })).to.deep.equal([3])
  })

  it('checks a log to which entries are added meanwhile', async () => {
    const checked = desk().check(ACCOUNT)
    await appendMany(store, 4, fakeWorld())
    expect(await checked).to.include({ verdict: 'intact', problem: null })
  })

  describe('that is asked again', () => {
    /** Which entries are read, by the place from which on. */
    function watched() {
      const reads: number[] = []
      const transact: typeof store.transact = (act) =>
        store.transact((tx) =>
          act({
            ...tx,
            auditEntries: (accountId, from, limit) => {
              reads.push(from)
              return tx.auditEntries(accountId, from, limit)
            },
          }),
        )
      const checkpoints = createCheckpoints({ transact: store.transact, shelf, signer: () => signer })
      return {
        reads,
        checkpoints,
        ...createAuditDesk({ now: world.now, transact, anchor: checkpoints.anchor }),
      }
    }
    const change = () => store.tamper((db) => db.exec(`update audit_entry set header = 'gone' where idx = 2`))

    it('reads only what came since, and says when it read all of it', async () => {
      const { reads, checkpoints, check } = watched()
      const first = await check(ACCOUNT)
      expect(first).to.include({ entries: 6, wholeAt: first.checkedAt })
      await appendMany(store, 3, world)
      await checkpoints.sign(ACCOUNT)
      const second = await check(ACCOUNT)
      expect(second).to.include({ verdict: 'intact', entries: 9, wholeAt: first.wholeAt })
      expect(Date.parse(second.checkedAt)).to.be.greaterThan(Date.parse(second.wholeAt))
      expect(second.rootHash).to.equal((await desk().check(ACCOUNT)).rootHash)
      expect(reads.slice(1)).to.deep.equal([5, 6])
      expect(await check(ACCOUNT)).to.include({ verdict: 'intact', entries: 9 })
    })

    it('finds what was changed in what it had read when all of it is asked for, and after a day in any case', async () => {
      for (const again of [
        { whole: true, later: SECOND },
        { whole: false, later: DAY },
      ]) {
        const { check } = watched()
        await check(ACCOUNT)
        world.pass(again.later)
        change()
        expect(await check(ACCOUNT, again.whole)).to.include({
          verdict: 'broken',
          problem: 'ENTRY_CHANGED (2)',
        })
        // And goes on finding it.
        expect(await check(ACCOUNT)).to.include({ verdict: 'broken', problem: 'ENTRY_CHANGED (2)' })
        store.tamper((db) => db.exec('delete from audit_entry where idx < 0'))
        await store.close()
        store = await fileStore()
        shelf = memoryShelf()
        await appendMany(store, 6, fakeWorld())
        await desk().checkpoints.sign(ACCOUNT)
      }
    })

    it('says nothing of a change in what it had read, and does not say that it has looked', async () => {
      const { check } = watched()
      const { wholeAt } = await check(ACCOUNT)
      world.pass(SECOND)
      change()
      expect(await check(ACCOUNT)).to.include({ verdict: 'intact', wholeAt })
    })

    for (const [name, statement] of Object.entries({
      'a log cut behind what was read': 'delete from audit_entry where idx > 3',
      'a head put in place of the head': 'update audit_head set size = 3',
    }))
      it(`finds ${name} without being asked for more`, async () => {
        const { check } = watched()
        await check(ACCOUNT)
        store.tamper((db) => db.exec(statement))
        expect((await check(ACCOUNT)).verdict).to.equal('broken')
      })

    it('finds a checkpoint of before, and one of another log', async () => {
      const { check, checkpoints } = watched()
      const before = shelf.notes.get(ACCOUNT) ?? ''
      await appendMany(store, 3, world)
      await checkpoints.sign(ACCOUNT)
      expect(await check(ACCOUNT)).to.include({ verdict: 'intact', entries: 9 })
      shelf.notes.set(ACCOUNT, before)
      // It signs less, and that much is so: not a word of more can be told from it.
      expect(await check(ACCOUNT)).to.include({ verdict: 'intact', entries: 9 })
      const { size, rootHash } = { size: 7, rootHash: 'ab'.repeat(32) }
      shelf.notes.set(ACCOUNT, signNote(checkpointText({ origin: signer.name, size, rootHash }), signer))
      expect((await check(ACCOUNT)).problem).to.equal('CHECKPOINT_MISMATCH (7)')
    })
  })
})
