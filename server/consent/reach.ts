/** What an act on one ticket means for the other tickets of the same person: a no is about them, a yes is not. */
import type { AccountId } from '../../src/domain/account.ts'
import type { ConsentState } from '../../src/domain/consent.ts'
import {
  type ConsentEvent,
  type ConsentEventKind,
  consentAt,
  isLasting,
} from '../../src/domain/consent-moves.ts'
import type { TicketRow } from '../tickets/index.ts'
import { earlierWord, foldConsent, type StoredConsentEvent } from './consent-fold.ts'
import type { ConsentAct, ConsentRows } from './consent-ledger.ts'
import { standingLostNoes } from './lost-noes.ts'

export interface Place {
  readonly tx: ConsentRows
  readonly accountId: AccountId
  readonly now: Date
  /** Every record of the person: their no is about them, whichever record a ticket goes by. */
  readonly refs: readonly string[]
  /** Records an act on one ticket and on no other. */
  record(ticket: TicketRow, act: ConsentAct): Promise<ConsentState>
}

type Kinds = Partial<Record<ConsentEventKind, ConsentEventKind>>

/** Where the same yes holds: whatever ends it, and a doubt about the person's age. */
const REACHES_WIDE: Kinds = {
  deny: 'withdraw',
  withdraw: 'withdraw',
  uphold_objection: 'withdraw',
  object: 'object',
  invalidate: 'invalidate',
  hold_minor: 'hold_minor',
}

/** Where drafting rests on a basis that is not consent: what is said to that basis on any of their tickets. */
const REACHES_BASIS: Kinds = {
  deny: 'withdraw',
  withdraw: 'withdraw',
  uphold_objection: 'withdraw',
  object: 'object',
  hold_minor: 'hold_minor',
}

/** To be called after the act, in its transaction; `state` is what the act has led to on its own ticket. */
export async function reachOtherTickets(
  place: Place,
  ticket: TicketRow,
  act: ConsentAct,
  state: ConsentState,
): Promise<void> {
  const { tx, accountId } = place
  const { kind } = act.event
  const [wide, based] = [REACHES_WIDE[kind], REACHES_BASIS[kind]]
  if (wide !== undefined) {
    const refs = await ofEach(place, async (ref) =>
      (await tx.wideConsentsOf(accountId, ref)).map(({ ticketRef }) => ticketRef),
    )
    for (const other of await othersOf(place, ticket, refs)) await passOn(place, ticket, act, other, wide)
  }
  // A doubt about age is about whoever agrees, and so about each yes of theirs.
  // Of a form only where the yes is the same: which other one stands when its event comes hangs on the order.
  if (kind === 'hold_minor' && act.event.by !== 'system') {
    const refs = await ofEach(place, (ref) => tx.grantedConsentsOf(accountId, ref))
    for (const other of await othersOf(place, ticket, refs)) {
      const { overlays } = (await standingOf(place, other.ticketRef)).state
      if (!overlays.includes('minor_hold')) await passOn(place, ticket, act, other, kind)
    }
  }
  // A no to a question for consent says nothing about a contract on another ticket.
  const toBasis = kind === 'object' || kind === 'hold_minor' || isLasting(state.noBasis)
  if (based !== undefined && toBasis) await reachBasis(place, ticket, act, based)
  if (kind === 'overrule_objection') await reachBasis(place, ticket, act, kind)
  if (kind === 'requester_changed' || kind === 'erase') await endCarried(place, ticket)
}

const YES: readonly ConsentEventKind[] = ['grant', 'confirm_grant', 'carry_over']

/**
 * A yes of somebody whose age is in doubt on another ticket of theirs is on record and permits nothing: the hold
 * comes with it, unless it was lifted here since. @returns what then holds; `null`: there is no doubt.
 */
export async function holdDoubtedYes(
  place: Place,
  ticket: TicketRow,
  act: ConsentAct,
): Promise<ConsentState | null> {
  // A form's yes comes in whatever order its event does: it is held when it is first looked at.
  if (!YES.includes(act.event.kind) || act.event.channel === 'web_form') return null
  return holdDoubted(place, ticket)
}

/** A yes that came with the form, under which drafts would be made. */
export function isFormsYes(
  { status, overlays }: ConsentState,
  events: readonly StoredConsentEvent[],
): boolean {
  const yes = events.findLast(({ event }) => YES.includes(event.kind))?.event
  const held = overlays.includes('erased') || overlays.includes('minor_hold')
  return status === 'granted' && yes?.channel === 'web_form' && !held
}

/** @returns what then holds; `null`: there is no doubt about their age, or it was lifted here since. */
export async function holdDoubted(place: Place, ticket: TicketRow): Promise<ConsentState | null> {
  const { tx, accountId, now, refs } = place
  const lifted = (await standingOf(place, ticket.ticketRef)).events.findLast(
    ({ event }) => event.kind === 'lift_minor_hold',
  )?.event.at
  const isLifted = (since: string | undefined) =>
    lifted !== undefined && since !== undefined && since <= lifted
  for (const from of await ofEach(place, (ref) => tx.refusalsOf(accountId, ref))) {
    if (from === ticket.ticketRef) continue
    const events = await tx.consentEvents(accountId, from)
    if (!earlierWord(events, refs).overlays.includes('minor_hold')) continue
    if (isLifted(events.findLast(({ event }) => event.kind === 'hold_minor')?.event.at)) continue
    return place.record(ticket, {
      actor: { kind: 'system', ref: 'consent' },
      evidence: null,
      known: { from },
      event: bySystem('hold_minor', now),
    })
  }
  const digest = (await tx.requesterByRef(accountId, ticket.requesterRef))?.digest
  // Its own ticket is not there to lift it on: one of theirs is enough.
  const noes = digest === undefined ? [] : await standingLostNoes(tx, accountId, digest, refs)
  const lost = noes.find(({ no, at }) => no === 'hold_minor' && !isLifted(at))
  if (lost === undefined) return null
  return place.record(ticket, {
    actor: { kind: 'system', ref: 'restore' },
    evidence: null,
    known: { saidAt: lost.at },
    event: { ...bySystem('hold_minor', now), by: lost.by },
  })
}

function bySystem(kind: ConsentEventKind, now: Date): ConsentEvent {
  return {
    kind,
    at: now.toISOString(),
    by: 'system',
    channel: null,
    ...{ noticeVersion: null, noticeLocale: null, validUntil: null },
    recipients: [],
    hasEvidence: false,
    legalBasis: null,
  }
}

async function standingOf(
  { tx, accountId, now }: Place,
  ticketRef: string,
): Promise<{ state: ConsentState; events: readonly StoredConsentEvent[] }> {
  const events = await tx.consentEvents(accountId, ticketRef)
  return { state: consentAt(foldConsent(events.map(({ event }) => event)), now), events }
}

async function ofEach(
  { refs }: Place,
  find: (requesterRef: string) => Promise<readonly string[]>,
): Promise<readonly string[]> {
  const found = new Set<string>()
  for (const ref of refs) for (const ticketRef of await find(ref)) found.add(ticketRef)
  return [...found]
}

async function othersOf(
  { tx, accountId, refs }: Place,
  from: TicketRow,
  ticketRefs: readonly string[],
): Promise<readonly TicketRow[]> {
  const others: TicketRow[] = []
  for (const ticketRef of ticketRefs) {
    const ticket = ticketRef === from.ticketRef ? null : await tx.ticketByRef(accountId, ticketRef)
    if (ticket !== null && refs.includes(ticket.requesterRef)) others.push(ticket)
  }
  return others
}

/** A decision on an objection is one on all that it had reached, and on nothing that was objected to apart from it. */
async function reachBasis(
  place: Place,
  from: TicketRow,
  act: ConsentAct,
  kind: ConsentEventKind,
): Promise<void> {
  const { tx, accountId } = place
  const refs = await ofEach(place, (ref) => tx.basisConsentsOf(accountId, ref))
  for (const other of await othersOf(place, from, refs)) {
    const { state, events } = await standingOf(place, other.ticketRef)
    if (state.overlays.includes('erased')) continue
    const objection = events.findLast(({ event }) => event.kind === 'object')?.event
    const objected = state.overlays.includes('objected')
    // What they said there themselves stays theirs, and is decided on there.
    if (kind === 'object' && objected) continue
    const reached = objected && objection?.facts?.from === from.ticketRef
    if (act.event.kind === 'uphold_objection' && reached)
      await passOn(place, from, act, other, 'uphold_objection')
    else if (
      kind !== 'overrule_objection' ||
      (reached && state.legalBasis === 'legitimate_interest' && !state.saidNo)
    )
      await passOn(place, from, act, other, kind)
  }
}

async function passOn(
  place: Place,
  from: TicketRow,
  act: ConsentAct,
  other: TicketRow,
  kind: ConsentEventKind,
): Promise<void> {
  const event = { ...act.event, kind }
  await place.record(other, {
    ...act,
    event,
    ...(act.speaker === undefined || !place.refs.includes(act.speaker)
      ? {}
      : { speaker: other.requesterRef }),
    known: { ...act.known, from: from.ticketRef },
  })
}

/**
 * A yes that was carried from this ticket ends with it: the link to withdraw it is the link of the ticket that
 * it was given on, and that link speaks for nobody any more.
 */
async function endCarried(place: Place, from: TicketRow): Promise<void> {
  const { tx, accountId, now } = place
  for (const { ticketRef } of await tx.wideConsentsOf(accountId, from.requesterRef)) {
    const ticket = await tx.ticketByRef(accountId, ticketRef)
    const { state } = await standingOf(place, ticketRef)
    if (ticket === null || state.carriedFrom !== from.ticketRef || state.status !== 'granted') continue
    await place.record(ticket, {
      actor: { kind: 'system', ref: 'expiry' },
      evidence: null,
      known: { endReason: 'source_ended', from: from.ticketRef },
      event: bySystem('expire', now),
    })
    await endCarried(place, ticket)
  }
}
