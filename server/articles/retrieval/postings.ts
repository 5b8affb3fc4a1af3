/** key → units, scored by BM25F. Single units come in and go out; what is left scores as if it were built of it alone. */
import {
  FIELDS,
  type FieldWeight,
  type Keys,
  lengthOf,
  startFieldCounter,
  type Unit,
} from './field-counts.ts'
import { startFieldLengths } from './field-lengths.ts'
import { grown32 } from './growing.ts'
import { layPostings } from './posting-lists.ts'

export type { FieldWeight, Keys, Unit } from './field-counts.ts'

export interface Postings {
  /** The length of a table of scores: one more than the highest unit. */
  readonly size: number
  /** 0…1; 1 for a key that no unit holds. */
  rarity(key: number): number
  /** The units that hold a key. */
  holdersOf(key: number): readonly number[]
  add(unit: number, fields: Unit): void
  /** With the same words and keys that it was added with. */
  remove(unit: number, fields: Unit): void
  tidy(): void
  /** Adds `weight × rarity × impact` of one key to every unit that has it. */
  addScores(key: number, weight: number, into: Float64Array): void
  /** The same for keys that stand for one another: a unit that has several is not met several times. */
  addBestScores(keys: readonly number[], weight: number, into: Float64Array): void
}

/** idf over the idf of a word that is nowhere: 0…1 for a corpus of any size. */
export function rarityOf(unitsWithTerm: number, units: number): number {
  const idf = Math.log(1 + (units - unitsWithTerm + 0.5) / (unitsWithTerm + 0.5))
  return idf / Math.log(1 + (units + 0.5) / 0.5)
}

/** @param unitAt is asked for each unit below `units` more than once. */
export function buildPostings(
  keysOf: (word: number) => Keys,
  weights: readonly FieldWeight[],
  units: number,
  unitAt: (unit: number) => Unit,
): Postings {
  const count = startFieldCounter(keysOf, weights)
  const lengths = startFieldLengths(weights, units)
  const fieldLengths = (fields: Unit) =>
    Array.from({ length: FIELDS }, (_, field) => lengthOf(fields[field], keysOf))
  for (let unit = 0; unit < units; unit += 1) lengths.add(unit, fieldLengths(unitAt(unit)))
  const lists = layPostings((posting) => {
    for (let unit = 0; unit < units; unit += 1)
      count(unitAt(unit), (key, packed) => posting(unit, key, packed))
  })
  /** When the impacts of a key were computed: they hold until a length or a run changes. */
  let computed = new Uint32Array(1024)
  let best = new Float64Array(0)
  /** By how many units hold a key; 0 where it has not been asked. */
  let rarities = new Float64Array(0)
  let raritiesOf = -1
  const rarity = (key: number) => {
    const { units: all } = lengths
    if (raritiesOf !== all) {
      rarities = new Float64Array(all + 1)
      raritiesOf = all
    }
    const holders = lists.holders(key)
    const known = rarities[holders] ?? 0
    if (known > 0) return known
    const found = rarityOf(holders, all)
    if (holders <= all) rarities[holders] = found
    return found
  }

  function refresh(key: number): void {
    const now = lengths.state + lists.laid
    computed = grown32(computed, key + 1)
    if (computed[key] === now) return
    const { units: unitOf, packed, impacts } = lists.run
    const end = lists.to(key)
    for (let at = lists.from(key); at < end; at += 1)
      impacts[at] = packed[at] === 0 ? 0 : lengths.impact(unitOf[at] as number, packed[at] as number)
    computed[key] = now
  }

  function each(key: number, take: (unit: number, impact: number) => void): void {
    refresh(key)
    const { units: unitOf, impacts } = lists.run
    const end = lists.to(key)
    for (let at = lists.from(key); at < end; at += 1) take(unitOf[at] as number, impacts[at] as number)
    const late = lists.late(key)
    late?.units.forEach((unit, at) => {
      take(unit, lengths.impact(unit, late.packed[at] as number))
    })
  }

  for (let key = 0; key < lists.keys; key += 1) refresh(key)
  return {
    get size() {
      return lengths.size
    },
    rarity,
    holdersOf: (key) => {
      const { units: unitOf, packed } = lists.run
      const held = [...(lists.late(key)?.units ?? [])]
      for (let at = lists.from(key); at < lists.to(key); at += 1)
        if (packed[at] !== 0) held.push(unitOf[at] as number)
      return held
    },
    add: (unit, fields) => {
      lengths.add(unit, fieldLengths(fields))
      count(fields, (key, packed) => lists.add(unit, key, packed))
    },
    remove: (unit, fields) => {
      lengths.remove(unit)
      count(fields, (key) => lists.remove(unit, key))
    },
    tidy: lists.tidy,
    addScores: (key, weight, into) => {
      if (key < 0) return
      refresh(key)
      const factor = weight * rarity(key)
      const { units: unitOf, impacts } = lists.run
      const end = lists.to(key)
      for (let at = lists.from(key); at < end; at += 1) {
        const unit = unitOf[at] as number
        into[unit] = (into[unit] as number) + factor * (impacts[at] as number)
      }
      const late = lists.late(key)
      late?.units.forEach((unit, at) => {
        into[unit] = (into[unit] as number) + factor * lengths.impact(unit, late.packed[at] as number)
      })
    },
    addBestScores: (keys, weight, into) => {
      if (best.length < lengths.size) best = new Float64Array(lengths.size)
      for (const key of keys) {
        const factor = weight * rarity(key)
        each(key, (unit, impact) => {
          best[unit] = Math.max(best[unit] as number, factor * impact)
        })
      }
      for (const key of keys)
        each(key, (unit) => {
          into[unit] = (into[unit] as number) + (best[unit] as number)
          best[unit] = 0
        })
    },
  }
}
