/** Articles that were taken back, the drafts that had quoted them, and review dates. */
import { z } from 'zod'
import { QUOTE_FATES, type QuoteChange, RECALL_CAUSES } from '../../../src/domain/recall.ts'
import type {
  DraftStanding,
  RecallDraft,
  RecallDrafts,
  RecalledArticle,
  RecalledSentence,
  RecallView,
  ReviewArticle,
  ReviewSection,
  ReviewsView,
} from '../../../src/domain/recall-api.ts'
import type { ReviewBy } from '../../../src/domain/review.ts'
import { shape } from './shape.ts'

export const recalledArticle = shape<RecalledArticle>()(
  'RecalledArticle',
  z.strictObject({
    articleId: z.string(),
    locale: z.string(),
    title: z.string(),
    url: z.string().nullable(),
    cause: z.enum(RECALL_CAUSES),
  }),
)

export const recalledSentence = shape<RecalledSentence>()(
  'RecalledSentence',
  z.strictObject({
    id: z.string(),
    fate: z.enum(QUOTE_FATES),
    now: z
      .string()
      .nullable()
      .describe('How the article says it now; `null` unless it was reworded and may still be quoted.'),
  }),
)

export const draftStanding = shape<DraftStanding>()(
  'DraftStanding',
  z.discriminatedUnion('standing', [
    z.strictObject({
      standing: z.literal('current'),
    }),
    z.strictObject({
      standing: z.literal('corrected'),
    }),
    z.strictObject({
      standing: z.literal('recalled'),
      articles: z.array(recalledArticle),
      sentences: z
        .array(recalledSentence)
        .describe(
          "Sentences that rest on a recalled article. Empty where the draft's words are gone already.",
        ),
    }),
  ]),
)

export const reviewBy = shape<ReviewBy>()(
  'ReviewBy',
  z.strictObject({
    day: z.string(),
    from: z.enum(['article', 'section', 'label']),
  }),
)

export const reviewArticle = shape<ReviewArticle>()(
  'ReviewArticle',
  z.strictObject({
    articleId: z.string(),
    title: z.string(),
    url: z.string().nullable(),
    locales: z.array(z.string()),
    sectionId: z.string(),
    allowed: z.boolean(),
    reviewBy: reviewBy.nullable().describe('What holds for it, and where that was set.'),
  }),
)

export const reviewSection = shape<ReviewSection>()(
  'ReviewSection',
  z.strictObject({
    sectionId: z.string(),
    name: z.string(),
    categoryName: z.string(),
    reviewBy: z.string().nullable(),
  }),
)

export const reviewsView = shape<ReviewsView>()(
  'ReviewsView',
  z.strictObject({
    today: z.string().describe("The companion's day, UTC."),
    articles: z.array(reviewArticle),
    sections: z.array(reviewSection),
  }),
)

export const quoteChange = shape<QuoteChange>()(
  'QuoteChange',
  z.strictObject({
    before: z.string(),
    fate: z.enum(QUOTE_FATES),
    after: z.string().nullable(),
    passageId: z.string(),
    startAt: z.number(),
    endAt: z.number(),
  }),
)

export const recallView = shape<RecallView>()(
  'RecallView',
  z.strictObject({
    recallId: z.string(),
    at: z.string(),
    cause: z.enum(RECALL_CAUSES),
    articleId: z.string(),
    locale: z.string(),
    title: z.string(),
    url: z.string().nullable(),
    fromVersion: z.string(),
    toVersion: z.string().nullable(),
    drafts: z
      .number()
      .describe('When it left: drafts that had quoted it, and how many of them were known to be sent.'),
    sent: z.number(),
    quotes: z.array(quoteChange),
    severity: z
      .enum(QUOTE_FATES)
      .nullable()
      .describe(
        'The worst that became of a quoted sentence; `null` where the text did not change or is not known.',
      ),
    handledAt: z.string().nullable(),
    handledBy: z.string().nullable(),
  }),
)

export const recallDraft = shape<RecallDraft>()(
  'RecallDraft',
  z.strictObject({
    draftId: z.string(),
    ticketId: z.string(),
    ticketUrl: z.string(),
    agent: z.string().describe('A pseudonym, as in the audit log.'),
    status: z.enum(['ready', 'inserted', 'sent', 'dismissed', 'discarded', 'drafting']),
    at: z.string().describe('Of the last change of its status.'),
    severity: z.enum(QUOTE_FATES).nullable(),
    kept: z
      .number()
      .nullable()
      .describe('Of a sent one: how many of the inserted sentences went out word for word.'),
    sentences: z.number().nullable(),
  }),
)

export const recalledDrafts = shape<RecallDrafts>()(
  'RecallDrafts',
  z.strictObject({
    drafts: z.array(recallDraft),
    more: z.boolean().describe('There are more than are listed; the export holds them all.'),
  }),
)
