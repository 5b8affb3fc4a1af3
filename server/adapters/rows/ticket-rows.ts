/** Tickets and requesters in the store. */
import type { Kysely } from 'kysely'
import { wrappedUnder } from '../../keys.ts'
import type { TicketRow, TicketRows } from '../../tickets/index.ts'
import type { Tables } from '../schema.ts'
import { statement } from '../statement.ts'

type Own = Omit<TicketRows, keyof import('../../audit/index.ts').AuditRows>

export function ticketOf(row: Tables['ticket'] | undefined): TicketRow | null {
  if (row === undefined) return null
  const { accountId: _account, createdAt: _created, identity, ...rest } = row
  if (identity === 'erased') return { ...rest, identity: 'webhook', erased: true }
  return { ...rest, identity: identity === 'webhook' ? 'webhook' : 'agent_session' }
}

const ticketWith = (column: 'ticketId' | 'ticketRef') =>
  statement((db, accountId: string, value: string) =>
    db.selectFrom('ticket').selectAll().where('accountId', '=', accountId).where(column, '=', value),
  )
const numbered = ticketWith('ticketId')
const referred = ticketWith('ticketRef')

const requesterWith = (column: 'digest' | 'requesterRef') =>
  statement((db, accountId: string, value: string) =>
    db
      .selectFrom('requester')
      .select(['requesterRef', 'digest', 'wrappedKey', 'sealedId'])
      .where('accountId', '=', accountId)
      .where(column, '=', value),
  )
const digested = requesterWith('digest')
const requesterOf = requesterWith('requesterRef')

const countDraft = statement(
  (db, accountId: string, ticketRef: string) =>
    db
      .updateTable('ticket')
      .where('accountId', '=', accountId)
      .where('ticketRef', '=', ticketRef)
      .set((eb) => ({ draftsMade: eb('draftsMade', '+', 1), revision: eb('revision', '+', 1) })),
  { answer: 'later' },
)

/** `erasedNumber`: under which an erased ticket of that number lies. */
export function ticketRows(
  db: Kysely<Tables>,
  erasedNumber?: (accountId: string, ticketId: string) => string,
): Own {
  const change = (accountId: string, ticketRef: string) =>
    db.updateTable('ticket').where('accountId', '=', accountId).where('ticketRef', '=', ticketRef)
  return {
    async ticketById(accountId, ticketId) {
      const found = ticketOf((await numbered(db, accountId, ticketId)).rows[0])
      if (found !== null || erasedNumber === undefined) return found
      const erased = ticketOf((await numbered(db, accountId, erasedNumber(accountId, ticketId))).rows[0])
      // Whoever asks knows the number already.
      return erased === null ? null : { ...erased, ticketId }
    },
    ticketByRef: async (accountId, ticketRef) => ticketOf((await referred(db, accountId, ticketRef)).rows[0]),
    async addTicket(accountId, ticket, at) {
      await db
        .insertInto('ticket')
        .values({ accountId, ...ticket, createdAt: at })
        .execute()
    },
    async setTicketRequester(accountId, ticketRef, requesterRef, identity) {
      await change(accountId, ticketRef).set({ requesterRef, identity }).execute()
    },
    async setTicketScope(accountId, ticketRef, stored) {
      await change(accountId, ticketRef).set(stored).execute()
    },
    async setTicketFacets(accountId, ticketRef, facets) {
      await change(accountId, ticketRef).set({ facets }).execute()
    },
    async raiseTicketRevision(accountId, ticketRef) {
      await change(accountId, ticketRef)
        .set((eb) => ({ revision: eb('revision', '+', 1) }))
        .execute()
    },
    async countTicketDraft(accountId, ticketRef) {
      await countDraft(db, accountId, ticketRef)
    },
    requesterByDigest: async (accountId, digest) => (await digested(db, accountId, digest)).rows[0] ?? null,
    requesterByRef: async (accountId, requesterRef) =>
      (await requesterOf(db, accountId, requesterRef)).rows[0] ?? null,
    async addRequester(accountId, requester, at) {
      await db
        .insertInto('requester')
        .values({
          accountId,
          ...requester,
          createdAt: at,
          keyEpoch: wrappedUnder(requester.wrappedKey),
        })
        .execute()
    },
  }
}
