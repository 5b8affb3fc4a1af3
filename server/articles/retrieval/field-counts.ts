/** How often the words of each field name a key: four counts in one number, in halves, so that a posting stays small. */

/** What one word is found by: its term and the parts of a compound, or its 4-grams. */
export interface Keys {
  readonly keys: readonly number[]
  /** Parts of a compound count less than the word itself: whole or half. */
  readonly counts: readonly number[]
}

/** A unit is an article or a passage: for each of its fields the ids of its words. Below zero is no word. */
export type Unit = readonly ArrayLike<number>[]

/** How much a field counts, and how strongly its length is held against it. */
export interface FieldWeight {
  readonly weight: number
  readonly lengthPenalty: number
}

export const FIELDS = 4
/** Title, headings, labels, body. More than fits is saturated long before. */
const [TITLE, HEADINGS, LABELS, BODY] = [0x3f, 0xff, 0xf, 0x3fff]

export function pack(title: number, headings: number, labels: number, body: number): number {
  const above = (Math.min(title, TITLE) << 26) | (Math.min(headings, HEADINGS) << 18)
  return (above | (Math.min(labels, LABELS) << 14) | Math.min(body, BODY)) >>> 0
}

/** The halves of each field, each divided by its own number. */
export function sumOfShares(packed: number, a: number, b: number, c: number, d: number): number {
  return (
    (packed >>> 26) / a + ((packed >>> 18) & 0xff) / b + ((packed >>> 14) & 0xf) / c + (packed & 0x3fff) / d
  )
}

export type EachKey = (key: number, packed: number) => void

/** One table for all units, cleared key by key: a map for each unit would be most of the building time. */
export function startFieldCounter(
  keysOf: (word: number) => Keys,
  weights: readonly FieldWeight[],
): (unit: Unit, each: EachKey) => void {
  let table = new Uint32Array(FIELDS * 1024)
  return (unit, each) => {
    const touched: number[] = []
    for (let field = 0; field < FIELDS; field += 1) {
      const words = unit[field]
      if (words === undefined || (weights[field]?.weight ?? 0) === 0) continue
      for (let i = 0; i < words.length; i += 1) {
        const word = words[i] as number
        if (word < 0) continue
        const { keys, counts } = keysOf(word)
        for (let k = 0; k < keys.length; k += 1) {
          const at = FIELDS * (keys[k] as number)
          if (at >= table.length) table = enlarged(table, at + FIELDS)
          if (table[at] === 0 && table[at + 1] === 0 && table[at + 2] === 0 && table[at + 3] === 0)
            touched.push(keys[k] as number)
          table[at + field] = (table[at + field] as number) + 2 * (counts[k] as number)
        }
      }
    }
    for (const key of touched) {
      const at = FIELDS * key
      const packed = pack(
        table[at] as number,
        table[at + 1] as number,
        table[at + 2] as number,
        table[at + 3] as number,
      )
      for (let field = 0; field < FIELDS; field += 1) table[at + field] = 0
      each(key, packed)
    }
  }
}

function enlarged(table: Uint32Array<ArrayBuffer>, length: number): Uint32Array<ArrayBuffer> {
  const larger = new Uint32Array(Math.max(length, 2 * table.length))
  larger.set(table)
  return larger
}

/** By how many keys a field is long. */
export function lengthOf(words: ArrayLike<number> | undefined, keysOf: (word: number) => Keys): number {
  let length = 0
  for (let i = 0; i < (words?.length ?? 0); i += 1) {
    const word = words?.[i] as number
    if (word >= 0) length += keysOf(word).keys.length
  }
  return length
}
