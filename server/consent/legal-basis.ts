/** The legal basis of the account as data: consent unless compliance has said otherwise, with a reference. */
import { z } from 'zod'
import type { AccountId } from '../../src/domain/account.ts'
import { CONSENT_PURPOSE, type ConsentState, LEGAL_BASES, type LegalBasis } from '../../src/domain/consent.ts'
import { CONSENT_BASIS, type LegalBasisView } from '../../src/domain/consent-api.ts'
import {
  type ConsentEvent,
  type EarlierWord,
  mayHappen,
  moveConsent,
  type WordElsewhere,
} from '../../src/domain/consent-moves.ts'
import { Fault } from '../../src/domain/fault.ts'
import { applierOf, type ChangeApplier } from '../approvals/index.ts'
import { canonicalJson, type EntryActor } from '../audit/index.ts'
import type { TicketRow } from '../tickets/index.ts'
import { earlierWord, refusedAnywhere } from './consent-fold.ts'
import {
  type ConsentRooms,
  type ConsentRows,
  readConsent,
  recordConsent,
  recordsBehind,
} from './consent-ledger.ts'
import { type ConsentLifeRows, readConsentRule, remembersNow } from './consent-rule.ts'
import { endConsent, endReadable, MOST_AT_ONCE } from './expiry.ts'
import { isLifted, lostNoesOf, wordOfLostNo } from './lost-noes.ts'
import { type Notice, noticeLocale } from './notices.ts'

export async function readLegalBasis(tx: ConsentLifeRows, accountId: AccountId): Promise<LegalBasisView> {
  return (await tx.legalBasis(accountId, CONSENT_PURPOSE)) ?? CONSENT_BASIS
}

const words = z
  .string()
  .trim()
  .max(500)
  .refine((text) => text.isWellFormed(), 'half a character')

/** What two people of compliance agree on; the version that it was made from goes beside it. */
export const legalBasisContent = z
  .strictObject({
    basis: z.enum(LEGAL_BASES),
    reference: words,
    objectionPath: words,
    reviewBy: z.iso.datetime().nullable(),
  })
  .refine(({ basis, reference }) => basis === 'consent' || reference !== '', 'the basis names its reference')
  .refine(
    ({ basis, objectionPath }) => basis !== 'legitimate_interest' || objectionPath !== '',
    'a legitimate interest says how to object',
  )
  .refine(
    ({ basis, reviewBy }) => basis === 'consent' || reviewBy !== null,
    'the basis is reviewed by a date',
  )
export type LegalBasisContent = z.infer<typeof legalBasisContent>

/** @throws Fault `BAD_REQUEST` when it is none, or when its review is over before it begins. */
export function parseLegalBasis(body: unknown, now: Date): LegalBasisContent {
  const parsed = legalBasisContent.safeParse(body)
  if (!parsed.success)
    throw new Fault('BAD_REQUEST', 'this is no legal basis', undefined, {
      invalid: parsed.error.issues.map(
        ({ path, code }) => `${['basis', ...path.map(String)].join('.')}: ${code}`,
      ),
    })
  const { reviewBy } = parsed.data
  if (reviewBy !== null && !(now.getTime() < Date.parse(reviewBy)))
    throw new Fault('BAD_REQUEST', 'the review of a legal basis lies ahead', undefined, {
      invalid: ['basis.reviewBy: past'],
    })
  return parsed.data
}

/** The legal basis as a change: any other one waits for a second person of compliance. */
export function legalBasisChange(rooms: ConsentRooms): ChangeApplier<ConsentRows> {
  return applierOf({
    schema: legalBasisContent,
    async current(tx: ConsentRows, accountId) {
      const { version, ...content } = await readLegalBasis(tx, accountId)
      return { base: String(version), content, first: false }
    },
    // Back to consent asks every requester again: that narrows.
    widenings: (before, after) =>
      after.basis === 'consent' || canonicalJson(before) === canonicalJson(after)
        ? []
        : [{ what: 'legal_basis_changed' }],
    async apply(tx, agent, after, base) {
      const { accountId, agentId } = agent
      const actor = { kind: 'agent' as const, ref: rooms.keys.digest('agent', accountId, agentId) }
      const order = { ...parseLegalBasis(after, rooms.world.now()), version: Number(base) }
      await changeLegalBasis(rooms, tx, accountId, actor, order)
    },
  })
}

/**
 * What two people of compliance have agreed on holds from here. What rested on the former basis ends in the
 * same transaction, tickets with open drafts first; the rest when it is next read, before anything is decided.
 * @throws Fault `CONFLICT` when the basis is no longer the one that the change was made from.
 */
export async function changeLegalBasis(
  rooms: ConsentRooms,
  tx: ConsentRows,
  accountId: AccountId,
  actor: EntryActor,
  order: LegalBasisView,
): Promise<LegalBasisView> {
  const current = await readLegalBasis(tx, accountId)
  if (current.version !== order.version)
    throw new Fault('CONFLICT', 'the legal basis was changed by someone else', undefined, {
      version: current.version,
    })
  const next: LegalBasisView = { ...order, version: current.version + 1 }
  await rooms.audit.append(tx, accountId, {
    type: 'legal_basis.changed',
    actor,
    object: { kind: 'legal_basis', ref: CONSENT_PURPOSE },
    decision: next.basis,
    detail: { version: next.version, from: current.basis, reviewBy: next.reviewBy ?? '' },
  })
  await tx.addLegalBasis(accountId, CONSENT_PURPOSE, next, rooms.world.now().toISOString())
  const resting = await tx.consentsOnBasis(accountId, MOST_AT_ONCE)
  await endReadable(rooms, tx, accountId, resting, 'superseded_basis')
  return next
}

/** What the page of that version is about: of one that is still being written, what the account rests on now. */
export async function basisOfNotice(
  tx: ConsentRows,
  accountId: AccountId,
  version: number,
): Promise<LegalBasis> {
  const notice = await tx.noticeByVersion(accountId, version)
  return notice?.facts?.legalBasis ?? (await readLegalBasis(tx, accountId)).basis
}

function restsOn(state: ConsentState, basis: LegalBasisView): boolean {
  return (
    state.legalBasis === basis.basis &&
    state.basisRef === basis.reference &&
    state.validUntil === basis.reviewBy
  )
}

/**
 * Brings a ticket under the account's rule before anything is decided on it: ends a basis that holds no
 * more, sets the one that does, unless its requester has said no or objected. Does nothing most of the time.
 */
export async function followLegalBasis(
  rooms: ConsentRooms,
  tx: ConsentRows,
  accountId: AccountId,
  ticket: TicketRow,
): Promise<boolean> {
  const basis = await readLegalBasis(tx, accountId)
  const now = rooms.world.now()
  const before = (await readConsent(tx, accountId, ticket.ticketRef, now)).state
  if (basis.basis === 'consent' && before.status !== 'not_required') return false
  const notice = await tx.currentNotice(accountId)
  const follows = restsOn(before, basis)
  if (before.status === 'not_required' && follows && before.noticeVersion === notice?.version) return false
  let changed = false
  if (before.status === 'not_required' && !follows)
    changed = await endConsent(rooms, tx, accountId, ticket.ticketRef, 'superseded_basis')
  const { state } = await readConsent(tx, accountId, ticket.ticketRef, now)
  const set = notice === null ? null : basisEvent(basis, notice, now)
  if (set === null || !mayHappen(state, 'set_basis')) return changed
  const elsewhere = await refusedElsewhere(tx, accountId, ticket)
  if (!(await isLegal(tx, accountId, state, set, elsewhere))) return changed
  await recordConsent(rooms, tx, accountId, ticket, {
    actor: { kind: 'system', ref: 'legal_basis' },
    evidence: null,
    known: { basisRef: basis.reference, elsewhere },
    event: set,
  })
  return true
}

function basisEvent(basis: LegalBasisView, notice: Notice, now: Date): ConsentEvent | null {
  if (basis.basis === 'consent' || basis.reviewBy === null) return null
  if (!(now.getTime() < Date.parse(basis.reviewBy))) return null
  return {
    kind: 'set_basis',
    at: now.toISOString(),
    by: 'system',
    channel: null,
    noticeVersion: notice.version,
    noticeLocale: noticeLocale(notice, ''),
    validUntil: basis.reviewBy,
    recipients: notice.recipients,
    hasEvidence: false,
    legalBasis: basis.basis,
  }
}

/**
 * An objection, a no to a basis or a restriction is about the person: it holds on each of their tickets, also on
 * later ones, and under each of their records.
 */
async function refusedElsewhere(
  tx: ConsentRows,
  accountId: AccountId,
  { ticketRef, requesterRef }: TicketRow,
): Promise<WordElsewhere> {
  const refs = await recordsBehind(tx, accountId, requesterRef)
  const places = new Set<string>()
  for (const ref of refs) for (const other of await tx.refusalsOf(accountId, ref)) places.add(other)
  const words: EarlierWord[] = []
  const heard: ConsentEvent[] = []
  for (const place of places) {
    const events = await tx.consentEvents(accountId, place)
    heard.push(...events.flatMap((stored) => (refs.includes(stored.requesterRef) ? [stored.event] : [])))
    if (place !== ticketRef) words.push(earlierWord(events, refs))
  }
  const digest = (await tx.requesterByRef(accountId, requesterRef))?.digest
  const lost = digest === undefined ? [] : await lostNoesOf(tx, accountId, digest)
  return refusedAnywhere([...words, ...lost.filter((no) => !isLifted(no, heard)).map(wordOfLostNo)])
}

/** Asked first, because a rule that does not apply to a ticket is nothing that went wrong. */
async function isLegal(
  tx: ConsentRows,
  accountId: AccountId,
  state: ConsentState,
  event: ConsentEvent,
  elsewhere: WordElsewhere,
): Promise<boolean> {
  // What compliance has declared invalid stays so, and an overlay would win anyway.
  if (state.status === 'invalidated' || state.overlays.length > 0) return false
  const rule = await readConsentRule(tx, accountId)
  const facts = {
    purpose: CONSENT_PURPOSE,
    ...{ actorRef: '', saidAt: event.at, cooldownMonths: rule.cooldownMonths },
    ...{ speaker: 'requester' as const, noticeNow: event.noticeVersion, basisRef: 'asked' },
    remembers: remembersNow(rule, event.noticeVersion),
    elsewhere,
  }
  return moveConsent(state, { ...event, facts }).outcome === 'moved'
}
