/** Asks again and again, but only while somebody looks, and more slowly while nobody answers. */
export interface Watch {
  /** Asks at once, e.g. after an act or when the network is back. */
  now(): void
  pause(): void
  resume(): void
  stop(): void
}

const EVERY_MS = 1500
const SLOWEST_MS = 30_000

export function startWatch(
  ask: (signal: AbortSignal) => Promise<void>,
  after: (milliseconds: number, act: () => void) => () => void,
): Watch {
  let cancel = () => {}
  let running: AbortController | null = null
  let paused = false
  let stopped = false
  let wait = EVERY_MS

  async function turn(): Promise<void> {
    cancel()
    if (paused || stopped || running !== null) return
    const controller = new AbortController()
    running = controller
    try {
      await ask(controller.signal)
      wait = EVERY_MS
    } catch {
      // The asker has told the person; here it only means to wait longer.
      wait = Math.min(wait * 2, SLOWEST_MS)
    }
    running = null
    if (!paused && !stopped) cancel = after(wait, () => void turn())
  }

  cancel = after(EVERY_MS, () => void turn())
  return {
    now: () => void turn(),
    pause() {
      paused = true
      cancel()
    },
    resume() {
      if (!paused) return
      paused = false
      void turn()
    },
    stop() {
      stopped = true
      cancel()
      running?.abort()
    },
  }
}
