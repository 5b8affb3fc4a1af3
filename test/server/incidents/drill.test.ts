import { expect } from 'chai'
import type { OpenStore } from '../../../server/adapters/sqlite-store.ts'
import { createAuditLog } from '../../../server/audit/index.ts'
import { createDrillDesk, type DrillGiven, readLetter, runDrill } from '../../../server/incidents/index.ts'
import type { Transact } from '../../../server/keys.ts'
import type { StoreRows } from '../../../server/store.ts'
import { DEADLINES_TODAY } from '../../../src/domain/incident.ts'
import type { Stop } from '../../../src/domain/kill-switch.ts'
import { ACCOUNT } from '../../support/audit-log.ts'
import { fakeWorld } from '../../support/fake-world.ts'
import { faultFrom } from '../../support/fault-from.ts'
import { memoryStore, tempKeyring } from '../../support/memory-store.ts'

const WHO = { accountId: ACCOUNT, agentId: '14', roles: ['compliance'] } as const

describe('a drill of the first hour', () => {
  const keys = tempKeyring()
  let store: OpenStore
  let world: ReturnType<typeof fakeWorld>
  let ms: number
  /** What the watch of the server has seen; a watch that hangs sees nothing. */
  let seen: Stop[]
  let watches: boolean
  /** Told before each transaction; throws for a store that takes nothing. */
  let beforeEachAct: () => void
  let reported: unknown[]
  beforeEach(async () => {
    store = await memoryStore()
    world = fakeWorld()
    ms = 0
    seen = []
    watches = true
    beforeEachAct = () => {}
    reported = []
  })
  afterEach(() => store.close())

  const standing = () => store.transact((tx) => tx.stopRows(ACCOUNT))
  const transact: Transact<StoreRows> = async (act) => {
    beforeEachAct()
    return store.transact(act)
  }

  /** Nobody waits for a clock: a pause is the time that passes, and the watch looks meanwhile. */
  const given = (change: Partial<DrillGiven> = {}): DrillGiven => ({
    rooms: { world, keys, audit: createAuditLog(world, keys), deadlines: DEADLINES_TODAY },
    transact,
    killSwitch: {
      state: () => ({ stops: seen, blind: [], untold: [] }),
      hold: () => {},
      stopped: () => [],
      stoppedArticles: () => new Set(),
      look: async () => {},
      turn: async () => {},
    },
    stopwatch: () => ms,
    nextTurn: async () => undefined,
    async pause(wait) {
      ms += wait
      if (watches) seen = (await standing()).filter(({ liftedAt }) => liftedAt === null)
    },
    report: (cause) => reported.push(cause),
    ...change,
  })

  const stillStopped = async () => (await standing()).filter(({ liftedAt }) => liftedAt === null).length
  const kept = () => store.transact((tx) => tx.drillReports(ACCOUNT))
  const statuses = async () =>
    (await store.transact((tx) => tx.incidentRows(ACCOUNT))).map(({ status }) => status)

  async function expectUndone(pulls: number): Promise<void> {
    expect([(await standing()).length, await stillStopped(), await statuses()]).to.deep.equal([
      ...[pulls, 0, ['false_alarm']],
    ])
    expect(await kept()).to.have.length(1)
  }

  for (const really of [false, true])
    it(`runs to its end and lifts what it pulled${really ? ', really' : ''}`, async () => {
      const report = await runDrill(given(), WHO, { really })
      expect(report).to.deep.include({ ended: 'done', lifted: true, really, drafts: 0 })
      expect(report.met).to.deep.equal({ seenWithin1s: true, reportWithin60s: true })
      await expectUndone(1)
    })

  it('says in a letter of its record that it was a drill, in the language of the letter', async () => {
    const { incidentId } = await runDrill(given(), WHO, { really: false })
    const { rooms } = given()
    const letter = (target: 'authority' | 'persons', locale: string) =>
      store.transact((tx) => readLetter(rooms, tx, ACCOUNT, incidentId, { target, locale }, null))
    for (const [target, locale, word] of [
      ['authority', 'de', 'Übung'],
      ['authority', 'en', 'Drill'],
      ['persons', 'ar', 'تمرين'],
      ['persons', 'pt-BR', 'Simulado'],
    ] as const) {
      const { text } = await letter(target, locale)
      expect(text.split('\n').filter((line) => line === word)).to.have.length(2)
      expect(text.includes('Drill')).to.equal(locale === 'en')
    }
  })

  it('ends, lifts and says so when no watch ever sees the stop', async () => {
    watches = false
    const report = await runDrill(given(), WHO, { really: true })
    expect(report).to.deep.include({ ended: 'not_seen', lifted: true, drafts: null, entries: null })
    expect(report.steps.map(({ step }) => step)).to.deep.equal(['open', 'pull', 'undo'])
    expect(report.met).to.deep.equal({ seenWithin1s: false, reportWithin60s: false })
    expect(ms).to.be.within(5_000, 6_000)
    await expectUndone(1)
  })

  it('ends, lifts and says so when the report takes minutes', async () => {
    const slow = given({ stopwatch: () => (ms += 30_000) })
    const report = await runDrill(slow, WHO, { really: true })
    expect(report).to.deep.include({ ended: 'too_slow', lifted: true })
    await expectUndone(1)
  })

  it('ends, lifts and says so when it is interrupted while it waits', async () => {
    watches = false
    const controller = new AbortController()
    const waiting = given({
      async pause(wait) {
        ms += wait
        controller.abort()
      },
    })
    const report = await runDrill(waiting, WHO, { really: true, signal: controller.signal })
    expect(report).to.deep.include({ ended: 'interrupted', lifted: true })
    expect(ms).to.equal(5)
    await expectUndone(1)
  })

  it('pulls nothing when it was interrupted before', async () => {
    const report = await runDrill(given(), WHO, { really: true, signal: AbortSignal.abort() })
    expect(report).to.deep.include({ ended: 'interrupted', lifted: true })
    await expectUndone(0)
  })

  it('ends, lifts and says so when a step in the middle fails', async () => {
    let acts = 0
    beforeEachAct = () => {
      acts += 1
      // The third is the report on affected people.
      if (acts === 3) throw new Error('the disk is full')
    }
    const report = await runDrill(given(), WHO, { really: true })
    expect(report).to.deep.include({ ended: 'failed', lifted: true, drafts: null })
    expect(reported).to.have.length(1)
    await expectUndone(1)
  })

  it('tries again to lift while the store takes nothing', async () => {
    let refusals = 0
    beforeEachAct = () => {
      if (seen.length > 0 && refusals < 3) {
        refusals += 1
        throw new Error('the disk is full')
      }
    }
    const report = await runDrill(given(), WHO, { really: true })
    expect(report).to.deep.include({ ended: 'failed', lifted: true })
    await expectUndone(1)
  })

  it('says that something is still stopped when it cannot be lifted', async () => {
    beforeEachAct = () => {
      if (seen.length > 0) throw new Error('the disk is full')
    }
    const report = await runDrill(given(), WHO, { really: true })
    expect(report).to.deep.include({ ended: 'failed', lifted: false })
    expect(await stillStopped()).to.equal(1)
    expect(reported.length).to.be.greaterThan(5)
  })

  it('opens nothing when the store takes nothing from the start', async () => {
    beforeEachAct = () => {
      throw new Error('the disk is full')
    }
    const failed = await runDrill(given(), WHO, { really: true }).catch((cause: unknown) => String(cause))
    expect(failed).to.equal('Error: the disk is full')
    expect([await standing(), await statuses(), await kept()]).to.deep.equal([[], [], []])
  })

  it('is one at a time, and ends before its server does', async () => {
    watches = false
    // Waits until the server is told to stop.
    const desk = createDrillDesk(given({ pause: () => new Promise((resolve) => setImmediate(resolve)) }))
    const running = desk.run(WHO, true)
    expect(await faultFrom(() => desk.run(WHO, false))).to.equal('CONFLICT')
    while ((await stillStopped()) === 0) await new Promise((resolve) => setImmediate(resolve))
    await desk.stop()
    expect(await stillStopped()).to.equal(0)
    expect((await running).ended).to.equal('interrupted')
    expect(await faultFrom(() => desk.run(WHO, false))).to.equal('NOT_READY')
    await expectUndone(1)
  })
})
