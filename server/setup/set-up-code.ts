/** The code that proves a right to the terminal. Kept as a digest and in memory alone: nothing at rest opens anything. */
import { createHash, timingSafeEqual } from 'node:crypto'

export const SET_UP_CODE_MINUTES = 30

export type CodeVerdict = 'right' | 'wrong' | 'ended'

export interface SetUpCode {
  judge(typed: string, now: Date): CodeVerdict
  /** From here on it opens nothing; `false`: somebody else was first. */
  use(): boolean
  /** What it was used for did not come about. */
  giveBack(): void
}

/** As people type it: without its dashes, in small letters. */
const digestOf = (typed: string) =>
  createHash('sha256').update(typed.replace(/[\s-]/g, '').toUpperCase()).digest()

export function createSetUpCode(code: string, from: Date): SetUpCode {
  const digest = digestOf(code)
  const until = from.getTime() + SET_UP_CODE_MINUTES * 60_000
  let used = false
  return {
    judge(typed, now) {
      // First: whoever does not know it learns nothing of its state.
      if (!timingSafeEqual(digestOf(typed), digest)) return 'wrong'
      return used || now.getTime() >= until ? 'ended' : 'right'
    },
    use() {
      if (used) return false
      used = true
      return true
    },
    giveBack() {
      used = false
    },
  }
}
