/** Words of scripts that write no spaces, by the dictionaries that come with Node. Without them a run stays one word. */

const SCRIPTS = 'Han|Hiragana|Katakana|Thai|Lao|Khmer|Myanmar'.split('|')
export const UNSPACED = new RegExp(`[${SCRIPTS.map((script) => `\\p{Script=${script}}`).join('')}]`, 'u')

interface Dictionary {
  readonly locale: string
  readonly script: RegExp
  /** Two words or more that only a dictionary tells apart, neither run nor single letters. */
  readonly probe: string
}

/** The first whose script stands in a run reads it: Japanese is told from Chinese by its kana. */
const DICTIONARIES: readonly Dictionary[] = [
  { locale: 'th', script: /\p{Script=Thai}/u, probe: 'สินค้าภาษาไทย' },
  { locale: 'lo', script: /\p{Script=Lao}/u, probe: 'ພາສາລາວສິນຄ້າ' },
  { locale: 'km', script: /\p{Script=Khmer}/u, probe: 'ភាសាខ្មែរទំនិញ' },
  { locale: 'my', script: /\p{Script=Myanmar}/u, probe: 'မြန်မာဘာသာစကား' },
  { locale: 'ja', script: /[\p{Script=Hiragana}\p{Script=Katakana}]/u, probe: '返品商品到着' },
  { locale: 'zh', script: /\p{Script=Han}/u, probe: '如何获得退款' },
]

/** Splits a text; what is no word is left out. */
export type SplitWords = (text: string) => readonly string[]
export type WordsFor = (locale: string) => SplitWords | null

function segmenterFor(locale: string): SplitWords | null {
  if (typeof Intl.Segmenter !== 'function') return null
  const segmenter = new Intl.Segmenter(locale, { granularity: 'word' })
  return (text) =>
    [...segmenter.segment(text)].flatMap(({ segment, isWordLike }) => (isWordLike ? [segment] : []))
}

/** @param wordsFor `null` where a locale cannot be split. */
export function createUnspacedWords(wordsFor: WordsFor = segmenterFor): SplitWords {
  const known = new Map<string, SplitWords | null>()
  const splitFor = ({ locale, probe }: Dictionary): SplitWords | null => {
    const found = known.get(locale)
    if (found !== undefined) return found
    const split = wordsFor(locale)
    const words = split?.(probe).length ?? 1
    const usable = words > 1 && words < [...probe].length ? split : null
    known.set(locale, usable)
    return usable
  }
  return (run) => {
    const dictionary = DICTIONARIES.find(({ script }) => script.test(run))
    const words = dictionary === undefined ? [] : (splitFor(dictionary)?.(run) ?? [])
    return words.length === 0 ? [run] : words
  }
}

export const unspacedWords = createUnspacedWords()
