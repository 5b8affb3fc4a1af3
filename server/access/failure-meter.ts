/** How often one address may be wrong before it is asked to wait. */
import { type CallCounts, createLocalCounts } from './call-counts.ts'
import { placeOf } from './call-meter.ts'
import { createMinuteCounts } from './minute-counts.ts'

export interface FailureMeter {
  /** True: it was wrong too often within this minute, as far as this server has heard. */
  isClosed(address: string, now: Date): boolean
  note(address: string, now: Date): Promise<void>
}

/** Servers that share their counts each hear of a closed address by one more wrong try. */
export function createFailureMeter(
  mostAMinute: number,
  shared: {
    readonly counts: CallCounts
    readonly digest: (purpose: string, ...parts: readonly string[]) => string
  } = { counts: createLocalCounts(), digest: (...parts) => parts.join(' ') },
): FailureMeter {
  const seen = createMinuteCounts()
  const closed = createMinuteCounts()
  return {
    isClosed(address, now) {
      const place = placeOf(address)
      return closed.of(place, now) > 0 || seen.of(place, now) >= mostAMinute
    },
    async note(address, now) {
      const place = placeOf(address)
      seen.add(place, now)
      if (!(await shared.counts.take('wrong_token', shared.digest('calls', place), mostAMinute, now)))
        closed.add(place, now)
    },
  }
}
