/** The link that a requester opens: kept only as a digest, for one ticket and one person, with an end. */
import { createHash, timingSafeEqual } from 'node:crypto'
import type { AccountId, Agent } from '../../src/domain/account.ts'
import type { ConsentState } from '../../src/domain/consent.ts'
import { Fault } from '../../src/domain/fault.ts'
import type { TicketRow } from '../tickets/index.ts'
import type { StoredConsentEvent } from './consent-fold.ts'
import {
  type ConsentAct,
  type ConsentRooms,
  type ConsentRows,
  readConsent,
  recordConsent,
  recordsBehind,
} from './consent-ledger.ts'
import { followLegalBasis } from './legal-basis.ts'
import type { LinkChoice } from './link-view.ts'
import { localeFor, type Notice, type NoticeRows, noticeLocale, readNotice } from './notices.ts'

export const LINK_DAYS = 14
export const GRANT_DAYS = 180
/** How long an answered link still shows its record, to read and to withdraw, after the last thing that counts. */
export const RECORD_DAYS = 30
/** How often an hour a link takes a yes or a "later". Every no is taken, however many. */
export const MOST_ACTS_AN_HOUR = 10
const HOUR_MS = 3_600_000
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
  /** Only the link of the newest question opens. */
  dropOlderLinks(accountId: AccountId, ticketRef: string, keep: string): Promise<void>
}

export interface OpenedLink {
  readonly link: ConsentLink
  readonly ticket: TicketRow
  /** The notice in force: the only one that a yes can be said to. */
  readonly notice: Notice
  /** The one that was shown when they were last asked, or agreed, where it is another. */
  readonly before: Notice | null
  readonly state: ConsentState
  /** What happened to this person's consent on the ticket; of a former requester nothing. */
  readonly events: readonly StoredConsentEvent[]
  /** False past the link's own end, and where it was made for another of their records: then it takes only a no. */
  readonly open: boolean
}

/** What the page's own form sends: the notice and the language that were shown stand in it. */
export interface LinkAnswer {
  readonly choice: LinkChoice
  readonly noticeDigest: string
  readonly language: string
  readonly form: string
}

function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('hex')
}

export interface IssuedLink {
  readonly token: string
  readonly expiresAt: string
  /** It asks for nothing: the page says what is done, and takes an objection. */
  readonly informs: boolean
}

/**
 * Moves the ticket to `requested` and makes a fresh link; where consent is not required nobody is asked, and the
 * link is there to read the notice and to object (Art. 21). @returns the token: it is stored nowhere.
 */
export async function issueConsentLink(
  rooms: ConsentRooms,
  tx: LinkRows,
  agent: Agent,
  ticket: TicketRow,
  locale: string,
): Promise<IssuedLink> {
  const now = rooms.world.now()
  const notice = await readNotice(tx, agent.accountId)
  await followLegalBasis(rooms, tx, agent.accountId, ticket)
  const { state } = await readConsent(tx, agent.accountId, ticket.ticketRef, now)
  const informs = state.status === 'not_required'
  const expiresAt = new Date(now.getTime() + LINK_DAYS * DAY_MS).toISOString()
  const actor = { kind: 'agent' as const, ref: rooms.keys.digest('agent', agent.accountId, agent.agentId) }
  const request: ConsentAct = {
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
  }
  if (!informs) await recordConsent(rooms, tx, agent.accountId, ticket, request)
  const token = rooms.keys.newSecret(32)
  const linkHash = hashOf(token)
  await rooms.audit.append(tx, agent.accountId, {
    type: 'consent.link_issued',
    actor,
    object: { kind: 'ticket', ref: ticket.ticketRef },
    decision: informs ? 'informs' : 'issued',
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
  // Whoever was told "at any time" objects through the link they hold: only a new question replaces an old one.
  if (!informs) await tx.dropOlderLinks(agent.accountId, ticket.ticketRef, linkHash)
  return { token, expiresAt, informs }
}

function linkEnded(why: 'ended' | 'moved', link: ConsentLink, until = link.expiresAt): Fault {
  const detail = { why, until, locale: link.locale }
  return new Fault('LINK_ENDED', 'this link has ended', undefined, detail)
}

/** Answered by this person: their record stays open to them for a while past the link's own end. */
function opensUntil(link: ConsentLink, state: ConsentState, events: readonly StoredConsentEvent[]): number {
  const own = Date.parse(link.expiresAt)
  // Whoever is told "at any time" must be able to.
  if (state.status === 'not_required' && state.validUntil !== null)
    return Math.max(own, Date.parse(state.validUntil))
  const said = events.findLast(({ event }) => event.by === 'requester')?.event.at
  const ends = ['granted', 'expired'].includes(state.status) && state.validUntil !== null
  if (said === undefined && state.status !== 'granted') return own
  const counts = Math.max(Date.parse(said ?? link.expiresAt), ends ? Date.parse(state.validUntil ?? '') : 0)
  return Math.max(own, counts + RECORD_DAYS * DAY_MS)
}

/**
 * What the link shows. Reading changes nothing, so a mail scanner's GET cannot consent.
 * @throws Fault `LINK_UNKNOWN` alike for a wrong and for a replaced link; `LINK_ENDED` to the holder of a real
 * one whose time is over, or whose ticket is somebody else's now.
 */
export async function openConsentLink(rooms: ConsentRooms, tx: LinkRows, token: string): Promise<OpenedLink> {
  checkLinkShape(token)
  const link = await tx.consentLink(hashOf(token))
  if (link === null) throw unknownLink()
  const now = rooms.world.now()
  const { accountId, ticketRef } = link
  const ticket = await tx.ticketByRef(accountId, ticketRef)
  // The ticket now belongs to somebody else: the former requester's link must not speak for them.
  if (ticket === null) throw linkEnded('moved', link)
  const same = ticket.requesterRef === link.requesterRef
  // A record that the helpdesk has joined with theirs is nobody else: their no is heard through the link they hold.
  const refs = same ? [link.requesterRef] : await recordsBehind(tx, accountId, ticket.requesterRef)
  if (!refs.includes(link.requesterRef)) throw linkEnded('moved', link)
  const { state, events } = await readConsent(tx, accountId, ticketRef, now)
  const own = events.filter(({ requesterRef }) => refs.includes(requesterRef))
  const until = opensUntil(link, state, own)
  if (until <= now.getTime()) throw linkEnded('ended', link, new Date(until).toISOString())
  const notice = await readNotice(tx, accountId)
  const shown = state.noticeVersion ?? link.noticeVersion
  const before = shown === notice.version ? null : await tx.noticeByVersion(accountId, shown)
  const open = same && Date.parse(link.expiresAt) > now.getTime()
  return { link, ticket, notice, before, state, events: own, open }
}

/** The language in which the page shows the notice, and which is therefore on record. */
export function shownLocale({ notice, link }: Pick<OpenedLink, 'notice' | 'link'>, wanted: string): string {
  return localeFor(notice, wanted) ?? noticeLocale(notice, link.locale)
}

/**
 * A value that only a page of ours can have shown: for this link, this notice, this language; behind the dot for
 * the no that stood on it.
 */
export function linkForm(
  rooms: ConsentRooms,
  { linkHash }: Pick<ConsentLink, 'linkHash'>,
  digest: string,
  language: string,
  noAt: string | null = null,
) {
  const page = rooms.keys.digest('consent-form', linkHash, digest, language)
  return `${page}.${rooms.keys.digest('consent-form-no', linkHash, noAt ?? '')}`
}

function isSame(expected: string, given: string): boolean {
  const [one, other] = [Buffer.from(expected), Buffer.from(given)]
  return one.length === other.length && timingSafeEqual(one, other)
}

const partsOf = (form: string) => form.split('.', 2)

type FormOf = Omit<LinkAnswer, 'choice'>

function isOwnForm(rooms: ConsentRooms, link: Pick<ConsentLink, 'linkHash'>, answer: FormOf): boolean {
  const [page = ''] = partsOf(linkForm(rooms, link, answer.noticeDigest, answer.language))
  return isSame(page, partsOf(answer.form)[0] ?? '')
}

/** Whether that link's own page has shown it; asks no store, so that whoever guesses costs it nothing. */
export function isFormOf(rooms: ConsentRooms, token: string, answer: FormOf): boolean {
  return isOwnForm(rooms, { linkHash: hashOf(token) }, answer)
}

const unknownLink = () => new Fault('LINK_UNKNOWN', 'this link is not valid, or no longer')

/** @throws Fault `LINK_UNKNOWN` where no store need be asked. */
export function checkLinkShape(token: string): void {
  if (!TOKEN.test(token)) throw unknownLink()
}

/** False when a no was said after the page was shown: of a yes and a no that cross each other the no holds. */
function knowsTheNo(
  rooms: ConsentRooms,
  { link, state }: OpenedLink,
  { form, noticeDigest, language }: LinkAnswer,
): boolean {
  const [, known = ''] = partsOf(linkForm(rooms, link, noticeDigest, language, state.noAt))
  return isSame(known, partsOf(form)[1] ?? '')
}

/** @throws Fault `BAD_REQUEST` when it does not come from the page's own form. */
export async function openFromForm(
  rooms: ConsentRooms,
  tx: LinkRows,
  token: string,
  answer: FormOf,
): Promise<OpenedLink> {
  const opened = await openConsentLink(rooms, tx, token)
  if (!isOwnForm(rooms, opened.link, answer))
    throw new Fault('BAD_REQUEST', 'this is not the form of the page')
  return opened
}

function isDone(choice: LinkChoice, { state, notice }: OpenedLink): boolean {
  switch (choice) {
    case 'grant':
      return state.status === 'granted' && state.noticeVersion === notice.version
    // A no after a no says nothing new: it is not counted, so it can never be too many.
    case 'deny':
    case 'withdraw':
      return state.status === 'denied' || state.status === 'withdrawn'
    case 'defer':
      return state.status === 'requested' && state.deferred
    case 'object':
      return state.overlays.includes('objected')
    default:
      return choice satisfies never
  }
}

const LIMITED: readonly LinkChoice[] = ['grant', 'defer']

/** A link that was passed on must not fill the record without end; a no is always heard. */
function checkPace(choice: LinkChoice, events: readonly StoredConsentEvent[], now: Date): void {
  if (!LIMITED.includes(choice)) return
  const since = now.getTime() - HOUR_MS
  const recent = events.filter(
    ({ event }) =>
      event.by === 'requester' &&
      event.channel === 'link' &&
      LIMITED.some((kind) => kind === event.kind) &&
      Date.parse(event.at) > since,
  )
  const oldest = recent.at(-MOST_ACTS_AN_HOUR)
  if (oldest === undefined) return
  const retryAt = Date.parse(oldest.event.at) + HOUR_MS
  throw new Fault('TOO_MANY_REQUESTS', 'too many changes through this link', undefined, {
    why: 'pace',
    retryAt: new Date(retryAt).toISOString(),
    retryAfterSeconds: Math.ceil((retryAt - now.getTime()) / 1000),
  })
}

/**
 * The requester's own act on the page. Doing the same twice is no error: the page is simply shown again.
 * @throws Fault `CONFLICT` when the notice was changed while they read it, because a yes to it would be to another;
 *   and when a no was said since the page was shown, with `detail.why` = `no`.
 */
export async function answerConsentLink(
  rooms: ConsentRooms,
  tx: LinkRows,
  token: string,
  answer: LinkAnswer,
): Promise<ConsentState> {
  const opened = await openFromForm(rooms, tx, token, answer)
  const { link, ticket, notice, state, events, open } = opened
  const { choice } = answer
  if (isDone(choice, opened)) return state
  const now = rooms.world.now()
  const yes = LIMITED.includes(choice)
  if (yes && !open) throw linkEnded('ended', link)
  if (yes && answer.noticeDigest !== notice.digest)
    throw new Fault('CONFLICT', 'the notice was changed meanwhile')
  if (yes && !knowsTheNo(rooms, opened, answer))
    throw new Fault('CONFLICT', 'a no was said meanwhile', undefined, { why: 'no' })
  checkPace(choice, events, now)
  const said = {
    at: now.toISOString(),
    channel: 'link' as const,
    noticeVersion: notice.version,
    noticeLocale: shownLocale(opened, answer.language),
    hasEvidence: false,
  }
  // The page has put the question anew, with the notice in force: a yes answers that one, not the old one.
  if (yes && state.status === 'requested' && state.noticeVersion !== notice.version)
    await recordConsent(rooms, tx, link.accountId, ticket, {
      actor: { kind: 'system', ref: 'link' },
      evidence: null,
      event: {
        ...said,
        kind: 'request',
        by: 'system',
        validUntil: link.expiresAt,
        recipients: [],
        legalBasis: null,
      },
    })
  return recordConsent(rooms, tx, link.accountId, ticket, {
    actor: { kind: 'requester', ref: 'link' },
    evidence: null,
    event: {
      ...said,
      kind: choice,
      by: 'requester',
      validUntil: choice === 'grant' ? new Date(now.getTime() + GRANT_DAYS * DAY_MS).toISOString() : null,
      recipients: notice.recipients,
      legalBasis: choice === 'object' ? null : 'consent',
    },
  })
}
