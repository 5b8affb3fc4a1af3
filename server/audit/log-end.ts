/**
 * Whether a log still has the end that was known of it. A database that comes back without what it had committed, as a
 * standby does that takes over and was behind, would be gone on with as if nothing were missing.
 */
import { Fault } from '../../src/domain/fault.ts'

export interface LogEnd {
  /** Lost for as long as this process lives: a start replays erasures, and only a person says that entries are gone. */
  readonly isLost: boolean
  /** Of the place that an entry has got. @throws Fault `AUDIT_CHAIN_BROKEN`: then the act must not happen. */
  pass(index: number): void
  /** Whether what was appended since the last word has become so. */
  settled(kept: boolean): void
  /** So many entries are known by a signature, whoever made it. */
  signed(size: number): void
  /** The log does not continue what was signed. */
  lose(): void
}

/** `told` once, when it is found. */
export function createLogEnd(told: () => void): LogEnd {
  let [known, open, isLost] = [0, 0, false]
  const lose = () => {
    if (isLost) return
    isLost = true
    told()
  }
  return {
    get isLost() {
      return isLost
    },
    pass(index) {
      if (index < known) lose()
      if (isLost)
        throw new Fault('AUDIT_CHAIN_BROKEN', 'the audit log has lost its end: nothing is added to it')
      open = Math.max(open, index + 1)
    },
    settled(kept) {
      if (kept) known = Math.max(known, open)
      open = 0
    },
    signed(size) {
      known = Math.max(known, size)
    },
    lose,
  }
}
