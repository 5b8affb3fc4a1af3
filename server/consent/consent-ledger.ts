/** The consent events of a ticket: appended, never rewritten; the status is a fold over them. */
import type { AccountId } from '../../src/domain/account.ts'
import type { ConsentState } from '../../src/domain/consent.ts'
import { laterOf } from '../../src/domain/consent-dates.ts'
import {
  type ConsentEvent,
  consentAt,
  type EarlierWord,
  type MoveRule,
  moveConsent,
  UNKNOWN_CONSENT,
} from '../../src/domain/consent-moves.ts'
import { Fault } from '../../src/domain/fault.ts'
import type { AuditLog, EntryActor } from '../audit/index.ts'
import type { Keyring, World } from '../keys.ts'
import type { TicketRow, TicketRows } from '../tickets/index.ts'

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

export interface ConsentRows extends TicketRows {
  consentEvents(accountId: AccountId, ticketRef: string): Promise<readonly StoredConsentEvent[]>
  /** @throws Fault `CONFLICT` when the sequence number is taken: two acts at once. */
  addConsentEvent(accountId: AccountId, ticketRef: string, event: StoredConsentEvent): Promise<void>
  /**
   * Takes away every draft of the ticket that is not yet inserted, the words of those that are, and the
   * questions that were recorded from it.
   * @returns how many were taken away.
   */
  discardOpenDrafts(accountId: AccountId, ticketRef: string, at: string): Promise<number>
}

export interface ConsentRooms {
  readonly world: World
  readonly keys: Keyring
  readonly audit: AuditLog
}

/**
 * Folds stored events; one that the rules of today refuse changes nothing, so history can never open a door.
 * Each is judged against the state of its own moment: a request after a grant ran out is a legal move.
 */
export function foldConsent(events: readonly ConsentEvent[]): ConsentState {
  return events.reduce(follow, UNKNOWN_CONSENT)
}

function follow(state: ConsentState, event: ConsentEvent): ConsentState {
  // An end is the one event that is about time having passed.
  const before = event.kind === 'expire' ? state : consentAt(state, new Date(event.at))
  const verdict = moveConsent(before, event)
  return verdict.outcome === 'moved' ? verdict.state : state
}

/**
 * The same where only an agent's session says that the ticket has changed hands: what the ticket's present
 * requester refused stays refused, or naming somebody else would be a way round a no.
 */
export function unconfirmedWord(events: readonly StoredConsentEvent[], requesterRef: string): EarlierWord {
  const theirs = earlierWord(events, requesterRef)
  const present = events.reduce((state, { event }) => follow(state, event), UNKNOWN_CONSENT)
  return {
    status: present.saidNo ? present.status : theirs.status,
    saidNo: theirs.saidNo || present.saidNo,
    noAt: laterOf(theirs.noAt ?? null, present.noAt),
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

/** What a person had last said on the ticket, so that changing its requester to and fro forgets no "no". */
export function earlierWord(events: readonly StoredConsentEvent[], requesterRef: string): EarlierWord {
  let state = UNKNOWN_CONSENT
  let theirs = UNKNOWN_CONSENT
  for (const stored of events) {
    state = follow(state, stored.event)
    if (stored.requesterRef === requesterRef) theirs = state
  }
  return { status: theirs.status, saidNo: theirs.saidNo, noAt: theirs.noAt, overlays: theirs.overlays }
}

/** What the ticket's consent is at this moment; a grant past its end reads as expired. */
export async function readConsent(
  tx: ConsentRows,
  accountId: AccountId,
  ticketRef: string,
  now: Date,
): Promise<{ state: ConsentState; events: readonly StoredConsentEvent[] }> {
  const events = await tx.consentEvents(accountId, ticketRef)
  return { state: consentAt(foldConsent(events.map(({ event }) => event)), now), events }
}

function illegal(rule: MoveRule): Fault {
  return new Fault('ILLEGAL_TRANSITION', `this consent act is not possible now (${rule})`, undefined, {
    rule,
  })
}

/**
 * Records one consent act: audit entry first, then the event; drafts not yet inserted are taken away in
 * the same transaction, so that none is served after the act was acknowledged (epoch rule).
 * @throws Fault `ILLEGAL_TRANSITION` with the rule's id in `detail.rule`.
 */
export async function recordConsent(
  rooms: ConsentRooms,
  tx: ConsentRows,
  accountId: AccountId,
  ticket: TicketRow,
  act: { event: ConsentEvent; evidence: string | null; actor: EntryActor; about?: string },
): Promise<ConsentState> {
  const { state, events } = await readConsent(tx, accountId, ticket.ticketRef, rooms.world.now())
  const verdict = moveConsent(state, act.event)
  if (verdict.outcome === 'illegal') throw illegal(verdict.rule)
  const requester = await tx.requesterByRef(accountId, ticket.requesterRef)
  if (requester === null) throw new Fault('STORE_UNAVAILABLE', 'a ticket without its requester')
  const auditIndex = await rooms.audit.append(tx, accountId, {
    type: 'consent.changed',
    actor: act.actor,
    object: { kind: 'ticket', ref: ticket.ticketRef },
    decision: verdict.state.status,
    detail: {
      event: act.event.kind,
      epoch: verdict.state.epoch,
      ...(act.event.channel === null ? {} : { channel: act.event.channel }),
      ...(act.event.noticeVersion === null ? {} : { notice: act.event.noticeVersion }),
    },
  })
  const seq = (events.at(-1)?.seq ?? 0) + 1
  await tx.addConsentEvent(accountId, ticket.ticketRef, {
    seq,
    event: act.event,
    auditIndex,
    actorRef: act.actor.ref,
    requesterRef: act.about ?? ticket.requesterRef,
    sealedEvidence:
      act.evidence === null
        ? null
        : rooms.keys.sealFor(
            requester.wrappedKey,
            `${accountId}/${requester.requesterRef}`,
            act.evidence,
            `consent.evidence/${ticket.ticketRef}/${seq}`,
          ),
  })
  await discardDrafts(rooms, tx, accountId, ticket)
  await tx.raiseTicketRevision(accountId, ticket.ticketRef)
  return verdict.state
}

async function discardDrafts(
  rooms: ConsentRooms,
  tx: ConsentRows,
  accountId: AccountId,
  ticket: TicketRow,
): Promise<void> {
  const gone = await tx.discardOpenDrafts(accountId, ticket.ticketRef, rooms.world.now().toISOString())
  if (gone === 0) return
  await rooms.audit.append(tx, accountId, {
    type: 'draft.discarded',
    actor: { kind: 'system', ref: 'consent' },
    object: { kind: 'ticket', ref: ticket.ticketRef },
    decision: 'discarded',
    detail: { drafts: gone, cause: 'consent_changed' },
  })
}
