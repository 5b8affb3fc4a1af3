/** What an agent relays of a requester's own words, by phone or mail: with evidence, sealed. */
import type { Agent } from '../../src/domain/account.ts'
import type { ConsentState } from '../../src/domain/consent.ts'
import type { RecordConsentRequest } from '../../src/domain/consent-api.ts'
import type { TicketRow } from '../tickets/index.ts'
import { type ConsentRooms, type ConsentRows, illegal, recordConsent } from './consent-ledger.ts'
import { type Notice, noticeLocale, readNotice } from './notices.ts'

/**
 * A yes waits for a second look by somebody else; a no holds at once, with or without evidence.
 * @throws Fault `ILLEGAL_TRANSITION`, e.g. a yes without evidence or after the requester's no.
 */
export async function relayConsent(
  rooms: ConsentRooms,
  tx: ConsentRows,
  agent: Agent,
  ticket: TicketRow,
  order: RecordConsentRequest & { readonly locale: string },
): Promise<ConsentState> {
  const now = rooms.world.now()
  const notice = await readNotice(tx, agent.accountId)
  const evidence = order.evidence.trim()
  const { saidAt } = order
  // Nobody has agreed to a notice that did not exist yet. A no is taken whenever it was said.
  if (order.event === 'grant' && saidAt !== undefined && (await isOlder(tx, agent, notice, saidAt)))
    throw illegal('EVIDENCE_BEFORE_REQUEST')
  return recordConsent(rooms, tx, agent.accountId, ticket, {
    actor: { kind: 'agent', ref: rooms.keys.digest('agent', agent.accountId, agent.agentId) },
    evidence: evidence === '' ? null : evidence,
    known: order.saidAt === undefined ? {} : { saidAt: order.saidAt },
    event: {
      kind: order.event === 'grant' ? 'relay_grant' : order.event,
      at: now.toISOString(),
      by: 'agent',
      channel: order.channel,
      noticeVersion: notice.version,
      noticeLocale: noticeLocale(notice, order.locale),
      validUntil: null,
      recipients: [],
      hasEvidence: evidence !== '',
      legalBasis: null,
    },
  })
}

/** A correction keeps its version: what counts is when the version itself began. */
async function isOlder(tx: ConsentRows, agent: Agent, notice: Notice, saidAt: string): Promise<boolean> {
  const began = (await tx.noticeRevision(agent.accountId, notice.version, 0)) ?? notice
  return Date.parse(saidAt) < Date.parse(began.activatedAt)
}
