/** What an agent can do about a ticket's consent now, beside its status. */
import type { Agent } from '../../src/domain/account.ts'
import type { ConsentDeskView } from '../../src/domain/consent-api.ts'
import { laterOf, monthsLater } from '../../src/domain/consent-dates.ts'
import { LOOK_DAYS } from '../../src/domain/consent-moves.ts'
import { localesOf, type TicketRow } from '../tickets/index.ts'
import { noticeBegan } from './agent-relay.ts'
import { type ConsentRooms, type ConsentRows, readConsent } from './consent-ledger.ts'
import { findCarryOver } from './consent-memory.ts'
import { readConsentRule } from './consent-rule.ts'
import { readLegalBasis } from './legal-basis.ts'
import { readNotice } from './notices.ts'

const DAY_MS = 86_400_000

export async function viewConsentDesk(
  rooms: ConsentRooms,
  tx: ConsentRows,
  agent: Agent,
  ticket: TicketRow,
): Promise<ConsentDeskView> {
  const { accountId } = agent
  const { state } = await readConsent(tx, accountId, ticket.ticketRef, rooms.world.now())
  const { awaiting, saidNo, noAt, requestedAt } = state
  const rule = await readConsentRule(tx, accountId)
  const draftable = state.status === 'granted' || state.status === 'not_required'
  const open = !draftable && !saidNo && state.status !== 'invalidated' && state.overlays.length === 0
  const found = open ? await findCarryOver(rooms, tx, agent, ticket) : null
  const carried = found === 'requester_unconfirmed' ? null : found
  const since = laterOf(noAt, requestedAt)
  const again = saidNo && since !== null ? monthsLater(since, rule.cooldownMonths) : null
  const rests = again !== null && rooms.world.now().getTime() < Date.parse(again)
  const until = carried?.state.validUntil
  const notice = await readNotice(tx, accountId)
  const began = await noticeBegan(tx, accountId, notice)
  return {
    waiting:
      awaiting === null
        ? null
        : {
            mine: awaiting.byRef === rooms.keys.digest('agent', accountId, agent.agentId),
            since: awaiting.at,
            until: new Date(Date.parse(awaiting.at) + LOOK_DAYS * DAY_MS).toISOString(),
          },
    carryOver: until === undefined || until === null ? null : { validUntil: until },
    notCarried: found === 'requester_unconfirmed' ? found : null,
    askAgainFrom: rests ? again : null,
    objectionPath:
      state.status === 'not_required' ? (await readLegalBasis(tx, accountId)).objectionPath : null,
    noticeLocales: Object.keys(notice.texts),
    ticketLocales: localesOf(ticket),
    answersFrom: (state.status === 'requested' ? laterOf(began, requestedAt) : began) ?? began,
  }
}
