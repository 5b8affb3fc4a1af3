/** Who looked, packages and their links, in the store. */
import type { Kysely } from 'kysely'
import { ACCESS_KINDS, ACCESS_PURPOSES } from '../../../src/domain/access.ts'
import { Fault } from '../../../src/domain/fault.ts'
import {
  type AccessLogRows,
  type AccessRow,
  type DossierRows,
  PACKAGE_STATUSES,
  type PackageRow,
  type PackageRows,
} from '../../dossier/index.ts'
import type { Tables } from '../schema.ts'

type Own = AccessLogRows & PackageRows & Pick<DossierRows, 'personByRef' | 'peopleOnTicket'>

function accessOf({ accountId: _account, ...row }: Tables['accessLog']): AccessRow {
  const kind = ACCESS_KINDS.find((known) => known === row.kind)
  const purpose = ACCESS_PURPOSES.find((known) => known === row.purpose)
  if (kind === undefined || purpose === undefined)
    throw new Fault('STORE_UNAVAILABLE', 'the store holds an access of an unknown kind')
  return { ...row, kind, purpose }
}

function packageOf({ accountId: _account, ...row }: Tables['exportPackage']): PackageRow {
  const status = PACKAGE_STATUSES.find((known) => known === row.status)
  if (status === undefined)
    throw new Fault('STORE_UNAVAILABLE', 'the store holds a package of an unknown state')
  return { ...row, status }
}

export function dossierRows(db: Kysely<Tables>): Own {
  const packages = (accountId: string) =>
    db.selectFrom('exportPackage').selectAll().where('accountId', '=', accountId)
  const change = (accountId: string, packageId: string) =>
    db.updateTable('exportPackage').where('accountId', '=', accountId).where('packageId', '=', packageId)
  return {
    async addAccess(accountId, access) {
      await db
        .insertInto('accessLog')
        .values({ accountId, ...access })
        .execute()
    },
    async accessesOf(accountId, requesterRef, limit) {
      const rows = await db
        .selectFrom('accessLog')
        .selectAll()
        .where('accountId', '=', accountId)
        .where('requesterRef', '=', requesterRef)
        .orderBy('accessId', 'desc')
        .limit(limit)
        .execute()
      return rows.map(accessOf)
    },
    async personOfDraft(accountId, draftId) {
      const row = await db
        .selectFrom('draft')
        .select('requesterRef')
        .where('accountId', '=', accountId)
        .where('draftId', '=', draftId)
        .executeTakeFirst()
      return row?.requesterRef ?? null
    },
    async personOfDecision(accountId, decisionId) {
      const row = await db
        .selectFrom('decision')
        .select('requesterRef')
        .where('accountId', '=', accountId)
        .where('decisionId', '=', decisionId)
        .executeTakeFirst()
      return row?.requesterRef ?? null
    },
    async addPackage(accountId, made) {
      await db
        .insertInto('exportPackage')
        .values({ accountId, ...made })
        .execute()
    },
    async completePackage(accountId, packageId, made) {
      const { numUpdatedRows } = await change(accountId, packageId)
        .set({ ...made, status: 'ready' })
        .where('status', '=', 'making')
        .executeTakeFirst()
      return numUpdatedRows === 1n
    },
    async closePackage(accountId, packageId, status) {
      await change(accountId, packageId).set({ status, sealedKey: null }).execute()
    },
    async packageById(accountId, packageId) {
      const row = await packages(accountId).where('packageId', '=', packageId).executeTakeFirst()
      return row === undefined ? null : packageOf(row)
    },
    packagesOf: async (accountId, requesterRef) =>
      (
        await packages(accountId)
          .where('requesterRef', '=', requesterRef)
          .orderBy('packageId', 'desc')
          .execute()
      ).map(packageOf),
    packagesDue: async (accountId, now) =>
      (await packages(accountId).where('status', '=', 'ready').where('expiresAt', '<=', now).execute()).map(
        packageOf,
      ),
    packagesInMaking: (accountId) =>
      db
        .selectFrom('exportPackage')
        .select(['packageId as id', 'server'])
        .where('accountId', '=', accountId)
        .where('status', '=', 'making')
        .execute(),
    async addExportLink(link) {
      await db.insertInto('exportLink').values(link).execute()
    },
    exportLink: async (linkHash) =>
      (await db.selectFrom('exportLink').selectAll().where('linkHash', '=', linkHash).executeTakeFirst()) ??
      null,
    async useExportLink(accountId, linkHash, at) {
      const { numUpdatedRows } = await db
        .updateTable('exportLink')
        .set({ usedAt: at })
        .where('accountId', '=', accountId)
        .where('linkHash', '=', linkHash)
        .where('usedAt', 'is', null)
        .executeTakeFirst()
      return numUpdatedRows === 1n
    },
    linksOf: (accountId, packageId) =>
      db
        .selectFrom('exportLink')
        .selectAll()
        .where('accountId', '=', accountId)
        .where('packageId', '=', packageId)
        .orderBy('createdAt')
        .execute(),
    personByRef: async (accountId, requesterRef) =>
      (await db
        .selectFrom('requester')
        .select(['requesterRef', 'digest', 'wrappedKey', 'sealedId', 'createdAt'])
        .where('accountId', '=', accountId)
        .where('requesterRef', '=', requesterRef)
        .executeTakeFirst()) ?? null,
    async peopleOnTicket(accountId, ticketRef) {
      const found = await Promise.all(
        (['ticket', 'consentEvent', 'draft', 'requestCase'] as const).map((table) =>
          db
            .selectFrom(table)
            .select('requesterRef')
            .distinct()
            .where('accountId', '=', accountId)
            .where('ticketRef', '=', ticketRef)
            .execute(),
        ),
      )
      return [...new Set(found.flat().map(({ requesterRef }) => requesterRef))]
    },
  }
}
