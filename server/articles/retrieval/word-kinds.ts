import { genericStems } from './generic-words.ts'
import type { Language } from './language.ts'
import type { Word } from './lexicon.ts'
import { nounsIn, soughtIn } from './nouns.ts'

/** What a word does in the question, whatever the articles know of it. */
export interface WordKind {
  /** Names a thing; what is asked about is one of these. */
  readonly isNoun: boolean
  /** Stands right behind `which` or `how many`: the answer has to say it. */
  readonly isSought: boolean
  /** Says nothing about the topic: `send`, `bekommen`. */
  readonly isGeneric: boolean
}

export function wordKinds(language: Language, text: string): (written: string, word: Word) => WordKind {
  const nouns = nounsIn(text, language)
  const sought = soughtIn(text, language)
  const generic = genericStems(language)
  return (written, word) => {
    const isGeneric = word.weight < 1 || generic.has(language.stem(written))
    const isSought = !isGeneric && sought.has(written)
    return { isNoun: isSought || (!isGeneric && nouns.has(written)), isSought, isGeneric }
  }
}
