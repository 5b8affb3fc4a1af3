/** What the role compliance does about one ticket's consent: each act with its reason, sealed and audited. */
import type { Agent } from '../../src/domain/account.ts'
import type { ConsentState } from '../../src/domain/consent.ts'
import {
  COMPLIANCE_ACTS,
  type ComplianceAct,
  type ComplianceActRequest,
} from '../../src/domain/consent-api.ts'
import { mayHappen } from '../../src/domain/consent-moves.ts'
import { Fault } from '../../src/domain/fault.ts'
import type { TicketRow } from '../tickets/index.ts'
import { type ConsentRooms, type ConsentRows, readConsent, recordConsent } from './consent-ledger.ts'

const NEEDS: Partial<Record<ComplianceAct, ConsentState['overlays'][number]>> = {
  lift_restriction: 'restricted',
  lift_minor_hold: 'minor_hold',
  uphold_objection: 'objected',
  overrule_objection: 'objected',
}

/** The acts that are about something that stands; what they need besides, the machine says when it is done. */
export function complianceActs(state: ConsentState): readonly ComplianceAct[] {
  return COMPLIANCE_ACTS.filter((act) => {
    const needed = NEEDS[act]
    if (!mayHappen(state, act)) return false
    if (act === 'restrict' && state.overlays.includes('restricted')) return false
    if (act === 'hold_minor' && state.overlays.includes('minor_hold')) return false
    if (act === 'overrule_objection' && state.legalBasis !== 'legitimate_interest') return false
    return needed === undefined || state.overlays.includes(needed)
  })
}

/**
 * @throws Fault `CONFLICT` when something was said since it was looked at; `ILLEGAL_TRANSITION` for what the
 *   rules do not let happen, e.g. lifting a restriction before the requester was told.
 */
export async function actOnConsent(
  rooms: ConsentRooms,
  tx: ConsentRows,
  agent: Agent,
  ticket: TicketRow,
  order: ComplianceActRequest,
): Promise<ConsentState> {
  const { accountId } = agent
  const now = rooms.world.now()
  const { state } = await readConsent(tx, accountId, ticket.ticketRef, now)
  if (state.epoch !== order.epoch)
    throw new Fault('CONFLICT', 'something was said about this consent since', undefined, {
      epoch: state.epoch,
    })
  const reason = order.reason.trim()
  return recordConsent(rooms, tx, accountId, ticket, {
    actor: { kind: 'agent', ref: rooms.keys.digest('agent', accountId, agent.agentId) },
    evidence: reason === '' ? null : reason,
    known: order.toldAt === undefined ? {} : { toldAt: order.toldAt },
    event: {
      kind: order.act,
      at: now.toISOString(),
      by: 'compliance',
      channel: null,
      ...{ noticeVersion: null, noticeLocale: null, validUntil: null },
      recipients: [],
      hasEvidence: reason !== '',
      legalBasis: null,
    },
  })
}
