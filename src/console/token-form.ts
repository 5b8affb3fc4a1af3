/** Tokens of the API on the page: what a form holds, what is wrong with it, and how a token stands. */
import { MOST_TOKEN_ADDRESSES, type TokenScope } from '../domain/token.ts'
import type { MakeToken, TokenEnd, TokenView } from '../domain/token-api.ts'

/** Three months: long enough to be no chore, short enough that nobody forgets what it was for. */
export const USUAL_TOKEN_DAYS = 90
const MOST_NAME = 80
const SOON_MS = 14 * 86_400_000

const SCOPE_GROUPS = {
  cases: ['cases:read', 'cases:create', 'cases:update'],
  people: [
    'requesters:find',
    'dossiers:read',
    'exports:create',
    'exports:read',
    'erasures:request',
    'erasures:read',
    'consents:read',
  ],
  oversight: [
    'evidence:read',
    'audit:read',
    'incidents:read',
    'changes:read',
    'kill_switch:read',
    'kill_switch:pull',
  ],
  content: ['reports:read', 'articles:read', 'articles:sync', 'settings:read'],
} as const satisfies Readonly<Record<string, readonly TokenScope[]>>
type ScopeGroup = keyof typeof SCOPE_GROUPS
const GROUPS: readonly ScopeGroup[] = ['cases', 'people', 'oversight', 'content']

export interface GroupedScopes {
  readonly group: ScopeGroup
  readonly scopes: readonly TokenScope[]
}

/** Only those that the person may give; a group without any is left out. */
export function groupedScopes(grantable: readonly TokenScope[]): readonly GroupedScopes[] {
  return GROUPS.map((group) => ({
    group,
    scopes: SCOPE_GROUPS[group].filter((scope) => grantable.includes(scope)),
  })).filter(({ scopes }) => scopes.length > 0)
}

export interface TypedToken {
  readonly name: string
  readonly scopes: readonly TokenScope[]
  readonly days: string
  /** One on each line. */
  readonly addresses: string
}

export const EMPTY_TOKEN: TypedToken = {
  name: '',
  scopes: [],
  days: String(USUAL_TOKEN_DAYS),
  addresses: '',
}

export function toggledScope(typed: TypedToken, scope: TokenScope): TypedToken {
  const scopes = typed.scopes.includes(scope)
    ? typed.scopes.filter((held) => held !== scope)
    : [...typed.scopes, scope]
  return { ...typed, scopes }
}

export function typedDays(typed: TypedToken, mostDays: number): number | null {
  const text = typed.days.trim()
  const days = Number(text)
  return /^\d{1,4}$/.test(text) && days >= 1 && days <= mostDays ? days : null
}

export function typedAddresses(typed: TypedToken): readonly string[] {
  return [...new Set(typed.addresses.split(/[\s,;]+/).filter((part) => part !== ''))]
}

export const TOKEN_FIELDS = ['name', 'scopes', 'days', 'addresses'] as const
export type TokenField = (typeof TOKEN_FIELDS)[number]

/** In the order of the form. Whether an address is one, the companion says. */
export function tokenProblems(typed: TypedToken, mostDays: number): readonly TokenField[] {
  const name = typed.name.trim()
  const addresses = typedAddresses(typed)
  const wrong: Readonly<Record<TokenField, boolean>> = {
    name: name === '' || name.length > MOST_NAME,
    scopes: typed.scopes.length === 0,
    days: typedDays(typed, mostDays) === null,
    addresses:
      addresses.length > MOST_TOKEN_ADDRESSES || addresses.some((part) => !/^[0-9a-f.:/]{2,50}$/i.test(part)),
  }
  return TOKEN_FIELDS.filter((field) => wrong[field])
}

/** `addresses: invalid_format` → `addresses`; what names no field of the form is not its problem. */
export function refusedFields(invalid: readonly string[]): readonly TokenField[] {
  return TOKEN_FIELDS.filter((field) => invalid.some((line) => new RegExp(`^${field}\\b`).test(line)))
}

/** @returns null while something is wrong. */
export function builtToken(typed: TypedToken, mostDays: number): MakeToken | null {
  const days = typedDays(typed, mostDays)
  if (days === null || tokenProblems(typed, mostDays).length > 0) return null
  return { name: typed.name.trim(), scopes: typed.scopes, days, addresses: typedAddresses(typed) }
}

export function expiryOf(days: number, now: number): string {
  return new Date(now + days * 86_400_000).toISOString()
}

export type TokenState = TokenEnd | 'working' | 'soon'

/** The companion has said what ended; time that passed since it did is seen here. */
export function tokenState(token: Pick<TokenView, 'ended' | 'expiresAt'>, now: number): TokenState {
  if (token.ended !== null) return token.ended
  const left = new Date(token.expiresAt).getTime() - now
  if (left <= 0) return 'expired'
  return left <= SOON_MS ? 'soon' : 'working'
}

export function isEnded(state: TokenState): boolean {
  return state !== 'working' && state !== 'soon'
}
