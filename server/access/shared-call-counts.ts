/**
 * How many calls of each minute were taken by all servers of one store together. A server asks the store for a tenth of
 * the limit at a time, and only when it has none left: together they never take more than there is. Who is sent from
 * server to server finds the last tenths elsewhere, and is asked to wait a little early.
 */
import type { AccountId } from '../../src/domain/account.ts'
import type { Transact } from '../keys.ts'
import type { CallCounts, CallPlace, Most } from './call-counts.ts'
import { MINUTE_MS } from './minute-counts.ts'

export interface CallAllowanceRows {
  /** @returns how many had been claimed before. */
  claimCalls(
    accountId: AccountId,
    claim: {
      readonly place: CallPlace
      readonly key: string
      /** Minutes since the epoch. */
      readonly minute: number
      readonly count: number
    },
  ): Promise<number>
  /** How many agents have called within the minute, on any server. */
  callersOf(accountId: AccountId, minute: number): Promise<number>
  sweepCalls(accountId: AccountId, beforeMinute: number): Promise<void>
}

interface Held {
  left: number
  /** The minute has no more, on any server. */
  spent: boolean
  asking: Promise<void> | null
}

const PARTS = 10
/** Of an address that hardly calls a server keeps its own count: nobody makes the store write by coming once. */
const FREE_CALLS = 20
/** Past as many keys in a minute a server goes to the store for every call; its memory has an end. */
const MOST_HELD = 10_000

export function createSharedCounts(given: {
  readonly accountId: AccountId
  readonly transact: Transact<CallAllowanceRows>
}): CallCounts {
  const { accountId, transact } = given
  let minute = Number.NaN
  let held = new Map<string, Held>()

  async function claim(place: CallPlace, key: string, most: Most, at: number, kept: Held): Promise<void> {
    await transact(async (tx) => {
      const limit = typeof most === 'number' ? most : most(await tx.callersOf(accountId, at))
      const count = Math.max(1, Math.floor(limit / PARTS))
      const before = await tx.claimCalls(accountId, { place, key, minute: at, count })
      const granted = Math.min(count, Math.max(0, limit - before))
      kept.left += granted
      kept.spent = granted === 0
    })
  }

  function heldFor(place: CallPlace, key: string, most: Most, at: number): Held {
    if (at !== minute) {
      minute = at
      held = new Map()
    }
    const name = `${place} ${key}`
    const known = held.get(name)
    if (known !== undefined) return known
    const free = place === 'address' && typeof most === 'number' ? Math.min(FREE_CALLS, most / PARTS) : 0
    const fresh: Held = { left: Math.floor(free), spent: false, asking: null }
    if (held.size < MOST_HELD) held.set(name, fresh)
    return fresh
  }

  return {
    async take(place, key, most, now) {
      const at = Math.floor(now.getTime() / MINUTE_MS)
      const mine = heldFor(place, key, most, at)
      while (mine.left === 0) {
        if (mine.spent) return false
        // Whoever comes meanwhile waits for the same answer.
        mine.asking ??= claim(place, key, most, at, mine).finally(() => {
          mine.asking = null
        })
        await mine.asking
      }
      mine.left -= 1
      return true
    },
  }
}
