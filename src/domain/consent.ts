/**
 * The consent status of a ticket: the words, the evidence, and the legal moves.
 * GDPR Art. 4(11), 6(1), 7; DPV consent statuses (https://w3id.org/dpv); ISO/IEC TS 27560.
 */
export const CONSENT_STATUSES = [
  'unknown',
  'requested',
  'granted',
  'denied',
  'withdrawn',
  'expired',
  'invalidated',
  'not_required',
] as const
export type ConsentStatus = (typeof CONSENT_STATUSES)[number]

/** Overlays win over every status (GDPR Art. 18, 21, 8, 17). */
export const CONSENT_OVERLAYS = ['objected', 'restricted', 'minor_hold', 'erased'] as const
export type ConsentOverlay = (typeof CONSENT_OVERLAYS)[number]

export const LEGAL_BASES = ['consent', 'contract', 'legitimate_interest'] as const
/** GDPR Art. 6(1)(a), (b), (f). */
export type LegalBasis = (typeof LEGAL_BASES)[number]

export const CONSENT_CHANNELS = ['link', 'email', 'phone', 'chat', 'web_form', 'in_person'] as const
/** `link` is the requester's own act on the public page; all others are relayed by an agent with evidence. */
export type ConsentChannel = (typeof CONSENT_CHANNELS)[number]

/** Drafting is lawful only in these two, and only without an overlay. */
export const DRAFTABLE_STATUSES = ['granted', 'not_required'] as const satisfies readonly ConsentStatus[]

/** What was drafted under this state may be read: it permits drafts, and nothing stands over it. */
export function permitsDrafts({ status, overlays }: Pick<ConsentState, 'status' | 'overlays'>): boolean {
  return DRAFTABLE_STATUSES.some((draftable) => draftable === status) && overlays.length === 0
}

/** The one purpose that a record of consent is for. Training a model is another one, and always off. */
export const CONSENT_PURPOSE = 'ai_reply_drafting' as const

/** Why a consent ended without anybody's word. */
export const END_REASONS = [
  'time',
  'unanswered',
  'superseded_notice',
  'superseded_basis',
  'source_ended',
] as const
export type EndReason = (typeof END_REASONS)[number]

/** Why a notice was shown in another language than the ticket's: stated by the agent who relays a yes. */
export const LOCALE_REASONS = ['reads_it', 'asked_for_it', 'translated'] as const
export type LocaleReason = (typeof LOCALE_REASONS)[number]

/** A yes that an agent has relayed and that no colleague has looked at yet. It permits nothing. */
export interface PendingGrant {
  /** Pseudonym of the agent who relayed it: somebody else must look. */
  readonly byRef: string
  readonly at: string
  readonly noticeVersion: number
}

/** What the ticket's consent is now: the fold over its events. `epoch` rises with every change. */
export interface ConsentState {
  readonly status: ConsentStatus
  readonly overlays: readonly ConsentOverlay[]
  readonly legalBasis: LegalBasis
  /** Contract or assessment that a basis other than consent rests on. */
  readonly basisRef: string | null
  readonly epoch: number
  readonly noticeVersion: number | null
  readonly noticeLocale: string | null
  /** ISO 8601; a grant without an end does not exist (DPV advises against endless duration). */
  readonly validUntil: string | null
  readonly changedAt: string | null
  /** The requester has said no on this ticket and has not taken it back by an act of their own. */
  readonly saidNo: boolean
  /** When they last did; how long they may not be asked anew counts from here. */
  readonly noAt: string | null
  /** The basis that they said no to. To another one than consent it is for good (GDPR Art. 21). */
  readonly noBasis: LegalBasis | null
  /** When they were last asked. */
  readonly requestedAt: string | null
  /** They answered "later". */
  readonly deferred: boolean
  /** Since when the overlay `restricted` stands. */
  readonly restrictedAt: string | null
  readonly awaiting: PendingGrant | null
  /** Of `expired`: what ended it. */
  readonly endedBy: EndReason | null
  /** The yes covers this person's other tickets too: the account remembers, and the notice said so. */
  readonly wide: boolean
  /** Ticket (its reference) on which the yes was given, where it was carried over. */
  readonly carriedFrom: string | null
  /** Drafters and regions that the notice named when consent was given. */
  readonly disclosedRecipients: readonly string[]
}

export const UNKNOWN_CONSENT: ConsentState = {
  status: 'unknown',
  overlays: [],
  legalBasis: 'consent',
  basisRef: null,
  epoch: 0,
  noticeVersion: null,
  noticeLocale: null,
  validUntil: null,
  changedAt: null,
  saidNo: false,
  noAt: null,
  noBasis: null,
  requestedAt: null,
  deferred: false,
  restrictedAt: null,
  awaiting: null,
  endedBy: null,
  wide: false,
  carriedFrom: null,
  disclosedRecipients: [],
}
