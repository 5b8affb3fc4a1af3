/** Which capabilities were made and which are spent: by a digest, until they expire. */
import { type Kysely, sql } from 'kysely'
import type { Tables } from '../schema.ts'

export interface CapabilityTables {
  capability: { accountId: string; jtiHash: string; expiresAt: string; spentAt: string | null }
}

export async function addCapabilities(db: Kysely<Tables>): Promise<void> {
  await sql
    .raw(
      `create table capability (account_id text not null, jti_hash text not null, expires_at text not null,
         spent_at text, primary key (account_id, jti_hash))`,
    )
    .execute(db)
  await sql.raw('create index capability_by_end on capability (expires_at)').execute(db)
}
