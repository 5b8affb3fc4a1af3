import { expect } from 'chai'
import { ADMIN, type Harness } from '../support/companion-harness.ts'
import { dice } from '../support/dice.ts'
import { startDesk } from '../support/drafting-desk.ts'
import {
  ACTS,
  failingFirst,
  NO_LINE,
  NOT_HERE,
  refusedThenDone,
  type Tried,
} from '../support/failing-first.ts'
import { STORE_FAULTS } from '../support/failing-store.ts'
import { actFurther, actOutside, startOutside } from '../support/further-acts.ts'
import { fuzzRuns, tableOf, testLimitMs } from '../support/fuzz-run.ts'
import { firstAccount } from '../support/two-accounts.ts'

/** They are a line of the log and nothing else. */
const ONLY_A_LINE: Readonly<Record<string, string>> = {
  'post /console/requesters/searches': 'that nobody was found',
  'post /console/evidence/documents': 'that it was made',
  'post /console/evidence/access/:agentId/reviews': 'the review itself',
  'post /console/incidents/:incidentId/pages': 'that it was made',
  'post /console/affected': 'that it was looked for',
  'post /console/replays': 'that it was begun; what it finds is held by its server alone',
  'post /console/audit/bundles': 'that it was taken',
}

const SEED = Number(process.env.VOUCH_FUZZ_SEED ?? 20261127)
const WITHOUT_LOG = STORE_FAULTS.filter(({ spares }) => spares === null)
const WITH_LOG = STORE_FAULTS.filter(({ spares }) => spares !== null)
/** In a long run each alone; else the dice say which of them an act meets. */
const LIVES = fuzzRuns(1) > 100 ? STORE_FAULTS.map((fault) => [fault]) : [WITHOUT_LOG, WITH_LOG]

describe('a store that fails under a running companion', () => {
  const counts: string[][] = []
  after(() =>
    process.stdout.write(
      `${tableOf(['fault', 'acts', 'kinds', 'refused in words', 'half-written'], counts)}\nseed ${SEED}\n`,
    ),
  )

  for (const faults of LIVES) {
    const name = faults.map((fault) => fault.name).join(', or ')
    it(`${name}: every act is refused in words, changes nothing, and is done when it is tried again`, async function () {
      this.timeout(testLimitMs(1, 15_000))
      const tried: Tried[] = []
      const thrown = dice(SEED)
      const spares = faults[0]?.spares ?? null
      const goesOn = { ...NOT_HERE, ...(spares === null ? NO_LINE : ONLY_A_LINE) }
      const failing = (desk: Harness) => {
        const failures = faults.map(({ name, prepare, begin, end }) => {
          desk.tamper((database) => prepare?.(database))
          return { name, begin: () => desk.tamper(begin), end: () => desk.tamper(end) }
        })
        return failingFirst(desk, (kind) => (kind in goesOn ? null : thrown.oneOf(failures)), tried)
      }
      const desk = await startDesk()
      const account = failing(desk)
      await firstAccount(account)
      await actFurther(account)
      const outside = await startOutside()
      await actOutside(outside, failing(outside.desk))
      for (const each of [desk, outside.desk]) {
        for (const { finish } of faults) each.tamper((database) => finish?.(database))
        expect((await each.api(ADMIN, 'GET', '/console/audit/check')).body.problem).to.equal(null)
        expect(each.logged()).to.not.contain('disk full')
        await each.stop()
      }
      outside.center.close()
      const { kinds } = refusedThenDone(tried, spares)
      const done = [...kinds.keys()].filter((kind) => !kind.startsWith('get '))
      expect([...done, ...Object.keys(goesOn)].sort()).to.deep.equal([...ACTS].sort())
      for (const fault of faults) {
        const of = refusedThenDone(
          tried.filter(({ failure }) => failure === fault.name),
          spares,
        )
        counts.push([fault.name, String(of.acts), String(of.kinds.size), String(of.acts), '0'])
      }
    })
  }
})
