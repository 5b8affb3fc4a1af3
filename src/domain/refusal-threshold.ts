/**
 * From which probability on a question counts as covered by the allowed articles. Retrieval says how surely they
 * answer, 0…1; below the threshold the draft is refused.
 */
import type { PolicyContent } from './scope-policy.ts'

/**
 * Where the account has set none. Of public questions with people's labels, at most one answerable question in ten is
 * refused at it, and one off-topic question in eleven passes; docs/retrieval.md has the figures.
 */
export const SHIPPED_THRESHOLD = 0.25

/** Below the least nearly everything would be drafted; at most nearly nothing. */
export const THRESHOLD_BOUNDS = { least: 0.05, most: 0.99 } as const

/** With three digits: finer than any simulation can tell apart. */
export function isThreshold(value: number): boolean {
  const { least, most } = THRESHOLD_BOUNDS
  return value >= least && value <= most && Math.abs(value * 1000 - Math.round(value * 1000)) < 1e-6
}

export function thresholdOf(policy: Pick<PolicyContent, 'refusalThreshold'>): number {
  return policy.refusalThreshold ?? SHIPPED_THRESHOLD
}

/** A simulation counts at each hundredth. */
export const THRESHOLD_STEPS = 101

/** How many would be answered at 0.00, 0.01 … 1.00; `probabilities` of what cannot be answered at all are left out. */
export function answeredAtEach(probabilities: readonly number[]): readonly number[] {
  const sorted = probabilities.toSorted((a, b) => b - a)
  let at = sorted.length
  return Array.from({ length: THRESHOLD_STEPS }, (_, step) => {
    while (at > 0 && (sorted[at - 1] ?? 0) < step / (THRESHOLD_STEPS - 1)) at -= 1
    return at
  })
}
