/** A text as retrieval compares it: its words in their order, folded and reduced to their stems. */
import { languageFor, remembering } from './language.ts'
import { wordsOf } from './words.ts'

export function analysedWords(text: string, locale: string): readonly string[] {
  const language = remembering(languageFor(locale))
  return wordsOf(text).map((word) => language.stem(word))
}
