/** The consent status of a ticket, how it came about, and the rules of the account. */
import { z } from 'zod'
import type { ConsentHistoryEntry } from '../../../src/domain/api.ts'
import {
  CONSENT_CHANNELS,
  CONSENT_OVERLAYS,
  CONSENT_STATUSES,
  type ConsentState,
  END_REASONS,
  LEGAL_BASES,
  LOCALE_REASONS,
  type PendingGrant,
} from '../../../src/domain/consent.ts'
import {
  COMPLIANCE_ACTS,
  type ConsentDeskView,
  type ConsentFile,
  type ConsentRulesView,
  type EvidenceView,
  type LegalBasisView,
} from '../../../src/domain/consent-api.ts'
import { CONSENT_ACTORS } from '../../../src/domain/consent-event.ts'
import { refusal } from './refusal.ts'
import { shape } from './shape.ts'

export const consentDeskView = shape<ConsentDeskView>()(
  'ConsentDeskView',
  z.strictObject({
    waiting: z
      .strictObject({
        mine: z.boolean(),
        since: z.string(),
        until: z.string(),
      })
      .nullable(),
    carryOver: z
      .strictObject({
        validUntil: z.string(),
      })
      .nullable()
      .describe("This person's yes on another ticket, which would hold here too."),
    notCarried: z
      .literal('requester_unconfirmed')
      .nullable()
      .describe(
        "Why this person's remembered yes does not count on this ticket; `null`: there is none, or it does.",
      ),
    askAgainFrom: z
      .string()
      .nullable()
      .describe(
        'Since when a new question is possible after a no; `null`: nothing stands in the way of time.',
      ),
    objectionPath: z.string().nullable(),
    noticeLocales: z
      .array(z.string())
      .describe('Languages of the notice in force, and those that the ticket is known to be in.'),
    ticketLocales: z.array(z.string()),
    answersFrom: z
      .string()
      .describe(
        'Words from before this moment answer no question: the last one was put, or the notice began, then.',
      ),
  }),
)

export const evidenceView = shape<EvidenceView>()(
  'EvidenceView',
  z.strictObject({
    evidence: z.string(),
    channel: z.enum(CONSENT_CHANNELS).nullable(),
    saidAt: z.string(),
    noticeLocale: z
      .string()
      .nullable()
      .describe(
        'In which language the notice was shown, and why it was understood where the ticket is in another.',
      ),
    localeReason: z.enum(LOCALE_REASONS).nullable(),
    relayedAt: z.string(),
    mine: z.boolean().describe('The agent who asks has relayed it, and cannot take the second look.'),
    epoch: z.number().describe('Consent epoch that the look is about; goes back with the decision.'),
  }),
)

export const pendingGrant = shape<PendingGrant>()(
  'PendingGrant',
  z.strictObject({
    byRef: z.string().describe('Pseudonym of the agent who relayed it: somebody else must look.'),
    at: z.string(),
    noticeVersion: z.number(),
  }),
)

export const consentState = shape<ConsentState>()(
  'ConsentState',
  z.strictObject({
    status: z.enum(CONSENT_STATUSES),
    overlays: z.array(z.enum(CONSENT_OVERLAYS)),
    legalBasis: z.enum(LEGAL_BASES),
    basisRef: z
      .string()
      .nullable()
      .describe('Contract or assessment that a basis other than consent rests on.'),
    epoch: z.number(),
    noticeVersion: z.number().nullable(),
    noticeLocale: z.string().nullable(),
    validUntil: z
      .string()
      .nullable()
      .describe('ISO 8601; a grant without an end does not exist (DPV advises against endless duration).'),
    changedAt: z.string().nullable(),
    saidNo: z
      .boolean()
      .describe('The requester has said no on this ticket and has not taken it back by an act of their own.'),
    noAt: z
      .string()
      .nullable()
      .describe('When they last did; how long they may not be asked anew counts from here.'),
    noBasis: z
      .enum(LEGAL_BASES)
      .nullable()
      .describe('The basis that they said no to. To another one than consent it is for good (GDPR Art. 21).'),
    requestedAt: z.string().nullable().describe('When they were last asked.'),
    deferred: z.boolean().describe('They answered "later".'),
    restrictedAt: z.string().nullable().describe('Since when the overlay `restricted` stands.'),
    awaiting: pendingGrant.nullable(),
    endedBy: z.enum(END_REASONS).nullable().describe('Of `expired`: what ended it.'),
    wide: z
      .boolean()
      .describe(
        "The yes covers this person's other tickets too: the account remembers, and the notice said so.",
      ),
    carriedFrom: z
      .string()
      .nullable()
      .describe('Ticket (its reference) on which the yes was given, where it was carried over.'),
    disclosedRecipients: z
      .array(z.string())
      .describe('Drafters and regions that the notice named when consent was given.'),
  }),
)

export const consentHistoryEntry = shape<ConsentHistoryEntry>()(
  'ConsentHistoryEntry',
  z.strictObject({
    at: z.string(),
    event: z.string(),
    status: z.enum(CONSENT_STATUSES),
    channel: z.enum(CONSENT_CHANNELS).nullable(),
    by: z.enum(CONSENT_ACTORS),
    noticeVersion: z.number().nullable(),
  }),
)

export const consentFile = shape<ConsentFile>()(
  'ConsentFile',
  z.strictObject({
    ticketId: z.string(),
    consent: consentState,
    history: z.array(consentHistoryEntry),
    refusals: z.array(refusal).describe('Why a draft is refused now; empty: it may be drafted.'),
    acts: z.array(z.enum(COMPLIANCE_ACTS)),
    requesterIdentity: z.enum(['agent_session', 'webhook']),
  }),
)

export const legalBasisView = shape<LegalBasisView>()(
  'LegalBasisView',
  z.strictObject({
    version: z.number(),
    basis: z.enum(LEGAL_BASES),
    reference: z.string().describe('Contract (Art. 6(1)(b)) or assessment (Art. 6(1)(f)).'),
    objectionPath: z
      .string()
      .describe('How somebody objects, in words for the agent who is asked (Art. 21).'),
    reviewBy: z.string().nullable().describe('It ends then; ISO 8601.'),
  }),
)

export const consentRulesView = shape<ConsentRulesView>()(
  'ConsentRulesView',
  z.strictObject({
    version: z.number(),
    cooldownMonths: z.number().describe('Months without a new question after a no.'),
    remembers: z.boolean().describe('A yes holds for all tickets of its author, where the notice said so.'),
    remembersFromNotice: z.number().nullable().describe('The first notice that says so; `null`: off.'),
    noticeNow: z.number(),
    basis: legalBasisView,
  }),
)
