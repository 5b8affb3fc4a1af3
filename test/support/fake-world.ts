/** A clock that stands still until it is moved, and ids that count. */
import type { World } from '../../server/keys.ts'

export const SECOND = 1_000
export const MINUTE = 60 * SECOND
export const HOUR = 60 * MINUTE
export const DAY = 24 * HOUR
export const START = '2026-11-20T09:00:00.000Z'

export interface FakeWorld extends World {
  /** Moves the clock on, or back. */
  pass(ms: number): void
  setTo(iso: string): void
}

export function fakeWorld(start: string = START): FakeWorld {
  let ms = Date.parse(start)
  let ids = 0
  return {
    now: () => new Date(ms),
    newId: () => `00000000-0000-7000-8000-${String(++ids).padStart(12, '0')}`,
    pass(more) {
      ms += more
    },
    setTo(iso) {
      ms = Date.parse(iso)
    },
  }
}
