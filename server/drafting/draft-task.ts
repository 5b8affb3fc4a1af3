/** Makes the task of a draft: the questions with their evidence, or the draft that is to be worded anew. */
import type { Agent } from '../../src/domain/account.ts'
import type { DraftOrder, TemplatesView } from '../../src/domain/api.ts'
import type {
  CitedPassage,
  DenseSign,
  DraftPart,
  DraftSentence,
  Receipt,
  Rewrite,
} from '../../src/domain/draft.ts'
import { Fault } from '../../src/domain/fault.ts'
import { thresholdOf } from '../../src/domain/refusal-threshold.ts'
import type { Evidence, PassageAddress, Shelf, TicketReader } from '../articles/index.ts'
import { type Admitted, type Refused, takenFromTicket } from './admission.ts'
import type { Drafter, DraftTask, ModelBrief } from './drafter.ts'
import { leavingOf } from './egress-decision.ts'
import type { DraftContent, DraftingRooms, DraftRow } from './rooms.ts'
import { readTemplates } from './settings.ts'
import { inLocale, sourcesFor } from './sources.ts'
import { usableIn } from './ticket-desk.ts'
import { asksModel, knownLocale } from './ticket-questions.ts'
import { citationsOf } from './verified-reply.ts'

export interface MadeTask {
  readonly task: DraftTask
  readonly replaced: Readonly<Record<string, number>>
  /** Absent where no embedding model is configured. */
  readonly dense?: DenseSign
  /** Words nothing: takes sentences of the former draft as they stand. `null`: a drafter is asked. */
  readonly rewording: Drafter | null
  /** Of sentences that are kept: who worded them. */
  readonly madeBy?: Receipt['drafter']
  /** The one question that the reply is about, where the agent wants no other. */
  readonly onlyPart?: number
}

type Brief = Omit<ModelBrief, 'leaving' | keyof typeof LATER>
/** Whoever runs the task decides; until then nothing leaves. */
const LATER = {
  permit: async () => null,
  settle: async () => {},
  withheld: () => {},
  startOver: () => {},
} as const

function usable(admitted: Admitted) {
  return usableIn(admitted.facts.shelf.articles, admitted.allow.scope).has
}

function linksIn(admitted: Admitted, allowed: ReturnType<typeof usable>): readonly string[] {
  return admitted.facts.shelf.articles.flatMap((article) =>
    article.url !== null && allowed(article) ? [article.url] : [],
  )
}

function brief(
  rooms: DraftingRooms,
  agent: Agent,
  order: DraftOrder,
  admitted: Admitted,
  rest: Pick<Brief, 'sources' | 'ticket' | 'links' | 'rewrite'>,
): ModelBrief {
  return {
    accountId: agent.accountId,
    leaving: leavingOf(rooms, agent, admitted, {
      about: { kind: 'draft', ref: order.draftId },
      sources: rest.sources,
    }),
    tone: order.tone ?? 'neutral',
    length: order.length ?? 'normal',
    nonce: rooms.keys.newSecret(16),
    canary: rooms.keys.newSecret(16),
    ...rest,
    ...LATER,
  }
}

async function fromTicket(
  rooms: DraftingRooms,
  agent: Agent,
  order: DraftOrder,
  admitted: Admitted,
): Promise<MadeTask | Refused> {
  const { facts, questions: taken } = admitted
  const { shelf } = facts
  if (taken === null) throw new Fault('DRAFTER_FAILED', 'a draft without its questions')
  if ('refused' in taken) return { refused: taken.refused }
  const { ticket, reader, questions: split, asked, locale, templates } = taken
  const model = asksModel(admitted)
  const allowed = usable(admitted)
  const threshold = thresholdOf(facts.policy)
  const where = { allowed, threshold, prior: shelf.prior }
  const { questions, signs } = await rooms.measure('retrieve', () =>
    askShelf(rooms, shelf, reader, split, where),
  )
  const sources = model ? sourcesFor({ shelf, questions, locale: asked, replyLocale: locale, allowed }) : []
  if (model && sources.length === 0) return { refused: [nothingFound(questions, locale, asked)] }
  const ticketText = [ticket.subject ?? '', ...ticket.texts].join('\n').trim()
  return {
    replaced: ticket.replaced,
    rewording: null,
    ...signOf(signs),
    task: {
      action: 'draft',
      locale,
      questions,
      templates,
      namePlaceholder: order.namePlaceholder ?? null,
      passage: (at) => (allowed(at) ? shelf.passage(at) : null),
      sentencesOf: shelf.sentencesOf,
      ...(model
        ? {
            brief: brief(rooms, agent, order, admitted, {
              sources,
              ticket: ticketText,
              links: linksIn(admitted, allowed),
              rewrite: null,
            }),
          }
        : {}),
    },
  }
}

/** What the articles hold on each question: the same for a ticket and for a provider trial. */
export async function askShelf(
  { dense }: Pick<DraftingRooms, 'dense'>,
  shelf: Shelf,
  reader: TicketReader,
  split: readonly { readonly text: string; readonly context: string }[],
  where: Pick<Parameters<TicketReader['answer']>[0], 'allowed' | 'threshold' | 'prior'>,
) {
  const signs: DenseSign[] = []
  const questions = []
  for (const { text, context } of split) {
    const asked = await dense?.ask(shelf, text)
    if (asked !== undefined) signs.push(asked.sign)
    const meaning = asked?.meaning ?? null
    const evidence = reader.answer({ question: text, context, meaning, ...where })
    const found = evidence.outcome === 'covered' ? evidence.sentences : []
    const articles = [...new Set(found.map(({ articleId }) => articleId))]
    questions.push({ text, evidence, meaning, articles })
  }
  return { questions, signs }
}

/** One for the draft: what went wrong with any of its questions is said. */
function signOf(signs: readonly DenseSign[]): Pick<MadeTask, 'dense'> {
  const dense = signs.find(({ outcome }) => outcome !== 'used') ?? signs[0]
  return dense === undefined ? {} : { dense }
}

function nothingFound(
  questions: DraftTask['questions'],
  locale: string,
  asked: string,
): Refused['refused'][number] {
  const covered = questions.some(({ evidence }) => evidence.outcome === 'covered')
  if (covered && locale !== asked) return { reason: 'LANGUAGE_NOT_COVERED', locales: [asked] }
  const nearest = questions.flatMap(({ evidence }) =>
    evidence.outcome === 'not_covered' ? evidence.nearest : [],
  )
  return { reason: 'NOT_COVERED', nearest: nearest.slice(0, 3) }
}

const sameAddress = (one: PassageAddress, other: PassageAddress) =>
  one.articleId === other.articleId && one.locale === other.locale && one.passageId === other.passageId

/** Gives sentences that stand as they are: they only pass the verifier once more. */
function keeping(sentences: readonly DraftSentence[], sources: readonly CitedPassage[]): Drafter {
  const sourceOf = (at: PassageAddress) => sources.find((one) => sameAddress(one, at)) ?? null
  return {
    version: 'kept-1',
    async draft() {
      return {
        sentences: sentences.map((sentence) =>
          sentence.kind === 'statement'
            ? {
                ...sentence,
                citations: sentence.citations.map((at) => ({ source: sourceOf(at), quote: at.quote })),
              }
            : sentence,
        ),
      }
    },
  }
}

/** Under this question, or under another and shared with it. */
function answers({ id, part }: DraftSentence, own: DraftPart): boolean {
  return part === own.part || (own.shared ?? []).includes(id)
}

function articlesOf({ sentences }: DraftContent, part: DraftPart): readonly string[] {
  const own = sentences.filter((sentence) => answers(sentence, part))
  return [...new Set(own.flatMap(citationsOf).map(({ articleId }) => articleId))]
}

/** The evidence of a question that was answered already: the sentences quoted for it, where they stand. */
function evidenceOf(content: DraftContent, part: number): Evidence {
  const own = content.parts.find((one) => one.part === part && one.outcome === 'answered')
  if (own === undefined) return { outcome: 'not_covered', probability: 0, nearest: [] }
  const sentences = content.sentences.flatMap((sentence) => {
    if (sentence.kind !== 'quote' || !answers(sentence, own)) return []
    const { quote, ...at } = sentence.citation
    const passage = content.passages.find((one) => sameAddress(one, at))
    const start = passage?.text.indexOf(quote) ?? -1
    if (start === -1) return []
    const { block, ordinal } = sentence
    const where = { ...at, start, end: start + quote.length, kind: block }
    return [ordinal === undefined ? where : { ...where, ordinal }]
  })
  return { outcome: 'covered', probability: 1, sentences }
}

interface Rewriting {
  readonly content: DraftContent
  readonly row: DraftRow
  readonly how: Rewrite
  readonly part: number
}

function rewritingOf(order: DraftOrder, admitted: Admitted): Rewriting {
  const { former } = admitted
  const { rewrite } = order
  if (former === null || rewrite === undefined) throw new Fault('DRAFTER_FAILED', 'a rewrite without a draft')
  const { content, row } = former
  const part = rewrite.part ?? 0
  const answered = content.parts.some((one) => one.part === part && one.outcome === 'answered')
  if (rewrite.how === 'only_part' && !answered)
    throw new Fault('BAD_REQUEST', 'the draft answers no such question')
  return { content, row, how: rewrite.how, part }
}

/** Sentences of one question and the words around them, without the bridge to what is no longer asked. */
function onlyPart({ content, part }: Rewriting, templates: TemplatesView): readonly DraftSentence[] {
  const own = content.parts.find((one) => one.part === part)
  return content.sentences.flatMap((sentence): readonly DraftSentence[] => {
    if (sentence.kind === 'template') return sentence.text === templates.notCoveredBridge ? [] : [sentence]
    return own !== undefined && answers(sentence, own) ? [{ ...sentence, part }] : []
  })
}

async function fromFormer(
  rooms: DraftingRooms,
  agent: Agent,
  order: DraftOrder,
  admitted: Admitted,
): Promise<MadeTask | Refused> {
  const rewriting = rewritingOf(order, admitted)
  const { content, row, how, part } = rewriting
  const { shelf } = admitted.facts
  if (how !== 'only_part' && !asksModel(admitted))
    return { refused: [{ reason: 'DRAFTER_CANNOT', action: 'rewrite' }] }
  const allowed = usable(admitted)
  const locale = how === 'translate' ? knownLocale(rooms, order.replyLocale ?? '') : row.locale
  const sourcesIn = (one: string) =>
    one === row.locale ? content.passages : inLocale(shelf, content.passages, one, allowed)
  if (locale === null || sourcesIn(locale).length === 0) {
    const there = rooms.helpCenterLocales.filter((one) => sourcesIn(one).length > 0)
    return { refused: [{ reason: 'LANGUAGE_NOT_COVERED', locales: there }] }
  }
  const templates = await rooms.transact((tx) => readTemplates(rooms, tx, agent.accountId, locale))
  const kept = how === 'only_part' ? onlyPart(rewriting, templates) : null
  return {
    replaced: row.receipt?.replaced ?? {},
    rewording: kept === null ? null : keeping(kept, content.passages),
    ...(kept === null || row.receipt === null ? {} : { onlyPart: part, madeBy: row.receipt.drafter }),
    task: {
      action: 'rewrite',
      locale,
      questions: content.parts.map((one) => ({
        part: one.part,
        text: '',
        evidence: evidenceOf(content, one.part),
        articles: articlesOf(content, one),
      })),
      templates,
      namePlaceholder: order.namePlaceholder ?? null,
      passage: (at) => (allowed(at) ? shelf.passage(at) : null),
      sentencesOf: shelf.sentencesOf,
      brief: brief(rooms, agent, order, admitted, {
        sources: sourcesIn(locale),
        ticket: takenFromTicket(content),
        links: linksIn(admitted, allowed),
        rewrite:
          how === 'only_part'
            ? null
            : {
                how,
                sentences: content.sentences.flatMap((one) =>
                  one.kind === 'template' ? [] : [{ part: one.part, text: one.text }],
                ),
              },
      }),
    },
  }
}

/** @throws Fault `BAD_REQUEST` when the part to keep is none of the draft's. */
export function taskFor(
  rooms: DraftingRooms,
  agent: Agent,
  order: DraftOrder,
  admitted: Admitted,
): Promise<MadeTask | Refused> {
  return order.rewrite === undefined
    ? fromTicket(rooms, agent, order, admitted)
    : fromFormer(rooms, agent, order, admitted)
}
