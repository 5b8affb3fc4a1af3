/**
 * The drafts that run: a stopping server lets them finish and takes no new ones, and what a person waits minutes for
 * gives way to them.
 */
import { setImmediate as nextTurn, setTimeout as rest } from 'node:timers/promises'
import type { RunningDrafts } from './http/drafts.ts'

/** Where one always runs, who gives way still has a fifth of the one thread. */
const PATIENCE_MS = 20

export function createRunningDrafts(): RunningDrafts & {
  count(): number
  stop(): void
  finished(): Promise<void>
  /**
   * Ends when the drafts that run now have ended, or after 20 ms, and in any case with the next turn. A draft takes a
   * turn at each of its steps: whoever packs a slice in each of them makes its whole reply that much later.
   */
  giveWay(): Promise<void>
} {
  const runs = new Set<Promise<void>>()
  let stopping = false
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
        const { signal } = over
        await Promise.race([Promise.allSettled(runs), rest(PATIENCE_MS, null, { signal }).catch(() => null)])
        over.abort()
      }
      await nextTurn()
    },
  }
}
