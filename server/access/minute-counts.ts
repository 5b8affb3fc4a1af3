/** How often each key was seen within the minute that runs. Kept in memory, and only for that minute. */
export interface MinuteCounts {
  of(key: string, now: Date): number
  /** How many keys were seen. */
  size(now: Date): number
  add(key: string, now: Date): void
}

export const MINUTE_MS = 60_000

/** After so many seconds another minute begins, in which nothing was counted yet. */
export function secondsLeft(now: Date): number {
  return Math.ceil((MINUTE_MS - (now.getTime() % MINUTE_MS)) / 1_000)
}

/** Whoever comes from more places than this at once has other means anyway; memory has an end. */
const MOST_KEYS = 10_000

export function createMinuteCounts(): MinuteCounts {
  let minute = Number.NaN
  let counts = new Map<string, number>()
  function turnOver(now: Date): void {
    const current = Math.floor(now.getTime() / MINUTE_MS)
    if (current === minute) return
    minute = current
    counts = new Map()
  }
  return {
    of(key, now) {
      turnOver(now)
      return counts.get(key) ?? 0
    },
    size(now) {
      turnOver(now)
      return counts.size
    },
    add(key, now) {
      turnOver(now)
      if (counts.size < MOST_KEYS || counts.has(key)) counts.set(key, (counts.get(key) ?? 0) + 1)
    },
  }
}
