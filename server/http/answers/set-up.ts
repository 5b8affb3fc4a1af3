/** How far the set-up is, and how the companion is doing. Counts, codes and times only. */
import { z } from 'zod'
import { HEALTH_FINDINGS, type HealthView } from '../../../src/domain/health.ts'
import {
  type ProviderTest,
  SET_UP_STEPS,
  STEP_CODES,
  STEP_STATES,
  type StepView,
} from '../../../src/domain/set-up.ts'
import type { SetUpView } from '../../../src/domain/set-up-api.ts'
import { unreadArticle } from './account.ts'
import { shape } from './shape.ts'

export const stepView = shape<StepView>()(
  'StepView',
  z.strictObject({
    step: z.enum(SET_UP_STEPS),
    state: z.enum(STEP_STATES),
    code: z.enum(STEP_CODES),
    needed: z.boolean().describe('Whether going live waits for it.'),
    count: z.number().exactOptional(),
    at: z.string().exactOptional(),
    ref: z.string().exactOptional(),
    ms: z.number().exactOptional(),
  }),
)

export const providerTest = shape<ProviderTest>()(
  'ProviderTest',
  z.strictObject({
    testId: z.string(),
    provider: z.string(),
    region: z.string(),
    host: z.string(),
    model: z.string(),
    at: z.string(),
    outcome: z.string().describe('`answered`, or the code of what went wrong.'),
    ms: z.number(),
  }),
)

export const setUpView = shape<SetUpView>()(
  'SetUpView',
  z.strictObject({
    steps: z.array(stepView),
    live: z.boolean(),
    unread: z.array(unreadArticle),
    providerTest: providerTest.nullable(),
  }),
)

const counted = z.array(z.strictObject({ name: z.string(), count: z.number() }))

export const healthView = shape<HealthView>()(
  'HealthView',
  z.strictObject({
    checkedAt: z.string(),
    live: z.boolean(),
    findings: z.array(z.enum(HEALTH_FINDINGS)),
    versions: z.strictObject({ server: z.string(), node: z.string(), schema: z.number() }),
    sync: z.strictObject({
      lastDoneAt: z.string().nullable(),
      failed: z.boolean(),
      unread: z.number(),
      running: z.boolean(),
      brands: z
        .array(
          z.strictObject({
            brandId: z.string(),
            brandName: z.string(),
            failed: z.boolean(),
            lastReadAt: z.string().nullable(),
          }),
        )
        .describe('Of an account with a help center for each brand; a failed one keeps its articles.'),
    }),
    provider: z
      .strictObject({ provider: z.string(), region: z.string(), troubles: counted })
      .nullable()
      .describe('Failures of the last 24 hours by their code.'),
    runningDrafts: z.number(),
    checkpoint: z.strictObject({
      entries: z.number(),
      signed: z.number(),
      signedAt: z.string().nullable(),
      copies: z.number(),
      behind: z.number(),
    }),
    storage: z.strictObject({
      bytes: z.number(),
      freeBytes: z.number().nullable(),
      totalBytes: z.number().nullable(),
      tables: counted.describe('Rows by table: at most as many, by 1, 2 and 5 times a power of ten.'),
    }),
  }),
)
