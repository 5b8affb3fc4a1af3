/** What a draft of one ticket could use now, and what decides it: read, never fixed, counted or changed. */
import type { Agent } from '../../src/domain/account.ts'
import { barOf, selects } from '../../src/domain/allowlist.ts'
import { dayOf } from '../../src/domain/review.ts'
import {
  ACTIONS,
  type ArticleSelection,
  EXTRACTIVE,
  type Scope,
  TICKET_FIELDS,
} from '../../src/domain/scope.ts'
import { inScope, type ScopePolicy } from '../../src/domain/scope-resolution.ts'
import type { ArticleReason, WhyGrant, WhyView } from '../../src/domain/why-api.ts'
import type { ArticleHeader } from '../articles/index.ts'
import { explainTicketScope, readTicket } from '../tickets/index.ts'
import type { DraftingRooms, DraftRows } from './rooms.ts'
import { CLOSED_POLICY } from './settings.ts'
import { askGate, factsUnder, readScopeGround } from './ticket-desk.ts'

function reasonOf(
  article: ArticleHeader,
  allowlist: ArticleSelection,
  scope: Scope | null,
  today: string,
): ArticleReason {
  const bar = barOf(article, today)
  if (bar !== null) return { why: 'barred', bar }
  const names = (rule: ArticleSelection['allow'][number]) => selects(rule, article)
  const denied = allowlist.deny.find(names)
  if (denied !== undefined) return { why: 'denied', rule: denied }
  const allowed = allowlist.allow.find(names)
  if (allowed === undefined) return { why: 'no_rule' }
  if (scope === null) return { why: 'scope_older' }
  const narrowed = scope.articles.deny.find(names)
  if (narrowed !== undefined) return { why: 'narrowed', rule: narrowed }
  return inScope(article, scope) ? { why: 'allowed', rule: allowed } : { why: 'scope_older' }
}

function grants<T extends string>(
  all: readonly T[],
  held: readonly T[],
  policy: readonly T[],
): readonly WhyGrant<T>[] {
  return all.map((name) => ({
    name,
    permitted: held.includes(name),
    source: held.includes(name) === policy.includes(name) ? 'policy' : 'ticket',
  }))
}

function limitsOf(scope: Scope | null, policy: ScopePolicy, draftsMade: number): WhyView['limits'] {
  const { draftsPerTicket, maxChars } = scope?.limits ?? { draftsPerTicket: 0, maxChars: 0 }
  const same = draftsPerTicket === policy.draftsPerTicket && maxChars === policy.maxChars
  return {
    draftsMade,
    draftsPerTicket,
    maxChars,
    expiresAt: scope?.expiresAt ?? '',
    source: same ? 'policy' : 'ticket',
  }
}

/** @throws Fault `NOT_FOUND` for a ticket that nobody has opened in Vouch. */
export async function explainTicket(
  rooms: DraftingRooms,
  tx: DraftRows,
  agent: Agent,
  ticketId: string,
): Promise<WhyView> {
  const { accountId } = agent
  const now = rooms.world.now()
  const ticket = await readTicket(tx, accountId, ticketId)
  const ground = await readScopeGround(rooms, tx, accountId)
  const policy = ground.policy ?? CLOSED_POLICY
  const selection = ground.allowlist
  const held = explainTicketScope(ticket, ground)?.scope ?? null
  const facts = await factsUnder(rooms, tx, agent, ticket, { policy, selection, scope: held })
  const { scope, consent, disclosed } = facts
  const gate = askGate(rooms, facts, {
    action: 'draft',
    fields: [],
    requesterAgrees: true,
    draftsMade: ticket.draftsMade,
  })
  const headers = await tx.articleHeaders(accountId)
  return {
    ticketId,
    scope: scope === null ? 'unreadable' : ticket.scope === null ? 'not_fixed' : 'fixed',
    allowlistVersion: ground.allowlistVersion,
    policyVersion: policy.version,
    articles: headers.map((article) => {
      const { articleId, locale, title, sectionId, sectionName, categoryId, categoryName } = article
      const reason = reasonOf(article, selection, scope, dayOf(now))
      return { articleId, locale, title, sectionId, sectionName, categoryId, categoryName, reason }
    }),
    actions: grants(ACTIONS, scope?.actions ?? [], policy.actions),
    fields: grants(TICKET_FIELDS, scope?.fields ?? [], policy.fields).map((grant) =>
      disclosed.includes(grant.name) ? grant : { ...grant, source: 'notice' },
    ),
    drafter: scope?.drafter ?? EXTRACTIVE,
    limits: limitsOf(scope, policy, ticket.draftsMade),
    consent: consent.state,
    identity: ticket.identity,
    refusals: gate.outcome === 'refused' ? gate.refusals : [],
  }
}
