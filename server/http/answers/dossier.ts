/** What is held of one person, and the packages that were made of it. */
import { z } from 'zod'
import { ACCESS_KINDS, ACCESS_PURPOSES } from '../../../src/domain/access.ts'
import {
  CORRECTABLE,
  type Correction,
  type CorrectionReply,
  type RecordName,
} from '../../../src/domain/correction-api.ts'
import type {
  AccessView,
  DossierCase,
  DossierRecord,
  DossierView,
  HeldSummary,
  PackageLink,
  PackageView,
  PersonHit,
  RecipientView,
} from '../../../src/domain/dossier-api.ts'
import { PERSON_ACTS } from '../../../src/domain/erasure-api.ts'
import { HELD_CLASSES } from '../../../src/domain/held.ts'
import { REQUEST_KINDS, REQUEST_STATUSES } from '../../../src/domain/request-case.ts'
import { shape } from './shape.ts'

export const personHit = shape<PersonHit>()(
  'PersonHit',
  z.strictObject({
    requesterRef: z.string(),
    helpdeskUserId: z.string().nullable().describe('`null`: erased, or deleted in the helpdesk.'),
    since: z.string(),
    tickets: z.number(),
    ticketIds: z.array(z.string()),
    joinedWith: z
      .number()
      .describe('Further records that the helpdesk has joined with this one: a dossier shows them together.'),
  }),
)

export const heldSummary = shape<HeldSummary>()(
  'HeldSummary',
  z.strictObject({
    class: z.enum(HELD_CLASSES),
    count: z.number(),
    oldest: z.string().nullable(),
    newest: z.string().nullable(),
    keptDays: z
      .number()
      .nullable()
      .describe(
        'Days that a record of the class is kept at most; `null`: until it is erased or the account says otherwise.',
      ),
  }),
)

export const recordName = shape<RecordName>()(
  'RecordName',
  z.strictObject({
    class: z.enum(CORRECTABLE),
    ref: z.string(),
  }),
)

export const correction = shape<Correction>()(
  'Correction',
  z.strictObject({
    at: z.string(),
    words: z.string(),
  }),
)

export const dossierRecord = shape<DossierRecord>()(
  'DossierRecord',
  z.strictObject({
    class: z.enum(HELD_CLASSES),
    at: z.string().nullable(),
    ticketId: z.string().nullable(),
    record: z.record(z.string(), z.unknown()).describe('As it is handed out in the package.'),
    name: recordName
      .nullable()
      .describe('What a correction calls it; `null` for what is corrected with the person alone.'),
    corrections: z.array(correction).describe('What was noted about it, oldest first.'),
  }),
)

export const recipientView = shape<RecipientView>()(
  'DossierRecipientView',
  z.strictObject({
    provider: z.string(),
    region: z.string(),
    host: z.string().nullable(),
    requests: z.number(),
    first: z.string(),
    last: z.string(),
  }),
)

export const accessView = shape<AccessView>()(
  'DossierAccessView',
  z.strictObject({
    at: z.string(),
    by: z.string(),
    mine: z.boolean(),
    kind: z.enum(ACCESS_KINDS),
    purpose: z.enum(ACCESS_PURPOSES),
  }),
)

export const packageView = shape<PackageView>()(
  'PackageView',
  z.strictObject({
    packageId: z.string(),
    locale: z.string(),
    status: z.enum(['ready', 'failed', 'making', 'shredded']),
    madeBy: z.string(),
    createdAt: z.string(),
    expiresAt: z.string(),
    records: z.number().nullable(),
    masked: z.number().nullable(),
    bytes: z.number().nullable(),
    sha256: z.string().nullable(),
    links: z.array(
      z.strictObject({
        createdAt: z.string(),
        expiresAt: z.string(),
        usedAt: z.string().nullable(),
      }),
    ),
    fetched: z.array(
      z.strictObject({
        at: z.string(),
        by: z.string(),
      }),
    ),
  }),
)

export const dossierCase = shape<DossierCase>()(
  'DossierCase',
  z.strictObject({
    caseId: z.string(),
    caseNumber: z.string(),
    kind: z.enum(REQUEST_KINDS),
    status: z.enum(REQUEST_STATUSES),
    dueOn: z.string(),
    open: z.boolean(),
  }),
)

export const dossierView = shape<DossierView>()(
  'DossierView',
  z.strictObject({
    requesterRef: z.string(),
    helpdeskUserId: z.string().nullable(),
    erased: z.boolean(),
    people: z.number().describe('How many records of the helpdesk are joined in it.'),
    since: z.string(),
    locale: z.string(),
    summary: z.array(heldSummary),
    total: z.number(),
    records: z
      .array(dossierRecord)
      .describe('Newest first; at most as many as a screen can show. The package has all.'),
    recipients: z.array(recipientView),
    accesses: z.array(accessView),
    packages: z.array(packageView),
    cases: z.array(dossierCase).describe('What they have asked about their data, newest first.'),
    ticketUrls: z.record(z.string(), z.string()),
    acts: z.array(z.enum(PERSON_ACTS)).describe('What would change something on their tickets now.'),
  }),
)

export const packageLink = shape<PackageLink>()(
  'PackageLink',
  z.strictObject({
    url: z.string(),
    expiresAt: z.string(),
  }),
)

export const correctionReply = shape<CorrectionReply>()(
  'CorrectionReply',
  z.strictObject({
    withdrawn: z.number().describe('Open drafts that were withdrawn: a new one may be asked for at once.'),
    recipients: z
      .array(recipientView)
      .describe('To whom something of theirs went: they are to be told (Art. 19).'),
  }),
)
