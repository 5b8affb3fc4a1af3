/** The built sidebar in Chromium beside a fake companion, for one file of tests. */
import { mkdirSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import { expect } from 'chai'
import type { BrowserContext, Locator, Page } from 'playwright-core'
import { type BorrowedBrowser, borrowBrowser } from './browser.ts'
import { buildPages } from './built-pages.ts'
import { PATIENCE_MS } from './eventually.ts'
import { type ApiCall, type FakeCompanion, startFakeCompanion } from './fake-companion.ts'

const SHOTS = fileURLToPath(new URL('../../tmp/screenshots/', import.meta.url))
const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js')

export interface SidebarPage {
  readonly page: Page
  readonly companion: FakeCompanion
  /** Names of scripts that do not come, as if the network had failed. */
  broken: readonly string[]
  /** Folder of the built pages. */
  readonly app: string
  open(look?: {
    width?: number
    scheme?: 'light' | 'dark'
    locale?: string
    clock?: boolean
    timeZone?: string
  }): Promise<void>
  button(name: string | RegExp): Locator
  /** Presses although the page says that the button is off: what matters is that then nothing happens. */
  press(name: string | RegExp): Promise<void>
  summary(name: string | RegExp): Locator
  /** Drafts and waits until the draft is ready. */
  draft(): Promise<void>
  /** What was asked of the companion to be done; what was only looked at is left out. */
  sent(path: string): readonly ApiCall[]
  /** Every call, also one that only looks. */
  asked(path: string): readonly ApiCall[]
  composer(): Promise<string>
  shoot(name: string): Promise<void>
  violations(): Promise<readonly string[]>
}

/** Registers the hooks; the page is there inside tests only. */
export function sidebarPage(): SidebarPage {
  let browser: BorrowedBrowser
  let context: BrowserContext | undefined
  let page: Page
  let companion: FakeCompanion
  let app: string
  let complaints: string[] = []
  let broken: readonly string[] = []

  before(async () => {
    mkdirSync(SHOTS, { recursive: true })
    app = await buildPages()
    companion = await startFakeCompanion(app)
    browser = await borrowBrowser()
  })
  after(async () => {
    await browser?.close()
    await companion?.close()
  })
  beforeEach(() => {
    companion.reset()
    complaints = []
    broken = []
  })
  afterEach(async () => {
    await context?.close()
    expect(complaints, 'blocked by the policy, or an error nobody caught').to.deep.equal([])
  })

  const button = (name: string | RegExp) => page.getByRole('button', { name })
  return {
    get page() {
      return page
    },
    get companion() {
      return companion
    },
    get app() {
      return app
    },
    get broken() {
      return broken
    },
    set broken(names) {
      broken = names
    },
    button,
    async open({ width = 320, scheme = 'light', locale = 'en-US', clock = false, timeZone = 'UTC' } = {}) {
      context = await browser.newContext({
        viewport: { width, height: 900 },
        colorScheme: scheme,
        reducedMotion: 'reduce',
        locale: 'en-US',
        timezoneId: timeZone,
      })
      context.setDefaultTimeout(PATIENCE_MS)
      // The page's clock can be turned forward.
      if (clock) await context.clock.install()
      page = await context.newPage()
      page.on('pageerror', (error) => complaints.push(error.message))
      page.on('console', (message) => {
        if (/Content Security Policy/.test(message.text())) complaints.push(message.text())
      })
      if (broken.length > 0)
        await page.route('**/app/*.js', (route) =>
          broken.some((name) => route.request().url().endsWith(`/${name}`))
            ? route.abort()
            : route.continue(),
        )
      await page.goto(`${companion.url}&locale=${locale}`)
      await page.waitForSelector('.v-panel:not([aria-busy])')
    },
    press: (name) => button(name).first().click({ force: true }),
    summary: (name) => page.locator('summary').filter({ hasText: name }),
    async draft() {
      await button(/^(?:Draft reply|Draft again)/)
        .first()
        .click()
      await page.getByRole('button', { name: 'Insert all', disabled: false }).waitFor()
    },
    sent: (path) => companion.calls.filter(({ method, path: to }) => method !== 'GET' && to.startsWith(path)),
    asked: (path) => companion.calls.filter((call) => call.path.startsWith(path)),
    composer: () => page.evaluate<string>('fakeHelpdesk.composer'),
    async shoot(name) {
      await page.screenshot({ path: `${SHOTS}${name}.png`, fullPage: true })
    },
    /** Runs inside the page by evaluation, which the page's policy does not see. */
    async violations() {
      await page.evaluate(await readFile(AXE, 'utf8'))
      const found: { id: string; nodes: { html: string; failureSummary?: string }[] }[] = await page.evaluate(
        `axe.run(document, { runOnly: ['wcag2a','wcag2aa','wcag21a','wcag21aa','wcag22aa','best-practice'] }).then((result) => result.violations)`,
      )
      return found.map(
        ({ id, nodes }) =>
          `${id}: ${nodes.map((node) => `${node.html} ${node.failureSummary ?? ''}`).join(' | ')}`,
      )
    },
  }
}
