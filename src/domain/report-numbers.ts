/** What a report adds up. Every member is a sum, so that reports of several blocks are the sums of theirs. */

/** Upper bounds in seconds; what took longer is in one more group at the end. */
export const TIME_BOUNDS = [0.5, 1, 2, 5, 10, 20, 30, 60, 120, 300, 600, 1_800, 3_600] as const

/** How many took up to each of the bounds, then how many took longer. */
export type Times = readonly number[]

export const NO_TIMES: Times = Array.from({ length: TIME_BOUNDS.length + 1 }, () => 0)

const COUNTS = [
  'drafts',
  'byModel',
  'refusals',
  'inserted',
  'sent',
  'unchanged',
  'sentences',
  'kept',
  'words',
  'distance',
] as const
const TIMES = ['made', 'waited', 'untilInsert'] as const

export type ReportNumbers = { readonly [K in (typeof COUNTS)[number]]: number } & {
  readonly [K in (typeof TIMES)[number]]: Times
}

export const NO_NUMBERS: ReportNumbers = {
  drafts: 0,
  byModel: 0,
  refusals: 0,
  inserted: 0,
  sent: 0,
  unchanged: 0,
  sentences: 0,
  kept: 0,
  words: 0,
  distance: 0,
  made: NO_TIMES,
  waited: NO_TIMES,
  untilInsert: NO_TIMES,
}

export function sumNumbers(all: readonly ReportNumbers[]): ReportNumbers {
  const sum = (pick: (one: ReportNumbers) => number) => all.reduce((total, one) => total + pick(one), 0)
  const counts = Object.fromEntries(COUNTS.map((name) => [name, sum((one) => one[name])]))
  const times = Object.fromEntries(
    TIMES.map((name) => [name, NO_TIMES.map((_, at) => sum((one) => one[name][at] ?? 0))]),
  )
  return { ...NO_NUMBERS, ...counts, ...times }
}

/** One more that took so long. */
export function timesOf(seconds: number): Times {
  const found = TIME_BOUNDS.findIndex((bound) => seconds <= bound)
  const at = found === -1 ? TIME_BOUNDS.length : found
  return NO_TIMES.map((_, place) => (place === at ? 1 : 0))
}

/** The bound that so large a share stayed within; `Infinity` beyond the last one, `null` where nothing was timed. */
export function quantile(times: Times, share: number): number | null {
  const total = times.reduce((sum, count) => sum + count, 0)
  if (total === 0) return null
  let seen = 0
  for (const [at, count] of times.entries()) {
    seen += count
    if (seen >= share * total) return TIME_BOUNDS[at] ?? Number.POSITIVE_INFINITY
  }
  return Number.POSITIVE_INFINITY
}
