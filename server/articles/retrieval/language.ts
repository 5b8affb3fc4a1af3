import { createRequire } from 'node:module'
import stopwords from 'stopwords-iso' with { type: 'json' }
import { FUNCTION_WORDS } from './function-words.ts'
import { SUPPORT_WORDS } from './support-words.ts'
import { folded } from './words.ts'

// The package marks itself as an ES module without a default: loaders disagree on what `import` gives.
const snowball: typeof import('snowball-stemmers') = createRequire(import.meta.url)('snowball-stemmers')

const ALGORITHMS: ReadonlyMap<string, string> = new Map([
  ['ar', 'arabic'],
  ['ca', 'catalan'],
  ['cs', 'czech'],
  ['da', 'danish'],
  ['de', 'german'],
  ['en', 'english'],
  ['es', 'spanish'],
  ['eu', 'basque'],
  ['fi', 'finnish'],
  ['fr', 'french'],
  ['ga', 'irish'],
  ['hu', 'hungarian'],
  ['hy', 'armenian'],
  ['it', 'italian'],
  ['nb', 'norwegian'],
  ['nl', 'dutch'],
  ['nn', 'norwegian'],
  ['no', 'norwegian'],
  ['pt', 'portuguese'],
  ['ro', 'romanian'],
  ['ru', 'russian'],
  ['sl', 'slovene'],
  ['sv', 'swedish'],
  ['ta', 'tamil'],
  ['tr', 'turkish'],
])

/** Languages that write compounds as one word: `Lieferkosten`, `leveringskosten`. */
const COMPOUNDING: ReadonlySet<string> = new Set(['da', 'de', 'fi', 'nb', 'nl', 'nn', 'no', 'sv'])

/** A stop word of a general list that is not grammar may still be the topic, so it counts a little. */
const LIGHT = 0.3
const SHORT_STOP_WORD_CHARS = 5

/** How one language turns a written word into what is compared. It keeps no word that it was asked for. */
export interface Language {
  readonly code: string
  readonly compounds: boolean
  /** The folded word itself where no stemmer exists; then mostly the 4-grams compare. */
  stem(word: string): string
  /** 0 for grammar, about a third for vague words, 1 for topics. */
  weight(word: string): number
}

/** `pt-br` and `PT_BR` are both Portuguese here: an index exists for each primary language. */
export function languageOf(locale: string): string {
  return locale.toLowerCase().split(/[-_]/, 1)[0] ?? ''
}

const built = new Map<string, Language>()

/** Built once for each language that has a stemmer; the list is closed, so nothing outside can grow it. */
export function languageFor(locale: string): Language {
  const code = languageOf(locale)
  const language = built.get(code) ?? buildLanguage(code)
  if (ALGORITHMS.has(code)) built.set(code, language)
  return language
}

function buildLanguage(code: string): Language {
  const algorithm = ALGORITHMS.get(code)
  const stemmer = algorithm === undefined ? null : snowball.newStemmer(algorithm)
  const stem = (word: string): string => {
    const written = code === 'de' ? withUmlauts(word) : word
    return folded(stemmer === null ? written : stemmer.stem(written) || written)
  }
  const listed: Readonly<Record<string, readonly string[]>> = stopwords
  const vague = new Set(Object.hasOwn(listed, code) ? listed[code] : [])
  const support = Object.hasOwn(SUPPORT_WORDS, code) ? (SUPPORT_WORDS[code] ?? []) : []
  const topics = new Set(support.flatMap((group) => group.split(' ').map(stem)))
  const grammar = FUNCTION_WORDS.get(code)
  const vagueWeight = (word: string) => {
    if (topics.has(stem(word))) return 1
    return grammar === undefined && word.length <= SHORT_STOP_WORD_CHARS ? 0 : LIGHT
  }
  const vagueWeights = new Map([...vague].map((word) => [word, vagueWeight(word)]))
  return {
    code,
    compounds: COMPOUNDING.has(code),
    stem,
    weight: (word) => {
      if (grammar?.has(word) || (code === 'de' && grammar?.has(withUmlauts(word)))) return 0
      return vagueWeights.get(word) ?? 1
    },
  }
}

/** For reading one text: a word that comes again is stemmed once, and forgotten with what is returned here. */
export function remembering(language: Language, stem: (word: string) => string = language.stem): Language {
  const stems = new Map<string, string>()
  return {
    ...language,
    stem: (word) => {
      const known = stems.get(word)
      if (known !== undefined) return known
      const found = stem(word)
      stems.set(word, found)
      return found
    },
  }
}

/** `fuer` is how `für` is typed where the key is missing; both sides of the comparison pass here. */
function withUmlauts(word: string): string {
  if (!/[aou]e/.test(word)) return word
  return word
    .replaceAll('ae', 'ä')
    .replaceAll('oe', 'ö')
    .replace(/(?<![aeq])ue/g, 'ü')
}
