/** How things go, of five people or more. */
import { z } from 'zod'
import {
  type ConsentFunnel,
  type ProviderShare,
  type ReportView,
  type TimeView,
  WEEK_STATES,
  type WorkView,
} from '../../../src/domain/report-api.ts'
import { SPLITS } from '../../../src/domain/report-blocks.ts'
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
  }),
)
