import { expect } from 'chai'
import fc from 'fast-check'
import { toldWork } from '../../../server/overview/figures.ts'
import { addDays } from '../../../src/domain/due-dates.ts'
import { closeBlocks, FEWEST_PEOPLE, type ReportAct } from '../../../src/domain/report-blocks.ts'
import { NO_NUMBERS } from '../../../src/domain/report-numbers.ts'
import { weekOf } from '../../../src/domain/report-weeks.ts'
import { ADMIN, AGENT, COMPLIANCE, type Harness, OTHER_AGENT } from '../../support/companion-harness.ts'
import { draft, openedTicket, orderFor, REFUND_QUESTION, startDesk } from '../../support/drafting-desk.ts'
import { DAY } from '../../support/fake-world.ts'

const FIRST = '2026-08-31'
const WEEKS = 12

/** Up to 40 acts, each with its own power of two as its drafts, so that a sum tells what is in it. */
const history = fc.array(fc.record({ week: fc.nat(WEEKS - 1), person: fc.nat(8) }), {
  ...{ minLength: 12, maxLength: 40, size: 'max' },
})

describe('figures of work on the overview', () => {
  it('tell nothing of fewer than five people, whichever answers of any weeks are subtracted from each other', () => {
    let told = 0
    fc.assert(
      fc.property(history, (acts) => {
        const weeks = Array.from({ length: WEEKS }, (_, at) => ({
          week: addDays(FIRST, 7 * at),
          acts: acts.flatMap(({ week, person }, bit): readonly ReportAct[] =>
            week === at
              ? [
                  {
                    ...{ person: `p${person}`, brand: 'a', locale: 'en', reasons: [], articles: [] },
                    numbers: { ...NO_NUMBERS, drafts: 2 ** bit },
                  },
                ]
              : [],
          ),
        }))
        const peopleIn = (sum: bigint) =>
          new Set(acts.flatMap(({ person }, bit) => ((sum >> BigInt(bit)) & 1n ? [person] : []))).size
        const answers = weeks.map((_, at) =>
          toldWork(closeBlocks(weeks.slice(0, at)), addDays(FIRST, 7 * at)).work.map(({ drafts }) =>
            BigInt(drafts),
          ),
        )
        const sums = answers.flatMap((answer) => [...answer, answer.reduce((all, one) => all + one, 0n)])
        for (const one of sums)
          for (const other of [0n, ...sums]) {
            if (one === other || (one & other) !== other) continue
            expect(peopleIn(one - other)).to.be.at.least(FEWEST_PEOPLE)
            told += 1
          }
      }),
      { numRuns: 100 },
    )
    expect(told).to.be.greaterThan(500)
  })

  describe('in the companion', () => {
    let desk: Harness
    beforeEach(async () => {
      desk = await startDesk()
    })
    afterEach(() => desk.stop())
    const figures = async () => (await desk.api(ADMIN, 'GET', '/console/figures')).body
    async function refusedFor(people: readonly string[]): Promise<string> {
      const ticketId = await openedTicket(desk)
      const monday = weekOf(desk.world.now().toISOString().slice(0, 10))
      for (const as of people) await draft(desk, orderFor(ticketId, REFUND_QUESTION), as)
      return monday
    }
    const FIVE = [AGENT, OTHER_AGENT, ADMIN, COMPLIANCE, '15']

    it('tell a week of five people once it is over, for eight weeks', async () => {
      const week = await refusedFor(FIVE)
      expect(await figures()).to.deep.include({ work: [], reasons: [] })
      desk.world.pass(7 * DAY)
      expect(await figures()).to.deep.include({
        work: [{ first: week, last: week, drafts: 0, refusals: 5 }],
        reasons: [{ reason: 'CONSENT_NOT_GRANTED', count: 5 }],
      })
      desk.world.pass(56 * DAY)
      expect(await figures()).to.deep.include({ work: [], reasons: [] })
    })

    it('tell nothing of four people, however long it is over', async () => {
      await refusedFor(FIVE.slice(1))
      desk.world.pass(14 * DAY)
      expect(await figures()).to.deep.include({ work: [], reasons: [] })
    })
  })
})
