/** A decision's receipt and what proves it. */
import { z } from 'zod'
import { CONSENT_OVERLAYS, CONSENT_STATUSES } from '../../../src/domain/consent.ts'
import {
  DECISION_SUBJECTS,
  type DecisionNote,
  type DecisionProof,
  type DecisionReceipt,
} from '../../../src/domain/decision.ts'
import { ACTIONS } from '../../../src/domain/scope.ts'
import { shape } from './shape.ts'

export const decisionReceipt = shape<DecisionReceipt>()(
  'DecisionReceipt',
  z.strictObject({
    v: z.literal(1),
    id: z.string(),
    account: z.string(),
    at: z.string().describe('ISO 8601, UTC.'),
    action: z.enum(ACTIONS),
    about: z
      .strictObject({
        kind: z.enum(DECISION_SUBJECTS),
        ref: z.string(),
      })
      .describe('The draft, summary or search that was asked for.'),
    ticket: z.string().describe("Opaque reference: the helpdesk's number is not in it."),
    agent: z.string().describe('Keyed pseudonym of the agent.'),
    decision: z.enum(['refuse', 'allow']),
    reasons: z
      .array(
        z.enum([
          'CONSENT_NOT_GRANTED',
          'CONSENT_OVERLAY',
          'CONSENT_EXPIRED',
          'NOTICE_SUPERSEDED',
          'RECIPIENT_NOT_DISCLOSED',
          'SCOPE_EXPIRED',
          'SCOPE_INVALID',
          'ACTION_NOT_IN_SCOPE',
          'FIELD_NOT_IN_SCOPE',
          'DRAFT_LIMIT_REACHED',
          'TOPIC_NOT_IN_SCOPE',
          'KILL_SWITCH_ON',
          'NOT_LIVE',
          'REQUESTER_MISMATCH',
          'TICKET_MERGED',
          'TICKET_DELETED',
          'DRAFT_TO_REMOVE',
          'REQUESTER_UNFIT',
          'ALLOWLIST_EMPTY',
          'NO_QUESTION',
          'LANGUAGE_NOT_COVERED',
          'NOT_COVERED',
          'TICKET_CHANGED',
          'ARTICLE_CHANGED',
          'DRAFT_NOT_OPEN',
          'RECORD_CORRECTED',
          'CONSENT_CHANGED',
          'PROVIDER_ANSWER_INVALID',
          'NOT_GROUNDED',
          'DRAFTER_NOT_CONFIGURED',
          'SIMULATION_REQUIRED',
          'DRAFTER_CANNOT',
          'BUDGET_REACHED',
        ]),
      )
      .describe('All rules that said no, not only the first; empty for `allow`.'),
    consent: z.strictObject({
      status: z.enum(CONSENT_STATUSES),
      overlays: z.array(z.enum(CONSENT_OVERLAYS)),
      epoch: z.number(),
      noticeVersion: z.number().nullable(),
      noticeLocale: z.string().nullable(),
    }),
    scope: z
      .strictObject({
        hash: z.string(),
        policyVersion: z.number(),
        policy: z.string(),
      })
      .describe("The ticket's scope (empty: it could not be read), and the account's policy at that moment."),
    articles: z
      .strictObject({
        allowlistVersion: z.number(),
        snapshot: z.string(),
        allowed: z.number(),
        of: z.number(),
        digest: z.string(),
      })
      .describe(
        'Which articles the allowlist and the scope let pass, of all that are synced, as a digest over the list.',
      ),
    fields: z.array(z.string()),
    recipient: z
      .strictObject({
        provider: z.string(),
        region: z.string(),
        host: z.string().nullable(),
      })
      .describe('Who was to draft; `host` only where something may leave.'),
    capability: z
      .string()
      .nullable()
      .describe('Digest of the capability that was made out; `null` where none was.'),
    code: z.string().describe('Version of Vouch that decided.'),
  }),
)

export const decisionProof = shape<DecisionProof>()(
  'DecisionProof',
  z.strictObject({
    format: z.literal('vouch-decision/v1'),
    receipt: decisionReceipt,
    signature: z
      .string()
      .describe(
        'Ed25519 over `vouch-decision/v1\\n` and the canonical form (RFC 8785) of the receipt; base64.',
      ),
    entry: z
      .strictObject({
        index: z.number(),
        header: z.string(),
      })
      .describe("The audit entry that names the receipt's hash, as its bytes were hashed."),
    inclusion: z
      .array(z.string())
      .describe("RFC 6962 audit path from the entry to the checkpoint's root, hex, from the leaf up."),
    checkpoint: z.string().describe("Signed note (C2SP) over the log's size and root."),
    key: z
      .string()
      .describe('Verifier key of that note and of the receipt: compare it with the one that was made known.'),
    rotations: z
      .array(
        z.strictObject({
          index: z.number(),
          note: z.string(),
        }),
      )
      .exactOptional()
      .describe('What ties earlier keys of the log to this one; only where there were some.'),
  }),
)

export const decisionNote = shape<DecisionNote>()(
  'DecisionNote',
  z.strictObject({
    id: z.string(),
    allowed: z.number(),
    of: z.number(),
  }),
)
