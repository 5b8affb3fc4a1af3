import type { Language } from './language.ts'
import { nounsIn, soughtIn } from './nouns.ts'

/** What a word does in the question, whatever the articles know of it. */
export interface WordKind {
  /** Names a thing; what is asked about is one of these. */
  readonly isNoun: boolean
  /** Stands right behind `which` or `how many`: the answer has to say it. */
  readonly isSought: boolean
}

export type KindOf = (written: string, isGeneric: boolean) => WordKind

const NEITHER: WordKind = { isNoun: false, isSought: false }

/** For words that nothing is asked about. */
export const PLAIN_KINDS: KindOf = () => NEITHER

export function wordKinds(language: Language, text: string): KindOf {
  const nouns = nounsIn(text, language)
  const sought = soughtIn(text, language)
  return (written, isGeneric) => {
    if (isGeneric) return NEITHER
    const isSought = sought.has(written)
    return { isNoun: isSought || nouns.has(written), isSought }
  }
}
