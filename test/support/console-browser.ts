/** A browser on the console of a fake companion: one page a test, every complaint of the browser kept. */
import { mkdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import type { BrowserContext, Page } from 'playwright-core'
import { borrowBrowser } from './browser.ts'
import { PATIENCE_MS } from './eventually.ts'
import {
  type ConsoleScript,
  type FakeConsoleCompanion,
  sampleScript,
  startFakeConsoleCompanion,
} from './fake-console-companion.ts'

const SHOTS = fileURLToPath(new URL('../../tmp/screenshots/', import.meta.url))
const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

export interface OpenOptions {
  readonly hash?: string
  readonly width?: number
  readonly height?: number
  readonly scheme?: 'light' | 'dark'
  readonly locale?: string
  /** JavaScript that runs before the page's own. */
  readonly before?: string
  readonly script?: Partial<ConsoleScript>
  /** The page's clock can be turned forward. */
  readonly clock?: boolean
  /** Where the person sits. */
  readonly timeZone?: string
}

export interface ConsoleBrowser {
  readonly companion: FakeConsoleCompanion
  /** Errors nobody caught and what the content policy blocked. Answers of 4xx that a test plans are left out. */
  readonly complaints: string[]
  open(options?: OpenOptions): Promise<Page>
  shoot(page: Page, name: string, whole?: boolean): Promise<void>
  /** Every violation as `rule: selector`; an empty list is a clean page. */
  violations(page: Page): Promise<readonly string[]>
  /** How far the page can be moved sideways, in pixels. */
  overflow(page: Page): Promise<number>
  closePages(): Promise<void>
  close(): Promise<void>
}

export async function openConsoleBrowser(): Promise<ConsoleBrowser> {
  mkdirSync(SHOTS, { recursive: true })
  const companion = await startFakeConsoleCompanion()
  const browser = await borrowBrowser()
  const contexts: BrowserContext[] = []
  const complaints: string[] = []
  return {
    companion,
    complaints,
    async open(options = {}) {
      Object.assign(companion.script, sampleScript(), options.script)
      companion.calls.length = 0
      complaints.length = 0
      const context = await browser.newContext({
        viewport: { width: options.width ?? 1280, height: options.height ?? 860 },
        colorScheme: options.scheme ?? 'light',
        reducedMotion: 'reduce',
        locale: options.locale ?? 'en-US',
        timezoneId: options.timeZone ?? 'UTC',
      })
      context.setDefaultTimeout(PATIENCE_MS)
      contexts.push(context)
      if (options.before !== undefined) await context.addInitScript(options.before)
      if (options.clock === true) await context.clock.install()
      const page = await context.newPage()
      page.on('pageerror', (error) => complaints.push(String(error)))
      page.on('console', (message) => {
        if (!message.text().startsWith('Failed to load resource')) complaints.push(message.text())
      })
      await page.goto(`${companion.address}/console${options.hash ?? ''}`)
      await page.locator('h1').waitFor()
      return page
    },
    async shoot(page, name, whole = false) {
      const usual = page.viewportSize()
      if (whole && usual !== null) {
        // A column that is as high as the window would end in the middle of a picture of the whole page.
        const height = await page.evaluate<number>('document.documentElement.scrollHeight')
        await page.setViewportSize({ ...usual, height: Math.max(usual.height, height) })
      }
      await page.screenshot({ path: `${SHOTS}console-${name}.png`, fullPage: whole })
      if (whole && usual !== null) await page.setViewportSize(usual)
    },
    async violations(page) {
      // Through the protocol, because the page's own policy rightly refuses a foreign script.
      await page.evaluate(AXE)
      // A preview has no origin: asked as one of ours it is not reached, and the browser complains.
      await page.evaluate(`axe.configure({ allowedOrigins: ['<unsafe_all_origins>'] })`)
      return page.evaluate<string[]>(
        `axe.run({ runOnly: ${JSON.stringify(RULES)} }).then(({ violations }) =>
          violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => id + ': ' + target.join(' '))))`,
      )
    },
    overflow: (page) =>
      page.evaluate<number>('document.documentElement.scrollWidth - document.documentElement.clientWidth'),
    async closePages() {
      await Promise.all(contexts.splice(0).map((context) => context.close()))
    },
    async close() {
      await browser.close()
      await companion.close()
    },
  }
}
