/** The look that somebody else takes at a relayed yes: the evidence is opened, then confirmed or rejected. */
import type { AccountId, Agent } from '../../src/domain/account.ts'
import type { ConsentState } from '../../src/domain/consent.ts'
import type { EvidenceView, SecondLookRequest } from '../../src/domain/consent-api.ts'
import type { ConsentEvent } from '../../src/domain/consent-event.ts'
import { Fault } from '../../src/domain/fault.ts'
import { wasDoneSince } from '../audit/index.ts'
import type { TicketRow } from '../tickets/index.ts'
import type { StoredConsentEvent } from './consent-fold.ts'
import {
  type ConsentRooms,
  type ConsentRows,
  illegal,
  openEvidence,
  readConsent,
  recordConsent,
} from './consent-ledger.ts'
import { GRANT_DAYS } from './consent-links.ts'
import { readNotice } from './notices.ts'

const DAY_MS = 86_400_000

interface Waiting {
  readonly relayed: StoredConsentEvent
  readonly state: ConsentState
}

/** @throws Fault `ILLEGAL_TRANSITION` when no relayed yes waits. */
async function readWaiting(
  rooms: ConsentRooms,
  tx: ConsentRows,
  agent: Agent,
  { ticketRef }: TicketRow,
): Promise<Waiting> {
  const { state, events } = await readConsent(tx, agent.accountId, ticketRef, rooms.world.now())
  const relayed = events.findLast(({ event }) => event.kind === 'relay_grant')
  if (state.awaiting === null || relayed === undefined) throw illegal('NOTHING_TO_CONFIRM')
  return { relayed, state }
}

/** Shows the sealed words of the yes that waits. Somebody read them: that is on record. */
export async function openWaitingEvidence(
  rooms: ConsentRooms,
  tx: ConsentRows,
  agent: Agent,
  ticket: TicketRow,
): Promise<EvidenceView> {
  const { accountId } = agent
  const { relayed, state } = await readWaiting(rooms, tx, agent, ticket)
  const ref = rooms.keys.digest('agent', accountId, agent.agentId)
  await rooms.audit.append(tx, accountId, {
    type: 'consent.evidence_opened',
    actor: { kind: 'agent', ref },
    object: { kind: 'ticket', ref: ticket.ticketRef },
    decision: 'opened',
    detail: { epoch: state.epoch },
  })
  const { event } = relayed
  return {
    evidence: (await openEvidence(rooms, tx, accountId, ticket.ticketRef, relayed)) ?? '',
    channel: event.channel,
    saidAt: event.facts?.saidAt ?? event.at,
    noticeLocale: event.noticeLocale,
    localeReason: event.facts?.localeReason ?? null,
    relayedAt: event.at,
    mine: relayed.actorRef === ref,
    epoch: state.epoch,
  }
}

/** The log is the witness: this agent opened the evidence of this very yes. */
async function hasRead(
  tx: ConsentRows,
  accountId: AccountId,
  ticketRef: string,
  readerRef: string,
  { relayed, state }: Waiting,
): Promise<boolean> {
  return wasDoneSince(
    tx,
    accountId,
    new Date(relayed.event.at),
    ({ type, actor, object, detail }) =>
      type === 'consent.evidence_opened' &&
      actor.ref === readerRef &&
      object.ref === ticketRef &&
      detail.epoch === state.epoch,
  )
}

/**
 * Decides on exactly the yes that was looked at.
 * @throws Fault `CONFLICT` when something was said since; `ILLEGAL_TRANSITION` for the agent who relayed it, and
 *   for a confirmation by somebody who has not opened the evidence.
 */
export async function decideSecondLook(
  rooms: ConsentRooms,
  tx: ConsentRows,
  agent: Agent,
  ticket: TicketRow,
  order: SecondLookRequest,
): Promise<ConsentState> {
  const { accountId } = agent
  const waiting = await readWaiting(rooms, tx, agent, ticket)
  const { relayed, state } = waiting
  if (state.epoch !== order.epoch)
    throw new Fault('CONFLICT', 'something was said about this consent since', undefined, {
      epoch: state.epoch,
    })
  const ref = rooms.keys.digest('agent', accountId, agent.agentId)
  const known =
    order.look === 'confirm'
      ? { evidenceRead: await hasRead(tx, accountId, ticket.ticketRef, ref, waiting) }
      : {}
  const notice = await readNotice(tx, accountId)
  const { channel, noticeVersion, noticeLocale, at } = relayed.event
  const event: ConsentEvent = {
    kind: order.look === 'confirm' ? 'confirm_grant' : 'reject_grant',
    at: rooms.world.now().toISOString(),
    by: 'agent',
    ...{ channel, noticeVersion, noticeLocale },
    // Half a year from when it was relayed: looking later does not make it last longer.
    validUntil: new Date(Date.parse(at) + GRANT_DAYS * DAY_MS).toISOString(),
    recipients: notice.recipients,
    hasEvidence: false,
    legalBasis: null,
  }
  const actor = { kind: 'agent' as const, ref }
  return recordConsent(rooms, tx, accountId, ticket, { actor, event, evidence: null, known })
}
