/** Shorter words have too many neighbours: `size` and `side` are both right. */
const LETTERS_MIN = 5
const LETTERS_FOR_TWO_SLIPS = 9

/** Whether one word is the other with a slip of the finger: a letter missing, added, changed or swapped. */
export function isSlipOf(typed: string, meant: string): boolean {
  const shorter = Math.min(typed.length, meant.length)
  if (shorter < LETTERS_MIN || typed[0] !== meant[0]) return false
  const slips = shorter >= LETTERS_FOR_TWO_SLIPS ? 2 : 1
  return Math.abs(typed.length - meant.length) <= slips && distance(typed, meant) <= slips
}

/** Optimal string alignment; words are short, so the whole table is cheap. */
function distance(one: string, other: string): number {
  let before: number[] = []
  let row = Array.from({ length: other.length + 1 }, (_, at) => at)
  for (let i = 1; i <= one.length; i += 1) {
    const next = [i]
    for (let j = 1; j <= other.length; j += 1) {
      const same = one[i - 1] === other[j - 1] ? 0 : 1
      let least = Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, (row[j - 1] ?? 0) + same)
      if (i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1]) {
        least = Math.min(least, (before[j - 2] ?? 0) + 1)
      }
      next.push(least)
    }
    before = row
    row = next
  }
  return row[other.length] ?? 0
}
