/** What a requester meets after the question: a yes, a no, the receipt, a package, links that lead nowhere; and the page that connects an account. */
import type { Page } from 'playwright-core'
import { z } from 'zod'
import { readSetUpConfig } from '../../server/config.ts'
import { startSetUp } from '../../server/start-set-up.ts'
import { ENVIRONMENT } from '../../test/support/companion-harness.ts'
import { tempFolder } from '../../test/support/temp-folder.ts'
import type { Story } from './real-places.ts'
import type { Look, Place } from './stage.ts'

/** A package of everything about one person, with the link that they fetch it by. */
export async function packageLink(
  api: (method: string, path: string, body?: object) => Promise<unknown>,
  ticketId: number,
): Promise<string> {
  const found = z
    .array(z.looseObject({ requesterRef: z.string() }))
    .parse(await api('POST', '/console/requesters/searches', { by: 'ticket', values: [`${ticketId}`] }))
  const { packageId } = z.looseObject({ packageId: z.string() }).parse(
    await api('POST', '/console/requesters/packages', {
      requesterRef: found[0]?.requesterRef,
      locale: 'de',
      maskOthers: true,
    }),
  )
  const link = () => api('POST', `/console/requesters/packages/${packageId}/links`, {})
  for (let left = 100; left > 0; left -= 1) {
    const made = z.looseObject({ url: z.string() }).safeParse(await link().catch(() => null))
    if (made.success) return made.data.url
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  throw new Error('the package was never ready')
}

export function requesterPlaces(origin: string, story: Story): readonly Place[] {
  const at = (name: string, width: number, open: (page: Page, look: Look) => Promise<unknown>): Place => ({
    name: `${name}-${width}`,
    width,
    async open(page, look) {
      await open(page, look)
      await page.locator('h1').waitFor()
    },
  })
  /** Pressed once; in the next look it is answered already. */
  const answered = async (page: Page, look: Look, choice: string) => {
    await page.goto(story.consent[look.language])
    const button = page.locator(`button[value=${choice}]`).first()
    if (!(await button.isVisible())) return
    await button.click()
    await page.waitForURL(/#/)
  }
  return [
    at('consent-later', 320, (page, look) => answered(page, look, 'defer')),
    at('consent-yes', 390, (page, look) => answered(page, look, 'grant')),
    at('receipt', 390, (page, look) => page.goto(`${story.consent[look.language]}/receipt`)),
    at('receipt', 900, (page, look) => page.goto(`${story.consent[look.language]}/receipt`)),
    at('consent-access', 390, (page, look) => answered(page, look, 'access')),
    at('consent-no', 390, (page, look) => answered(page, look, 'withdraw')),
    at('consent-unknown', 390, (page) => page.goto(`${origin}/c/nothing`)),
    at('package', 390, (page) => page.goto(story.package)),
    at('package-unknown', 390, (page) => page.goto(`${origin}/p/nothing`)),
    at('identity-unknown', 390, (page) => page.goto(`${origin}/r/nothing`)),
    at('identity-done', 390, async (page) => {
      await page.goto(story.identity)
      const button = page.locator('button[value=confirm]')
      if (await button.isVisible()) await button.click()
    }),
  ]
}

/** The page of a server that waits for its account, empty and with everything wrong. */
export async function connectPlaces(): Promise<{
  readonly places: readonly Place[]
  stop(): Promise<void>
}> {
  const {
    VOUCH_ACCOUNT_ORIGIN: _origin,
    VOUCH_INSTALLATION_ID: _installation,
    VOUCH_APP_PUBLIC_KEY: _key,
    VOUCH_FIRST_ADMIN: _admin,
    ...unconnected
  } = ENVIRONMENT
  const config = readSetUpConfig({ ...unconnected, VOUCH_DATA_DIR: tempFolder(), VOUCH_LOG_LEVEL: 'error' })
  const server = await startSetUp(config, () => undefined)
  const at = (name: string, width: number, act: (page: Page) => Promise<unknown>): Place => ({
    name: `${name}-${width}`,
    width,
    async open(page) {
      await page.goto(`${server.origin}/set-up`)
      await act(page)
      await page.locator('h1').waitFor()
    },
  })
  const wrong = async (page: Page) => {
    await page.locator('input[name=subdomain]').fill('https://acme.zendesk.com/agent')
    await page.locator('textarea[name=key]').fill('not a key')
    await page.locator('form button').click()
  }
  return {
    places: [
      at('connect', 390, async () => undefined),
      at('connect', 900, async () => undefined),
      at('connect-wrong', 390, wrong),
    ],
    stop: () => server.stop(),
  }
}
