/** The scope of one ticket: fixed at first use, read strictly, only ever narrowed by an agent. */
import { createHash } from 'node:crypto'
import { z } from 'zod'
import type { Agent } from '../../src/domain/account.ts'
import type { NarrowScopeRequest } from '../../src/domain/api.ts'
import { ARTICLE_VISIBILITIES } from '../../src/domain/article.ts'
import { Fault } from '../../src/domain/fault.ts'
import { ACTIONS, type ArticleSelection, type Scope, TICKET_FIELDS } from '../../src/domain/scope.ts'
import { narrowScope, resolveScope, type ScopePolicy } from '../../src/domain/scope-resolution.ts'
import { canonicalJson } from '../audit/index.ts'
import type { TicketRooms, TicketRow, TicketRows } from './ticket-register.ts'

/** Strict everywhere: a key that this version does not know makes the scope invalid, which means deny. */
export const selectorSchema = z.strictObject({
  articleId: z.string().min(1).max(300).exactOptional(),
  sectionId: z.string().min(1).max(300).exactOptional(),
  categoryId: z.string().min(1).max(300).exactOptional(),
  label: z.string().min(1).max(300).exactOptional(),
  locale: z.string().min(2).max(35).exactOptional(),
})
export const selectionSchema = z.strictObject({
  allow: z.array(selectorSchema).max(2_000),
  deny: z.array(selectorSchema).max(2_000),
})
/** Selectors as the domain knows them: without members that are `undefined`. */
export function cleanSelection(selection: z.infer<typeof selectionSchema>): ArticleSelection {
  return JSON.parse(JSON.stringify(selection)) as ArticleSelection
}

/** See `Scope.orderPatterns`. Enough fixed characters that no ordinary word fits. */
export const orderPatternsSchema = z
  .array(
    z
      .string()
      .min(3)
      .max(40)
      .refine((pattern) => pattern.includes('#'), 'must hold a #'),
  )
  .max(20)
const scopeSchema = z.strictObject({
  articles: selectionSchema,
  visibility: z.enum(ARTICLE_VISIBILITIES),
  actions: z.array(z.enum(ACTIONS)),
  fields: z.array(z.enum(TICKET_FIELDS)),
  drafter: z.strictObject({
    drafter: z.enum(['extractive', 'openai-compatible']),
    provider: z.string().min(1),
    region: z.string().min(1),
  }),
  limits: z.strictObject({ draftsPerTicket: z.int().min(0), maxChars: z.int().min(0) }),
  orderPatterns: orderPatternsSchema.optional(),
  expiresAt: z.iso.datetime(),
})

/** `null` when it is no scope that this version fully understands. */
export function parseStoredScope(text: string | null): Scope | null {
  if (text === null) return null
  try {
    const parsed = scopeSchema.safeParse(JSON.parse(text))
    return parsed.success ? (parsed.data as Scope) : null
  } catch {
    return null
  }
}

/** SHA-256 (hex) of the canonical form: what a receipt names. */
export function scopeHashOf(scope: Scope): string {
  return createHash('sha256')
    .update(canonicalJson(plain(scope)))
    .digest('hex')
}

/** Drops `undefined` members, which canonical JSON rightly refuses. */
function plain(scope: Scope): unknown {
  return JSON.parse(JSON.stringify(scope))
}

async function store(tx: TicketRows, agent: Agent, ticket: TicketRow, scope: Scope): Promise<void> {
  await tx.setTicketScope(agent.accountId, ticket.ticketRef, canonicalJson(plain(scope)), scopeHashOf(scope))
  await tx.raiseTicketRevision(agent.accountId, ticket.ticketRef)
}

/**
 * Fixes the scope from the policy and allowlist of this moment. A scope that permits no article is not
 * stored: otherwise a ticket looked at before the first allowlist would stay shut for ever. A stored
 * scope that cannot be read is `null`, which the gate refuses; it is never replaced by a fresh one here.
 */
export async function fixTicketScope(
  rooms: TicketRooms,
  tx: TicketRows,
  agent: Agent,
  ticket: TicketRow,
  given: { policy: ScopePolicy; allowlist: ArticleSelection; now: Date },
): Promise<Scope | null> {
  if (ticket.scope !== null) return parseStoredScope(ticket.scope)
  const scope = resolveScope(given.policy, given.allowlist, given.now)
  if (given.allowlist.allow.length === 0) return scope
  await rooms.audit.append(tx, agent.accountId, {
    type: 'scope.fixed',
    actor: { kind: 'agent', ref: rooms.keys.digest('agent', agent.accountId, agent.agentId) },
    object: { kind: 'ticket', ref: ticket.ticketRef },
    decision: 'fixed',
    detail: { to: scopeHashOf(scope), policy: given.policy.version },
  })
  await store(tx, agent, ticket, scope)
  return scope
}

/** An agent's narrowing of this ticket. @returns the scope that now holds. */
export async function narrowTicketScope(
  rooms: TicketRooms,
  tx: TicketRows,
  agent: Agent,
  ticket: TicketRow,
  scope: Scope,
  order: NarrowScopeRequest,
): Promise<Scope> {
  const narrowed = narrowScope(scope, order)
  // What cannot be read back would shut the ticket.
  if (parseStoredScope(canonicalJson(plain(narrowed))) === null)
    throw new Fault('CONFLICT', 'this scope cannot be narrowed any further')
  await rooms.audit.append(tx, agent.accountId, {
    type: 'scope.narrowed',
    actor: { kind: 'agent', ref: rooms.keys.digest('agent', agent.accountId, agent.agentId) },
    object: { kind: 'ticket', ref: ticket.ticketRef },
    decision: 'narrowed',
    detail: { from: scopeHashOf(scope), to: scopeHashOf(narrowed) },
  })
  await store(tx, agent, ticket, narrowed)
  return narrowed
}

/** An admin's fresh start for a ticket whose scope has ended: policy and allowlist of this moment. */
export async function renewTicketScope(
  rooms: TicketRooms,
  tx: TicketRows,
  admin: Agent,
  ticket: TicketRow,
  given: { policy: ScopePolicy; allowlist: ArticleSelection; now: Date },
): Promise<Scope> {
  const scope = resolveScope(given.policy, given.allowlist, given.now)
  await rooms.audit.append(tx, admin.accountId, {
    type: 'scope.renewed',
    actor: { kind: 'agent', ref: rooms.keys.digest('agent', admin.accountId, admin.agentId) },
    object: { kind: 'ticket', ref: ticket.ticketRef },
    decision: 'renewed',
    detail: { to: scopeHashOf(scope) },
  })
  await store(tx, admin, ticket, scope)
  return scope
}
