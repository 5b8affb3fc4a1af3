/** Counts of accepted drafts by section and week, in the store. */
import type { Kysely } from 'kysely'
import type { SectionRows } from '../../articles/index.ts'
import type { Tables } from '../schema.ts'

export function sectionRows(db: Kysely<Tables>): SectionRows {
  return {
    sectionWeeks: (accountId) =>
      db
        .selectFrom('sectionWeek')
        .select(['sectionId', 'week', 'accepted'])
        .where('accountId', '=', accountId)
        .orderBy('sectionId')
        .orderBy('week')
        .execute(),
    async countSection(accountId, { sectionId, week }) {
      await db
        .insertInto('sectionWeek')
        .values({ accountId, sectionId, week, accepted: 1 })
        .onConflict((conflict) =>
          conflict
            .columns(['accountId', 'sectionId', 'week'])
            .doUpdateSet((eb) => ({ accepted: eb('sectionWeek.accepted', '+', 1) })),
        )
        .execute()
    },
    async uncountSection(accountId, { sectionId, week }) {
      await db
        .updateTable('sectionWeek')
        .set((eb) => ({ accepted: eb('accepted', '-', 1) }))
        .where('accountId', '=', accountId)
        .where('sectionId', '=', sectionId)
        .where('week', '=', week)
        .execute()
      await db
        .deleteFrom('sectionWeek')
        .where('accountId', '=', accountId)
        .where('week', '=', week)
        .where('accepted', '<=', 0)
        .execute()
    },
    async forgetSectionWeeks(accountId, before) {
      await db
        .deleteFrom('sectionWeek')
        .where('accountId', '=', accountId)
        .where('week', '<', before)
        .execute()
    },
  }
}
