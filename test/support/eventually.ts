/**
 * What is shown, and what a server does by itself, comes a moment after the act that it comes of; on a slow machine a
 * long moment. Whoever waits in vain waits this long; whoever does not, no longer than before.
 */
export const PATIENCE_MS = 30_000
const PAUSE_MS = 20

/** Makes the check again until it passes; after half a minute its last failure stands. Only for checks that change nothing. */
export async function eventually(check: () => Promise<unknown>): Promise<void> {
  const end = performance.now() + PATIENCE_MS
  for (;;) {
    try {
      await check()
      return
    } catch (failure) {
      if (performance.now() > end) throw failure
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS))
    }
  }
}
