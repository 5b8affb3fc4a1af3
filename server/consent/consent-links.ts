/** The one-time link that a requester opens: kept only as a digest, for one ticket and one person. */
import { createHash } from 'node:crypto'
import type { AccountId, Agent } from '../../src/domain/account.ts'
import type { ConsentState, ConsentStatus } from '../../src/domain/consent.ts'
import { Fault } from '../../src/domain/fault.ts'
import type { TicketRow } from '../tickets/index.ts'
import { type ConsentRooms, type ConsentRows, readConsent, recordConsent } from './consent-ledger.ts'
import { type Notice, type NoticeRows, readNotice } from './notices.ts'

export const LINK_DAYS = 14
export const GRANT_DAYS = 180
const DAY_MS = 86_400_000
const TOKEN = /^[A-Za-z0-9_-]{43}$/

export interface ConsentLink {
  readonly accountId: AccountId
  readonly linkHash: string
  readonly ticketRef: string
  readonly requesterRef: string
  readonly noticeVersion: number
  readonly locale: string
  readonly expiresAt: string
}

export interface LinkRows extends ConsentRows, NoticeRows {
  addConsentLink(link: ConsentLink): Promise<void>
  consentLink(linkHash: string): Promise<ConsentLink | null>
  /** Only the newest link of a ticket opens. */
  dropOlderLinks(accountId: AccountId, ticketRef: string, keep: string): Promise<void>
}

export const LINK_CHOICES = ['grant', 'deny', 'withdraw'] as const
export type LinkChoice = (typeof LINK_CHOICES)[number]

export interface OpenedLink {
  readonly link: ConsentLink
  readonly ticket: TicketRow
  readonly notice: Notice
  readonly state: ConsentState
}

function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('hex')
}

/** Moves the ticket to `requested` and makes a fresh link. @returns the token: it is stored nowhere. */
export async function issueConsentLink(
  rooms: ConsentRooms,
  tx: LinkRows,
  agent: Agent,
  ticket: TicketRow,
  locale: string,
): Promise<{ token: string; expiresAt: string }> {
  const now = rooms.world.now()
  const notice = await readNotice(tx, agent.accountId)
  const expiresAt = new Date(now.getTime() + LINK_DAYS * DAY_MS).toISOString()
  const actor = { kind: 'agent' as const, ref: rooms.keys.digest('agent', agent.accountId, agent.agentId) }
  await recordConsent(rooms, tx, agent.accountId, ticket, {
    actor,
    evidence: null,
    event: {
      kind: 'request',
      at: now.toISOString(),
      by: 'agent',
      channel: 'link',
      noticeVersion: notice.version,
      noticeLocale: locale,
      validUntil: expiresAt,
      recipients: [],
      hasEvidence: false,
      legalBasis: null,
    },
  })
  const token = rooms.keys.newSecret(32)
  const linkHash = hashOf(token)
  await rooms.audit.append(tx, agent.accountId, {
    type: 'consent.link_issued',
    actor,
    object: { kind: 'ticket', ref: ticket.ticketRef },
    decision: 'issued',
    detail: { notice: notice.version, locale },
  })
  await tx.addConsentLink({
    accountId: agent.accountId,
    linkHash,
    ticketRef: ticket.ticketRef,
    requesterRef: ticket.requesterRef,
    noticeVersion: notice.version,
    locale,
    expiresAt,
  })
  await tx.dropOlderLinks(agent.accountId, ticket.ticketRef, linkHash)
  return { token, expiresAt }
}

/** Past its end a link opens in these alone: to withdraw a consent, and to see that it was withdrawn. */
const OPEN_PAST_END: readonly ConsentStatus[] = ['granted', 'withdrawn']

function linkUnknown(): Fault {
  return new Fault('LINK_UNKNOWN', 'this link is not valid, or no longer')
}

/**
 * What the link shows. Reading changes nothing, so a mail scanner's GET cannot consent.
 * A granted consent can be withdrawn through its link for as long as it lasts, past the link's own end.
 * @throws Fault `LINK_UNKNOWN` alike for a wrong, replaced, expired or foreign link.
 */
export async function openConsentLink(rooms: ConsentRooms, tx: LinkRows, token: string): Promise<OpenedLink> {
  const link = TOKEN.test(token) ? await tx.consentLink(hashOf(token)) : null
  if (link === null) throw linkUnknown()
  const now = rooms.world.now()
  const ticket = await tx.ticketByRef(link.accountId, link.ticketRef)
  // The ticket now belongs to somebody else: the former requester's link must not speak for them.
  if (ticket === null || ticket.requesterRef !== link.requesterRef) throw linkUnknown()
  const notice = await tx.noticeByVersion(link.accountId, link.noticeVersion)
  if (notice === null) throw linkUnknown()
  const { state } = await readConsent(tx, link.accountId, link.ticketRef, now)
  if (hasEnded(link, now) && !OPEN_PAST_END.includes(state.status)) throw linkUnknown()
  return { link, ticket, notice, state }
}

function hasEnded(link: ConsentLink, now: Date): boolean {
  return Date.parse(link.expiresAt) <= now.getTime()
}

/**
 * The requester's own act on the page. Doing the same twice is no error: the page is simply shown again.
 * `shown` is the language that the notice was read in (GDPR Art. 7(1): what was consented to).
 */
export async function answerConsentLink(
  rooms: ConsentRooms,
  tx: LinkRows,
  token: string,
  choice: LinkChoice,
  shown?: string,
): Promise<ConsentState> {
  const { link, ticket, notice, state } = await openConsentLink(rooms, tx, token)
  const already = { grant: 'granted', deny: 'denied', withdraw: 'withdrawn' } as const
  if (state.status === already[choice]) return state
  const now = rooms.world.now()
  if (choice === 'grant' && hasEnded(link, now)) throw linkUnknown()
  return recordConsent(rooms, tx, link.accountId, ticket, {
    actor: { kind: 'requester', ref: 'link' },
    evidence: null,
    event: {
      kind: choice,
      at: now.toISOString(),
      by: 'requester',
      channel: 'link',
      noticeVersion: notice.version,
      noticeLocale: shown !== undefined && Object.hasOwn(notice.texts, shown) ? shown : link.locale,
      validUntil: choice === 'grant' ? new Date(now.getTime() + GRANT_DAYS * DAY_MS).toISOString() : null,
      recipients: notice.recipients,
      hasEvidence: false,
      legalBasis: 'consent',
    },
  })
}
