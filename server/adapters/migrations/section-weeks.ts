/** How often sections of the help center carried accepted drafts, by week. Counts alone: they are of nobody. */
import { type Kysely, sql } from 'kysely'

export interface SectionWeekTables {
  sectionWeek: { accountId: string; sectionId: string; week: string; accepted: number }
}

const STATEMENTS: readonly string[] = [
  `create table section_week (account_id text not null, section_id text not null, week text not null,
     accepted integer not null, primary key (account_id, section_id, week))`,
]

export async function sectionWeeks<Any>(db: Kysely<Any>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db)
}
