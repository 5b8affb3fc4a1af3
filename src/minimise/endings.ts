/** Endings of words, longest first. A pattern that ends in `$` would be tried at every letter instead. */
export interface Endings {
  readonly all: ReadonlySet<string>
  readonly lengths: readonly number[]
}

/** `list`: endings parted by spaces. */
export function endingsOf(list: string): Endings {
  const all = new Set(list.split(' '))
  return { all, lengths: [...new Set([...all].map(({ length }) => length))].sort((a, b) => b - a) }
}

/** Length of the longest ending that the word has; 0 without one. */
export function endingLength(word: string, { all, lengths }: Endings): number {
  return lengths.find((length) => length <= word.length && all.has(word.slice(-length))) ?? 0
}
