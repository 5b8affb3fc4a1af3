/** Which types of event the helpdesk has sent, and when last: no id and no content. */
import { type Kysely, sql } from 'kysely'

export interface WebhookHeardTables {
  webhookHeard: { accountId: string; name: string; lastAt: string }
}

export async function webhookHeard<Db>(db: Kysely<Db>): Promise<void> {
  await sql
    .raw(
      `create table webhook_heard (account_id text not null, name text not null, last_at text not null,
         primary key (account_id, name))`,
    )
    .execute(db)
}
