import { expect } from 'chai'
import type { OpenStore } from '../../../server/adapters/sqlite-store.ts'
import {
  checkpointText,
  createCheckpoints,
  openNote,
  parseCheckpoint,
  signNote,
  verifierOf,
  verifyAudit,
} from '../../../server/audit/index.ts'
import { ACCOUNT, appendMany, memoryShelf, newSigner } from '../../support/audit-log.ts'
import { fakeWorld } from '../../support/fake-world.ts'
import { faultFrom, wholeFaultFrom } from '../../support/fault-from.ts'
import { type FileStore, fileStore } from '../../support/memory-store.ts'

describe('checkpoints of the audit log', () => {
  const signer = newSigner()
  let store: FileStore
  let shelf: ReturnType<typeof memoryShelf>

  /** Signs as one running process does; each call to it is a restart. */
  function processOver(given: OpenStore) {
    return createCheckpoints({ transact: given.transact, shelf, signer: () => signer })
  }
  function sizeSigned(): number | null {
    const text = openNote(shelf.notes.get(ACCOUNT) ?? '', verifierOf(signer))
    return text === null ? null : (parseCheckpoint(text)?.size ?? null)
  }

  beforeEach(async () => {
    store = await fileStore()
    shelf = memoryShelf()
  })
  afterEach(() => store.close())

  it('sign the head, and verify against it', async () => {
    await appendMany(store, 12)
    const checkpoints = processOver(store)
    await checkpoints.sign(ACCOUNT)
    const anchor = await checkpoints.anchor(ACCOUNT)
    expect(sizeSigned()).to.equal(12)
    expect(await store.transact((tx) => verifyAudit(tx, ACCOUNT, anchor))).to.include({ verdict: 'intact' })
  })

  it('write nothing for an empty log, and nothing twice', async () => {
    const checkpoints = processOver(store)
    await checkpoints.sign(ACCOUNT)
    expect(shelf.writes).to.equal(0)
    await appendMany(store, 3)
    await checkpoints.sign(ACCOUNT)
    await checkpoints.sign(ACCOUNT)
    await processOver(store).sign(ACCOUNT)
    expect(shelf.writes).to.equal(1)
  })

  it('follow the log while it grows, also over a restart', async () => {
    const world = fakeWorld()
    const running = processOver(store)
    const sizes: (number | null)[] = []
    for (const checkpoints of [running, running, processOver(store)]) {
      await appendMany(store, 7, world)
      await checkpoints.sign(ACCOUNT)
      sizes.push(sizeSigned())
    }
    expect(sizes).to.deep.equal([7, 14, 21])
  })

  it('are written one after the other when asked for at once', async () => {
    await appendMany(store, 5)
    const checkpoints = processOver(store)
    await Promise.all(Array.from({ length: 5 }, () => checkpoints.sign(ACCOUNT)))
    expect({ size: sizeSigned(), writes: shelf.writes }).to.deep.equal({ size: 5, writes: 1 })
  })

  it('are not written over one that somebody else has signed while the log was read', async () => {
    await appendMany(store, 5)
    const world = fakeWorld()
    const checkpoints = processOver(store)
    await checkpoints.sign(ACCOUNT)
    await appendMany(store, 2, world)
    let reads = 0
    const { read } = shelf
    shelf.read = async (accountId) => {
      const before = await read(accountId)
      reads += 1
      if (reads === 1) shelf.notes.set(ACCOUNT, 'signed by nobody')
      return before
    }
    expect(await faultFrom(() => checkpoints.sign(ACCOUNT))).to.equal('AUDIT_CHAIN_BROKEN')
    expect([reads, shelf.writes, shelf.notes.get(ACCOUNT)]).to.deep.equal([2, 1, 'signed by nobody'])
  })

  it('go on signing after a failure that is over', async () => {
    await appendMany(store, 5)
    const checkpoints = processOver(store)
    shelf.notes.set(ACCOUNT, 'unsigned')
    expect(await faultFrom(() => checkpoints.sign(ACCOUNT))).to.equal('AUDIT_CHAIN_BROKEN')
    shelf.notes.delete(ACCOUNT)
    await checkpoints.sign(ACCOUNT)
    expect(sizeSigned()).to.equal(5)
  })

  /** What was done to a log of 20 entries whose checkpoint says 20; nothing of it may be signed. */
  const ATTACKS: Record<string, (given: FileStore) => Promise<void> | void> = {
    'the log is emptied': (given) =>
      given.tamper((db) => db.exec('delete from audit_entry; delete from audit_head')),
    'the log is emptied and begun anew': async (given) => {
      given.tamper((db) => db.exec('delete from audit_entry; delete from audit_head'))
      await appendMany(given, 4)
    },
    'the log is begun anew and has outgrown the checkpoint': async (given) => {
      given.tamper((db) => db.exec('delete from audit_entry; delete from audit_head'))
      await appendMany(given, 30, fakeWorld('2026-12-01T00:00:00.000Z'))
    },
    'the log is begun anew up to the very size of the checkpoint': async (given) => {
      given.tamper((db) => db.exec('delete from audit_entry; delete from audit_head'))
      await appendMany(given, 20, fakeWorld('2026-12-01T00:00:00.000Z'))
    },
    'an old entry is changed and the log goes on': async (given) => {
      given.tamper((db) =>
        db.exec(`update audit_entry set header = replace(header, 'allow', 'never') where idx = 3`),
      )
      await appendMany(given, 2)
    },
    'the last entry is dropped': (given) =>
      given.tamper((db) => db.exec('delete from audit_entry where idx = 19')),
    'the checkpoint is signed with another key': () => {
      const text = checkpointText({ origin: signer.name, size: 1, rootHash: 'ab'.repeat(32) })
      shelf.notes.set(ACCOUNT, signNote(text, newSigner()))
    },
    "the checkpoint is another account's": () => {
      const text = checkpointText({ origin: 'vouch/other', size: 1, rootHash: 'ab'.repeat(32) })
      shelf.notes.set(ACCOUNT, signNote(text, signer))
    },
    'the checkpoint is emptied': () => {
      shelf.notes.set(ACCOUNT, '')
    },
  }

  for (const [name, attack] of Object.entries(ATTACKS))
    it(`are refused, and the old one stays, when ${name}`, async () => {
      await appendMany(store, 20)
      await processOver(store).sign(ACCOUNT)
      await attack(store)
      const before = shelf.notes.get(ACCOUNT)
      expect(await faultFrom(() => processOver(store).sign(ACCOUNT))).to.equal('AUDIT_CHAIN_BROKEN')
      expect({ note: shelf.notes.get(ACCOUNT), writes: shelf.writes }).to.deep.equal({
        note: before,
        writes: 1,
      })
    })

  it('are refused by a running process when what it did not yet sign was changed', async () => {
    const world = fakeWorld()
    await appendMany(store, 20, world)
    const checkpoints = processOver(store)
    await checkpoints.sign(ACCOUNT)
    await appendMany(store, 5, world)
    store.tamper((db) =>
      db.exec(`update audit_entry set header = replace(header, 'allow', 'never') where idx = 22`),
    )
    const fault = await wholeFaultFrom(() => checkpoints.sign(ACCOUNT))
    expect({ code: fault.code, ...fault.detail }).to.deep.equal({
      code: 'AUDIT_CHAIN_BROKEN',
      problem: 'ENTRY_CHANGED',
      index: 22,
    })
    expect(sizeSigned()).to.equal(20)
  })

  it('read the whole log again when they find an older checkpoint than their own', async () => {
    const world = fakeWorld()
    await appendMany(store, 5, world)
    const checkpoints = processOver(store)
    await checkpoints.sign(ACCOUNT)
    const older = shelf.notes.get(ACCOUNT) ?? ''
    await appendMany(store, 5, world)
    await checkpoints.sign(ACCOUNT)
    shelf.notes.set(ACCOUNT, older)
    await checkpoints.sign(ACCOUNT)
    expect(sizeSigned()).to.equal(10)
  })
})
