import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { copyFileSync, cpSync, existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'chai'
import { openKeyring } from '../../server/adapters/keyring.ts'
import { createAuditLog, verifyAudit } from '../../server/audit/index.ts'
import { type Keyring, wrappedUnder } from '../../server/keys.ts'
import { keysLeft, MASTER_KEY_STEPS, type MasterKeyGiven, rotateMasterKey } from '../../server/master-key.ts'
import { sweepKeyEpochs } from '../../server/privacy/index.ts'
import { requesterOf } from '../../server/tickets/index.ts'
import { Fault } from '../../src/domain/fault.ts'
import { childProgram } from '../support/child-program.ts'
import { DAY, fakeWorld } from '../support/fake-world.ts'
import { faultFrom } from '../support/fault-from.ts'
import { fileStore } from '../support/memory-store.ts'
import { tempFolder } from '../support/temp-folder.ts'
import { POSTGRES } from '../support/test-database.ts'

const BY = { kind: 'agent', ref: 'r' } as const

async function setUp(count: number) {
  const folder = tempFolder()
  const [store, world] = [await fileStore(folder), fakeWorld()]
  const keys = openKeyring(folder, world.now)
  const rooms = { world, keys, audit: createAuditLog(world, keys) }
  let known = 0
  /** Somebody new writes, and a server notes it with the keys that it has open. */
  const meet = (people: number, ring: Keyring = keys) =>
    store.transact(async (tx) => {
      for (let each = 0; each < people; each += 1) {
        known += 1
        await requesterOf({ ...rooms, keys: ring }, tx, 'acme', String(1000 + known))
      }
    })
  const readable = (ring: Keyring = keys) =>
    store
      .rows('select * from requester')
      .map(({ requester_ref: ref, wrapped_key: wrapped, sealed_id: sealed }) =>
        ring.unsealFor(String(wrapped), `acme/${ref}`, String(sealed), 'requester.id'),
      ).length
  const epochs = () =>
    store.rows('select distinct key_epoch from requester order by 1').map((row) => row.key_epoch)
  const told = () =>
    store
      .rows('select header from audit_entry order by idx')
      .map(({ header }) => JSON.parse(String(header)))
      .filter(({ type }) => type.startsWith('master_key'))
      .map(({ type, decision, object, detail }) => [type, decision, object.ref, detail.generation])
  const rotate = (change: Partial<MasterKeyGiven> = {}) =>
    rotateMasterKey({ dataDir: folder, ...rooms, transact: store.transact, ...change }, async () => BY)
  await meet(count)
  return { folder, store, world, keys, rooms, meet, readable, epochs, told, rotate, known: () => known }
}

const files = (folder: string) => readdirSync(folder).filter((name) => name.startsWith('master'))

describe('a new master key', () => {
  it('wraps everything anew, and the old one is gone', async () => {
    const ground = await setUp(1_201)
    const first = ground.keys.master.kid
    expect(await ground.rotate()).to.deep.include({ generation: 2, rewrapped: 1_201, finished: true })
    expect(ground.epochs()).to.deep.equal(['2026-11.002'])
    expect(ground.readable()).to.equal(1_201)
    expect(ground.readable(openKeyring(ground.folder, ground.world.now))).to.equal(1_201)
    expect(files(ground.folder)).to.have.members(['master.key', 'master.keys'])
    const { kid, previous } = ground.keys.master
    expect([kid === first, previous]).to.deep.equal([false, null])
    expect(ground.told()).to.deep.equal([
      ['master_key.rotated', 'begun', kid, 2],
      ['master_key.retired', 'retired', kid, 1],
    ])
    expect(await ground.store.transact((tx) => verifyAudit(tx, 'acme', null))).to.deep.include({
      problem: 'CHECKPOINT_MISSING',
      entries: 5,
    })
    await ground.store.close()
  })

  it('is taken up by servers that run: they read and write at every step of it', async () => {
    const ground = await setUp(30)
    const servers = [1, 2].map(() => openKeyring(ground.folder, ground.world.now))
    const seen: string[] = []
    const work = async (step: string) => {
      for (const server of servers) {
        await ground.meet(2, server)
        expect(ground.readable(server), step).to.equal(ground.known())
        const note = server.sealForHouse('a note', 'about')
        for (const other of servers) expect(other.unsealForHouse(note, 'about'), step).to.equal('a note')
      }
      seen.push(step)
    }
    const rotation = await ground.rotate({ after: work })
    expect(seen).to.deep.equal([...MASTER_KEY_STEPS])
    expect(rotation.finished).to.equal(true)
    await work('afterwards')
    expect(ground.epochs()).to.deep.equal(['2026-11.002'])
    await ground.store.close()
  })

  it('keeps pseudonyms, sealed notes and whoever is signed in', async () => {
    const ground = await setUp(1)
    const { keys } = ground
    const sameFor = (ring: Keyring) => [
      ring.digest('requester', 'acme', '7'),
      ring.sessions.current().kid,
      ring.capabilityKey === keys.capabilityKey,
    ]
    const [before, note] = [sameFor(keys), keys.sealForHouse('a note', 'about')]
    for (const generation of [2, 3, 4]) {
      expect(await ground.rotate()).to.deep.include({ generation, finished: true })
      expect(sameFor(keys)).to.deep.equal(before)
      const restarted = openKeyring(ground.folder, ground.world.now)
      expect(sameFor(restarted).slice(0, 2)).to.deep.equal(before.slice(0, 2))
      expect(restarted.unsealForHouse(note, 'about')).to.equal('a note')
      expect(restarted.unsealForHouse(keys.sealForHouse('new', 'x'), 'x')).to.equal('new')
      expect(ground.readable(restarted)).to.equal(1)
    }
    await ground.store.close()
  })

  it('opens what an old backup holds, until the keys of its month are destroyed', async () => {
    const ground = await setUp(1)
    const [row] = ground.store.rows('select * from requester')
    const [wrapped, context] = [String(row?.wrapped_key), `acme/${row?.requester_ref}`]
    await ground.rotate()
    await ground.rotate()
    const restarted = openKeyring(ground.folder, ground.world.now)
    expect(wrappedUnder(wrapped)).to.equal('2026-11')
    expect(wrappedUnder(restarted.rewrap(wrapped, context))).to.equal('2026-11.003')
    const sweep = () =>
      sweepKeyEpochs({ ...ground.rooms, backupDays: 35 }, ground.store.transact, 'acme').then(
        ({ destroyed }) => destroyed,
      )
    expect(await sweep()).to.deep.equal([])
    ground.world.pass(35 * DAY)
    // A new month meanwhile: what the months before it wrapped is moved first, and ends later.
    expect(await sweep()).to.deep.equal(['2026-11', '2026-11.002'])
    const later = openKeyring(ground.folder, ground.world.now)
    expect(await faultFrom(() => later.rewrap(wrapped, context))).to.equal('STORE_UNAVAILABLE')
    expect(ground.readable()).to.equal(1)
    await ground.store.close()
  })

  it('leaves whoever has the old one with nothing that opens', async () => {
    const ground = await setUp(3)
    const stolen = tempFolder()
    copyFileSync(join(ground.folder, 'master.key'), join(stolen, 'master.key'))
    await ground.rotate()
    for (const name of ['checkpoint.key', 'keys'])
      cpSync(join(ground.folder, name), join(stolen, name), { recursive: true })
    const thief = openKeyring(stolen, ground.world.now)
    expect(await faultFrom(() => ground.readable(thief))).to.equal('STORE_UNAVAILABLE')
    copyFileSync(join(ground.folder, 'master.keys'), join(stolen, 'master.keys'))
    expect(await faultFrom(() => openKeyring(stolen, ground.world.now))).to.equal('CONFIG_INVALID')
    await ground.store.close()
  })

  it('is not there when the log does not take its entry', async () => {
    const ground = await setUp(2)
    const before = readFileSync(join(ground.folder, 'master.key'), 'utf8')
    const given = { dataDir: ground.folder, ...ground.rooms, transact: ground.store.transact }
    const refused = () => rotateMasterKey(given, () => Promise.reject(new Fault('NOT_PERMITTED', 'no')))
    expect(await faultFrom(refused)).to.equal('NOT_PERMITTED')
    expect(readFileSync(join(ground.folder, 'master.key'), 'utf8')).to.equal(before)
    expect(existsSync(join(ground.folder, 'master.next.key'))).to.equal(false)
    expect([ground.told(), ground.epochs()]).to.deep.equal([[], ['2026-11']])
    expect(openKeyring(ground.folder, ground.world.now).master.generation).to.equal(1)
    await ground.store.close()
  })

  it('keeps the old one for as long as a key of a person does not open, and says so', async () => {
    const ground = await setUp(5)
    ground.store.tamper((database) =>
      database
        .prepare(
          "update requester set wrapped_key = '2026-11:broken' where requester_ref = (select min(requester_ref) from requester)",
        )
        .run(),
    )
    expect(await ground.rotate()).to.deep.include({ rewrapped: 4, unreadable: 1, finished: false })
    expect(existsSync(join(ground.folder, 'master.old.key'))).to.equal(true)
    expect(ground.keys.master.previous).to.equal(1)
    expect(ground.told().map(([type]) => type)).to.deep.equal(['master_key.rotated'])
    ground.store.tamper((database) =>
      database.prepare("delete from requester where wrapped_key = '2026-11:broken'").run(),
    )
    expect(await ground.rotate()).to.deep.include({ generation: 2, unreadable: 0, finished: true })
    expect(ground.keys.master.previous).to.equal(null)
    await ground.store.close()
  })

  it('is believed by the wrapped keys, not by the column beside them', async () => {
    const ground = await setUp(5)
    ground.store.tamper((database) =>
      database.prepare("update requester set key_epoch = '2026-11.002'").run(),
    )
    expect(await ground.rotate()).to.deep.include({ rewrapped: 0, finished: false })
    expect(await keysLeft({ transact: ground.store.transact, keys: ground.keys })).to.equal(5)
    expect(ground.readable()).to.equal(5)
    await ground.store.close()
  })

  it('wraps also what a clock that ran ahead has wrapped', async () => {
    const ground = await setUp(2)
    ground.world.pass(60 * DAY)
    await ground.meet(2)
    ground.world.pass(-60 * DAY)
    expect(await ground.rotate()).to.deep.include({ rewrapped: 4, finished: true })
    expect(ground.epochs()).to.deep.equal(['2027-01.002'])
    await ground.store.close()
  })

  // The child opens the file of the folder.
  if (POSTGRES === null)
    for (const [name, ...kill] of [
      ...MASTER_KEY_STEPS.map((step) => [`after it was ${step}`, step] as const),
      // The first batch of two is wrapped anew.
      ['between two batches', '', '3'] as const,
    ])
      it(`goes on where it was killed: ${name}`, async function () {
        this.timeout(180_000)
        const ground = await setUp(601)
        const server = openKeyring(ground.folder, ground.world.now)
        const child = childProgram(new URL('../support/master-key-child.ts', import.meta.url))
        const run = spawn(process.execPath, [child, ground.folder, ...kill])
        expect((await once(run, 'exit'))[1]).to.equal('SIGKILL')
        for (const ring of [server, openKeyring(ground.folder, ground.world.now)])
          expect(ground.readable(ring)).to.equal(601)
        await ground.meet(1, server)
        const { generation, finished } = await ground.rotate()
        expect({ generation, finished }).to.deep.equal({ generation: 2, finished: true })
        expect(files(ground.folder)).to.have.members(['master.key', 'master.keys'])
        for (const ring of [server, openKeyring(ground.folder, ground.world.now)])
          expect(ground.readable(ring)).to.equal(602)
        expect(ground.epochs()).to.deep.equal(['2026-11.002'])
        await ground.store.close()
      })
})
