import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect } from 'chai'
import type { BrowserContext, FrameLocator, Page } from 'playwright-core'
import { openKeyring } from '../../server/adapters/keyring.ts'
import { openSqliteStore } from '../../server/adapters/sqlite-store.ts'
import { realWorld } from '../../server/adapters/world.ts'
import { createArticleLines, createSyncStore, syncArticles } from '../../server/articles/index.ts'
import { createAuditLog } from '../../server/audit/index.ts'
import { projectRoot } from '../../server/project-root.ts'
import { checkAccessibility } from '../support/accessibility.ts'
import { type BorrowedBrowser, borrowBrowser } from '../support/browser.ts'
import { choosing, FORM } from '../support/consent-page.ts'
import { newDraftId, orderFor } from '../support/drafting-desk.ts'
import { eventually } from '../support/eventually.ts'
import {
  type AtTicket,
  openContext,
  openTicketPage,
  type RunningProduct,
  SHOTS,
  startProduct,
} from '../support/running-product.ts'

const REFUND_TICKET = 20_416
const PAGES = fileURLToPath(new URL('../shared/data/help-center/pages_html.jsonl', projectRoot()))
const MANY = 600

interface Console {
  readonly context: BrowserContext
  readonly page: Page
  readonly frame: FrameLocator
}

describe('an admin scopes the help center in the console', function () {
  this.timeout(180_000)
  let product: RunningProduct
  let browser: BorrowedBrowser
  let desk: Console
  let at: AtTicket

  before(async () => {
    product = await startProduct()
    browser = await borrowBrowser()
    desk = await openConsole({ width: 1440, height: 900 })
  })
  after(async () => {
    await browser?.close()
    await product?.stop()
    product?.remove()
  })

  async function openConsole(
    viewport: { width: number; height: number },
    look: { locale?: string; colorScheme?: 'light' | 'dark' } = {},
    agentId = product.content.staff.admin,
  ): Promise<Console> {
    const context = await openContext(browser, { viewport, ...look })
    const page = await context.newPage()
    await page.goto(`${product.origin}/agent/apps/vouch`)
    await page.locator('#acting-agent').selectOption({ value: String(agentId) })
    const frame = page.frameLocator('iframe')
    const articles = frame.locator('a[href="#/articles"]').first()
    await articles.waitFor({ state: 'attached' })
    // Where there is no room for a column, it is a menu.
    const menu = frame.locator('.c-nav-menu')
    if (await menu.isVisible()) await menu.click()
    await articles.click()
    await frame.getByRole('tree').waitFor()
    return { context, page, frame }
  }
  const line = (frame: FrameLocator, name: string) =>
    frame
      .getByRole('treeitem')
      .filter({ has: frame.locator('.c-tree-title').getByText(name, { exact: true }) })
  /** Scrolls the tree as a person does: only what is in sight is drawn. */
  async function reveal(frame: FrameLocator, name: string): Promise<void> {
    await frame.locator('.c-tree').hover()
    await desk.page.mouse.wheel(0, -20_000)
    for (let turn = 0; turn < 60 && (await line(frame, name).count()) === 0; turn += 1) {
      await desk.page.mouse.wheel(0, 300)
      await frame.locator('.c-tree').evaluate('new Promise(requestAnimationFrame)')
    }
  }
  async function tick(frame: FrameLocator, name: string): Promise<void> {
    await reveal(frame, name)
    await line(frame, name).first().locator('.c-tick').click()
  }
  const shot = (page: Page, name: string) => page.screenshot({ path: join(SHOTS, `scoping-${name}.png`) })

  /** Asks for consent as the agent, says yes as the requester. */
  async function consented(ticketId: number): Promise<void> {
    const api = await product.apiOf(product.content.staff.agents[0] ?? 0)
    const path = `/tickets/${ticketId}/consent/requests`
    const { url } = (await api('POST', path, { locale: 'en' })) as { url: string }
    const page = await (await fetch(url)).text()
    await fetch(url, { method: 'POST', headers: FORM, body: choosing(page, 'grant') })
  }
  const askDraft = (ticketId: number, text: string) => {
    const requesterId = product.content.tickets.find(({ id }) => id === ticketId)?.requester_id
    const order = orderFor(String(ticketId), text, {
      draftId: newDraftId(),
      requesterId: String(requesterId),
    })
    return product.postAs(product.content.staff.agents[0] ?? 0, '/drafts', JSON.stringify(order))
  }

  describe('of the sample shop', () => {
    it('tries a narrower allowlist on a real question before it holds', async () => {
      at = await openTicketPage(browser, product, REFUND_TICKET)
      await consented(REFUND_TICKET)
      await at.sidebar.getByText('Consent granted').first().waitFor()
      await at.sidebar.getByRole('button', { name: 'Draft reply' }).click()
      await at.sidebar.getByRole('button', { name: 'Insert all', disabled: false }).waitFor()
      const { frame, page } = desk
      await page.bringToFront()
      await tick(frame, 'Refunds')
      await frame.getByText(/You are about to allow \d+ article versions fewer/).waitFor()
      await frame.getByRole('button', { name: 'Dry run' }).click()
      await frame.getByText(/\d+ questions?: [1-9]\d* answered now/).waitFor()
      await shot(page, 'dry-run')
      await frame.locator('.c-run-lines > li').first().waitFor()
      await eventually(async () =>
        expect(await checkAccessibility(page, product.companion.origin)).to.deep.equal([]),
      )
      await frame.getByRole('button', { name: 'Close', exact: true }).click()
    })

    it('applies it, and the agent with the ticket open sees it without a reload', async () => {
      const count = at.sidebar.getByText(/\d+ of \d+ articles?/).first()
      const before = await count.innerText()
      await desk.page.bringToFront()
      await desk.frame.getByRole('button', { name: 'Apply' }).click()
      await desk.frame.getByText(/Allowlist version \d+ is saved/).waitFor()
      await at.page.bringToFront()
      await at.sidebar.getByText(before, { exact: true }).waitFor({ state: 'detached' })
      await eventually(async () => expect(await count.innerText()).to.not.equal(before))
      await shot(at.page, 'agent')
    })
  })

  describe('of 600 pages', () => {
    let section: string
    let category: string

    before(async function () {
      if (!existsSync(PAGES)) return this.skip()
      const pages = readFileSync(PAGES, 'utf8')
        .split('\n')
        .filter((text) => text !== '')
        .map(
          (text) =>
            JSON.parse(text) as { id: string; title: string; html: string; lang: string; path: string },
        )
        .filter(({ html }) => html !== '')
        .slice(0, MANY)
      const placed = pages.map((page) => {
        const [, town = '', , part = ''] = page.path.split('/')
        return { ...page, category: town, section: `${town} ${part}` }
      })
      const file = join(product.dataDir, 'pages.jsonl')
      writeFileSync(file, placed.map((page) => JSON.stringify(page)).join('\n'))
      const store = await openSqliteStore(join(product.dataDir, 'vouch.sqlite'))
      const api = await product.apiOf(product.content.staff.admin)
      const audit = createAuditLog(realWorld, openKeyring(product.dataDir))
      await syncArticles({
        source: createArticleLines({ name: 'jsonl:pages', path: file, defaultLocale: 'de' }),
        clock: realWorld,
        ids: realWorld,
        store: createSyncStore({
          accountId: new URL(product.origin).host,
          world: realWorld,
          transact: store.transact,
          audit,
          actor: { kind: 'system', ref: 'test' },
        }),
      })
      await store.close()
      expect(
        ((await api('GET', '/console/overview')) as { articlesSynced: number }).articlesSynced,
      ).to.be.above(600)
      const sizes = new Map<string, number>()
      for (const page of placed) sizes.set(page.section, (sizes.get(page.section) ?? 0) + 1)
      section = [...sizes].toSorted(([, a], [, b]) => b - a)[0]?.[0] ?? ''
      category = section.split(' ')[0] ?? ''
      await desk.context.close()
      desk = await openConsole({ width: 1440, height: 900 })
    })

    it('widens only with a second person, ticking one category of hundreds of pages', async () => {
      const { frame, page } = desk
      await tick(frame, category)
      await frame.getByText(/You are about to allow \d+ more article versions/).waitFor()
      await shot(page, 'many')
      await eventually(async () =>
        expect(await checkAccessibility(page, product.companion.origin)).to.deep.equal([]),
      )
      await frame.getByRole('button', { name: 'Apply' }).click()
      await frame.getByText(/wait/).first().waitFor()
      const second = await product.apiOf(product.content.staff.compliance)
      const [change] = (await second('GET', '/console/changes')) as { changeId: string }[]
      await second('POST', `/console/changes/${change?.changeId}/decisions`, { decision: 'approve' })
    })

    it('takes one section out again: dry run, apply, seen by the agent at once', async () => {
      const [ticket] = product.content.tickets.filter(({ id }) => id !== REFUND_TICKET)
      const ticketId = ticket?.id ?? 0
      await at.context.close()
      at = await openTicketPage(browser, product, ticketId)
      await consented(ticketId)
      await askDraft(ticketId, 'Wo bekomme ich Hilfe, wenn ich Deutsch lernen möchte?')
      await desk.context.close()
      desk = await openConsole({ width: 1440, height: 900 })
      const { frame, page } = desk
      await tick(frame, section)
      await frame.getByText(/You are about to allow \d+ article versions? fewer/).waitFor()
      await frame.getByRole('button', { name: 'Dry run' }).click()
      await frame.getByText(/questions?: \d+ answered now/).waitFor()
      await shot(page, 'many-dry-run')
      await frame.getByRole('button', { name: 'Close', exact: true }).click()
      const count = at.sidebar.getByText(/\d+ of \d+ articles?/).first()
      const before = await count.innerText()
      await frame.getByRole('button', { name: 'Apply' }).click()
      await frame.getByText(/Allowlist version \d+ is saved/).waitFor()
      await at.page.bringToFront()
      await at.sidebar.getByText(before, { exact: true }).waitFor({ state: 'detached' })
      await shot(at.page, 'many-agent')
    })
  })

  const looks = {
    dark: { viewport: { width: 1280, height: 860 }, look: { colorScheme: 'dark' } },
    german: { viewport: { width: 1280, height: 860 }, look: { locale: 'de-DE' } },
    narrow: { viewport: { width: 900, height: 800 }, look: {} },
  } as const
  for (const [name, { viewport, look }] of Object.entries(looks))
    it(`has no accessibility violation: ${name}`, async () => {
      const other = await openConsole(viewport, look)
      await other.frame.locator('.c-tick').first().click()
      await other.frame.locator('.c-bar').waitFor()
      await eventually(async () =>
        expect(await checkAccessibility(other.page, product.companion.origin)).to.deep.equal([]),
      )
      await shot(other.page, name)
      await other.context.close()
    })
})
