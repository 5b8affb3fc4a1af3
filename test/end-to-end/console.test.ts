import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { expect } from 'chai'
import type { BrowserContext, FrameLocator, Page } from 'playwright-core'
import { checkAccessibility } from '../support/accessibility.ts'
import { type BorrowedBrowser, borrowBrowser } from '../support/browser.ts'
import { eventually } from '../support/eventually.ts'
import { openContext, type RunningProduct, SHOTS, startProduct } from '../support/running-product.ts'

/** Resolves to true, so that it can stand in a condition. The test's own limit ends a wait for ever. */
const pause = (ms: number) => wait(ms, true)

describe('the console, in a browser', function () {
  this.timeout(240_000)
  let product: RunningProduct
  let browser: BorrowedBrowser
  let context: BrowserContext
  let page: Page
  let frame: FrameLocator

  before(async () => {
    product = await startProduct()
    browser = await borrowBrowser()
    context = await openContext(browser)
    page = await context.newPage()
    await page.goto(`${product.origin}/agent/apps/vouch`)
    frame = page.frameLocator('iframe')
  })
  after(async () => {
    await browser?.close()
    await product?.stop()
    product?.remove()
  })

  const shot = (name: string) => page.screenshot({ path: join(SHOTS, `real-console-${name}.png`) })
  const open = (name: string) => frame.getByRole('link', { name }).first().click()

  it('shows an agent without a role one honest page, and no article', async () => {
    await frame.getByText('This console is for admins and compliance').waitFor()
    await eventually(async () =>
      expect(await frame.getByRole('link', { name: 'Articles & allowlist' }).count()).to.equal(0),
    )
    await shot('agent')
  })

  it('shows the admin what may be used, and that the audit log is intact', async () => {
    await page.locator('#acting-agent').selectOption({ value: String(product.content.staff.admin) })
    await frame.getByRole('heading', { name: 'Overview' }).waitFor()
    await frame.getByText('Intact', { exact: true }).first().waitFor()
    await shot('overview')
    await eventually(async () =>
      expect(await checkAccessibility(page, product.companion.origin)).to.deep.equal([]),
    )
  })

  it('takes a section off the allowlist: drafts of it stop at once', async () => {
    const api = await product.apiOf(product.content.staff.admin)
    const before = (await api('GET', '/console/overview')) as { articlesAllowlisted: number }
    await open('Articles & allowlist')
    await frame.getByText(/article versions are allowed/).waitFor()
    await shot('articles')
    await frame.getByRole('listitem').filter({ hasText: 'Section “Refunds”' }).getByRole('button').click()
    await frame.getByRole('button', { name: 'Apply' }).click()
    await frame
      .getByText(/saved|Saved/)
      .first()
      .waitFor()
    await shot('articles-saved')
    const after = (await api('GET', '/console/overview')) as { articlesAllowlisted: number }
    expect(after.articlesAllowlisted).to.be.lessThan(before.articlesAllowlisted)
  })

  for (const [name, heading] of [
    ['Sync', 'Sync'],
    ['Scope policy', 'Scope policy'],
    ['Templates', 'Templates'],
    ['Audit log', 'Audit log'],
    ['Roles', 'Roles'],
  ] as const)
    it(`opens "${name}" with what the server holds, without an accessibility violation`, async () => {
      await open(name)
      await frame.getByRole('heading', { name: heading, level: 1 }).waitFor()
      await page.waitForLoadState('networkidle')
      await shot(name.toLowerCase().replace(' ', '-'))
      await eventually(async () => expect(await frame.getByText('Something went wrong').count()).to.equal(0))
      await eventually(async () =>
        expect(await checkAccessibility(page, product.companion.origin)).to.deep.equal([]),
      )
    })

  it('syncs again from the console and says what changed', async () => {
    const [first] = product.content.articles.filter(
      ({ draft, user_segment_id }) => !draft && user_segment_id === null,
    )
    product.workbench.helpCenter.edit(first?.id ?? 0, 'en-us', {
      body: '<p>The article was rewritten today.</p>',
    })
    await open('Sync')
    await frame.getByRole('button', { name: /sync/i }).first().click()
    const api = await product.apiOf(product.content.staff.admin)
    let latest: { status: string; changed: number }
    do {
      latest = (await api('GET', '/console/syncs/latest')) as typeof latest
    } while (latest.status === 'running' || (latest.changed === 0 && (await pause(50))))
    expect([latest.status, latest.changed]).to.deep.equal(['done', 1])
    await shot('synced')
  })
})
