/** Counts an act once the transaction that it stands in is kept: what is taken back was none. */
import type { Act } from '../audit/index.ts'
import type { Metrics } from './metrics.ts'

type Noted = Pick<Act, 'type' | 'decision' | 'detail'>

export interface ActsKept {
  /** Runs one act of a store; its rows are the transaction that `note` is told of. */
  within<Tx extends object, T>(
    transact: (act: (tx: Tx) => Promise<T>) => Promise<T>,
    act: (tx: Tx) => Promise<T>,
  ): Promise<T>
  note(tx: object, act: Noted): void
}

export function countKept(metrics: Pick<Metrics, 'act'>): ActsKept {
  const open = new WeakMap<object, Noted[]>()
  return {
    async within(transact, act) {
      let noted: Noted[] = []
      const outcome = await transact((tx) => {
        // Begun anew where the engine has taken it back and runs it again. Acts that share a transaction come one
        // after the other, so that what is noted from here on is this one's.
        noted = []
        open.set(tx, noted)
        return act(tx)
      })
      for (const each of noted) metrics.act(each)
      return outcome
    },
    note(tx, act) {
      const noted = open.get(tx)
      // Of a transaction that nobody has announced nobody will say that it was kept.
      if (noted === undefined) metrics.act(act)
      else noted.push(act)
    },
  }
}
