/** What a draft of one ticket could use now, and what decides it: read, never fixed, counted or changed. */
import type { Agent } from '../../src/domain/account.ts'
import { barOf, selects } from '../../src/domain/allowlist.ts'
import { thresholdOf } from '../../src/domain/refusal-threshold.ts'
import { dayOf } from '../../src/domain/review.ts'
import {
  ACTIONS,
  type ArticleSelection,
  EXTRACTIVE,
  type Scope,
  TICKET_FIELDS,
} from '../../src/domain/scope.ts'
import { inScope, type ScopePolicy, type ScopeStep } from '../../src/domain/scope-resolution.ts'
import type { SectionPrior } from '../../src/domain/section-prior.ts'
import type { ArticleReason, WhyGrant, WhyView } from '../../src/domain/why-api.ts'
import type { ArticleHeader } from '../articles/index.ts'
import { explainTicketScope, readTicket } from '../tickets/index.ts'
import type { DraftingRooms, DraftRows } from './rooms.ts'
import { CLOSED_POLICY } from './settings.ts'
import { askGate, factsUnder, readScopeGround } from './ticket-desk.ts'

interface Held {
  readonly scope: Scope | null
  readonly steps: readonly ScopeStep[]
}

/** The first rule of the policy that applies and leaves the article out. */
function takingRule(article: ArticleHeader, policy: ScopePolicy, steps: readonly ScopeStep[]) {
  return (policy.rules ?? []).find(({ id, restrict: { articles } }) => {
    if (articles === undefined || steps.every(({ rule, match }) => rule !== id || match === 'differs'))
      return false
    const { allow, deny } = articles
    const named = (selectors: ArticleSelection['deny']) => selectors.some((rule) => selects(rule, article))
    return named(deny) || (allow !== undefined && !named(allow))
  })
}

function reasonOf(
  article: ArticleHeader,
  allowlist: ArticleSelection,
  policy: ScopePolicy,
  { scope, steps }: Held,
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
  const taking = takingRule(article, policy, steps)
  if (taking !== undefined) return { why: 'policy_rule', name: taking.name }
  const narrowed = scope.articles.deny.find(names)
  if (narrowed !== undefined) return { why: 'narrowed', rule: narrowed }
  return inScope(article, scope) ? { why: 'allowed', rule: allowed } : { why: 'scope_older' }
}

/** Whether a rule of the policy, and neither its base nor the ticket itself, took what `path` names. */
function takenByRule(steps: readonly ScopeStep[], path: string, value?: string): boolean {
  return steps.some(
    ({ rule, took }) =>
      rule !== 'base' &&
      rule !== 'ticket' &&
      took.some(
        (line) => line.path === path && line.sign === '-' && (value === undefined || line.value === value),
      ),
  )
}

function grants<T extends string>(
  part: 'actions' | 'fields',
  all: readonly T[],
  held: readonly T[],
  { policy, steps }: { readonly policy: readonly T[]; readonly steps: readonly ScopeStep[] },
): readonly WhyGrant<T>[] {
  return all.map((name) => {
    const permitted = held.includes(name)
    const ruled = takenByRule(steps, part, JSON.stringify(name))
    const source = permitted === policy.includes(name) ? 'policy' : ruled ? 'rule' : 'ticket'
    return { name, permitted, source }
  })
}

function limitsOf({ scope, steps }: Held, policy: ScopePolicy, draftsMade: number): WhyView['limits'] {
  const { draftsPerTicket, maxChars } = scope?.limits ?? { draftsPerTicket: 0, maxChars: 0 }
  const same = draftsPerTicket === policy.draftsPerTicket && maxChars === policy.maxChars
  const ruled = ['limits.draftsPerTicket', 'limits.maxChars'].some((path) => takenByRule(steps, path))
  return {
    draftsMade,
    draftsPerTicket,
    maxChars,
    expiresAt: scope?.expiresAt ?? '',
    source: same ? 'policy' : ruled ? 'rule' : 'ticket',
  }
}

/** Of sections that are still there, by their names. */
function priorIn(prior: SectionPrior | null, headers: readonly ArticleHeader[]): WhyView['prior'] {
  if (prior === null) return null
  const names = new Map(headers.map(({ sectionId, sectionName }) => [sectionId, sectionName]))
  return {
    version: prior.version,
    sections: prior.sections
      .flatMap(({ sectionId, share }) => {
        const name = names.get(sectionId)
        return name === undefined ? [] : [{ sectionId, name, share }]
      })
      .toSorted((a, b) => b.share - a.share),
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
  const explained = explainTicketScope(ticket, ground)
  const given = { policy, selection, scope: explained?.scope ?? null }
  const facts = await factsUnder(rooms, tx, agent, ticket, given)
  const { scope, consent, disclosed, shelf } = facts
  const steps = explained?.steps ?? []
  const held: Held = { scope, steps }
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
    steps,
    articles: headers.map((article) => {
      const { articleId, locale, title, sectionId, sectionName, categoryId, categoryName } = article
      const { brandId, brandName = '' } = article
      const reason = reasonOf(article, selection, policy, held, dayOf(now))
      const place = { sectionId, sectionName, categoryId, categoryName }
      const brand = brandId === undefined ? {} : { brandId, brandName }
      return { articleId, locale, title, ...place, ...brand, reason }
    }),
    actions: grants('actions', ACTIONS, scope?.actions ?? [], { policy: policy.actions, steps }),
    fields: grants('fields', TICKET_FIELDS, scope?.fields ?? [], { policy: policy.fields, steps }).map(
      (grant) => (disclosed.includes(grant.name) ? grant : { ...grant, source: 'notice' }),
    ),
    drafter: scope?.drafter ?? EXTRACTIVE,
    limits: limitsOf(held, policy, ticket.draftsMade),
    threshold: { value: thresholdOf(policy), set: policy.refusalThreshold !== undefined },
    prior: priorIn(shelf.prior, headers),
    consent: consent.state,
    identity: ticket.identity,
    refusals: gate.outcome === 'refused' ? gate.refusals : [],
  }
}
