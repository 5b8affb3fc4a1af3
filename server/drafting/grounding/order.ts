/** Two things that changed places: "adults 3 €, children 5 €", "from Friday to Monday". */
import type { Reading, Word } from './reading.ts'

/** More stretches than this is another sentence, not an exchange; the search below grows with their cube. */
const STRETCHES = 14

/** Positions in the cited words, in the order of the sentence, of the words that both have once. */
function places(own: Reading, cited: Reading): readonly number[] {
  const count = (reading: Reading) => {
    const counts = new Map<string, number>()
    for (const { stem } of reading.words) counts.set(stem, (counts.get(stem) ?? 0) + 1)
    return counts
  }
  const mine = count(own)
  const theirs = count(cited)
  const isTold = (stem: string, weight: number) =>
    weight > 0 && mine.get(stem) === 1 && theirs.get(stem) === 1
  const at = new Map<string, number>()
  for (const { stem, weight } of cited.words) if (isTold(stem, weight)) at.set(stem, at.size)
  return own.words.flatMap(({ stem, weight }) => (isTold(stem, weight) ? (at.get(stem) ?? []) : []))
}

/** Stretches that follow each other in both. */
function stretchesOf(order: readonly number[]): readonly (readonly number[])[] {
  const stretches: number[][] = []
  for (const place of order) {
    const last = stretches.at(-1)
    if (last !== undefined && last.at(-1) === place - 1) last.push(place)
    else stretches.push([place])
  }
  return stretches
}

function breaks(stretches: readonly (readonly number[])[], size: number): number {
  let count = stretches[0]?.[0] === 0 ? 0 : 1
  for (let at = 1; at < stretches.length; at += 1)
    if ((stretches[at - 1]?.at(-1) ?? 0) + 1 !== stretches[at]?.[0]) count += 1
  return stretches.at(-1)?.at(-1) === size - 1 ? count : count + 1
}

/** A clause put first is one block that moved; an exchange leaves what stands between the two in its place. */
export function exchanged(own: Reading, cited: Reading): boolean {
  const order = places(own, cited)
  const stretches = stretchesOf(order)
  if (stretches.length < 3 || stretches.length > STRETCHES) return false
  const before = breaks(stretches, order.length)
  for (let a = 0; a < stretches.length; a += 1)
    for (let b = a + 2; b < stretches.length; b += 1) {
      const back = [...stretches]
      const one = back[a]
      const other = back[b]
      if (one === undefined || other === undefined) continue
      back[a] = other
      back[b] = one
      if (before - breaks(back, order.length) >= 4) return true
    }
  return false
}

interface Beside {
  readonly left: string | undefined
  readonly right: string | undefined
}

/** "and" stands between any two things. */
const CONNECTIVES = new Set('and or und oder sowie et ou y o e en of'.split(' '))

function besideText(word: Word | undefined): string | undefined {
  if (word === undefined || CONNECTIVES.has(word.text)) return undefined
  return word.figure === null ? word.text : word.stem
}

/** The words right and left of each figure that the text has once. */
function besideFigures({ words }: Reading): ReadonlyMap<string, Beside & { readonly at: number }> {
  const found = new Map<string, Beside & { readonly at: number }>()
  const twice = new Set<string>()
  words.forEach(({ figure, stem: value }, at) => {
    if (figure === null) return
    const stem = `${value} ${figure.unit}`
    if (found.has(stem)) twice.add(stem)
    found.set(stem, { at, left: besideText(words[at - 1]), right: besideText(words[at + 1]) })
  })
  for (const stem of twice) found.delete(stem)
  return found
}

function takesPlaceOf(mine: Beside, before: Beside, other: Beside): boolean {
  const left = mine.left !== undefined && mine.left === other.left && mine.left !== before.left
  const right = mine.right !== undefined && mine.right === other.right && mine.right !== before.right
  return left || right
}

/** Two figures in each other's place: each now stands beside the words that the other stood beside. */
export function figuresExchanged(own: Reading, cited: Reading): boolean {
  const mine = besideFigures(own)
  const theirs = besideFigures(cited)
  const shared = [...mine].flatMap(([stem, now]) => {
    const before = theirs.get(stem)
    return before === undefined ? [] : [{ now, before }]
  })
  return shared.some((one, at) =>
    shared.slice(at + 1).some((two) => {
      // `mine` is in the order of the sentence, so `two` follows `one` there.
      const isTurned = one.before.at > two.before.at
      return (
        isTurned &&
        (takesPlaceOf(one.now, one.before, two.before) || takesPlaceOf(two.now, two.before, one.before))
      )
    }),
  )
}

const RANGE =
  /^ ?(?:-|of|von|to|until|till|through|bis|à|au|a|al|hasta|fino a|tot|t\/m|up to|bis zu) ?(?:the |dem |zum )?$/iu

function ranges({ text, figures }: Reading): readonly string[] {
  return figures.slice(1).flatMap((figure, at) => {
    const before = figures[at]
    if (before === undefined || !RANGE.test(text.slice(before.end, figure.start))) return []
    return [`${before.kind}:${before.value} > ${figure.kind}:${figure.value}`]
  })
}

/** "from Friday to Monday", "17 to 0 years": both ends are known, but not as these ends. */
export function rangeDiffers(own: Reading, cited: readonly Reading[]): boolean {
  const known = new Set(cited.flatMap(ranges))
  return (
    known.size > 0 &&
    ranges(own).some((range) => !known.has(range) && known.has(range.split(' > ').reverse().join(' > ')))
  )
}
