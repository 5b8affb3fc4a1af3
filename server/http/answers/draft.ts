/** A draft and what carries it; summaries and searches. */
import { z } from 'zod'
import type {
  DraftEvent,
  InsertReply,
  SearchReply,
  SummaryPoint,
  SummaryReply,
} from '../../../src/domain/api.ts'
import { BLOCK_KINDS, type Citation } from '../../../src/domain/article.ts'
import { CONSENT_STATUSES } from '../../../src/domain/consent.ts'
import {
  type CitedPassage,
  DENSE_OUTCOMES,
  type DenseSign,
  DRAFT_STATUSES,
  DROP_RULES,
  type Draft,
  type DraftPart,
  type DraftSentence,
  type DroppedSentence,
  type EgressFacts,
  REWRITES,
  type Receipt,
  STATEMENT_BLOCKS,
} from '../../../src/domain/draft.ts'
import { FAULT_CODES } from '../../../src/domain/fault.ts'
import { TICKET_FIELDS } from '../../../src/domain/scope.ts'
import { decisionNote } from './decision.ts'
import { alsoIn, refusalView } from './refusal.ts'
import { shape } from './shape.ts'

export const citation = shape<Citation>()(
  'Citation',
  z.strictObject({
    articleId: z.string(),
    locale: z.string(),
    versionHash: z.string(),
    passageId: z.string(),
    quote: z.string(),
  }),
)

export const draftSentence = shape<DraftSentence>()(
  'DraftSentence',
  z.discriminatedUnion('kind', [
    z.strictObject({
      id: z.string(),
      kind: z.literal('quote'),
      text: z.string(),
      part: z.number(),
      block: z.enum(BLOCK_KINDS),
      ordinal: z.number().exactOptional(),
      citation,
    }),
    z.strictObject({
      id: z.string(),
      kind: z
        .literal('statement')
        .describe(
          'Worded by a model: carried by its citations, checked in code (`server/drafting/grounding`).',
        ),
      text: z.string(),
      part: z.number(),
      block: z.enum(STATEMENT_BLOCKS),
      ordinal: z.number().exactOptional(),
      citations: z.tuple([citation], citation),
      fromTicket: z
        .array(z.string())
        .describe(
          'What the sentence says that stands in the ticket and not in the passage, e.g. an order number.',
        ),
    }),
    z.strictObject({
      id: z.string(),
      kind: z.literal('template'),
      text: z.string(),
      part: z.number(),
    }),
  ]),
)

export const draftPart = shape<DraftPart>()(
  'DraftPart',
  z.strictObject({
    part: z.number(),
    outcome: z.enum(['answered', 'not_covered']),
    question: z
      .number()
      .describe("Position of the question among the ticket's questions, from 1. Its words are not stored."),
    shared: z
      .array(z.string())
      .exactOptional()
      .describe('Sentences under another question that answer this one, too: they are said once.'),
  }),
)

export const citedPassage = shape<CitedPassage>()(
  'CitedPassage',
  z.strictObject({
    articleId: z.string(),
    locale: z.string(),
    versionHash: z.string(),
    passageId: z.string(),
    title: z.string(),
    url: z.string().nullable(),
    headings: z.array(z.string()),
    text: z.string(),
    alsoIn,
  }),
)

export const droppedSentence = shape<DroppedSentence>()(
  'DroppedSentence',
  z.strictObject({
    rule: z.enum(DROP_RULES),
    part: z.number(),
    text: z.string().nullable(),
  }),
)

export const denseSign = shape<DenseSign>()(
  'DenseSign',
  z.strictObject({
    model: z.string().describe('First digits of its digest.'),
    outcome: z.enum(DENSE_OUTCOMES),
  }),
)

export const egressFacts = shape<EgressFacts>()(
  'EgressFacts',
  z.strictObject({
    provider: z.string(),
    host: z.string(),
    region: z.string(),
    retention: z.string(),
    model: z.string(),
    promptVersion: z.string(),
    store: z.literal(false),
    calls: z.number().describe('Requests made: 1, or 2 where an answer had to be repaired.'),
    bytesOut: z.number(),
    bytesIn: z.number(),
  }),
)

export const receipt = shape<Receipt>()(
  'Receipt',
  z.strictObject({
    draftId: z.string(),
    createdAt: z.string(),
    consent: z.strictObject({
      status: z.enum(CONSENT_STATUSES),
      epoch: z.number(),
      noticeVersion: z.number().nullable(),
    }),
    scopeHash: z.string(),
    allowlistVersion: z.number(),
    threshold: z
      .number()
      .exactOptional()
      .describe(
        'From which probability on a question counted as covered; absent in receipts of older versions.',
      ),
    prior: z
      .string()
      .exactOptional()
      .describe('Version of the section prior that decided near ties; absent where there was none.'),
    dense: denseSign
      .exactOptional()
      .describe(
        'Which embedding model had a say, and what came of it: `building` and `broken` mean that words alone ranked. Absent where none is configured.',
      ),
    articles: z.array(
      z.strictObject({
        articleId: z.string(),
        locale: z.string(),
        versionHash: z.string(),
      }),
    ),
    fieldsSent: z.array(
      z.strictObject({
        field: z.enum(TICKET_FIELDS),
        bytes: z.number(),
      }),
    ),
    replaced: z.record(z.string(), z.number()),
    drafter: z.strictObject({
      drafter: z.enum(['extractive', 'openai-compatible']),
      provider: z.string(),
      region: z.string(),
      version: z.string(),
    }),
    requesterIdentity: z.enum(['agent_session', 'webhook']),
    verdicts: z.strictObject({
      verified: z.number(),
      dropped: z.number(),
      sentences: z
        .array(
          z.strictObject({
            id: z.string().nullable(),
            verdict: z.enum([
              'NO_CITATION',
              'NO_SUCH_PASSAGE',
              'NOT_VERBATIM',
              'NUMBER_DIFFERS',
              'DATE_DIFFERS',
              'UNIT_DIFFERS',
              'ADDRESS_DIFFERS',
              'NAME_DIFFERS',
              'NEGATION_DIFFERS',
              'MODALITY_DIFFERS',
              'CONDITION_DROPPED',
              'ORDER_DIFFERS',
              'NOT_SUPPORTED',
              'PROMISE_OF_ACTION',
              'FOREIGN_LINK',
              'PLACEHOLDER_UNKNOWN',
              'MARKUP',
              'HIDDEN_CHARACTERS',
              'OTHER_LANGUAGE',
              'TOO_LONG',
              'REPEATED',
              'INCOMPLETE_STEPS',
              'CANARY',
              'NOT_A_TEMPLATE',
              'verified',
            ]),
            support: z
              .number()
              .describe(
                "Share of the sentence's content words that its citations carry, 0…1; 1 for verbatim words.",
              ),
          }),
        )
        .exactOptional()
        .describe(
          'One row a sentence of the drafter, in its order; `id` only where the sentence is in the draft.',
        ),
    }),
    egress: egressFacts
      .nullable()
      .exactOptional()
      .describe('What left the companion, and to whom; `null` where nothing did.'),
    rewrite: z
      .strictObject({
        of: z.string(),
        how: z.enum(REWRITES),
      })
      .nullable()
      .exactOptional()
      .describe('Which draft this one rewrites, and how.'),
    decisions: z
      .array(decisionNote)
      .exactOptional()
      .describe(
        "The gate's decisions that it rests on: the first one, then one for each request to a provider.",
      ),
    aiGenerated: z
      .literal(true)
      .describe('AI Act Art. 50(2): machine-readable mark that the text was generated.'),
    auditIndex: z.number(),
  }),
)

export const draft = shape<Draft>()(
  'Draft',
  z.strictObject({
    id: z.string(),
    status: z.enum(DRAFT_STATUSES),
    locale: z.string(),
    sentences: z.array(draftSentence),
    parts: z.array(draftPart),
    passages: z.array(citedPassage),
    dropped: z
      .array(droppedSentence)
      .exactOptional()
      .describe('What the verifier left out, for the agent to see why. Not part of the reply.'),
    receipt,
  }),
)

export const insertReply = shape<InsertReply>()(
  'InsertReply',
  z.discriminatedUnion('outcome', [
    z.strictObject({
      outcome: z.literal('allowed'),
      sentences: z.array(draftSentence),
      allowedAt: z
        .string()
        .exactOptional()
        .describe('Which permission it is, for a report that it was not used.'),
    }),
    z.strictObject({
      outcome: z.literal('refused'),
      refusals: z.array(refusalView),
      decision: decisionNote.exactOptional(),
    }),
  ]),
)

export const summaryPoint = shape<SummaryPoint>()(
  'SummaryPoint',
  z.strictObject({
    text: z.string(),
    commentId: z.string(),
    quote: z.string(),
  }),
)

export const summaryReply = shape<SummaryReply>()(
  'SummaryReply',
  z.discriminatedUnion('outcome', [
    z.strictObject({
      outcome: z.literal('summarised'),
      points: z.array(summaryPoint),
      dropped: z.number(),
      egress: egressFacts,
      aiGenerated: z.literal(true),
      decision: decisionNote.exactOptional(),
    }),
    z.strictObject({
      outcome: z.literal('refused'),
      refusals: z.array(refusalView),
      decision: decisionNote.exactOptional(),
    }),
  ]),
)

export const searchReply = shape<SearchReply>()(
  'SearchReply',
  z.discriminatedUnion('outcome', [
    z.strictObject({
      outcome: z.literal('found'),
      passages: z.array(citedPassage),
      decision: decisionNote.exactOptional(),
    }),
    z.strictObject({
      outcome: z.literal('refused'),
      refusals: z.array(refusalView),
      decision: decisionNote.exactOptional(),
    }),
  ]),
)

export const draftEvent = shape<DraftEvent>()(
  'DraftEvent',
  z.discriminatedUnion('event', [
    z.strictObject({
      event: z.literal('accepted'),
      draftId: z.string(),
    }),
    z.strictObject({
      event: z.literal('sentence'),
      sentence: draftSentence,
      passage: citedPassage.nullable(),
    }),
    z.strictObject({
      event: z.literal('dropped'),
      dropped: droppedSentence,
    }),
    z.strictObject({
      event: z.literal('part'),
      part: draftPart,
    }),
    z.strictObject({
      event: z.literal('again'),
    }),
    z.strictObject({
      event: z.literal('ready'),
      draft,
    }),
    z.strictObject({
      event: z.literal('refused'),
      refusals: z.array(refusalView),
      decision: decisionNote.exactOptional(),
    }),
    z.strictObject({
      event: z.literal('fault'),
      code: z.enum(FAULT_CODES),
      requestId: z.string(),
      retryAfterSeconds: z
        .number()
        .exactOptional()
        .describe(
          'From when on a draft may be asked for again, as `Retry-After` says it of an answer that had not begun. Absent where nobody knows, or where waiting helps nothing.',
        ),
    }),
  ]),
)
