/** The state of a ticket's consent as the fold over its stored events. Pure; asks no store. */
import { type ConsentState, type LegalBasis, UNKNOWN_CONSENT } from '../../src/domain/consent.ts'
import { laterOf } from '../../src/domain/consent-dates.ts'
import {
  type ConsentEvent,
  consentAt,
  type EarlierWord,
  lastingOf,
  moveConsent,
  type WordElsewhere,
} from '../../src/domain/consent-moves.ts'

export interface StoredConsentEvent {
  readonly seq: number
  readonly event: ConsentEvent
  /** Evidence text under the requester's own key, or `null`. */
  readonly sealedEvidence: string | null
  readonly actorRef: string
  /** The person whose consent it is about: of `requester_changed`, the new one. */
  readonly requesterRef: string
  /** Its entry in the audit log; `null` of one from before receipts. */
  readonly auditIndex?: number | null
}

/** An end is the one event that is about time having passed: it is judged against what it ends. */
export function stateBefore(state: ConsentState, event: Pick<ConsentEvent, 'kind' | 'at'>): ConsentState {
  return event.kind === 'expire' ? state : consentAt(state, new Date(event.at))
}

/**
 * Folds stored events; one that the rules of today refuse changes nothing, so history can never open a door.
 * Each is judged against the state of its own moment: a request after a grant ran out is a legal move.
 */
export function foldConsent(events: readonly ConsentEvent[]): ConsentState {
  return events.reduce(follow, UNKNOWN_CONSENT)
}

const folded = new WeakMap<readonly StoredConsentEvent[], ConsentState>()

/** The same of one reading of the store: a decision asks for it several times, and events do not change. */
export function foldStored(events: readonly StoredConsentEvent[]): ConsentState {
  const known = folded.get(events)
  if (known !== undefined) return known
  const state = foldConsent(events.map(({ event }) => event))
  folded.set(events, state)
  return state
}

function follow(state: ConsentState, event: ConsentEvent): ConsentState {
  const verdict = moveConsent(stateBefore(state, event), event)
  return verdict.outcome === 'moved' ? verdict.state : state
}

/**
 * The same where only an agent's session says that the ticket has changed hands: what the ticket's present
 * requester refused stays refused, or naming somebody else would be a way round a no.
 */
export function unconfirmedWord(events: readonly StoredConsentEvent[], refs: readonly string[]): EarlierWord {
  const theirs = earlierWord(events, refs)
  const present = events.reduce((state, { event }) => follow(state, event), UNKNOWN_CONSENT)
  return {
    status: present.saidNo ? present.status : theirs.status,
    saidNo: theirs.saidNo || present.saidNo,
    noAt: laterOf(theirs.noAt ?? null, present.noAt),
    noBasis: lastingOf(theirs.noBasis ?? null, present.noBasis),
    overlays: [...new Set([...theirs.overlays, ...present.overlays])],
  }
}

/** The status after each event, in one pass. */
export function statusesOf(events: readonly ConsentEvent[]): readonly ConsentState['status'][] {
  let state = UNKNOWN_CONSENT
  return events.map((event) => {
    state = follow(state, event)
    return state.status
  })
}

/** To which basis a no that stands after each event was said, in one pass. */
export function noBasesOf(events: readonly ConsentEvent[]): readonly (LegalBasis | null)[] {
  let state = UNKNOWN_CONSENT
  return events.map((event) => {
    state = follow(state, event)
    return state.noBasis
  })
}

/**
 * What a person had last said on the ticket, under whichever of their records, so that changing its requester
 * to and fro forgets no "no".
 */
export function earlierWord(events: readonly StoredConsentEvent[], refs: readonly string[]): EarlierWord {
  let state = UNKNOWN_CONSENT
  let theirs = UNKNOWN_CONSENT
  for (const stored of events) {
    state = follow(state, stored.event)
    if (refs.includes(stored.requesterRef)) theirs = state
  }
  const { status, saidNo, noAt, noBasis, overlays } = theirs
  return { status, saidNo, noAt, noBasis, overlays }
}

/** The strictest of what one person has refused on several tickets. */
export function refusedAnywhere(words: readonly EarlierWord[]): WordElsewhere {
  const noes = words.filter(({ saidNo }) => saidNo)
  return {
    objected: words.some(({ overlays }) => overlays.includes('objected')),
    held: words.some(({ overlays }) => overlays.includes('restricted') || overlays.includes('minor_hold')),
    saidNo: noes.length > 0,
    noAt: noes.reduce<string | null>((latest, { noAt }) => laterOf(latest, noAt ?? null), null),
    noBasis: noes.reduce<LegalBasis | null>(
      (last, { noBasis }) => lastingOf(last, noBasis ?? 'consent'),
      null,
    ),
  }
}
