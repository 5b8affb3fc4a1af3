/** What requesters were asked and said in a week, read from the log, by the legal basis that was in force then. */
import type { AccountId } from '../../src/domain/account.ts'
import { LEGAL_BASES, type LegalBasis } from '../../src/domain/consent.ts'
import {
  closeFunnels,
  type FunnelAct,
  type FunnelStep,
  type FunnelWeek,
} from '../../src/domain/consent-blocks.ts'
import { addDays } from '../../src/domain/due-dates.ts'
import { finishedWeeks } from '../../src/domain/report-weeks.ts'
import { entriesOf, type LoggedEntry, spanOf } from '../evidence/index.ts'
import { firstWeekOf } from './closing.ts'
import type { ReportRooms } from './rooms.ts'

const SUNDAY = 6
const AT_ONCE = 400
/** Nobody knows any more whether it was one person or several: one, so that less is told. */
const GONE = 'gone'

const STEP_OF: Readonly<Record<string, FunnelStep>> = {
  request: 'asked',
  defer: 'later',
  grant: 'granted',
  confirm_grant: 'granted',
  carry_over: 'granted',
  deny: 'denied',
  withdraw: 'withdrawn',
  expire: 'expired',
  object: 'objected',
}

interface Touch {
  readonly ticketRef: string
  readonly at: string
  readonly step: FunnelStep
}

function touchOf(entry: NonNullable<LoggedEntry['entry']>): Touch | null {
  const { type, object, at, decision, detail } = entry
  const event = type === 'consent.changed' && typeof detail.event === 'string' ? detail.event : ''
  const step = type === 'consent.link_issued' && decision === 'informs' ? 'informed' : STEP_OF[event]
  return step === undefined ? null : { ticketRef: object.ref, at, step }
}

async function readWeek(
  rooms: ReportRooms,
  accountId: AccountId,
  week: string,
  basisAt: (at: string) => LegalBasis,
): Promise<FunnelWeek> {
  const span = await rooms.transact((tx) => spanOf(tx, accountId, { from: week, to: addDays(week, SUNDAY) }))
  const touches: Touch[] = []
  for await (const { entry } of entriesOf(rooms.transact, accountId, span)) {
    const touch = entry === null ? null : touchOf(entry)
    if (touch !== null) touches.push(touch)
  }
  const tickets = [...new Set(touches.map(({ ticketRef }) => ticketRef))]
  const people = new Map<string, string>()
  for (let at = 0; at < tickets.length; at += AT_ONCE)
    for (const { ticketRef, requesterRef } of await rooms.transact((tx) =>
      tx.requestersOfTickets(accountId, tickets.slice(at, at + AT_ONCE)),
    ))
      people.set(ticketRef, requesterRef)
  const acts = touches.map(
    ({ ticketRef, at, step }): FunnelAct => ({
      ...{ person: people.get(ticketRef) ?? GONE, basis: basisAt(at), step },
    }),
  )
  return { week, acts }
}

/** @returns how many blocks were closed. */
export async function closeConsentBlocks(rooms: ReportRooms, accountId: AccountId): Promise<number> {
  const { first, bases } = await rooms.transact(async (tx) => ({
    first: await firstWeekOf(tx, accountId, await tx.consentReportedUntil(accountId)),
    bases: await tx.legalBasesByTime(accountId),
  }))
  if (first === null) return 0
  const basisAt = (at: string): LegalBasis => {
    const name = bases.findLast(({ changedAt }) => changedAt <= at)?.basis
    return LEGAL_BASES.find((basis) => basis === name) ?? 'consent'
  }
  const now = rooms.world.now().toISOString()
  const weeks: FunnelWeek[] = []
  for (const week of finishedWeeks(first, now)) weeks.push(await readWeek(rooms, accountId, week, basisAt))
  const blocks = closeFunnels(weeks)
  if (blocks.length === 0) return 0
  return rooms.transact(async (tx) => {
    const until = await tx.consentReportedUntil(accountId)
    // Another server was faster: its blocks hold.
    if (until !== null && until >= first) return 0
    for (const block of blocks) await tx.addConsentBlock(accountId, block, now)
    return blocks.length
  })
}
