/** Whether something that a person started is under way for longer than a second: then it is shown and said. */
const LONG_MS = 1_000

type After = (milliseconds: number, act: () => void) => () => void

export interface Work {
  /** Answers with what ends it. */
  start(): () => void
  /** Told whenever it changes; answers with what stops the telling. */
  watch(told: (long: boolean) => void): () => void
  /** Told after each; answers with what stops the telling. */
  onEnd(told: () => void): () => void
}

export function openWork(after: After): Work {
  const watching = new Set<(long: boolean) => void>()
  const ending = new Set<() => void>()
  let long = 0
  const change = (by: 1 | -1) => {
    long += by
    for (const told of watching) told(long > 0)
  }
  return {
    start() {
      let isLong = false
      let ended = false
      const cancel = after(LONG_MS, () => {
        isLong = true
        change(1)
      })
      return () => {
        if (ended) return
        ended = true
        cancel()
        if (isLong) change(-1)
        for (const told of ending) told()
      }
    },
    watch(told) {
      watching.add(told)
      told(long > 0)
      return () => watching.delete(told)
    },
    onEnd(told) {
      ending.add(told)
      return () => ending.delete(told)
    },
  }
}

/** Of the whole page: a dialog and the screen below it tell of the same work. */
export const pageWork = openWork((milliseconds, act) => {
  const timer = setTimeout(act, milliseconds)
  return () => clearTimeout(timer)
})
