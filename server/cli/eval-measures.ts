/** The measures of `vouch eval`, each on plain numbers so that they can be checked by hand. */

/** Share of pairs in which the positive scores higher; a tie counts half. `null` without both kinds. */
export function auc(positives: readonly number[], negatives: readonly number[]): number | null {
  if (positives.length === 0 || negatives.length === 0) return null
  const sorted = Float64Array.from(negatives).sort()
  let won = 0
  for (const score of positives) won += (firstAt(sorted, score, false) + firstAt(sorted, score, true)) / 2
  return won / positives.length / negatives.length
}

/** How many of the sorted values lie below `score`, or at most at it. */
function firstAt(sorted: Float64Array, score: number, inclusive: boolean): number {
  let from = 0
  let to = sorted.length
  while (from < to) {
    const middle = (from + to) >> 1
    const value = sorted[middle] as number
    if (value < score || (inclusive && value === score)) from = middle + 1
    else to = middle
  }
  return from
}

/** Binary gain, cut at `k`. */
export function ndcg(ranked: readonly string[], relevant: ReadonlySet<string>, k: number): number {
  let gained = 0
  let ideal = 0
  for (let rank = 0; rank < k; rank += 1) {
    const gain = 1 / Math.log2(rank + 2)
    if (rank < relevant.size) ideal += gain
    const id = ranked[rank]
    if (id !== undefined && relevant.has(id)) gained += gain
  }
  return ideal === 0 ? 0 : gained / ideal
}

export function recall(ranked: readonly string[], relevant: ReadonlySet<string>, k: number): number {
  if (relevant.size === 0) return 0
  return ranked.slice(0, k).filter((id) => relevant.has(id)).length / relevant.size
}

export function reciprocalRank(ranked: readonly string[], relevant: ReadonlySet<string>): number {
  const at = ranked.findIndex((id) => relevant.has(id))
  return at < 0 ? 0 : 1 / (at + 1)
}

export function f1(chosen: ReadonlySet<number>, right: ReadonlySet<number>): number {
  let both = 0
  for (const one of chosen) if (right.has(one)) both += 1
  return both === 0 ? 0 : (2 * both) / (chosen.size + right.size)
}

export function mean(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length
}

/** `share` 0.5 is the median; nearest rank. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = Float64Array.from(values).sort()
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0
}
