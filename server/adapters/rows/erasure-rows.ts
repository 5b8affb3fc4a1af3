/** Erasures, tombstones, and what is left of a person and their tickets, in the store. */
import type { Kysely } from 'kysely'
import { ERASURE_SOURCES } from '../../../src/domain/erasure.ts'
import type { RetentionSettings } from '../../../src/domain/retention.ts'
import { wrappedUnder } from '../../keys.ts'
import {
  type ErasureRecord,
  type ErasureRows,
  erasureFactsSchema,
  journalLineSchema,
} from '../../privacy/index.ts'
import type { BuryRows, TombstoneRows } from '../../tickets/index.ts'
import type { Tables } from '../schema.ts'

type Own = Pick<
  ErasureRows,
  | 'addErasure'
  | 'erasures'
  | 'erasureById'
  | 'egressOf'
  | 'egressOn'
  | 'lastErasureOf'
  | 'retentionSettings'
  | 'retentionSettingsSince'
  | 'addRetentionSettings'
> &
  TombstoneRows &
  BuryRows

function recordOf({
  accountId: _account,
  facts,
  source,
  buriedRef,
  ...row
}: Tables['erasure']): ErasureRecord {
  return {
    ...row,
    about: { kind: isOfTicket(row.line) ? 'ticket' : 'requester', ref: buriedRef },
    source: ERASURE_SOURCES.find((known) => known === source) ?? 'compliance',
    facts: erasureFactsSchema.parse(JSON.parse(facts)),
  }
}

function isOfTicket(line: string): boolean {
  return journalLineSchema.parse(JSON.parse(line)).ticketRef !== undefined
}

export function erasureRows(db: Kysely<Tables>): Own {
  const erasures = (accountId: string) =>
    db.selectFrom('erasure').selectAll().where('accountId', '=', accountId)
  const receipts = (accountId: string) =>
    db
      .selectFrom('draft')
      .select(['receipt', 'createdAt'])
      .where('accountId', '=', accountId)
      .where('receipt', 'is not', null)
  return {
    async setTombstone(accountId, { mark, kind, notAfter }, at) {
      const known = await db
        .selectFrom('tombstone')
        .select('notAfter')
        .where('accountId', '=', accountId)
        .where('mark', '=', mark)
        .executeTakeFirst()
      const later =
        known === undefined || (known.notAfter !== null && (notAfter === null || notAfter > known.notAfter))
          ? notAfter
          : known.notAfter
      const values = { kind, notAfter: later, setAt: at }
      await db
        .insertInto('tombstone')
        .values({ accountId, mark, ...values })
        .onConflict((conflict) => conflict.columns(['accountId', 'mark']).doUpdateSet(values))
        .execute()
    },
    async tombstone(accountId, mark) {
      const row = await db
        .selectFrom('tombstone')
        .select(['mark', 'kind', 'notAfter'])
        .where('accountId', '=', accountId)
        .where('mark', '=', mark)
        .executeTakeFirst()
      return row === undefined ? null : { ...row, kind: row.kind === 'person' ? 'person' : 'ticket' }
    },
    async buryTicket(accountId, ticketRef, ticketId) {
      await db
        .updateTable('ticket')
        .set((eb) => ({
          ticketId,
          identity: 'erased',
          scope: null,
          scopeHash: null,
          scopeSince: null,
          narrowing: null,
          scopeBasis: null,
          facets: null,
          draftsMade: 0,
          revision: eb('revision', '+', 1),
        }))
        .where('accountId', '=', accountId)
        .where('ticketRef', '=', ticketRef)
        .execute()
    },
    async ticketsOf(accountId, requesterRef) {
      // Not ordered here: the engine would walk all tickets of the account in that order.
      const rows = await db
        .selectFrom('ticket')
        .select(['ticketRef', 'ticketId'])
        .where('accountId', '=', accountId)
        .where('requesterRef', '=', requesterRef)
        .where('identity', '!=', 'erased')
        .execute()
      return rows.sort((a, b) => (a.ticketRef < b.ticketRef ? -1 : 1))
    },
    async buryRequester(accountId, requesterRef, { digest, ...husk }) {
      await db
        .updateTable('requester')
        .set({ ...husk, keyEpoch: wrappedUnder(husk.wrappedKey), ...(digest === null ? {} : { digest }) })
        .where('accountId', '=', accountId)
        .where('requesterRef', '=', requesterRef)
        .execute()
    },
    async dropFactsOf(accountId, subject) {
      const { numDeletedRows } = await db
        .deleteFrom('helpdeskFact')
        .where('accountId', '=', accountId)
        .where('subject', '=', subject)
        .executeTakeFirst()
      return Number(numDeletedRows)
    },
    async dropFactsAbout(accountId, factKey) {
      const { numDeletedRows } = await db
        .deleteFrom('helpdeskFact')
        .where('accountId', '=', accountId)
        .where('factKey', '=', factKey)
        .executeTakeFirst()
      return Number(numDeletedRows)
    },
    async addErasure(accountId, { facts, about, ...record }) {
      await db
        .insertInto('erasure')
        .values({ accountId, ...record, buriedRef: about.ref, facts: JSON.stringify(facts) })
        .execute()
    },
    erasures: async (accountId, limit) =>
      (
        await erasures(accountId).orderBy('at', 'desc').orderBy('erasureId', 'desc').limit(limit).execute()
      ).map(recordOf),
    async erasureById(accountId, erasureId) {
      const row = await erasures(accountId).where('erasureId', '=', erasureId).executeTakeFirst()
      return row === undefined ? null : recordOf(row)
    },
    async lastErasureOf(accountId, requesterRef) {
      const row = await erasures(accountId)
        .where('buriedRef', '=', requesterRef)
        .orderBy('at', 'desc')
        .limit(1)
        .executeTakeFirst()
      return row === undefined ? null : recordOf(row)
    },
    async retentionSettings(accountId) {
      const row = await db
        .selectFrom('retentionSetting')
        .select('settings')
        .where('accountId', '=', accountId)
        .orderBy('version', 'desc')
        .limit(1)
        .executeTakeFirst()
      // Written by `addRetentionSettings` alone, from parsed settings: the shape is ours.
      return row === undefined ? null : (JSON.parse(row.settings) as RetentionSettings)
    },
    async retentionSettingsSince(accountId, since) {
      const all = () => db.selectFrom('retentionSetting').where('accountId', '=', accountId)
      const standing = await all()
        .select((eb) => eb.fn.max('version').as('version'))
        .where('changedAt', '<=', since)
        .executeTakeFirst()
      const rows = await all()
        .select(['settings', 'changedAt'])
        .where('version', '>=', standing?.version ?? 0)
        .orderBy('version')
        .execute()
      return rows.map(({ settings, changedAt }) => ({
        settings: JSON.parse(settings) as RetentionSettings,
        changedAt,
      }))
    },
    async addRetentionSettings(accountId, settings, { at, agentId }) {
      await db
        .insertInto('retentionSetting')
        .values({
          accountId,
          version: settings.version,
          settings: JSON.stringify(settings),
          changedAt: at,
          changedBy: agentId,
        })
        .execute()
    },
    egressOf: (accountId, requesterRef) =>
      receipts(accountId).where('requesterRef', '=', requesterRef).execute(),
    egressOn: (accountId, ticketRef) => receipts(accountId).where('ticketRef', '=', ticketRef).execute(),
  }
}
