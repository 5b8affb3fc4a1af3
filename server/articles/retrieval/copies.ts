/** Articles that say the same, as copied pages do: one stands for all. */
import type { IndexedArticle } from './language-index.ts'
import type { ScoredArticle } from './ranking.ts'

/** Words in a row. Short enough for a changed number, long enough that two topics do not share many. */
const RUN = 3
/** Of the runs of the one that has more: a part of an article is no copy of it. */
const SAME_FROM = 0.8
/** An article of fewer runs is a copy only where it is the same. */
const RUNS_MIN = 8

export interface Distinct {
  readonly one: ScoredArticle
  /** Found for the same question, further behind. */
  readonly copies: readonly ScoredArticle[]
}

/** The best of each text with its copies, in their order, until there are `most`. */
export function distinct(ranked: readonly ScoredArticle[], most = ranked.length): readonly Distinct[] {
  const found: { one: ScoredArticle; copies: ScoredArticle[]; runs: Runs }[] = []
  for (const candidate of ranked) {
    const own = runsOf(candidate.article)
    const same = found.find(({ runs }) => isCopy(runs, own))
    if (same !== undefined) same.copies.push(candidate)
    else if (found.length < most) found.push({ one: candidate, copies: [], runs: own })
  }
  return found
}

/** The same without the copies: what comes behind the last of them is not looked at. */
export function leading(ranked: readonly ScoredArticle[], most: number): readonly ScoredArticle[] {
  const found: ScoredArticle[] = []
  const seen: Runs[] = []
  for (const candidate of ranked) {
    if (found.length === most) break
    const own = runsOf(candidate.article)
    if (seen.some((runs) => isCopy(runs, own))) continue
    found.push(candidate)
    seen.push(own)
  }
  return found
}

function isCopy(own: Runs, others: Runs): boolean {
  const [fewer, more] = own.all.length < others.all.length ? [own, others] : [others, own]
  const wanted = more.all.length < RUNS_MIN ? more.all.length : SAME_FROM * more.all.length
  if (fewer.all.length === 0 || fewer.all.length < wanted || !mayShare(fewer.sample, more.sample))
    return false
  let shared = 0
  for (let i = 0, j = 0; i < fewer.all.length && j < more.all.length; ) {
    // Were all that is left shared, it would still be too little.
    if (shared + fewer.all.length - i < wanted) return false
    const apart = (fewer.all[i] as number) - (more.all[j] as number)
    if (apart === 0) shared += 1
    if (apart <= 0) i += 1
    if (apart >= 0) j += 1
  }
  return shared >= wanted
}

interface Runs {
  /** Hashes of the runs of words of its sentences and headings, each once, in order. */
  readonly all: Uint32Array
  /** The least hash of each part of all numbers: copies have most of them in common. */
  readonly sample: Uint32Array
}

const PARTS = 16
const IN_COMMON_MIN = 4

function mayShare(one: Uint32Array, other: Uint32Array): boolean {
  let same = 0
  for (let part = 0; part < PARTS; part += 1) if (one[part] === other[part]) same += 1
  return same >= IN_COMMON_MIN
}

const known = new WeakMap<IndexedArticle, Runs>()

function runsOf(article: IndexedArticle): Runs {
  const found = known.get(article)
  if (found !== undefined) return found
  const hashes = new Set<number>()
  const words = [...article.headings.flat(), ...article.words].filter((word) => word >= 0)
  for (let at = 0; at + RUN <= words.length; at += 1) {
    let hash = 0x811c9dc5
    for (let next = at; next < at + RUN; next += 1)
      hash = Math.imul(hash ^ (words[next] as number), 0x01000193) ^ (hash >>> 15)
    hashes.add(Math.imul(hash ^ (hash >>> 16), 0x45d9f3b) >>> 0)
  }
  const all = Uint32Array.from(hashes).sort()
  const sample = new Uint32Array(PARTS)
  for (const hash of all.toReversed()) sample[Math.floor((hash / 2 ** 32) * PARTS)] = hash
  const runs = { all, sample }
  known.set(article, runs)
  return runs
}
