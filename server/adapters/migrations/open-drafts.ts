/** Drafts that run or lie open are found at once: after a new notice those are ended first, of however many drafts there are. */
import { type Kysely, sql } from 'kysely'

export async function openDrafts<Any>(db: Kysely<Any>): Promise<void> {
  await sql
    .raw(
      `create index draft_open on draft (account_id, ticket_ref, status) where status in ('drafting', 'ready')`,
    )
    .execute(db)
}
