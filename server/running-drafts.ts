/**
 * The drafts that run: a stopping server lets them finish and takes no new ones, and what a person waits minutes for
 * gives way to them.
 */
import { setImmediate as nextTurn, setTimeout as rest } from 'node:timers/promises'
import type { RunningDrafts } from './http/drafts.ts'

/** Where one always runs, who gives way still has a fifth of the one thread: it waits four times as long as it worked. */
const SHARE = 4
const LONGEST_MS = 20

const ended = (ms: number, signal: AbortSignal) => rest(ms, null, { signal }).catch(() => null)

export function createRunningDrafts(
  /** Milliseconds that only go forward. */
  stopwatch: () => number,
  after = ended,
): RunningDrafts & {
  count(): number
  stop(): void
  finished(): Promise<void>
  /**
   * Ends when the drafts that run now have ended, or after four times what passed since the last who gave way went on,
   * 20 ms at most, and in any case with the next turn. A draft takes a turn at each of its steps: whoever packs a slice
   * in each of them makes its whole reply that much later.
   */
  giveWay(): Promise<void>
} {
  const runs = new Set<Promise<void>>()
  let stopping = false
  let wentOnAt = Number.NEGATIVE_INFINITY
  return {
    get stopping() {
      return stopping
    },
    add(run) {
      runs.add(run)
      const done = () => runs.delete(run)
      run.then(done, done)
    },
    count: () => runs.size,
    stop() {
      stopping = true
    },
    async finished() {
      await Promise.allSettled(runs)
    },
    async giveWay() {
      if (runs.size > 0) {
        const over = new AbortController()
        const patience = Math.min(SHARE * (stopwatch() - wentOnAt), LONGEST_MS)
        await Promise.race([Promise.allSettled(runs), after(patience, over.signal)])
        over.abort()
      }
      await nextTurn()
      wentOnAt = stopwatch()
    },
  }
}
