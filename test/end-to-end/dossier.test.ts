import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect } from 'chai'
import type { FrameLocator, Page } from 'playwright-core'
import { runCli } from '../../server/cli/main.ts'
import { type BorrowedBrowser, borrowBrowser } from '../support/browser.ts'
import {
  type AtTicket,
  openTicketPage,
  type RunningProduct,
  SHOTS,
  startProduct,
} from '../support/running-product.ts'
import { readZip } from '../support/zip-listing.ts'

/** How many days until the money is back: answered by one allowlisted article. */
const REFUND_TICKET = 20_416

describe('everything that is held of a person, in a browser', function () {
  this.timeout(240_000)
  let product: RunningProduct
  let browser: BorrowedBrowser
  let at: AtTicket
  let folder: string
  let zip: string
  let console_: FrameLocator

  before(async () => {
    product = await startProduct()
    browser = await borrowBrowser()
    folder = mkdtempSync(join(tmpdir(), 'vouch-package-'))
    const { admin } = product.content.staff
    const agent = product.content.staff.agents[0] ?? admin
    const api = await product.apiOf(admin)
    await api('PUT', `/console/roles/${agent}`, { roles: ['compliance'] })
    at = await openTicketPage(browser, product, REFUND_TICKET)
  })
  after(async () => {
    await browser?.close()
    await product?.stop()
    product?.remove()
  })

  const shot = (page: Page, name: string) =>
    page.screenshot({ path: join(SHOTS, `dossier-${name}.png`), fullPage: true })
  const requesterOf = () => product.content.tickets.find(({ id }) => id === REFUND_TICKET)

  async function consentByLink(): Promise<void> {
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
  }

  it('begins with a draft that nobody sends', async () => {
    await consentByLink()
    await at.sidebar.getByRole('button', { name: 'Draft reply' }).click()
    await at.sidebar.getByRole('button', { name: 'Insert all' }).waitFor()
  })

  it('is one press away from the ticket, for compliance', async () => {
    await at.sidebar.getByRole('button', { name: 'What is held of this person' }).click()
    await at.page.waitForURL('**/agent/apps/vouch**')
    console_ = at.page.frameLocator('iframe')
    await console_.getByRole('heading', { name: '1 person' }).waitFor()
    await shot(at.page, 'found')
    await console_.getByRole('button', { name: 'Open Zendesk user' }).click()
    await console_.getByRole('heading', { name: 'What is held' }).waitFor()
    await at.page.setViewportSize({ width: 1280, height: 2600 })
    await shot(at.page, 'whole')
    await at.page.emulateMedia({ colorScheme: 'dark' })
    await shot(at.page, 'whole-dark')
    await at.page.emulateMedia({ colorScheme: 'light' })
    await at.page.setViewportSize({ width: 1280, height: 800 })
  })

  it('shows the draft with its words, although it was never sent, and who looked', async () => {
    const text = await console_.locator('main').innerText()
    expect(text).to.include('made, never sent').and.include('3–7 working days')
    expect(text).to.include('Nothing went to a provider').and.include('Everything held')
    await at.page.setViewportSize({ width: 1440, height: 2000 })
    await shot(at.page, 'screen')
    await at.page.setViewportSize({ width: 1440, height: 900 })
  })

  it('is packed in German and downloaded', async () => {
    await console_.getByRole('button', { name: 'Make a package' }).click()
    await console_.getByLabel('Language of the page').selectOption('de')
    await shot(at.page, 'pack')
    await console_.getByRole('button', { name: 'Make it', exact: true }).click()
    await console_.getByText('Not fetched yet').waitFor()
    const download = at.page.waitForEvent('download')
    await console_.getByRole('button', { name: 'Download', exact: true }).click()
    zip = join(folder, 'package.zip')
    await (await download).saveAs(zip)
    await console_.getByText('Downloaded by staff').waitFor()
    execFileSync('python3', ['-m', 'zipfile', '-e', zip, folder])
    const files = readZip(readFileSync(zip))
    const data = files.get('data.json')?.toString() ?? ''
    expect(data)
      .to.include('3–7 working days')
      .and.include(String(requesterOf()?.requester_id ?? '20416'))
    expect([...files.keys()].filter((name) => name.startsWith('receipts/')).length).to.be.greaterThan(0)
  })

  it('reads in German what is kept, in a page that needs nothing but itself', async () => {
    const page = await browser.newPage({ javaScriptEnabled: false, viewport: { width: 900, height: 1000 } })
    await page.goto(pathToFileURL(join(folder, 'index.html')).href)
    const text = await page.locator('main').innerText()
    expect(text).to.include('Was wir über Sie gespeichert haben')
    expect(text).to.include('erstellt, nie verwendet, nie gesendet').and.include('3–7 working days')
    expect(text).to.include('Wer hineingesehen hat').and.include('weil Sie darum gebeten haben')
    expect(text).to.not.match(/undefined|\{\w+\}/)
    await shot(page, 'package-de')
    await page.emulateMedia({ colorScheme: 'dark' })
    await shot(page, 'package-de-dark')
    await page.close()
  })

  it('holds, as the command line checks it without the store', async () => {
    const lines: string[] = []
    const terminal = {
      out: (line: string) => lines.push(line),
      err: (line: string) => lines.push(line),
      env: {},
    }
    expect(
      await runCli(['verify', '--export', zip, '--data', product.dataDir], terminal),
      lines.join('\n'),
    ).to.equal(0)
  })

  it('is handed to the person by a link that works once', async () => {
    await console_.getByRole('button', { name: 'Link', exact: true }).click()
    const url = await console_.locator('.c-link').innerText()
    await console_.getByRole('button', { name: 'Done' }).click()
    const page = await browser.newPage({ javaScriptEnabled: false, acceptDownloads: true, locale: 'de-DE' })
    await page.goto(url)
    await page.getByText('Ihre Daten liegen bereit').waitFor()
    await shot(page, 'link-de')
    const download = page.waitForEvent('download')
    await page.getByRole('button', { name: 'Herunterladen' }).click()
    const taken = join(folder, 'taken.zip')
    await (await download).saveAs(taken)
    expect(readFileSync(taken).equals(readFileSync(zip))).to.equal(true)
    await page.goto(url)
    await page.getByText('wurde benutzt oder ist abgelaufen').waitFor()
    await page.close()
  })

  it('carries a correction beside the draft that it is about, and the open draft ends', async () => {
    const row = console_.locator('.c-timeline > li', { hasText: 'made, never sent' })
    await row.getByRole('button', { name: 'Correct…' }).click()
    await console_.getByLabel('Reason, or what is right').fill('It was ordered on Tuesday.')
    await shot(at.page, 'correct')
    await console_.locator('dialog').getByRole('button', { name: 'Note a correction' }).click()
    await console_.getByText('1 open draft was withdrawn').waitFor()
    await shot(at.page, 'corrected')
    await console_.getByRole('button', { name: 'Close', exact: true }).click()
    const beside = console_.locator('.c-timeline > li', { hasText: 'Correction noted on' })
    await beside.getByText('It was ordered on Tuesday.').waitFor()
    await at.page.setViewportSize({ width: 1440, height: 3000 })
    await shot(at.page, 'annotated')
    await at.page.setViewportSize({ width: 1440, height: 900 })
  })

  it('finds the person by a mail address that only the helpdesk is asked about', async () => {
    await console_.getByRole('button', { name: 'Find another' }).click()
    await console_.getByLabel('E-mail address').check()
    const person = product.content.users.find(({ id }) => id === requesterOf()?.requester_id)
    await console_.locator('#find-person').fill(person?.email ?? '')
    await console_.getByRole('button', { name: 'Find', exact: true }).click()
    await console_.getByRole('heading', { name: '1 person' }).waitFor()
    await console_.locator('#find-person').fill('nobody@nowhere.example')
    await console_.getByRole('button', { name: 'Find', exact: true }).click()
    await console_.getByText('Nothing is held of such a person').waitFor()
    await shot(at.page, 'nobody')
    expect(product.logged())
      .to.not.include('nobody@nowhere.example')
      .and.not.include(person?.email ?? '@')
  })
})
