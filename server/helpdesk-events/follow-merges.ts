/** A word said on a ticket that was merged away holds at once on the ticket that took its place. */
import type { AccountId } from '../../src/domain/account.ts'
import type { ConsentRooms } from '../consent/index.ts'
import { ticketSubject } from '../tickets/index.ts'
import { readFormRule } from './form-rule.ts'
import type { EventRows } from './rooms.ts'
import { settleTicket } from './settle.ts'

/** Every ticket that this one was merged into, directly or through others. */
export async function mergeTargets(
  tx: Pick<EventRows, 'factsOf'>,
  accountId: AccountId,
  ticketId: string,
): Promise<readonly string[]> {
  const seen = new Set([ticketId])
  const waiting = [ticketId]
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop())
    for (const { kind, key } of await tx.factsOf(accountId, ticketSubject(next))) {
      if (kind !== 'merged' || seen.has(key)) continue
      seen.add(key)
      waiting.push(key)
    }
  seen.delete(ticketId)
  return [...seen].sort()
}

/** To be called in the transaction of the act, after it. */
export async function followMerges(
  rooms: ConsentRooms,
  tx: EventRows,
  accountId: AccountId,
  ticketId: string,
): Promise<void> {
  for (const target of await mergeTargets(tx, accountId, ticketId))
    await settleTicket({ ...rooms, form: readFormRule }, tx, accountId, target)
}
