/** The scope of one ticket: what the account gives now, less what was taken from this one. */
import { isDeepStrictEqual } from 'node:util'
import { z } from 'zod'
import type { AccountId, Agent } from '../../src/domain/account.ts'
import type { NarrowScopeRequest } from '../../src/domain/api.ts'
import { ARTICLE_VISIBILITIES } from '../../src/domain/article.ts'
import { diffLines } from '../../src/domain/change.ts'
import { Fault } from '../../src/domain/fault.ts'
import { ACTIONS, type ArticleSelection, type Scope, TICKET_FIELDS } from '../../src/domain/scope.ts'
import {
  explainScope,
  joinNarrowings,
  narrowScope,
  resolveScope,
  type ScopePolicy,
  type ScopeStep,
  withFacets,
} from '../../src/domain/scope-resolution.ts'
import type { TicketFacets } from '../../src/domain/ticket.ts'
import { canonicalDigest, canonicalFormOf, canonicalJson } from '../audit/index.ts'
import type { Keyring } from '../keys.ts'
import type { TicketRooms, TicketRow, TicketRows } from './ticket-register.ts'

/** Strict everywhere: a key that this version does not know makes the scope invalid, which means deny. */
export const selectorSchema = z.strictObject({
  articleId: z.string().min(1).max(300).exactOptional(),
  sectionId: z.string().min(1).max(300).exactOptional(),
  categoryId: z.string().min(1).max(300).exactOptional(),
  brandId: z.string().min(1).max(300).exactOptional(),
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
  within: z.array(selectionSchema).max(100).exactOptional(),
  topics: z
    .strictObject({ allow: z.array(z.string()).exactOptional(), deny: z.array(z.string()) })
    .exactOptional(),
  visibility: z.enum(ARTICLE_VISIBILITIES),
  actions: z.array(z.enum(ACTIONS)),
  fields: z.array(z.enum(TICKET_FIELDS)),
  drafter: z.strictObject({
    drafter: z.enum(['extractive', 'openai-compatible']),
    provider: z.string().min(1),
    region: z.string().min(1),
  }),
  limits: z.strictObject({
    draftsPerTicket: z.int().min(0),
    maxChars: z.int().min(0),
    draftsPerAgentHour: z.int().min(0).exactOptional(),
    draftsPerAgentDay: z.int().min(0).exactOptional(),
    draftsPerAccountDay: z.int().min(0).exactOptional(),
  }),
  orderPatterns: orderPatternsSchema.optional(),
  expiresAt: z.iso.datetime(),
})

const READ_BEFORE = 2_000
/** Of all texts of a kind together, two bytes a character; one that is larger by itself is read each time. */
const MOST_BYTES = 4_194_304

/** Reads a text once; neither kind says anything of a person. What is read is never changed, only made anew. */
function readOnce<T>(read: (text: string) => T | null): (text: string) => T | null {
  const before = new Map<string, T | null>()
  let held = 0
  return (text) => {
    const known = before.get(text)
    if (known !== undefined) return known
    const found = read(text)
    const bytes = 2 * text.length
    if (bytes > MOST_BYTES) return found
    if (before.size >= READ_BEFORE || held + bytes > MOST_BYTES) {
      before.clear()
      held = 0
    }
    before.set(text, found)
    held += bytes
    return found
  }
}
const scopeRead = readOnce(scopeIn)

/** `null` when it is no scope that this version fully understands. */
export function parseStoredScope(text: string | null): Scope | null {
  return text === null ? null : scopeRead(text)
}

function scopeIn(text: string): Scope | null {
  try {
    const parsed = scopeSchema.safeParse(JSON.parse(text))
    return parsed.success ? (parsed.data as Scope) : null
  } catch {
    return null
  }
}

/** SHA-256 (hex) of the canonical form: what a receipt names. A scope is never changed, only made anew. */
export const scopeHashOf = (scope: Scope): string => canonicalDigest(scope)

const narrowingSchema = z.strictObject({
  removeActions: z.array(z.enum(ACTIONS)).exactOptional(),
  removeFields: z.array(z.enum(TICKET_FIELDS)).exactOptional(),
  denyArticles: z.array(selectorSchema).max(2_000).exactOptional(),
  expiresAt: z.iso.datetime().exactOptional(),
})
const facetSchema = z.string().max(200).nullable()
const saidSchema = z
  .array(
    z.strictObject({
      brandId: facetSchema,
      formId: facetSchema,
      groupId: facetSchema,
      tags: z.array(z.string()).nullable(),
      locale: facetSchema,
      channel: facetSchema,
    }),
  )
  .max(21)

function parsedJson<T>(schema: z.ZodType<T>, text: string): T | null {
  try {
    const parsed = schema.safeParse(JSON.parse(text))
    return parsed.success ? parsed.data : null
  } catch {
    return null
  }
}

const narrowingRead = readOnce((text) => parsedJson(narrowingSchema, text))
const facetsRead = new WeakMap<Pick<TicketRow, 'facets'>, readonly TicketFacets[]>()

/** All that was ever said of where the ticket stands; what cannot be read counts as "not known". */
export function facetsOf(ticket: Pick<TicketRow, 'facets'>): readonly TicketFacets[] {
  const known = facetsRead.get(ticket)
  if (known !== undefined) return known
  const facets = ticket.facets === null ? [] : (parsedJson(saidSchema, ticket.facets) ?? [])
  facetsRead.set(ticket, facets)
  return facets
}

/** Every language that the ticket was said to be in. */
export function localesOf(ticket: Pick<TicketRow, 'facets'>): readonly string[] {
  return [...new Set(facetsOf(ticket).flatMap(({ locale }) => (locale === null ? [] : [locale])))]
}

/** What a scope of the first kind, which did not keep its narrowings apart, lacks of all there is. */
function narrowingOf(scope: Scope): NarrowScopeRequest {
  return {
    removeActions: ACTIONS.filter((action) => !scope.actions.includes(action)),
    removeFields: TICKET_FIELDS.filter((field) => !scope.fields.includes(field)),
    denyArticles: scope.articles.deny,
    expiresAt: scope.expiresAt,
  }
}

/** What the ticket's scope rests on now, tags as digests; `policy: null` is one that this version cannot read. */
export interface ScopeGround {
  readonly policy: ScopePolicy | null
  readonly allowlist: ArticleSelection
  readonly allowlistVersion: number
  readonly now: Date
}

/** Names what a stored scope was made from: once it differs, the scope must be made again. */
export function basisOf(policyVersion: number, allowlistVersion: number): string {
  return `${policyVersion}/${allowlistVersion}`
}

interface Kept {
  readonly since: Date
  readonly narrowing: NarrowScopeRequest
}

/** `null`: something of the ticket is stored that cannot be read, which means deny. */
function keptOf(ticket: TicketRow, now: Date): Kept | null {
  if (ticket.scope === null) return { since: now, narrowing: {} }
  const stored = parseStoredScope(ticket.scope)
  if (stored === null) return null
  if (ticket.scopeSince === null) return { since: now, narrowing: narrowingOf(stored) }
  const narrowing = ticket.narrowing === null ? {} : narrowingRead(ticket.narrowing)
  const since = new Date(ticket.scopeSince)
  return narrowing === null || Number.isNaN(since.getTime()) ? null : { since, narrowing }
}

/** The scope of this moment with every rule's word on it; `null` means deny. Stores nothing. */
export function explainTicketScope(
  ticket: TicketRow,
  given: ScopeGround,
): { readonly scope: Scope; readonly steps: readonly ScopeStep[] } | null {
  const kept = keptOf(ticket, given.now)
  if (kept === null || given.policy === null) return null
  const { scope, steps } = explainScope(given.policy, given.allowlist, kept.since, facetsOf(ticket))
  const narrowed = narrowScope(scope, kept.narrowing)
  const took = diffLines(scope, narrowed)
  return {
    scope: narrowed,
    steps: took.length === 0 ? steps : [...steps, { rule: 'ticket', name: '', match: 'matches', took }],
  }
}

async function store(
  tx: TicketRows,
  agent: Agent,
  ticket: TicketRow,
  scope: Scope,
  kept: Kept & { readonly basis: string },
): Promise<void> {
  await tx.setTicketScope(agent.accountId, ticket.ticketRef, {
    scope: canonicalFormOf(scope),
    scopeHash: scopeHashOf(scope),
    scopeSince: kept.since.toISOString(),
    narrowing: canonicalFormOf(kept.narrowing),
    scopeBasis: kept.basis,
  })
  await tx.raiseTicketRevision(agent.accountId, ticket.ticketRef)
}

/** The stored scope where it says the same: what was found out about it, its digest above all, holds then. */
function asStored(ticket: TicketRow, scope: Scope): Scope {
  const stored = parseStoredScope(ticket.scope)
  return stored !== null && isDeepStrictEqual(stored, scope) ? stored : scope
}

/**
 * The scope that holds for the ticket now: what policy, allowlist and facets of this moment give, less what
 * the ticket's own narrowings take. Recorded again whenever it differs from what is stored. A scope that
 * permits no article is not stored first: what was never used has no beginning.
 */
export async function followTicketScope(
  rooms: TicketRooms,
  tx: TicketRows,
  agent: Agent,
  ticket: TicketRow,
  given: ScopeGround,
): Promise<Scope | null> {
  const kept = keptOf(ticket, given.now)
  if (kept === null || given.policy === null) return null
  const resolved = resolveScope(given.policy, given.allowlist, kept.since, facetsOf(ticket))
  const scope = asStored(ticket, narrowScope(resolved, kept.narrowing))
  if (ticket.scope === null && scope.articles.allow.length === 0) return scope
  const basis = basisOf(given.policy.version, given.allowlistVersion)
  const to = scopeHashOf(scope)
  if (ticket.scopeHash === to && ticket.scopeBasis === basis && ticket.scopeSince !== null) return scope
  if (parseStoredScope(canonicalFormOf(scope)) === null) return null
  if (ticket.scopeHash !== to)
    await rooms.audit.append(tx, agent.accountId, {
      type: ticket.scope === null ? 'scope.fixed' : 'scope.followed',
      actor: { kind: 'agent', ref: rooms.keys.digest('agent', agent.accountId, agent.agentId) },
      object: { kind: 'ticket', ref: ticket.ticketRef },
      decision: ticket.scope === null ? 'fixed' : 'followed',
      detail: {
        ...(ticket.scopeHash === null ? {} : { from: ticket.scopeHash }),
        to,
        policy: given.policy.version,
      },
    })
  await store(tx, agent, ticket, scope, { ...kept, basis })
  return scope
}

/** An agent's narrowing of this ticket, kept apart from the policy: a later, wider policy does not undo it. */
export async function narrowTicketScope(
  rooms: TicketRooms,
  tx: TicketRows,
  agent: Agent,
  ticket: TicketRow,
  scope: Scope,
  order: NarrowScopeRequest,
): Promise<Scope> {
  const narrowed = narrowScope(scope, order)
  const kept = keptOf(ticket, rooms.world.now())
  const narrowing = joinNarrowings(kept?.narrowing ?? {}, order)
  // What cannot be read back would shut the ticket.
  const readable =
    parseStoredScope(canonicalFormOf(narrowed)) !== null &&
    parsedJson(narrowingSchema, JSON.stringify(narrowing)) !== null
  if (kept === null || !readable) throw new Fault('CONFLICT', 'this scope cannot be narrowed any further')
  await rooms.audit.append(tx, agent.accountId, {
    type: 'scope.narrowed',
    actor: { kind: 'agent', ref: rooms.keys.digest('agent', agent.accountId, agent.agentId) },
    object: { kind: 'ticket', ref: ticket.ticketRef },
    decision: 'narrowed',
    detail: { from: scopeHashOf(scope), to: scopeHashOf(narrowed) },
  })
  await store(tx, agent, ticket, narrowed, { ...kept, narrowing, basis: ticket.scopeBasis ?? '' })
  return narrowed
}

/** An admin's fresh start for a ticket whose scope has ended: policy and allowlist of this moment, no narrowing. */
export async function renewTicketScope(
  rooms: TicketRooms,
  tx: TicketRows,
  admin: Agent,
  ticket: TicketRow,
  given: ScopeGround,
): Promise<Scope> {
  if (given.policy === null) throw new Fault('CONFLICT', 'the scope policy cannot be read')
  const scope = resolveScope(given.policy, given.allowlist, given.now, facetsOf(ticket))
  await rooms.audit.append(tx, admin.accountId, {
    type: 'scope.renewed',
    actor: { kind: 'agent', ref: rooms.keys.digest('agent', admin.accountId, admin.agentId) },
    object: { kind: 'ticket', ref: ticket.ticketRef },
    decision: 'renewed',
    detail: { to: scopeHashOf(scope) },
  })
  await store(tx, admin, ticket, scope, {
    since: given.now,
    narrowing: {},
    basis: basisOf(given.policy.version, given.allowlistVersion),
  })
  return scope
}

/** Anybody may write anything into a tag, a name too: it is kept, and compared, as a keyed digest. */
export const tagDigest = (keys: Pick<Keyring, 'digest'>, accountId: AccountId, tag: string): string =>
  keys.digest('tag', accountId, tag)

const digestsOf = (keys: Keyring, accountId: AccountId, tags: readonly string[]) =>
  tags.map((tag) => tagDigest(keys, accountId, tag))

/** The policy as it is compared with what is kept of a ticket. */
export function withTagDigests(keys: Keyring, accountId: AccountId, policy: ScopePolicy): ScopePolicy {
  if (policy.rules === undefined) return policy
  return {
    ...policy,
    rules: policy.rules.map((rule) => {
      const { tags } = rule.when
      return tags === undefined
        ? rule
        : { ...rule, when: { ...rule.when, tags: digestsOf(keys, accountId, tags) } }
    }),
  }
}

/** What a session or the helpdesk says of where the ticket stands. `confirmed`: the helpdesk's word, alone. */
export async function noteFacets(
  rooms: Pick<TicketRooms, 'keys'>,
  tx: TicketRows,
  accountId: AccountId,
  ticket: TicketRow,
  told: TicketFacets,
  confirmed = false,
): Promise<TicketRow> {
  const facets = { ...told, tags: told.tags === null ? null : digestsOf(rooms.keys, accountId, told.tags) }
  const said = confirmed ? [facets] : withFacets(facetsOf(ticket), facets)
  const text = canonicalJson(said)
  if (text === ticket.facets) return ticket
  await tx.setTicketFacets(accountId, ticket.ticketRef, text)
  return { ...ticket, facets: text }
}
