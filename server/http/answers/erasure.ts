/** What was erased, what was kept and why, and the certificate of it. */
import { z } from 'zod'
import { ERASURE_SOURCES } from '../../../src/domain/erasure.ts'
import type {
  EraseReply,
  ErasureCertificate,
  ErasureRecipientView,
  ErasureView,
  PersonActReply,
} from '../../../src/domain/erasure-api.ts'
import { HELD_CLASSES } from '../../../src/domain/held.ts'
import { proposedReply } from './change.ts'
import { erasedClass, keptClass } from './erased-class.ts'
import { shape } from './shape.ts'

export const erasureRecipientView = shape<ErasureRecipientView>()(
  'ErasureRecipientView',
  z.strictObject({
    provider: z.string(),
    host: z.string(),
    region: z.string(),
    model: z.string(),
    retention: z.string(),
    drafts: z.number(),
    lastSentAt: z.string(),
  }),
)

export const erasureView = shape<ErasureView>()(
  'ErasureView',
  z.strictObject({
    erasureId: z.string(),
    about: z.enum(['requester', 'ticket']),
    caseId: z.string().nullable(),
    at: z.string(),
    source: z.enum(ERASURE_SOURCES),
    erased: z.array(erasedClass),
    kept: z.array(keptClass),
    recipients: z.array(erasureRecipientView),
    backupsFinalBy: z.string(),
    backupsFinalAt: z
      .string()
      .nullable()
      .describe('When the key of its month was destroyed; `null`: not yet.'),
  }),
)

export const eraseReply = shape<EraseReply>()(
  'EraseReply',
  z.union([
    proposedReply,
    z.strictObject({
      outcome: z.literal('erased'),
      erasures: z.array(erasureView),
    }),
    z.strictObject({
      outcome: z.literal('nothing_held'),
    }),
  ]),
)

export const personActReply = shape<PersonActReply>()(
  'PersonActReply',
  z.strictObject({
    tickets: z.number().describe('Tickets on which it holds now.'),
    unchanged: z
      .number()
      .describe('Tickets where the rules leave nothing to do, e.g. because it held already.'),
  }),
)

export const erasureCertificate = shape<ErasureCertificate>()(
  'ErasureCertificate',
  z.strictObject({
    format: z.literal('vouch-erasure/v1'),
    erasure: z.string(),
    about: z.enum(['requester', 'ticket']).optional(),
    account: z.string(),
    case: z.string().nullable(),
    source: z.enum(ERASURE_SOURCES),
    by: z.string().describe('Pseudonym of whose word made it happen.'),
    liveErasedAt: z.string(),
    backupsFinalBy: z.string(),
    backupsFinalAt: z.string().nullable(),
    erased: z.array(erasedClass),
    kept: z.array(
      z.strictObject({
        exception: z.enum(['art_17_3_b', 'art_17_3_e']),
        class: z.enum(HELD_CLASSES),
        count: z.number(),
        article: z.string(),
      }),
    ),
    keys: z
      .strictObject({
        destroyed: z.array(z.string()),
        wrappedIn: z.string(),
      })
      .describe('Names of the keys that were destroyed, and the month whose key wrapped them.'),
    recipients: z.array(
      z.strictObject({
        provider: z.string(),
        host: z.string(),
        region: z.string(),
        model: z.string(),
        retention: z.string(),
        drafts: z.number(),
        lastSentAt: z.string(),
        heldUntil: z
          .string()
          .nullable()
          .describe(
            'By when the provider holds nothing, as its contract says; `null`: it kept nothing, or it is your own.',
          ),
      }),
    ),
    statement: z.string(),
    entry: z.strictObject({
      index: z.number(),
      header: z.string(),
    }),
    inclusion: z.array(z.string()),
    checkpoint: z.string(),
    key: z.string(),
    rotations: z
      .array(
        z.strictObject({
          index: z.number(),
          note: z.string(),
        }),
      )
      .exactOptional()
      .describe('What ties earlier keys of the log to this one; only where there were some.'),
    proof: z.unknown(),
  }),
)
