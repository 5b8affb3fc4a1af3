/** What one rule took from a ticket's scope, line by line of the difference, in plain words. */
import type { DiffLine } from '../domain/change.ts'
import { ACTIONS, type ArticleSelector, EXTRACTIVE, TICKET_FIELDS } from '../domain/scope.ts'
import { type ArticleNames, describeSelector } from './rule-words.ts'
import { type ConsoleWords, fill, formatDate, formatNumber, joinWords } from './words.ts'

export interface TookGiven {
  readonly names: ArticleNames
  readonly words: ConsoleWords
  readonly language: string
  /** Id of a topic to what it is called. */
  readonly topics: ReadonlyMap<string, string>
}

const SELECTOR_KEYS = ['articleId', 'sectionId', 'categoryId', 'brandId', 'label', 'locale'] as const

function partOf(line: DiffLine): unknown {
  try {
    return JSON.parse(line.value)
  } catch {
    return line.value
  }
}

const membersOf = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value)) : {}

function selectorOf(value: unknown): ArticleSelector {
  const members = membersOf(value)
  return Object.fromEntries(
    SELECTOR_KEYS.flatMap((key) => (typeof members[key] === 'string' ? [[key, members[key]]] : [])),
  )
}

function selectionWords(value: unknown, given: TookGiven): string {
  const { allow } = membersOf(value)
  const selectors = Array.isArray(allow) ? allow.map(selectorOf) : []
  const { names, words, language } = given
  const told = selectors.map((selector) => describeSelector(selector, names, words, language))
  return told.length === 0 ? words.took.noArticle : fill(words.took.only, { rule: joinWords(told, language) })
}

function limitWords(line: DiffLine, value: unknown, { words, language }: TookGiven): string {
  const name = line.path.slice('limits.'.length)
  const limit: Readonly<Record<string, string>> = words.took.limit
  return fill(limit[name] ?? `${name}: {value}`, {
    value: typeof value === 'number' ? formatNumber(value, language) : line.value,
  })
}

function topicWords(deny: boolean, value: unknown, { words, topics }: TookGiven): string {
  const topic = topics.get(String(value)) ?? String(value)
  return fill(deny ? words.took.topicDenied : words.took.topicOnly, { topic })
}

/** A choice of topics where there was none before: one line of the difference holds all of it. */
function choiceWords(value: unknown, given: TookGiven): string {
  const { allow, deny } = membersOf(value)
  const told = (ids: unknown, denies: boolean) =>
    Array.isArray(ids) ? ids.map((id) => topicWords(denies, id, given)) : []
  return [...told(allow, false), ...told(deny, true)].join(' · ') || given.words.took.topics
}

/** `null` for the half of a pair that the other half says. */
export function tookWords(line: DiffLine, given: TookGiven): string | null {
  const { names, words, language } = given
  const say = words.took
  const value = partOf(line)
  const comes = line.sign === '+'
  if (line.path === 'actions' && !comes) {
    const action = ACTIONS.find((known) => known === value)
    return action === undefined ? null : fill(say.noMore, { thing: words.scope.action[action].title })
  }
  if (line.path === 'fields' && !comes) {
    const field = TICKET_FIELDS.find((known) => known === value)
    return field === undefined ? null : fill(say.notRead, { thing: words.scope.field[field].title })
  }
  if (!comes) return null
  if (line.path === 'articles.deny')
    return fill(say.denied, { rule: describeSelector(selectorOf(value), names, words, language) })
  if (line.path === 'within') return selectionWords(value, given)
  if (line.path.startsWith('limits.')) return limitWords(line, value, given)
  if (line.path === 'topics') return choiceWords(value, given)
  if (line.path.startsWith('topics.')) return topicWords(line.path === 'topics.deny', value, given)
  if (line.path === 'drafter.drafter') return value === EXTRACTIVE.drafter ? say.local : null
  if (line.path === 'expiresAt') return fill(say.ends, { date: formatDate(String(value), language) })
  return null
}
