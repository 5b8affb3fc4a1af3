/** Ends what has ended: grants, bases and unanswered questions past their time, and what a notice superseded. */
import type { AccountId } from '../../src/domain/account.ts'
import type { ConsentState, EndReason } from '../../src/domain/consent.ts'
import type { Transact } from '../keys.ts'
import { allOrEach, type Failed, forgetOthers, oneAtATime, type Setback } from '../one-by-one.ts'
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

async function isSuperseded(
  tx: ConsentRows,
  accountId: AccountId,
  { status, noticeVersion }: ConsentState,
): Promise<boolean> {
  if (status === 'not_required' || noticeVersion === null) return false
  return noticeVersion < ((await tx.currentNotice(accountId))?.version ?? 0)
}

/**
 * @param reason why it ends where it is not past its end; without one it ends where a newer notice supersedes it.
 * @returns false when nothing was there to end: somebody was quicker.
 */
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
  // Between being found and being ended it may have been given anew.
  if (!ended && reason === undefined && !(await isSuperseded(tx, accountId, state))) {
    await noteStanding(tx, accountId, ticket, state)
    return false
  }
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

async function dueNow(
  rooms: Pick<ConsentRooms, 'world'>,
  tx: ConsentRows,
  accountId: AccountId,
  most: number,
): Promise<readonly string[]> {
  const noticeVersion = (await tx.currentNotice(accountId))?.version ?? 0
  return tx.consentsDue(accountId, { now: rooms.world.now().toISOString(), noticeVersion, most })
}

async function endEach(
  rooms: ConsentRooms,
  tx: ConsentRows,
  accountId: AccountId,
  due: readonly string[],
  reason?: EndReason,
): Promise<number> {
  let ended = 0
  for (const ticketRef of due) if (await endConsent(rooms, tx, accountId, ticketRef, reason)) ended += 1
  return ended
}

/** Whether what its end needs can be read. What cannot would take back the act that it is a part of. */
async function isReadable(
  { keys }: Pick<ConsentRooms, 'keys'>,
  tx: ConsentRows,
  accountId: AccountId,
  ticketRef: string,
): Promise<boolean> {
  try {
    foldConsent((await tx.consentEvents(accountId, ticketRef)).map(({ event }) => event))
    const ticket = await tx.ticketByRef(accountId, ticketRef)
    const person = ticket === null ? null : await tx.requesterByRef(accountId, ticket.requesterRef)
    if (person !== null && person.wrappedKey !== '')
      keys.personKey(person.wrappedKey, `${accountId}/${person.requesterRef}`)
    return true
  } catch {
    return false
  }
}

/**
 * Part of an act that ends them all, in its transaction. One that cannot be read is left out: the act must be possible
 * without it, the gate refuses it meanwhile, and the sweep tells of it.
 * @returns how many were ended.
 */
export async function endReadable(
  rooms: ConsentRooms,
  tx: ConsentRows,
  accountId: AccountId,
  due: readonly string[],
  reason?: EndReason,
): Promise<number> {
  const readable: string[] = []
  for (const ticketRef of due) if (await isReadable(rooms, tx, accountId, ticketRef)) readable.push(ticketRef)
  return endEach(rooms, tx, accountId, readable, reason)
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
  return endReadable(rooms, tx, accountId, await dueNow(rooms, tx, accountId, most))
}

/**
 * Tickets of a version that kept no standing get theirs, so that the sweep finds them. It reads every ticket's consent:
 * once none is missing none is looked for again, since whatever writes an event writes its standing with it.
 * @returns whether there may be more.
 */
async function noteMissing(given: SweepGiven, { rooms, transact, accountId }: Swept): Promise<boolean> {
  const { most, state } = given
  const { noted } = state
  const asked = most + noted.size
  const missing = await transact((tx) => tx.consentsWithoutStanding(accountId, asked))
  if (missing.length < asked) forgetOthers(noted, missing)
  const note = (refs: readonly string[]) =>
    transact(async (tx) => {
      for (const ticketRef of refs) {
        const ticket = await tx.ticketByRef(accountId, ticketRef)
        const { events } = await readConsent(tx, accountId, ticketRef, rooms.world.now())
        if (ticket !== null)
          await noteStanding(tx, accountId, ticket, foldConsent(events.map(({ event }) => event)))
      }
      return refs.length
    })
  await allOrEach(missing, noted, note, (error) => given.setback('standings', error))
  return missing.length === asked || noted.size > 0
}

/** What a process remembers from one run to the next. */
export interface SweepState {
  /** Whether tickets without a standing may still be there: until a run has seen that none is. */
  mayMiss: boolean
  /** Of those without a standing, and of those that end: which the last runs failed at. */
  readonly noted: Failed
  readonly ended: Failed
}

export const freshSweep = (): SweepState => ({ mayMiss: true, noted: new Set(), ended: new Set() })

interface Swept {
  readonly rooms: ConsentRooms
  readonly transact: Transact<ConsentRows>
  readonly accountId: AccountId
}

interface SweepGiven {
  readonly most: number
  readonly state: SweepState
  readonly setback: Setback
}

/**
 * One run, at the start and on a timer. Bounded: what is left the next run ends. A ticket whose end fails keeps no
 * other from its own.
 */
export async function sweepConsent(
  rooms: ConsentRooms,
  transact: Transact<ConsentRows>,
  accountId: AccountId,
  given: Partial<SweepGiven> & Pick<SweepGiven, 'setback'>,
): Promise<number> {
  const { most = MOST_AT_ONCE, state = freshSweep(), setback } = given
  const swept = { rooms, transact, accountId }
  if (state.mayMiss) state.mayMiss = await noteMissing({ most, state, setback }, swept)
  const asked = most + state.ended.size
  const due = await transact((tx) => dueNow(rooms, tx, accountId, asked))
  if (due.length < asked) forgetOthers(state.ended, due)
  const end = (refs: readonly string[]) => transact((tx) => endEach(rooms, tx, accountId, refs))
  return allOrEach(due, state.ended, end, (error) => setback('consents', error))
}

/** Once now and then every minute, one run at a time. @returns what stops it and waits for the last run. */
export function startSweeping(given: Swept & { readonly everyMs?: number; readonly setback: Setback }): {
  readonly first: Promise<void>
  stop(): Promise<void>
} {
  const { rooms, transact, accountId, setback } = given
  const state = freshSweep()
  const sweep = oneAtATime(() =>
    sweepConsent(rooms, transact, accountId, { state, setback }).then(
      () => {},
      (error: unknown) => setback('consents', error),
    ),
  )
  const timer = setInterval(() => void sweep.run(), given.everyMs ?? SWEEP_MS)
  timer.unref()
  return {
    first: sweep.run(),
    stop: () => {
      clearInterval(timer)
      return sweep.over()
    },
  }
}
