/**
 * What a draft of a text would be, with every effect off: no transaction, no entry, no model, and no `Allow`. The
 * gate is asked with nobody's consent, so it can only say no; what it says beside that is what the scope says.
 */
import { UNKNOWN_CONSENT } from '../../src/domain/consent.ts'
import { decide } from '../../src/domain/decide.ts'
import type { RefusalReason } from '../../src/domain/refusal.ts'
import { thresholdOf } from '../../src/domain/refusal-threshold.ts'
import type { ArticleSelection, Scope, TicketField } from '../../src/domain/scope.ts'
import { resolveScope, type ScopePolicy } from '../../src/domain/scope-resolution.ts'
import type { SimulatedArticle } from '../../src/domain/simulation.ts'
import type { TicketFacets } from '../../src/domain/ticket.ts'
import type { Question, Shelf, TicketReader } from '../articles/index.ts'
import { scopeHashOf } from '../tickets/index.ts'
import type { AskedQuestion, DraftTask, ModelBrief } from './drafter.ts'
import { composeVerbatim } from './extractive-drafter.ts'
import { draftCall } from './prompt.ts'
import { replyLocale } from './reply-locale.ts'
import type { DraftingRooms } from './rooms.ts'
import { minimiseAgain } from './second-look.ts'
import { sourcesFor } from './sources.ts'
import { configuredRecipients, usableIn } from './ticket-desk.ts'
import { topicsOfText } from './ticket-topics.ts'
import { citationsOf, openChecker } from './verified-reply.ts'

export type TrialRooms = Pick<
  DraftingRooms,
  'helpCenterLocales' | 'builtInTemplates' | 'killSwitch' | 'stoppedArticles' | 'worded' | 'drafterChoice'
>

export interface TrialGround {
  readonly accountId: string
  /** Tags of its rules as digests, like those of the facets. */
  readonly policy: ScopePolicy
  readonly selection: ArticleSelection
  readonly shelf: Shelf
  readonly now: Date
}

export interface TrialText {
  readonly facets: TicketFacets
  readonly subject?: string
  readonly locale?: string
  readonly texts: readonly string[]
}

export interface Trial {
  /** Empty: something would be drafted. */
  readonly refused: readonly RefusalReason[]
  readonly locale: string | null
  readonly questions: number
  readonly answered: number
  readonly articles: readonly SimulatedArticle[]
  /** `null` where no threshold would let it. */
  readonly probability: number | null
  /** The draft's own sentences, without greeting and closing. */
  readonly sentences: readonly string[]
  /** What a model would be asked with, and about what it would answer, in characters. */
  readonly charsIn: number
  readonly charsOut: number
}

const NOTHING: Omit<Trial, 'refused'> = {
  locale: null,
  questions: 0,
  answered: 0,
  articles: [],
  probability: null,
  sentences: [],
  charsIn: 0,
  charsOut: 0,
}

/** What the scope leaves of the text, like the sidebar does before it sends anything. */
function inScopeOnly(text: TrialText, scope: Scope): TrialText {
  const may = (field: TicketField) => scope.fields.includes(field)
  const { subject, locale, facets } = text
  return {
    facets,
    texts: may('requester_text') ? text.texts : [],
    ...(subject === undefined || !may('subject') ? {} : { subject }),
    ...(locale === undefined || !may('locale') ? {} : { locale }),
  }
}

function saidByGate(
  rooms: TrialRooms,
  ground: TrialGround,
  scope: Scope,
  text: TrialText,
): readonly RefusalReason[] {
  const { policy, shelf, now } = ground
  const spoken = [text.subject ?? '', ...text.texts].join('\n')
  const gate = decide({
    action: 'draft',
    consent: UNKNOWN_CONSENT,
    scope,
    scopeHash: scopeHashOf(scope),
    currentNoticeVersion: 0,
    // What would be, were it live: that is what is asked before.
    live: true,
    stops: rooms.killSwitch({
      provider: scope.drafter.drafter === 'extractive' ? null : scope.drafter.provider,
      brands: [text.facets.brandId],
    }),
    configuredRecipients: configuredRecipients(rooms),
    draftsMade: 0,
    topics: topicsOfText(spoken, policy.topics ?? [], rooms.helpCenterLocales),
    articlesInScope: usableIn(shelf.articles, scope).size,
    fields: [],
    requesterAgrees: true,
    now: now.toISOString(),
  })
  // Nobody has been asked: the one no that says nothing of the scope.
  const reasons = gate.outcome === 'refused' ? gate.refusals.map(({ refusal }) => refusal.reason) : []
  return [...new Set(reasons.filter((reason) => reason !== 'CONSENT_NOT_GRANTED'))]
}

/** A citation takes an id and its quote; the rest of the form is small. */
const CITED_TWICE = 2
const FORM_CHARS = 60

function sizesFor(
  ground: TrialGround,
  task: DraftTask,
  asked: Pick<ModelBrief, 'sources' | 'ticket' | 'links'>,
  sentences: readonly string[],
): Pick<Trial, 'charsIn' | 'charsOut'> {
  if (sentences.length === 0) return { charsIn: 0, charsOut: 0 }
  const { system, user, schema } = draftCall(task, {
    accountId: ground.accountId,
    ...asked,
    tone: 'neutral',
    length: 'normal',
    rewrite: null,
    nonce: '0000000000000000000000',
    canary: '0000000000000000000000',
    leaving: {
      ticketRef: '',
      actor: { kind: 'system', ref: 'simulation' },
      about: { kind: 'draft', ref: '' },
      fields: [],
      articles: [],
    },
    // Measured, never asked.
    permit: async () => null,
    settle: async () => {},
    withheld: () => {},
    startOver: () => {},
  })
  return {
    charsIn: system.length + user.length + JSON.stringify(schema.schema).length,
    charsOut: sentences.reduce((sum, { length }) => sum + CITED_TWICE * length + FORM_CHARS, 0),
  }
}

/** @param text minimised; it is looked at once more, and nothing of it is kept. */
export function tryDraft(rooms: TrialRooms, ground: TrialGround, text: TrialText): Trial {
  const { policy, selection, now } = ground
  const scope = resolveScope(policy, selection, now, [text.facets])
  const own = inScopeOnly(text, scope)
  const refused = saidByGate(rooms, ground, scope, own)
  const minimised = minimiseAgain(
    {
      ...(own.subject === undefined ? {} : { subject: own.subject }),
      comments: own.texts.map((words, at) => ({
        id: String(at),
        text: words,
        createdAt: '1970-01-01T00:00:00.000Z',
      })),
      replaced: {},
    },
    scope.limits.maxChars,
  )
  const spoken = [minimised.subject ?? '', ...minimised.texts].join('\n').trim()
  const locale = spoken === '' ? null : replyLocale(spoken, rooms.helpCenterLocales, own.locale)
  if (refused.length > 0) return { ...NOTHING, locale, refused }
  if (spoken === '') return { ...NOTHING, refused: ['NO_QUESTION'] }
  if (locale === null) return { ...NOTHING, refused: ['LANGUAGE_NOT_COVERED'] }
  const reader = ground.shelf.index.readTicket(locale)
  const split = reader.split(minimised.texts.join('\n'), minimised.subject)
  if (split.length === 0) return { ...NOTHING, locale, refused: ['NO_QUESTION'] }
  return draftFor(rooms, ground, scope, { locale, reader, split, spoken })
}

function draftFor(
  rooms: TrialRooms,
  ground: TrialGround,
  scope: Scope,
  asked: { locale: string; reader: TicketReader; split: readonly Question[]; spoken: string },
): Trial {
  const { shelf, policy } = ground
  const { locale, reader, spoken } = asked
  const usable = usableIn(shelf.articles, scope)
  const stopped = rooms.stoppedArticles()
  const allowed = (at: SimulatedArticle) => usable.has(at) && !stopped.has(at.articleId)
  const threshold = thresholdOf(policy)
  const questions = asked.split.map(({ text: question, context }): AskedQuestion => {
    const evidence = reader.answer({ question, context, allowed, threshold, prior: shelf.prior })
    return { text: question, evidence }
  })
  const task: DraftTask = {
    action: 'draft',
    locale,
    questions,
    templates: rooms.builtInTemplates(locale),
    namePlaceholder: null,
    passage: (at) => (allowed(at) ? shelf.passage(at) : null),
    sentencesOf: shelf.sentencesOf,
  }
  const checker = openChecker(task)
  for (const sentence of composeVerbatim(task)) checker.take(sentence)
  const { sentences: checked, parts } = checker.finish()
  const drafted = checked.filter(({ kind }) => kind !== 'template')
  const answered = parts.filter(({ outcome }) => outcome === 'answered').length
  const articles = new Map(
    drafted
      .flatMap(citationsOf)
      .map(({ articleId, locale: of }) => [`${articleId} ${of}`, { articleId, locale: of }]),
  )
  const words = drafted.map(({ text }) => text)
  // Sure enough and yet not covered: there is no sentence to quote, whatever the threshold.
  const sure = questions.flatMap(({ evidence }) =>
    evidence.outcome === 'covered' || evidence.probability < threshold ? evidence.probability : [],
  )
  const withEvidence = questions.map(({ text, evidence }) => ({ text, evidence }))
  const sources = sourcesFor({ shelf, questions: withEvidence, locale, replyLocale: locale, allowed })
  const links = shelf.articles.flatMap((article) =>
    article.url !== null && allowed(article) ? [article.url] : [],
  )
  return {
    refused: answered === 0 ? ['NOT_COVERED'] : [],
    locale,
    questions: questions.length,
    answered,
    articles: answered === 0 ? [] : [...articles.values()],
    probability: sure.length === 0 ? null : Math.max(...sure),
    sentences: answered === 0 ? [] : words,
    ...sizesFor(ground, task, { sources, ticket: spoken, links }, answered === 0 ? [] : words),
  }
}
