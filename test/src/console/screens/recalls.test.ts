import { readFile } from 'node:fs/promises'
import { expect } from 'chai'
import type { Page } from 'playwright-core'
import { type ConsoleBrowser, openConsoleBrowser } from '../../../support/console-browser.ts'
import { eventually } from '../../../support/eventually.ts'

const COMPLIANCE = { agentId: '9002', roles: ['compliance'] as const, helpCenterLocales: ['de'] }

describe('src/console/screens/recalls', function () {
  this.timeout(240_000)
  let browser: ConsoleBrowser
  before(async () => {
    browser = await openConsoleBrowser()
  })
  after(() => browser?.close())
  afterEach(async () => {
    await browser.closePages()
    expect(browser.complaints).to.deep.equal([])
  })
  const card = (page: Page, title: string) => page.getByRole('article', { name: title })
  const writes = () => browser.companion.calls.filter(({ method }) => method !== 'GET')

  it('shows what left and what became of the quoted sentences, the unquoted only when asked for', async () => {
    const page = await browser.open({ hash: '#/recalls' })
    const first = card(page, 'Returning an order')
    await first.getByText('A quoted sentence changed').waitFor()
    await first.getByText('within 14 days of delivery').waitFor()
    await first.getByText('3 drafts had quoted it · 1 of them known to be sent by then').waitFor()
    await card(page, 'Gift cards').getByText('may just no longer be quoted').waitFor()
    await page.getByText('is not known here').waitFor()
    await eventually(async () => expect(await card(page, 'Descale a kettle').count()).to.equal(0))
    await page.getByLabel('Only what a draft had quoted').uncheck()
    await card(page, 'Descale a kettle').getByText('No draft had quoted it.').waitFor()
    await eventually(async () => expect(await browser.violations(page)).to.deep.equal([]))
  })

  it('lists drafts and sent replies with the way to their tickets', async () => {
    const page = await browser.open({ hash: '#/recalls' })
    const first = card(page, 'Returning an order')
    await first.getByText('Drafts and sent replies').click()
    const link = first.getByRole('link', { name: '#20416' })
    await link.waitFor()
    await eventually(async () =>
      expect(await link.getAttribute('href')).to.equal('https://acme.zendesk.com/agent/tickets/20416'),
    )
    await first.getByText('3 of 4 sentences').waitFor()
    await first.getByText('Not known').waitFor()
    await eventually(async () => expect(await browser.violations(page)).to.deep.equal([]))
    await eventually(async () => expect(await browser.overflow(page)).to.equal(0))
    await browser.shoot(page, 'recalls', true)
  })

  it('lets compliance staff mark one as handled, and open it again', async () => {
    const page = await browser.open({ hash: '#/recalls', script: { me: COMPLIANCE } })
    const first = card(page, 'Returning an order')
    await first.getByRole('button', { name: 'Mark as handled' }).click()
    await first.getByText('Handled on').waitFor()
    await first.getByRole('button', { name: 'Mark as open' }).click()
    await first.getByRole('button', { name: 'Mark as handled' }).waitFor()
    expect(writes().map(({ body }) => body)).to.deep.equal([{ handled: true }, { handled: false }])
  })

  it('hands the export over as a file', async () => {
    const page = await browser.open({ hash: '#/recalls' })
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      card(page, 'Returning an order').getByRole('button', { name: 'Export as CSV' }).click(),
    ])
    expect(download.suggestedFilename()).to.match(/^recall-[\w-]+\.csv$/)
    expect(await readFile(await download.path(), 'utf8')).to.contain('"20416"')
  })

  it('says so when nothing has left', async () => {
    const page = await browser.open({ hash: '#/recalls', script: { recalls: [] } })
    await page.getByText('Nothing has left').waitFor()
  })

  it('puts what is due first, and sets a day for an article', async () => {
    const page = await browser.open({ hash: '#/recalls/review' })
    const due = page.getByRole('region', { name: 'Due within 30 days' })
    await due.getByText('3 articles').waitFor()
    await due.getByText('Its “review-by:” label names no date').waitFor()
    await eventually(async () => expect(await due.getByText('Not allowed').count()).to.equal(0))
    await browser.shoot(page, 'review-dates', true)
    await eventually(async () => expect(await browser.violations(page)).to.deep.equal([]))
    await due.getByLabel('Review-by date of “Gift cards”').fill('2027-11-30')
    await due
      .getByRole('listitem')
      .filter({ hasText: 'Gift cards' })
      .getByRole('button', { name: 'Save' })
      .click()
    await page.getByText('The date is saved.').waitFor()
    await due.getByText('2 articles').waitFor()
    expect(writes().map(({ body }) => body)).to.deep.equal([
      { kind: 'article', ref: 'zendesk:2', reviewBy: '2027-11-30' },
    ])
  })

  it('sets the default of a section, finds articles by title, and takes a day away', async () => {
    const page = await browser.open({ hash: '#/recalls/review' })
    await page.getByLabel('Search articles by title').fill('return')
    await eventually(async () => expect(await page.getByText('Products › Care').count()).to.equal(0))
    await page.getByText('Orders › Returns').click()
    const section = page.getByLabel('Default date of the section “Returns”')
    await section.fill('')
    await page.locator('form').filter({ has: section }).getByRole('button', { name: 'Save' }).click()
    await page.getByText('The date is saved.').waitFor()
    expect(writes().map(({ body }) => body)).to.deep.equal([{ kind: 'section', ref: '11', reviewBy: null }])
  })

  it('lets compliance staff see the days and change none', async () => {
    const page = await browser.open({ hash: '#/recalls/review', script: { me: COMPLIANCE } })
    await page.getByText('Only an admin can change it').waitFor()
    await eventually(async () => expect(await page.locator('input[type="date"]').count()).to.equal(0))
  })

  for (const look of [
    { name: 'dark', scheme: 'dark', hash: '#/recalls' },
    { name: 'de-narrow', locale: 'de-DE', width: 640, hash: '#/recalls' },
    { name: 'review-de-narrow', locale: 'de-DE', width: 640, hash: '#/recalls/review' },
  ] as const)
    it(`stands in ${look.name} without a violation or a page that moves sideways`, async () => {
      const { name, ...options } = look
      const page = await browser.open(options)
      await page.locator('.g-card').first().waitFor()
      await eventually(async () => expect(await browser.violations(page)).to.deep.equal([]))
      await eventually(async () => expect(await browser.overflow(page)).to.equal(0))
      await browser.shoot(page, `recalls-${name}`, true)
    })
})
