/** Request cases in the store. */
import type { Kysely } from 'kysely'
import { z } from 'zod'
import {
  IDENTITY_WAYS,
  REQUEST_CHANNELS,
  REQUEST_KINDS,
  REQUEST_STATUSES,
  WORK_STATUSES,
} from '../../../src/domain/request-case.ts'
import { CASE_RECORDS, type RequestCase, type RequestEvent, type RequestRows } from '../../privacy/index.ts'
import type { TicketRows } from '../../tickets/index.ts'
import type { Tables } from '../schema.ts'

type Own = Omit<RequestRows, keyof TicketRows | 'lastErasureOf' | 'peopleOnTicket'>

const day = z.string()
const pauses = z.array(z.object({ from: day, until: day }))
const texts = z.array(z.string())
const caseColumns = z.object({
  kind: z.enum(REQUEST_KINDS),
  status: z.enum(REQUEST_STATUSES),
  channel: z.enum(REQUEST_CHANNELS),
  identityWay: z.enum(IDENTITY_WAYS).nullable(),
})
const eventColumns = z.object({
  kind: z.enum(CASE_RECORDS),
  actor: z.enum(['requester', 'compliance', 'system']),
  detail: z.record(z.string(), z.string()),
})

function caseOf(row: Tables['requestCase']): RequestCase {
  const { accountId: _account, ...rest } = row
  return {
    ...rest,
    ...caseColumns.parse(row),
    extended: row.extended === 1,
    pauses: pauses.parse(JSON.parse(row.pauses)),
    reminded: texts.parse(JSON.parse(row.reminded)),
  }
}

function rowOf(request: RequestCase): Omit<Tables['requestCase'], 'accountId'> {
  return {
    ...request,
    extended: request.extended ? 1 : 0,
    pauses: JSON.stringify(request.pauses),
    reminded: JSON.stringify(request.reminded),
  }
}

function eventOf(row: Tables['requestEvent']): RequestEvent {
  const { accountId: _account, ...rest } = row
  return { ...rest, ...eventColumns.parse({ ...row, detail: JSON.parse(row.detail) }) }
}

export function requestRows(db: Kysely<Tables>): Own {
  const cases = (accountId: string) =>
    db.selectFrom('requestCase').selectAll().where('accountId', '=', accountId)
  return {
    async addRequestCase(accountId, request) {
      await db
        .insertInto('requestCase')
        .values({ accountId, ...rowOf(request) })
        .execute()
    },
    async setRequestCase(accountId, request) {
      const { caseId, ...rest } = rowOf(request)
      const done = await db
        .updateTable('requestCase')
        .set(rest)
        .where('accountId', '=', accountId)
        .where('caseId', '=', caseId)
        .where('version', '=', request.version - 1)
        .executeTakeFirst()
      return Number(done.numUpdatedRows) === 1
    },
    async latestRequestCase(accountId, requesterRef, kind) {
      const row = await cases(accountId)
        .where('requesterRef', '=', requesterRef)
        .where('kind', '=', kind)
        .orderBy('receivedAt', 'desc')
        .orderBy('caseId', 'desc')
        .limit(1)
        .executeTakeFirst()
      return row === undefined ? null : caseOf(row)
    },
    async requestCaseById(accountId, caseId) {
      const row = await cases(accountId).where('caseId', '=', caseId).executeTakeFirst()
      return row === undefined ? null : caseOf(row)
    },
    requestCases: async (accountId) => (await cases(accountId).execute()).map(caseOf),
    requestCasesOf: async (accountId, requesterRef) =>
      (await cases(accountId).where('requesterRef', '=', requesterRef).execute()).map(caseOf),
    openRequestCases: async (accountId) =>
      (await cases(accountId).where('status', 'in', WORK_STATUSES).execute()).map(caseOf),
    openCaseIds: async (accountId) =>
      (
        await db
          .selectFrom('requestCase')
          .select('caseId')
          .where('accountId', '=', accountId)
          .where('status', 'in', WORK_STATUSES)
          .execute()
      ).map(({ caseId }) => caseId),
    async lastCaseNumber(accountId, year) {
      const row = await db
        .selectFrom('requestCase')
        .select((eb) => eb.fn.max('caseNumber').as('last'))
        .where('accountId', '=', accountId)
        .where('caseNumber', 'like', `${year}-%`)
        .executeTakeFirst()
      return row?.last ?? null
    },
    async addRequestEvent(accountId, event) {
      await db
        .insertInto('requestEvent')
        .values({ accountId, ...event, detail: JSON.stringify(event.detail) })
        .execute()
    },
    requestEvents: async (accountId, caseId) =>
      (
        await db
          .selectFrom('requestEvent')
          .selectAll()
          .where('accountId', '=', accountId)
          .where('caseId', '=', caseId)
          .orderBy('seq')
          .execute()
      ).map(eventOf),
    async addRequestLink(accountId, link) {
      await db
        .insertInto('requestLink')
        .values({ accountId, ...link })
        .execute()
    },
    async requestLink(linkHash) {
      const row = await db
        .selectFrom('requestLink')
        .selectAll()
        .where('linkHash', '=', linkHash)
        .executeTakeFirst()
      return row ?? null
    },
    async useRequestLink(accountId, linkHash, at) {
      const done = await db
        .updateTable('requestLink')
        .set({ usedAt: at })
        .where('accountId', '=', accountId)
        .where('linkHash', '=', linkHash)
        .where('usedAt', 'is', null)
        .executeTakeFirst()
      return Number(done.numUpdatedRows) === 1
    },
    async requestCalendar(accountId) {
      const row = await db
        .selectFrom('requestCalendar')
        .selectAll()
        .where('accountId', '=', accountId)
        .executeTakeFirst()
      if (row === undefined) return null
      const { region, timeZone } = row
      return { region, timeZone, extraDays: texts.parse(JSON.parse(row.extraDays)) }
    },
    async setRequestCalendar(accountId, calendar, at, by) {
      const row = {
        region: calendar.region,
        timeZone: calendar.timeZone,
        extraDays: JSON.stringify(calendar.extraDays),
        changedAt: at,
        changedBy: by,
      }
      await db
        .insertInto('requestCalendar')
        .values({ accountId, ...row })
        .onConflict((conflict) => conflict.column('accountId').doUpdateSet(row))
        .execute()
    },
  }
}
