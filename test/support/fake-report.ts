import type { ReportView, WorkView } from '../../src/domain/report-api.ts'
import type { SpendingView } from '../../src/domain/spending-api.ts'

export const SAMPLE_WORK: WorkView = {
  drafts: 412,
  byModel: 0,
  refusals: 96,
  inserted: 301,
  sent: 268,
  unchanged: 121,
  sentences: 1_340,
  kept: 1_105,
  words: 15_200,
  distance: 2_310,
  made: { p50: 0.5, p95: 2, count: 412 },
  waited: { p50: 1, p95: 5, count: 268 },
  untilInsert: { p50: 30, p95: null, count: 296 },
  reasons: [
    { reason: 'NOT_COVERED', count: 51 },
    { reason: 'CONSENT_NOT_GRANTED', count: 32 },
    { reason: 'other', count: 13 },
  ],
  articles: [
    { articleId: 'zendesk:210001', title: 'Returning an order', url: null, drafts: 140 },
    { articleId: 'zendesk:210007', title: 'Caring for leather boots', url: null, drafts: 66 },
    { articleId: 'zendesk:210009', title: null, url: null, drafts: 12 },
  ],
}

export const SAMPLE_REPORT: ReportView = {
  from: '2026-11-02',
  to: '2026-11-29',
  brand: null,
  locale: null,
  fewestPeople: 5,
  weeks: [
    { week: '2026-11-02', state: 'told' },
    { week: '2026-11-09', state: 'told' },
    { week: '2026-11-16', state: 'too_few' },
    { week: '2026-11-23', state: 'running' },
  ],
  work: SAMPLE_WORK,
  split: 'locale',
  brands: [],
  locales: ['de', 'en-us'],
  consent: {
    asked: 240,
    answered: 171,
    granted: 152,
    denied: 19,
    withdrawn: 4,
    expired: 12,
    onOtherBasis: 0,
    basis: 'consent',
  },
  providers: [],
  spend: [],
  coverageGaps: 51,
  recalls: 3,
  recalledSent: 7,
  consentByBasis: [
    {
      basis: 'consent',
      counts: {
        ...{ asked: 190, informed: 0, later: 11, granted: 128, denied: 15 },
        ...{ withdrawn: 4, expired: 9, objected: 0 },
      },
    },
    {
      basis: 'contract',
      counts: {
        ...{ asked: 0, informed: 41, later: 0, granted: 0, denied: 0 },
        ...{ withdrawn: 0, expired: 0, objected: 2 },
      },
    },
  ],
  staleArticles: [
    {
      articleId: 'zendesk:210007',
      title: 'Caring for leather boots',
      url: 'https://help.acme.example/hc/en-us/articles/210007',
      updatedAt: '2025-02-03T10:00:00.000Z',
      reasons: ['old', 'outdated'],
      ...{ drafts: 66, draftsSince: 66 },
    },
    {
      articleId: 'zendesk:210009',
      ...{ title: null, url: null, updatedAt: null, reasons: ['unpublished'], drafts: 12, draftsSince: 0 },
    },
  ],
}

const MODEL = { provider: 'mistral-eu', model: 'mistral-small-2506' }
const PRICE = {
  ...MODEL,
  ...{ currency: 'EUR', inputPerMillion: 100_000, outputPerMillion: 300_000, since: '2026-10-01' },
}

export const SAMPLE_SPENDING: SpendingView = {
  version: 2,
  plan: {
    prices: [PRICE],
    budget: {
      currency: 'EUR',
      perMonth: 50_000_000,
      providers: [{ provider: 'mistral-eu', perMonth: 40_000_000 }],
    },
  },
  before: { prices: [PRICE], budget: null },
  timeZone: 'Europe/Berlin',
  today: '2026-11-20',
  month: '2026-11',
  resetsOn: '2026-12-01',
  model: MODEL,
  price: PRICE,
  limits: [
    { provider: null, perMonth: 50_000_000, spent: 34_520_000, held: 410_000 },
    { provider: 'mistral-eu', perMonth: 40_000_000, spent: 34_520_000, held: 410_000 },
  ],
  spend: [
    {
      ...{ ...MODEL, month: '2026-11', currency: 'EUR', calls: 8_412, inputTokens: 29_100_000 },
      ...{ outputTokens: 4_120_000, amount: 34_520_000, heldCalls: 3, heldAmount: 410_000 },
    },
    {
      ...{ ...MODEL, month: '2026-10', currency: 'EUR', calls: 6_020, inputTokens: 20_800_000 },
      ...{ outputTokens: 2_950_000, amount: 24_710_000, heldCalls: 0, heldAmount: 0 },
    },
    {
      ...{ ...MODEL, month: '2026-09', currency: null, calls: 190, inputTokens: 640_000 },
      ...{ outputTokens: 91_000, amount: null, heldCalls: 0, heldAmount: null },
    },
  ],
}
