/** What an agent relays of a requester's own words, by phone or mail: with evidence, sealed. */
import type { Agent } from '../../src/domain/account.ts'
import type { RecordConsentRequest } from '../../src/domain/api.ts'
import type { ConsentState } from '../../src/domain/consent.ts'
import type { TicketRow } from '../tickets/index.ts'
import { type ConsentRooms, recordConsent } from './consent-ledger.ts'
import { GRANT_DAYS, type LinkRows } from './consent-links.ts'
import { noticeLocale, readNotice } from './notices.ts'

const DAY_MS = 86_400_000

/** @throws Fault `ILLEGAL_TRANSITION`, e.g. a grant without evidence or after the requester's no. */
export async function relayConsent(
  rooms: ConsentRooms,
  tx: LinkRows,
  agent: Agent,
  ticket: TicketRow,
  order: RecordConsentRequest & { readonly locale: string },
): Promise<ConsentState> {
  const now = rooms.world.now()
  const notice = await readNotice(tx, agent.accountId)
  const evidence = order.evidence.trim()
  return recordConsent(rooms, tx, agent.accountId, ticket, {
    actor: { kind: 'agent', ref: rooms.keys.digest('agent', agent.accountId, agent.agentId) },
    evidence: evidence === '' ? null : evidence,
    event: {
      kind: order.event,
      at: now.toISOString(),
      by: 'agent',
      channel: order.channel,
      noticeVersion: notice.version,
      noticeLocale: noticeLocale(notice, order.locale),
      validUntil:
        order.event === 'grant' ? new Date(now.getTime() + GRANT_DAYS * DAY_MS).toISOString() : null,
      recipients: notice.recipients,
      hasEvidence: evidence !== '',
      legalBasis: 'consent',
    },
  })
}
