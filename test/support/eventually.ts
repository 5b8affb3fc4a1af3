/** For what a page shows: it is drawn a moment after the act that changes it, on a busy machine a long moment. */
const PATIENCE_MS = 5_000
const PAUSE_MS = 20

/** Makes the check again until it passes; after five seconds its last failure stands. Only for checks that change nothing. */
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
