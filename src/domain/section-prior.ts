/**
 * Which sections of the help center carried drafts that agents took into their replies. Counts alone, by week: they
 * name no requester, ticket or agent. They decide between articles that are nearly equal, and nothing else.
 */

/** `week`: its Monday, `2026-11-23`. `accepted`: a draft inserted counts one for each section it quotes, sent one more. */
export interface SectionWeek {
  readonly sectionId: string
  readonly week: string
  readonly accepted: number
}

export interface SectionShare {
  readonly sectionId: string
  /** 0…1: 1 is the section that carried most. */
  readonly share: number
}

export interface SectionPrior {
  /** Names the week from which on it holds and a digest of the shares. */
  readonly version: string
  readonly sections: readonly SectionShare[]
}

/** With less than this nothing is known of anybody's habit: there is no prior. */
export const ACCEPTED_LEAST = 50
/** What was accepted a quarter of a year ago counts half. */
export const HALF_LIFE_WEEKS = 13
/** Older weeks count less than a sixtieth: they are left out, and may be deleted. */
export const WEEKS_KEPT = 78

const DAY_MS = 86_400_000
const WEEK_MS = 7 * DAY_MS

/** The Monday of a moment's week, in UTC. */
export function weekOf(at: Date): string {
  const sinceMonday = (at.getUTCDay() + 6) % 7
  return new Date(at.getTime() - sinceMonday * DAY_MS).toISOString().slice(0, 10)
}

/** The Monday before which weeks do not count any more. */
export function firstWeekKept(week: string): string {
  return new Date(Date.parse(week) - WEEKS_KEPT * WEEK_MS).toISOString().slice(0, 10)
}

/**
 * From the weeks that are over when `week` begins, so that it stays the same for the whole of it and can be counted
 * again later. @returns `null` where too little was accepted. Logarithmic: a flood says little more than a stream.
 */
export function sectionShares(counted: readonly SectionWeek[], week: string): readonly SectionShare[] | null {
  const now = Date.parse(week)
  const first = firstWeekKept(week)
  const over = counted.filter((one) => one.week < week && one.week >= first && one.sectionId !== '')
  const weights = new Map<string, number>()
  for (const { sectionId, week: then, accepted } of over) {
    const weeks = Math.round((now - Date.parse(then)) / WEEK_MS) - 1
    const weight = accepted * 0.5 ** (weeks / HALF_LIFE_WEEKS)
    weights.set(sectionId, (weights.get(sectionId) ?? 0) + weight)
  }
  const all = [...weights.values()]
  if (all.reduce((sum, weight) => sum + weight, 0) < ACCEPTED_LEAST) return null
  const most = Math.log1p(Math.max(...all))
  return [...weights]
    .map(([sectionId, weight]) => ({
      sectionId,
      share: Math.round((Math.log1p(weight) / most) * 1_000) / 1_000,
    }))
    .toSorted((a, b) => (a.sectionId < b.sectionId ? -1 : 1))
}
