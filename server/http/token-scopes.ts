/** What each scope of a token opens, read from the table of routes. */
import { ROLES } from '../../src/domain/account.ts'
import { TOKEN_SCOPES, type TokenScope } from '../../src/domain/token.ts'
import type { ScopeRoles } from '../access/index.ts'
import type { Route } from './route.ts'

/** A role may hand a scope on when every route of it lets that role in. */
export function scopeRolesOf(rows: readonly Route[]): ScopeRoles {
  const of = (scope: TokenScope) => {
    const own = rows.filter((row) => row.scope === scope)
    return ROLES.filter(
      (role) =>
        role !== 'agent' &&
        own.length > 0 &&
        own.every(({ access }) => access === 'session' || access.includes(role)),
    )
  }
  return new Map(TOKEN_SCOPES.map((scope) => [scope, of(scope)]))
}
