/** JSON between console and companion about tokens of the API. The secret itself is in one answer, once. */
import type { Role } from './account.ts'
import type { TokenScope } from './token.ts'

/** `GET /api/v1/console/tokens` (role admin or compliance). */
export interface TokensView {
  /** Newest first. */
  readonly tokens: readonly TokenView[]
  /** What the asking agent's own roles let them give a token. */
  readonly grantable: readonly TokenScope[]
  readonly mostDays: number
}

export const TOKEN_ENDS = ['revoked', 'expired', 'role_lost', 'left_helpdesk', 'helpdesk_role'] as const
export type TokenEnd = (typeof TOKEN_ENDS)[number]

export interface TokenView {
  readonly tokenId: string
  readonly name: string
  readonly scopes: readonly TokenScope[]
  /** Those of its maker that it acts with. When one is lost, or its maker the helpdesk, the token is dead for good. */
  readonly roles: readonly Role[]
  /** The helpdesk's number of the agent. */
  readonly madeBy: string
  readonly madeAt: string
  readonly expiresAt: string
  /** `YYYY-MM-DD`, never finer; `null`: it was never used. */
  readonly lastUsedOn: string | null
  /** From where it may be used; empty: from anywhere. */
  readonly addresses: readonly string[]
  readonly ended: TokenEnd | null
}

/** `POST /api/v1/console/tokens` → 201 `MadeToken`. */
export interface MakeToken {
  readonly name: string
  readonly scopes: readonly TokenScope[]
  readonly days: number
  readonly addresses: readonly string[]
}

export interface MadeToken {
  /** Shown now and never again: only its digest is kept. */
  readonly secret: string
  readonly token: TokenView
}
