/**
 * Acts that wait at the same time share one transaction, and with it one write to the disk. Each runs alone, after
 * the one before, and is told of its end only when the shared commit is durable. An act that fails is taken back
 * alone; when the commit fails, all of them have failed.
 */

import { Fault } from '../../src/domain/fault.ts'

export interface GroupEngine<Tx> {
  /** Commits when `act` ends well; rolls back when it throws. */
  transaction(act: (tx: Tx) => Promise<void>): Promise<void>
  savepoint(tx: Tx, what: 'open' | 'keep' | 'undo'): Promise<void>
  /** False when the engine has ended the transaction by itself: on a full disk it does. */
  isOpen(): boolean
  /** Whether the engine took a transaction back only so that others could go on. Acts can be run again. */
  isToBeRepeated?(cause: unknown): boolean
  /**
   * Whether it came of one act, that nobody can tell from those before it: all was taken back, and each is run again,
   * by itself.
   */
  isOfOne?(cause: unknown): boolean
  /** Whether nobody gets in for now. Who waits behind has waited too, and would only wait as long again. */
  isShutOut?(cause: unknown): boolean
  /** What was read in the transaction has become so, or never was: whoever keeps something of it is told. */
  settled?(kept: boolean): void
  /** Told where whoever keeps something has failed at that: nobody's act waits for them. */
  failedToSettle?(cause: unknown): void
}

interface Waiting<Tx> {
  readonly run: (tx: Tx) => Promise<unknown>
  readonly resolve: (value: unknown) => void
  readonly reject: (cause: unknown) => void
  /** How often it was taken back for the sake of others. */
  repeated: number
  /** It has a transaction of its own. */
  apart: boolean
  told: boolean
}

/** Until all that has come in by now was read: what several requests ask for then shares one write to the disk. */
const turn = () => new Promise<void>((resolve) => setImmediate(resolve))

const MOST_REPEATED = 5
/** The first of a group must not wait for ever on those that keep coming. */
const MOST_TOGETHER = 128

export function createGroupCommit<Tx>(
  engine: GroupEngine<Tx>,
): <T>(act: (tx: Tx) => Promise<T>) => Promise<T> {
  const queue: Waiting<Tx>[] = []
  let working = false

  function settle(kept: boolean): void {
    try {
      engine.settled?.(kept)
    } catch (cause) {
      engine.failedToSettle?.(cause)
    }
  }

  /** @returns how the act ended; a failed one is undone already. */
  async function runNext(tx: Tx, waiting: Waiting<Tx>, alone: boolean): Promise<(() => void) | null> {
    // Alone in its transaction so far, it needs no way back of its own.
    if (!alone) await engine.savepoint(tx, 'open')
    try {
      const value = await waiting.run(tx)
      // An act that took the loss of its transaction for something else has done nothing that lasts, and what
      // came next would be written at once, by itself.
      if (!engine.isOpen()) throw new Fault('STORE_UNAVAILABLE', 'the store has given the transaction up')
      if (!alone) await engine.savepoint(tx, 'keep')
      return () => waiting.resolve(value)
    } catch (cause) {
      if (engine.isToBeRepeated?.(cause) === true) throw cause
      const takesAll = alone || !engine.isOpen()
      // Before it is told: where one before it has failed there is no way back, and nothing is known of this one.
      if (!takesAll) await engine.savepoint(tx, 'undo')
      waiting.told = true
      waiting.reject(cause)
      if (takesAll) throw cause
      settle(false)
      return null
    }
  }

  /** What was not told yet is run again, first and in its order, or told that it failed. */
  function giveBack(taken: readonly Waiting<Tx>[], cause: unknown): void {
    const open = taken.filter(({ told }) => !told)
    const ofOne = taken.length > 1 && engine.isOfOne?.(cause) === true
    const repeatable = ofOne || engine.isToBeRepeated?.(cause) === true
    const again = open.filter((each) => repeatable && each.repeated < MOST_REPEATED)
    for (const each of again) {
      each.repeated += 1
      each.apart ||= ofOne
    }
    for (const each of open) if (!again.includes(each)) each.reject(cause)
    queue.unshift(...again)
  }

  async function runGroup(): Promise<void> {
    const taken: Waiting<Tx>[] = []
    const ended: (() => void)[] = []
    try {
      await engine.transaction(async (tx) => {
        for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
          taken.push(next)
          const end = await runNext(tx, next, taken.length === 1)
          if (end !== null) ended.push(end)
          if (taken.length === MOST_TOGETHER || next.apart || queue[0]?.apart === true) return
        }
      })
    } catch (cause) {
      settle(false)
      const shutOut = taken.length === 0 || engine.isShutOut?.(cause) === true
      giveBack(shutOut ? [...taken, ...queue.splice(0)] : taken, cause)
      return
    }
    settle(true)
    for (const end of ended) end()
  }

  async function work(): Promise<void> {
    try {
      while (queue.length > 0) {
        await turn()
        await runGroup()
      }
    } finally {
      working = false
    }
  }

  return <T>(act: (tx: Tx) => Promise<T>) =>
    new Promise<T>((resolve, reject) => {
      queue.push({
        run: act,
        // Only what `act` itself has returned comes back through it.
        resolve: (value) => resolve(value as T),
        reject,
        repeated: 0,
        apart: false,
        told: false,
      })
      if (working) return
      working = true
      work().catch(reject)
    })
}
