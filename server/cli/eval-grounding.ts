import { createHash } from 'node:crypto'
import { splitSentences } from '../articles/index.ts'
import { SUPPORTED_FROM, supportOf } from '../drafting/grounding/index.ts'
import type { Claim } from './eval-claims.ts'
import { auc } from './eval-measures.ts'

export interface GroundingReport {
  readonly claims: number
  readonly grounded: number
  /** People did not agree: counted in `aucMajority` only. */
  readonly undecided: number
  readonly auc: number | null
  readonly aucMajority: number | null
  /** Halves by a digest of the row's id, to see how far a figure hangs on the rows that it was taken from. */
  readonly aucHalves: readonly (number | null)[]
  readonly bestF1: number
  readonly bestF1From: number
  readonly supportedFrom: number
  readonly precision: number
  readonly recall: number
  readonly microsecondsPerSentence: number
}

interface Scored {
  readonly claim: Claim
  readonly score: number
}

function scoresOf(list: readonly Scored[], isGrounded: boolean): readonly number[] {
  return list.filter(({ claim }) => claim.isGrounded === isGrounded).map(({ score }) => score)
}

function halfOf(id: string): number {
  return (createHash('sha256').update(id).digest()[0] ?? 0) % 2
}

function at(list: readonly Scored[], from: number): { precision: number; recall: number; f1: number } {
  const right = scoresOf(list, true)
  const passed = right.filter((score) => score >= from).length
  const wrong = scoresOf(list, false).filter((score) => score >= from).length
  const precision = passed + wrong === 0 ? 0 : passed / (passed + wrong)
  const recall = right.length === 0 ? 0 : passed / right.length
  return {
    precision,
    recall,
    f1: precision + recall === 0 ? 0 : (2 * precision * recall) / (precision + recall),
  }
}

export function evalGrounding(claims: readonly Claim[], now: () => number): GroundingReport {
  const startedAt = now()
  const scored = claims.map((claim) => ({
    claim,
    score: supportOf(
      claim.text,
      claim.sources.map((text) => ({ text, title: '', headings: [] })),
      claim.locale,
    ),
  }))
  const microseconds = (now() - startedAt) * 1000
  const sentences = claims.reduce((sum, { text, locale }) => sum + splitSentences(text, locale).length, 0)
  const thresholds = Array.from({ length: 100 }, (_, step) => step / 100)
  const best = thresholds.reduce((most, from) => (at(scored, from).f1 > at(scored, most).f1 ? from : most), 0)
  const majority = (isGrounded: boolean) =>
    scored.filter(({ claim }) => claim.isGroundedByMajority === isGrounded).map(({ score }) => score)
  return {
    claims: claims.length,
    grounded: scoresOf(scored, true).length,
    undecided: claims.filter(({ isGrounded }) => isGrounded === null).length,
    auc: auc(scoresOf(scored, true), scoresOf(scored, false)),
    aucMajority: auc(majority(true), majority(false)),
    aucHalves: [0, 1].map((half) => {
      const own = scored.filter(({ claim }) => halfOf(claim.id) === half)
      return auc(scoresOf(own, true), scoresOf(own, false))
    }),
    bestF1: at(scored, best).f1,
    bestF1From: best,
    supportedFrom: SUPPORTED_FROM,
    precision: at(scored, SUPPORTED_FROM).precision,
    recall: at(scored, SUPPORTED_FROM).recall,
    microsecondsPerSentence: sentences === 0 ? 0 : microseconds / sentences,
  }
}

export function groundingLines(report: GroundingReport): readonly string[] {
  const figure = (value: number | null) => (value === null ? '–' : value.toFixed(3))
  return [
    `${report.claims} claims, ${report.grounded} grounded, ${report.undecided} left out because people disagreed`,
    `AUC ${figure(report.auc)}; with every row by majority ${figure(report.aucMajority)}; ` +
      `halves ${report.aucHalves.map(figure).join(' and ')}`,
    `best F1 ${figure(report.bestF1)} from a support of ${report.bestF1From.toFixed(2)}`,
    `as shipped (from ${report.supportedFrom}): precision ${figure(report.precision)}, recall ${figure(report.recall)}`,
    `${report.microsecondsPerSentence.toFixed(0)} µs a sentence, its sources read included`,
  ]
}
