/** Reads text as its words sound, whatever letters they are dressed in. Keeps the way back to each place. */

export interface FoldedLetters {
  /** Lower case, no accents, nothing invisible, one kind of space; an empty line stays as `\n\n`. */
  readonly text: string
  /** Where the sign at this place of the folded text stands in the original. */
  originOf(index: number): number
}

/** Takes no room on the screen: format characters, fillers, variation selectors, combining joiners. */
const INVISIBLE =
  /^(?:\p{Cf}|\u034F|[\u115F\u1160\u3164\uFFA0]|[\u17B4\u17B5]|[\u180B-\u180F]|[\uFE00-\uFE0F]|[\u{E0100}-\u{E01EF}])$/u
/** Emphasis inside or around a word. */
const DRESSING = new Set(['*', '`', '~', '_'])
const SPECIAL: Readonly<Record<string, string>> = {
  ß: 'ss', æ: 'ae', œ: 'oe', ø: 'o', đ: 'd', ł: 'l', ı: 'i', '’': "'", '‘': "'", 'ʼ': "'", '＇': "'",
  '“': '"', '”': '"', '„': '"', '«': '"', '»': '"', '‐': '-', '‑': '-', '–': '-',
} // biome-ignore format: a table
/** Cyrillic and Greek letters that look like Latin ones, and what they look like. */
const LOOK_ALIKES: ReadonlyMap<string, string> = new Map(
  ('аa еe оo рp сc уy хx іi јj ѕs ԁd һh ԛq ԝw кk тt мm нh вb ' + 'αa οo ρp νv ιi κk τt υu χx')
    .split(' ')
    .map((pair) => [pair.slice(0, 1), pair.slice(1)]),
)

export function looksLatin(letter: string): boolean {
  return LOOK_ALIKES.has(letter.toLowerCase())
}

/** Unicode tags repeat ASCII in a block that nothing displays. `null`: it is no such sign. */
export function asciiOfTag(point: number): string | null {
  return point >= 0xe0020 && point <= 0xe007e ? String.fromCharCode(point - 0xe0000) : null
}

function plainLetters(sign: string): string {
  const tag = asciiOfTag(sign.codePointAt(0) ?? 0)
  if (tag !== null) return tag.toLowerCase()
  if (INVISIBLE.test(sign)) return ''
  const lower = sign.toLowerCase()
  const letters = SPECIAL[lower] ?? lower.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase()
  return LOOK_ALIKES.get(letters) ?? letters
}

export function foldLetters(original: string): FoldedLetters {
  const origins: number[] = []
  let text = ''
  let at = 0
  let lines = 0
  let spaceFrom = -1
  const put = (letters: string, from: number) => {
    for (let unit = 0; unit < letters.length; unit += 1) origins.push(from)
    text += letters
  }
  for (const sign of original) {
    const newLine = sign === '\n' || sign === '\u2028' || sign === '\u2029'
    // A mark of a quoted line belongs to the margin.
    const margin = (sign === '>' || sign === '|') && (lines > 0 || at === 0 || spaceFrom === 0)
    if (newLine || margin || /\s/.test(sign)) {
      if (spaceFrom < 0) spaceFrom = at
      if (newLine) lines += 1
    } else {
      const letters = DRESSING.has(sign) ? '' : sign < '\u0080' ? sign.toLowerCase() : plainLetters(sign)
      if (letters !== '') {
        if (spaceFrom >= 0) put(lines > 1 ? '\n\n' : lines === 1 ? '\n' : ' ', spaceFrom)
        spaceFrom = -1
        lines = 0
        put(letters, at)
      }
    }
    at += sign.length
  }
  return { text, originOf: (index) => origins[index] ?? original.length }
}
