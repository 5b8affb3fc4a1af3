/** What an agent relays of a requester's own words, by phone or mail: with evidence, sealed. */
import type { Agent } from '../../src/domain/account.ts'
import type { ConsentState } from '../../src/domain/consent.ts'
import type { RecordConsentRequest } from '../../src/domain/consent-api.ts'
import { Fault } from '../../src/domain/fault.ts'
import { isLanguageOf } from '../../src/domain/notice-language.ts'
import { localesOf, type TicketRow } from '../tickets/index.ts'
import { type ConsentRooms, type ConsentRows, illegal, recordConsent } from './consent-ledger.ts'
import { localeNamed, type Notice, noticeLocale, readNotice } from './notices.ts'

type RelayOrder = RecordConsentRequest & {
  /** Of the help center. */
  readonly locale: string
}

/**
 * A yes waits for a second look by somebody else; a no holds at once, with or without evidence.
 * @throws Fault `ILLEGAL_TRANSITION`, e.g. a yes without evidence or after the requester's no; `BAD_REQUEST` for a
 *   yes to a notice that does not exist in the language named.
 */
export async function relayConsent(
  rooms: ConsentRooms,
  tx: ConsentRows,
  agent: Agent,
  ticket: TicketRow,
  order: RelayOrder,
): Promise<ConsentState> {
  const now = rooms.world.now()
  const notice = await readNotice(tx, agent.accountId)
  const evidence = order.evidence.trim()
  const { saidAt } = order
  // Nobody has agreed to a notice that did not exist yet. A no is taken whenever it was said.
  if (order.event === 'grant' && saidAt !== undefined && (await isOlder(tx, agent, notice, saidAt)))
    throw illegal('EVIDENCE_BEFORE_REQUEST')
  const shown = localeShown(notice, ticket, order)
  return recordConsent(rooms, tx, agent.accountId, ticket, {
    actor: { kind: 'agent', ref: rooms.keys.digest('agent', agent.accountId, agent.agentId) },
    evidence: evidence === '' ? null : evidence,
    known: {
      ...(order.saidAt === undefined ? {} : { saidAt: order.saidAt }),
      // Needed for nothing else, and then not kept.
      ...(order.localeReason === undefined || isLanguageOf(localesOf(ticket), shown)
        ? {}
        : { localeReason: order.localeReason }),
    },
    event: {
      kind: order.event === 'grant' ? 'relay_grant' : order.event,
      at: now.toISOString(),
      by: 'agent',
      channel: order.channel,
      noticeVersion: notice.version,
      noticeLocale: shown,
      validUntil: null,
      recipients: [],
      hasEvidence: evidence !== '',
      legalBasis: null,
    },
  })
}

/** The language named; else the ticket's own, where there is a notice in it; else the help center's. */
function localeShown(notice: Notice, ticket: TicketRow, order: RelayOrder): string {
  const { event, noticeLocale: named, locale } = order
  if (event === 'grant' && named !== undefined && localeNamed(notice, named) === undefined)
    throw new Fault('BAD_REQUEST', 'the notice does not exist in this language', undefined, {
      invalid: ['noticeLocale'],
    })
  const own = localesOf(ticket).find((known) => isLanguageOf([known], noticeLocale(notice, known)))
  return noticeLocale(notice, named ?? own ?? locale)
}

/** A correction keeps its version: what counts is when the version itself began. */
async function isOlder(tx: ConsentRows, agent: Agent, notice: Notice, saidAt: string): Promise<boolean> {
  return Date.parse(saidAt) < Date.parse(await noticeBegan(tx, agent.accountId, notice))
}

export async function noticeBegan(tx: ConsentRows, accountId: string, notice: Notice): Promise<string> {
  return ((await tx.noticeRevision(accountId, notice.version, 0)) ?? notice).activatedAt
}
