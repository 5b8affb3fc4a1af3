/** Notices in the store: every version as it was read, one draft, and the languages that are switched on. */
import type { Kysely } from 'kysely'
import type { RequesterLanguage } from '../../../src/domain/notice.ts'
import type { AuditRows } from '../../audit/index.ts'
import type { Notice, NoticeDraft, NoticeRows } from '../../consent/index.ts'
import type { Tables } from '../schema.ts'

type Own = Omit<NoticeRows, keyof AuditRows>
type Body = Pick<Notice, 'texts' | 'recipients'> & Partial<Pick<Notice, 'facts' | 'written'>>

const READ_BEFORE = 50
const readBefore = new Map<string, Body>()

/**
 * Every language of the notice is in it, and each decision reads it. Written by `addNotice` alone, from typed values;
 * the first ones have texts and recipients only.
 */
function bodyOf(text: string): Body {
  const known = readBefore.get(text)
  if (known !== undefined) return known
  const body = JSON.parse(text) as Body
  if (readBefore.size >= READ_BEFORE) readBefore.clear()
  readBefore.set(text, body)
  return body
}

function noticeOf(row: Tables['noticeVersion']): Notice {
  const { facts = null, written = {}, texts, recipients } = bodyOf(row.body)
  const { version, revision, digest, activatedAt, activatedBy } = row
  const origin = row.origin === 'written' ? 'written' : 'generated'
  return { version, revision, digest, origin, activatedAt, activatedBy, facts, written, texts, recipients }
}

export function noticeRows(db: Kysely<Tables>): Own {
  const newestFirst = (accountId: string) =>
    db
      .selectFrom('noticeVersion')
      .selectAll()
      .where('accountId', '=', accountId)
      .orderBy('version', 'desc')
      .orderBy('revision', 'desc')
  const first = (row: Tables['noticeVersion'] | undefined) => (row === undefined ? null : noticeOf(row))
  return {
    currentNotice: async (accountId) => first(await newestFirst(accountId).limit(1).executeTakeFirst()),
    noticeByVersion: async (accountId, version) =>
      first(await newestFirst(accountId).where('version', '=', version).limit(1).executeTakeFirst()),
    noticeRevision: async (accountId, version, revision) =>
      first(
        await newestFirst(accountId)
          .where('version', '=', version)
          .where('revision', '=', revision)
          .executeTakeFirst(),
      ),
    noticeVersions: async (accountId, most) =>
      (await newestFirst(accountId).limit(most).execute()).map(noticeOf),
    async addNotice(accountId, { texts, recipients, facts, written, ...notice }) {
      const body = JSON.stringify({ texts, recipients, facts, written })
      await db
        .insertInto('noticeVersion')
        .values({ accountId, ...notice, body })
        .execute()
    },
    async noticeDraft(accountId) {
      const row = await db
        .selectFrom('noticeDraft')
        .select(['saved', 'written', 'changedAt', 'changedBy'])
        .where('accountId', '=', accountId)
        .executeTakeFirst()
      return row === undefined ? null : { ...row, written: JSON.parse(row.written) as NoticeDraft['written'] }
    },
    async putNoticeDraft(accountId, { written, ...draft }) {
      const values = { ...draft, written: JSON.stringify(written) }
      await db
        .insertInto('noticeDraft')
        .values({ accountId, ...values })
        .onConflict((conflict) => conflict.column('accountId').doUpdateSet(values))
        .execute()
    },
    async dropNoticeDraft(accountId) {
      await db.deleteFrom('noticeDraft').where('accountId', '=', accountId).execute()
    },
    async noticeLocales(accountId) {
      const row = await db
        .selectFrom('noticeSetting')
        .select('locales')
        .where('accountId', '=', accountId)
        .executeTakeFirst()
      return row === undefined ? null : (JSON.parse(row.locales) as readonly RequesterLanguage[])
    },
    async setNoticeLocales(accountId, locales, changedAt) {
      const values = { locales: JSON.stringify(locales), changedAt }
      await db
        .insertInto('noticeSetting')
        .values({ accountId, ...values })
        .onConflict((conflict) => conflict.column('accountId').doUpdateSet(values))
        .execute()
    },
  }
}
