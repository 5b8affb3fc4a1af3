/** Sentences and the words they share, as a plain model would see them. */

const WORD = /[\p{L}\p{N}]+/gu
/** So common in questions and articles that sharing one says nothing. */
const COMMON = new Set(
  (
    'about after also been before does from have here into just like more most much only other please should ' +
    'some such than that their them then there these they this those what when where which will with would your ' +
    'aber alle auch beim bitte dann dass diese dieser eine einem einen einer eines hallo haben hatte ihre ihnen ' +
    'kann mein meine mich nach nicht noch oder sehr sich sind über und wann warum wenn werden wird wurde'
  ).split(' '),
)

export interface SourceSentence {
  readonly passage: string
  /** Verbatim. */
  readonly text: string
  readonly kind: 'answer' | 'step' | 'list_item'
}

export function sentencesOf(text: string, language: string): readonly string[] {
  const cut = new Intl.Segmenter(language, { granularity: 'sentence' })
  return text
    .split('\n')
    .flatMap((line) => [...cut.segment(line)].map(({ segment }) => segment.trim()))
    .filter((sentence) => sentence !== '')
}

/** Beginnings of words, so that endings do not matter much. */
export function stemsOf(text: string): ReadonlySet<string> {
  const words = text.toLowerCase().match(WORD) ?? []
  return new Set(words.filter((word) => word.length > 3 && !COMMON.has(word)).map((word) => word.slice(0, 5)))
}

export function sharedStems(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  return [...a].filter((stem) => b.has(stem)).length
}

export function sourceSentences(
  passages: readonly { readonly id: string; readonly text: string }[],
  language: string,
): readonly SourceSentence[] {
  return passages.flatMap(({ id, text }) =>
    text.split('\n').flatMap((line) => {
      const kind = /^\s*\d+[.)]\s/.test(line) ? 'step' : /^\s*[-–•*]\s/.test(line) ? 'list_item' : 'answer'
      const words = line.replace(/^\s*(?:\d+[.)]|[-–•*])\s+/, '')
      return sentencesOf(words, language).map((sentence) => ({ passage: id, text: sentence, kind }) as const)
    }),
  )
}
