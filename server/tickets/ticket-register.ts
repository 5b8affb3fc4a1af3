/** One row a ticket: an opaque reference, the requester behind it, and the scope fixed at first use. */
import type { AccountId, Agent } from '../../src/domain/account.ts'
import { Fault } from '../../src/domain/fault.ts'
import type { TicketId } from '../../src/domain/ticket.ts'
import type { AuditLog, AuditRows, EntryActor } from '../audit/index.ts'
import type { Keyring, World } from '../keys.ts'

export type RequesterIdentity = 'agent_session' | 'webhook'

export interface RequesterRow {
  readonly requesterRef: string
  /** Keyed digest of the helpdesk's user id: matches, but does not tell. */
  readonly digest: string
  readonly wrappedKey: string
  /** The helpdesk's user id, sealed under this person's own key. */
  readonly sealedId: string
}

export interface TicketRow {
  readonly ticketRef: string
  readonly ticketId: TicketId
  readonly requesterRef: string
  readonly identity: RequesterIdentity
  /** Canonical JSON of the scope; `null` until an allowlist permits something. */
  readonly scope: string | null
  readonly scopeHash: string | null
  /** First use or last renewal; `null`: not yet, or a scope of the first kind. */
  readonly scopeSince: string | null
  /** Canonical JSON of what was taken from this ticket alone. */
  readonly narrowing: string | null
  /** Which policy and allowlist the stored scope was made from. */
  readonly scopeBasis: string | null
  /** Canonical JSON of all that was said of where the ticket stands. */
  readonly facets: string | null
  readonly revision: number
  readonly draftsMade: number
  /** Its person was erased: the row names nobody and takes nothing in. */
  readonly erased?: true
}

export interface TicketRows extends AuditRows {
  ticketById(accountId: AccountId, ticketId: TicketId): Promise<TicketRow | null>
  ticketByRef(accountId: AccountId, ticketRef: string): Promise<TicketRow | null>
  addTicket(accountId: AccountId, ticket: TicketRow, at: string): Promise<void>
  setTicketRequester(
    accountId: AccountId,
    ticketRef: string,
    requesterRef: string,
    identity: RequesterIdentity,
  ): Promise<void>
  setTicketScope(
    accountId: AccountId,
    ticketRef: string,
    stored: { scope: string; scopeHash: string; scopeSince: string; narrowing: string; scopeBasis: string },
  ): Promise<void>
  setTicketFacets(accountId: AccountId, ticketRef: string, facets: string): Promise<void>
  raiseTicketRevision(accountId: AccountId, ticketRef: string): Promise<void>
  countTicketDraft(accountId: AccountId, ticketRef: string): Promise<void>
  requesterByDigest(accountId: AccountId, digest: string): Promise<RequesterRow | null>
  requesterByRef(accountId: AccountId, requesterRef: string): Promise<RequesterRow | null>
  addRequester(accountId: AccountId, requester: RequesterRow, at: string): Promise<void>
}

export interface TicketRooms {
  readonly world: World
  readonly keys: Keyring
  readonly audit: AuditLog
}

export function ticketNotFound(): Fault {
  return new Fault('NOT_FOUND', 'this ticket is not open in Vouch')
}

/** @throws Fault `NOT_FOUND` when nobody of the account has opened the ticket. */
export async function readTicket(
  tx: TicketRows,
  accountId: AccountId,
  ticketId: TicketId,
): Promise<TicketRow> {
  const ticket = await tx.ticketById(accountId, ticketId)
  if (ticket === null) throw ticketNotFound()
  return ticket
}

/** The account's record of a person; made at first sight, with a data key of its own. */
export async function requesterOf(
  rooms: TicketRooms,
  tx: TicketRows,
  accountId: AccountId,
  helpdeskUserId: string,
): Promise<RequesterRow> {
  const digest = rooms.keys.digest('requester', accountId, helpdeskUserId)
  const known = await tx.requesterByDigest(accountId, digest)
  if (known !== null) return known
  const requesterRef = rooms.keys.newSecret(16)
  const wrappedKey = rooms.keys.newPersonKey(`${accountId}/${requesterRef}`)
  const requester: RequesterRow = {
    requesterRef,
    digest,
    wrappedKey,
    sealedId: rooms.keys.sealFor(wrappedKey, `${accountId}/${requesterRef}`, helpdeskUserId, 'requester.id'),
  }
  await tx.addRequester(accountId, requester, rooms.world.now().toISOString())
  return requester
}

/** Makes the ticket's row at first sight; afterwards returns what is stored, whoever the page names. */
export async function openTicket(
  rooms: TicketRooms,
  tx: TicketRows,
  agent: Agent,
  order: { ticketId: TicketId; requesterId: string },
): Promise<TicketRow> {
  const known = await tx.ticketById(agent.accountId, order.ticketId)
  if (known !== null) return known
  const actor = { kind: 'agent' as const, ref: rooms.keys.digest('agent', agent.accountId, agent.agentId) }
  const requester = await requesterOf(rooms, tx, agent.accountId, order.requesterId)
  const { ticketId } = order
  return register(rooms, tx, agent.accountId, { ticketId, requester }, { identity: 'agent_session', actor })
}

/** A ticket that the helpdesk's webhook tells of before any agent has opened it. */
export function noteTicket(
  rooms: TicketRooms,
  tx: TicketRows,
  accountId: AccountId,
  order: { ticketId: TicketId; requester: RequesterRow },
): Promise<TicketRow> {
  return register(rooms, tx, accountId, order, {
    identity: 'webhook',
    actor: { kind: 'helpdesk', ref: 'webhook' },
  })
}

async function register(
  rooms: TicketRooms,
  tx: TicketRows,
  accountId: AccountId,
  { ticketId, requester }: { ticketId: TicketId; requester: RequesterRow },
  by: { identity: RequesterIdentity; actor: EntryActor },
): Promise<TicketRow> {
  const ticket: TicketRow = {
    ticketRef: rooms.keys.newSecret(16),
    ticketId,
    requesterRef: requester.requesterRef,
    identity: by.identity,
    scope: null,
    scopeHash: null,
    scopeSince: null,
    narrowing: null,
    scopeBasis: null,
    facets: null,
    revision: 1,
    draftsMade: 0,
  }
  await rooms.audit.append(tx, accountId, {
    type: 'ticket.opened',
    actor: by.actor,
    object: { kind: 'ticket', ref: ticket.ticketRef },
    decision: 'opened',
    detail: { identity: by.identity },
    sealed: { subject: requester, value: { ticket: ticketId } },
  })
  await tx.addTicket(accountId, ticket, rooms.world.now().toISOString())
  return ticket
}
