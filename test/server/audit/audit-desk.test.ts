import { expect } from 'chai'
import { createAuditDesk, createCheckpoints, type EntryFilter } from '../../../server/audit/index.ts'
import { ACCOUNT, appendMany, memoryShelf, newSigner } from '../../support/audit-log.ts'
import { fakeWorld } from '../../support/fake-world.ts'
import { type FileStore, fileStore } from '../../support/memory-store.ts'

describe('the audit desk', () => {
  const signer = newSigner()
  let store: FileStore
  let shelf: ReturnType<typeof memoryShelf>

  function desk() {
    const checkpoints = createCheckpoints({ transact: store.transact, shelf, signer: () => signer })
    return { checkpoints, ...createAuditDesk({ transact: store.transact, anchor: checkpoints.anchor }) }
  }

  beforeEach(async () => {
    store = await fileStore()
    shelf = memoryShelf()
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
})
