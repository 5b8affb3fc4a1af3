/** The JSON of consent beyond the ticket view: second look, compliance acts, the account's own rules. */
import type { TicketView } from './api.ts'
import type { ConsentChannel, ConsentState, LegalBasis, LocaleReason } from './consent.ts'
import type { Refusal } from './refusal.ts'

/** What an agent may pass on of a requester's words. A yes waits for a second look. */
export const RELAYED_EVENTS = ['grant', 'deny', 'withdraw', 'object', 'hold_minor'] as const
export type RelayedEvent = (typeof RELAYED_EVENTS)[number]
export type RelayChannel = Exclude<ConsentChannel, 'link'>

/** `POST /api/v1/tickets/:ticketId/consent/events` → 201 `TicketView`. A yes needs evidence; a no does not. */
export interface RecordConsentRequest {
  readonly event: RelayedEvent
  readonly channel: RelayChannel
  readonly evidence: string
  /** Whose words they are, as the agent sees them: 409 `REQUESTER_CHANGED` when the ticket is another's by now. */
  readonly requesterId?: string
  /** When it was said; absent: now. */
  readonly saidAt?: string
  /** Of a yes: the language in which the notice was shown; absent: the ticket's own, where there is a notice in it. */
  readonly noticeLocale?: string
  /** Of a yes to a notice in another language than the ticket's: why it was understood (Art. 12(1)). */
  readonly localeReason?: LocaleReason
}

/** `POST /api/v1/tickets/:ticketId/consent/evidence` → 200: opening it is an act, and audited. */
export interface EvidenceView {
  readonly evidence: string
  readonly channel: ConsentChannel | null
  readonly saidAt: string
  /** In which language the notice was shown, and why it was understood where the ticket is in another. */
  readonly noticeLocale: string | null
  readonly localeReason: LocaleReason | null
  readonly relayedAt: string
  /** The agent who asks has relayed it, and cannot take the second look. */
  readonly mine: boolean
  /** Consent epoch that the look is about; goes back with the decision. */
  readonly epoch: number
}

export const LOOKS = ['confirm', 'reject'] as const
/** `POST /api/v1/tickets/:ticketId/consent/second-looks` → 201 `TicketView`. */
export interface SecondLookRequest {
  readonly look: (typeof LOOKS)[number]
  readonly epoch: number
}

/** `POST /api/v1/tickets/:ticketId/consent/carry-overs` → 201 `TicketView`. */
export interface CarryOverRequest {
  readonly epoch: number
}

/** `GET /api/v1/tickets/:ticketId/consent`: what the agent can do about it, beside the ticket view. */
export interface ConsentDeskView {
  readonly waiting: { readonly mine: boolean; readonly since: string; readonly until: string } | null
  /** This person's yes on another ticket, which would hold here too. */
  readonly carryOver: { readonly validUntil: string } | null
  /** Why this person's remembered yes does not count on this ticket; `null`: there is none, or it does. */
  readonly notCarried: 'requester_unconfirmed' | null
  /** Since when a new question is possible after a no; `null`: nothing stands in the way of time. */
  readonly askAgainFrom: string | null
  readonly objectionPath: string | null
  /** Languages of the notice in force, and those that the ticket is known to be in. */
  readonly noticeLocales: readonly string[]
  readonly ticketLocales: readonly string[]
  /** Words from before this moment answer no question: the last one was put, or the notice began, then. */
  readonly answersFrom: string
}

export const COMPLIANCE_ACTS = [
  'restrict',
  'lift_restriction',
  'hold_minor',
  'lift_minor_hold',
  'invalidate',
  'uphold_objection',
  'overrule_objection',
] as const
export type ComplianceAct = (typeof COMPLIANCE_ACTS)[number]

/** `POST /api/v1/console/consents/:ticketId/acts` (role compliance) → 201 `ConsentFile`. */
export interface ComplianceActRequest {
  readonly act: ComplianceAct
  /** Sealed under the requester's key. Must not be empty where the act needs a reason or evidence. */
  readonly reason: string
  /** Of `lift_restriction`: when the requester was told. */
  readonly toldAt?: string
  /** The consent epoch that was looked at. */
  readonly epoch: number
}

/** `GET /api/v1/console/consents/:ticketId`. */
export interface ConsentFile {
  readonly ticketId: string
  readonly consent: ConsentState
  readonly history: TicketView['history']
  /** Why a draft is refused now; empty: it may be drafted. */
  readonly refusals: readonly Refusal[]
  readonly acts: readonly ComplianceAct[]
  readonly requesterIdentity: 'agent_session' | 'webhook'
}

/** `GET /api/v1/console/consent-rules`. */
export interface ConsentRulesView {
  readonly version: number
  /** Months without a new question after a no. */
  readonly cooldownMonths: number
  /** A yes holds for all tickets of its author, where the notice said so. */
  readonly remembers: boolean
  /** The first notice that says so; `null`: off. */
  readonly remembersFromNotice: number | null
  readonly noticeNow: number
  readonly basis: LegalBasisView
}

/** `PUT /api/v1/console/consent-rules` (role compliance). */
export interface ConsentRulesRequest {
  readonly version: number
  readonly cooldownMonths: number
  readonly remembers: boolean
}

/**
 * `PUT /api/v1/console/legal-basis` (role compliance) `{ version, basis: { basis, reference, objectionPath, reviewBy } }`
 * → 200 `ConsentRulesView`, or 202 `ProposedReply` when a second person decides.
 * The legal basis of one purpose. `version` 0: nobody has said otherwise, it is consent. */
export interface LegalBasisView {
  readonly version: number
  readonly basis: LegalBasis
  /** Contract (Art. 6(1)(b)) or assessment (Art. 6(1)(f)). */
  readonly reference: string
  /** How somebody objects, in words for the agent who is asked (Art. 21). */
  readonly objectionPath: string
  /** It ends then; ISO 8601. */
  readonly reviewBy: string | null
}
export const CONSENT_BASIS: LegalBasisView = {
  version: 0,
  basis: 'consent',
  reference: '',
  objectionPath: '',
  reviewBy: null,
}
