/**
 * How many refused page loads are worth an audit entry each: anyone can cause them, and entries are for ever.
 * Past the limit of a minute they are counted, and the next entry says how many there were.
 */
export interface RefusalMeter {
  /** @returns how many went without an entry since the last one; `null`: this one goes without, too. */
  take(now: Date): number | null
}

const MINUTE_MS = 60_000

export function createRefusalMeter(mostAMinute: number): RefusalMeter {
  let minute = Number.NaN
  let taken = 0
  let passedOver = 0
  return {
    take(now) {
      const current = Math.floor(now.getTime() / MINUTE_MS)
      if (current !== minute) {
        minute = current
        taken = 0
      }
      if (taken >= mostAMinute) {
        passedOver += 1
        return null
      }
      taken += 1
      const without = passedOver
      passedOver = 0
      return without
    },
  }
}
