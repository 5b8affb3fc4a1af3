/** Drafts, gaps and the settings of drafting in the store. */
import type { Kysely } from 'kysely'
import { z } from 'zod'
import type { ReplyTemplates } from '../../../src/domain/api.ts'
import { DRAFT_STATUSES, type Receipt } from '../../../src/domain/draft.ts'
import type { ArticleRows } from '../../articles/index.ts'
import type { SpendingRows } from '../../budget/index.ts'
import type { CapabilityRows } from '../../capability/index.ts'
import type { LinkRows } from '../../consent/index.ts'
import type { DecisionRows } from '../../decisions/index.ts'
import type {
  CitationRows,
  DraftRow,
  LiveRows,
  PassedRows,
  QuestionRows,
  SettingsRows,
} from '../../drafting/index.ts'
import type { FactRows } from '../../tickets/index.ts'
import type { Tables } from '../schema.ts'
import { statement } from '../statement.ts'

type Own = Omit<
  SettingsRows,
  | keyof LinkRows
  | keyof ArticleRows
  | keyof CapabilityRows
  | keyof CitationRows
  | keyof QuestionRows
  | keyof DecisionRows
  | keyof SpendingRows
  | keyof FactRows
  | keyof PassedRows
  | keyof LiveRows
>

const useColumn = z.object({
  counted: z.object({ week: z.string(), sectionIds: z.array(z.string()) }).nullable(),
  unused: z.array(z.string()),
})

function draftOf(row: Tables['draft'] | undefined): DraftRow | null {
  if (row === undefined) return null
  const { accountId: _account, createdAt: _created, server: _server, ...rest } = row
  return {
    ...rest,
    status: DRAFT_STATUSES.find((status) => status === row.status) ?? 'drafting',
    withdrawnFor: row.withdrawnFor === 'record_corrected' ? row.withdrawnFor : null,
    receipt: row.receipt === null ? null : (JSON.parse(row.receipt) as Receipt),
    used: row.used === null ? { counted: null, unused: [] } : useColumn.parse(JSON.parse(row.used)),
  }
}

const reserve = statement(
  (db, accountId: string, draft: DraftRow, at: string, server: string | null) =>
    db.insertInto('draft').values({
      accountId,
      withdrawnFor: null,
      ...draft,
      used: null,
      receipt: null,
      createdAt: at,
      changedAt: at,
      server,
    }),
  { answer: 'later' },
)
const oneDraft = statement((db, accountId: string, draftId: string) =>
  db.selectFrom('draft').selectAll().where('accountId', '=', accountId).where('draftId', '=', draftId),
)
const complete = statement(
  (
    db,
    accountId: string,
    draftId: string,
    made: { locale: string; sealedContent: string; receipt: string; changedAt: string },
  ) =>
    db
      .updateTable('draft')
      .where('accountId', '=', accountId)
      .where('draftId', '=', draftId)
      .set({ status: 'ready', ...made }),
  { answer: 'later' },
)
const inserted = statement((db, accountId: string, ticketRef: string, agentId: string) =>
  db
    .selectFrom('draft')
    .select(['draftId', 'consentEpoch'])
    .where('accountId', '=', accountId)
    .where('ticketRef', '=', ticketRef)
    .where('agentId', '=', agentId)
    .where('status', '=', 'inserted')
    .orderBy('createdAt'),
)
const admission = statement(
  (db, accountId: string, row: { admissionId: string; agentRef: string; at: string }) =>
    db.insertInto('draftAdmission').values({ accountId, ...row }),
  { answer: 'later' },
)
const olderAdmissions = statement(
  (db, accountId: string, upTo: string) =>
    db.deleteFrom('draftAdmission').where('accountId', '=', accountId).where('at', '<=', upTo),
  { answer: 'later' },
)

export function draftRows(db: Kysely<Tables>): Own {
  const change = (accountId: string, draftId: string) =>
    db.updateTable('draft').where('accountId', '=', accountId).where('draftId', '=', draftId)
  return {
    async addDraft(accountId, draft, at, server) {
      await reserve(db, accountId, draft, at, server)
    },
    draftById: async (accountId, draftId) => draftOf((await oneDraft(db, accountId, draftId)).rows[0]),
    async completeDraft(accountId, draftId, { locale, sealedContent, receipt }) {
      const made = { locale, sealedContent, receipt: JSON.stringify(receipt), changedAt: receipt.createdAt }
      await complete(db, accountId, draftId, made)
    },
    async setDraftStatus(accountId, draftId, status, at) {
      // A draft taken away or dismissed keeps its receipt, not its words.
      const words = status === 'discarded' || status === 'dismissed' ? { sealedContent: null } : {}
      await change(accountId, draftId)
        .set({ status, changedAt: at, ...words })
        .execute()
    },
    async setDraftUse(accountId, draftId, used) {
      await change(accountId, draftId)
        .set({ used: JSON.stringify(used) })
        .execute()
    },
    insertedDrafts: async (accountId, ticketRef, agentId) =>
      (await inserted(db, accountId, ticketRef, agentId)).rows,
    unfinishedDrafts: () =>
      db
        .selectFrom('draft')
        .select(['accountId', 'draftId as id', 'server'])
        .where('status', '=', 'drafting')
        .execute(),
    async addCoverageGap(accountId, { nearest, ...gap }) {
      await db
        .insertInto('coverageGap')
        .values({ accountId, ...gap, nearest: JSON.stringify(nearest) })
        .execute()
    },
    async addAdmission(accountId, row) {
      await admission(db, accountId, row)
    },
    async dropAdmission(accountId, admissionId) {
      await db
        .deleteFrom('draftAdmission')
        .where('accountId', '=', accountId)
        .where('admissionId', '=', admissionId)
        .execute()
    },
    async admissionsSince(accountId, agentRef, since) {
      const own = db
        .selectFrom('draftAdmission')
        .select((eb) => [eb.fn.countAll().as('count'), eb.fn.min('at').as('oldest')])
        .where('accountId', '=', accountId)
        .where('at', '>', since)
      const row = await (agentRef === null
        ? own
        : own.where('agentRef', '=', agentRef)
      ).executeTakeFirstOrThrow()
      return { count: Number(row.count), oldest: row.oldest ?? null }
    },
    async forgetAdmissions(accountId, upTo) {
      await olderAdmissions(db, accountId, upTo)
    },
    async storedPolicy(accountId) {
      const row = await db
        .selectFrom('scopePolicy')
        .select(['version', 'policy'])
        .where('accountId', '=', accountId)
        .orderBy('version', 'desc')
        .limit(1)
        .executeTakeFirst()
      return row ?? null
    },
    async addScopePolicy(accountId, policy, at, by) {
      await db
        .insertInto('scopePolicy')
        .values({
          accountId,
          version: policy.version,
          policy: JSON.stringify(policy),
          changedAt: at,
          changedBy: by,
        })
        .execute()
    },
    async templatesView(accountId, locale) {
      const row = await db
        .selectFrom('template')
        .select('body')
        .where('accountId', '=', accountId)
        .where('locale', '=', locale)
        .executeTakeFirst()
      if (row === undefined) return null
      // What was stored before templates had versions is the first.
      return { version: 1, ...(JSON.parse(row.body) as ReplyTemplates) }
    },
    async setTemplates(accountId, templates, at) {
      const values = { body: JSON.stringify(templates), changedAt: at }
      await db
        .insertInto('template')
        .values({ accountId, locale: templates.locale, ...values })
        .onConflict((conflict) => conflict.columns(['accountId', 'locale']).doUpdateSet(values))
        .execute()
    },
  }
}
