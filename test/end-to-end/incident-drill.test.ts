import { join } from 'node:path'
import { expect } from 'chai'
import type { BrowserContext, BrowserContextOptions, FrameLocator, Page } from 'playwright-core'
import type { StandInModel } from '../../workbench/stand-in-model/index.ts'
import { checkAccessibility } from '../support/accessibility.ts'
import { type BorrowedBrowser, borrowBrowser } from '../support/browser.ts'
import { eventually } from '../support/eventually.ts'
import { grantByTwo } from '../support/grant-by-two.ts'
import { grantedTime } from '../support/granted-time.ts'
import {
  type AtTicket,
  openContext,
  openTicketPage,
  type RunningProduct,
  SHOTS,
  startProduct,
} from '../support/running-product.ts'

const TICKET = 20_416
/** A word a second: whoever waits for the end waits for minutes. */
const SLOWLY_MS = 1_000

describe('an incident and its drill, in a browser', function () {
  this.timeout(240_000)
  let product: RunningProduct
  let browser: BorrowedBrowser
  let model: StandInModel
  let at: AtTicket
  let staff: Page
  let frame: FrameLocator

  const granted = grantedTime()

  before(async () => {
    product = await startProduct({ stopwatch: granted.stopwatch }, undefined, { withModel: true })
    if (product.model === null) throw new Error('the stand-in model did not start')
    model = product.model
    model.setDelayMs(0)
    browser = await borrowBrowser()
    const { admin, compliance } = product.content.staff
    const api = await product.apiOf(admin)
    // Two people of the role: one pulls, the other decides.
    await api('PUT', `/console/roles/${admin}`, { roles: ['agent', 'admin', 'compliance'] })
    const ticket = product.content.tickets.find(({ id }) => id === TICKET)
    await api('PUT', `/tickets/${TICKET}`, { requesterId: String(ticket?.requester_id) })
    await grantByTwo(api, await product.apiOf(compliance), TICKET)
    at = await openTicketPage(browser, product, TICKET)
    staff = await consoleOf(await context(), admin)
    frame = staff.frameLocator('iframe')
  })
  after(async () => {
    await browser?.close()
    await product?.stop()
    product?.remove()
    granted.stop()
  })

  const context = (change: BrowserContextOptions = {}) => openContext(browser, change)
  async function consoleOf(opened: BrowserContext, agentId: number): Promise<Page> {
    const page = await opened.newPage()
    await page.goto(`${product.origin}/agent/apps/vouch`)
    await page.frameLocator('iframe').locator('h1').first().waitFor()
    await page.locator('#acting-agent').selectOption({ value: String(agentId) })
    await page.frameLocator('iframe').locator('.c-nav').waitFor()
    return page
  }
  const shot = (name: string, page = staff) => page.screenshot({ path: join(SHOTS, `incident-${name}.png`) })
  const violations = () => checkAccessibility(staff, product.companion.origin)
  const press = (name: string) => frame.getByRole('button', { name, exact: true }).first().click()
  const tab = (name: string) => frame.locator('.g-tabs').getByRole('link', { name }).click()

  it('is opened as a suspicion, without a clock, and confirmed by a person who says why', async () => {
    await frame.locator('.c-nav').getByRole('link', { name: 'Incidents' }).click()
    await frame.getByText('No incident on record').waitFor()
    await shot('none')
    await eventually(async () => expect(await violations()).to.deep.equal([]))
    await press('New incident')
    await frame.getByLabel('What was seen').fill('An export lay in an open folder for an hour.')
    await press('Open incident')
    await frame.getByText('No clock runs: nobody has confirmed a breach.').waitFor()
    await frame.getByText('First record the reason.').first().waitFor()
    await frame
      .getByLabel('Why it is known to be a breach')
      .fill('The access log of the folder shows strangers.')
    await frame.getByLabel('Number of persons: at least').fill('1')
    await frame.getByLabel('Number of persons: at most').fill('40')
    await press('Record this phase')
    await frame.getByText('Recorded as phase 2').waitFor()
    await press('Confirm: it is a breach')
    await frame
      .getByText(/^7[12] h \d+ min left$/)
      .first()
      .waitFor()
    await shot('confirmed')
    await eventually(async () => expect(await violations()).to.deep.equal([]))
  })

  it('fills in what to tell the authority, and says what is missing', async () => {
    await press('Show text')
    await frame.getByText('Not filled in yet').waitFor()
    const text = await frame.getByLabel('Text', { exact: true }).inputValue()
    expect(text).to.include('An export lay in an open folder').and.to.include('NOT KNOWN YET')
    await frame.getByLabel('Text', { exact: true }).scrollIntoViewIfNeeded()
    await shot('letter')
  })

  it('runs a drill from start to report, which counts nowhere', async () => {
    await tab('Drill')
    await press('Run drill')
    await frame.getByText('Stop seen within 1 s: yes').waitFor()
    await frame.getByText('Report within 60 s: yes').waitFor()
    await shot('drill')
    await eventually(async () => expect(await violations()).to.deep.equal([]))
    await tab('Incidents')
    await frame.getByText('False alarm', { exact: true }).waitFor()
    await shot('list')
  })

  it('stops a running draft and every open sidebar, without a reload', async () => {
    model.setDelayMs(SLOWLY_MS)
    model.forget()
    await at.page.bringToFront()
    await at.sidebar
      .getByRole('button', { name: /^Draft reply/ })
      .first()
      .click()
    await until(() => model.requests.length > 0)
    await staff.bringToFront()
    await tab('Kill switch')
    await frame.getByText('Nothing is stopped').waitFor()
    await shot('switch-off')
    await press('Stop now')
    await shot('switch-dialog')
    await frame.getByRole('dialog').getByRole('button', { name: 'Stop now' }).click()
    await frame.getByText('Drafting is stopped: the whole account.').waitFor()
    await shot('switch-on')
    await eventually(async () => expect(await violations()).to.deep.equal([]))
    await at.page.bringToFront()
    await at.sidebar.getByText('Drafting is stopped for the whole account').first().waitFor()
    await until(() => model.requests.every(({ cutOff }) => cutOff))
    await eventually(async () =>
      expect(await at.sidebar.getByRole('button', { name: 'Insert all' }).count()).to.equal(0),
    )
    await at.page.screenshot({ path: join(SHOTS, 'incident-sidebar.png') })
  })

  it('stays stopped until a second person has lifted it', async () => {
    await staff.bringToFront()
    await press('Ask to lift the whole account')
    await frame.getByText('Waits for a second person').first().waitFor()
    const second = await consoleOf(
      await context({ locale: 'de-DE', colorScheme: 'dark' }),
      product.content.staff.compliance,
    )
    const other = second.frameLocator('iframe')
    await other.getByText('Das Entwerfen ist angehalten: das ganze Konto.').waitFor()
    await other.locator('.c-nav').getByRole('link', { name: 'Vorfälle' }).click()
    await other.locator('.g-tabs').getByRole('link', { name: 'Notschalter' }).click()
    await other.getByText('In Kraft').waitFor()
    await shot('switch-de-dark', second)
    await other.locator('.g-tabs').getByRole('link', { name: 'Vorfälle' }).click()
    await other
      .getByRole('link', { name: /20\d\d/ })
      .last()
      .click()
    await other
      .getByText(/^Noch 7[12] Std/)
      .first()
      .waitFor()
    await shot('record-de-dark', second)
    await other.locator('.c-nav').getByRole('link', { name: 'Genehmigungen' }).click()
    await other.getByText('Das Entwerfen ginge weiter: das ganze Konto.').waitFor()
    await shot('lift-de-dark', second)
    await other
      .getByRole('button', { name: /^Genehmigen/ })
      .first()
      .click()
    await other.getByText('Das Entwerfen ist angehalten: das ganze Konto.').waitFor({ state: 'detached' })
    await at.page.bringToFront()
    await at.sidebar
      .getByRole('button', { name: /^Draft (reply|again)/, disabled: false })
      .first()
      .waitFor()
  })
})

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, 20))
}
