/** Stops of the kill switch in the store. */
import type { Kysely } from 'kysely'
import { Fault } from '../../../src/domain/fault.ts'
import { STOP_LEVELS, STOP_REASONS } from '../../../src/domain/kill-switch.ts'
import type { ArticleRows } from '../../articles/index.ts'
import { type KillSwitchRows, STOP_WAYS, type StopRow } from '../../incidents/index.ts'
import type { Tables } from '../schema.ts'
import { noteMarked } from './article-change-rows.ts'

type Own = Omit<KillSwitchRows, keyof ArticleRows>

function stopOf({ accountId: _account, ...row }: Tables['killSwitch']): StopRow {
  const level = STOP_LEVELS.find((known) => known === row.level)
  // Of a newer version: how far it reaches is not known, so nothing may be drafted beside it.
  if (level === undefined) throw new Fault('STORE_UNAVAILABLE', 'the store holds a stop of an unknown level')
  return {
    ...row,
    level,
    reason: STOP_REASONS.find((known) => known === row.reason) ?? 'other',
    via: STOP_WAYS.find((known) => known === row.via) ?? 'file',
  }
}

/** Ids of the articles that the kill switch holds. */
export async function readStoppedArticles(
  db: Kysely<Tables>,
  accountId: string,
): Promise<ReadonlySet<string>> {
  const rows = await db
    .selectFrom('killSwitch')
    .select('ref')
    .where('accountId', '=', accountId)
    .where('level', '=', 'article')
    .where('liftedAt', 'is', null)
    .execute()
  return new Set(rows.map(({ ref }) => ref))
}

export function killSwitchRows(db: Kysely<Tables>): Own {
  const noteArticle = (accountId: string, ref: string) => noteMarked(db, accountId, { kind: 'article', ref })
  return {
    async addStop(accountId, stop) {
      await db
        .insertInto('killSwitch')
        .values({ accountId, ...stop })
        .execute()
      if (stop.level === 'article') await noteArticle(accountId, stop.ref)
    },
    stopRows: async (accountId) =>
      (
        await db
          .selectFrom('killSwitch')
          .selectAll()
          .where('accountId', '=', accountId)
          .orderBy('pulledAt', 'desc')
          .orderBy('stopId', 'desc')
          .execute()
      ).map(stopOf),
    async setStopLifted(accountId, stopId, { at, by }) {
      const lifted = await db
        .updateTable('killSwitch')
        .set({ liftedAt: at, liftedBy: by })
        .where('accountId', '=', accountId)
        .where('stopId', '=', stopId)
        .where('liftedAt', 'is', null)
        .returning(['level', 'ref'])
        .executeTakeFirst()
      if (lifted?.level === 'article') await noteArticle(accountId, lifted.ref)
      return lifted !== undefined
    },
  }
}
