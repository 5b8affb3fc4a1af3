/** key → the words that hold it. Words are only added; who reads leaves out those that are not in use. */
export interface Holders {
  of(key: number): readonly number[]
  add(key: number, word: number): void
}

const NONE: readonly number[] = []

export function startHolders(): Holders {
  const held: number[][] = []
  return {
    of: (key) => held[key] ?? NONE,
    add: (key, word) => {
      const own = held[key]
      if (own === undefined) held[key] = [word]
      else own.push(word)
    },
  }
}
