/** Finds what a text holds and a person does not see, and writes it out visibly. */
import { asciiOfTag, looksLatin } from './folded-letters.ts'

export const HIDDEN_KINDS = [
  'tag_characters',
  'variation_selectors',
  'zero_width',
  'direction',
  'soft_hyphens',
  'look_alikes',
  'comment',
  'pushed_away',
] as const
export type HiddenKind = (typeof HIDDEN_KINDS)[number]

/** Offsets are UTF-16 code units, end exclusive. */
export interface HiddenSign {
  readonly start: number
  readonly end: number
  readonly kind: HiddenKind
}

const ZERO_WIDTH = '\u180E\u200B-\u200D\u2060-\u2064\uFEFF'
/** Scripts that are written with joiners and with marks of direction. */
const NEEDS_JOINERS = /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}]/u
const MOST_SIGNS = 50
/** Empty lines and spaces in a row: more than any of the mails that were looked at has. */
const MANY_LINES = 40
const WIDE = 300

const PATTERNS: readonly { readonly kind: HiddenKind; readonly pattern: RegExp }[] = [
  { kind: 'tag_characters', pattern: /[\u{E0000}-\u{E007F}]+/gu },
  // One selector picks a shape of the sign before it; a run of them is a message in bytes.
  { kind: 'variation_selectors', pattern: /[\uFE00-\uFE0F\u{E0100}-\u{E01EF}]{2,}/gu },
  // Inside a word of these scripts there is nothing to join; a run of unlike signs is a code.
  {
    kind: 'zero_width',
    pattern: new RegExp(
      `(?<=[\\p{Script=Latin}\\p{Script=Cyrillic}\\p{Script=Greek}])[${ZERO_WIDTH}]+(?=[\\p{Script=Latin}\\p{Script=Cyrillic}\\p{Script=Greek}])|(?:([${ZERO_WIDTH}])\\1{0,40}(?!\\1)){6}[${ZERO_WIDTH}]*`,
      'gu',
    ),
  },
  { kind: 'soft_hyphens', pattern: /\u00AD{2,}/g },
]

/** Flags of England, Scotland and Wales are spelled with tags behind a black flag. */
function isFlag(text: string, start: number): boolean {
  return /\u{1F3F4}$/u.test(text.slice(Math.max(0, start - 2), start))
}

function isMeant(text: string, { start, end, kind }: HiddenSign): boolean {
  return kind !== 'tag_characters' || !isFlag(text, start) || end - start > 14
}

/** Comments with words in them; what mail programs put there for each other is none. */
function commentSigns(text: string): HiddenSign[] {
  const signs: HiddenSign[] = []
  let start = text.indexOf('<!--')
  while (start !== -1) {
    const close = text.indexOf('-->', start)
    if (close === -1) break
    const end = close + 3
    const inner = text.slice(start + 4, close)
    const words = inner.slice(0, 2000).match(/\p{L}{2,}/gu) ?? []
    if (words.length >= 3 && !/^\s*(?:\[if|\[endif|\/\*|@)|[{};]\s/.test(inner)) {
      signs.push({ start, end, kind: 'comment' })
    }
    start = text.indexOf('<!--', end)
  }
  return signs
}

/** So much empty space that what follows it is out of sight. */
function pushedAwaySigns(text: string): HiddenSign[] {
  const textEnd = text.trimEnd().length
  return [...text.matchAll(/[\s\u2800\u3164]{40,}/g)]
    .map(({ 0: space, index }) => ({
      start: index,
      end: index + space.length,
      lines: space.split('\n').length - 1,
    }))
    .filter(
      ({ start, end, lines }) =>
        start > 0 && end < textEnd && (lines >= MANY_LINES || (end - start) / (lines + 1) >= WIDE),
    )
    .map(({ start, end }) => ({ start, end, kind: 'pushed_away' }))
}

/** Turned round, what is read is not what stands there; the marks that phones put around numbers turn nothing. */
function directionSigns(text: string): HiddenSign[] {
  const turning = NEEDS_JOINERS.test(text) ? /[\u202D\u202E]/g : /[\u202B\u202D\u202E\u2067]/g
  return [...text.matchAll(turning)].map(({ index }) => ({ start: index, end: index + 1, kind: 'direction' }))
}

/** A word of Latin letters in which some only look Latin. */
function lookAlikeSigns(text: string): HiddenSign[] {
  const signs: HiddenSign[] = []
  if (!/[\p{Script=Cyrillic}\p{Script=Greek}]/u.test(text)) return signs
  for (const { 0: word, index } of text.matchAll(/\p{L}{3,60}/gu)) {
    const foreign = [...word].filter((letter) => /[\p{Script=Cyrillic}\p{Script=Greek}]/u.test(letter))
    const latin = word.match(/\p{Script=Latin}/gu)?.length ?? 0
    if (foreign.length > 0 && latin >= 2 && foreign.every(looksLatin)) {
      signs.push({ start: index, end: index + word.length, kind: 'look_alikes' })
    }
  }
  return signs
}

export function findHidden(text: string): readonly HiddenSign[] {
  const signs = PATTERNS.flatMap(({ kind, pattern }) =>
    [...text.matchAll(pattern)].map(({ 0: found, index }) => ({
      start: index,
      end: index + found.length,
      kind,
    })),
  ).filter((sign) => isMeant(text, sign))
  return [
    ...signs,
    ...directionSigns(text),
    ...lookAlikeSigns(text),
    ...commentSigns(text),
    ...pushedAwaySigns(text),
  ]
    .sort((a, b) => a.start - b.start)
    .slice(0, MOST_SIGNS)
}

function bytesOfSelectors(run: string): string {
  const bytes = [...run].map((sign) => {
    const point = sign.codePointAt(0) ?? 0
    return point >= 0xe0100 ? point - 0xe0100 + 16 : point - 0xfe00
  })
  return String.fromCharCode(...bytes.map((byte) => (byte >= 0x20 && byte < 0x7f ? byte : 0xfffd)))
}

const codeOf = (sign: string) =>
  `[U+${(sign.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}]`

/** @returns the text with everything invisible written out: tags as the words they spell, the rest as codes. */
export function revealHidden(text: string): string {
  return text
    .replace(/[\u{E0000}-\u{E007F}]+/gu, (run, at: number) =>
      isFlag(text, at) && run.length <= 14
        ? run
        : `[${[...run].map((sign) => asciiOfTag(sign.codePointAt(0) ?? 0) ?? '').join('')}]`,
    )
    .replace(/[\uFE00-\uFE0F\u{E0100}-\u{E01EF}]{2,400}/gu, (run) => `[${bytesOfSelectors(run)}]`)
    .replace(
      new RegExp(
        `(?<!\\p{Extended_Pictographic}\\uFE0F?)[${ZERO_WIDTH}\\u00AD\\u034F\\u115F\\u1160\\u200E\\u200F\\u202A-\\u202E\\u2066-\\u2069\\u3164\\uFFA0]`,
        'gu',
      ),
      codeOf,
    )
}
