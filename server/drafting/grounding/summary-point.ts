/** Whether a point of a summary says what its comment says. Looser than for a reply: the agent reads it beside the quote. */

import type { DropRule } from '../../../src/domain/draft.ts'
import { disagreement, withCues } from './agreement.ts'
import { checkFacts } from './facts.ts'
import { groundOf, readAfresh } from './ground.ts'
import { withoutPlaceholders } from './markup.ts'
import { nearIn } from './near-words.ts'
import { type Reading, readWords, type Word } from './reading.ts'
import { checkForm } from './safety.ts'
import { pairsOf, supportIn } from './support.ts'

/** "The customer wants a refund": half of it are words about the comment, not of it. */
const SUMMED_UP_FROM = 0.3

export interface PointQuestion {
  readonly text: string
  /** Verbatim words of the comment. */
  readonly quote: string
  readonly comment: string
  readonly locale: string
}

/** Words about the comment rather than of it. A verb of doing is none of them. */
const TELLING: Readonly<Record<string, string>> = {
  en: 'customer requester user client person they he she wants want would like wishes asks ask asked says say said reports reported states writes wrote mentions needs need requests request since about whether their his her has have had been',
  de: 'kunde kundin anfragende anfragender person er sie es möchte will wünscht fragt bittet sagt schreibt meldet berichtet erwähnt braucht benötigt nennt gibt an ob dass um über ihr ihre ihren seine seinen sein hat haben',
  fr: 'client cliente personne il elle veut souhaite demande dit écrit signale',
  es: 'cliente clienta persona quiere desea pide pregunta dice escribe',
  it: 'cliente persona vuole desidera chiede dice scrive',
  nl: 'klant persoon hij zij wil wenst vraagt zegt schrijft meldt',
}
const telling = new Map(
  Object.entries(TELLING).map(([code, words]) => [code, new Set(words.split(' '))] as const),
)
const REQUESTER = /^(?:customer|requester|user|client|kunde|kundin|cliente?|klant)$/u
const SELF = new Set('i my me we our ich mein meine wir unser je mon ma yo mi io mio ik mijn'.split(' '))
/** Two foreign words are a claim of their own; one may be another word for the same. */
const FOREIGN_MAX = 1

/** "The customer threatened" needs an "I" before the same verb: a neighbour of theirs may have. */
function isAnothersDeed(own: Reading, cited: Reading): boolean {
  if (!own.words.slice(0, 3).some(({ text }) => REQUESTER.test(text))) return false
  const first = cited.words.find(({ weight, text }) => weight > 0 || SELF.has(text))
  const about = first === undefined ? 0 : cited.words.indexOf(first)
  const next = cited.words.slice(about, about + 2).filter(({ weight }) => weight > 0)
  const isOwner =
    first !== undefined && /^(?:my|our|mein\p{L}*|unser\p{L}*|mon|ma|mi|mio|mijn)$/u.test(first.text)
  // Whose deed it is stands before the verb; a point that names them says it, too.
  return isOwner && next.length > 0 && !next.some(({ stem }) => own.stems.has(stem))
}

function pointRule(own: Reading, cited: Reading): DropRule | null {
  if (disagreement(withCues(own), [withCues(cited)]) === 'NEGATION_DIFFERS') return 'NEGATION_DIFFERS'
  if (isAnothersDeed(own, cited)) return 'NAME_DIFFERS'
  const known = telling.get(own.language.code)
  const stems = cited.words.map(({ stem }) => stem)
  const isTopic = ({ weight, figure, text }: Word) => weight > 0 && figure === null && !known?.has(text)
  const isForeign = (word: Word) => isTopic(word) && !nearIn(word.stem, stems, own.language)
  const clauses = new Map<number, Word[]>()
  for (const word of own.words.filter(isTopic))
    clauses.set(word.clause, [...(clauses.get(word.clause) ?? []), word])
  const isForeignClause = [...clauses.values()].some((words) => words.every(isForeign))
  return isForeignClause || own.words.filter(isForeign).length > FOREIGN_MAX ? 'NOT_SUPPORTED' : null
}

/** @returns the rule that the point breaks, or `null` when it holds. Keeps nothing of the comment. */
export function checkSummaryPoint({ text, quote, comment, locale }: PointQuestion): DropRule | null {
  const source = { text: comment, title: '', headings: [] }
  const question = { sentence: text, locale, sources: [source], quotes: [quote], ticket: comment }
  const form = checkForm(question)
  if (form !== null) return form
  const ground = groundOf([source], [quote], locale, readAfresh)
  if (ground === null) return 'NOT_VERBATIM'
  const own = readWords(text, locale)
  const facts = checkFacts(own, ground, readWords(withoutPlaceholders(comment), locale))
  if (facts.rule !== null) return facts.rule
  const rules = ground.cited.map((reading) => pointRule(own, reading))
  const agreed = rules.includes(null) ? null : (rules[0] ?? null)
  if (agreed !== null) return agreed
  const pairs = new Set(ground.cited.flatMap(({ words }) => pairsOf(words)))
  return supportIn(own, ground, pairs, null) < SUMMED_UP_FROM ? 'NOT_SUPPORTED' : null
}
