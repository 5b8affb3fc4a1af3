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

export type KindOf = (written: string, word: Word) => WordKind

/** For words that nothing is asked about: only whether they name a topic is told. */
export function plainKinds(language: Language): KindOf {
  const generic = genericStems(language)
  return (written, word) => ({
    isNoun: false,
    isSought: false,
    isGeneric: isGeneric(language, generic, written, word),
  })
}

export function wordKinds(language: Language, text: string): KindOf {
  const nouns = nounsIn(text, language)
  const sought = soughtIn(text, language)
  const generic = genericStems(language)
  return (written, word) => {
    const general = isGeneric(language, generic, written, word)
    const isSought = !general && sought.has(written)
    return { isNoun: isSought || (!general && nouns.has(written)), isSought, isGeneric: general }
  }
}

function isGeneric(language: Language, generic: ReadonlySet<string>, written: string, word: Word): boolean {
  return word.weight < 1 || generic.has(language.stem(written))
}
