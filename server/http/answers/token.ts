/** Tokens of the API as the console lists them; the secret is in one answer, once. */
import { z } from 'zod'
import { ROLES } from '../../../src/domain/account.ts'
import { TOKEN_SCOPES } from '../../../src/domain/token.ts'
import { type MadeToken, TOKEN_ENDS, type TokensView, type TokenView } from '../../../src/domain/token-api.ts'
import { shape } from './shape.ts'

export const tokenView = shape<TokenView>()(
  'TokenView',
  z.strictObject({
    tokenId: z.string(),
    name: z.string(),
    scopes: z.array(z.enum(TOKEN_SCOPES)),
    roles: z
      .array(z.enum(ROLES))
      .describe('Those of its maker that it acts with. When one is lost, the token is dead for good.'),
    madeBy: z.string().describe("The helpdesk's number of the agent."),
    madeAt: z.string(),
    expiresAt: z.string(),
    lastUsedOn: z.string().nullable().describe('`YYYY-MM-DD`, never finer; `null`: it was never used.'),
    addresses: z.array(z.string()).describe('From where it may be used; empty: from anywhere.'),
    ended: z.enum(TOKEN_ENDS).nullable(),
  }),
)

export const tokensView = shape<TokensView>()(
  'TokensView',
  z.strictObject({
    tokens: z.array(tokenView).describe('Newest first.'),
    grantable: z
      .array(z.enum(TOKEN_SCOPES))
      .describe("What the asking agent's own roles let them give a token."),
    mostDays: z.number(),
  }),
)

export const madeToken = shape<MadeToken>()(
  'MadeToken',
  z.strictObject({
    secret: z.string().describe('Shown now and never again: only its digest is kept.'),
    token: tokenView,
  }),
)
