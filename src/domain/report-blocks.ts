/**
 * Which sums may be told. People's work is told of five or more, and never so that the sum of fewer could be
 * worked out: finished weeks are put together until five people are in them, and such a block, once told, is
 * never cut again. Reports are sums of whole blocks, so the difference of any two is made of whole blocks too.
 */
import { NO_NUMBERS, type ReportNumbers, sumNumbers } from './report-numbers.ts'

export const FEWEST_PEOPLE = 5
/** What a member of a list is called that stands for all that fewer than five people had. */
export const OTHERS = 'other'

/** What one person did with one draft, or was told instead of one. */
export interface ReportAct {
  /** A pseudonym; it decides what may be told and goes into nothing that is. */
  readonly person: string
  readonly brand: string
  readonly locale: string
  readonly numbers: ReportNumbers
  readonly reasons: readonly string[]
  readonly articles: readonly string[]
}

/** How far down a block may be told. The finest that leaves every piece with five people or none. */
export const SPLITS = ['brand_locale', 'brand', 'locale', 'none'] as const
export type Split = (typeof SPLITS)[number]

export interface ReportPiece {
  /** `null`: of all together. */
  readonly brand: string | null
  readonly locale: string | null
  readonly numbers: ReportNumbers
  readonly reasons: Readonly<Record<string, number>>
  readonly articles: Readonly<Record<string, number>>
}

export interface ReportBlock {
  /** Mondays. */
  readonly first: string
  readonly last: string
  readonly split: Split
  /** None of them holds fewer than five people; empty where nobody did anything. */
  readonly pieces: readonly ReportPiece[]
}

const peopleIn = (acts: readonly ReportAct[]) => new Set(acts.map(({ person }) => person)).size

function grouped<T>(all: readonly T[], keyOf: (one: T) => string): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>()
  for (const one of all) {
    const key = keyOf(one)
    const own = groups.get(key)
    if (own === undefined) groups.set(key, [one])
    else own.push(one)
  }
  return groups
}

const placeOf = (split: Split, { brand, locale }: ReportAct) => ({
  brand: split === 'brand' || split === 'brand_locale' ? brand : null,
  locale: split === 'locale' || split === 'brand_locale' ? locale : null,
})

/** Counts by member, where each of them, and what is left over, comes from five people or more. */
export function foldSmall(
  acts: readonly ReportAct[],
  membersOf: (act: ReportAct) => readonly string[],
): Readonly<Record<string, number>> {
  const uses = acts.flatMap((act) => membersOf(act).map((member) => ({ member, person: act.person })))
  const groups = [...grouped(uses, ({ member }) => member)].map(([member, own]) => ({ member, own }))
  const few = (own: readonly { person: string }[]) =>
    new Set(own.map(({ person }) => person)).size < FEWEST_PEOPLE
  const told = groups
    .filter(({ own }) => !few(own))
    .toSorted((a, b) => a.own.length - b.own.length || (a.member < b.member ? -1 : 1))
  let rest = groups.filter(({ own }) => few(own)).flatMap(({ own }) => own)
  // What is left over is the total less the others: it must not be of fewer people either.
  while (rest.length > 0 && few(rest) && told.length > 0) rest = [...rest, ...(told.shift()?.own ?? [])]
  const counts = told.map(({ member, own }): [string, number] => [member, own.length])
  return Object.fromEntries(rest.length === 0 || few(rest) ? counts : [...counts, [OTHERS, rest.length]])
}

function pieceOf(
  place: { brand: string | null; locale: string | null },
  acts: readonly ReportAct[],
): ReportPiece {
  return {
    ...place,
    numbers: sumNumbers([NO_NUMBERS, ...acts.map(({ numbers }) => numbers)]),
    reasons: foldSmall(acts, ({ reasons }) => reasons),
    articles: foldSmall(acts, ({ articles }) => articles),
  }
}

function piecesOf(acts: readonly ReportAct[]): Pick<ReportBlock, 'split' | 'pieces'> {
  for (const split of SPLITS) {
    const groups = [...grouped(acts, (act) => JSON.stringify(placeOf(split, act))).values()]
    if (groups.some((own) => peopleIn(own) < FEWEST_PEOPLE)) continue
    const pieces = groups.flatMap((own) => {
      const [first] = own
      return first === undefined ? [] : [pieceOf(placeOf(split, first), own)]
    })
    return { split, pieces }
  }
  return { split: 'none', pieces: [] }
}

export interface FinishedWeek {
  readonly week: string
  readonly acts: readonly ReportAct[]
}

/** Blocks of consecutive finished weeks, in their order; weeks at the end that are still of too few are left. */
export function closeBlocks(weeks: readonly FinishedWeek[]): readonly ReportBlock[] {
  const blocks: ReportBlock[] = []
  let open: FinishedWeek[] = []
  for (const week of weeks) {
    open.push(week)
    const acts = open.flatMap((one) => one.acts)
    const people = peopleIn(acts)
    if (people > 0 && people < FEWEST_PEOPLE) continue
    blocks.push({ first: open[0]?.week ?? week.week, last: week.week, ...piecesOf(acts) })
    open = []
  }
  return blocks
}

export interface ReportFilter {
  readonly brand: string | null
  readonly locale: string | null
}

/** Whether a block is told so finely that the filter can be answered. */
export function answers({ split, pieces }: ReportBlock, { brand, locale }: ReportFilter): boolean {
  if (pieces.length === 0) return true
  const byBrand = split === 'brand' || split === 'brand_locale'
  const byLocale = split === 'locale' || split === 'brand_locale'
  return (brand === null || byBrand) && (locale === null || byLocale)
}

/** The pieces of a block that a filter asks for. */
export function piecesFor(block: ReportBlock, { brand, locale }: ReportFilter): readonly ReportPiece[] {
  return block.pieces.filter(
    (piece) => (brand === null || piece.brand === brand) && (locale === null || piece.locale === locale),
  )
}

/** Counts by member over several pieces. */
export function sumCounts(
  all: readonly Readonly<Record<string, number>>[],
): Readonly<Record<string, number>> {
  const total = new Map<string, number>()
  for (const counts of all)
    for (const [member, count] of Object.entries(counts)) total.set(member, (total.get(member) ?? 0) + count)
  return Object.fromEntries(total)
}
