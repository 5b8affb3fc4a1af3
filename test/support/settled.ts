import type { Page } from 'playwright-core'
import { painted } from './painted.ts'

/**
 * What the page was told has been done, and what it asked of the companion because of that has come there: before a test
 * says that nothing came. A call of the page is on its way longer than the press that made it.
 */
export async function settled(page: Page): Promise<void> {
  await painted(page)
  // Each goes the same way, after what was sent before it.
  for (const _ of [1, 2])
    await page.evaluate("fetch('/app/none', { cache: 'no-store' }).catch(() => 0).then(() => 0)")
}
