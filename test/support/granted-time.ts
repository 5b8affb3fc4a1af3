/** How much time this process was given: a clock that stands while a busy machine keeps it waiting. */
const TICK_MS = 10

/**
 * Milliseconds, counted by a timer of the event loop. On a machine with nothing else to do it agrees with the wall clock;
 * where the process does not get to run, neither does it. For promises of how long the product takes, not the machine.
 */
export function grantedTime(): { readonly stopwatch: () => number; readonly stop: () => void } {
  let ticks = 0
  const timer = setInterval(() => {
    ticks += 1
  }, TICK_MS)
  timer.unref()
  return { stopwatch: () => ticks * TICK_MS, stop: () => clearInterval(timer) }
}
