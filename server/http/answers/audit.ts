/** The audit log as the console reads it: its entries, whether it is whole, where copies of it lie. */
import { z } from 'zod'
import type { AuditCheckView, AuditEntryView } from '../../../src/domain/api.ts'
import {
  COPY_KINDS,
  COPY_PROBLEMS,
  type CopiesView,
  type CopyView,
} from '../../../src/domain/audit-copies-api.ts'
import { shape } from './shape.ts'

export const copyView = shape<CopyView>()(
  'CopyView',
  z.strictObject({
    kind: z.enum(COPY_KINDS),
    size: z
      .number()
      .nullable()
      .describe('Entries that the copy there signs; `null`: none was made since the start.'),
    copiedAt: z.string().nullable(),
    failingSince: z
      .string()
      .nullable()
      .describe('Since when it has been failing, and how; `null` while it works.'),
    problem: z.enum(COPY_PROBLEMS).nullable(),
  }),
)

export const copiesView = shape<CopiesView>()(
  'CopiesView',
  z.strictObject({
    size: z.number().nullable().describe('What the newest checkpoint signs; `null` before the first.'),
    signedAt: z.string().nullable(),
    copies: z.array(copyView),
  }),
)

export const auditEntryView = shape<AuditEntryView>()(
  'AuditEntryView',
  z.strictObject({
    index: z.number(),
    at: z.string(),
    type: z.string(),
    actor: z.string(),
    object: z.string(),
    decision: z.string(),
    hash: z.string(),
  }),
)

export const auditCheckView = shape<AuditCheckView>()(
  'AuditCheckView',
  z.strictObject({
    verdict: z.enum(['intact', 'broken']),
    entries: z.number(),
    rootHash: z.string(),
    problem: z.string().nullable(),
    checkedAt: z.string().describe('When it was read up to the last of them.'),
    wholeAt: z.string().describe('When every entry was read, and not only what had come since.'),
  }),
)
