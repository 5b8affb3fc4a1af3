/** Random choices that are the same in every run: a failure can be thrown again by its seed. */
export interface Dice {
  /** A whole number of 0 … below - 1. */
  below(limit: number): number
  chance(probability: number): boolean
  oneOf<T>(values: readonly T[]): T
  /** Each of the values with that probability, in their order. */
  someOf<T>(values: readonly T[], probability: number): readonly T[]
}

/** Mulberry32: small, and good enough to try a rule with. */
export function dice(seed: number): Dice {
  let state = seed >>> 0
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
  const below = (limit: number) => Math.floor(next() * limit)
  return {
    below,
    chance: (probability) => next() < probability,
    oneOf(values) {
      const value = values[below(values.length)]
      if (value === undefined) throw new Error('nothing to choose from')
      return value
    },
    someOf: (values, probability) => values.filter(() => next() < probability),
  }
}
