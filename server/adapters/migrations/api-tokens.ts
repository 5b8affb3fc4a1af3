/** Tokens of the API: the digest of each, what it may do, until when. */
import { type Kysely, sql } from 'kysely'

export interface ApiTokenTables {
  apiToken: {
    accountId: string
    tokenId: string
    digest: string
    name: string
    scopes: string
    roles: string
    madeBy: string
    madeAt: string
    expiresAt: string
    addresses: string
    lastUsedOn: string | null
    endedAt: string | null
    ended: string | null
  }
}

export async function apiTokens<Db>(db: Kysely<Db>): Promise<void> {
  await sql
    .raw(
      `create table api_token (account_id text not null, token_id text not null, digest text not null,
         name text not null, scopes text not null, roles text not null, made_by text not null,
         made_at text not null, expires_at text not null, addresses text not null, last_used_on text,
         ended_at text, ended text, primary key (account_id, token_id), unique (account_id, digest))`,
    )
    .execute(db)
}
