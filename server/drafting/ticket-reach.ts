/** What policy rules and narrowings leave of any selection, ticket by ticket: for looking, nothing is fixed. */
import type { AccountId } from '../../src/domain/account.ts'
import { type ArticleFacts, isAllowed, selects } from '../../src/domain/allowlist.ts'
import type { Scope } from '../../src/domain/scope.ts'
import { resolveScope } from '../../src/domain/scope-resolution.ts'
import { explainTicketScope, type ScopeGround } from '../tickets/index.ts'
import type { DraftingRooms, DraftRows } from './rooms.ts'
import { readScopeGround } from './ticket-desk.ts'

type Reach = (article: ArticleFacts) => boolean

/** Of a scope that was made from no allowlist at all, so that only what takes away is in it. */
function reachOf(scope: Scope | null): Reach {
  if (scope === null) return () => false
  const { articles, within = [] } = scope
  return (article) =>
    !articles.deny.some((selector) => selects(selector, article)) &&
    within.every((selection) => isAllowed(article, selection))
}

async function scopeIn(
  tx: DraftRows,
  accountId: AccountId,
  ticketId: string,
  ground: ScopeGround,
): Promise<Scope | null> {
  const ticket = await tx.ticketById(accountId, ticketId)
  if (ticket !== null) return explainTicketScope(ticket, ground)?.scope ?? null
  // A ticket that is not held any more: nothing is known of it, so every rule applies.
  return ground.policy === null ? null : resolveScope(ground.policy, ground.allowlist, ground.now)
}

/** A ticket that was not asked for reaches nothing. */
export async function readTicketReach(
  rooms: Pick<DraftingRooms, 'drafterChoice' | 'world' | 'keys'>,
  tx: DraftRows,
  accountId: AccountId,
  ticketIds: readonly string[],
): Promise<(ticketId: string) => Reach> {
  const ground = { ...(await readScopeGround(rooms, tx, accountId)), allowlist: { allow: [], deny: [] } }
  const reaches = new Map<string, Reach>()
  for (const ticketId of new Set(ticketIds))
    reaches.set(ticketId, reachOf(await scopeIn(tx, accountId, ticketId, ground)))
  return (ticketId) => reaches.get(ticketId) ?? (() => false)
}
