/** The log and the store as they are, watched: what was written, how long it took. */
import type { AccountId } from '../../src/domain/account.ts'
import { Fault } from '../../src/domain/fault.ts'
import type { PlacedStore } from '../adapters/store-place.ts'
import { monotonicMs } from '../adapters/world.ts'
import type { AuditLog, LogEnd } from '../audit/index.ts'
import type { ActsKept, Metrics } from '../metrics/index.ts'

/**
 * Notes each append, so that a checkpoint is signed only when there is something new, and lets none be kept where the
 * log of this server's own account has lost its end.
 */
export function watchedLog(
  inner: AuditLog,
  { own, logEnd, markChanged }: { own: AccountId; logEnd: LogEnd; markChanged: () => void },
  acts: ActsKept | null,
): AuditLog {
  return {
    async append(tx, accountId, act) {
      const index = await inner.append(tx, accountId, act)
      if (accountId === own) logEnd.pass(index)
      markChanged()
      acts?.note(tx, act)
      return index
    },
  }
}

/** The same store, its transactions timed, and what was done in them counted. */
export function timedStore(store: PlacedStore, metrics: Metrics, acts: ActsKept): PlacedStore {
  return {
    ...store,
    async transact(act) {
      const began = monotonicMs()
      const seen = (error: unknown) => {
        const code = error === null ? null : error instanceof Fault ? error.code : 'UNEXPECTED'
        metrics.transaction((monotonicMs() - began) / 1_000, code)
      }
      try {
        const outcome = await acts.within(store.transact, act)
        seen(null)
        return outcome
      } catch (error) {
        seen(error)
        throw error
      }
    },
  }
}
