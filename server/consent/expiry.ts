/** Ends what has ended: grants, bases and unanswered questions past their time, and what a notice superseded. */
import type { AccountId } from '../../src/domain/account.ts'
import type { EndReason } from '../../src/domain/consent.ts'
import type { Transact } from '../keys.ts'
import { foldConsent } from './consent-fold.ts'
import {
  type ConsentRooms,
  type ConsentRows,
  noteStanding,
  readConsent,
  recordConsent,
} from './consent-ledger.ts'

/** In one transaction: enough for a helpdesk's minute, short enough that nobody waits for it. */
export const MOST_AT_ONCE = 200
const SWEEP_MS = 60_000

/** @returns false when nothing was there to end: somebody was quicker. */
export async function endConsent(
  rooms: ConsentRooms,
  tx: ConsentRows,
  accountId: AccountId,
  ticketRef: string,
  reason?: EndReason,
): Promise<boolean> {
  const ticket = await tx.ticketByRef(accountId, ticketRef)
  if (ticket === null) return false
  const now = rooms.world.now()
  const events = await tx.consentEvents(accountId, ticketRef)
  const state = foldConsent(events.map(({ event }) => event))
  const open = state.status === 'granted' || state.status === 'requested' || state.status === 'not_required'
  if (!open || state.overlays.includes('erased')) {
    await noteStanding(tx, accountId, ticket, state)
    return false
  }
  const ended = state.validUntil !== null && Date.parse(state.validUntil) <= now.getTime()
  const natural = state.status === 'requested' ? 'unanswered' : 'time'
  await recordConsent(rooms, tx, accountId, ticket, {
    actor: { kind: 'system', ref: 'expiry' },
    evidence: null,
    known: { endReason: ended ? natural : (reason ?? 'superseded_notice') },
    event: {
      kind: 'expire',
      at: now.toISOString(),
      by: 'system',
      channel: null,
      ...{ noticeVersion: null, noticeLocale: null, validUntil: null },
      recipients: [],
      hasEvidence: false,
      legalBasis: null,
    },
  })
  return true
}

/**
 * Part of activating a notice: questions and grants under an older one end in the same transaction, those
 * with open drafts first. What is over the bound the sweep ends; the gate refuses it meanwhile.
 * @returns how many were ended.
 */
export async function expireSuperseded(
  rooms: ConsentRooms,
  tx: ConsentRows,
  accountId: AccountId,
  most = MOST_AT_ONCE,
): Promise<number> {
  const noticeVersion = (await tx.currentNotice(accountId))?.version ?? 0
  const due = await tx.consentsDue(accountId, { now: rooms.world.now().toISOString(), noticeVersion, most })
  let ended = 0
  for (const ticketRef of due) if (await endConsent(rooms, tx, accountId, ticketRef)) ended += 1
  return ended
}

/**
 * Tickets of a version that kept no standing get theirs, so that the sweep finds them. It reads every ticket's consent:
 * once none is missing none is looked for again, since whatever writes an event writes its standing with it.
 * @returns whether there may be more.
 */
async function noteMissing(
  tx: ConsentRows,
  rooms: ConsentRooms,
  accountId: AccountId,
  most: number,
): Promise<boolean> {
  const missing = await tx.consentsWithoutStanding(accountId, most)
  for (const ticketRef of missing) {
    const ticket = await tx.ticketByRef(accountId, ticketRef)
    const { events } = await readConsent(tx, accountId, ticketRef, rooms.world.now())
    if (ticket !== null)
      await noteStanding(tx, accountId, ticket, foldConsent(events.map(({ event }) => event)))
  }
  return missing.length === most
}

/** Whether tickets without a standing may still be there: until a run has seen that none is. */
export interface SweepState {
  mayMiss: boolean
}

/** One run, at the start and on a timer. Bounded: what is left the next run ends. */
export async function sweepConsent(
  rooms: ConsentRooms,
  transact: Transact<ConsentRows>,
  accountId: AccountId,
  {
    most = MOST_AT_ONCE,
    state = { mayMiss: true },
  }: { readonly most?: number; readonly state?: SweepState } = {},
): Promise<number> {
  if (state.mayMiss) state.mayMiss = await transact((tx) => noteMissing(tx, rooms, accountId, most))
  return transact((tx) => expireSuperseded(rooms, tx, accountId, most))
}

/** Once now and then every minute, one run at a time. @returns what stops it and waits for the last run. */
export function startSweeping(given: {
  readonly rooms: ConsentRooms
  readonly transact: Transact<ConsentRows>
  readonly accountId: AccountId
  readonly everyMs?: number
  readonly report: (error: unknown) => void
}): { readonly first: Promise<void>; stop(): Promise<void> } {
  const state = { mayMiss: true }
  let running = sweep()
  function sweep(): Promise<void> {
    return sweepConsent(given.rooms, given.transact, given.accountId, { state }).then(() => {}, given.report)
  }
  const timer = setInterval(() => {
    running = running.then(sweep)
  }, given.everyMs ?? SWEEP_MS)
  timer.unref()
  return {
    first: running,
    stop: () => {
      clearInterval(timer)
      return running
    },
  }
}
