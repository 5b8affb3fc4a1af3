/** Which topics a text is about. Takes words that were analysed already; the same words give the same topics. */

/** Stems of one phrase, in their order. */
export type AnalysedPhrase = readonly string[]

export interface AnalysedTopic {
  readonly id: string
  readonly name: string
  readonly phrases: readonly AnalysedPhrase[]
}

/** The phrase's stems one after the other, somewhere in the text. A phrase without a word is in none. */
export function holdsPhrase(text: AnalysedPhrase, phrase: AnalysedPhrase): boolean {
  if (phrase.length === 0) return false
  return text.some((_, start) => phrase.every((stem, at) => text[start + at] === stem))
}

/** Each text is one analysis of the same words, e.g. one a language: a phrase found in any of them counts. */
export function topicsIn(
  texts: readonly { readonly text: AnalysedPhrase; readonly topics: readonly AnalysedTopic[] }[],
): readonly { readonly id: string; readonly name: string }[] {
  const found = new Map<string, string>()
  for (const { text, topics } of texts)
    for (const { id, name, phrases } of topics)
      if (phrases.some((phrase) => holdsPhrase(text, phrase))) found.set(id, name)
  return [...found].map(([id, name]) => ({ id, name }))
}
