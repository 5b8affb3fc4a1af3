/** What an agent sees of a ticket, and what the gate would say to a draft of it right now. */
import type { Agent } from '../../src/domain/account.ts'
import type { NarrowScopeRequest, OpenTicketRequest, TicketView } from '../../src/domain/api.ts'
import type { ConsentEvent } from '../../src/domain/consent-moves.ts'
import {
  type Allow,
  type Deny,
  type DraftUsage,
  decide,
  recipientOf,
  type TopicFound,
} from '../../src/domain/decide.ts'
import { Fault } from '../../src/domain/fault.ts'
import type { StopSign } from '../../src/domain/kill-switch.ts'
import type { UnfitReason } from '../../src/domain/refusal.ts'
import {
  type Action,
  type ArticleSelection,
  EXTRACTIVE,
  type Scope,
  type TicketField,
} from '../../src/domain/scope.ts'
import type { Topic } from '../../src/domain/scope-policy.ts'
import type { ScopePolicy } from '../../src/domain/scope-resolution.ts'
import type { BudgetNo } from '../../src/domain/spending.ts'
import { UNKNOWN_FACETS } from '../../src/domain/ticket.ts'
import type { Shelf } from '../articles/index.ts'
import type { EntryActor } from '../audit/index.ts'
import { weighRequest } from '../budget/index.ts'
import {
  type ConsentRooms,
  type ConsentRows,
  earlierWord,
  followDoubt,
  followLegalBasis,
  type KeptNotice,
  keepNotice,
  readConsent,
  recordConsent,
  recordsBehind,
  statusesOf,
  unconfirmedWord,
  versionInForce,
} from '../consent/index.ts'
import { allowedIn } from '../decisions/index.ts'
import {
  facetsOf,
  followTicketScope,
  narrowTicketScope,
  noteFacets,
  openTicket,
  readStanding,
  readTicket,
  readUnfit,
  renewTicketScope,
  requesterAgrees,
  requesterOf,
  type ScopeGround,
  scopeHashOf,
  type TicketRow,
  type TicketStanding,
  ticketSubject,
  withTagDigests,
} from '../tickets/index.ts'
import { readDraftUsage } from './draft-usage.ts'
import type { DraftingRooms, DraftRows } from './rooms.ts'
import { CLOSED_POLICY, readScopePolicy } from './settings.ts'
import { unsentDrafts } from './unsent-drafts.ts'

const MOST_HISTORY = 50

/** Everything about one ticket that a decision rests on, read in one transaction. */
export interface TicketFacts {
  readonly ticket: TicketRow
  readonly scope: Scope | null
  readonly shelf: Shelf
  readonly consent: Awaited<ReturnType<typeof readConsent>>
  readonly noticeVersion: number
  /** The account's policy and allowlist as they are now. */
  readonly policy: ScopePolicy
  /** Of what is stored, even where it cannot be read: it never goes back. */
  readonly policyVersion: number
  readonly selection: ArticleSelection
  readonly standing: TicketStanding
  readonly topics: readonly Topic[]
  readonly usage: DraftUsage
  /** Version of the policy that waits for a passed simulation; `null`: none does. */
  readonly simulationDue: number | null
  readonly live: boolean
  /** What the month's budget says to one more request to the configured model; `null`: it carries it. */
  readonly budget: BudgetNo | null
  /** The agent's own drafts that have to come out of a reply; ids. */
  readonly unsent: readonly string[]
}

/** Policy and allowlist as they are now. */
export async function readScopeGround(
  rooms: Pick<DraftingRooms, 'drafterChoice' | 'world' | 'keys'>,
  tx: DraftRows,
  accountId: string,
): Promise<ScopeGround> {
  const { version, selection } = await tx.currentAllowlist(accountId)
  const policy = await readScopePolicy(rooms, tx, accountId)
  return {
    policy: policy === null ? null : withTagDigests(rooms.keys, accountId, policy),
    allowlist: selection,
    allowlistVersion: version,
    now: rooms.world.now(),
  }
}

export async function readTicketFacts(
  rooms: DraftingRooms,
  tx: DraftRows,
  agent: Agent,
  opened: TicketRow,
): Promise<TicketFacts> {
  const { accountId } = agent
  // First, because a legal basis is set under the notice in force.
  const kept = await keepNotice(rooms, tx, accountId)
  const moved = await followLegalBasis(rooms, tx, accountId, opened)
  if (opened.erased === true) return erasedFacts(rooms, tx, agent, opened, kept)
  const doubted = await followDoubt(rooms, tx, accountId, opened)
  const ticket = kept.renewed || moved || doubted ? await readTicket(tx, accountId, opened.ticketId) : opened
  const ground = await readScopeGround(rooms, tx, accountId)
  const scope = await followTicketScope(rooms, tx, agent, ticket, ground)
  const given = { policy: ground.policy ?? CLOSED_POLICY, selection: ground.allowlist, scope }
  // Neither policy nor basis can have changed since within this transaction, so that the notice is as it was.
  return factsUnder(rooms, tx, agent, ticket, given, kept)
}

/** Nothing is permitted on an erased ticket, and nothing is fixed for it. */
function erasedFacts(
  rooms: DraftingRooms,
  tx: DraftRows,
  agent: Agent,
  ticket: TicketRow,
  kept: KeptNotice,
): Promise<TicketFacts> {
  const given = { policy: CLOSED_POLICY, selection: { allow: [], deny: [] }, scope: null }
  return factsUnder(rooms, tx, agent, ticket, given, kept)
}

/** The same under a scope that is given: for looking, where none may be fixed. */
export async function factsUnder(
  rooms: DraftingRooms,
  tx: DraftRows,
  agent: Agent,
  ticket: TicketRow,
  given: Pick<TicketFacts, 'policy' | 'selection' | 'scope'>,
  known?: KeptNotice,
): Promise<TicketFacts & { readonly disclosed: readonly TicketField[] }> {
  const { accountId } = agent
  const now = rooms.world.now()
  const kept = known ?? (await keepNotice(rooms, tx, accountId))
  const consent = await readConsent(tx, accountId, ticket.ticketRef, now)
  const events = consent.events.map(({ event }) => event)
  return {
    ticket,
    ...given,
    scope: disclosedOnly(given.scope, kept.facts.fields),
    disclosed: kept.facts.fields,
    policyVersion: (await tx.storedPolicy(accountId))?.version ?? 0,
    shelf: await rooms.shelf(tx, accountId),
    consent,
    unsent: await unsentDrafts(tx, agent, ticket.ticketRef, events),
    noticeVersion: versionInForce(kept),
    standing: await readStanding(tx, accountId, ticket),
    topics: given.policy.topics ?? [],
    usage: await readDraftUsage(rooms, tx, agent, given.scope?.limits ?? null),
    simulationDue: await readSimulationDue(tx, accountId, given.policy),
    live: await tx.isLive(accountId),
    budget: await readBudgetNo(rooms, tx, accountId),
  }
}

/** Whether anything is left at all; what a request really needs is weighed when it is known. */
async function readBudgetNo(
  rooms: DraftingRooms,
  tx: DraftRows,
  accountId: string,
): Promise<BudgetNo | null> {
  if (rooms.worded === null) return null
  return (await weighRequest(rooms, tx, accountId, rooms.worded.model.facts, null)).no
}

/** Asked anew at each decision: a simulation may pass, and a newer policy may ask for another one. */
async function readSimulationDue(
  tx: Pick<DraftRows, 'simulationPassed'>,
  accountId: string,
  { requiresSimulation, version }: ScopePolicy,
): Promise<number | null> {
  if (requiresSimulation === undefined) return null
  return (await tx.simulationPassed(accountId, version)) ? null : version
}

/** An older ticket's scope may hold a field that the notice no longer names: it stays here then. */
export function disclosedOnly(scope: Scope | null, disclosed: readonly TicketField[]): Scope | null {
  if (scope === null) return null
  const fields = scope.fields.filter((field) => disclosed.includes(field))
  return fields.length === scope.fields.length ? scope : { ...scope, fields }
}

/** Every article that both the allowlist and the scope let pass. */
export interface Usable {
  readonly size: number
  has(at: { readonly articleId: string; readonly locale: string }): boolean
}

export function usableIn(articles: Shelf['articles'], scope: Scope): Usable {
  const allowed = allowedIn(articles, scope)
  const known = usable.get(allowed)
  if (known !== undefined) return known
  const made = usableAmong(allowed)
  usable.set(allowed, made)
  return made
}
const usable = new WeakMap<Shelf['articles'], Usable>()

/** In two steps: each question asks it of every article, and a key put together would cost more than the looks. */
function usableAmong(allowed: Shelf['articles']): Usable {
  const locales = new Map<string, Set<string>>()
  for (const { articleId, locale } of allowed) {
    const own = locales.get(articleId)
    if (own === undefined) locales.set(articleId, new Set([locale]))
    else own.add(locale)
  }
  return {
    size: allowed.length,
    has: ({ articleId, locale }) => locales.get(articleId)?.has(locale) === true,
  }
}

function articlesInScope({ scope, shelf }: TicketFacts): number {
  return scope === null ? 0 : usableIn(shelf.articles, scope).size
}

/** The agent may always have less: composing on this machine sends nothing to anyone. */
export function withDrafter(scope: Scope | null, drafter: 'extractive' | undefined): Scope | null {
  return scope === null || drafter === undefined ? scope : { ...scope, drafter: EXTRACTIVE }
}

/** Who can draft here and now: this machine, and the one provider of the configuration. */
export function configuredRecipients(
  rooms: Pick<DraftingRooms, 'drafterChoice'> & { readonly worded: object | null },
): readonly string[] {
  const here = recipientOf({ drafter: EXTRACTIVE })
  return rooms.worded === null ? [here] : [here, recipientOf({ drafter: rooms.drafterChoice })]
}

/** What is stopped where a draft of this ticket would be made. */
export function stopsFor(
  rooms: Pick<DraftingRooms, 'killSwitch'>,
  ticket: Pick<TicketRow, 'facets'>,
  scope: Scope | null,
): readonly StopSign[] {
  const { drafter, provider } = scope?.drafter ?? EXTRACTIVE
  return rooms.killSwitch({
    provider: drafter === 'extractive' ? null : provider,
    brands: facetsOf(ticket).map(({ brandId }) => brandId),
  })
}

/** Asks the gate. `draftsMade` is 0 where the act is about a draft that already exists. */
export function askGate(
  rooms: DraftingRooms,
  facts: TicketFacts,
  asked: {
    action: Action
    fields: readonly string[]
    requesterAgrees: boolean
    draftsMade: number
    /** `extractive`: the agent wants less than the scope permits. */
    drafter?: 'extractive' | undefined
    /** What the text that the act carries is about; absent: it carries none. */
    topics?: readonly TopicFound[]
    /** An act about a draft that was let through already: it must not stand in its own way. */
    counted?: boolean
    /** What the budget says to this very request; absent: what it says to any. */
    budget?: BudgetNo | null
  },
): Allow | Deny {
  const { drafter, counted, ...question } = asked
  return decide({
    budget: facts.budget,
    ...question,
    consent: facts.consent.state,
    standing: facts.standing,
    toRemove: facts.unsent.length,
    ...(counted === true ? {} : { usage: facts.usage }),
    scope: withDrafter(facts.scope, drafter),
    configuredRecipients: configuredRecipients(rooms),
    scopeHash: facts.scope === null ? '' : scopeHashOf(facts.scope),
    currentNoticeVersion: facts.noticeVersion,
    live: facts.live,
    stops: stopsFor(rooms, facts.ticket, withDrafter(facts.scope, drafter)),
    articlesInScope: articlesInScope(facts),
    ...(facts.simulationDue === null ? {} : { simulationDue: facts.simulationDue }),
    now: rooms.world.now().toISOString(),
  })
}

function viewOf(rooms: DraftingRooms, facts: TicketFacts, agrees: boolean): TicketView {
  const events = facts.consent.events.map(({ event }) => event)
  const gate = askGate(rooms, facts, {
    action: 'draft',
    fields: [],
    requesterAgrees: agrees,
    draftsMade: facts.ticket.draftsMade,
  })
  const scope: Scope = facts.scope ?? CLOSED_SCOPE
  return {
    ticketId: facts.ticket.ticketId,
    consent: facts.consent.state,
    history: historyOf(events),
    scope,
    scopeHash: facts.scope === null ? '' : scopeHashOf(facts.scope),
    articlesInScope: articlesInScope(facts),
    articlesSynced: facts.shelf.synced,
    refusals: gate.outcome === 'refused' ? toldOf(facts.ticket, gate.refusals) : [],
    // A change of the policy, the allowlist or an article changes what is shown of every ticket.
    revision:
      facts.ticket.revision + facts.policyVersion + facts.shelf.allowlistVersion + facts.shelf.revision,
    draftsMade: facts.ticket.draftsMade,
    unsent: facts.unsent,
    recipient: scope.drafter.drafter === 'openai-compatible' ? (rooms.worded?.model.facts ?? null) : null,
  }
}

/** Of an erased ticket only that it was erased: whatever else is missing, nobody is to be asked for it. */
function toldOf(ticket: TicketRow, refusals: Deny['refusals']): Deny['refusals'] {
  return ticket.erased === true
    ? refusals.filter(({ refusal }) => refusal.reason === 'CONSENT_OVERLAY')
    : refusals
}

function historyOf(events: readonly ConsentEvent[]): TicketView['history'] {
  const statuses = statusesOf(events)
  return events
    .map((event, at) => ({
      at: event.at,
      event: event.kind,
      status: statuses[at] ?? 'unknown',
      channel: event.channel,
      by: event.by,
      noticeVersion: event.noticeVersion,
    }))
    .slice(-MOST_HISTORY)
}

/** Shown when the stored scope cannot be read: nothing is permitted. */
const CLOSED_SCOPE: Scope = {
  articles: { allow: [], deny: [] },
  visibility: 'public',
  actions: [],
  fields: [],
  drafter: EXTRACTIVE,
  limits: { draftsPerTicket: 0, maxChars: 0 },
  expiresAt: '1970-01-01T00:00:00.000Z',
}

/**
 * Opens the ticket for the sidebar. When the agent's session names another requester than before and no
 * webhook says otherwise, the ticket has changed hands: consent starts anew for the new person.
 */
export async function openTicketForAgent(
  rooms: DraftingRooms,
  agent: Agent,
  ticketId: string,
  order: OpenTicketRequest,
): Promise<TicketView> {
  return rooms.transact(async (tx) => {
    let ticket = await openTicket(rooms, tx, agent, { ticketId, requesterId: order.requesterId })
    // What the page tells of it would be the erased person's again.
    if (ticket.erased === true) return viewOf(rooms, await readTicketFacts(rooms, tx, agent, ticket), true)
    ticket = await noteFacets(rooms, tx, agent.accountId, ticket, {
      ...UNKNOWN_FACETS,
      ...order.facets,
      tags: order.tags ?? null,
      locale: order.locale ?? null,
    })
    let agrees = await requesterAgrees(rooms, tx, agent, ticket, order.requesterId)
    if (!agrees && ticket.identity === 'agent_session') {
      const actor = {
        kind: 'agent' as const,
        ref: rooms.keys.digest('agent', agent.accountId, agent.agentId),
      }
      ticket = await changeRequester(rooms, tx, agent.accountId, ticket, order.requesterId, {
        identity: 'agent_session',
        actor,
      })
      agrees = true
    }
    await noteUnfit(rooms, tx, agent.accountId, ticket, order.unfit ?? [])
    return viewOf(rooms, await readTicketFacts(rooms, tx, agent, ticket), agrees)
  })
}

/** As the agent's session sees the requester now; written only where it is another word than before. */
async function noteUnfit(
  rooms: DraftingRooms,
  tx: DraftRows,
  accountId: string,
  ticket: TicketRow,
  unfit: readonly UnfitReason[],
): Promise<void> {
  const subject = ticketSubject(ticket.ticketId)
  const before = await readUnfit(tx, accountId, ticket, await tx.factsOf(accountId, subject))
  const [value, was] = [[...unfit].sort().join(' '), [...before].sort().join(' ')]
  if (value === was) return
  const at = rooms.world.now().toISOString()
  await tx.dropFacts(accountId, subject, 'unfit')
  await tx.keepFact(accountId, { subject, kind: 'unfit', key: '', at, eventId: '', value })
}

/**
 * Puts another person behind the ticket. Their consent is unknown, unless they had said no on it before;
 * open drafts are taken away.
 */
export async function changeRequester(
  rooms: ConsentRooms,
  tx: ConsentRows,
  accountId: string,
  ticket: TicketRow,
  requesterId: string,
  by: { identity: TicketRow['identity']; actor: EntryActor },
): Promise<TicketRow> {
  const { identity } = by
  const requester = await requesterOf(rooms, tx, accountId, requesterId)
  const events = await tx.consentEvents(accountId, ticket.ticketRef)
  const refs = await recordsBehind(tx, accountId, requester.requesterRef)
  await recordConsent(rooms, tx, accountId, ticket, {
    about: requester.requesterRef,
    actor: by.actor,
    evidence: null,
    event: {
      kind: 'requester_changed',
      at: rooms.world.now().toISOString(),
      by: 'system',
      channel: null,
      noticeVersion: null,
      noticeLocale: null,
      validUntil: null,
      recipients: [],
      hasEvidence: false,
      legalBasis: null,
      earlier: identity === 'webhook' ? earlierWord(events, refs) : unconfirmedWord(events, refs),
    },
  })
  await tx.setTicketRequester(accountId, ticket.ticketRef, requester.requesterRef, identity)
  return { ...ticket, requesterRef: requester.requesterRef, identity, revision: ticket.revision + 1 }
}

export async function viewTicket(rooms: DraftingRooms, agent: Agent, ticketId: string): Promise<TicketView> {
  return rooms.transact(async (tx) => viewStored(rooms, tx, agent, ticketId))
}

/** For acts that end by showing the ticket as it now is. */
export async function viewStored(
  rooms: DraftingRooms,
  tx: DraftRows,
  agent: Agent,
  ticketId: string,
): Promise<TicketView> {
  const ticket = await readTicket(tx, agent.accountId, ticketId)
  return viewOf(rooms, await readTicketFacts(rooms, tx, agent, ticket), true)
}

export async function narrowTicket(
  rooms: DraftingRooms,
  agent: Agent,
  ticketId: string,
  order: NarrowScopeRequest,
): Promise<TicketView> {
  return rooms.transact(async (tx) => {
    const ticket = await readTicket(tx, agent.accountId, ticketId)
    const facts = await readTicketFacts(rooms, tx, agent, ticket)
    // As it stands after that look, which may have made the scope anew.
    const followed = await readTicket(tx, agent.accountId, ticketId)
    // Storing an empty scope would shut the ticket for good once something is allowlisted.
    if (ticket.scope === null && facts.scope?.articles.allow.length === 0)
      throw new Fault('CONFLICT', 'no article is allowlisted yet: there is no scope to narrow')
    if (facts.scope !== null) await narrowTicketScope(rooms, tx, agent, followed, facts.scope, order)
    return viewStored(rooms, tx, agent, ticketId)
  })
}

/** Role admin: a ticket whose scope ended gets the policy and allowlist of this moment. */
export async function renewTicket(rooms: DraftingRooms, admin: Agent, ticketId: string): Promise<TicketView> {
  return rooms.transact(async (tx) => {
    const ticket = await readTicket(tx, admin.accountId, ticketId)
    await renewTicketScope(rooms, tx, admin, ticket, await readScopeGround(rooms, tx, admin.accountId))
    return viewStored(rooms, tx, admin, ticketId)
  })
}
