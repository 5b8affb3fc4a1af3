/** Which of the account's topics a ticket's text is about: the text is analysed, compared and let go. */
import type { TopicFound } from '../../src/domain/decide.ts'
import type { Topic } from '../../src/domain/scope-policy.ts'
import { type AnalysedTopic, topicsIn } from '../../src/domain/topics.ts'
import { analysedWords, languageOf } from '../articles/index.ts'

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
