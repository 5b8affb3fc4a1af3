/**
 * A period of the log: an unbroken run of entries. It is bounded by time and told by index, because only the index
 * shows that nothing in between is missing.
 */
import type { AccountId } from '../../src/domain/account.ts'
import { Fault } from '../../src/domain/fault.ts'
import { type AuditRows, rootHash } from '../audit/index.ts'
import type { Transact } from '../keys.ts'
import { type LoggedEntry, loggedEntry } from './logged-entry.ts'

/** Two days of UTC, both within. */
export interface Period {
  readonly from: string
  readonly to: string
}

export interface LogSpan {
  /** Place of the first entry of the period; equals `end` when there is none. */
  readonly start: number
  /** Place after the last one. */
  readonly end: number
  readonly headSize: number
  readonly headRoot: string
}

/** Read and handed out at once, with nobody else having a turn: some milliseconds. */
const PAGE = 250
const DAY_MS = 86_400_000
const DAY = /^\d{4}-\d{2}-\d{2}$/

function dayStart(day: string): number {
  const at = DAY.test(day) ? Date.parse(`${day}T00:00:00.000Z`) : Number.NaN
  // 2026-02-30 parses as a day of March.
  return Number.isNaN(at) || new Date(at).toISOString().slice(0, 10) !== day ? Number.NaN : at
}

/** @throws Fault `BAD_REQUEST` when it is no period. */
export function parsePeriod(from: unknown, to: unknown): Period {
  if (typeof from !== 'string' || typeof to !== 'string' || !(dayStart(from) <= dayStart(to)))
    throw new Fault('BAD_REQUEST', 'a period is two days such as 2026-01-01 and 2026-03-31')
  return { from, to }
}

/** The first place from `low` on whose entry is not before that moment. */
async function firstFrom(tx: AuditRows, accountId: AccountId, moment: number, size: number): Promise<number> {
  let low = 0
  let high = size
  while (low < high) {
    const middle = Math.floor((low + high) / 2)
    const [stored] = await tx.auditEntries(accountId, middle, 1)
    const at = stored === undefined ? null : (loggedEntry(stored).entry?.at ?? null)
    // What cannot be read has no time: it is kept in, so that it is seen.
    if (at !== null && Date.parse(at) < moment) low = middle + 1
    else high = middle
  }
  return low
}

export async function spanOf(tx: AuditRows, accountId: AccountId, period: Period): Promise<LogSpan> {
  const head = await tx.auditHead(accountId)
  const headSize = head?.tree.size ?? 0
  return {
    start: await firstFrom(tx, accountId, dayStart(period.from), headSize),
    end: await firstFrom(tx, accountId, dayStart(period.to) + DAY_MS, headSize),
    headSize,
    headRoot: rootHash(head),
  }
}

/**
 * The entries of those places in their order. A transaction a page, so that whoever drafts meanwhile is not kept.
 * @throws Fault `AUDIT_CHAIN_BROKEN` when one is missing.
 */
export async function* entriesOf(
  transact: Transact<AuditRows>,
  accountId: AccountId,
  { start, end }: Pick<LogSpan, 'start' | 'end'>,
): AsyncGenerator<LoggedEntry> {
  for (let next = start; next < end; ) {
    const page = await transact((tx) => tx.auditEntries(accountId, next, Math.min(PAGE, end - next)))
    for (const stored of page) {
      if (stored.index !== next)
        throw new Fault('AUDIT_CHAIN_BROKEN', `entry ${next} of the audit log is missing`)
      yield loggedEntry(stored)
      next += 1
    }
    if (page.length === 0) throw new Fault('AUDIT_CHAIN_BROKEN', `entry ${next} of the audit log is missing`)
  }
}
