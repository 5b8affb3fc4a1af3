/** Shorter words have too many neighbours: `size` and `side` are both right. */
const LETTERS_MIN = 5
const LETTERS_FOR_TWO_SLIPS = 9

/** Whether one word is the other with a slip of the finger: a letter missing, added, changed or swapped. */
export function isSlipOf(typed: string, meant: string): boolean {
  const shorter = Math.min(typed.length, meant.length)
  if (shorter < LETTERS_MIN || typed[0] !== meant[0]) return false
  const slips = shorter >= LETTERS_FOR_TWO_SLIPS ? 2 : 1
  return Math.abs(typed.length - meant.length) <= slips && isWithin(slips, typed, meant)
}

/** More than any number of slips that is asked for. */
const FAR = 100

/**
 * Optimal string alignment, as far as it decides: letters that lie further apart than there may be slips are not
 * compared, and the first row that is too far off throughout ends it.
 */
function isWithin(slips: number, one: string, other: string): boolean {
  const length = other.length + 1
  let twoBefore = new Uint8Array(length).fill(FAR)
  let before = new Uint8Array(length).fill(FAR)
  let row = new Uint8Array(length).fill(FAR)
  for (let at = 0; at <= slips; at += 1) row[at] = at
  for (let i = 1; i <= one.length; i += 1) {
    const spare = twoBefore
    twoBefore = before
    before = row
    row = spare.fill(FAR)
    if (i <= slips) row[0] = i
    let least = FAR
    const to = Math.min(other.length, i + slips)
    for (let j = Math.max(1, i - slips); j <= to; j += 1) {
      const same = one[i - 1] === other[j - 1] ? 0 : 1
      let found = Math.min(
        (before[j] as number) + 1,
        (row[j - 1] as number) + 1,
        (before[j - 1] as number) + same,
      )
      if (i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1])
        found = Math.min(found, (twoBefore[j - 2] as number) + 1)
      row[j] = found
      if (found < least) least = found
    }
    if (least > slips) return false
  }
  return (row[other.length] as number) <= slips
}
