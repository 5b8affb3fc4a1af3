/** A decision of the gate as it is signed, kept and handed out. Holds codes, digests and counts; no words of anybody. */
import type { ConsentOverlay, ConsentStatus } from './consent.ts'
import type { RefusalReason } from './refusal.ts'
import type { Action } from './scope.ts'

export const DECISION_SUBJECTS = ['draft', 'summary', 'search'] as const
export type DecisionSubject = (typeof DECISION_SUBJECTS)[number]

export interface DecisionReceipt {
  readonly v: 1
  readonly id: string
  readonly account: string
  /** ISO 8601, UTC. */
  readonly at: string
  readonly action: Action
  /** The draft, summary or search that was asked for. */
  readonly about: { readonly kind: DecisionSubject; readonly ref: string }
  /** Opaque reference: the helpdesk's number is not in it. */
  readonly ticket: string
  /** Keyed pseudonym of the agent. */
  readonly agent: string
  readonly decision: 'allow' | 'refuse'
  /** All rules that said no, not only the first; empty for `allow`. */
  readonly reasons: readonly RefusalReason[]
  readonly consent: {
    readonly status: ConsentStatus
    readonly overlays: readonly ConsentOverlay[]
    readonly epoch: number
    readonly noticeVersion: number | null
    readonly noticeLocale: string | null
  }
  /** The ticket's scope (empty: it could not be read), and the account's policy at that moment. */
  readonly scope: { readonly hash: string; readonly policyVersion: number; readonly policy: string }
  /** Which articles the allowlist and the scope let pass, of all that are synced, as a digest over the list. */
  readonly articles: {
    readonly allowlistVersion: number
    readonly snapshot: string
    readonly allowed: number
    readonly of: number
    readonly digest: string
  }
  readonly fields: readonly string[]
  /** Who was to draft; `host` only where something may leave. */
  readonly recipient: { readonly provider: string; readonly region: string; readonly host: string | null }
  /** Digest of the capability that was made out; `null` where none was. */
  readonly capability: string | null
  /** Version of Vouch that decided. */
  readonly code: string
}

/** What goes with an answer: enough to show it and to ask for the rest. */
export interface DecisionNote {
  readonly id: string
  readonly allowed: number
  readonly of: number
}

/** Everything that somebody without the store needs to check a receipt. */
export interface DecisionProof {
  readonly format: 'vouch-decision/v1'
  readonly receipt: DecisionReceipt
  /** Ed25519 over `vouch-decision/v1\n` and the canonical form (RFC 8785) of the receipt; base64. */
  readonly signature: string
  /** The audit entry that names the receipt's hash, as its bytes were hashed. */
  readonly entry: { readonly index: number; readonly header: string }
  /** RFC 6962 audit path from the entry to the checkpoint's root, hex, from the leaf up. */
  readonly inclusion: readonly string[]
  /** Signed note (C2SP) over the log's size and root. */
  readonly checkpoint: string
  /** Verifier key of that note and of the receipt: compare it with the one that was made known. */
  readonly key: string
  /** What ties earlier keys of the log to this one; only where there were some. */
  readonly rotations?: readonly { readonly index: number; readonly note: string }[]
}
