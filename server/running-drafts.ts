/** Counts the drafts that run, so that a stopping server lets them finish and takes no new ones. */
import type { RunningDrafts } from './http/drafts.ts'

export function createRunningDrafts(): RunningDrafts & {
  count(): number
  stop(): void
  finished(): Promise<void>
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
  }
}
