import { expect } from 'chai'
import { startStandInModel } from '../../workbench/stand-in-model/index.ts'
import { withSecondPeople } from '../support/approval-ground.ts'
import { ADMIN } from '../support/companion-harness.ts'
import { dice } from '../support/dice.ts'
import { startDesk } from '../support/drafting-desk.ts'
import { fakeWorld } from '../support/fake-world.ts'
import { fourPages } from '../support/four-pages.ts'
import { boundOf, fuzzRuns, tableOf } from '../support/fuzz-run.ts'
import {
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

describe(`a server that is killed (-9) at each step of an act, on ${POSTGRES === null ? 'SQLite' : 'PostgreSQL'}`, () => {
  const table: string[][] = []
  let places: Places & { close(): void }
  before(async () => {
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
  })
  after(() => {
    places.close()
    const head = ['killed in', 'steps', 'kills', ...WRONGS, '95 % bound']
    process.stdout.write(`${tableOf(head, table)}\nseed ${SEED}\n`)
  })

  /** Seeded; the last is of after all of it was told, and is always among them. */
  function some(steps: number): readonly number[] {
    const thrown = dice(SEED)
    const all = Array.from({ length: steps }, (_, at) => at + 1)
    const order = new Map(all.map((at) => [at, thrown.below(1_000_000)]))
    const chosen = all.toSorted((a, b) => (order.get(a) ?? 0) - (order.get(b) ?? 0)).slice(0, STEPS)
    return [...chosen.toSorted((a, b) => a - b), steps + 1]
  }

  async function stage(story: Story) {
    const clock: Clock = { ahead: 0 }
    const env = story.env?.(places) ?? {}
    const ground = await startDesk({ world: fakeWorld(new Date().toISOString()), env })
    await withSecondPeople(ground)
    await ground.stop()
    const start = (startUntil = 0) => startStepping({ ground, env, clock, startUntil })
    const found = findings()
    return {
      found,
      start,
      /** Round 0, of which nothing is killed. */
      async counted(server: SteppingServer): Promise<readonly string[]> {
        const first = await story.begin(server, 0, places)
        await server.count(null)
        await first.act(server, new Map())
        return server.counted()
      },
      /** @returns the step at which the server was killed. */
      async killed(server: SteppingServer, round: Round, until: number, told: Told): Promise<string> {
        await server.count(until)
        const act = round.act(server, told)
        const ended = act.then(() => 'nothing: all of it was told')
        // Broken off it is told by what the next server holds; where nobody was killed it is the race's failure.
        ended.catch(() => undefined)
        const step = await Promise.race([server.still, ended])
        await server.end('SIGKILL')
        await Promise.allSettled([act])
        return `${until}. ${step}`
      },
      async looked(server: SteppingServer, round: Round, told: Told, step: string): Promise<void> {
        const here = found.at(step)
        const fails = (error: unknown) => here.unless(false, 'not done again', String(error))
        await round.look(server, told, here).catch(fails)
        await server.pass(LATER_MS)
        await round.again(server, told, here).catch(fails)
        const check = await server.api(ADMIN, 'GET', '/console/audit/check')
        here.unless(check.body?.problem === null, 'half-written', `the log: ${check.text}`)
        const said = server.logged()
        here.unless(!/UNEXPECTED|"level":"error"/.test(said), 'not in words', said)
      },
      async ended(server: SteppingServer, name: string, steps: number, kills: number): Promise<void> {
        await server.end('SIGTERM')
        clock.ahead += MUCH_LATER_MS
        const last = await start()
        expectNothingLeft(last, found.at('the last start'))
        await last.end('SIGTERM')
        const wrong = WRONGS.map((each) => String(found.count(each)))
        table.push([name, String(steps), String(kills), ...wrong, boundOf(kills)])
        expect(found.problems.map(({ wrong: kind, what }) => `${kind}: ${what}`)).to.deep.equal([])
        expect(steps).to.be.greaterThan(3)
      },
    }
  }

  for (const [name, story] of Object.entries(STORIES))
    it(`${name}: what was told is there, nothing is half there, and it ends well when it is done again`, async function () {
      this.timeout(0)
      const at = await stage(story)
      let server = await at.start()
      const steps = await at.counted(server)
      const chosen = some(steps.length)
      for (const [place, until] of chosen.entries()) {
        const round = await story.begin(server, place + 1, places)
        const told: Told = new Map()
        const step = await at.killed(server, round, until, told)
        server = await at.start()
        await at.looked(server, round, told, step)
      }
      await at.ended(server, name, steps.length, chosen.length)
    })

  it('the start after an erasure that was cut off between its journal and its commit: the same', async function () {
    this.timeout(0)
    const story = STORIES['an erasure'] as Story
    const at = await stage(story)
    let server = await at.start()
    const steps = await at.counted(server)
    const journal = steps.indexOf('open acme.journal')
    const between = steps.indexOf('commit', journal) + 1
    expect(journal).to.be.within(1, between)
    let chosen: readonly number[] = [NONE]
    let inStart = 0
    for (let place = 0; place < chosen.length; place += 1) {
      const round = await story.begin(server, place + 1, places)
      const told: Told = new Map()
      await at.killed(server, round, between, told)
      const next = await at.start(chosen[place])
      const step = next.isUp
        ? 'nothing: it had started'
        : `${chosen[place]}. of the start: ${await next.still}`
      if (place === 0) {
        inStart = (await next.counted()).length
        chosen = [NONE, ...some(inStart).slice(0, -1)]
      }
      await next.end('SIGKILL')
      server = await at.start()
      await at.looked(server, round, told, step)
    }
    await at.ended(server, 'the start after it', inStart, chosen.length)
  })
})
