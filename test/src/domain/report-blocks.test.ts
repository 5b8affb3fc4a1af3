import { expect } from 'chai'
import fc from 'fast-check'
import { addDays } from '../../../src/domain/due-dates.ts'
import {
  answers,
  closeBlocks,
  FEWEST_PEOPLE,
  type FinishedWeek,
  foldSmall,
  OTHERS,
  piecesFor,
  type ReportAct,
  type ReportBlock,
} from '../../../src/domain/report-blocks.ts'
import { NO_NUMBERS, sumNumbers } from '../../../src/domain/report-numbers.ts'

const act = (person: string, change: Partial<ReportAct> = {}): ReportAct => ({
  person,
  brand: 'a',
  locale: 'en',
  numbers: { ...NO_NUMBERS, drafts: 1 },
  reasons: [],
  articles: [],
  ...change,
})
const people = (count: number, change: Partial<ReportAct> = {}, from = 0) =>
  Array.from({ length: count }, (_, at) => act(`p${from + at}`, change))
const WEEKS = ['2026-11-02', '2026-11-09', '2026-11-16', '2026-11-23']
const weeksOf = (...acts: (readonly ReportAct[])[]): readonly FinishedWeek[] =>
  acts.map((own, at) => ({ week: WEEKS[at] ?? '', acts: own }))
const shape = (blocks: readonly ReportBlock[]) =>
  blocks.map(({ first, last, split, pieces }) => [
    first,
    last,
    split,
    pieces.map(({ numbers }) => numbers.drafts),
  ])

describe('the blocks of reports', () => {
  const CASES: Record<string, { weeks: readonly (readonly ReportAct[])[]; blocks: readonly unknown[] }> = {
    'a week of five people is told': {
      weeks: [people(5)],
      blocks: [[WEEKS[0], WEEKS[0], 'brand_locale', [5]]],
    },
    'a week of four people waits, however much they did': {
      weeks: [[...people(4), ...people(4), ...people(4)]],
      blocks: [],
    },
    'a week of four is told with the next, once they are five together': {
      weeks: [people(4), people(1, {}, 4), people(6)],
      blocks: [
        [WEEKS[0], WEEKS[1], 'brand_locale', [5]],
        [WEEKS[2], WEEKS[2], 'brand_locale', [6]],
      ],
    },
    'a week in which nobody did anything is told as that': {
      weeks: [[], people(5)],
      blocks: [
        [WEEKS[0], WEEKS[0], 'brand_locale', []],
        [WEEKS[1], WEEKS[1], 'brand_locale', [5]],
      ],
    },
    'an empty week after one of too few goes with it': {
      weeks: [people(2), [], people(5, {}, 1)],
      blocks: [[WEEKS[0], WEEKS[2], 'brand_locale', [7]]],
    },
    'brands are told apart where each has five people': {
      weeks: [[...people(5), ...people(6, { brand: 'b' }, 3)]],
      blocks: [[WEEKS[0], WEEKS[0], 'brand_locale', [5, 6]]],
    },
    'a brand of four hides all brands: it would be the total less the others': {
      weeks: [[...people(6), ...people(4, { brand: 'b' })]],
      blocks: [[WEEKS[0], WEEKS[0], 'locale', [10]]],
    },
    'where brands and languages cross in too few, only one of them is told apart': {
      weeks: [[...people(5), ...people(3, { brand: 'b' }), ...people(4, { brand: 'b', locale: 'de' }, 3)]],
      blocks: [[WEEKS[0], WEEKS[0], 'brand', [5, 7]]],
    },
    'where neither can be told apart, only the sum is': {
      weeks: [[...people(5), ...people(1, { brand: 'b', locale: 'de' })]],
      blocks: [[WEEKS[0], WEEKS[0], 'none', [6]]],
    },
  }
  for (const [name, { weeks, blocks }] of Object.entries(CASES))
    it(name, () => expect(shape(closeBlocks(weeksOf(...weeks)))).to.deep.equal(blocks))

  it('name no person', () => {
    const told = closeBlocks(weeksOf(people(5, { articles: ['x'] })))
    expect(JSON.stringify(told)).to.not.match(/"p\d/)
    expect(JSON.stringify(told)).to.include('"x":5')
  })

  it('name no reason or article of fewer than five people, not even as what is left over', () => {
    const uses = (reason: string, count: number, from = 0) => people(count, { reasons: [reason] }, from)
    const reasons = (acts: readonly ReportAct[]) => foldSmall(acts, (one) => one.reasons)
    expect(reasons([...uses('A', 5), ...uses('B', 6)])).to.deep.equal({ A: 5, B: 6 })
    // B alone would be the total less A.
    expect(reasons([...uses('A', 7), ...uses('B', 2), ...uses('C', 5)])).to.deep.equal({ A: 7, [OTHERS]: 7 })
    expect(reasons([...uses('A', 5), ...uses('B', 3), ...uses('C', 3, 3)])).to.deep.equal({
      A: 5,
      [OTHERS]: 6,
    })
    expect(reasons(uses('A', 4))).to.deep.equal({})
  })

  it('cannot be told from before: weeks that come later change no block', () => {
    fc.assert(
      fc.property(history(), (weeks) => {
        for (let end = 1; end <= weeks.length; end += 1) {
          const early = closeBlocks(weeks.slice(0, end))
          expect(closeBlocks(weeks).slice(0, early.length)).to.deep.equal(early)
        }
      }),
      { numRuns: 60 },
    )
  })

  it('yield nothing about fewer than five people, whichever reports are subtracted from each other', () => {
    let told = 0
    fc.assert(
      fc.property(history(), (weeks) => {
        const reports = everyReport(closeBlocks(weeks))
        const acts = weeks.flatMap((week) => week.acts)
        const personOf = new Map(acts.map(({ numbers, person }) => [numbers.words, person]))
        const peopleOf = (cover: ReadonlySet<number>) =>
          new Set([...cover].map((bit) => personOf.get(bit))).size
        told += reports.length
        for (const one of reports) {
          expect(peopleOf(one)).to.be.at.least(FEWEST_PEOPLE)
          for (const other of reports) {
            if (one.size <= other.size || ![...other].every((bit) => one.has(bit))) continue
            expect(peopleOf(new Set([...one].filter((bit) => !other.has(bit))))).to.be.at.least(FEWEST_PEOPLE)
          }
        }
      }),
      { numRuns: 150 },
    )
    expect(told).to.be.greaterThan(500)
  })
})

/** Up to 48 acts over four weeks; each has its own power of two as its words, so that a sum tells what is in it. */
function history(): fc.Arbitrary<readonly FinishedWeek[]> {
  const one = fc.record({
    week: fc.nat(3),
    person: fc.nat(11),
    brand: fc.constantFrom('a', 'a', 'b'),
    locale: fc.constantFrom('en', 'en', 'en', 'de'),
  })
  return fc.array(one, { minLength: 12, maxLength: 48, size: 'max' }).map((acts) =>
    WEEKS.map((week, place) => ({
      week,
      acts: acts.flatMap((each, at) =>
        each.week === place
          ? [
              act(`p${each.person}`, {
                brand: each.brand,
                locale: each.locale,
                numbers: { ...NO_NUMBERS, drafts: 1, words: 2 ** at },
              }),
            ]
          : [],
      ),
    })),
  )
}

/** What every span and filter would show, as the set of acts in it. */
function everyReport(blocks: readonly ReportBlock[]): readonly ReadonlySet<number>[] {
  const filters = [null, 'a', 'b'].flatMap((brand) => [null, 'en', 'de'].map((locale) => ({ brand, locale })))
  return WEEKS.flatMap((from) =>
    WEEKS.filter((to) => to >= from).flatMap((to) =>
      filters.flatMap((filter) => {
        const within = blocks.filter(({ first, last }) => from <= first && addDays(last, 6) <= addDays(to, 6))
        const pieces = within
          .filter((block) => answers(block, filter))
          .flatMap((block) => piecesFor(block, filter))
        const { words } = sumNumbers(pieces.map(({ numbers }) => numbers))
        const bits = Array.from({ length: 48 }, (_, at) => 2 ** at).filter(
          (bit) => Math.floor(words / bit) % 2 === 1,
        )
        return bits.length === 0 ? [] : [new Set(bits)]
      }),
    ),
  )
}
