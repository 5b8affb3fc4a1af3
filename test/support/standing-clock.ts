import type { Page } from 'playwright-core'

/** Far enough ahead of any page whose clock was just installed. */
const AHEAD_MS = 60_000

/**
 * The clock of a page that was opened with one stands from here on, and goes on only where it is turned. What counts down
 * second by second would go on while the test looks at it, on a busy machine past the number that it waits for.
 */
export async function stand(page: Page): Promise<void> {
  await page.clock.pauseAt(Date.now() + AHEAD_MS)
}
