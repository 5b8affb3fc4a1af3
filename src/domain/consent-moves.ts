/**
 * The legal moves of a ticket's consent status. Total: every status × event has an answer.
 * GDPR Art. 7(1) (evidence), 7(3) (withdrawal is never refused), 4(11) (silence never grants).
 */
import type { ConsentChannel, ConsentOverlay, ConsentState, ConsentStatus, LegalBasis } from './consent.ts'

export const CONSENT_EVENTS = [
  'request',
  'grant',
  'deny',
  'withdraw',
  'expire',
  'set_basis',
  'object',
  'restrict',
  'lift_restriction',
  'hold_minor',
  'invalidate',
  'requester_changed',
  'erase',
] as const
export type ConsentEventKind = (typeof CONSENT_EVENTS)[number]

export type ConsentActor = 'requester' | 'agent' | 'compliance' | 'system'

export interface ConsentEvent {
  readonly kind: ConsentEventKind
  readonly at: string
  readonly by: ConsentActor
  readonly channel: ConsentChannel | null
  readonly noticeVersion: number | null
  readonly noticeLocale: string | null
  /** Only a grant and a basis carry it; both must. */
  readonly validUntil: string | null
  readonly recipients: readonly string[]
  readonly hasEvidence: boolean
  readonly legalBasis: LegalBasis | null
  /** Only of `requester_changed`: what the person who now owns the ticket had said on it before. */
  readonly earlier?: EarlierWord
}

/** What outlives a change of requester and back: a no and the overlays. A yes does not. */
export type EarlierWord = Pick<ConsentState, 'status' | 'saidNo' | 'overlays'>

/** Machine-readable id of the rule that a refused move would break (409 `ILLEGAL_TRANSITION`). */
export type MoveRule =
  | 'GRANT_NEEDS_REQUESTER_OR_EVIDENCE'
  | 'GRANT_NEEDS_NOTICE'
  | 'GRANT_NEEDS_END'
  | 'GRANT_AFTER_NO_NEEDS_REQUESTER'
  | 'BASIS_NEEDS_COMPLIANCE'
  | 'BASIS_AFTER_NO'
  | 'REQUEST_WHILE_DRAFTABLE'
  | 'REQUEST_AFTER_NO'
  | 'REQUEST_WHILE_OVERLAID'
  | 'NOTHING_TO_EXPIRE'
  | 'NOTHING_TO_LIFT'
  | 'ONLY_COMPLIANCE'
  | 'TICKET_ERASED'

export type MoveVerdict =
  | { readonly outcome: 'moved'; readonly state: ConsentState }
  | { readonly outcome: 'illegal'; readonly rule: MoveRule }

export const UNKNOWN_CONSENT: ConsentState = {
  status: 'unknown',
  overlays: [],
  legalBasis: 'consent',
  epoch: 0,
  noticeVersion: null,
  noticeLocale: null,
  validUntil: null,
  changedAt: null,
  saidNo: false,
  disclosedRecipients: [],
}

/** Statuses in which the requester has just said no. */
const SAID_NO: readonly ConsentStatus[] = ['denied', 'withdrawn']

/** The first rule that the event would break, or `null`. */
function brokenRule(state: ConsentState, event: ConsentEvent): MoveRule | null {
  if (state.overlays.includes('erased')) return 'TICKET_ERASED'
  switch (event.kind) {
    case 'deny':
    case 'withdraw':
    case 'object':
    case 'requester_changed':
    case 'erase':
    case 'hold_minor':
      return null
    case 'request':
      // A new link passes through the agent's hands: after a no, only the requester's own link may undo it.
      if (state.saidNo) return 'REQUEST_AFTER_NO'
      if (state.status === 'not_required') return 'REQUEST_WHILE_DRAFTABLE'
      // A grant under another notice permits nothing (`NOTICE_SUPERSEDED`): asking anew is its next step.
      if (state.status === 'granted' && state.noticeVersion === event.noticeVersion)
        return 'REQUEST_WHILE_DRAFTABLE'
      return state.overlays.length > 0 ? 'REQUEST_WHILE_OVERLAID' : null
    case 'grant':
      if (event.by !== 'requester' && !(event.by === 'agent' && event.hasEvidence))
        return 'GRANT_NEEDS_REQUESTER_OR_EVIDENCE'
      if (event.noticeVersion === null || event.noticeLocale === null) return 'GRANT_NEEDS_NOTICE'
      if (event.validUntil === null) return 'GRANT_NEEDS_END'
      // An agent cannot turn a no into a yes; the requester can, by their own act.
      return state.saidNo && event.by !== 'requester' ? 'GRANT_AFTER_NO_NEEDS_REQUESTER' : null
    case 'expire':
      return ['granted', 'requested', 'not_required'].includes(state.status) ? null : 'NOTHING_TO_EXPIRE'
    case 'set_basis':
      if (event.by !== 'compliance') return 'BASIS_NEEDS_COMPLIANCE'
      if (event.validUntil === null) return 'GRANT_NEEDS_END'
      return state.saidNo ? 'BASIS_AFTER_NO' : null
    case 'restrict':
    case 'invalidate':
      return event.by === 'compliance' ? null : 'ONLY_COMPLIANCE'
    case 'lift_restriction':
      if (event.by !== 'compliance') return 'ONLY_COMPLIANCE'
      return state.overlays.includes('restricted') ? null : 'NOTHING_TO_LIFT'
    default:
      return event.kind satisfies never
  }
}

const STATUS_AFTER: Record<ConsentEventKind, ConsentStatus | null> = {
  request: 'requested',
  grant: 'granted',
  deny: 'denied',
  withdraw: 'withdrawn',
  expire: 'expired',
  set_basis: 'not_required',
  object: null,
  restrict: null,
  lift_restriction: null,
  hold_minor: null,
  invalidate: 'invalidated',
  requester_changed: 'unknown',
  erase: null,
}

const OVERLAY_SET: Partial<Record<ConsentEventKind, ConsentOverlay>> = {
  object: 'objected',
  restrict: 'restricted',
  hold_minor: 'minor_hold',
  erase: 'erased',
}

function overlaysAfter(state: ConsentState, event: ConsentEvent): readonly ConsentOverlay[] {
  // A new requester is a new person: the former one's objection or age says nothing about them.
  if (event.kind === 'requester_changed') return event.earlier?.overlays ?? []
  if (event.kind === 'lift_restriction') return state.overlays.filter((overlay) => overlay !== 'restricted')
  const added = OVERLAY_SET[event.kind]
  return added === undefined || state.overlays.includes(added) ? state.overlays : [...state.overlays, added]
}

function saidNoAfter(state: ConsentState, event: ConsentEvent): boolean {
  if (event.kind === 'deny' || event.kind === 'withdraw') return true
  if (event.kind === 'requester_changed') return event.earlier?.saidNo ?? false
  return event.kind === 'grant' ? false : state.saidNo
}

function statusAfter(state: ConsentState, event: ConsentEvent): ConsentStatus {
  const earlier = event.earlier?.status
  if (event.kind === 'requester_changed' && earlier !== undefined && SAID_NO.includes(earlier)) return earlier
  return STATUS_AFTER[event.kind] ?? state.status
}

/** Applies one event. Every move raises the epoch, so that a draft begun before it is discarded. */
export function moveConsent(state: ConsentState, event: ConsentEvent): MoveVerdict {
  const rule = brokenRule(state, event)
  if (rule !== null) return { outcome: 'illegal', rule }
  const names = event.kind === 'grant' || event.kind === 'set_basis'
  const noticed = names || event.kind === 'request'
  const forgotten = event.kind === 'requester_changed'
  return {
    outcome: 'moved',
    state: {
      status: statusAfter(state, event),
      overlays: overlaysAfter(state, event),
      legalBasis:
        event.kind === 'set_basis'
          ? (event.legalBasis ?? 'legitimate_interest')
          : forgotten || event.kind === 'grant'
            ? 'consent'
            : state.legalBasis,
      epoch: state.epoch + 1,
      noticeVersion: noticed ? event.noticeVersion : forgotten ? null : state.noticeVersion,
      noticeLocale: noticed ? event.noticeLocale : forgotten ? null : state.noticeLocale,
      validUntil: names || event.kind === 'request' ? event.validUntil : forgotten ? null : state.validUntil,
      changedAt: event.at,
      saidNo: saidNoAfter(state, event),
      disclosedRecipients: names ? event.recipients : forgotten ? [] : state.disclosedRecipients,
    },
  }
}
