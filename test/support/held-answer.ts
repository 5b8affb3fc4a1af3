import type { Page } from 'playwright-core'

/** The companion has answered an act, and the answer is still on its way to the page while `meanwhile` happens. */
export async function whileAnswered(
  page: Page,
  path: string,
  press: () => Promise<unknown>,
  meanwhile: () => Promise<unknown>,
): Promise<void> {
  let letGo = () => {}
  let tellAnswered = () => {}
  let tellThere = () => {}
  const arrives = new Promise<void>((resolve) => {
    letGo = resolve
  })
  const answered = new Promise<void>((resolve) => {
    tellAnswered = resolve
  })
  const there = new Promise<void>((resolve) => {
    tellThere = resolve
  })
  let held = false
  await page.route(`**${path}`, async (route) => {
    // The first act alone; what only looks goes through.
    if (held || route.request().method() === 'GET') return route.fallback()
    held = true
    const response = await route.fetch()
    tellAnswered()
    await arrives
    await route.fulfill({ response })
    tellThere()
  })
  await press()
  await answered
  await meanwhile()
  letGo()
  await there
}
