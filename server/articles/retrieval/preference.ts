/** Between articles that answer nearly as well, the one that was accepted more often in the past. Never another. */
import type { SectionPrior } from '../../../src/domain/section-prior.ts'

/** What a section can add to a score at most: articles that are further apart never change places. */
export const PRIOR_BOUND = 0.03
/** The one that is preferred must answer nearly as surely by itself. */
export const NEARLY_AS_SURE = 0.9

interface InSection {
  readonly article: { readonly version: { readonly sectionId: string } }
}

/** Stable: without a prior, or with equal shares, nothing moves. */
export function preferredFirst<One extends InSection>(
  ranked: readonly One[],
  scoreOf: (one: One) => number,
  prior: SectionPrior | null | undefined,
): readonly One[] {
  if (prior == null) return ranked
  const shares = new Map(prior.sections.map(({ sectionId, share }) => [sectionId, share]))
  const shareOf = (one: One) => Math.min(1, Math.max(0, shares.get(one.article.version.sectionId) ?? 0))
  return ranked
    .map((one) => ({ one, worth: scoreOf(one) * (1 + PRIOR_BOUND * shareOf(one)) }))
    .sort((a, b) => b.worth - a.worth)
    .map(({ one }) => one)
}
