/** What the companion may answer about recalls, review dates and sent drafts. */
import { DRAFT_STATUSES } from '../domain/draft.ts'
import { QUOTE_FATES, RECALL_CAUSES } from '../domain/recall.ts'
import type { DraftStanding, RecallDrafts, RecallView, ReviewsView } from '../domain/recall-api.ts'
import { REVIEW_KINDS } from '../domain/review.ts'
import { type Check, flag, list, nullable, number, oneOf, record, text, variant } from './checks.ts'

const fate = oneOf(QUOTE_FATES)
const cause = oneOf(RECALL_CAUSES)

export const draftStanding: Check<DraftStanding> = variant('standing', {
  current: record({}),
  corrected: record({}),
  recalled: record({
    articles: list(record({ articleId: text, locale: text, title: text, url: nullable(text), cause })),
    sentences: list(record({ id: text, fate, now: nullable(text) })),
  }),
})

export const recallView: Check<RecallView> = record({
  recallId: text,
  at: text,
  cause,
  articleId: text,
  locale: text,
  title: text,
  url: nullable(text),
  fromVersion: text,
  toVersion: nullable(text),
  drafts: number,
  sent: number,
  quotes: list(
    record({
      passageId: text,
      startAt: number,
      endAt: number,
      before: text,
      fate,
      after: nullable(text),
    }),
  ),
  severity: nullable(fate),
  handledAt: nullable(text),
  handledBy: nullable(text),
})
export const recallViews = list(recallView)

export const recallDrafts: Check<RecallDrafts> = record({
  drafts: list(
    record({
      draftId: text,
      ticketId: text,
      ticketUrl: text,
      agent: text,
      status: oneOf(['drafting', ...DRAFT_STATUSES] as const),
      at: text,
      severity: nullable(fate),
      kept: nullable(number),
      sentences: nullable(number),
    }),
  ),
  more: flag,
})

export const reviewsView: Check<ReviewsView> = record({
  today: text,
  articles: list(
    record({
      articleId: text,
      title: text,
      url: nullable(text),
      locales: list(text),
      sectionId: text,
      allowed: flag,
      reviewBy: nullable(record({ day: text, from: oneOf(['label', ...REVIEW_KINDS] as const) })),
    }),
  ),
  sections: list(record({ sectionId: text, name: text, categoryName: text, reviewBy: nullable(text) })),
})
