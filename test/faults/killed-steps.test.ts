import { expect } from 'chai'
import { startStandInModel } from '../../workbench/stand-in-model/index.ts'
import { withSecondPeople } from '../support/approval-ground.ts'
import { ADMIN, type Harness } from '../support/companion-harness.ts'
import { dice } from '../support/dice.ts'
import { startDesk } from '../support/drafting-desk.ts'
import { fakeWorld } from '../support/fake-world.ts'
import { fourPages } from '../support/four-pages.ts'
import { boundOf, fuzzRuns, tableOf, testLimitMs } from '../support/fuzz-run.ts'
import {
  envFor,
  expectNothingLeft,
  type Places,
  type Round,
  STORIES,
  type Story,
  type Told,
  WRONGS,
  type Wrong,
} from '../support/stepped-acts.ts'
import { type Clock, NONE, type SteppingServer, startStepping } from '../support/stepping-server.ts'
import { POSTGRES } from '../support/test-database.ts'

/** How many steps of each act a server is killed at; a long run kills it at all of them. */
const STEPS = fuzzRuns(1)
/** Killed, started again, looked at, and done again. */
const A_KILL_MS = 2_500
const SEED = Number(process.env.VOUCH_FUZZ_SEED ?? 20261128)
/** Longer than anything is held for a server that does not answer any more. */
const LATER_MS = 61_000
/** The same of what it was making. */
const MUCH_LATER_MS = 2 * 3_600_000

interface Problem {
  readonly wrong: Wrong
  readonly what: string
}

function findings() {
  const problems: Problem[] = []
  return {
    problems,
    at: (step: string) => ({
      unless(holds: boolean, wrong: Wrong, what: string) {
        if (!holds) problems.push({ wrong, what: `${what} (killed before: ${step})` })
      },
    }),
    count: (wrong: Wrong) => problems.filter((each) => each.wrong === wrong).length,
  }
}

/**
 * One shop, and one server after another: the one that has started over what the last kill left, and has been looked at,
 * is the one that is killed next.
 */
describe(`a server that is killed (-9) at each step of an act, on ${POSTGRES === null ? 'SQLite' : 'PostgreSQL'}`, () => {
  const table: string[][] = []
  const clock: Clock = { ahead: 0 }
  let places: Places & { close(): void }
  let ground: Harness
  let server: SteppingServer | null = null
  let rounds = 0

  before(async function () {
    this.timeout(240_000)
    const [center, one, other] = [await fourPages(), await startStandInModel(), await startStandInModel()]
    places = {
      center,
      providers: [one.baseUrl, other.baseUrl],
      close: () => {
        center.close()
        one.close().catch(() => undefined)
        other.close().catch(() => undefined)
      },
    }
    ground = await startDesk({ world: fakeWorld(new Date().toISOString()), env: envFor(places) })
    await withSecondPeople(ground)
    await ground.stop()
  })
  // One that stands still, or that a test has broken off with, is nobody else's.
  afterEach(async function () {
    if (this.currentTest?.state === 'failed') await gone('SIGKILL')
  })
  after(async () => {
    await gone('SIGKILL')
    places.close()
    const head = ['killed in', 'steps', 'kills', ...WRONGS, '95 % bound']
    process.stdout.write(`${tableOf(head, table)}\nseed ${SEED}\n`)
  })

  const start = (startUntil = 0) => startStepping({ ground, env: envFor(places), clock, startUntil })

  async function running(): Promise<SteppingServer> {
    server ??= await start()
    return server
  }

  async function gone(signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
    const last = server
    server = null
    await last?.end(signal)
  }

  /** Requesters and tickets of a round are of no other. */
  async function begun(story: Story): Promise<Round> {
    rounds += 1
    return story.begin(await running(), rounds, places)
  }

  /** Seeded; the last is of after all of it was told, and is always among them. */
  function some(steps: number): readonly number[] {
    const thrown = dice(SEED)
    const all = Array.from({ length: steps }, (_, at) => at + 1)
    const order = new Map(all.map((at) => [at, thrown.below(1_000_000)]))
    const chosen = all.toSorted((a, b) => (order.get(a) ?? 0) - (order.get(b) ?? 0)).slice(0, STEPS)
    return [...chosen.toSorted((a, b) => a - b), steps + 1]
  }

  /** Its steps, when nothing is killed. */
  async function counted(story: Story): Promise<readonly string[]> {
    const round = await begun(story)
    const at = await running()
    await at.count(null)
    await round.act(at, new Map())
    return at.counted()
  }

  /** @returns the step at which the server was killed. */
  async function killed(round: Round, until: number, told: Told): Promise<string> {
    const at = await running()
    await at.count(until)
    const act = round.act(at, told)
    const ended = act.then(() => 'nothing: all of it was told')
    // Broken off it is told by what the next server holds; where nobody was killed it is the race's failure.
    ended.catch(() => undefined)
    const step = await Promise.race([at.still, ended])
    await gone('SIGKILL')
    await Promise.allSettled([act])
    return `${until}. ${step}`
  }

  async function looked(round: Round, told: Told, found: ReturnType<typeof findings>, step: string) {
    const at = await running()
    const here = found.at(step)
    const fails = (error: unknown) => here.unless(false, 'not done again', String(error))
    await round.look(at, told, here).catch(fails)
    await at.pass(LATER_MS)
    await round.again(at, told, here).catch(fails)
    const check = await at.api(ADMIN, 'GET', '/console/audit/check')
    here.unless(check.body?.problem === null, 'half-written', `the log: ${check.text}`)
    const said = at.logged()
    here.unless(!/UNEXPECTED|"level":"error"/.test(said), 'not in words', said)
  }

  function ended(name: string, found: ReturnType<typeof findings>, steps: number, kills: number): void {
    const wrong = WRONGS.map((each) => String(found.count(each)))
    table.push([name, String(steps), String(kills), ...wrong, boundOf(kills)])
    expect(found.problems.map(({ wrong: kind, what }) => `${kind}: ${what}`)).to.deep.equal([])
    expect(steps).to.be.greaterThan(3)
  }

  for (const [name, story] of Object.entries(STORIES))
    it(`${name}: what was told is there, nothing is half there, and it ends well when it is done again`, async function () {
      this.timeout(testLimitMs(1, 3_000))
      const found = findings()
      const steps = await counted(story)
      const chosen = some(steps.length)
      this.timeout(testLimitMs(chosen.length, A_KILL_MS))
      for (const until of chosen) {
        const [round, told]: [Round, Told] = [await begun(story), new Map()]
        const step = await killed(round, until, told)
        await looked(round, told, found, step)
      }
      ended(name, found, steps.length, chosen.length)
    })

  it('the start after an erasure that was cut off between its journal and its commit: the same', async function () {
    this.timeout(testLimitMs(1, A_KILL_MS, 3_000))
    const story = STORIES['an erasure'] as Story
    const found = findings()
    const steps = await counted(story)
    const journal = steps.indexOf('open acme.journal')
    const between = steps.indexOf('commit', journal) + 1
    expect(journal).to.be.within(1, between)
    let chosen: readonly number[] = [NONE]
    let inStart = 0
    for (let place = 0; place < chosen.length; place += 1) {
      const [round, told]: [Round, Told] = [await begun(story), new Map()]
      await killed(round, between, told)
      const next = await start(chosen[place])
      server = next
      const step = next.isUp
        ? 'nothing: it had started'
        : `${chosen[place]}. of the start: ${await next.still}`
      if (place === 0) {
        inStart = (await next.counted()).length
        chosen = [NONE, ...some(inStart).slice(0, -1)]
        this.timeout(testLimitMs(chosen.length, A_KILL_MS))
      }
      await gone('SIGKILL')
      await looked(round, told, found, step)
    }
    ended('the start after it', found, inStart, chosen.length)
  })

  it('when those servers count as gone, nothing is left of what they were doing', async function () {
    this.timeout(testLimitMs(1, 3_000))
    const found = findings()
    await gone('SIGTERM')
    clock.ahead += MUCH_LATER_MS
    expectNothingLeft(await running(), found.at('the last start'))
    await gone('SIGTERM')
    expect(found.problems.map(({ wrong, what }) => `${wrong}: ${what}`)).to.deep.equal([])
  })
})
