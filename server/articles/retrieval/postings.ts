/** What one word is found by: its term and the parts of a compound, or its 4-grams. */
export interface Keys {
  readonly keys: readonly number[]
  /** Parts of a compound count less than the word itself. */
  readonly counts: readonly number[]
}

/** A unit is an article or a passage: for each of its fields the ids of its words. */
export type Unit = readonly (readonly number[])[]

/** How much a field counts, and how strongly its length is held against it. */
export interface FieldWeight {
  readonly weight: number
  readonly lengthPenalty: number
}

/** key → units, with the saturated BM25F impact (0…1) computed once, when the index is built. */
export interface Postings {
  readonly units: number
  readonly starts: Uint32Array
  readonly unitOf: Uint32Array
  readonly impact: Float32Array
  readonly rarity: Float32Array
}

/** BM25's k1: how fast repeating a word stops to help. More than for plain texts, since a title counts threefold. */
const SATURATION = 2

export function buildPostings(
  keyCount: number,
  keysOfWord: readonly Keys[],
  units: readonly Unit[],
  weights: readonly FieldWeight[],
): Postings {
  const counted = countUnits(keyCount, keysOfWord, units, weights)
  const starts = new Uint32Array(keyCount + 1)
  for (const { keys } of counted) for (const key of keys) starts[key + 1] = (starts[key + 1] as number) + 1
  for (let key = 0; key < keyCount; key += 1) {
    starts[key + 1] = (starts[key + 1] as number) + (starts[key] as number)
  }
  const next = starts.slice()
  const unitOf = new Uint32Array(starts[keyCount] as number)
  const impact = new Float32Array(unitOf.length)
  counted.forEach(({ keys, counts }, unit) => {
    for (let i = 0; i < keys.length; i += 1) {
      const key = keys[i] as number
      const at = next[key] as number
      const count = counts[i] as number
      unitOf[at] = unit
      impact[at] = count / (count + SATURATION)
      next[key] = at + 1
    }
  })
  const rarity = new Float32Array(keyCount)
  for (let key = 0; key < keyCount; key += 1) {
    rarity[key] = rarityOf((starts[key + 1] as number) - (starts[key] as number), units.length)
  }
  return { units: units.length, starts, unitOf, impact, rarity }
}

interface Counted {
  readonly keys: Uint32Array
  readonly counts: Float32Array
}

/** One table for all units, cleared key by key: a map for each unit would be most of the building time. */
function countUnits(
  keyCount: number,
  keysOfWord: readonly Keys[],
  units: readonly Unit[],
  weights: readonly FieldWeight[],
): readonly Counted[] {
  const lengths = units.map((unit) => unit.map((words) => lengthOf(words, keysOfWord)))
  const averages = weights.map((_, field) => {
    const total = lengths.reduce((sum, ofUnit) => sum + (ofUnit[field] ?? 0), 0)
    return Math.max(1, total / Math.max(1, units.length))
  })
  const table = new Float64Array(keyCount)
  return units.map((unit, at) => {
    const touched: number[] = []
    unit.forEach((words, field) => {
      const { weight, lengthPenalty } = weights[field] ?? { weight: 1, lengthPenalty: 0 }
      if (weight === 0) return
      const relative = (lengths[at]?.[field] ?? 0) / (averages[field] ?? 1)
      const share = weight / (1 - lengthPenalty + lengthPenalty * relative)
      for (const word of words) {
        const { keys, counts } = keysOfWord[word] as Keys
        for (let i = 0; i < keys.length; i += 1) {
          const key = keys[i] as number
          if (table[key] === 0) touched.push(key)
          table[key] = (table[key] as number) + share * (counts[i] as number)
        }
      }
    })
    const keys = Uint32Array.from(touched)
    const counts = Float32Array.from(touched, (key) => table[key] as number)
    for (const key of touched) table[key] = 0
    return { keys, counts }
  })
}

function lengthOf(words: readonly number[], keysOfWord: readonly Keys[]): number {
  let length = 0
  for (const word of words) length += keysOfWord[word]?.keys.length ?? 0
  return length
}

/** idf over the idf of a word that is nowhere: 0…1 for a corpus of any size. */
export function rarityOf(unitsWithTerm: number, units: number): number {
  const idf = Math.log(1 + (units - unitsWithTerm + 0.5) / (unitsWithTerm + 0.5))
  return idf / Math.log(1 + (units + 0.5) / 0.5)
}

/** Adds `weight × rarity × impact` of one term to every unit that has it. */
export function addScores(postings: Postings, term: number, weight: number, into: Float64Array): void {
  const factor = weight * (postings.rarity[term] ?? 0)
  const end = postings.starts[term + 1] ?? 0
  for (let at = postings.starts[term] ?? 0; at < end; at += 1) {
    const unit = postings.unitOf[at] as number
    into[unit] = (into[unit] as number) + factor * (postings.impact[at] as number)
  }
}

/** The same for terms that stand for one another: a unit that has several is not met several times. */
export function addBestScores(
  postings: Postings,
  terms: readonly number[],
  weight: number,
  into: Float64Array,
): void {
  const best = new Float64Array(postings.units)
  for (const term of terms) {
    const factor = weight * (postings.rarity[term] ?? 0)
    const end = postings.starts[term + 1] ?? 0
    for (let at = postings.starts[term] ?? 0; at < end; at += 1) {
      const unit = postings.unitOf[at] as number
      best[unit] = Math.max(best[unit] as number, factor * (postings.impact[at] as number))
    }
  }
  for (let unit = 0; unit < best.length; unit += 1)
    into[unit] = (into[unit] as number) + (best[unit] as number)
}
