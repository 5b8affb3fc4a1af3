/** What an auditor is given. */
import { z } from 'zod'
import { ROLES } from '../../../src/domain/account.ts'
import {
  type AccessGrant,
  type AccessRow,
  type AccessView,
  type ChangeLogView,
  type ChangeRow,
  type ControlMapView,
  type ControlView,
  DELIVERY_ERRORS,
  type DeliveryView,
  DOCUMENT_KINDS,
  type DocumentLine,
  type DocumentView,
  EVIDENCE_LEVELS,
  LOGGED_CHANGES,
  type LogSpanView,
  REVIEW_STATES,
} from '../../../src/domain/evidence-api.ts'
import { diffLine } from './scope.ts'
import { shape } from './shape.ts'

export const deliveryView = shape<DeliveryView>()(
  'DeliveryView',
  z.strictObject({
    origin: z.string().nullable().describe('`null`: no address is configured.'),
    lastSent: z.number().nullable().describe('Place of the last entry that was taken; `null`: none yet.'),
    lastSentAt: z.string().nullable(),
    waiting: z.number(),
    stopped: z.boolean().describe('True while the kill switch lets nothing out.'),
    failures: z.number(),
    lastError: z.enum(DELIVERY_ERRORS).nullable(),
    lastErrorAt: z.string().nullable(),
    nextTryAt: z.string().nullable(),
  }),
)

export const accessGrant = shape<AccessGrant>()(
  'AccessGrant',
  z.strictObject({
    role: z.enum(ROLES),
    since: z.string().nullable().describe('`null`: given before the log says when.'),
    by: z.string().nullable().describe('Pseudonym, or `system:…`.'),
    index: z.number().nullable(),
  }),
)

export const accessRow = shape<AccessRow>()(
  'AccessRow',
  z.strictObject({
    agentRef: z.string(),
    agentId: z
      .string()
      .describe("The helpdesk's own number: for compliance and admins, on this screen alone."),
    grants: z.array(accessGrant),
    lastSessionAt: z.string().nullable(),
    lastActAt: z.string().nullable(),
    stale: z.boolean(),
    review: z.strictObject({
      state: z.enum(REVIEW_STATES),
      decision: z.enum(['kept', 'removed']).nullable(),
      at: z.string().nullable(),
      by: z.string().nullable(),
      own: z.boolean().describe('Reviewed by the person themselves: said, because it is worth less.'),
    }),
  }),
)

export const accessView = shape<AccessView>()(
  'EvidenceAccessView',
  z.strictObject({
    at: z.string(),
    quarter: z
      .strictObject({
        from: z.string(),
        to: z.string(),
        months: z.number(),
      })
      .describe('First day of the review period that runs, and the last.'),
    staleDays: z.number(),
    rows: z.array(accessRow),
  }),
)

export const logSpanView = shape<LogSpanView>()(
  'LogSpanView',
  z.strictObject({
    first: z.number().nullable().describe('`null`: the period has no entry.'),
    last: z.number().nullable(),
    count: z.number(),
    headSize: z.number(),
    headRoot: z.string(),
    checkpoint: z.string().nullable().describe('C2SP checkpoint, signed; `null` before the first.'),
  }),
)

export const changeRow = shape<ChangeRow>()(
  'ChangeRow',
  z.strictObject({
    index: z.number(),
    at: z.string(),
    what: z.enum(LOGGED_CHANGES),
    type: z.string(),
    version: z.string(),
    author: z.string().describe('Pseudonyms, `system:…`; `approver: null` when one person was enough.'),
    approver: z.string().nullable(),
    diff: z.array(diffLine),
  }),
)

export const changeLogView = shape<ChangeLogView>()(
  'ChangeLogView',
  z.strictObject({
    from: z.string(),
    to: z.string(),
    span: logSpanView,
    rows: z.array(changeRow),
  }),
)

export const controlView = shape<ControlView>()(
  'ControlView',
  z.strictObject({
    criterion: z.string(),
    level: z.enum(EVIDENCE_LEVELS),
    title: z.string(),
    shows: z.string().nullable(),
    bring: z.string().nullable(),
    types: z.array(z.string()),
    count: z.number(),
    newest: z.string().nullable(),
  }),
)

export const controlMapView = shape<ControlMapView>()(
  'ControlMapView',
  z.strictObject({
    from: z.string(),
    to: z.string(),
    span: logSpanView,
    controls: z.array(controlView),
    operational: z
      .array(
        z.strictObject({
          type: z.string(),
          count: z.number(),
        }),
      )
      .describe('Entries that are evidence of no criterion, by type.'),
    unreadable: z.number(),
  }),
)

export const documentLine = shape<DocumentLine>()(
  'DocumentLine',
  z.discriminatedUnion('kind', [
    z.strictObject({
      kind: z.literal('fact'),
      label: z.string(),
      values: z.array(z.string()),
    }),
    z.strictObject({
      kind: z.literal('missing'),
      label: z.string(),
      hint: z.string(),
    }),
    z.strictObject({
      kind: z.literal('text'),
      text: z.string(),
    }),
    z.strictObject({
      kind: z.literal('table'),
      head: z.array(z.string()),
      rows: z.array(z.array(z.string())),
    }),
  ]),
)

export const documentView = shape<DocumentView>()(
  'DocumentView',
  z.strictObject({
    kind: z.enum(DOCUMENT_KINDS),
    language: z.enum(['en', 'de', 'fr', 'es']),
    title: z.string(),
    lead: z.string(),
    madeAt: z.string(),
    configuration: z
      .string()
      .describe('SHA-256 of the facts that it was made from: two documents with the same one say the same.'),
    productVersion: z.string(),
    missing: z.number(),
    sections: z.array(
      z.strictObject({
        heading: z.string(),
        lines: z.array(documentLine),
      }),
    ),
  }),
)
