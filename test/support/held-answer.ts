import type { Page } from 'playwright-core'

/** The companion has answered, and the answer is still on its way to the page while `meanwhile` happens. */
export async function whileAnswered(
  page: Page,
  path: string,
  press: () => Promise<void>,
  meanwhile: () => Promise<unknown>,
): Promise<void> {
  let letGo = () => {}
  let tellAnswered = () => {}
  const arrives = new Promise<void>((resolve) => {
    letGo = resolve
  })
  const answered = new Promise<void>((resolve) => {
    tellAnswered = resolve
  })
  await page.route(`**${path}`, async (route) => {
    const response = await route.fetch()
    tellAnswered()
    await arrives
    await route.fulfill({ response })
  })
  const told = page.waitForResponse((response) => response.url().endsWith(path))
  await press()
  await answered
  await meanwhile()
  letGo()
  await (await told).finished()
}
