import { AND, ASKS_AT_START, LEAD_IN, ORDERS_TO_A_MACHINE, PLEA, REQUESTS } from './asking-words.ts'
import { type Language, languageFor, remembering } from './language.ts'
import { ownLines } from './ticket-lines.ts'
import { sentencesOf } from './ticket-sentences.ts'
import { type TopicWords, weigh } from './topic-words.ts'
import { wordsOf } from './words.ts'

export interface Question {
  readonly kind: 'question' | 'request' | 'statement'
  /** The requester's own words. */
  readonly asked: string
  /** What to look for: `asked`, after the statement it refers to when it names no topic itself. */
  readonly text: string
  /** What else the ticket says, the closest first. It asks nothing of its own. */
  readonly context: string
}

const CONTEXT_SENTENCES_MAX = 8
const QUESTIONS_MAX = 5
/** Each question looks at the sentences around it. */
const SENTENCES_MAX = 400
const STATEMENTS_MAX = 2
const QUESTION_CHARS_MAX = 600
/** "What can I do?" names no topic; with this many topic words a sentence stands on its own. */
const TOPIC_WORDS_MIN = 1
const STATEMENT_TOPIC_WORDS_MIN = 2
/** Fewer words are a name or a number. */
const STATEMENT_WORDS_MIN = 4
const ENDS_AS_QUESTION = /[?？؟][\s"'”“»«)\]!?？]{0,8}$/u

interface Asked {
  readonly from: Heard
  readonly question: Question
}

interface Heard extends TopicWords {
  readonly kind: Question['kind']
  readonly text: string
}

/**
 * The questions and requests in a ticket, in reading order; its clearest statements when it asks nothing.
 * `subject` only tells what they are about, unless nothing else does.
 */
export function splitQuestions(text: string, locale: string, subject = ''): readonly Question[] {
  return questionsIn(text, remembering(languageFor(locale)), subject)
}

/** The same with a language that knows stems already. */
export function questionsIn(text: string, language: Language, subject = ''): readonly Question[] {
  const heard = hearAll(text, language)
  const used = new Set<Heard>()
  const asked = heard.flatMap((sentence, at) =>
    sentence.kind === 'statement' ? [] : (inContext(heard, at, subject, used) ?? []),
  )
  const asks = asked.some(({ from }) => from.kind === 'question')
  const own = asked
    .filter(({ from }) => !used.has(from) && !(asks && from.kind === 'request' && !PLEA.test(from.text)))
    .map(({ question }) => question)
  const told = own.length > 0 ? own : statements(heard, subject)
  const found = told.length > 0 || subject === '' ? told : questionsIn(subject, language)
  return distinct(found).slice(0, QUESTIONS_MAX)
}

function hearAll(text: string, language: Language): readonly Heard[] {
  return ownLines(text)
    .flatMap(sentencesOf)
    .filter((sentence) => !ORDERS_TO_A_MACHINE.test(sentence))
    .slice(0, SENTENCES_MAX)
    .flatMap((sentence) => halves(sentence, language))
    .map((sentence) => hear(sentence, language))
}

function hear(sentence: string, language: Language): Heard {
  const text = withoutLeadIn(sentence).slice(0, QUESTION_CHARS_MAX)
  return { kind: kindOf(text, language.code), text, ...weigh(text, language) }
}

/** Two questions in one sentence, if both name a topic and the second asks by itself. */
function halves(sentence: string, language: Language): readonly string[] {
  const and = AND.get(language.code)
  if (and === undefined || !ENDS_AS_QUESTION.test(sentence)) return [sentence]
  for (const { 0: word, index } of sentence.matchAll(and)) {
    const first = sentence.slice(0, index)
    const second = sentence.slice(index + word.length)
    if (!ASKS_AT_START.get(language.code)?.test(second)) continue
    if (kindOf(withoutLeadIn(first), language.code) !== 'question') continue
    if (weigh(first, language).topicWords > 0 && weigh(second, language).topicWords > 0) {
      return [`${first}?`, second]
    }
  }
  return [sentence]
}

function withoutLeadIn(sentence: string): string {
  let rest = sentence
  for (let round = 0; round < 3; round += 1) {
    const shorter = rest.replace(LEAD_IN, '')
    if (shorter === rest || shorter === '') break
    rest = shorter
  }
  return rest
}

function kindOf(text: string, code: string): Question['kind'] {
  if (ENDS_AS_QUESTION.test(text)) return 'question'
  const beginning = text.slice(0, 120)
  if (ASKS_AT_START.get(code)?.test(beginning) && !text.endsWith(':')) return 'question'
  return REQUESTS.get(code)?.test(beginning) ? 'request' : 'statement'
}

/** `null` for a question that says nothing even with what stands before or after it. */
function inContext(heard: readonly Heard[], at: number, subject: string, used: Set<Heard>): Asked | null {
  const from = heard[at]
  if (from === undefined) return null
  const around = (topic?: Heard) =>
    [subject.slice(0, QUESTION_CHARS_MAX), ...nearest(heard, at, topic)].join('\n').trim()
  if (names(from)) {
    return { from, question: { kind: from.kind, asked: from.text, text: from.text, context: around() } }
  }
  const later = heard.slice(at + 1).find((one) => names(one) && one.kind === 'statement')
  const topic = heard.slice(0, at).findLast(names) ?? later
  if (topic === undefined || (topic.kind === 'question' && !from.saysMore)) return null
  // "I want to return my shoes. How do I do that?" is one question; a question before it stays its own.
  if (topic.kind !== 'question') used.add(topic)
  const text = `${topic.text} ${from.text}`
  return { from, question: { kind: from.kind, asked: from.text, text, context: around(topic) } }
}

/** What else the ticket says, the closest first. */
function nearest(heard: readonly Heard[], at: number, topic: Heard | undefined): readonly string[] {
  return heard
    .map((one, position) => ({ one, distance: Math.abs(position - at) }))
    .filter(({ one, distance }) => distance > 0 && one !== topic && names(one))
    .sort((a, b) => a.distance - b.distance)
    .slice(0, CONTEXT_SENTENCES_MAX)
    .map(({ one }) => one.text)
}

function names(heard: Heard): boolean {
  return heard.topicWords >= TOPIC_WORDS_MIN
}

function statements(heard: readonly Heard[], subject: string): readonly Question[] {
  const telling = heard
    .filter(
      (one) =>
        one.kind === 'statement' &&
        one.topicWords >= STATEMENT_TOPIC_WORDS_MIN &&
        one.words >= STATEMENT_WORDS_MIN,
    )
    .sort((a, b) => b.topicWords - a.topicWords)
    .slice(0, STATEMENTS_MAX)
  return heard
    .filter((one) => telling.includes(one))
    .map(({ text }) => ({ kind: 'statement', asked: text, text, context: subject }))
}

function distinct(questions: readonly Question[]): readonly Question[] {
  const seen = new Set<string>()
  return questions.filter(({ text }) => {
    const key = wordsOf(text).join(' ')
    if (seen.has(key)) return false
    seen.add(key)
    return true
  })
}
