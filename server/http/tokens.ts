/** Tokens of the API in the console: made by whoever may do what they do, revoked by any of the staff. */
import { z } from 'zod'
import { Fault } from '../../src/domain/fault.ts'
import { MOST_TOKEN_ADDRESSES, MOST_TOKEN_DAYS, TOKEN_SCOPES } from '../../src/domain/token.ts'
import {
  type AccessRows,
  makeToken,
  readTokens,
  revokeToken,
  type ScopeRoles,
  type TokenDeskRooms,
} from '../access/index.ts'
import type { Transact } from '../keys.ts'
import { madeToken, tokensView } from './answers/token.ts'
import { bare, isWellFormed, type Route, route, uuidSchema } from './route.ts'

export interface TokensGiven {
  readonly rooms: TokenDeskRooms
  readonly transact: Transact<AccessRows>
}

const STAFF = ['admin', 'compliance'] as const
const makeSchema = z.strictObject({
  name: z.string().trim().min(1).max(80).refine(isWellFormed),
  scopes: z.array(z.enum(TOKEN_SCOPES)).min(1).max(TOKEN_SCOPES.length),
  days: z.int().min(1).max(MOST_TOKEN_DAYS),
  addresses: z.array(z.string().max(50)).max(MOST_TOKEN_ADDRESSES),
})

/** `scopeRoles` is read when a call comes: these rows are a part of the table that it is made of. */
export function tokenRoutes(
  { rooms, transact }: TokensGiven,
  scopeRoles: () => ScopeRoles,
): readonly Route[] {
  return [
    bare(
      {
        method: 'get',
        path: '/console/tokens',
        access: STAFF,
        summary: 'List the tokens of this API, without their secrets.',
        answers: { 200: tokensView },
      },
      async ({ agent }) => ({
        status: 200,
        body: await transact((tx) => readTokens(rooms, tx, agent, scopeRoles())),
      }),
    ),
    route(
      {
        method: 'post',
        path: '/console/tokens',
        access: STAFF,
        schema: makeSchema,
        summary: 'Make a token; its secret is in this answer and never again.',
        answers: { 201: madeToken },
      },
      async ({ agent, body }) => ({
        status: 201,
        body: await transact((tx) => makeToken(rooms, tx, agent, body, scopeRoles())),
      }),
    ),
    bare(
      {
        method: 'post',
        path: '/console/tokens/:tokenId/revocations',
        access: STAFF,
        summary: 'Revoke a token: from this moment it opens nothing.',
        answers: { 200: tokensView },
      },
      async ({ agent, params }) => {
        const tokenId = uuidSchema.safeParse(params.tokenId)
        if (!tokenId.success) throw new Fault('NOT_FOUND', 'there is no such token')
        return {
          status: 200,
          body: await transact(async (tx) => {
            await revokeToken(rooms, tx, agent, tokenId.data)
            return readTokens(rooms, tx, agent, scopeRoles())
          }),
        }
      },
    ),
  ]
}
