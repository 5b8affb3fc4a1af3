import { expect } from 'chai'
import type { OpenStore } from '../../../server/adapters/sqlite-store.ts'
import { createAuditLog } from '../../../server/audit/index.ts'
import { adoptStop, createKillSwitch, type KillSwitch, pullAtOnce } from '../../../server/incidents/index.ts'
import type { Transact } from '../../../server/keys.ts'
import type { StoreRows } from '../../../server/store.ts'
import type { Stop } from '../../../src/domain/kill-switch.ts'
import { ACCOUNT } from '../../support/audit-log.ts'
import { fakeWorld } from '../../support/fake-world.ts'
import { faultFrom } from '../../support/fault-from.ts'
import { memoryStore, tempKeyring } from '../../support/memory-store.ts'
import { movableSources, type Sources, slowFile } from '../../support/stops.ts'

const ORDER = { level: 'account', ref: '', reason: 'suspected_breach', via: 'console' } as const
const WHO = { accountId: ACCOUNT, agentId: '14', roles: ['compliance'] } as const
const PLACE = { provider: null, brands: ['5'] }

describe('a pull of the kill switch', () => {
  const keys = tempKeyring()
  let store: OpenStore
  let sources: Sources
  let storeTakes: boolean
  let disk: ReturnType<typeof slowFile>
  let killSwitch: KillSwitch
  beforeEach(async () => {
    store = await memoryStore()
    sources = movableSources()
    disk = slowFile(sources.stopFile)
    storeTakes = true
    killSwitch = createKillSwitch({
      environment: false,
      file: disk.file,
      store: { read: readStops },
      adopt: (stop) => transact((tx) => adoptStop(rooms, tx, ACCOUNT, stop, 'file')),
    })
    await killSwitch.look()
  })
  afterEach(() => store.close())

  const world = fakeWorld()
  const rooms = { world, keys, audit: createAuditLog(world, keys) }
  const transact: Transact<StoreRows> = (act) =>
    storeTakes ? store.transact(act) : Promise.reject(new Error('the database or disk is full'))

  async function readStops() {
    const rows = await store.transact((tx) => tx.stopRows(ACCOUNT))
    const active = rows.map(
      ({ via: _via, sealedNote: _note, liftedAt: _at, liftedBy: _by, ...stop }): Stop => stop,
    )
    return { active, lifted: new Set<string>() }
  }

  const pull = (order: object = {}, who: object = {}, patience = () => new Promise<void>(() => {})) =>
    pullAtOnce({ rooms, transact, killSwitch, patience }, { ...WHO, ...who }, { ...ORDER, ...order })
  const stopped = () => killSwitch.stopped(PLACE).map(({ why, level }) => `${why} ${level}`)
  const entries = async () => (await store.transact((tx) => tx.auditHead(ACCOUNT)))?.tree.size ?? 0
  const inFile = () => sources.file?.length ?? 0

  it('is in the store, with its entry, and in the file', async () => {
    expect(await pull()).to.deep.equal([])
    expect([stopped(), (await readStops()).active.length, await entries(), inFile()]).to.deep.equal([
      ...[['pulled account'], 1, 1, 1],
    ])
  })

  it('holds, and says so, when the file cannot be written', async () => {
    const append = sources.stopFile.append
    sources.stopFile.append = async () => {
      throw new Error('read-only file system')
    }
    expect(await pull()).to.deep.equal(['file'])
    expect([stopped(), (await readStops()).active.length, await entries(), inFile()]).to.deep.equal([
      ...[['pulled account'], 1, 1, 0],
    ])
    sources.stopFile.append = append
    await killSwitch.turn()
    expect([killSwitch.state().untold, inFile()]).to.deep.equal([[], 1])
  })

  it('holds, and is in the file, when the store cannot be written; its entry follows', async () => {
    storeTakes = false
    expect(await pull()).to.deep.equal(['store'])
    expect([stopped(), await entries(), inFile()]).to.deep.equal([['pulled account'], 0, 1])
    storeTakes = true
    await killSwitch.turn()
    expect([stopped(), killSwitch.state().untold, await entries()]).to.deep.equal([['pulled account'], [], 1])
  })

  it('holds here alone when neither can be written, until both can', async () => {
    storeTakes = false
    const append = sources.stopFile.append
    sources.stopFile.append = async () => {
      throw new Error('read-only file system')
    }
    expect(await pull()).to.deep.equal(['file', 'store'])
    expect([stopped(), await entries(), inFile()]).to.deep.equal([['pulled account'], 0, 0])
    sources.stopFile.append = append
    storeTakes = true
    await killSwitch.turn()
    expect([stopped(), killSwitch.state().untold, await entries(), inFile()]).to.deep.equal([
      ...[['pulled account'], [], 1, 1],
    ])
  })

  it('answers while the disk hangs, and holds', async () => {
    disk.hang()
    const hanging = killSwitch.turn()
    expect(await pull({}, {}, async () => {})).to.deep.equal(['file'])
    expect([stopped(), await entries()]).to.deep.equal([['pulled account'], 1])
    disk.answer()
    await hanging
  })

  const WRONG: Readonly<Record<string, [object, object, string]>> = {
    'by somebody without the role': [{}, { roles: ['agent'] }, 'NOT_PERMITTED'],
    'of a target that the level does not have': [{ ref: 'x' }, {}, 'BAD_REQUEST'],
    'of an article that is not stored': [{ level: 'article', ref: 'x' }, {}, 'NOT_FOUND'],
  }
  for (const [name, [order, who, code]] of Object.entries(WRONG))
    it(`holds nowhere when it is made ${name}`, async () => {
      expect(await faultFrom(() => pull(order, who))).to.equal(code)
      expect([stopped(), await entries(), inFile()]).to.deep.equal([[], 0, 0])
    })
})
