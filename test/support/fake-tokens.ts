/** Tokens of the API as a companion would tell them: one of each standing. */

import { expiryOf } from '../../src/console/token-form.ts'
import { TOKEN_SCOPES } from '../../src/domain/token.ts'
import type { MadeToken, MakeToken, TokensView, TokenView } from '../../src/domain/token-api.ts'

const token = (part: Partial<TokenView>): TokenView => ({
  tokenId: 'token-1',
  name: 'Nightly evidence',
  scopes: ['evidence:read', 'audit:read'],
  roles: ['compliance'],
  madeBy: '9002',
  madeAt: '2026-11-02T09:00:00.000Z',
  expiresAt: expiryOf(80, Date.now()),
  lastUsedOn: '2026-11-19',
  addresses: ['192.0.2.0/24', '2001:db8::/48'],
  ended: null,
  ...part,
})

export function sampleTokens(): TokensView {
  return {
    mostDays: 365,
    grantable: TOKEN_SCOPES.filter((scope) => scope !== 'erasures:request'),
    tokens: [
      token({}),
      token({
        ...{ tokenId: 'token-2', name: 'Sync after publishing', madeBy: '9001', scopes: ['articles:sync'] },
        ...{ roles: ['admin'], expiresAt: expiryOf(5, Date.now()), lastUsedOn: null, addresses: [] },
      }),
      token({ tokenId: 'token-3', name: 'Old case import', ended: 'revoked', addresses: [] }),
      token({ tokenId: 'token-4', name: 'Trial', ended: 'expired', expiresAt: '2026-11-10T09:00:00.000Z' }),
      token({ tokenId: 'token-5', name: 'Of a former admin', ended: 'role_lost', addresses: [] }),
      token({ tokenId: 'token-7', name: 'Of a new light agent', ended: 'helpdesk_role', addresses: [] }),
      token({ tokenId: 'token-6', name: 'Of somebody suspended', ended: 'left_helpdesk', addresses: [] }),
    ],
  }
}

export const MADE_SECRET = `vouch_pat_${'a'.repeat(43)}0badcafe`

export function madeToken(script: { tokens: TokensView }, order: MakeToken): MadeToken {
  const made = token({
    ...order,
    ...{ tokenId: 'token-9', madeBy: '9001', madeAt: new Date().toISOString(), lastUsedOn: null },
    expiresAt: expiryOf(order.days, Date.now()),
  })
  script.tokens = { ...script.tokens, tokens: [made, ...script.tokens.tokens] }
  return { secret: MADE_SECRET, token: made }
}

export function revokedToken(script: { tokens: TokensView }, tokenId: string): TokensView {
  const tokens = script.tokens.tokens.map((row) =>
    row.tokenId === tokenId ? { ...row, ended: 'revoked' as const } : row,
  )
  script.tokens = { ...script.tokens, tokens }
  return script.tokens
}
