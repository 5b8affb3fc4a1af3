import { createCipheriv, hkdfSync, randomBytes } from 'node:crypto'
import { copyFileSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'chai'
import { checkpointFiles } from '../../../server/adapters/checkpoint-files.ts'
import { withKeyLock } from '../../../server/adapters/key-lock.ts'
import { openKeyring } from '../../../server/adapters/keyring.ts'
import { createAuditLog, createCheckpoints, logSigner } from '../../../server/audit/index.ts'
import { noteConfigStart } from '../../../server/evidence/index.ts'
import { backupsFinalBy, type KeyEpochRooms, sweepKeyEpochs } from '../../../server/privacy/index.ts'
import { requesterOf } from '../../../server/tickets/index.ts'
import { Fault } from '../../../src/domain/fault.ts'
import { startDesk } from '../../support/drafting-desk.ts'
import { DAY, fakeWorld } from '../../support/fake-world.ts'
import { faultFrom } from '../../support/fault-from.ts'
import { fileStore } from '../../support/memory-store.ts'
import { openStoreOf, sweptSince } from '../../support/store-of.ts'
import { tempFolder } from '../../support/temp-folder.ts'
import { POSTGRES } from '../../support/test-database.ts'

async function setUp() {
  const folder = tempFolder()
  const [store, world] = [await fileStore(folder), fakeWorld()]
  const keys = openKeyring(folder, world.now)
  const rooms: KeyEpochRooms = { world, keys, audit: createAuditLog(world, keys), backupDays: 35 }
  const sweep = (given = rooms, account = 'acme') => sweepKeyEpochs(given, store.transact, account)
  const people = async (count: number) => {
    for (let each = 0; each < count; each += 100)
      await store.transact(async (tx) => {
        for (let id = each; id < Math.min(count, each + 100); id += 1)
          await requesterOf(rooms, tx, 'acme', String(1000 + id))
      })
  }
  /** Reference and number of everybody whose sealed number opens. */
  const readable = () =>
    store
      .rows('select * from requester order by requester_ref')
      .map(({ requester_ref: ref, wrapped_key: wrapped, sealed_id: sealed }) =>
        keys.unsealFor(String(wrapped), `acme/${ref}`, String(sealed), 'requester.id'),
      )
  const epochs = () => store.rows('select distinct key_epoch from requester').map((row) => row.key_epoch)
  const types = () =>
    store
      .rows('select header from audit_entry order by idx')
      .map(({ header }) => JSON.parse(String(header)))
      .filter(({ type }) => type.startsWith('key'))
      .map(({ type, object, detail }) => `${type} ${object.ref} ${detail.keys ?? ''}`.trim())
  return { folder, store, world, keys, rooms, sweep, people, readable, epochs, types }
}

describe("the months that wrap people's keys", () => {
  it('change with the calendar: every live key is wrapped anew, in batches, and nobody is lost', async () => {
    const ground = await setUp()
    await ground.people(1_201)
    expect(await ground.sweep()).to.deep.include({ rewrapped: 0, destroyed: [] })
    ground.world.setTo('2026-12-01T00:00:30.000Z')
    expect(await ground.sweep()).to.deep.equal({ rewrapped: 1_201, unreadable: 0, destroyed: [] })
    expect(ground.epochs()).to.deep.equal(['2026-12'])
    expect(new Set(ground.readable()).size).to.equal(1_201)
    expect(ground.types()).to.deep.equal([
      'keys.rewrapped 2026-12 500',
      'keys.rewrapped 2026-12 500',
      'keys.rewrapped 2026-12 201',
    ])
    expect(await ground.sweep()).to.deep.include({ rewrapped: 0 })
    await ground.store.close()
  })

  it('lose their key when no backup may need it any more, said once in the log, and not a day before', async () => {
    const ground = await setUp()
    await ground.people(3)
    ground.world.setTo('2026-12-01T00:00:00.000Z')
    await ground.sweep()
    ground.world.setTo('2027-01-04T23:59:59.000Z')
    expect(await ground.sweep()).to.deep.include({ destroyed: [] })
    expect(ground.keys.epochs.list()).to.include('2026-11')
    ground.world.setTo('2027-01-05T00:00:00.000Z')
    expect((await ground.sweep()).destroyed).to.deep.equal(['2026-11'])
    expect(ground.keys.epochs.list()).to.deep.equal(['2026-12', '2027-01'])
    await ground.sweep()
    expect(ground.types().filter((type) => type.startsWith('key.destroyed'))).to.deep.equal([
      'key.destroyed 2026-11',
    ])
    expect(ground.readable()).to.have.length(3)
    await ground.store.close()
  })

  it('of two accounts in one folder lose their key with the last that needs it, and each log says so', async () => {
    const ground = await setUp()
    await ground.people(1)
    await ground.store.transact((tx) => requesterOf(ground.rooms, tx, 'globex', '2000'))
    const told = (account: string) =>
      ground.store
        .rows(`select header from audit_entry where account_id = '${account}' order by idx`)
        .map(({ header }) => JSON.parse(String(header)))
        .flatMap(({ type, object }) => (type === 'key.destroyed' ? [object.ref] : []))
    ground.world.setTo('2026-12-01T00:00:00.000Z')
    await ground.sweep()
    ground.world.setTo('2027-01-05T00:00:00.000Z')
    // The other one was not swept since: what is its own is under November still.
    expect((await ground.sweep()).destroyed).to.deep.equal([])
    expect(ground.keys.epochs.list()).to.include('2026-11')
    expect([told('acme'), told('globex')]).to.deep.equal([[], []])
    expect(await ground.sweep(ground.rooms, 'globex')).to.deep.include({ rewrapped: 1, unreadable: 0 })
    ground.world.setTo('2027-02-09T00:00:00.000Z')
    expect((await ground.sweep(ground.rooms, 'globex')).destroyed).to.deep.equal(['2026-11'])
    expect([told('acme'), told('globex')]).to.deep.equal([[], ['2026-11']])
    await ground.sweep()
    await ground.sweep()
    expect(told('acme').filter((epoch) => epoch === '2026-11')).to.have.length(1)
    await ground.store.close()
  })

  it('of an account that no server runs any more go too, when its own backups are over', async function () {
    this.timeout(240_000)
    let desk = await startDesk()
    const { world, dataDir } = desk
    const keys = openKeyring(dataDir, world.now)
    const globex = await openStoreOf(dataDir, 'globex')
    const rooms = { world, keys, audit: createAuditLog(world, keys) }
    await globex.transact(async (tx) => {
      await noteConfigStart(rooms, tx, 'globex', { backupDays: 90 })
      await requesterOf(rooms, tx, 'globex', '2000')
    })
    const at = async (moment: string) => {
      world.setTo(moment)
      desk.tamper(sweptSince)
      desk = await desk.restart()
      const under = (await globex.transact((tx) => tx.keysByEpoch())).filter(
        ({ accountId }) => accountId === 'globex',
      )
      return [under.map(({ epoch }) => epoch).join(), keys.epochs.list().includes('2026-11')]
    }
    // A database shows the server its own account alone: the other one's people are under November, and need it.
    const isSeen = POSTGRES === null
    expect(await at('2026-12-01T00:00:30.000Z')).to.deep.equal([isSeen ? '2026-12' : '2026-11', true])
    expect(await at('2027-02-28T00:00:00.000Z')).to.deep.equal([isSeen ? '2027-02' : '2026-11', true])
    expect(await at('2027-03-01T00:01:00.000Z')).to.deep.equal([isSeen ? '2027-03' : '2026-11', !isSeen])
    const told = (await globex.transact((tx) => tx.auditEntries('globex', 0, 100))).filter(({ header }) =>
      /"ref":"2026-11".*"type":"key.destroyed"/.test(header),
    )
    expect(told).to.have.length(isSeen ? 1 : 0)
    const [person] = await globex.transact((tx) => tx.keysBefore('globex', '9999', null, 10))
    expect(keys.personKey(person?.wrappedKey ?? '', `globex/${person?.requesterRef}`)).to.include.keys('kid')
    if (isSeen) {
      const signed = await checkpointFiles(dataDir).read('globex')
      const size = (await globex.transact((tx) => tx.auditHead('globex')))?.tree.size
      expect(signed?.split('\n').slice(0, 2)).to.deep.equal(['vouch/globex', String(size)])
    }
    await desk.stop()
    await globex.close()
  })

  if (POSTGRES === null)
    it('of another account are left as they are while its log is behind what was signed', async function () {
      this.timeout(240_000)
      let desk = await startDesk()
      const { world, dataDir } = desk
      const keys = openKeyring(dataDir, world.now)
      const globex = await openStoreOf(dataDir, 'globex')
      const rooms = { world, keys, audit: createAuditLog(world, keys) }
      const note = () =>
        globex.transact((tx) => noteConfigStart(rooms, tx, 'globex', { backupDays: 30, at: world.newId() }))
      await globex.transact((tx) => requesterOf(rooms, tx, 'globex', '2000'))
      await note()
      const checkpoints = createCheckpoints({
        transact: globex.transact,
        shelf: checkpointFiles(dataDir),
        signer: (accountId) => logSigner(keys, accountId),
      })
      const rows = () =>
        desk.rows(
          "select header as one from audit_entry where account_id = 'globex' union all select wrapped_key from requester where account_id = 'globex'",
        )
      const copy = `${dataDir}/copy`
      desk.tamper((database) => database.exec(`vacuum into '${copy}'`))
      const before = rows()
      await note()
      await checkpoints.sign('globex')
      const signed = await checkpointFiles(dataDir).read('globex')
      await globex.close()
      await desk.stop()
      for (const end of ['-wal', '-shm']) rmSync(`${dataDir}/vouch.sqlite${end}`, { force: true })
      copyFileSync(copy, `${dataDir}/vouch.sqlite`)
      desk = await desk.restart()
      expect(before.length).to.be.greaterThan(1)
      for (const moment of ['2026-12-01T00:00:30.000Z', '2027-03-01T00:01:00.000Z']) {
        world.setTo(moment)
        desk.tamper(sweptSince)
        desk = await desk.restart()
      }
      expect(rows()).to.deep.equal(before)
      expect(desk.logged()).to.contain('checkpoint not signed')
      expect([
        keys.epochs.list().includes('2026-11'),
        await checkpointFiles(dataDir).read('globex'),
      ]).to.deep.equal([true, signed])
      await desk.stop()
    })

  it('are left for the next turn while the master key changes', async () => {
    const ground = await setUp()
    await ground.people(1)
    ground.world.setTo('2026-12-01T00:00:00.000Z')
    await ground.sweep()
    ground.world.setTo('2027-01-05T00:00:00.000Z')
    await withKeyLock(ground.folder, 0, async () => {
      expect((await ground.sweep()).destroyed).to.deep.equal([])
    })
    expect(ground.keys.epochs.list()).to.include('2026-11')
    expect((await ground.sweep()).destroyed).to.deep.equal(['2026-11'])
    await ground.store.close()
  })

  it('leave every live key readable wherever the sweep is cut off', async () => {
    const ground = await setUp()
    await ground.people(4)
    ground.world.setTo('2026-12-01T00:00:00.000Z')
    for (const step of ['setPersonKey', 'setKeyEpoch', 'writeAuditEntry'] as const)
      for (const at of [1, 3]) {
        let calls = 0
        const cut = <T>(act: (tx: never) => Promise<T>) =>
          ground.store.transact((tx) =>
            act({
              ...tx,
              [step]: (...given: never[]) => {
                calls += 1
                if (calls === at) throw new Error('cut off')
                return (tx[step] as (...args: never[]) => Promise<unknown>)(...given)
              },
            } as never),
          )
        await sweepKeyEpochs(ground.rooms, cut as typeof ground.store.transact, 'acme').then(
          () => undefined,
          () => undefined,
        )
        expect(ground.readable(), `${step} ${at}`).to.have.length(4)
      }
    await ground.sweep()
    expect(ground.epochs()).to.deep.equal(['2026-12'])
    await ground.store.close()
  })

  it('stay when a crash came between the entry and the file: the next turn destroys it, without a word', async () => {
    const ground = await setUp()
    await ground.people(1)
    ground.world.setTo('2026-12-01T00:00:00.000Z')
    await ground.sweep()
    ground.world.setTo('2027-01-05T00:00:00.000Z')
    const crashing = {
      ...ground.rooms,
      keys: {
        ...ground.keys,
        epochs: {
          ...ground.keys.epochs,
          destroy() {
            throw new Error('power cut')
          },
        },
      },
    }
    await ground.sweep(crashing).then(
      () => expect.fail('it did not crash'),
      () => undefined,
    )
    expect(ground.keys.epochs.list()).to.include('2026-11')
    expect((await ground.sweep()).destroyed).to.deep.equal(['2026-11'])
    expect(ground.types().filter((type) => type.startsWith('key.destroyed'))).to.have.length(1)
    await ground.store.close()
  })

  it('keep the key of a month that a restored store needs, and begin to count anew', async () => {
    const ground = await setUp()
    await ground.people(1)
    const [old] = ground.store.rows('select wrapped_key from requester')
    ground.world.setTo('2026-12-01T00:00:00.000Z')
    await ground.sweep()
    ground.world.setTo('2027-01-04T00:00:00.000Z')
    ground.store.tamper((database) =>
      database
        .prepare("update requester set wrapped_key = ?, key_epoch = '2026-11'")
        .run(String(old?.wrapped_key)),
    )
    const broken = { ...ground.rooms, keys: { ...ground.keys, rewrap: () => ground.keys.rewrap('x', 'y') } }
    expect(await ground.sweep(broken)).to.deep.include({ unreadable: 1, destroyed: [] })
    ground.world.setTo('2027-03-01T00:00:00.000Z')
    expect((await ground.sweep(broken)).destroyed).to.deep.equal(['2026-12'])
    expect(ground.keys.epochs.list()).to.include('2026-11')
    expect(await ground.sweep()).to.deep.include({ rewrapped: 1, unreadable: 0 })
    expect(ground.readable()).to.deep.equal(['1000'])
    ground.world.pass(34 * DAY)
    expect((await ground.sweep()).destroyed).not.to.include('2026-11')
    ground.world.pass(DAY)
    expect((await ground.sweep()).destroyed).to.include('2026-11')
    await ground.store.close()
  })

  it('take over the keys of a store from before there were months', async () => {
    const ground = await setUp()
    await ground.people(1)
    const [row] = ground.store.rows('select * from requester')
    const context = `acme/${row?.requester_ref}`
    // As the first version wrapped: one key, derived from the master key.
    const master = Buffer.from(readFileSync(join(ground.folder, 'master.key'), 'utf8').trim(), 'hex')
    const first = Buffer.from(hkdfSync('sha256', master, Buffer.alloc(0), 'vouch/wrap/v1', 32))
    const iv = randomBytes(12)
    const cipher = createCipheriv('aes-256-gcm', first, iv)
    cipher.setAAD(Buffer.from(`wrap:${context}`))
    const body = Buffer.concat([
      cipher.update(randomBytes(32).toString('base64'), 'utf8'),
      cipher.final(),
      cipher.getAuthTag(),
    ])
    const wrapped = Buffer.concat([iv, body]).toString('base64')
    const sealed = ground.keys.sealFor(wrapped, context, '1000', 'requester.id')
    ground.store.tamper((database) =>
      database
        .prepare("update requester set wrapped_key = ?, sealed_id = ?, key_epoch = ''")
        .run(wrapped, sealed),
    )
    expect(ground.readable()).to.deep.equal(['1000'])
    expect(await ground.sweep()).to.deep.include({ rewrapped: 1, unreadable: 0 })
    expect(ground.readable()).to.deep.equal(['1000'])
    expect(ground.epochs()).to.deep.equal(['2026-11'])
    await ground.store.close()
  })

  it('are not destroyed for a change that could not be written down', async () => {
    const ground = await setUp()
    await ground.people(1)
    ground.world.setTo('2026-12-01T00:00:00.000Z')
    await ground.sweep()
    ground.world.setTo('2027-01-05T00:00:00.000Z')
    const full = { append: () => Promise.reject(new Fault('AUDIT_UNAVAILABLE', 'full')) }
    expect(await faultFrom(() => ground.sweep({ ...ground.rooms, audit: full }))).to.equal(
      'AUDIT_UNAVAILABLE',
    )
    expect(ground.keys.epochs.list()).to.include('2026-11')
    await ground.store.close()
  })

  it('tell by when backups hold nothing readable of somebody', () => {
    expect(backupsFinalBy('2026-11', '2026-11-20T09:00:00.000Z', 35)).to.equal('2027-01-06T00:00:00.000Z')
    expect(backupsFinalBy('2026-12', '2026-12-31T23:00:00.000Z', 35)).to.equal('2027-02-06T00:00:00.000Z')
    // Not wrapped anew since: its month is over already.
    expect(backupsFinalBy('2026-10', '2026-11-20T09:00:00.000Z', 35)).to.equal('2026-12-26T09:00:00.000Z')
  })
})
