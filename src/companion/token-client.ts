/** The console's calls about tokens of the API. A secret passes through here once and is kept nowhere. */
import { ROLES } from '../domain/account.ts'
import { TOKEN_SCOPES } from '../domain/token.ts'
import {
  type MadeToken,
  type MakeToken,
  TOKEN_ENDS,
  type TokensView,
  type TokenView,
} from '../domain/token-api.ts'
import { type Check, list, nullable, number, oneOf, record, text } from './checks.ts'
import type { Line } from './session.ts'

export interface TokenClient {
  tokens(): Promise<TokensView>
  /** @throws Fault `BAD_REQUEST` for what is no address, `NOT_PERMITTED` for a scope beyond one's own roles. */
  makeToken(order: MakeToken): Promise<MadeToken>
  revokeToken(tokenId: string): Promise<TokensView>
}

const tokenView: Check<TokenView> = record({
  tokenId: text,
  name: text,
  scopes: list(oneOf(TOKEN_SCOPES)),
  roles: list(oneOf(ROLES)),
  madeBy: text,
  madeAt: text,
  expiresAt: text,
  lastUsedOn: nullable(text),
  addresses: list(text),
  ended: nullable(oneOf(TOKEN_ENDS)),
})
export const tokensView: Check<TokensView> = record({
  tokens: list(tokenView),
  grantable: list(oneOf(TOKEN_SCOPES)),
  mostDays: number,
})
export const madeToken: Check<MadeToken> = record({ secret: text, token: tokenView })

export function tokenClient(line: Line): TokenClient {
  return {
    tokens: () => line.ask(tokensView, 'GET', '/console/tokens'),
    makeToken: (order) => line.ask(madeToken, 'POST', '/console/tokens', order),
    revokeToken: (tokenId) =>
      line.ask(tokensView, 'POST', `/console/tokens/${encodeURIComponent(tokenId)}/revocations`),
  }
}
