/** How things go, of five people or more. */
import { z } from 'zod'
import { LEGAL_BASES } from '../../../src/domain/consent.ts'
import type { FunnelPiece } from '../../../src/domain/consent-blocks.ts'
import {
  type ConsentFunnel,
  type ProviderShare,
  type ReportView,
  type TimeView,
  WEEK_STATES,
  type WorkView,
} from '../../../src/domain/report-api.ts'
import { SPLITS } from '../../../src/domain/report-blocks.ts'
import { STALE_REASONS, type StaleArticle } from '../../../src/domain/stale-article.ts'
import { shape } from './shape.ts'
import { spendView } from './spending.ts'

export const reportTime = shape<TimeView>()(
  'ReportTime',
  z.strictObject({
    p50: z
      .number()
      .nullable()
      .describe('Seconds that half stayed within, as a bound; `null`: longer than the last bound, or none.'),
    p95: z.number().nullable(),
    count: z.number(),
  }),
)

export const reportWork = shape<WorkView>()(
  'ReportWork',
  z.strictObject({
    drafts: z.number(),
    byModel: z.number(),
    refusals: z.number(),
    inserted: z.number(),
    sent: z.number(),
    unchanged: z.number().describe('Sent exactly as inserted.'),
    sentences: z.number(),
    kept: z.number(),
    words: z.number(),
    distance: z.number(),
    made: reportTime.describe('From the gate to the finished draft, on the server.'),
    waited: reportTime.describe('From the press of the button, in the browser.'),
    untilInsert: reportTime,
    reasons: z.array(z.strictObject({ reason: z.string(), count: z.number() })),
    articles: z.array(
      z.strictObject({
        articleId: z.string(),
        title: z.string().nullable(),
        url: z.string().nullable(),
        drafts: z.number(),
      }),
    ),
  }),
)

export const consentFunnel = shape<ConsentFunnel>()(
  'ConsentFunnel',
  z.strictObject({
    asked: z.number(),
    answered: z.number(),
    granted: z.number(),
    denied: z.number(),
    withdrawn: z.number(),
    expired: z.number(),
    onOtherBasis: z.number(),
    basis: z.string().describe('The legal basis that holds now.'),
  }),
)

export const providerShare = shape<ProviderShare>()(
  'ProviderShare',
  z.strictObject({ provider: z.string(), bytesOut: z.number() }),
)

const count = z.number()
export const funnelPiece = shape<FunnelPiece>()(
  'ConsentByBasis',
  z.strictObject({
    basis: z
      .enum(LEGAL_BASES)
      .nullable()
      .describe('`null`: bases that cannot be told apart, because one has fewer than five requesters.'),
    counts: z.strictObject({
      ...{ asked: count, informed: count, later: count, granted: count },
      ...{ denied: count, withdrawn: count, expired: count, objected: count },
    }),
  }),
)

export const staleArticle = shape<StaleArticle>()(
  'StaleArticle',
  z.strictObject({
    articleId: z.string(),
    title: z.string().nullable(),
    url: z.string().nullable(),
    updatedAt: z.string().nullable().describe('`null`: it is not in the help center any more.'),
    reasons: z.array(z.enum(STALE_REASONS)),
    drafts: z.number(),
    draftsSince: z.number().describe('Of whole blocks of weeks that began after its last edit.'),
  }),
)

export const reportView = shape<ReportView>()(
  'ReportView',
  z.strictObject({
    from: z.string(),
    to: z.string(),
    brand: z.string().nullable(),
    locale: z.string().nullable(),
    fewestPeople: z.number(),
    weeks: z.array(z.strictObject({ week: z.string().describe('The Monday.'), state: z.enum(WEEK_STATES) })),
    work: reportWork.nullable().describe('`null`: no week of the span may be told.'),
    split: z.enum(SPLITS),
    brands: z.array(z.string()),
    locales: z.array(z.string()),
    consent: consentFunnel,
    providers: z.array(providerShare),
    spend: z.array(spendView).describe('Of every month that the span touches; whole months.'),
    coverageGaps: z.number(),
    recalls: z.number(),
    recalledSent: z.number(),
    consentByBasis: z
      .array(funnelPiece)
      .nullable()
      .describe('By the basis in force when it happened; `null`: fewer than five requesters.'),
    staleArticles: z
      .array(staleArticle)
      .nullable()
      .describe('Quoted by drafts of five people or more; `null`: no week of the span may be told.'),
  }),
)
