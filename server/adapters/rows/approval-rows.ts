/** Changes that wait for a second person, in the store. */
import type { Kysely } from 'kysely'
import { CHANGE_KINDS, type DiffLine, FOUR_EYES_MODES, type Widening } from '../../../src/domain/change.ts'
import { Fault } from '../../../src/domain/fault.ts'
import type { AccessRows } from '../../access/index.ts'
import type { ApprovalRows, ChangeRow } from '../../approvals/index.ts'
import type { Tables } from '../schema.ts'

type Own = Omit<ApprovalRows, keyof AccessRows>

const STATUSES = ['proposed', 'approved', 'rejected'] as const

function changeOf(row: Tables['changeProposal']): ChangeRow {
  const { accountId: _account, ...rest } = row
  const kind = CHANGE_KINDS.find((known) => known === row.kind)
  const status = STATUSES.find((known) => known === row.status)
  // Written by a newer version, or by another hand: nothing can be said of it, least of all a yes.
  if (kind === undefined || status === undefined)
    throw new Fault('STORE_UNAVAILABLE', 'the store holds a change of an unknown kind')
  return {
    ...rest,
    kind,
    status,
    widens: JSON.parse(row.widens) as Widening[],
    diff: JSON.parse(row.diff) as DiffLine[],
  }
}

export function approvalRows(db: Kysely<Tables>): Own {
  const changes = (accountId: string) =>
    db.selectFrom('changeProposal').selectAll().where('accountId', '=', accountId)
  return {
    async addChange(accountId, change) {
      await db
        .insertInto('changeProposal')
        .values({
          accountId,
          ...change,
          widens: JSON.stringify(change.widens),
          diff: JSON.stringify(change.diff),
        })
        .execute()
    },
    async changeById(accountId, changeId) {
      const row = await changes(accountId).where('changeId', '=', changeId).executeTakeFirst()
      return row === undefined ? null : changeOf(row)
    },
    changes: async (accountId, limit) =>
      (
        await changes(accountId)
          .orderBy('proposedAt', 'desc')
          .orderBy('changeId', 'desc')
          .limit(limit)
          .execute()
      ).map(changeOf),
    async waitingChanges(accountId, now) {
      const row = await db
        .selectFrom('changeProposal')
        .select((eb) => eb.fn.countAll().as('count'))
        .where('accountId', '=', accountId)
        .where('status', '=', 'proposed')
        .where('expiresAt', '>', now)
        .executeTakeFirstOrThrow()
      return Number(row.count)
    },
    async closeChange(accountId, changeId, decision) {
      const closed = await db
        .updateTable('changeProposal')
        .set(decision)
        .where('accountId', '=', accountId)
        .where('changeId', '=', changeId)
        .where('status', '=', 'proposed')
        .returning('changeId')
        .executeTakeFirst()
      return closed !== undefined
    },
    async fourEyes(accountId) {
      const row = await db
        .selectFrom('fourEyes')
        .select(['version', 'mode', 'changedAt'])
        .where('accountId', '=', accountId)
        .orderBy('version', 'desc')
        .limit(1)
        .executeTakeFirst()
      // A word that is not known counts as the stricter one.
      return row === undefined
        ? null
        : { ...row, mode: FOUR_EYES_MODES.find((mode) => mode === row.mode) ?? 'on' }
    },
    async addFourEyes(accountId, { version, mode, changedAt }) {
      await db
        .insertInto('fourEyes')
        .values({ accountId, version, mode, changedAt: changedAt ?? '' })
        .execute()
    },
  }
}
