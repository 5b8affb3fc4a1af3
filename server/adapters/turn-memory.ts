/**
 * What is asked again and again while one act is done, and must not be kept: it goes when the turn of the event loop
 * ends, before anything else comes in.
 */
export interface TurnMemory<T> {
  get(question: string): T | undefined
  set(question: string, answer: T): void
}

/** One act that asks for many, as an erasure or a change of keys does, piles up no more than so many. */
const MOST = 200

export function turnMemory<T>(
  forget: (answer: T) => void = () => {},
  atTurnsEnd: (act: () => void) => void = setImmediate,
): TurnMemory<T> {
  const known = new Map<string, T>()
  let isEnding = false
  const clear = () => {
    for (const answer of known.values()) forget(answer)
    known.clear()
  }
  return {
    get: (question) => known.get(question),
    set(question, answer) {
      if (known.size >= MOST) clear()
      known.set(question, answer)
      if (isEnding) return
      isEnding = true
      atTurnsEnd(() => {
        isEnding = false
        clear()
      })
    },
  }
}
