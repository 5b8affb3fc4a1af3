/** Lets a number of requests run at once; the others wait, and accounts take turns however much each asks. */
import { Fault } from '../../../src/domain/fault.ts'

export interface FairQueue {
  /**
   * Resolves with the way out, to be taken once.
   * @throws Fault `PROVIDER_QUEUE_FULL`, or the reason of `signal`.
   */
  enter(accountId: string, signal: AbortSignal): Promise<() => void>
}

export interface QueueLimits {
  readonly concurrency: number
  readonly waiting: number
  readonly waitMs: number
  /** Told how many wait, whenever it changes. */
  readonly onWaiting?: (waiting: number) => void
}

interface Waiter {
  readonly admit: () => void
  readonly turnAway: (reason: unknown) => void
}

function full(why: string): Fault {
  return new Fault('PROVIDER_QUEUE_FULL', why)
}

export function createFairQueue(limits: QueueLimits): FairQueue {
  /** The account whose turn it is comes first; each has at least one who waits. */
  const lines = new Map<string, Waiter[]>()
  let [running, waiting] = [0, 0]
  const count = (change: 1 | -1) => {
    waiting += change
    limits.onWaiting?.(waiting)
  }

  function leave(accountId: string, waiter: Waiter): void {
    const line = (lines.get(accountId) ?? []).filter((one) => one !== waiter)
    if (line.length < (lines.get(accountId)?.length ?? 0)) count(-1)
    if (line.length === 0) lines.delete(accountId)
    else lines.set(accountId, line)
  }

  function admitNext(): void {
    running -= 1
    const [next] = lines
    if (next === undefined) return
    const [accountId, [waiter]] = next
    if (waiter === undefined) return
    leave(accountId, waiter)
    const rest = lines.get(accountId)
    // To the end: the other accounts come first now.
    if (rest !== undefined && lines.delete(accountId)) lines.set(accountId, rest)
    waiter.admit()
  }

  /** A full queue makes room for an account that waits less than the longest: nobody can fill it alone. */
  function makeRoomFor(accountId: string): boolean {
    if (waiting < limits.waiting) return true
    const [longest] = [...lines].sort(([, a], [, b]) => b.length - a.length)
    if (longest === undefined || longest[1].length <= (lines.get(accountId)?.length ?? 0) + 1) return false
    longest[1].at(-1)?.turnAway(full('another account had waited less'))
    return true
  }

  function wait(accountId: string, signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const tooLong = setTimeout(
        () => waiter.turnAway(full(`no turn within ${limits.waitMs} ms`)),
        limits.waitMs,
      )
      const gone = () => waiter.turnAway(signal.reason)
      const settle = (then: () => void) => {
        clearTimeout(tooLong)
        signal.removeEventListener('abort', gone)
        leave(accountId, waiter)
        then()
      }
      const waiter: Waiter = {
        admit: () => {
          running += 1
          settle(resolve)
        },
        turnAway: (reason) => settle(() => reject(reason)),
      }
      signal.addEventListener('abort', gone, { once: true })
      lines.set(accountId, [...(lines.get(accountId) ?? []), waiter])
      count(1)
    })
  }

  return {
    async enter(accountId, signal) {
      signal.throwIfAborted()
      if (running < limits.concurrency) running += 1
      else {
        if (!makeRoomFor(accountId)) throw full(`${waiting} requests are waiting`)
        await wait(accountId, signal)
      }
      let left = false
      return () => {
        if (!left) admitNext()
        left = true
      }
    },
  }
}
