/** Blocks of the consent funnel: sums over five requesters or more, or over none. No row is about a person. */
import { type Kysely, sql } from 'kysely'
import type { Tables } from '../schema.ts'

export interface ConsentBlockTables {
  consentBlock: { accountId: string; firstWeek: string; lastDay: string; body: string; closedAt: string }
}

export async function consentBlocks(db: Kysely<Tables>): Promise<void> {
  await sql
    .raw(
      `create table consent_block (account_id text not null, first_week text not null, last_day text not null,
         body text not null, closed_at text not null, primary key (account_id, first_week))`,
    )
    .execute(db)
}
