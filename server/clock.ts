/**
 * What is past its days is destroyed by the clock, and a clock can be wrong. Each sweep notes when it ran; where more
 * than a week lies between two of them, nothing is destroyed until a person has said that the clock is right.
 */
import type { AccountId } from '../src/domain/account.ts'
import { Fault } from '../src/domain/fault.ts'
import type { AuditLog, AuditRows, EntryActor } from './audit/index.ts'
import type { World } from './keys.ts'
import type { LeaseRows } from './leases.ts'

/** Longer than servers stand still, shorter than what is kept. */
export const MOST_LEAP_DAYS = 7
const DAY_MS = 86_400_000
/** The mark says about when: it is not written at each sweep. */
const ABOUT_MS = 3_600_000
const CLOCK = 'clock'

export interface ClockLeap {
  /** When the last sweep ran. */
  readonly from: string
  readonly to: string
}

const NEXT = 'Next: set the clock, or vouch clock --confirm --as AGENT_ID.'
/** Without the two times: the log says when a line was written. */
export const CLOCK_HAS_LEAPT = `the clock has leapt: nothing is destroyed before somebody confirms it. ${NEXT}`
export const CLOCK_SAYS = ({ from, to }: ClockLeap): string =>
  `The clock says ${to}, and what is past its days was last destroyed ${from}. Nothing more is until somebody says that the clock is right. ${NEXT}`

async function markOf(tx: LeaseRows, accountId: AccountId): Promise<string | null> {
  return (await tx.leases(accountId)).find(({ name }) => name === CLOCK)?.until ?? null
}

/** A store that no sweep has seen yet has no mark: there is nothing to compare with. */
export async function readLeap(
  tx: LeaseRows,
  accountId: AccountId,
  { now }: Pick<World, 'now'>,
): Promise<ClockLeap | null> {
  const from = await markOf(tx, accountId)
  const to = now().toISOString()
  if (from === null || Date.parse(to) - Date.parse(from) <= MOST_LEAP_DAYS * DAY_MS) return null
  return { from, to }
}

/** Before a sweep destroys anything. @returns the leap that it must wait for; `null`: it may, and is noted. */
export async function passClock(
  tx: LeaseRows,
  accountId: AccountId,
  world: Pick<World, 'now'>,
): Promise<ClockLeap | null> {
  const leap = await readLeap(tx, accountId, world)
  if (leap !== null) return leap
  const [mark, now] = [await markOf(tx, accountId), world.now()]
  if (mark === null || Math.abs(now.getTime() - Date.parse(mark)) >= ABOUT_MS)
    await tx.setLease(accountId, { name: CLOCK, holder: CLOCK, until: now.toISOString() })
  return null
}

/** A person has said that the clock is right. @throws Fault `CONFLICT` where nothing waits for it. */
export async function confirmClock(
  { world, audit }: { readonly world: World; readonly audit: AuditLog },
  tx: LeaseRows & AuditRows,
  accountId: AccountId,
  actor: EntryActor,
): Promise<ClockLeap> {
  const leap = await readLeap(tx, accountId, world)
  if (leap === null) throw new Fault('CONFLICT', 'the clock has not leapt: nothing waits for this')
  await audit.append(tx, accountId, {
    type: 'clock.confirmed',
    actor,
    object: { kind: 'clock', ref: accountId },
    decision: 'confirmed',
    detail: { from: leap.from, to: leap.to },
  })
  await tx.setLease(accountId, { name: CLOCK, holder: CLOCK, until: leap.to })
  return leap
}
