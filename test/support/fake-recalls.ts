/** Recalls and review dates as a companion answers them to the console under test. */
import type {
  RecallDraft,
  RecallView,
  ReviewArticle,
  ReviewsView,
  SetReviewDate,
} from '../../src/domain/recall-api.ts'

export function recallView(change: Partial<RecallView> = {}): RecallView {
  return {
    recallId: '019aa000-0000-7000-8000-000000000003',
    at: '2026-11-25T09:00:00.000Z',
    cause: 'changed',
    articleId: 'zendesk:9001',
    locale: 'en-us',
    title: 'Returning an order',
    url: 'https://help.example/hc/en-us/articles/9001',
    fromVersion: 'v1',
    toVersion: 'v2',
    drafts: 3,
    sent: 1,
    quotes: [
      {
        passageId: 'p1',
        startAt: 0,
        endAt: 55,
        before: 'You can return unused items within 30 days of delivery.',
        fate: 'changed',
        after: 'You can return unused items within 14 days of delivery.',
      },
      {
        passageId: 'p1',
        startAt: 56,
        endAt: 90,
        before: 'The days start on the day after delivery.',
        fate: 'same',
        after: null,
      },
    ],
    severity: 'changed',
    handledAt: null,
    handledBy: null,
    ...change,
  }
}

export function recallDraft(change: Partial<RecallDraft> = {}): RecallDraft {
  return {
    draftId: 'd1',
    ticketId: '20416',
    ticketUrl: 'https://acme.zendesk.com/agent/tickets/20416',
    agent: 'q7Jb0m3yT1rXcV5kPzN8aLwE2uHsD4oG6fIiKjMtYxQ',
    status: 'sent',
    at: '2026-11-24T15:12:00.000Z',
    severity: 'changed',
    kept: 3,
    sentences: 4,
    ...change,
  }
}

export const SAMPLE_RECALLS: readonly RecallView[] = [
  recallView(),
  recallView({
    recallId: '019aa000-0000-7000-8000-000000000002',
    cause: 'delisted',
    title: 'Gift cards',
    url: null,
    toVersion: null,
    drafts: 1,
    sent: 0,
    quotes: [],
    severity: null,
    handledAt: '2026-11-24T10:00:00.000Z',
    handledBy: 'q7Jb0m3yT1rXcV5kPzN8aLwE2uHsD4oG6fIiKjMtYxQ',
  }),
  recallView({
    recallId: '019aa000-0000-7000-8000-000000000001',
    cause: 'review_due',
    title: 'Descale a kettle',
    drafts: 0,
    sent: 0,
    quotes: [],
    severity: null,
  }),
]

export const SAMPLE_DRAFTS: readonly RecallDraft[] = [
  recallDraft(),
  recallDraft({
    draftId: 'd2',
    ticketId: '20402',
    status: 'inserted',
    kept: null,
    sentences: null,
    severity: 'same',
  }),
  recallDraft({
    draftId: 'd3',
    ticketId: '20377',
    status: 'ready',
    kept: null,
    sentences: null,
    severity: null,
  }),
]

function article(articleId: string, title: string, change: Partial<ReviewArticle> = {}): ReviewArticle {
  return {
    articleId,
    title,
    url: `https://help.example/${articleId}`,
    locales: ['en-us', 'de'],
    sectionId: '11',
    allowed: true,
    reviewBy: null,
    ...change,
  }
}

export const SAMPLE_REVIEWS: ReviewsView = {
  today: '2026-11-27',
  sections: [
    { sectionId: '11', name: 'Returns', categoryName: 'Orders', reviewBy: '2026-12-20' },
    { sectionId: '12', name: 'Care', categoryName: 'Products', reviewBy: null },
  ],
  articles: [
    article('zendesk:1', 'Returning an order', { reviewBy: { day: '2026-12-20', from: 'section' } }),
    article('zendesk:2', 'Gift cards', { reviewBy: { day: '2026-11-26', from: 'article' } }),
    article('zendesk:3', 'Descale a kettle', {
      sectionId: '12',
      reviewBy: { day: '0000-00-00', from: 'label' },
    }),
    article('zendesk:4', 'Care for boots', {
      sectionId: '12',
      reviewBy: { day: '2027-06-30', from: 'label' },
    }),
    article('zendesk:5', 'Not allowed', {
      sectionId: '12',
      allowed: false,
      reviewBy: { day: '2026-11-01', from: 'article' },
    }),
  ],
}

export function withDate(view: ReviewsView, { kind, ref, reviewBy }: SetReviewDate): ReviewsView {
  return kind === 'section'
    ? {
        ...view,
        sections: view.sections.map((one) => (one.sectionId === ref ? { ...one, reviewBy } : one)),
      }
    : {
        ...view,
        articles: view.articles.map((one) =>
          one.articleId === ref
            ? { ...one, reviewBy: reviewBy === null ? null : { day: reviewBy, from: 'article' } }
            : one,
        ),
      }
}
