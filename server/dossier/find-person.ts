/** Whom staff mean: by ticket number or helpdesk user id, matched by keyed digest. "Nobody" is an answer, and on record. */
import type { Agent } from '../../src/domain/account.ts'
import type { FindOrder, PersonHit } from '../../src/domain/dossier-api.ts'
import { Fault } from '../../src/domain/fault.ts'
import type { Who } from '../privacy/index.ts'
import { refsOfPerson } from '../tickets/index.ts'
import { pseudonymOf } from './access-log.ts'
import type { DossierRooms, DossierRows, PersonRow } from './rows.ts'

const MOST_TICKETS_NAMED = 5
/** As what the entry names what nobody was found by. */
const NOT_FOUND = {
  ticket: { kind: 'ticket_number', digest: 'ticket-number' },
  user: { kind: 'requester', digest: 'requester' },
  case: { kind: 'request', digest: 'request' },
} as const

async function refsOf(
  rooms: DossierRooms,
  tx: DossierRows,
  accountId: string,
  { by, values }: FindOrder,
): Promise<readonly string[]> {
  const found = await Promise.all(
    values.map(async (value) => {
      if (by === 'case') {
        const request = await tx.requestCaseById(accountId, value)
        return request === null ? [] : [request.requesterRef]
      }
      if (by === 'ticket') {
        const ticket = await tx.ticketById(accountId, value)
        return ticket === null ? [] : tx.peopleOnTicket(accountId, ticket.ticketRef)
      }
      const person = await tx.requesterByDigest(accountId, rooms.keys.digest('requester', accountId, value))
      return person === null ? [] : [person.requesterRef]
    }),
  )
  return [...new Set(found.flat())]
}

/** Several are shown to choose from: a mail address can belong to people that the helpdesk has joined. */
export async function findPeople(
  rooms: DossierRooms,
  tx: DossierRows,
  agent: Agent,
  order: FindOrder,
): Promise<readonly PersonHit[]> {
  const { accountId } = agent
  const refs = await refsOf(rooms, tx, accountId, order)
  const hits = await Promise.all(refs.map((ref) => hitOf(rooms, tx, accountId, ref)))
  if (hits.length === 0)
    for (const value of order.values)
      await rooms.audit.append(tx, accountId, {
        type: 'dossier.not_found',
        actor: { kind: 'agent', ref: pseudonymOf(rooms, agent) },
        object: {
          kind: NOT_FOUND[order.by].kind,
          ref: rooms.keys.digest(NOT_FOUND[order.by].digest, accountId, value),
        },
        decision: 'not_found',
      })
  return hits
}

async function hitOf(
  rooms: DossierRooms,
  tx: DossierRows,
  accountId: string,
  requesterRef: string,
): Promise<PersonHit> {
  const person = await personNamed(tx, accountId, requesterRef)
  const tickets = (await tx.ticketsAbout(accountId, [requesterRef])).filter(
    (ticket) => ticket.requesterRef === requesterRef,
  )
  return {
    requesterRef,
    helpdeskUserId: userIdOf(rooms, accountId, person),
    since: person.createdAt,
    tickets: tickets.length,
    ticketIds: tickets.slice(0, MOST_TICKETS_NAMED).map(({ ticketId }) => ticketId),
    joinedWith: (await refsOfPerson(tx, accountId, person)).length - 1,
  }
}

/** @throws Fault `NOT_FOUND`. */
export async function personNamed(
  tx: DossierRows,
  accountId: string,
  requesterRef: string,
): Promise<PersonRow> {
  const person = await tx.personByRef(accountId, requesterRef)
  if (person === null) throw new Fault('NOT_FOUND', 'nothing is held about this person')
  return person
}

/** What is left of an erased person has a key, so that what is kept of them can be written; it names nobody. */
export function isErased({ wrappedKey, digest }: Pick<PersonRow, 'wrappedKey' | 'digest'>): boolean {
  return wrappedKey === '' || digest.startsWith('gone:')
}

/** `null` once their key is gone, and with it the id. */
export function userIdOf(rooms: DossierRooms, accountId: string, person: PersonRow): string | null {
  const { wrappedKey, requesterRef, sealedId } = person
  if (wrappedKey === '' || sealedId === '') return null
  const id = rooms.keys.unsealFor(wrappedKey, `${accountId}/${requesterRef}`, sealedId, 'requester.id')
  return id === '' ? null : id
}

/** Every record of the person, as the holders want it told. @throws Fault `NOT_FOUND`. */
export async function recordsOf(
  tx: DossierRows,
  accountId: string,
  requesterRef: string,
): Promise<readonly [Who, ...Who[]]> {
  const person = await personNamed(tx, accountId, requesterRef)
  const [, ...others] = await refsOfPerson(tx, accountId, person)
  const rest = await Promise.all(
    others.map(async (ref) => whoOf(tx, accountId, await personNamed(tx, accountId, ref))),
  )
  return [await whoOf(tx, accountId, person), ...rest]
}

async function whoOf(tx: DossierRows, accountId: string, person: PersonRow): Promise<Who> {
  const { requesterRef, digest, wrappedKey } = person
  const about = await tx.ticketsAbout(accountId, [requesterRef])
  const ticketRefs = about
    .filter((ticket) => ticket.requesterRef === requesterRef)
    .map(({ ticketRef }) => ticketRef)
  return { accountId, requesterRef, digest, wrappedKey, ticketRefs }
}
