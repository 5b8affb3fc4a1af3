/** The whole product, as `npm start` puts it together: workbench, companion, a data folder, a log in memory. */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import { fileURLToPath } from 'node:url'
import type { BrowserContext, BrowserContextOptions, FrameLocator, Locator, Page } from 'playwright-core'
import { createLog } from '../../server/log.ts'
import { projectRoot } from '../../server/project-root.ts'
import type { Replacements } from '../../server/start-companion.ts'
import { type Content, loadContent } from '../../workbench/content/content.ts'
import { signInAs } from '../../workbench/sample-set-up.ts'
import { openWorkbench, type RunningWorkbench, type WorkbenchPlaces } from '../../workbench/start.ts'
import type { BorrowedBrowser } from './browser.ts'
import { PATIENCE_MS } from './eventually.ts'
import { freePort } from './free-port.ts'

export const SHOTS = fileURLToPath(new URL('tmp/screenshots/', projectRoot()))

export interface RunningProduct extends RunningWorkbench {
  readonly content: Content
  readonly dataDir: string
  /** Everything that the companion has logged so far. */
  logged(): string
  /** The API as that agent, through a signed page load. */
  apiOf(agentId: number): ReturnType<typeof signInAs>
  /** The whole body of an answer, for routes that stream. */
  postAs(agentId: number, path: string, body: string): Promise<string>
  /** Stops both servers and keeps the data folder. */
  stop(): Promise<void>
  remove(): void
}

export async function startProduct(
  replaced: Replacements = {},
  dataDir?: string,
  places: Partial<WorkbenchPlaces> = {},
): Promise<RunningProduct> {
  const folder = dataDir ?? mkdtempSync(join(tmpdir(), 'vouch-test-'))
  const stream = new PassThrough()
  const lines: string[] = []
  stream.on('data', (chunk: Buffer) => lines.push(chunk.toString('utf8')))
  const running = await openWorkbench(
    { workbenchPort: 0, companionPort: await freePort(), dataDir: folder, ...places },
    false,
    { log: createLog('debug', stream), ...replaced },
  )
  mkdirSync(SHOTS, { recursive: true })
  let stopped: Promise<void> | null = null
  return {
    ...running,
    content: loadContent(),
    dataDir: folder,
    logged: () => lines.join(''),
    apiOf: (agentId) => signInAs(running.workbench, agentId),
    async postAs(agentId, path, body) {
      const { action, token } = running.workbench.launch(agentId, 'nav_bar')
      const page = await fetch(action, { method: 'POST', body: new URLSearchParams({ token }) })
      const session = /"token":"([^"]+)"/.exec(await page.text())?.[1]
      const answer = await fetch(`${running.companion.origin}/api/v1${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${session}` },
        body,
      })
      return answer.text()
    },
    stop: () => {
      stopped ??= running.stop()
      return stopped
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}

/** One agent at one ticket, in a browser. */
export interface AtTicket {
  readonly context: BrowserContext
  readonly page: Page
  readonly sidebar: FrameLocator
  readonly composer: Locator
}

/** A desk's screen, in English. `change` says what is otherwise. */
export async function openContext(
  browser: BorrowedBrowser,
  change: BrowserContextOptions = {},
): Promise<BrowserContext> {
  const context = await browser.newContext({
    viewport: { width: 1440, height: 900 },
    locale: 'en-US',
    // Half-faded colours would be no fault of ours.
    reducedMotion: 'reduce',
    ...change,
  })
  context.setDefaultTimeout(PATIENCE_MS)
  return context
}

export async function openTicketPage(
  browser: BorrowedBrowser,
  product: RunningProduct,
  ticketId: number,
): Promise<AtTicket> {
  const context = await openContext(browser)
  const page = await context.newPage()
  await page.goto(`${product.origin}/agent/tickets/${ticketId}`)
  const sidebar = page.frameLocator('iframe')
  await sidebar.getByRole('button', { name: 'Draft reply' }).waitFor()
  return { context, page, sidebar, composer: page.locator('[contenteditable="true"]') }
}

/** Drafts that were made, as the log has them: the overview tells of nobody's work before five people did some. */
export async function draftsMade(api: Awaited<ReturnType<typeof signInAs>>): Promise<number> {
  let made = 0
  let before: number | null = null
  for (;;) {
    const page = (await api(
      'GET',
      `/console/audit/entries${before === null ? '' : `?before=${before}`}`,
    )) as {
      type: string
      index: number
    }[]
    made += page.filter(({ type }) => type === 'draft.made').length
    const last = page.at(-1)
    if (last === undefined || last.index === 0) return made
    before = last.index
  }
}
