/** What the curves of a report are drawn from: plain sums over what each question came to. */
import { mean, type ndcg, type recall } from './eval-measures.ts'
import type { JudgedOutcome, RankedOutcome } from './eval-outcomes.ts'

export interface CurvePoint {
  readonly x: number
  readonly y: number
}

/** nDCG or recall of the first 1, 2 … `most` articles. */
export function qualityByCut(
  ranked: readonly RankedOutcome[],
  measure: typeof ndcg | typeof recall,
  most: number,
): readonly CurvePoint[] {
  const sets = ranked.map(({ found, wanted }) => ({ found, right: new Set(wanted) }))
  return Array.from({ length: most }, (_, at) => ({
    x: at + 1,
    y: mean(sets.map(({ found, right }) => measure(found, right, at + 1))),
  }))
}

/** From 1; `null`: no right article among those found. */
export function firstRight({ found, wanted }: RankedOutcome): number | null {
  const at = found.findIndex((id) => wanted.includes(id))
  return at < 0 ? null : at + 1
}

interface Rated {
  readonly probability: number
  readonly good: boolean
}

/** Highest first, those of one probability together: no threshold can part them. */
function inSteps(rated: readonly Rated[]): readonly { probability: number; good: number; all: number }[] {
  const steps: { probability: number; good: number; all: number }[] = []
  for (const { probability, good } of rated.toSorted((a, b) => b.probability - a.probability)) {
    const last = steps.at(-1)
    if (last?.probability === probability) {
      last.all += 1
      last.good += good ? 1 : 0
    } else steps.push({ probability, good: good ? 1 : 0, all: 1 })
  }
  return steps
}

/** x: share of unanswerable questions that would be answered; y: share of answerable ones. From strict to lax. */
export function rocCurve(
  answerable: readonly JudgedOutcome[],
  unanswerable: readonly JudgedOutcome[],
): readonly CurvePoint[] {
  if (answerable.length === 0 || unanswerable.length === 0) return []
  let [right, wrong] = [0, 0]
  const points = inSteps([
    ...answerable.map(({ probability }) => ({ probability, good: true })),
    ...unanswerable.map(({ probability }) => ({ probability, good: false })),
  ]).map(({ good, all }) => {
    right += good
    wrong += all - good
    return { x: wrong / unanswerable.length, y: right / answerable.length }
  })
  return [{ x: 0, y: 0 }, ...points]
}

export function pointAt(
  answerable: readonly JudgedOutcome[],
  unanswerable: readonly JudgedOutcome[],
  threshold: number,
): CurvePoint {
  return { x: shareFrom(unanswerable, threshold), y: shareFrom(answerable, threshold) }
}

/** Share of the questions that a draft would answer at the threshold. */
export function shareFrom(outcomes: readonly JudgedOutcome[], threshold: number): number {
  return mean(outcomes.map(({ probability }) => (probability >= threshold ? 1 : 0)))
}

/** An answer is right when an allowed article answers and it is the one that is quoted. */
export const isRight = ({ wanted, found }: JudgedOutcome) => wanted !== null && wanted === found

/** x: share of all questions that are answered; y: share of those answers that are not right. */
export function riskCurve(outcomes: readonly JudgedOutcome[]): readonly CurvePoint[] {
  let [answered, right] = [0, 0]
  const rated = outcomes.map((one) => ({ probability: one.probability, good: isRight(one) }))
  return inSteps(rated).map(({ good, all }) => {
    answered += all
    right += good
    return { x: answered / outcomes.length, y: 1 - right / answered }
  })
}

export interface ReliabilityBin {
  readonly from: number
  readonly to: number
  readonly count: number
  /** Mean of what the product said, and how often it came true; 0 in an empty bin. */
  readonly said: number
  readonly came: number
}

export interface Reliability {
  readonly bins: readonly ReliabilityBin[]
  /** Expected calibration error: how far what was said is from what came true, on average. */
  readonly ece: number
}

/** Does a probability of 0.7 come true seven times in ten? */
export function reliabilityOf(
  answerable: readonly JudgedOutcome[],
  unanswerable: readonly JudgedOutcome[],
  bins = 10,
): Reliability {
  const rated: readonly Rated[] = [
    ...answerable.map(({ probability }) => ({ probability, good: true })),
    ...unanswerable.map(({ probability }) => ({ probability, good: false })),
  ]
  const found = Array.from({ length: bins }, (_, at): ReliabilityBin => {
    const own = rated.filter(({ probability }) => Math.min(bins - 1, Math.floor(probability * bins)) === at)
    return {
      from: at / bins,
      to: (at + 1) / bins,
      count: own.length,
      said: mean(own.map(({ probability }) => probability)),
      came: mean(own.map(({ good }) => (good ? 1 : 0))),
    }
  })
  const ece = found.reduce(
    (sum, bin) => sum + (bin.count / Math.max(1, rated.length)) * Math.abs(bin.said - bin.came),
    0,
  )
  return { bins: found, ece }
}

/** How many values fall into each of `bins` equal parts of 0…1. */
export function histogram(values: readonly number[], bins = 10): readonly number[] {
  const counts = Array.from({ length: bins }, () => 0)
  for (const value of values) {
    const at = Math.min(bins - 1, Math.max(0, Math.floor(value * bins)))
    counts[at] = (counts[at] ?? 0) + 1
  }
  return counts
}
