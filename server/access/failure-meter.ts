/** How often one address may be wrong before it is asked to wait. Kept in memory, and only for a minute. */
export interface FailureMeter {
  /** True: it was wrong too often within this minute. */
  isClosed(address: string, now: Date): boolean
  note(address: string, now: Date): void
}

const MINUTE_MS = 60_000
/** Whoever comes from more addresses than this at once has other means anyway; memory has an end. */
const MOST_ADDRESSES = 10_000

export function createFailureMeter(mostAMinute: number): FailureMeter {
  let minute = Number.NaN
  let failures = new Map<string, number>()
  function turnOver(now: Date): void {
    const current = Math.floor(now.getTime() / MINUTE_MS)
    if (current === minute) return
    minute = current
    failures = new Map()
  }
  return {
    isClosed(address, now) {
      turnOver(now)
      return (failures.get(address) ?? 0) >= mostAMinute
    },
    note(address, now) {
      turnOver(now)
      if (failures.size < MOST_ADDRESSES || failures.has(address))
        failures.set(address, (failures.get(address) ?? 0) + 1)
    },
  }
}
