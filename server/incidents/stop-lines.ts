/**
 * The file of stops: one JSON line for each pull, only ever added to, so that no two programs can lose one
 * another's. A stop ends when the store knows it as lifted, never by this file.
 */
import { z } from 'zod'
import type { AccountId } from '../../src/domain/account.ts'
import { Fault } from '../../src/domain/fault.ts'
import { isStopTarget, STOP_LEVELS, STOP_REASONS, type Stop } from '../../src/domain/kill-switch.ts'

const line = z
  .strictObject({
    v: z.literal(1),
    account: z.string().min(1).max(200),
    stopId: z.uuid(),
    level: z.enum(STOP_LEVELS),
    ref: z.string(),
    reason: z.enum(STOP_REASONS),
    pulledAt: z.iso.datetime(),
    pulledBy: z.string().min(1).max(200),
  })
  .refine(isStopTarget)

export function stopLine(account: AccountId, stop: Stop): string {
  const { stopId, level, ref, reason, pulledAt, pulledBy } = stop
  return `${JSON.stringify({ v: 1, account, stopId, level, ref, reason, pulledAt, pulledBy })}\n`
}

/**
 * The stops of one account. A line that cannot be read may be the very one that counts.
 * @throws Fault `SOURCE_UNREADABLE`.
 */
export function parseStopLines(text: string, account: AccountId): readonly Stop[] {
  const found = text.split('\n').flatMap((given, at) => {
    if (given.trim() === '') return []
    const parsed = line.safeParse(jsonOf(given))
    if (!parsed.success)
      throw new Fault('SOURCE_UNREADABLE', `line ${at + 1} of the file of stops cannot be read`)
    const { v: _v, account: of, ...stop } = parsed.data
    return of === account ? [stop] : []
  })
  return [...new Map(found.map((stop) => [stop.stopId, stop])).values()]
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
