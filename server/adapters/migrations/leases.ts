/** Which server does what only one may do at a time, and which servers there are. No row is about a person. */
import { type Kysely, sql } from 'kysely'

export interface LeaseTables {
  lease: { accountId: string; name: string; holder: string; until: string }
}

export async function leases<Any>(db: Kysely<Any>): Promise<void> {
  await sql
    .raw(
      `create table lease (account_id text not null, name text not null, holder text not null,
         until text not null, primary key (account_id, name))`,
    )
    .execute(db)
}
