import { join } from 'node:path'
import { expect } from 'chai'
import type { BrowserContext, Page } from 'playwright-core'
import { checkAccessibility } from '../support/accessibility.ts'
import { type BorrowedBrowser, borrowBrowser } from '../support/browser.ts'
import { eventually, PATIENCE_MS } from '../support/eventually.ts'
import { openTicketPage, type RunningProduct, SHOTS, startProduct } from '../support/running-product.ts'

const TICKET = 20_416
const PHONE = {
  viewport: { width: 390, height: 844 },
  hasTouch: true,
  isMobile: true,
  javaScriptEnabled: true,
}

describe('the requester’s page, on a phone', function () {
  this.timeout(240_000)
  let product: RunningProduct
  let browser: BorrowedBrowser
  let context: BrowserContext
  let page: Page
  let link: string

  before(async () => {
    product = await startProduct()
    browser = await borrowBrowser()
    const at = await openTicketPage(browser, product, TICKET)
    await at.sidebar.getByRole('button', { name: 'Ask for consent' }).first().click()
    await at.composer.getByText('Please read and choose here').waitFor()
    link = /http\S+\/c\/[\w-]+/.exec(await at.composer.innerText())?.[0] ?? ''
    await at.context.close()
    context = await browser.newContext({ ...PHONE, locale: 'en-US' })
    context.setDefaultTimeout(PATIENCE_MS)
    page = await context.newPage()
    await page.goto(link)
  })
  after(async () => {
    await browser?.close()
    await product?.stop()
    product?.remove()
  })

  const tap = (name: string) => page.getByRole('button', { name, exact: true }).tap()
  const status = async () => {
    const api = await product.apiOf(product.content.staff.admin)
    const view = (await api('GET', `/tickets/${TICKET}`)) as {
      consent: { status: string; deferred?: boolean }
    }
    return view.consent.status
  }

  /** Light, dark, and read from right to left: nothing sticks out, nothing is too small for a thumb, axe is silent. */
  async function look(name: string): Promise<void> {
    for (const scheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme: scheme })
      await eventually(async () =>
        expect(await checkAccessibility(page, product.companion.origin), `${name} ${scheme}`).to.deep.equal(
          [],
        ),
      )
      await page.screenshot({ path: join(SHOTS, `phone-${name}-${scheme}.png`), fullPage: true })
    }
    await page.emulateMedia({ colorScheme: 'light' })
    const wide = 'document.documentElement.scrollWidth - document.documentElement.clientWidth'
    await eventually(async () => expect(await page.evaluate(wide), name).to.equal(0))
    const small = await page.evaluate(
      `[...document.querySelectorAll('button, summary, main a, nav a')].filter((each) => {
        const { height } = each.getBoundingClientRect()
        return height > 0 && height < 44
      }).map((each) => each.textContent)`,
    )
    expect(small, name).to.deep.equal([])
  }

  it('asks, with yes and no of one size', async () => {
    const [yes, no] = await Promise.all(
      ['Yes, I agree', 'No, I do not agree'].map((name) => page.getByRole('button', { name }).boundingBox()),
    )
    expect([yes?.width, yes?.height, yes?.x]).to.deep.equal([no?.width, no?.height, no?.x])
    await look('asked')
  })

  it('takes "later", and says until when', async () => {
    await tap('Decide later')
    await page.getByText('You want to decide later.').waitFor()
    await page.getByText('This link works until').waitFor()
    await eventually(async () => expect(await status()).to.equal('requested'))
    await look('later')
  })

  it('takes a no', async () => {
    await tap('No, I do not agree')
    await page.getByText('You have said no.').waitFor()
    await eventually(async () => expect(await status()).to.equal('denied'))
    await look('denied')
  })

  it('takes a yes after a no, in one step more', async () => {
    await page.getByText('I have changed my mind').tap()
    await tap('Yes, I agree')
    await page.getByText('You have agreed. Thank you.').waitFor()
    await eventually(async () => expect(await status()).to.equal('granted'))
    await look('granted')
  })

  it('hands out the receipt, to read and as a signed file', async () => {
    await page.getByRole('link', { name: 'Show the receipt' }).tap()
    await page.getByRole('heading', { name: 'Receipt of your choice' }).waitFor()
    await page.getByText('did:key:z6Mk').waitFor()
    await look('receipt')
    await page.goto(link)
    const waiting = page.waitForEvent('download')
    await page.getByRole('link', { name: 'Download the signed receipt' }).tap()
    expect((await waiting).suggestedFilename()).to.equal('consent-receipt.jsonld')
  })

  it('withdraws in the one step that the yes took', async () => {
    await tap('Withdraw my consent')
    await page.getByText('You have withdrawn your consent.').waitFor()
    await eventually(async () => expect(await status()).to.equal('withdrawn'))
    await look('withdrawn')
  })

  it('asks what is held, and shows by when the answer comes', async () => {
    await tap('What do you hold about me?')
    await page.getByText('was received. You get an answer by').waitFor()
    const api = await product.apiOf(product.content.staff.admin)
    const { cases } = (await api('GET', '/console/requests')) as {
      cases: { ticketId: string; status: string }[]
    }
    expect(cases.map(({ ticketId, status: state }) => `${ticketId} ${state}`)).to.deep.equal([
      `${TICKET} received`,
    ])
    await eventually(async () =>
      expect(await page.getByRole('button', { name: 'What do you hold about me?' }).count()).to.equal(0),
    )
    await look('access')
  })

  it('changes its language by a switch that a thumb can use', async () => {
    await page.getByText('Language: English').tap()
    await page.getByRole('link', { name: 'Deutsch' }).tap()
    await page.getByText('Sie haben Ihre Einwilligung widerrufen.').waitFor()
    await page.getByText('Sprache: Deutsch').tap()
    await look('german')
  })

  it('is read from right to left in Arabic, on the smallest of phones too', async () => {
    await page.setViewportSize({ width: 320, height: 640 })
    await page.goto(`${link}?lang=ar`)
    await page.getByText('لقد سحبت موافقتك.').waitFor()
    const bar = (await page.evaluate(
      "(() => { const s = getComputedStyle(document.querySelector('.said')); return [s.borderRightWidth, s.borderLeftWidth] })()",
    )) as readonly string[]
    expect(bar).to.deep.equal(['4px', '0px'])
    await look('right-to-left')
    await page.goto(`${link}/receipt?lang=ar`)
    await page.getByRole('heading', { name: 'إيصال باختيارك' }).waitFor()
    await look('receipt-right-to-left')
  })

  it('speaks Japanese, and the Portuguese of Brazil', async () => {
    await page.goto(`${link}?lang=ja`)
    await page.getByText('同意を撤回されました。').waitFor()
    await look('japanese')
    await page.goto(`${link}?lang=pt-BR`)
    await page.getByText('Você revogou o seu consentimento.').waitFor()
    await look('brazilian')
    await page.setViewportSize(PHONE.viewport)
  })

  it('is objected to, and says what comes next', async () => {
    await page.goto(`${link}?lang=en`)
    await tap('Object to this use')
    await page.getByText('You have objected.').waitFor()
    await page.getByText('Our data protection team looks at your objection.').waitFor()
    await look('objected')
  })

  it('is kind about a link that is none', async () => {
    await page.goto(`${link.slice(0, -4)}AAAA`)
    await page.getByRole('heading', { name: 'This link is not valid' }).waitFor()
    await look('unknown')
  })

  it('wrote the link into no log', () => {
    expect(product.logged()).to.contain('/c/:link').and.to.not.contain(link.split('/c/')[1])
  })
})
