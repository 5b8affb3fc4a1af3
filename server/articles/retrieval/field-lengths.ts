/** The lengths of all units and their averages, and what a count is worth by them. */
import { FIELDS, type FieldWeight, sumOfShares } from './field-counts.ts'
import { grown32 } from './growing.ts'

export interface FieldLengths {
  /** One more than the highest unit. */
  readonly size: number
  /** How many units there are. */
  readonly units: number
  /** Rises with every change: what was computed before it no longer holds. */
  readonly state: number
  add(unit: number, lengths: readonly number[]): void
  remove(unit: number): void
  /** The saturated BM25F impact of a packed count, 0…1. */
  impact(unit: number, packed: number): number
}

/** BM25's k1: how fast repeating a word stops to help. More than for plain texts, since a title counts threefold. */
const SATURATION = 2

export function startFieldLengths(weights: readonly FieldWeight[], unitsExpected: number): FieldLengths {
  let lengths = new Uint32Array(FIELDS * unitsExpected)
  const totals = new Float64Array(FIELDS)
  let [size, units, state, weighedAt] = [0, 0, 0, -1]
  // A count, in halves, is divided by `base + slope × length`.
  const base = new Float64Array(FIELDS).fill(1)
  const slope = new Float64Array(FIELDS)

  function weigh(): void {
    weights.forEach(({ weight, lengthPenalty }, field) => {
      if (weight === 0) return
      const average = Math.max(1, (totals[field] as number) / Math.max(1, units))
      base[field] = (2 * (1 - lengthPenalty)) / weight
      slope[field] = (2 * lengthPenalty) / average / weight
    })
    weighedAt = state
  }
  const divisor = (field: number, unit: number) =>
    (base[field] as number) + (slope[field] as number) * (lengths[FIELDS * unit + field] as number)
  const change = (unit: number, field: number, length: number, by: 1 | -1) => {
    lengths[FIELDS * unit + field] = by === 1 ? length : 0
    totals[field] = (totals[field] as number) + by * length
  }

  return {
    get size() {
      return size
    },
    get units() {
      return units
    },
    get state() {
      return state
    },
    add: (unit, own) => {
      lengths = grown32(lengths, FIELDS * (unit + 1))
      own.forEach((length, field) => {
        change(unit, field, length, 1)
      })
      size = Math.max(size, unit + 1)
      units += 1
      state += 1
    },
    remove: (unit) => {
      for (let field = 0; field < FIELDS; field += 1)
        change(unit, field, lengths[FIELDS * unit + field] as number, -1)
      units -= 1
      state += 1
    },
    impact: (unit, packed) => {
      if (weighedAt !== state) weigh()
      const found = sumOfShares(
        packed,
        divisor(0, unit),
        divisor(1, unit),
        divisor(2, unit),
        divisor(3, unit),
      )
      return found / (found + SATURATION)
    },
  }
}
