/** The consent events of a ticket: appended, never rewritten; the status is a fold over them. */
import { createHash } from 'node:crypto'
import type { AccountId } from '../../src/domain/account.ts'
import { CONSENT_PURPOSE, type ConsentState } from '../../src/domain/consent.ts'
import {
  type ConsentEvent,
  type ConsentEventKind,
  consentAt,
  type EventFacts,
  type MoveRule,
  moveConsent,
} from '../../src/domain/consent-moves.ts'
import { Fault } from '../../src/domain/fault.ts'
import { type AuditLog, type EntryActor, storedDigest } from '../audit/index.ts'
import type { Keyring, World } from '../keys.ts'
import { type FactRows, localesOf, refsOfPerson, type TicketRow, type TicketRows } from '../tickets/index.ts'
import { foldStored, type StoredConsentEvent, stateBefore } from './consent-fold.ts'
import { type ConsentLifeRows, readConsentRule, remembersNow } from './consent-rule.ts'
import { type NoJournal, noLineOf } from './no-journal.ts'
import type { NoticeRows } from './notices.ts'
import { holdDoubted, holdDoubtedYes, isFormsYes, type Place, reachOtherTickets } from './reach.ts'

export interface ConsentRows
  extends TicketRows,
    Pick<FactRows, 'factsOf' | 'factsAbout'>,
    NoticeRows,
    ConsentLifeRows {
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
  /** A no is written down a second time, outside the store. */
  readonly noes: NoJournal
}

/** What opening what came with an act needs. */
export type EvidenceRooms = Omit<ConsentRooms, 'noes'>

/** One consent act, as its caller knows it. What the ledger knows (`EventFacts`) it adds itself. */
export interface ConsentAct {
  readonly event: ConsentEvent
  readonly evidence: string | null
  readonly actor: EntryActor
  /** Of `requester_changed`: the new requester. */
  readonly about?: string
  /** Reference of the person who speaks, or whose words these are; absent: the ticket's requester. */
  readonly speaker?: string
  readonly known?: Partial<
    Pick<
      EventFacts,
      'saidAt' | 'basisRef' | 'toldAt' | 'endReason' | 'from' | 'elsewhere' | 'evidenceRead' | 'localeReason'
    >
  >
}

/** What the ticket's consent is at this moment; a grant past its end reads as expired. */
export async function readConsent(
  tx: ConsentRows,
  accountId: AccountId,
  ticketRef: string,
  now: Date,
): Promise<{ state: ConsentState; events: readonly StoredConsentEvent[] }> {
  const events = await tx.consentEvents(accountId, ticketRef)
  return { state: consentAt(foldStored(events), now), events }
}

/** Of a person whose records the helpdesk has joined, every record: what one refused, the other has refused. */
export async function recordsBehind(
  tx: ConsentRows,
  accountId: AccountId,
  requesterRef: string,
): Promise<readonly string[]> {
  const record = await tx.requesterByRef(accountId, requesterRef)
  return record === null ? [requesterRef] : refsOfPerson(tx, accountId, record)
}

export function illegal(rule: MoveRule): Fault {
  return new Fault('ILLEGAL_TRANSITION', `this consent act is not possible now (${rule})`, undefined, {
    rule,
  })
}

const LANGUAGE_COUNTS: readonly ConsentEventKind[] = ['grant', 'relay_grant']

async function factsOf(
  tx: ConsentRows,
  accountId: AccountId,
  ticket: TicketRow,
  act: ConsentAct,
): Promise<EventFacts> {
  const rule = await readConsentRule(tx, accountId)
  const noticeNow = (await tx.currentNotice(accountId))?.version ?? null
  return {
    saidAt: act.event.at,
    ...act.known,
    purpose: CONSENT_PURPOSE,
    actorRef: act.actor.ref,
    speaker: (act.speaker ?? ticket.requesterRef) === ticket.requesterRef ? 'requester' : 'other',
    identity: ticket.identity,
    // On their own page the requester chooses the language.
    ...(LANGUAGE_COUNTS.includes(act.event.kind) ? { ticketLocales: localesOf(ticket) } : {}),
    noticeNow,
    cooldownMonths: rule.cooldownMonths,
    remembers: remembersNow(rule, noticeNow),
  }
}

/**
 * Records one consent act: audit entry first, then the event; drafts not yet inserted are taken away in
 * the same transaction, so that none is served after the act was acknowledged (epoch rule). A no reaches the
 * person's other tickets where it is about them too (`reach.ts`).
 * @throws Fault `ILLEGAL_TRANSITION` with the rule's id in `detail.rule`.
 */
export async function recordConsent(
  rooms: ConsentRooms,
  tx: ConsentRows,
  accountId: AccountId,
  ticket: TicketRow,
  act: ConsentAct,
): Promise<ConsentState> {
  const state = await recordHere(rooms, tx, accountId, ticket, act)
  const place = await placeOf(rooms, tx, accountId, ticket)
  await reachOtherTickets(place, ticket, act, state)
  return (await holdDoubtedYes(place, ticket, act)) ?? state
}

async function placeOf(
  rooms: ConsentRooms,
  tx: ConsentRows,
  accountId: AccountId,
  { requesterRef }: TicketRow,
): Promise<Place> {
  return {
    tx,
    accountId,
    now: rooms.world.now(),
    refs: await recordsBehind(tx, accountId, requesterRef),
    record: (other, said) => recordHere(rooms, tx, accountId, other, said),
  }
}

/** Before anything is decided on a ticket: no yes of a form counts while its writer may be under age elsewhere. */
export async function followDoubt(
  rooms: ConsentRooms,
  tx: ConsentRows,
  accountId: AccountId,
  ticket: TicketRow,
): Promise<boolean> {
  const { state, events } = await readConsent(tx, accountId, ticket.ticketRef, rooms.world.now())
  if (!isFormsYes(state, events)) return false
  return (await holdDoubted(await placeOf(rooms, tx, accountId, ticket), ticket)) !== null
}

async function recordHere(
  rooms: ConsentRooms,
  tx: ConsentRows,
  accountId: AccountId,
  ticket: TicketRow,
  act: ConsentAct,
): Promise<ConsentState> {
  const { ticketRef } = ticket
  const events = await tx.consentEvents(accountId, ticketRef)
  const event: ConsentEvent = { ...act.event, facts: await factsOf(tx, accountId, ticket, act) }
  const now = { kind: event.kind, at: rooms.world.now().toISOString() }
  const verdict = moveConsent(stateBefore(foldStored(events), now), event)
  if (verdict.outcome === 'illegal') throw illegal(verdict.rule)
  const requesterRef = act.about ?? ticket.requesterRef
  // Of somebody who is erased nothing more is kept under a seal.
  const subject = event.kind === 'erase' ? null : await tx.requesterByRef(accountId, requesterRef)
  const auditIndex = await rooms.audit.append(tx, accountId, {
    ...entryOf(ticketRef, act, event, verdict.state),
    ...(subject === null ? {} : { sealed: { subject, value: wordsOf(ticket, act, event) } }),
  })
  const seq = (events.at(-1)?.seq ?? 0) + 1
  await tx.addConsentEvent(accountId, ticketRef, {
    ...{ seq, event, auditIndex, requesterRef, actorRef: act.actor.ref },
    sealedEvidence:
      act.evidence === null ? null : await sealed(rooms, tx, accountId, ticket, act.evidence, seq),
  })
  await noteStanding(tx, accountId, { ticketRef, requesterRef }, verdict.state)
  await discardDrafts(rooms, tx, accountId, ticket)
  await tx.raiseTicketRevision(accountId, ticketRef)
  const no = noLineOf(ticketRef, event, {
    ...{ index: auditIndex, record: storedDigest(event) },
    ...(subject === null ? {} : { about: { person: subject.digest, to: verdict.state.noBasis } }),
  })
  if (no !== null) rooms.noes.appendNo(accountId, no)
  return verdict.state
}

function entryOf(ticketRef: string, act: ConsentAct, event: ConsentEvent, after: ConsentState) {
  const { kind, channel, noticeVersion, facts } = event
  return {
    type: 'consent.changed' as const,
    actor: act.actor,
    object: { kind: 'ticket', ref: ticketRef },
    decision: after.status,
    detail: {
      event: kind,
      epoch: after.epoch,
      record: storedDigest(event),
      ...(channel === null ? {} : { channel }),
      ...(noticeVersion === null ? {} : { notice: noticeVersion }),
      ...(facts?.endReason === undefined ? {} : { cause: facts.endReason }),
      ...(facts?.from === undefined ? {} : { from: facts.from }),
      ...(facts?.localeReason === undefined ? {} : { localeReason: facts.localeReason }),
    },
  }
}

/** The evidence itself lies with the event; its digest shows that it is still the same. */
function wordsOf({ ticketId }: TicketRow, { evidence }: ConsentAct, { facts }: ConsentEvent) {
  return {
    ticket: ticketId,
    ...(facts?.saidAt === undefined ? {} : { saidAt: facts.saidAt }),
    ...(facts?.basisRef === undefined ? {} : { basis: facts.basisRef }),
    ...(evidence === null ? {} : { evidence: createHash('sha256').update(evidence, 'utf8').digest('hex') }),
  }
}

export function aboutEvidence(ticketRef: string, seq: number): string {
  return `consent.evidence/${ticketRef}/${seq}`
}

async function sealed(
  rooms: ConsentRooms,
  tx: ConsentRows,
  accountId: AccountId,
  { ticketRef, requesterRef }: TicketRow,
  evidence: string,
  seq: number,
): Promise<string> {
  const requester = await tx.requesterByRef(accountId, requesterRef)
  if (requester === null) throw new Fault('STORE_UNAVAILABLE', 'a ticket without its requester')
  const context = `${accountId}/${requesterRef}`
  return rooms.keys.sealFor(requester.wrappedKey, context, evidence, aboutEvidence(ticketRef, seq))
}

/** The words that came with an event; `null` without any, or when their key is gone. */
export async function openEvidence(
  rooms: EvidenceRooms,
  tx: ConsentRows,
  accountId: AccountId,
  ticketRef: string,
  { seq, sealedEvidence, requesterRef }: StoredConsentEvent,
): Promise<string | null> {
  const requester = await tx.requesterByRef(accountId, requesterRef)
  if (requester === null || sealedEvidence === null) return null
  const context = `${accountId}/${requesterRef}`
  return rooms.keys.unsealFor(requester.wrappedKey, context, sealedEvidence, aboutEvidence(ticketRef, seq))
}

/** Kept beside the events only to find tickets by it; nothing is ever decided on it. */
export async function noteStanding(
  tx: ConsentRows,
  accountId: AccountId,
  { ticketRef, requesterRef }: { readonly ticketRef: string; readonly requesterRef: string },
  { overlays, validUntil, noticeVersion, changedAt, ...state }: ConsentState,
): Promise<void> {
  // To an erased ticket nothing can be said any more: no sweep and no "no" must look for it.
  const gone = overlays.includes('erased')
  const [status, wide] = gone ? ['erased', false] : [state.status, state.wide]
  await tx.setConsentStanding(accountId, {
    ...{ ticketRef, requesterRef },
    ...{ status, validUntil, noticeVersion, wide, changedAt: changedAt ?? '' },
  })
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
