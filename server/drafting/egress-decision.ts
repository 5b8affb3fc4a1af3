/** Each request to a provider is a decision of its own: the gate is asked again, and a yes is made out for it alone. */
import type { Agent } from '../../src/domain/account.ts'
import type { RecipientView } from '../../src/domain/api.ts'
import { decideProbe, PROBE_SCOPE, type Probe, type TrialPass } from '../../src/domain/decide.ts'
import type { DecisionNote } from '../../src/domain/decision.ts'
import type { CitedPassage } from '../../src/domain/draft.ts'
import { Fault } from '../../src/domain/fault.ts'
import type { Refusal } from '../../src/domain/refusal.ts'
import { noteRefused, type RequestEnd, reserve, settle, type Weighed, weighRequest } from '../budget/index.ts'
import {
  capabilityRef,
  type Leaving,
  mintCapability,
  type OutgoingRequest,
  type Standing,
} from '../capability/index.ts'
import { keepNotice, readConsent } from '../consent/index.ts'
import { basisOf, parseStoredScope, readTicket, scopeHashOf } from '../tickets/index.ts'
import { type Admitted, CHANGED, CORRECTED } from './admission.ts'
import { allStillDraftable } from './draft-store.ts'
import { writeDecision } from './gate-decision.ts'
import type { DraftingRooms, DraftRows } from './rooms.ts'
import { askGate, disclosedOnly, readTicketFacts, stopsFor } from './ticket-desk.ts'

/** No ticket stands under it, so that a stop of one brand does not reach it. */
export const NO_BRAND = '0'

type Basis = Pick<Admitted, 'allow' | 'facts' | 'fieldsSent' | 'topics'>

export function leavingOf(
  rooms: DraftingRooms,
  agent: Agent,
  { facts, fieldsSent }: Basis,
  asked: { readonly about: Leaving['about']; readonly sources: readonly CitedPassage[] },
): Leaving {
  return {
    ticketRef: facts.ticket.ticketRef,
    actor: { kind: 'agent', ref: rooms.keys.digest('agent', agent.accountId, agent.agentId) },
    about: asked.about,
    fields: fieldsSent.map(({ field }) => field),
    articles: [...new Set(asked.sources.map(({ versionHash }) => versionHash))],
  }
}

export type EgressDecision =
  | { readonly outcome: 'permitted'; readonly capability: string; readonly decision: DecisionNote }
  | { readonly outcome: 'refused'; readonly refused: readonly Refusal[] }

/**
 * The second reading of consent, scope, articles and limit. A yes is written down and counted against the ticket's
 * limit before the capability is handed over, whatever becomes of it.
 */
export async function decideEgress(
  rooms: DraftingRooms,
  agent: Agent,
  { allow, facts, fieldsSent, topics }: Basis,
  asked: {
    readonly leaving: Leaving
    readonly request: OutgoingRequest
    /** What of the articles the request carries. */
    readonly sources: readonly CitedPassage[]
    /** A repeat of a request that was counted already. */
    readonly again: boolean
  },
): Promise<EgressDecision> {
  const { worded } = rooms
  if (worded === null) return { outcome: 'refused', refused: CHANGED }
  const { leaving, request, sources, again } = asked
  const { kind, ref } = leaving.about
  if (kind === 'probe' || kind === 'trial') throw new Fault('GATE_BYPASSED', 'a test is of no ticket')
  const said = {
    action: allow.action,
    about: { kind, ref },
    fields: leaving.fields,
  }
  return rooms.transact(async (tx): Promise<EgressDecision> => {
    const { accountId } = agent
    const ticket = await readTicket(tx, accountId, facts.ticket.ticketId)
    const now = await readTicketFacts(rooms, tx, agent, ticket)
    const weighed = await weighOutgoing(rooms, tx, accountId, worded.model.facts, request)
    const gate = askGate(rooms, now, {
      action: allow.action,
      fields: fieldsSent.map(({ field }) => field),
      topics,
      counted: true,
      requesterAgrees: ticket.requesterRef === facts.ticket.requesterRef,
      draftsMade: ticket.draftsMade - (again ? 1 : 0),
      budget: weighed.no,
    })
    const refuse = async (refusals: readonly Refusal[]): Promise<EgressDecision> => {
      await writeDecision(rooms, tx, agent, now, { ...said, refusals })
      return { outcome: 'refused', refused: refusals }
    }
    if (gate.outcome === 'refused') {
      await noteRefused(rooms, tx, accountId, weighed)
      return refuse(gate.refusals.map(({ refusal }) => refusal))
    }
    if (gate.consentEpoch !== allow.consentEpoch) return refuse(CHANGED)
    if (await isCorrected(tx, accountId, leaving.about)) return refuse(CORRECTED)
    if (!(await allStillDraftable(rooms, tx, accountId, gate.scope, sources)))
      return refuse([{ reason: 'ARTICLE_CHANGED' }])
    const { host, region } = worded.model.facts
    const { token, jtiHash, expiresAt } = mintCapability(rooms.keys, gate, {
      accountId,
      leaving,
      request,
      host,
      region,
      now: rooms.world.now(),
      ends: [now.consent.state.validUntil, gate.scope.expiresAt],
    })
    const decision = await writeDecision(rooms, tx, agent, now, {
      ...said,
      refusals: [],
      capability: jtiHash,
    })
    await tx.addCapability(accountId, jtiHash, expiresAt)
    await reserve(rooms, tx, accountId, weighed, { capability: jtiHash, expiresAt })
    // The limit is on what a model is asked, not on what came of it.
    if (!again) await tx.countTicketDraft(accountId, ticket.ticketRef)
    return { outcome: 'permitted', capability: token, decision }
  })
}

/** A token is at least one byte of the request's body, so it cannot have more of them than that. */
export function weighOutgoing(
  rooms: Pick<DraftingRooms, 'world' | 'calendar'>,
  tx: DraftRows,
  accountId: string,
  model: Pick<RecipientView, 'provider' | 'model'>,
  { bytes, maxOutputTokens }: OutgoingRequest,
): Promise<Weighed> {
  const { provider, model: name } = model
  const greatest = { input: bytes, output: maxOutputTokens }
  return weighRequest(rooms, tx, accountId, { provider, model: name }, greatest)
}

/** What became of a request that was permitted, for the purse. */
export async function settleEgress(
  rooms: DraftingRooms,
  accountId: string,
  token: string,
  ended: RequestEnd,
): Promise<void> {
  const capability = capabilityRef(rooms.keys.capabilityKey, token)
  const { worded } = rooms
  if (capability === null || worded === null) return
  const { provider, model } = worded.model.facts
  await rooms.transact((tx) =>
    settle(rooms, tx, accountId, { capability, model: { provider, model }, ended }),
  )
}

async function isCorrected(
  tx: DraftRows,
  accountId: string,
  { kind, ref }: Leaving['about'],
): Promise<boolean> {
  return kind === 'draft' && (await tx.draftById(accountId, ref))?.withdrawnFor === 'record_corrected'
}

/** What is stopped for a request that is of no ticket and of no brand. */
function probeStops({ killSwitch, worded }: Pick<DraftingRooms, 'killSwitch' | 'worded'>) {
  return killSwitch({ provider: worded?.model.facts.provider ?? null, brands: [NO_BRAND] })
}

/** Asks the gate for one test of the provider. */
export function askForProbe(rooms: Pick<DraftingRooms, 'killSwitch' | 'worded' | 'drafterChoice'>) {
  const { provider, region } = rooms.drafterChoice
  return decideProbe({ provider, region, stops: probeStops(rooms) })
}

/** A capability for one request of a test, made out where the gate and the budget say yes. */
export async function permitProbe(
  rooms: DraftingRooms,
  accountId: string,
  leaving: Leaving,
  request: OutgoingRequest,
): Promise<{ readonly capability: string } | { readonly no: 'stopped' | 'budget' }> {
  const { worded } = rooms
  if (worded === null) return { no: 'stopped' }
  return rooms.transact(async (tx) => {
    const gate = askForProbe(rooms)
    if (gate.outcome === 'refused') return { no: 'stopped' }
    const weighed = await weighOutgoing(rooms, tx, accountId, worded.model.facts, request)
    if (weighed.no !== null) {
      await noteRefused(rooms, tx, accountId, weighed)
      return { no: 'budget' }
    }
    return {
      capability: await permitOfNoTicket(rooms, tx, gate, weighed, {
        accountId,
        leaving,
        request,
        to: worded.model.facts,
      }),
    }
  })
}

/** Made out for one request that is of no ticket, in the transaction of the gate's yes; its money is set aside there. */
export async function permitOfNoTicket(
  rooms: Pick<DraftingRooms, 'world' | 'keys'>,
  tx: DraftRows,
  yes: Probe | TrialPass,
  weighed: Weighed,
  asked: {
    readonly accountId: string
    readonly leaving: Leaving
    readonly request: OutgoingRequest
    readonly to: Pick<RecipientView, 'host' | 'region'>
  },
): Promise<string> {
  const { accountId, leaving, request, to } = asked
  const { host, region } = to
  const given = { accountId, leaving, request, host, region, now: rooms.world.now(), ends: [] }
  const { token, jtiHash, expiresAt } = mintCapability(rooms.keys, yes, given)
  await tx.addCapability(accountId, jtiHash, expiresAt)
  await reserve(rooms, tx, accountId, weighed, { capability: jtiHash, expiresAt })
  return token
}

/** What a capability is held against at the door: the ticket's consent and scope as they are then. */
export async function readStanding(
  rooms: DraftingRooms,
  tx: DraftRows,
  accountId: string,
  ticketRef: string,
): Promise<Standing | 'stopped' | null> {
  if (ticketRef === '') return probeStops(rooms).length > 0 ? 'stopped' : { epoch: 0, scopeHash: PROBE_SCOPE }
  const ticket = await tx.ticketByRef(accountId, ticketRef)
  const notice = await keepNotice(rooms, tx, accountId)
  const scope = disclosedOnly(parseStoredScope(ticket?.scope ?? null), notice.facts.fields)
  if (ticket === null || scope === null) return null
  if (stopsFor(rooms, ticket, scope).length > 0) return 'stopped'
  // Made from a policy or an allowlist that no longer holds: it must be decided on anew.
  const policy = (await tx.storedPolicy(accountId))?.version ?? 0
  const allowlist = (await tx.currentAllowlist(accountId)).version
  if (ticket.scopeBasis !== basisOf(policy, allowlist)) return null
  const { state } = await readConsent(tx, accountId, ticketRef, rooms.world.now())
  return { epoch: state.epoch, scopeHash: scopeHashOf(scope) }
}
