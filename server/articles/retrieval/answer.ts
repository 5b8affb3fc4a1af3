import type { SectionPrior } from '../../../src/domain/section-prior.ts'
import { probabilityOf, signsOf } from './certainty.ts'
import { leading } from './copies.ts'
import { type ArticleStrengths, coverageOf, readArticle } from './coverage.ts'
import { answerKindShare, namedShare, ownTopic, pointedAt } from './doubts.ts'
import { selectEvidence } from './evidence.ts'
import type { LanguageIndex } from './language-index.ts'
import type { ChosenSentence } from './lists.ts'
import { byMeaningToo, type Meaning } from './meaning.ts'
import { NEARLY_AS_SURE, preferredFirst } from './preference.ts'
import { type AskedWords, readTicket, startReading } from './question.ts'
import { type Allowed, rankTicket, type ScoredArticle } from './ranking.ts'
import { agreementOf, topicOf } from './ticket-topic.ts'

/**
 * The ticket around a question makes an article surer that stands out for the whole ticket. One that has
 * nothing to do with the rest is doubtful, and the more so the fewer words the question itself has.
 */
const TOPIC_GAIN = 0.6
const TOPIC_OWN = 0.35
const STRAY_MIN = 0.5
const STRAY_MAX = 0.9
const STRAY_PER_WORD = 0.25
/** An article that the whole ticket singles out may lead over one that only the question's words do. */
const TOPIC_SAY = 2
/** Below this the question itself says too little about the article for the ticket to speak for it. */
const OWN_WORD = 0.15
/** The question and its ticket agree on an article that has this much of the best score for both. */
const AGREED_FROM = 0.9
/** A page that the words are sure of is left for one that they are nearly as sure of, and for no other. */
const AS_SURE_BY_MEANING = 0.75
/** In choosing sentences the ticket's other words help out where the question's own say little. */
const TICKET_WORDS = 0.3

/** As many as the certainty looks at, and a few more. */
const RIVALS_SEEN = 12

export interface JudgeOrder {
  readonly question: string
  readonly context?: string | undefined
  readonly locale: string
  readonly allowed: Allowed
  readonly threshold?: number
  /** Absent or `null`: nothing is preferred. */
  readonly prior?: SectionPrior | null
  /** Articles that came later are not looked at. */
  readonly until?: number
  readonly meaning?: Meaning | null
}

export interface Judged {
  /** 0…1: how surely the best article answers. */
  readonly probability: number
  readonly best: ScoredArticle | null
  readonly ranked: readonly ScoredArticle[]
  readonly chosen: readonly ChosenSentence[]
}

/** Finds the one article that answers best, says how surely, and picks its sentences. */
export function judge(index: LanguageIndex, order: JudgeOrder, reading = startReading(index)): Judged {
  const { question, context = '', locale, allowed } = order
  const where = { locale, allowed, limit: index.size, until: order.until }
  const words = readTicket(index, question, context, reading)
  const { asked, ticket, around } = words
  const { own, told, whole } = rankTicket(index, words, where)
  const topic = topicOf(whole, told, around.weight)
  const alone = told.length === 0
  const says = ownTopic(asked, alone)
  const agreed = agreementOf(own, alone ? own : whole, says)
  const worthOf = ({ article }: ScoredArticle) => agreed(article) + TOPIC_SAY * topic(article)
  const ranked = own
    .map((one) => ({ one, worth: worthOf(one) }))
    .sort((a, b) => b.worth - a.worth)
    .map(({ one }) => one)
  // Copies of one page do not show that many pages half answer.
  const rivals = leading(own, RIVALS_SEEN)
  const judgeOne = (best: ScoredArticle): Judged => {
    const read = readArticle(index, ticket, best.article)
    const chosen = selectEvidence(index, inLight(asked, ticket), read)
    const sure = substanceOf(asked, read) * probabilityOf(signsOf(asked, rivals, best, read), index.size)
    const inAll = alone ? sure : inTicket(sure, asked.weight, topic(best.article))
    const pointed = alone ? 0 : pointedAt(around, read.whole.subarray(around.first))
    const doubts =
      namedShare(asked, read) *
      answerKindShare(index, question, chosen) *
      (says + (1 - says) * pointed) *
      Math.min(1, agreed(best.article) / AGREED_FROM) ** 2
    return { probability: Math.min(1, inAll * doubts), best, ranked, chosen }
  }
  const best = ranked[0]
  if (best === undefined) return { probability: 0, best: null, ranked, chosen: [] }
  const [preferred = best] = preferredFirst(ranked, worthOf, order.prior)
  const byWords =
    preferred === best ? judgeOne(best) : chooseBetween(judgeOne(best), judgeOne(preferred), order)
  const [meant = best] = byMeaningToo(index, ranked, order.meaning, order)
  return meant === best || meant === byWords.best ? byWords : withMeaning(byWords, judgeOne(meant), order)
}

/** What the meaning puts first is quoted where its own words say surely enough that it answers. */
function withMeaning(byWords: Judged, meant: Judged, { threshold = 0 }: JudgeOrder): Judged {
  const enough = Math.max(threshold, AS_SURE_BY_MEANING * byWords.probability)
  return meant.chosen.length > 0 && meant.probability >= enough ? meant : byWords
}

/** Whether a question is refused is never the prior's to say: the probability stays that of the words alone. */
function chooseBetween(plain: Judged, preferred: Judged, { threshold = 0 }: JudgeOrder): Judged {
  const enough = Math.max(NEARLY_AS_SURE * plain.probability, Math.min(plain.probability, threshold))
  if (preferred.chosen.length === 0 || preferred.probability < enough) return plain
  return { ...preferred, probability: plain.probability }
}

/** In choosing sentences the question's own words lead. */
function inLight(asked: AskedWords, ticket: AskedWords): AskedWords {
  if (ticket === asked) return asked
  const own = asked.concepts.length
  const concepts = ticket.concepts.map((concept, at) =>
    at < own ? concept : { ...concept, weight: concept.weight * TICKET_WORDS },
  )
  return { ...ticket, concepts, weight: concepts.reduce((sum, { weight }) => sum + weight, 0) }
}

/** A question of one common word is met by chance, unless the title is about just that. */
function substanceOf(asked: AskedWords, read: ArticleStrengths): number {
  return asked.concepts.length === 0 ? 0 : Math.min(1, asked.weight + coverageOf(asked, read.title))
}

function inTicket(sure: number, weight: number, topic: number): number {
  const stray = Math.min(STRAY_MAX, STRAY_MIN + STRAY_PER_WORD * weight)
  return sure * (stray + TOPIC_GAIN * topic) + TOPIC_OWN * topic * Math.min(1, sure / OWN_WORD)
}
