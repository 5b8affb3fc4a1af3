/** How many calls of each minute were taken, by one server that is alone. */
import { createMinuteCounts } from './minute-counts.ts'

/** A draft, a search, an export, a simulation: what computes for long, or takes much out. */
export const CALL_KINDS = ['reads', 'writes', 'dear'] as const
export type CallKind = (typeof CALL_KINDS)[number]

const CALL_PLACES = [...CALL_KINDS, 'account', 'address', 'wrong_token'] as const
export type CallPlace = (typeof CALL_PLACES)[number]

/** Of an account it hangs on how many agents have called within the minute. */
export type Most = number | ((callers: number) => number)

export interface CallCounts {
  /** @returns false, and counts nothing, when the minute has no more. */
  take(place: CallPlace, key: string, most: Most, now: Date): Promise<boolean>
}

export const isKind = (place: CallPlace): boolean => CALL_KINDS.some((kind) => kind === place)

export function createLocalCounts(): CallCounts {
  const counts = new Map(CALL_PLACES.map((place) => [place, createMinuteCounts()]))
  const callers = createMinuteCounts()
  return {
    async take(place, key, most, now) {
      const taken = counts.get(place)
      if (taken === undefined) return false
      const limit = typeof most === 'number' ? most : most(callers.size(now))
      if (taken.of(key, now) >= limit) return false
      taken.add(key, now)
      if (isKind(place)) callers.add(key, now)
      return true
    },
  }
}
