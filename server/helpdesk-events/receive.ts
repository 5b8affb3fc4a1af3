/** One event of the helpdesk: noted once, kept as facts, and brought to bear on every ticket that it touches. */
import { Fault } from '../../src/domain/fault.ts'
import { HELPDESK_EVENTS } from '../../src/domain/helpdesk-settings-api.ts'
import { readConsent, recordConsent } from '../consent/index.ts'
import {
  isKeptAway,
  joinFacets,
  markOf,
  personSubject,
  requesterOf,
  type TicketRow,
  tagDigest,
  ticketSubject,
} from '../tickets/index.ts'
import { plain } from './bring.ts'
import { type Happening, type HelpdeskEvent, PREFIX } from './event.ts'
import { factsOfEvent } from './facts-of-event.ts'
import { forgetRecord, personBehind } from './persons.ts'
import type { EventRooms, EventRows } from './rooms.ts'
import { settleTicket, ticketIdsOf } from './settle.ts'
import { isOvertaken, keepStaffWord } from './staff-word.ts'

export type Received = 'applied' | 'ignored' | 'known'

/** @throws Fault `NOT_FOUND` when the event is of another account than the one it was sent to. */
export async function receiveEvent(
  rooms: EventRooms,
  account: { readonly accountId: string; readonly helpdeskAccount: string | null },
  event: HelpdeskEvent,
): Promise<Received> {
  const { accountId, helpdeskAccount } = account
  if (helpdeskAccount !== null && event.account !== helpdeskAccount)
    throw new Fault('NOT_FOUND', 'this webhook is of another helpdesk account')
  return rooms.transact(async (tx) => {
    if (!(await tx.rememberWebhook(accountId, event.id, rooms.world.now().toISOString()))) return 'known'
    const heard = HELPDESK_EVENTS.find((name) => event.type === `${PREFIX}${name}`)
    if (heard !== undefined) await tx.noteHeard(accountId, heard, rooms.world.now().toISOString())
    const ignored = event.happening.kind === 'other'
    const overtaken = await isOvertaken(rooms.keys, tx, accountId, event)
    await rooms.audit.append(tx, accountId, {
      type: 'webhook.received',
      actor: { kind: 'helpdesk', ref: 'webhook' },
      object: { kind: 'webhook', ref: rooms.keys.digest('webhook', accountId, event.id) },
      decision: event.type.replace(/[^A-Za-z0-9_.:-]/g, '_').slice(0, 200),
      ...(overtaken ? { detail: { overtaken } } : {}),
    })
    if (ignored) return 'ignored'
    await keepStaffWord(rooms.keys, tx, accountId, event)
    if (!overtaken) await follow(rooms, tx, accountId, event.happening)
    // It is about staff, and about nobody who has written to them.
    if (event.happening.kind === 'user_role') return 'applied'
    if (await wasErased(rooms, tx, accountId, event)) return 'ignored'
    await apply(rooms, tx, accountId, event)
    return 'applied'
  })
}

/** Whoever is an agent there has sessions here; of everybody else there is nothing to end. */
async function follow(
  rooms: EventRooms,
  tx: EventRows,
  accountId: string,
  happening: Happening,
): Promise<void> {
  const gone =
    happening.kind === 'user_deleted' ||
    happening.kind === 'user_merged' ||
    (happening.kind === 'user_suspended' && happening.suspended)
  if (gone) await rooms.follow(tx, accountId, happening.userId, 'away')
  if (happening.kind === 'user_role' && happening.place !== 'admin')
    await rooms.follow(tx, accountId, happening.userId, happening.place)
}

/**
 * An event from before a person was erased tells of what was erased with them; of an erased ticket no event is
 * taken in any more, for what it says of it began before.
 */
async function wasErased(
  { keys }: EventRooms,
  tx: EventRows,
  accountId: string,
  { happening, at }: HelpdeskEvent,
): Promise<boolean> {
  if ('ticket' in happening) {
    const { ticketId } = happening.ticket
    if ((await tx.ticketById(accountId, ticketId))?.erased === true) return true
    if (await isKeptAway(keys, tx, accountId, { kind: 'ticket', id: ticketId }, at)) return true
  }
  for (const userId of peopleIn(happening)) {
    const stone = await tx.tombstone(
      accountId,
      markOf(keys, accountId, 'person', keys.digest('requester', accountId, userId)),
    )
    // Without an end it is the helpdesk's own deletion, whose events converge by their facts.
    if (stone !== null && stone.notAfter !== null && at <= stone.notAfter) return true
  }
  return false
}

async function apply(
  rooms: EventRooms,
  tx: EventRows,
  accountId: string,
  event: HelpdeskEvent,
): Promise<void> {
  const digestOf = (userId: string) => rooms.keys.digest('requester', accountId, userId)
  const tagDigestOf = (tag: string) => tagDigest(rooms.keys, accountId, tag)
  const { happening } = event
  // A person must be known before facts can make a ticket theirs.
  for (const userId of peopleIn(happening)) await requesterOf(rooms, tx, accountId, userId)
  const form = await rooms.form(tx, accountId)
  const receivedAt = rooms.world.now().toISOString()
  for (const fact of factsOfEvent({ event, form, receivedAt, digestOf, tagDigestOf }))
    await tx.keepFact(accountId, fact)
  for (const userId of peopleIn(happening)) await keepAway(rooms, tx, accountId, digestOf(userId))
  if (happening.kind === 'ticket_merged') await raiseBoth(rooms, tx, accountId, happening)
  const touched = await touchedBy(tx, accountId, happening, digestOf)
  for (const ticketId of touched) await settleTicket(rooms, tx, accountId, ticketId)
  for (const ticketId of touched) await joinFacets(tx, accountId, ticketId)
  if (happening.kind === 'user_suspended')
    for (const ticketId of touched) await showAnew(tx, accountId, ticketId)
  for (const ticketId of touched) await emptyIfGone(rooms, tx, accountId, ticketId)
}

function peopleIn(happening: Happening): readonly string[] {
  if ('ticket' in happening)
    return happening.ticket.requesterId === null ? [] : [happening.ticket.requesterId]
  if (happening.kind === 'user_merged') return [happening.userId, happening.into]
  return 'userId' in happening ? [happening.userId] : []
}

/** Whoever was deleted leaves nothing behind, also when an older event speaks of them once more. */
async function keepAway(rooms: EventRooms, tx: EventRows, accountId: string, digest: string): Promise<void> {
  const facts = await tx.factsOf(accountId, personSubject(digest))
  if (!facts.some(({ kind }) => kind === 'deleted')) return
  await forgetRecord(rooms, tx, accountId, digest)
  // What the helpdesk had made of them is about nobody any more.
  await tx.dropFacts(accountId, personSubject(digest), 'suspended')
}

/** A sidebar that watches the ticket looks again. */
async function showAnew(tx: EventRows, accountId: string, ticketId: string): Promise<void> {
  const ticket = await tx.ticketById(accountId, ticketId)
  if (ticket !== null) await tx.raiseTicketRevision(accountId, ticket.ticketRef)
}

/** The epoch rises on both tickets of a merge: a draft of either was made before the other's text was there. */
async function raiseBoth(
  rooms: EventRooms,
  tx: EventRows,
  accountId: string,
  { ticket, into }: Extract<Happening, { kind: 'ticket_merged' }>,
): Promise<void> {
  for (const ticketId of [ticket.ticketId, into]) {
    const row = await tx.ticketById(accountId, ticketId)
    if (row !== null) await raise(rooms, tx, accountId, row)
  }
}

async function raise(rooms: EventRooms, tx: EventRows, accountId: string, ticket: TicketRow): Promise<void> {
  const { state } = await readConsent(tx, accountId, ticket.ticketRef, rooms.world.now())
  // Of an erased ticket nothing is left that an epoch could end.
  if (state.overlays.includes('erased')) return
  await recordConsent(rooms, tx, accountId, ticket, {
    event: plain(rooms.world.now().toISOString(), 'merge'),
    evidence: null,
    actor: { kind: 'helpdesk', ref: 'webhook' },
  })
}

/** The tickets whose state the event can change: its own, those it flows into, and all of a joined person. */
async function touchedBy(
  tx: EventRows,
  accountId: string,
  happening: Happening,
  digestOf: (userId: string) => string,
): Promise<readonly string[]> {
  const touched = new Set<string>()
  const waiting = 'ticket' in happening ? [happening.ticket.ticketId] : []
  for (const userId of peopleIn(happening)) {
    const person = await personBehind(tx, accountId, digestOf(userId))
    if (person.joinedAt !== null || !('ticket' in happening))
      waiting.push(...(await ticketIdsOf(tx, accountId, person)))
  }
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (touched.has(next)) continue
    touched.add(next)
    const facts = await tx.factsOf(accountId, ticketSubject(next))
    waiting.push(...facts.filter(({ kind }) => kind === 'merged').map(({ key }) => key))
  }
  return [...touched].sort()
}

async function emptyIfGone(
  rooms: EventRooms,
  tx: EventRows,
  accountId: string,
  ticketId: string,
): Promise<void> {
  const subject = ticketSubject(ticketId)
  if (!(await tx.factsOf(accountId, subject)).some(({ kind }) => kind === 'gone')) return
  const ticket = await tx.ticketById(accountId, ticketId)
  if (ticket !== null) await rooms.eraseTicket(tx, accountId, ticket)
}
