import type { Page } from 'playwright-core'

/** All that the page has set about doing until now, effects of what it drew included, has happened and been drawn. */
export async function painted(page: Page): Promise<void> {
  await page.evaluate('new Promise((done) => requestAnimationFrame(() => setTimeout(done)))')
}
