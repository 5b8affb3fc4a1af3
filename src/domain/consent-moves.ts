/**
 * Moves a ticket's consent by one event, as the table says. Total: every status × event has an answer.
 * GDPR Art. 7(1) (evidence), 7(3) (withdrawal is never refused), 4(11) (silence never grants).
 */
import type { ConsentOverlay, ConsentState, ConsentStatus, PendingGrant } from './consent.ts'
import { laterOf } from './consent-dates.ts'
import { type ConsentEvent, type ConsentEventKind, OVERLAY_OF } from './consent-event.ts'
import { CONSENT_RULES, lastingOf, lookLapsed, type MoveRule, noOf } from './consent-rules.ts'
import { TRANSITIONS } from './consent-table.ts'

export { UNKNOWN_CONSENT } from './consent.ts'
export {
  CONSENT_EVENTS,
  type ConsentActor,
  type ConsentEvent,
  type ConsentEventKind,
  type EarlierWord,
  type EventFacts,
  type MergedWord,
  type WordElsewhere,
} from './consent-event.ts'
export { isLasting, LOOK_DAYS, lastingOf, type MoveRule } from './consent-rules.ts'

export type MoveVerdict =
  | { readonly outcome: 'moved'; readonly state: ConsentState }
  | { readonly outcome: 'illegal'; readonly rule: MoveRule }

/** The first rule that the event would break, or `null`. */
function brokenRule(state: ConsentState, event: ConsentEvent): MoveRule | null {
  const row = TRANSITIONS[event.kind]
  const asked = (rule: MoveRule) => CONSENT_RULES[rule].broken(state, event)
  if (asked('TICKET_ERASED')) return 'TICKET_ERASED'
  if (row.reserved !== undefined && !row.who.includes(event.by)) return row.reserved
  if (row.otherwise !== undefined && !row.from.includes(state.status)) return row.otherwise
  return row.rules.find(asked) ?? null
}

/** Which events would be heard now, by whoever may do them: for a screen that offers acts. */
export function mayHappen(state: ConsentState, kind: ConsentEventKind): boolean {
  const row = TRANSITIONS[kind]
  return !state.overlays.includes('erased') && row.from.includes(state.status)
}

type Kinds = readonly ConsentEventKind[]
/** A yes, or what stands in for one: names the notice, the end and the recipients. */
const YES: Kinds = ['grant', 'confirm_grant', 'carry_over']
const NO: Kinds = ['deny', 'withdraw', 'uphold_objection']
/** What leaves a relayed yes waiting; anything else that is said overtakes it. */
const LEAVES_WAITING: Kinds = ['expire', 'restrict', 'lift_restriction', 'hold_minor', 'lift_minor_hold']

const LIFTED: Partial<Record<ConsentEventKind, ConsentOverlay>> = {
  lift_restriction: 'restricted',
  lift_minor_hold: 'minor_hold',
  uphold_objection: 'objected',
  overrule_objection: 'objected',
}

function overlaysAfter(state: ConsentState, event: ConsentEvent): readonly ConsentOverlay[] {
  // A new requester is a new person: the former one's objection or age says nothing about them.
  if (event.kind === 'requester_changed') return event.earlier?.overlays ?? []
  const lifted = LIFTED[event.kind]
  if (lifted !== undefined) return state.overlays.filter((overlay) => overlay !== lifted)
  const set = (OVERLAY_OF as Partial<Record<ConsentEventKind, ConsentOverlay>>)[event.kind]
  const came = event.merged?.samePerson === true ? event.merged.overlays : []
  // What was erased is gone from that ticket; it says nothing about this one.
  const added = [...(set === undefined ? [] : [set]), ...came.filter((overlay) => overlay !== 'erased')]
  return [...new Set([...state.overlays, ...added])]
}

type No = Pick<ConsentState, 'saidNo' | 'noAt' | 'noBasis'>

function noAfter(state: ConsentState, event: ConsentEvent): No {
  const { kind, at, earlier, merged } = event
  if (NO.includes(kind))
    return { saidNo: true, noAt: at, noBasis: lastingOf(state.noBasis, state.legalBasis) }
  if (kind === 'requester_changed') {
    if (earlier?.saidNo !== true) return { saidNo: false, noAt: null, noBasis: null }
    return { saidNo: true, noAt: earlier.noAt ?? null, noBasis: earlier.noBasis ?? 'consent' }
  }
  if (YES.includes(kind)) return { saidNo: false, noAt: null, noBasis: null }
  if (merged?.samePerson === true && merged.saidNo)
    return {
      saidNo: true,
      noAt: laterOf(state.noAt, merged.noAt ?? at),
      noBasis: lastingOf(state.noBasis, merged.noBasis ?? 'consent'),
    }
  const { saidNo, noAt, noBasis } = state
  return { saidNo, noAt, noBasis }
}

/** Of an overlay that stands: since when. Whoever is told counts from the newest restriction. */
function restrictedAfter(
  state: ConsentState,
  { kind, at }: ConsentEvent,
  overlays: readonly ConsentOverlay[],
) {
  if (!overlays.includes('restricted')) return null
  return kind === 'restrict' || kind === 'requester_changed' ? at : (state.restrictedAt ?? at)
}

function statusAfter(state: ConsentState, event: ConsentEvent): ConsentStatus {
  const { to } = TRANSITIONS[event.kind]
  const said = noOf(event.earlier ?? (event.merged?.samePerson === true ? event.merged : undefined))
  return said ?? (to === 'same' ? state.status : to)
}

function awaitingAfter(state: ConsentState, event: ConsentEvent): PendingGrant | null {
  if (event.kind === 'relay_grant' && event.noticeVersion !== null)
    return { byRef: event.facts?.actorRef ?? '', at: event.at, noticeVersion: event.noticeVersion }
  return LEAVES_WAITING.includes(event.kind) ? state.awaiting : null
}

type Named =
  | 'legalBasis'
  | 'basisRef'
  | 'noticeVersion'
  | 'noticeLocale'
  | 'validUntil'
  | 'disclosedRecipients'

/** What a question, a yes or a basis rests on. */
function namedAfter(state: ConsentState, event: ConsentEvent): Pick<ConsentState, Named> {
  const { noticeVersion, noticeLocale, validUntil, recipients } = event
  const notice = { noticeVersion, noticeLocale, validUntil }
  if (event.kind === 'requester_changed')
    return {
      ...{ legalBasis: 'consent', basisRef: null, noticeVersion: null, noticeLocale: null },
      ...{ validUntil: null, disclosedRecipients: [] },
    }
  const { legalBasis, basisRef, disclosedRecipients } = state
  // Whoever is asked is asked for consent, and their answer is about nothing else.
  if (event.kind === 'request')
    return { legalBasis: 'consent', basisRef: null, disclosedRecipients, ...notice }
  if (YES.includes(event.kind))
    return { legalBasis: 'consent', basisRef: null, disclosedRecipients: recipients, ...notice }
  if (event.kind === 'set_basis') {
    const basis = event.legalBasis ?? 'legitimate_interest'
    const named = { legalBasis: basis, basisRef: event.facts?.basisRef ?? null }
    return { ...named, disclosedRecipients: recipients, ...notice }
  }
  const { noticeVersion: version, noticeLocale: locale, validUntil: end } = state
  return {
    ...{ legalBasis, basisRef, disclosedRecipients },
    ...{ noticeVersion: version, noticeLocale: locale, validUntil: end },
  }
}

/** Applies one event. Every move raises the epoch, so that a draft begun before it is discarded. */
export function moveConsent(state: ConsentState, event: ConsentEvent): MoveVerdict {
  const rule = brokenRule(state, event)
  if (rule !== null) return { outcome: 'illegal', rule }
  const { kind, at, facts } = event
  const status = statusAfter(state, event)
  const stays = TRANSITIONS[kind].to === 'same' && status === state.status
  const overlays = overlaysAfter(state, event)
  return {
    outcome: 'moved',
    state: {
      status,
      overlays,
      epoch: state.epoch + 1,
      changedAt: at,
      ...namedAfter(state, event),
      ...noAfter(state, event),
      requestedAt: kind === 'request' ? at : kind === 'requester_changed' ? null : state.requestedAt,
      deferred: kind === 'defer' || (stays && state.deferred),
      restrictedAt: restrictedAfter(state, event, overlays),
      awaiting: awaitingAfter(state, event),
      endedBy: kind === 'expire' ? (facts?.endReason ?? 'time') : stays ? state.endedBy : null,
      wide: YES.includes(kind) ? facts?.remembers === true : stays && state.wide,
      carriedFrom: kind === 'carry_over' ? (facts?.from ?? null) : stays ? state.carriedFrom : null,
    },
  }
}

/**
 * The state at a later moment, when nothing was said: what has an end has ended by itself, and a relayed
 * yes that nobody looked at is not waiting any more.
 */
export function consentAt(state: ConsentState, now: Date): ConsentState {
  const { awaiting, status, validUntil } = state
  const lapsed = awaiting !== null && lookLapsed(awaiting.at, now.toISOString())
  const current = lapsed ? { ...state, awaiting: null } : state
  const ending = status === 'granted' || status === 'not_required' || status === 'requested'
  if (!ending || validUntil === null || now.getTime() < Date.parse(validUntil)) return current
  return { ...current, status: 'expired', endedBy: status === 'requested' ? 'unanswered' : 'time' }
}
