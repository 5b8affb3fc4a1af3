/** Which of the account's topics a ticket's text is about: the text is analysed, compared and let go. */
import { createHash } from 'node:crypto'
import type { TopicFound } from '../../src/domain/decide.ts'
import type { Scope } from '../../src/domain/scope.ts'
import type { Topic } from '../../src/domain/scope-policy.ts'
import { type AnalysedTopic, topicsIn } from '../../src/domain/topics.ts'
import { analysedWords, languageOf } from '../articles/index.ts'
import { canonicalJson } from '../audit/index.ts'
import type { SealedDraft } from './rooms.ts'

/** In every language of the help center: which one the text is in must not decide what it is about. */
export function topicsOfText(
  text: string,
  topics: readonly Topic[],
  locales: readonly string[],
): readonly TopicFound[] {
  if (topics.length === 0) return []
  const languages = [...new Set([...locales.map(languageOf), 'en'])]
  return topicsIn(
    languages.map((language) => ({
      text: analysedWords(text, language),
      topics: topics.map(
        ({ id, name, phrases }): AnalysedTopic => ({
          id,
          name,
          phrases: phrases.map((phrase) => analysedWords(phrase, language)),
        }),
      ),
    })),
  )
}

interface TopicGround {
  readonly scope: Pick<Scope, 'topics'> | null
  readonly topics: readonly Topic[]
}

/** Names the choice and what each topic is found by; `undefined` where the scope leaves topics alone. */
export function topicsDigest({ scope, topics }: TopicGround): string | undefined {
  if (scope?.topics === undefined) return undefined
  const found = topics.map(({ id, phrases }) => ({ id, phrases }))
  return createHash('sha256')
    .update(canonicalJson({ choice: { ...scope.topics }, found }))
    .digest('hex')
}

/** The text of a ready draft's ticket is not here any more: under other topics it cannot be held against them. */
export function topicsStillHold(draft: Pick<SealedDraft, 'topics'>, now: TopicGround): boolean {
  const digest = topicsDigest(now)
  return digest === undefined || digest === draft.topics?.digest
}
