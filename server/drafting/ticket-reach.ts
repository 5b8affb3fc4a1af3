/** What policy rules and narrowings leave of any selection, ticket by ticket: for looking, nothing is fixed. */
import type { AccountId } from '../../src/domain/account.ts'
import { type ArticleFacts, isAllowed, selects } from '../../src/domain/allowlist.ts'
import { topicsRefused } from '../../src/domain/decide.ts'
import type { Scope } from '../../src/domain/scope.ts'
import type { PolicyContent } from '../../src/domain/scope-policy.ts'
import { resolveScope } from '../../src/domain/scope-resolution.ts'
import { explainTicketScope, type ScopeGround, withTagDigests } from '../tickets/index.ts'
import type { DraftingRooms, DraftRows } from './rooms.ts'
import { readScopeGround } from './ticket-desk.ts'
import { topicsOfText } from './ticket-topics.ts'

export interface TicketReach {
  readonly article: (article: ArticleFacts) => boolean
  /** False where the scope permits no draft, or not about what the text is about. */
  readonly text: (text: string) => boolean
}
type Reach = TicketReach['article']
/** A ticket that was not asked for reaches nothing. */
export type ReachOfTicket = (ticketId: string) => TicketReach

const NOTHING: TicketReach = { article: () => false, text: () => false }

type ReachRooms = Pick<DraftingRooms, 'drafterChoice' | 'world' | 'keys' | 'helpCenterLocales'>

/** Of a scope that was made from no allowlist at all, so that only what takes away is in it. */
function articlesOf({ articles, within = [] }: Scope): Reach {
  return (article) =>
    !articles.deny.some((selector) => selects(selector, article)) &&
    within.every((selection) => isAllowed(article, selection))
}

function reachOf(rooms: ReachRooms, scope: Scope | null, policy: PolicyContent | null): TicketReach {
  if (scope === null || !scope.actions.includes('draft')) return NOTHING
  const { topics } = scope
  return {
    article: articlesOf(scope),
    text: (text) =>
      topics === undefined ||
      topicsRefused(topics, topicsOfText(text, policy?.topics ?? [], rooms.helpCenterLocales)).length === 0,
  }
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

/** @param other a policy that stands in place of the account's own, as if it had been applied. */
export async function readTicketReach(
  rooms: ReachRooms,
  tx: DraftRows,
  accountId: AccountId,
  ticketIds: readonly string[],
  other?: PolicyContent,
): Promise<ReachOfTicket> {
  const held = await readScopeGround(rooms, tx, accountId)
  const policy =
    other === undefined
      ? held.policy
      : withTagDigests(rooms.keys, accountId, {
          ...other,
          version: (held.policy?.version ?? 0) + 1,
          drafter: rooms.drafterChoice,
        })
  const ground: ScopeGround = { ...held, policy, allowlist: { allow: [], deny: [] } }
  const reaches = new Map<string, TicketReach>()
  for (const ticketId of new Set(ticketIds))
    reaches.set(ticketId, reachOf(rooms, await scopeIn(tx, accountId, ticketId, ground), policy))
  return (ticketId) => reaches.get(ticketId) ?? NOTHING
}
