/** How long what is kept, and what tomorrow takes away. */
import { z } from 'zod'
import {
  RETENTION_CLASSES,
  type RetentionRule,
  type RetentionSettings,
} from '../../../src/domain/retention.ts'
import type { RetentionPreview, RetentionView } from '../../../src/domain/retention-api.ts'
import { shape } from './shape.ts'

export const retentionRule = shape<RetentionRule>()(
  'RetentionRule',
  z.strictObject({
    days: z.number(),
    reason: z.string().nullable().describe('Why it is longer than the default; `null` where it is not.'),
  }),
)

export const retentionSettings = shape<RetentionSettings>()(
  'RetentionSettings',
  z.strictObject({
    version: z.number(),
    rules: z.record(z.enum(RETENTION_CLASSES), retentionRule),
    keepsErasedConsent: z
      .boolean()
      .describe(
        "The bare record of an erased person's consents is kept, to show that there was one (Art. 7(1)).",
      ),
  }),
)

export const retentionPreview = shape<RetentionPreview>()(
  'RetentionPreview',
  z.strictObject({
    class: z.enum(RETENTION_CLASSES),
    held: z.number(),
    due: z.number(),
    oldest: z.string().nullable(),
    before: z.string().describe('Everything older goes.'),
  }),
)

export const retentionView = shape<RetentionView>()(
  'RetentionView',
  z.strictObject({
    settings: retentionSettings,
    preview: z.array(retentionPreview),
    backupDays: z
      .number()
      .describe('Days that a backup of the store is kept at most, as the configuration says.'),
  }),
)
