/** How often one address may be wrong before it is asked to wait. */
import { createMinuteCounts } from './minute-counts.ts'

export interface FailureMeter {
  /** True: it was wrong too often within this minute. */
  isClosed(address: string, now: Date): boolean
  note(address: string, now: Date): void
}

export function createFailureMeter(mostAMinute: number): FailureMeter {
  const failures = createMinuteCounts()
  return {
    isClosed: (address, now) => failures.of(address, now) >= mostAMinute,
    note: failures.add,
  }
}
