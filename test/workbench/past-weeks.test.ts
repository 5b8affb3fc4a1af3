import { expect } from 'chai'
import { runClock } from '../../server/cli/clock.ts'
import type { World } from '../../server/keys.ts'
import type { Log } from '../../server/log.ts'
import { pastClock, pastMondays } from '../../workbench/past-weeks.ts'
import { signInAs } from '../../workbench/sample-set-up.ts'
import { openWorkbench, type RunningWorkbench } from '../../workbench/start.ts'
import { freePort } from '../support/free-port.ts'
import { tempFolder } from '../support/temp-folder.ts'

describe('weeks that have been', () => {
  it('are the four whole weeks before this one', () => {
    const days = (iso: string) =>
      pastMondays(Date.parse(iso), 'whole').map((at) => new Date(at).toISOString().slice(0, 10))
    const before = ['2026-10-26', '2026-11-02', '2026-11-09', '2026-11-16']
    expect(days('2026-11-23T00:00:00.000Z')).to.deep.equal(before)
    expect(days('2026-11-29T23:59:59.000Z')).to.deep.equal(before)
    expect(pastMondays(Date.parse('2026-11-27T12:00:00.000Z'), 'short')).to.deep.equal([
      Date.parse('2026-11-16T00:00:00.000Z'),
    ])
  })

  it('have a clock that stands still until it catches up', () => {
    let real = 5_000
    const clock = pastClock(() => real)
    clock.goTo(1_000)
    real = 6_000
    expect(clock.now().getTime()).to.equal(1_000)
    clock.catchUp()
    expect(clock.now().getTime()).to.equal(6_000)
  })

  /** A world that begins then and goes on: nobody's midnight falls into a test. */
  const worldFrom = (start: string) => {
    let atMs = Date.parse(start) - performance.now()
    return {
      now: () => new Date(atMs + performance.now()),
      newId: () => crypto.randomUUID(),
      pass(ms: number) {
        atMs += ms
      },
    }
  }
  /** The account is named by the helpdesk's address: at another one it would be another account. */
  const placesTwice = async () => ({
    workbenchPort: await freePort(),
    companionPort: 0,
    dataDir: tempFolder(),
  })
  const WEDNESDAY = '2026-11-25T12:00:00.000Z'
  const leapOf = async ({ origin }: RunningWorkbench, dataDir: string, world: World) => {
    const said: string[] = []
    const terminal = { out: (line: string) => said.push(line), err: (line: string) => said.push(line) }
    const env = { VOUCH_ACCOUNT_ORIGIN: origin, VOUCH_DATA_DIR: dataDir }
    const code = await runClock([], { ...terminal, env }, world)
    return `${code} ${said.join(' ')}`
  }
  /** What a log says of `warn` and worse, which is what a terminal shows of `npm start`. */
  const listen = () => {
    const said: string[] = []
    const note: Log['warn'] = (message, fields) => said.push(`${message} ${JSON.stringify(fields ?? {})}`)
    return { said, log: { info: () => undefined, warn: note, error: note } satisfies Log }
  }

  it('are played through the API: reports have people to tell of, and the log verifies', async () => {
    const places = { ...(await placesTwice()), past: 'short' as const }
    const { said, log } = listen()
    const world = worldFrom(WEDNESDAY)
    const running: RunningWorkbench = await openWorkbench(places, false, { log, world })
    const [monday] = pastMondays(Date.parse(WEDNESDAY), 'short')
    try {
      const admin = await signInAs(running.workbench, 10_480_117_350_921)
      const from = new Date(monday ?? 0).toISOString().slice(0, 10)
      const to = new Date((monday ?? 0) + 6 * 86_400_000).toISOString().slice(0, 10)
      const report = await admin('GET', `/console/reports?from=${from}&to=${to}`)
      expect(report).to.have.nested.property('work.drafts').above(2)
      expect(report).to.have.nested.property('work.refusals').above(1)
      expect(report).to.have.nested.property('work.sent').above(2)
      expect(await admin('GET', '/console/audit/check?whole=1')).to.include({ verdict: 'intact' })
      const health = await admin('GET', '/console/health')
      expect(health).to.have.property('findings').that.does.not.include('sync_old')
      expect(await leapOf(running, places.dataDir, world)).to.equal(
        '0 The clock has not leapt since the last sweep.',
      )
    } finally {
      await running.stop()
    }
    // Its first sweep by the real clock, with what the play has left: it is not held.
    const again = await openWorkbench(places, false, { log, world })
    try {
      const admin = await signInAs(again.workbench, 10_480_117_350_921)
      expect(await admin('GET', '/console/audit/check?whole=1')).to.include({ verdict: 'intact' })
      const newest = (await admin('GET', '/console/audit/entries')) as readonly { readonly at: string }[]
      expect(newest.filter(({ at }) => Date.parse(at) > (monday ?? 0) + 7 * 86_400_000)).to.have.length.above(
        1,
      )
    } finally {
      await again.stop()
    }
    expect(said).to.deep.equal([])
  }).timeout(240_000)

  it('have no more than a week between two sweeps, however many they are', async () => {
    const places = { workbenchPort: 0, companionPort: 0, dataDir: tempFolder(), past: 'whole' as const }
    const { said, log } = listen()
    const world = worldFrom(WEDNESDAY)
    const running = await openWorkbench(places, false, { log, world })
    try {
      expect(await leapOf(running, places.dataDir, world)).to.equal(
        '0 The clock has not leapt since the last sweep.',
      )
    } finally {
      await running.stop()
    }
    expect(said).to.deep.equal([])
  }).timeout(240_000)

  it('that are played on the last evening of a week leave no leap to the next one', async () => {
    const places = { ...(await placesTwice()), past: 'short' as const }
    const { said, log } = listen()
    const world = worldFrom('2026-11-29T23:59:50.000Z')
    const running = await openWorkbench(places, false, { log, world })
    await running.stop()
    world.pass(60_000)
    const again = await openWorkbench(places, false, { log, world })
    try {
      expect(await leapOf(again, places.dataDir, world)).to.equal(
        '0 The clock has not leapt since the last sweep.',
      )
    } finally {
      await again.stop()
    }
    expect(said).to.deep.equal([])
  }).timeout(240_000)
})
