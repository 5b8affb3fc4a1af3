import { expect } from 'chai'
import translations from '../../translations/en.json' with { type: 'json' }
import { ADMIN, AGENT, type Answer, type Harness } from '../support/companion-harness.ts'
import { dice } from '../support/dice.ts'
import { newTicketId, REQUESTER, startDesk } from '../support/drafting-desk.ts'
import {
  type At,
  cutAt,
  failureOf,
  LONG_OUTAGES,
  OUTAGES,
  untilReady,
  type Way,
  type Wire,
  wireTo,
} from '../support/failing-database.ts'
import {
  failingFirst,
  NO_LINE,
  NOT_HERE,
  type Refused,
  refusedThenDone,
  type Tried,
} from '../support/failing-first.ts'
import { actFurther } from '../support/further-acts.ts'
import { boundOf, fuzzRuns, tableOf, testLimitMs } from '../support/fuzz-run.ts'
import { expectProblem } from '../support/problem-checks.ts'
import { until } from '../support/stops.ts'
import { tempFolder } from '../support/temp-folder.ts'
import { asServer, databaseIn, POSTGRES } from '../support/test-database.ts'
import { firstAccount } from '../support/two-accounts.ts'

const CUTS = fuzzRuns(30)
const SEED = Number(process.env.VOUCH_FUZZ_SEED ?? 20261127)
const WRITERS = 6
const IS_LONG = CUTS > 100
const WAYS: Readonly<Record<string, Way>> = {
  ...Object.fromEntries(
    Object.entries(OUTAGES).map(([name, outage]) => [name, (at: At) => failureOf(name, outage, at)]),
  ),
  'the way to it is cut': (at, thrown) => cutAt(() => 1 + thrown.below(14), at),
}
/** In a long run each of them befalls every act; else the dice choose, and a third of the kinds of acts meets one. */
const LIVES: readonly (readonly [name: string, ways: readonly Way[]])[] = IS_LONG
  ? Object.entries(WAYS).map(([name, way]) => [name, [way]])
  : [['one of these', Object.values(WAYS)]]

if (POSTGRES !== null)
  describe('a database that fails under a running companion', () => {
    let desk: Harness
    let wire: Wire
    const counts: string[][] = []

    before(async () => {
      const dataDir = tempFolder()
      wire = await wireTo(asServer(await databaseIn(dataDir)))
      desk = await startDesk({ dataDir, env: { DATABASE_URL: wire.url } })
      await desk.sessionOf(AGENT)
      await desk.sessionOf(ADMIN)
    })
    after(async () => {
      wire.fate = () => 'passes'
      process.stdout.write(
        `${tableOf(['fault of the database', 'acts', 'refused in words', 'lost', '95 % bound'], counts)}\n`,
      )
      await desk.stop()
      await wire.close()
    })

    const open = (ticketId: string) =>
      desk.api(AGENT, 'PUT', `/tickets/${ticketId}`, { requesterId: REQUESTER })
    const there = (ticketId: string) =>
      desk.rows(`select ticket_id from ticket where ticket_id = '${ticketId}'`).length === 1

    function expectRefused(answer: Answer): void {
      expect(answer.body.code).to.be.oneOf(['STORE_UNAVAILABLE', 'AUDIT_UNAVAILABLE'])
      expectProblem(answer, 503, answer.body.code)
      expect(Number(answer.headers.get('retry-after'))).to.be.greaterThan(0)
    }

    async function expectWhole(): Promise<void> {
      await untilReady(desk)
      expect((await open(newTicketId())).status).to.be.below(300)
      expect((await desk.api(ADMIN, 'GET', '/console/audit/check')).body.problem).to.equal(null)
    }

    /** Each row of the log takes a while to be written. */
    const slowLog = () =>
      desk.tamper((database) =>
        database.exec(`create function slowly() returns trigger language plpgsql as
          $$ begin perform pg_sleep(0.3); return new; end $$;
          create trigger slowly before insert on audit_entry for each row execute function slowly()`),
      )
    const quickLog = () =>
      desk.tamper((database) => database.exec('drop trigger slowly on audit_entry; drop function slowly()'))

    const outages = { ...(IS_LONG ? LONG_OUTAGES : {}), ...OUTAGES }
    for (const [fault, { begin, end }] of Object.entries(outages))
      it(`${fault}: acts are refused in words, change nothing, and work again without a restart`, async function () {
        this.timeout(testLimitMs(1, IS_LONG ? 60_000 : 1_000))
        const before = desk.dump()
        await begin({ desk, wire })
        const tickets = Array.from({ length: WRITERS }, newTicketId)
        try {
          for (const answer of await Promise.all(tickets.map(open))) expectRefused(answer)
          expect((await desk.call('GET', '/livez')).status).to.equal(200)
          const ready = await desk.call('GET', '/readyz')
          // Of a log that takes nothing only whoever writes is told.
          if (!fault.startsWith('its log'))
            expect([ready.status, ready.body.missing]).to.deep.equal([503, ['store']])
        } finally {
          await end({ desk, wire })
        }
        expect(desk.dump()).to.equal(before)
        await expectWhole()
        counts.push([fault, String(WRITERS), String(WRITERS), '0', ''])
      })

    /** An account of its own is lived through; under each of its acts one of these happens first, and the dice say which. */
    async function livesThrough(ways: readonly Way[]): Promise<Refused> {
      const dataDir = tempFolder()
      const own = await wireTo(asServer(await databaseIn(dataDir)))
      const lived = await startDesk({ dataDir, env: { DATABASE_URL: own.url } })
      const tried: Tried[] = []
      const thrown = dice(SEED)
      const failures = ways.map((way) => way({ desk: lived, wire: own }, thrown))
      const chosen = new Map<string, boolean>()
      const isChosen = (kind: string) => {
        if (!chosen.has(kind)) chosen.set(kind, IS_LONG || thrown.below(3) === 0)
        return chosen.get(kind) === true
      }
      const failing = failingFirst(
        lived,
        (kind) => {
          const isDone = tried.some((each) => each.kind === kind && each.after < 400)
          if (kind in NOT_HERE || kind.startsWith('get ') || (!IS_LONG && isDone) || !isChosen(kind))
            return null
          const possible = failures.filter(({ name }) => !(kind in NO_LINE && name.startsWith('its log')))
          return possible.length === 0 ? null : thrown.oneOf(possible)
        },
        tried,
      )
      await firstAccount(failing)
      await actFurther(failing)
      expect((await lived.api(ADMIN, 'GET', '/console/audit/check')).body.problem).to.equal(null)
      expect(lived.rows("select status from draft where status = 'drafting'")).to.deep.equal([])
      // What could not even be closed is closed by whoever looks next.
      const next = await lived.restart()
      expect(next.rows("select status from export_package where status = 'making'")).to.deep.equal([])
      await next.stop()
      await own.close()
      for (const { name } of failures) {
        const { kinds, acts } = refusedThenDone(tried.filter(({ failure }) => failure === name))
        counts.push([`${name}, ${kinds.size} kinds of acts`, String(acts), String(acts), '0', ''])
      }
      return refusedThenDone(tried)
    }

    for (const [name, ways] of LIVES)
      it(`under acts of many kinds, ${name}: each is refused in words, none of it is there, and it is done then`, async function () {
        this.timeout(testLimitMs(1, 30_000))
        const { kinds } = await livesThrough(ways)
        // How many a cut meets hangs on how the words lie in their packets.
        expect(kinds.size).to.be.at.least(IS_LONG ? 60 : 15)
      })

    it('is slow: acts wait for it, and nothing else waits for them', async () => {
      slowLog()
      const tickets = Array.from({ length: WRITERS }, newTicketId)
      const acts = Promise.all(tickets.map(open))
      expect((await desk.call('GET', '/livez')).status).to.equal(200)
      for (const { status } of await acts) expect(status).to.be.below(300)
      quickLog()
      expect(tickets.every(there)).to.equal(true)
      await expectWhole()
      counts.push(['it is slow', String(WRITERS), '0', '0', ''])
    })

    it('is cut off at any word of any act: what was acknowledged is there, and nothing is half there', async function () {
      this.timeout(testLimitMs(CUTS, 300, 2_000))
      const thrown = dice(SEED)
      let [acknowledged, refused, unknown] = [0, 0, 0]
      for (let round = 0; round < CUTS; round += 1) {
        const [at, fate] = [thrown.below(25), thrown.oneOf(['cut before', 'cut after'] as const)]
        let pieces = 0
        wire.fate = () => (pieces++ === at ? fate : 'passes')
        const tickets = Array.from({ length: WRITERS }, newTicketId)
        const answers = await Promise.all(tickets.map(open))
        wire.fate = () => 'passes'
        for (const [each, answer] of answers.entries()) {
          const kept = there(tickets[each] ?? '')
          if (answer.status < 300) expect(kept, 'acknowledged').to.equal(true)
          else expectRefused(answer)
          if (answer.status < 300) acknowledged += 1
          else if (kept) unknown += 1
          else refused += 1
        }
      }
      await expectWhole()
      counts.push(['cut at any word', String(CUTS * WRITERS), String(refused + unknown), '0', boundOf(CUTS)])
      process.stdout.write(
        `cut at any word: ${acknowledged} acknowledged and there, ${refused} refused and not there, ${unknown} refused and there\nseed ${SEED}\n`,
      )
    })

    it('is cut off after a commit was sent: nobody is told that it was not done', async () => {
      let wrote = false
      wire.fate = (piece) => {
        wrote ||= /insert into "ticket"/.test(piece)
        return wrote && /commit\0/.test(piece) ? 'cut after' : 'passes'
      }
      const ticketId = newTicketId()
      const answer = await open(ticketId)
      wire.fate = () => 'passes'
      expectRefused(answer)
      // The database got the commit and does it in its own time, with nobody there to hear of it.
      await until(() => there(ticketId))
      expect(translations.sidebar.trouble.fault.STORE_UNAVAILABLE).to.match(/Check whether the step was done/)
      // Said again it is the same act, not a second one.
      expect((await open(ticketId)).status).to.be.below(300)
      await expectWhole()
    })
  })
