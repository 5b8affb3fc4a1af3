import { join } from 'node:path'
import { expect } from 'chai'
import type { BrowserContext, Locator, Page } from 'playwright-core'
import { type BorrowedBrowser, borrowBrowser } from '../support/browser.ts'
import { eventually } from '../support/eventually.ts'
import {
  type AtTicket,
  openContext,
  openTicketPage,
  type RunningProduct,
  SHOTS,
  startProduct,
} from '../support/running-product.ts'

/** How many days until the money is back: answered by this one allowlisted article. */
const REFUND_TICKET = 20_416
const BEFORE = '3–7 working days'
const AFTER = '14 working days'

describe('an article that is edited under an open draft, in a browser', function () {
  this.timeout(240_000)
  let product: RunningProduct
  let browser: BorrowedBrowser
  let at: AtTicket
  let staff: BrowserContext
  let editor: Page

  before(async () => {
    product = await startProduct()
    browser = await borrowBrowser()
    at = await openTicketPage(browser, product, REFUND_TICKET)
    staff = await openContext(browser)
    editor = await staff.newPage()
  })
  after(async () => {
    await browser?.close()
    await product?.stop()
    product?.remove()
  })

  const insertAll = () => at.sidebar.getByRole('button', { name: 'Insert all' })
  const draftText = () => at.sidebar.locator('body').innerText()

  async function sync(): Promise<void> {
    const api = await product.apiOf(product.content.staff.admin)
    await api('POST', '/console/syncs')
  }

  async function grantConsent(): Promise<void> {
    await at.sidebar.getByRole('button', { name: 'Ask for consent' }).first().click()
    await at.composer.getByText('Please read and choose here').waitFor()
    const link = /http\S+\/c\/[\w-]+/.exec(await at.composer.innerText())?.[0] ?? ''
    const requester = await browser.newContext({ javaScriptEnabled: false })
    const page = await requester.newPage()
    await page.goto(link)
    await page.getByRole('button', { name: 'Yes, I agree' }).click()
    await page.getByText('You have agreed. Thank you.').waitFor()
    await requester.close()
    await at.page.bringToFront()
    await at.sidebar.getByText('Consent granted').first().waitFor()
    await at.composer.click()
    await at.page.keyboard.press('Control+A')
    await at.page.keyboard.press('Delete')
  }

  /** The article that answers the ticket, in the workbench's list of articles. */
  async function rowOfArticle(): Promise<Locator> {
    const { tickets, articles } = product.content
    const [id] = tickets.find((ticket) => ticket.id === REFUND_TICKET)?.expect.article_ids ?? []
    const title = articles.find((article) => article.id === id)?.translations['en-us'].title ?? ''
    await editor.getByLabel('Search articles by title').fill(title)
    return editor.locator('tbody tr')
  }

  it('offers the editing of articles to the sample admin only', async () => {
    await editor.goto(`${product.origin}/agent/help-center`)
    await editor.getByText('The sample admin can change and unpublish articles').waitFor()
    await eventually(async () =>
      expect(await editor.getByRole('button', { name: /^Edit/ }).count()).to.equal(0),
    )
    const reloaded = editor.waitForEvent('load')
    await editor.locator('#acting-agent').selectOption(String(product.content.staff.admin))
    await reloaded
    await editor.getByText('Change or unpublish an article').waitFor()
  })

  it('closes the draft without a reload once the help center is synced, and says what changed', async () => {
    await grantConsent()
    await at.sidebar.getByRole('button', { name: 'Draft reply' }).click()
    await at.sidebar.getByRole('button', { name: 'Insert all', disabled: false }).waitFor()
    await eventually(async () => expect(await draftText()).to.contain(BEFORE))

    const row = await rowOfArticle()
    await row.getByRole('button', { name: /^Edit/ }).click()
    const text = editor.getByLabel('Text (HTML)')
    await text.fill((await text.inputValue()).replace(BEFORE, AFTER))
    await editor.screenshot({ path: join(SHOTS, 'workbench-edit-article.png') })
    await editor.getByRole('button', { name: 'Save' }).click()
    await editor.getByRole('dialog').waitFor({ state: 'detached' })
    await editor.screenshot({ path: join(SHOTS, 'workbench-help-center.png') })
    await at.page.bringToFront()
    await eventually(async () => expect(await insertAll().isEnabled()).to.equal(true))

    await sync()
    await at.sidebar.getByText('An article behind this draft may no longer be quoted').first().waitFor()
    await at.sidebar.getByText('it was changed').waitFor()
    await eventually(async () => expect(await insertAll().isDisabled()).to.equal(true))
    await at.page.screenshot({ path: join(SHOTS, 'ticket-recalled.png') })
  })

  it('drafts again, from what the article says now', async () => {
    await at.sidebar.getByRole('button', { name: 'Draft again' }).first().click()
    await at.sidebar.getByRole('button', { name: 'Insert all', disabled: false }).waitFor()
    const said = await draftText()
    expect(said).to.contain(AFTER)
    expect(said).to.not.contain('An article behind this draft may no longer be quoted')
  })

  it('is told, in numbers, when the draft has gone out', async () => {
    await insertAll().click()
    await at.composer.getByText('Kind regards').waitFor()
    const reported = at.page.waitForResponse((answer) => answer.url().endsWith('/sends'))
    await at.page
      .getByRole('button', { name: /^Submit as/ })
      .first()
      .click()
    const report = await reported
    expect(report.ok()).to.equal(true)
    const body: unknown = report.request().postDataJSON()
    expect(Object.values(body as object).every((value) => typeof value === 'number')).to.equal(true)
    expect(product.workbench.desk.ticket(REFUND_TICKET)?.comments.at(-1)?.plainBody).to.contain(AFTER)
  })

  it('stands in the console with what became of its sentences and a link to the ticket', async () => {
    await editor.bringToFront()
    const row = await rowOfArticle()
    await row.getByRole('button', { name: /^Unpublish/ }).click()
    await editor.getByRole('dialog').getByRole('button', { name: 'Unpublish' }).click()
    await editor.getByRole('dialog').waitFor({ state: 'detached' })
    await sync()
    await editor.goto(`${product.origin}/agent/apps/vouch`)
    const frame = editor.frameLocator('iframe')
    await frame.getByRole('link', { name: 'Recalls' }).first().click()
    await frame.getByText('A quoted sentence is gone').first().waitFor()
    await frame.locator('summary', { hasText: 'Drafts and sent replies' }).first().click()
    const ticket = frame.getByRole('link', { name: `#${REFUND_TICKET}` }).first()
    await ticket.waitFor()
    await eventually(async () =>
      expect(await ticket.getAttribute('href')).to.equal(`${product.origin}/agent/tickets/${REFUND_TICKET}`),
    )
    await frame.getByRole('cell', { name: 'Sent', exact: true }).waitFor()
    await editor.screenshot({ path: join(SHOTS, 'console-recalls.png') })
    await frame.getByRole('button', { name: 'Mark as handled' }).first().click()
    await frame.getByText('The recall is marked as handled.').waitFor()
    await frame.getByRole('button', { name: 'Mark as open' }).first().waitFor()
    await editor.screenshot({ path: join(SHOTS, 'console-recalls-handled.png') })
  })
})
