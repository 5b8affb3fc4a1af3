/** Questions of a provider trial: which may leave, and which the account's own articles suggest. Pure; keeps nothing. */
import {
  TRIAL_MOST_CHARS,
  TRIAL_MOST_QUESTIONS,
  type TrialFinding,
  type TrialQuestion,
} from '../../src/domain/provider-trial.ts'
import type { TrialSuggestions } from '../../src/domain/provider-trial-api.ts'
import { openMinimiser, phoneFinder } from '../../src/minimise/index.ts'
import type { Shelf } from '../articles/index.ts'

/** What the detectors find in any of them, and where: such a question may be about somebody, and is not asked. */
export function personalDataIn(questions: readonly TrialQuestion[]): readonly TrialFinding[] {
  const minimiser = openMinimiser({}, { phones: phoneFinder })
  return questions.flatMap(({ text }, at) =>
    minimiser.find(text).map(({ start, end, type }) => ({ question: at + 1, start, end, kind: type })),
  )
}

const foldedText = (text: string) => text.normalize('NFKC').toLowerCase().replace(/\s+/gu, ' ').trim()

/** Each once, without spaces around it. */
export function distinctQuestions(questions: readonly TrialQuestion[]): readonly TrialQuestion[] {
  const seen = new Set<string>()
  return questions.flatMap((question) => {
    const text = question.text.trim()
    const key = `${question.locale ?? ''} ${foldedText(text)}`
    if (text === '' || seen.has(key)) return []
    seen.add(key)
    return [{ ...question, text }]
  })
}

/** Titles, and headings that ask: headings such as "Overview" say nothing without their article. */
export function suggestedQuestions(
  articles: Shelf['articles'],
  passagesOf: Shelf['passagesOf'],
): TrialSuggestions {
  const asking = /[?？؟]\s*$/u
  const found = articles.flatMap(({ articleId, locale, title }) => {
    const headings = passagesOf(articleId, locale).flatMap((passage) => passage.headings)
    return [title, ...headings.filter((heading) => asking.test(heading))].map((text) => ({ text, locale }))
  })
  const distinct = distinctQuestions(found).filter(({ text }) => text.length <= TRIAL_MOST_CHARS)
  const free = distinct.filter((question) => personalDataIn([question]).length === 0)
  // What asks in its own words first: a title is a question by courtesy.
  const sorted = free.toSorted((a, b) => Number(asking.test(b.text)) - Number(asking.test(a.text)))
  return { questions: sorted.slice(0, TRIAL_MOST_QUESTIONS), leftOut: distinct.length - free.length }
}
