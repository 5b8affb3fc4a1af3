/** How many calls of a minute servers that share this store have taken for themselves. No row outlives its minute for long. */
import { type Kysely, sql } from 'kysely'

export interface CallAllowanceTables {
  callAllowance: { accountId: string; place: string; key: string; minute: number; taken: number }
}

export async function callAllowances<Db>(db: Kysely<Db>): Promise<void> {
  await sql
    .raw(
      `create table call_allowance (account_id text not null, place text not null, key text not null,
         minute integer not null, taken integer not null, primary key (account_id, minute, place, key))`,
    )
    .execute(db)
}
