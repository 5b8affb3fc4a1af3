/** A decision's receipt as the companion hands it out. The sidebar passes it on; whoever checks it checks all of it. */
import { CONSENT_OVERLAYS, CONSENT_STATUSES } from '../domain/consent.ts'
import { DECISION_SUBJECTS, type DecisionNote, type DecisionProof } from '../domain/decision.ts'
import { NEXT_STEPS, type RefusalReason } from '../domain/refusal.ts'
import { ACTIONS } from '../domain/scope.ts'
import { type Check, exactly, list, nullable, number, oneOf, optional, record, text } from './checks.ts'

const REASONS = Object.keys(NEXT_STEPS) as RefusalReason[]

export const decisionNote: Check<DecisionNote> = record({ id: text, allowed: number, of: number })

export const decisionProof: Check<DecisionProof> = record({
  format: oneOf(['vouch-decision/v1'] as const),
  receipt: record({
    v: exactly(1),
    id: text,
    account: text,
    at: text,
    action: oneOf(ACTIONS),
    about: record({ kind: oneOf(DECISION_SUBJECTS), ref: text }),
    ticket: text,
    agent: text,
    decision: oneOf(['allow', 'refuse'] as const),
    reasons: list(oneOf(REASONS)),
    consent: record({
      status: oneOf(CONSENT_STATUSES),
      overlays: list(oneOf(CONSENT_OVERLAYS)),
      epoch: number,
      noticeVersion: nullable(number),
      noticeLocale: nullable(text),
    }),
    scope: record({ hash: text, policyVersion: number, policy: text }),
    articles: record({
      allowlistVersion: number,
      snapshot: text,
      allowed: number,
      of: number,
      digest: text,
    }),
    fields: list(text),
    recipient: record({ provider: text, region: text, host: nullable(text) }),
    capability: nullable(text),
    code: text,
  }),
  signature: text,
  entry: record({ index: number, header: text }),
  inclusion: list(text),
  checkpoint: text,
  key: text,
  rotations: optional(list(record({ index: number, note: text }))),
})
