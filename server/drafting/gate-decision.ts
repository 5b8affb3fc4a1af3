/** What the gate said to somebody who asked for something, written down as it was said. */
import type { Agent } from '../../src/domain/account.ts'
import type { DecisionNote, DecisionReceipt } from '../../src/domain/decision.ts'
import type { Refusal } from '../../src/domain/refusal.ts'
import { type Action, EXTRACTIVE } from '../../src/domain/scope.ts'
import { recordDecision } from '../decisions/index.ts'
import { scopeHashOf } from '../tickets/index.ts'
import type { DraftingRooms, DraftRows } from './rooms.ts'
import type { TicketFacts } from './ticket-desk.ts'

export interface Said {
  readonly action: Action
  readonly about: DecisionReceipt['about']
  readonly refusals: readonly Refusal[]
  readonly fields: readonly string[]
  /** `extractive`: the agent wanted less than the scope permits. */
  readonly drafter?: 'extractive' | undefined
  readonly capability?: string
}

function recipientIn(rooms: DraftingRooms, facts: TicketFacts, said: Said): DecisionReceipt['recipient'] {
  const { provider, region } =
    said.drafter === 'extractive' || said.action === 'search'
      ? EXTRACTIVE
      : (facts.scope?.drafter ?? EXTRACTIVE)
  const configured = rooms.worded?.model.facts
  const named = configured?.provider === provider && configured.region === region
  return { provider, region, host: named ? configured.host : null }
}

export function writeDecision(
  rooms: DraftingRooms,
  tx: DraftRows,
  agent: Agent,
  facts: TicketFacts,
  said: Said,
): Promise<DecisionNote> {
  const { scope, shelf, policy, selection, ticket, consent } = facts
  return recordDecision(rooms, tx, agent, {
    action: said.action,
    about: said.about,
    ticketRef: ticket.ticketRef,
    refusals: said.refusals,
    consent: consent.state,
    scope,
    scopeHash: scope === null ? '' : scopeHashOf(scope),
    policy,
    selection,
    shelf,
    fields: said.fields,
    recipient: recipientIn(rooms, facts, said),
    capability: said.capability ?? null,
  })
}
