import type { Setback } from '../../server/one-by-one.ts'

/** Of a sweep that has nothing to fail at: what it tells all the same fails the test. */
export const noSetback: Setback = (sweep, cause) => {
  throw new Error(`the sweep of ${sweep} has failed`, { cause })
}
