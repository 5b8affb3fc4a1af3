/** Uncovered questions as topics that can be shown: of fewer than three people nothing that they wrote is told. */
import { createHash } from 'node:crypto'
import {
  GAP_SPAN_DAYS,
  type GapKind,
  type GapTopic,
  LEAST_REQUESTERS,
  QUESTION_KINDS,
} from '../../src/domain/gap-api.ts'
import { QUESTION_DAYS } from '../../src/domain/recorded-question.ts'
import type { NearArticle } from '../../src/domain/refusal.ts'
import { languageOf } from '../articles/index.ts'
import { type AskedWords, askedWords } from './asked-words.ts'
import { clustersOf } from './clusters.ts'
import { questionKind } from './question-kinds.ts'

/** One recorded question that no allowed article answers. */
export interface GapQuestion {
  readonly questionId: string
  readonly requesterRef: string
  readonly at: string
  readonly locale: string
  readonly text: string
  readonly nearest: readonly NearArticle[]
  readonly answeredBy: NearArticle | null
}

const WORDS_SHOWN = 4
const EXAMPLES = 3
const EXAMPLES_A_KIND = 2
const EXAMPLE_CHARS = 240
const NEAREST = 3
/** So much of an example must be said in words that somebody else uses too. */
const SHARED_WORDS = 0.6
const ID_WORDS = 4
const DAY_MS = 86_400_000
const SPANS = Math.ceil(QUESTION_DAYS / GAP_SPAN_DAYS)

interface Asked extends GapQuestion {
  readonly words: AskedWords
}

/** Stem to how many people have used it, in one language. */
type Users = ReadonlyMap<string, number>

function usersOf(asked: readonly Asked[]): Users {
  const people = new Map<string, Set<string>>()
  for (const { words, requesterRef } of asked)
    for (const stem of words.written.keys()) {
      const known = people.get(stem)
      if (known === undefined) people.set(stem, new Set([requesterRef]))
      else known.add(requesterRef)
    }
  return new Map([...people].map(([stem, refs]) => [stem, refs.size]))
}

const people = (asked: readonly Asked[]) => new Set(asked.map(({ requesterRef }) => requesterRef)).size

/** Stems of the topic, the weightiest first. */
function stemsOf(members: readonly Asked[]): readonly string[] {
  const sum = new Map<string, number>()
  for (const { words } of members)
    for (const stem of words.written.keys())
      sum.set(stem, (sum.get(stem) ?? 0) + (words.weights.get(stem) ?? 0))
  return [...sum].toSorted(([a, x], [b, y]) => y - x || (a < b ? -1 : 1)).map(([stem]) => stem)
}

function writtenMost(stem: string, members: readonly Asked[]): string {
  const counts = new Map<string, number>()
  for (const { words } of members) {
    const word = words.written.get(stem)
    if (word !== undefined) counts.set(word, (counts.get(word) ?? 0) + 1)
  }
  return [...counts].toSorted(([a, x], [b, y]) => y - x || (a < b ? -1 : 1))[0]?.[0] ?? stem
}

/** At most one of a person, the most typical first; odd words give a person away, so such questions are left out. */
function examplesOf(members: readonly Asked[], users: Users, most: number): readonly string[] {
  if (people(members) < LEAST_REQUESTERS) return []
  const seen = new Set<string>()
  const told = new Set<string>()
  return members
    .filter(({ words, requesterRef, text }) => {
      const shared = [...words.weights].reduce(
        (sum, [stem, weight]) =>
          sum + ((users.get(stem) ?? 0) > 1 || stem.startsWith('=') ? weight * weight : 0),
        0,
      )
      if (shared < SHARED_WORDS || seen.has(requesterRef) || told.has(text.toLowerCase())) return false
      seen.add(requesterRef)
      told.add(text.toLowerCase())
      return true
    })
    .slice(0, most)
    .map(({ text }) =>
      text.length > EXAMPLE_CHARS ? `${text.slice(0, EXAMPLE_CHARS - 1).trimEnd()}…` : text,
    )
}

function kindsOf(members: readonly Asked[], users: Users): readonly GapKind[] {
  const kinds = new Map(members.map((one) => [one.questionId, questionKind(one.text, one.locale)]))
  return QUESTION_KINDS.flatMap((kind) => {
    const own = members.filter(({ questionId }) => kinds.get(questionId) === kind)
    if (own.length === 0) return []
    return [{ kind, questions: own.length, examples: examplesOf(own, users, EXAMPLES_A_KIND) }]
  }).toSorted((a, b) => b.questions - a.questions)
}

function byCount(articles: readonly NearArticle[]): readonly { article: NearArticle; count: number }[] {
  const found = new Map<string, { article: NearArticle; count: number }>()
  for (const article of articles) {
    const key = `${article.articleId} ${article.locale}`
    const known = found.get(key)
    if (known === undefined) found.set(key, { article, count: 1 })
    else known.count += 1
  }
  const nameOf = ({ article }: { article: NearArticle }) => `${article.articleId} ${article.locale}`
  return [...found.values()].toSorted((a, b) => b.count - a.count || (nameOf(a) < nameOf(b) ? -1 : 1))
}

function spansOf(members: readonly Asked[], now: Date): readonly number[] {
  const counts = Array.from({ length: SPANS }, () => 0)
  for (const { at } of members) {
    const ago = Math.floor((now.getTime() - Date.parse(at)) / DAY_MS / GAP_SPAN_DAYS)
    const span = SPANS - 1 - Math.min(SPANS - 1, Math.max(0, ago))
    counts[span] = (counts[span] ?? 0) + 1
  }
  return counts
}

function topicOf(members: readonly Asked[], users: Users, language: string, now: Date): GapTopic {
  const stems = stemsOf(members)
  const common = stems.filter((stem) => (users.get(stem) ?? 0) >= LEAST_REQUESTERS)
  const named = stems.slice(0, ID_WORDS).toSorted().join(' ')
  const [answering] = byCount(members.flatMap(({ answeredBy }) => answeredBy ?? []))
  const requesters = people(members)
  const few = requesters < LEAST_REQUESTERS
  return {
    topicId: createHash('sha256').update(`${language} ${named}`).digest('hex').slice(0, 16),
    language,
    words: common.slice(0, WORDS_SHOWN).map((stem) => writtenMost(stem, members)),
    questions: members.length,
    requesters: few ? null : requesters,
    spans: few ? [] : spansOf(members, now),
    examples: examplesOf(members, users, EXAMPLES),
    kinds: few ? [{ kind: 'other', questions: members.length, examples: [] }] : kindsOf(members, users),
    nearest: byCount(members.flatMap(({ nearest }) => nearest))
      .slice(0, NEAREST)
      .map(({ article }) => article),
    answeredBy: answering !== undefined && answering.count * 2 > members.length ? answering.article : null,
  }
}

/** Names nothing and is asked by few: it only counts. */
const isNameless = ({ words }: GapTopic) => words.length === 0

/** The topic of most questions first. A pause after each language, so that drafts of others go on meanwhile. */
export async function gapTopics(
  questions: readonly GapQuestion[],
  now: Date,
  pause: () => Promise<void>,
): Promise<{ readonly topics: readonly GapTopic[]; readonly unnamed: number }> {
  const found: GapTopic[] = []
  const languages = [...new Set(questions.map(({ locale }) => languageOf(locale)))].toSorted()
  for (const language of languages) {
    await pause()
    const own = questions
      .filter(({ locale }) => languageOf(locale) === language)
      .toSorted((a, b) => (a.questionId < b.questionId ? -1 : 1))
    const words = askedWords(
      own.map(({ text }) => text),
      language,
    )
    const asked = own.map((one, at): Asked => ({ ...one, words: words[at] ?? NO_WORDS }))
    await pause()
    const users = usersOf(asked)
    const clusters = clustersOf(
      words,
      own.map(({ questionId }) => questionId),
    )
    for (const members of clusters)
      found.push(
        topicOf(
          members.flatMap((at) => asked[at] ?? []),
          users,
          language,
          now,
        ),
      )
  }
  return {
    topics: oncePerId(found.filter((topic) => !isNameless(topic))).toSorted(
      (a, b) => b.questions - a.questions || (a.topicId < b.topicId ? -1 : 1),
    ),
    unnamed: found.filter(isNameless).reduce((sum, { questions: count }) => sum + count, 0),
  }
}

const NO_WORDS: AskedWords = { weights: new Map(), written: new Map() }

function oncePerId(topics: readonly GapTopic[]): readonly GapTopic[] {
  const seen = new Map<string, number>()
  return topics.map((topic) => {
    const times = seen.get(topic.topicId) ?? 0
    seen.set(topic.topicId, times + 1)
    return times === 0 ? topic : { ...topic, topicId: `${topic.topicId}-${times + 1}` }
  })
}
