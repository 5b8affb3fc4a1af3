/** What console and server tell each other about an audit: controls, access, changes, events and documents. */
import type { Role } from './account.ts'
import type { DiffLine } from './change.ts'
import { DOCUMENT_LANGUAGES, type DocumentLanguage } from './staff-language.ts'

export const EVIDENCE_LANGUAGES = DOCUMENT_LANGUAGES
export type EvidenceLanguage = DocumentLanguage

export const EVIDENCE_LEVELS = ['full', 'part', 'none'] as const
/** `full`: the records say it. `part`: they say a part of it. `none`: no software can; the customer brings it. */
export type EvidenceLevel = (typeof EVIDENCE_LEVELS)[number]

/** The unbroken run of entries that a period is, and the signed head it lies under. */
export interface LogSpanView {
  /** `null`: the period has no entry. */
  readonly first: number | null
  readonly last: number | null
  readonly count: number
  readonly headSize: number
  readonly headRoot: string
  /** C2SP checkpoint, signed; `null` before the first. */
  readonly checkpoint: string | null
}

export interface ControlView {
  readonly criterion: string
  readonly level: EvidenceLevel
  readonly title: string
  readonly shows: string | null
  readonly bring: string | null
  readonly types: readonly string[]
  readonly count: number
  readonly newest: string | null
}

export interface ControlMapView {
  readonly from: string
  readonly to: string
  readonly span: LogSpanView
  readonly controls: readonly ControlView[]
  /** Entries that are evidence of no criterion, by type. */
  readonly operational: readonly { readonly type: string; readonly count: number }[]
  readonly unreadable: number
}

export const REVIEW_DECISIONS = ['kept', 'removed'] as const
export type ReviewDecision = (typeof REVIEW_DECISIONS)[number]

/** `due`: nobody has reviewed it this quarter. `removal_open`: it was found superfluous and still stands. */
export const REVIEW_STATES = ['due', 'done', 'removal_open'] as const
export type ReviewState = (typeof REVIEW_STATES)[number]

export interface AccessGrant {
  readonly role: Role
  /** `null`: given before the log says when. */
  readonly since: string | null
  /** Pseudonym, or `system:…`. */
  readonly by: string | null
  readonly index: number | null
}

export interface AccessRow {
  readonly agentRef: string
  /** The helpdesk's own number: for compliance and admins, on this screen alone. */
  readonly agentId: string
  readonly grants: readonly AccessGrant[]
  readonly lastSessionAt: string | null
  readonly lastActAt: string | null
  readonly stale: boolean
  readonly review: {
    readonly state: ReviewState
    readonly decision: ReviewDecision | null
    readonly at: string | null
    readonly by: string | null
    /** Reviewed by the person themselves: said, because it is worth less. */
    readonly own: boolean
  }
}

export interface AccessView {
  readonly at: string
  /** First day of the review period that runs, and the last. */
  readonly quarter: { readonly from: string; readonly to: string; readonly months: number }
  readonly staleDays: number
  readonly rows: readonly AccessRow[]
}

export const LOGGED_CHANGES = [
  'scope_policy',
  'allowlist',
  'notice',
  'legal_basis',
  'consent_rule',
  'four_eyes',
  'provider',
  'roles',
  'retention',
  'settings',
] as const
export type LoggedChange = (typeof LOGGED_CHANGES)[number]

export interface ChangeRow {
  readonly index: number
  readonly at: string
  readonly what: LoggedChange
  readonly type: string
  readonly version: string
  /** Pseudonyms, `system:…`; `approver: null` when one person was enough. */
  readonly author: string
  readonly approver: string | null
  readonly diff: readonly DiffLine[]
}

export interface ChangeLogView {
  readonly from: string
  readonly to: string
  readonly span: LogSpanView
  readonly rows: readonly ChangeRow[]
}

export const DELIVERY_ERRORS = [
  'UNREACHABLE',
  'TIMEOUT',
  'REDIRECTED',
  'REFUSED',
  'FAILED',
  'MALFORMED',
  'NOT_ALLOWED',
  'LOG_BEHIND',
  'UNEXPECTED',
] as const
export type DeliveryError = (typeof DELIVERY_ERRORS)[number]

export interface DeliveryView {
  /** `null`: no address is configured. */
  readonly origin: string | null
  /** Place of the last entry that was taken; `null`: none yet. */
  readonly lastSent: number | null
  readonly lastSentAt: string | null
  readonly waiting: number
  /** True while the kill switch lets nothing out. */
  readonly stopped: boolean
  readonly failures: number
  readonly lastError: DeliveryError | null
  readonly lastErrorAt: string | null
  readonly nextTryAt: string | null
}

export const DOCUMENT_KINDS = [
  'record_controller',
  'record_processor',
  'sub_processors',
  'dpia',
  'retention',
  'ai_act',
] as const
export type DocumentKind = (typeof DOCUMENT_KINDS)[number]

/** `missing`: the product cannot know it; the controller fills it in. */
export type DocumentLine =
  | { readonly kind: 'fact'; readonly label: string; readonly values: readonly string[] }
  | { readonly kind: 'missing'; readonly label: string; readonly hint: string }
  | { readonly kind: 'text'; readonly text: string }
  | {
      readonly kind: 'table'
      readonly head: readonly string[]
      readonly rows: readonly (readonly string[])[]
    }

export interface DocumentView {
  readonly kind: DocumentKind
  readonly language: EvidenceLanguage
  readonly title: string
  readonly lead: string
  readonly madeAt: string
  /** SHA-256 of the facts that it was made from: two documents with the same one say the same. */
  readonly configuration: string
  readonly productVersion: string
  readonly missing: number
  readonly sections: readonly { readonly heading: string; readonly lines: readonly DocumentLine[] }[]
}
