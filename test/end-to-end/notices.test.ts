import { join } from 'node:path'
import { expect } from 'chai'
import type { BrowserContext, FrameLocator, Page } from 'playwright-core'
import { checkAccessibility } from '../support/accessibility.ts'
import { type BorrowedBrowser, borrowBrowser } from '../support/browser.ts'
import { eventually } from '../support/eventually.ts'
import {
  openContext,
  openTicketPage,
  type RunningProduct,
  SHOTS,
  startProduct,
} from '../support/running-product.ts'

const DPO = 'Jo Ferrer, dpo@larch.example'

describe('a notice, from the console to the requester’s phone', function () {
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
    frame = page.frameLocator('iframe').first()
    await page.locator('#acting-agent').selectOption({ value: String(product.content.staff.compliance) })
    await frame.getByRole('link', { name: 'Hinweise' }).click()
  })
  after(async () => {
    await browser?.close()
    await product?.stop()
    product?.remove()
  })

  // The compliance person of the sample reads German.
  const shot = (name: string) => page.screenshot({ path: join(SHOTS, `real-notices-${name}.png`) })

  it('is written by compliance staff, and drawn beside as the requester will see it', async () => {
    await frame.getByRole('heading', { name: 'Aktiver Hinweis: Version 1' }).waitFor()
    await shot('active')
    await frame.getByRole('button', { name: 'Neue Version schreiben' }).click()
    await frame.getByLabel('Datenschutzbeauftragte').fill(DPO)
    // A page in a sandbox is not laid out while nobody can see it.
    await frame.locator('iframe').scrollIntoViewIfNeeded()
    await frame.frameLocator('iframe').getByText(DPO).waitFor()
    await shot('editor')
    await eventually(async () =>
      expect(await checkAccessibility(page, product.companion.origin)).to.deep.equal([]),
    )
    await frame.getByRole('button', { name: 'Entwurf speichern' }).click()
    await frame.getByText('Der Entwurf für Englisch ist gespeichert.').waitFor()
  })

  it('becomes the active one', async () => {
    await frame.getByRole('button', { name: 'Entwurf aktivieren …' }).click()
    await frame.getByRole('dialog').getByRole('button', { name: 'Aktivieren', exact: true }).click()
    await frame.getByRole('heading', { name: 'Aktiver Hinweis: Version 2' }).waitFor()
    await frame.getByText('Englisch: Datenschutzbeauftragte').waitFor()
    await shot('activated')
  })

  it('is what a requester reads on a phone, in every language, and is named by the consent', async () => {
    const [ticket] = product.content.tickets
    const ticketId = ticket?.id ?? 0
    const agent = await openTicketPage(browser, product, ticketId)
    const api = await product.apiOf(product.content.staff.agents[0] ?? 0)
    const { url } = (await api('POST', `/tickets/${ticketId}/consent/requests`, { locale: 'en' })) as {
      url: string
    }
    const phone = await browser.newContext({ viewport: { width: 390, height: 844 }, locale: 'en-GB' })
    const reader = await phone.newPage()
    await reader.goto(url)
    await reader.getByText(DPO).waitFor()
    await reader.screenshot({ path: join(SHOTS, 'real-notices-phone.png'), fullPage: true })
    await reader.goto(`${url}?lang=pl`)
    await eventually(
      async () =>
        await eventually(async () =>
          expect(await reader.evaluate('document.documentElement.lang')).to.equal('pl'),
        ),
    )
    await reader.getByText('Podstawa prawna').waitFor()
    await reader.screenshot({ path: join(SHOTS, 'real-notices-phone-pl.png'), fullPage: true })
    await reader.getByRole('button', { name: 'Tak, wyrażam zgodę' }).click()
    await reader.getByText('Wyrazili Państwo zgodę.').waitFor()
    const { consent } = (await api('GET', `/tickets/${ticketId}`)) as {
      consent: { status: string; noticeVersion: number; noticeLocale: string }
    }
    expect([consent.status, consent.noticeVersion, consent.noticeLocale]).to.deep.equal(['granted', 2, 'pl'])
    await agent.page.reload()
    const details = agent.sidebar.getByText('Details').first()
    await details.click()
    await agent.sidebar.getByText('version 2, read in Polish').waitFor()
    await agent.context.close()
    await phone.close()
  })
})
