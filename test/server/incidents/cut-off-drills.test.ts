import { expect } from 'chai'
import { openKeyring } from '../../../server/adapters/keyring.ts'
import type { OpenStore } from '../../../server/adapters/sqlite-store.ts'
import { createAuditLog } from '../../../server/audit/index.ts'
import { parseDrillReport } from '../../../server/incidents/drill-report.ts'
import { type DrillGiven, endCutOffDrills, recordStop, runDrill } from '../../../server/incidents/index.ts'
import { DEADLINES_TODAY } from '../../../src/domain/incident.ts'
import { ACCOUNT } from '../../support/audit-log.ts'
import { ACCOUNT_ID, ADMIN, type Harness } from '../../support/companion-harness.ts'
import { startDesk } from '../../support/drafting-desk.ts'
import { type FakeWorld, fakeWorld, MINUTE } from '../../support/fake-world.ts'
import { memoryStore, tempKeyring } from '../../support/memory-store.ts'
import { openStoreOf } from '../../support/store-of.ts'
import { POSTGRES } from '../../support/test-database.ts'

const WHO = { accountId: ACCOUNT, agentId: '14', roles: ['compliance'] } as const

/** A drill as it stands when its process is killed while it waits for the watch: nothing of it runs on. */
async function killedDrill(
  store: Pick<OpenStore, 'transact'>,
  rooms: DrillGiven['rooms'],
  who: Parameters<typeof runDrill>[1],
  really: boolean,
): Promise<void> {
  await new Promise<void>((resolve) => {
    void runDrill(
      {
        ...{ rooms, transact: store.transact, stopwatch: () => 0, report: () => undefined },
        nextTurn: async () => undefined,
        killSwitch: {
          state: () => ({ stops: [], blind: [], untold: [] }),
          hold: () => undefined,
          stopped: () => [],
          stoppedArticles: () => new Set(),
          look: async () => undefined,
          turn: async () => undefined,
        },
        pause() {
          resolve()
          return new Promise(() => undefined)
        },
      },
      who,
      { really },
    )
  })
}

describe('a drill whose server was killed', () => {
  const keys = tempKeyring()
  let store: OpenStore
  let world: FakeWorld
  let rooms: DrillGiven['rooms']
  beforeEach(async () => {
    store = await memoryStore()
    world = fakeWorld()
    rooms = { world, keys, audit: createAuditLog(world, keys), deadlines: DEADLINES_TODAY }
  })
  afterEach(() => store.close())

  const standing = async () =>
    (await store.transact((tx) => tx.stopRows(ACCOUNT))).filter(({ liftedAt }) => liftedAt === null)
  const end = () => endCutOffDrills(rooms, store.transact, ACCOUNT)
  const reports = async () =>
    (await store.transact((tx) => tx.drillReports(ACCOUNT))).map((text) => parseDrillReport(text))
  const entries = async () =>
    (await store.transact((tx) => tx.auditEntries(ACCOUNT, 0, 100))).map(({ header }) => JSON.parse(header))

  for (const really of [false, true])
    it(`is ended once, lifts what it pulled, and is in the log${really ? ', really' : ''}`, async () => {
      await killedDrill(store, rooms, WHO, really)
      expect(await standing()).to.have.length(1)
      world.pass(4 * MINUTE)
      expect(await end()).to.equal(1)
      expect(await standing()).to.deep.equal([])
      expect(
        (await reports()).map(({ ended, lifted, really: was }) => ({ ended, lifted, was })),
      ).to.deep.equal([{ ended: 'interrupted', lifted: true, was: really }])
      const [incident] = await store.transact((tx) => tx.incidentRows(ACCOUNT))
      expect(incident?.status).to.equal('false_alarm')
      const made = await entries()
      expect(made.slice(-3).map(({ type, decision, actor }) => [type, decision, actor.kind])).to.deep.equal([
        ['kill_switch.lifted', 'drill_over', 'system'],
        ['incident.moved', 'false_alarm', 'system'],
        ['incident.drilled', really ? 'really' : 'drill', 'system'],
      ])
      expect(await end()).to.equal(0)
      expect(await entries()).to.deep.equal(made)
    })

  it('is ended beside a report that cannot be read, and what that was of is not ended again', async () => {
    await killedDrill(store, rooms, WHO, false)
    const [first] = await store.transact((tx) => tx.incidentRows(ACCOUNT))
    await store.transact((tx) =>
      tx.addDrillReport(ACCOUNT, first?.incidentId ?? '', world.now().toISOString(), '{"format":'),
    )
    world.pass(4 * MINUTE)
    expect(await end()).to.equal(0)
    await killedDrill(store, rooms, WHO, false)
    world.pass(4 * MINUTE)
    expect(await end()).to.equal(1)
  })

  it('is left alone while it may still run: nothing is lifted, nothing written', async () => {
    await killedDrill(store, rooms, WHO, true)
    const before = await entries()
    world.pass(2 * MINUTE)
    expect(await end()).to.equal(0)
    expect(await standing()).to.have.length(1)
    expect([await entries(), await reports()]).to.deep.equal([before, []])
  })

  it('takes no other stop with it: neither what a person pulled nor what another drill could not lift', async () => {
    const pull = async (stopId: string, reason: 'drill' | 'other', pulledBy: string) =>
      store.transact((tx) =>
        recordStop(
          rooms,
          tx,
          ACCOUNT,
          { stopId, level: 'account', ref: '', reason, pulledAt: world.now().toISOString(), pulledBy },
          { via: 'console' },
        ),
      )
    const own = keys.digest('agent', ACCOUNT, WHO.agentId)
    await pull('00000000-0000-4000-8000-0000000000a1', 'drill', own)
    world.pass(MINUTE)
    await killedDrill(store, rooms, WHO, true)
    await pull('00000000-0000-4000-8000-0000000000a2', 'other', own)
    await pull('00000000-0000-4000-8000-0000000000a3', 'drill', keys.digest('agent', ACCOUNT, '15'))
    world.pass(4 * MINUTE)
    expect(await end()).to.equal(1)
    expect((await standing()).map(({ stopId }) => stopId.slice(-2)).toSorted()).to.deep.equal([
      'a1',
      'a2',
      'a3',
    ])
  })
})

// Another process at the same file.
if (POSTGRES === null)
  describe('a companion that starts after a killed drill', () => {
    let desk: Harness
    before(async () => {
      desk = await startDesk()
    })
    after(() => desk.stop())

    it('drafts again: it ends the drill and says so in its log', async () => {
      const store = await openStoreOf(desk.dataDir)
      const keys = openKeyring(desk.dataDir)
      const rooms = {
        world: desk.world,
        keys,
        audit: createAuditLog(desk.world, keys),
        deadlines: DEADLINES_TODAY,
      }
      const who = { accountId: ACCOUNT_ID, agentId: ADMIN, roles: ['admin', 'compliance'] } as const
      await killedDrill(store, rooms, who, true)
      await store.close()
      desk.world.pass(5 * MINUTE)
      desk = await desk.restart()
      expect(desk.rows('select reason from kill_switch')).to.deep.equal([{ reason: 'drill' }])
      expect(
        desk.rows('select reason, lifted_at from kill_switch').map((row) => row.lifted_at),
      ).to.not.include(null)
      expect((await desk.api(ADMIN, 'GET', '/console/overview')).body.killSwitch).to.equal(false)
      expect(desk.logged()).to.contain('drills cut off by the last stop were ended')
      expect((await desk.api(ADMIN, 'GET', '/console/overview')).body.audit.verdict).to.equal('intact')
    })
  })
