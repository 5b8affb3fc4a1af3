/** Tokens of the API in the store. */
import type { Kysely } from 'kysely'
import { z } from 'zod'
import { ROLES } from '../../../src/domain/account.ts'
import { TOKEN_SCOPES } from '../../../src/domain/token.ts'
import type { TokenRow, TokenRows } from '../../access/index.ts'
import type { Tables } from '../schema.ts'

const words = z.array(z.string())

/** A scope or role of another version opens nothing here. */
function known<T extends string>(all: readonly T[], stored: string): readonly T[] {
  const held = words.parse(JSON.parse(stored))
  return all.filter((one) => held.includes(one))
}

const ENDED = ['role_lost', 'left_helpdesk', 'helpdesk_role'] as const

function rowOf({ accountId: _account, ...row }: Tables['apiToken']): TokenRow {
  return {
    ...row,
    scopes: known(TOKEN_SCOPES, row.scopes),
    roles: known(ROLES, row.roles),
    addresses: words.parse(JSON.parse(row.addresses)),
    // Of a newer version: whatever it means, it has ended.
    ended: row.ended === null ? null : (ENDED.find((one) => one === row.ended) ?? 'revoked'),
  }
}

export function tokenRows(db: Kysely<Tables>): TokenRows {
  return {
    async addToken(accountId, row) {
      await db
        .insertInto('apiToken')
        .values({
          ...row,
          accountId,
          scopes: JSON.stringify(row.scopes),
          roles: JSON.stringify(row.roles),
          addresses: JSON.stringify(row.addresses),
        })
        .execute()
    },
    tokens: async (accountId) =>
      (
        await db
          .selectFrom('apiToken')
          .selectAll()
          .where('accountId', '=', accountId)
          .orderBy('madeAt', 'desc')
          .orderBy('tokenId', 'desc')
          .execute()
      ).map(rowOf),
    async tokenByDigest(accountId, digest) {
      const row = await db
        .selectFrom('apiToken')
        .selectAll()
        .where('accountId', '=', accountId)
        .where('digest', '=', digest)
        .executeTakeFirst()
      return row === undefined ? null : rowOf(row)
    },
    async noteTokenUse(accountId, tokenId, day) {
      await db
        .updateTable('apiToken')
        .set({ lastUsedOn: day })
        .where('accountId', '=', accountId)
        .where('tokenId', '=', tokenId)
        .execute()
    },
    async endToken(accountId, tokenId, ended, at) {
      const changed = await db
        .updateTable('apiToken')
        .set({ ended, endedAt: at })
        .where('accountId', '=', accountId)
        .where('tokenId', '=', tokenId)
        .where('ended', 'is', null)
        .returning('tokenId')
        .executeTakeFirst()
      return changed !== undefined
    },
  }
}
