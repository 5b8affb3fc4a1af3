import { CHATTER } from './asking-words.ts'
import type { Language } from './language.ts'
import { wordsOf } from './words.ts'

/** What a sentence says beyond grammar and talk around the matter. */
export interface TopicWords {
  readonly words: number
  readonly topicWords: number
  /** True for "How long does it take?", unlike "Can you help me?": neither names a topic. */
  readonly saysMore: boolean
}

const NONE: ReadonlySet<string> = new Set()
const chatterOf = new Map<string, ReadonlySet<string>>()

export function weigh(text: string, language: Language): TopicWords {
  const chatter = chatterStems(language)
  const words = wordsOf(text)
  const topics = new Set<string>()
  let saysMore = false
  for (const word of words) {
    const weight = language.weight(word)
    // Half of what people write is grammar, and stemming costs the most.
    if (weight === 0) continue
    const stem = language.stem(word)
    if (chatter.has(stem)) continue
    saysMore = true
    if (weight === 1) topics.add(stem)
  }
  return { words: words.length, topicWords: topics.size, saysMore }
}

function chatterStems(language: Language): ReadonlySet<string> {
  const words = CHATTER.get(language.code)
  if (words === undefined) return NONE
  const known = chatterOf.get(language.code) ?? new Set([...words].map(language.stem))
  chatterOf.set(language.code, known)
  return known
}
