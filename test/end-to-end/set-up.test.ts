import { join } from 'node:path'
import { expect } from 'chai'
import type { BrowserContext, FrameLocator, Page } from 'playwright-core'
import type { StandInModel } from '../../workbench/stand-in-model/index.ts'
import { checkAccessibility } from '../support/accessibility.ts'
import { type BorrowedBrowser, borrowBrowser } from '../support/browser.ts'
import { eventually } from '../support/eventually.ts'
import { grantByTwo } from '../support/grant-by-two.ts'
import {
  type AtTicket,
  draftsMade,
  openContext,
  openTicketPage,
  type RunningProduct,
  SHOTS,
  startProduct,
} from '../support/running-product.ts'

const TICKET = 20_416
const NOT_LIVE = 'Vouch is not live yet'
/** The smallest that the screen offers. */
const PAST_TICKETS = '25'
const SIMULATION_LIMIT_MS = 60_000

describe('a new account, set up in a browser from its first start until it is live', function () {
  this.timeout(240_000)
  let product: RunningProduct
  let model: StandInModel
  let browser: BorrowedBrowser
  let context: BrowserContext
  let page: Page
  let frame: FrameLocator
  let at: AtTicket
  const startedAt = performance.now()
  const seconds = () => ((performance.now() - startedAt) / 1_000).toFixed(1)

  before(async () => {
    product = await startProduct({}, undefined, { withModel: true, fresh: true })
    if (product.model === null) throw new Error('the stand-in model did not start')
    model = product.model
    model.setDelayMs(0)
    browser = await borrowBrowser()
    context = await openContext(browser)
    page = await context.newPage()
    await page.goto(`${product.origin}/agent/apps/vouch`)
    await page.locator('#acting-agent').selectOption({ value: String(product.content.staff.admin) })
    frame = page.frameLocator('iframe')
  })
  after(async () => {
    await browser?.close()
    await product?.stop()
    product?.remove()
  })

  const step = (title: string) => frame.getByRole('listitem').filter({ hasText: title })
  const stands = (title: string, state: string) => step(title).getByText(state, { exact: true }).waitFor()
  const press = (name: string | RegExp) => frame.getByRole('button', { name }).first().click()
  const open = (name: string) => frame.getByRole('link', { name, exact: true }).first().click()
  const headed = (name: string) => frame.getByRole('heading', { name, level: 1 }).waitFor()
  const draftButton = () => at.sidebar.getByRole('button', { name: 'Draft reply' })

  async function backToSetUp(): Promise<void> {
    await open('Set-up')
    await headed('Set-up')
  }

  async function draftsStored(): Promise<number> {
    return draftsMade(await product.apiOf(product.content.staff.admin))
  }

  /** Both colour schemes: a picture, and silence of axe. */
  async function looksWell(name: string): Promise<void> {
    for (const colorScheme of ['dark', 'light'] as const) {
      await page.emulateMedia({ colorScheme })
      await page.screenshot({ path: join(SHOTS, `set-up-${name}-${colorScheme}.png`) })
      await eventually(async () =>
        expect(await checkAccessibility(page, product.companion.origin)).to.deep.equal([]),
      )
    }
  }

  it('opens the console with the checklist, and going live waits for what is missing', async () => {
    await frame.getByRole('heading', { name: 'Set-up' }).first().waitFor()
    await stands('Connect the helpdesk', 'Done')
    for (const title of ['Read the help center', 'Choose what drafts may use', 'Test the provider'])
      await stands(title, 'To do')
    await eventually(async () =>
      expect(await step('Go live').getByRole('button', { name: 'Go live' }).isDisabled()).to.equal(true),
    )
    await backToSetUp()
    await looksWell('new')
  })

  it('drafts nothing in the sidebar before, though the requester has agreed', async () => {
    const api = await product.apiOf(product.content.staff.admin)
    const ticket = product.content.tickets.find(({ id }) => id === TICKET)
    await api('PUT', `/tickets/${TICKET}`, { requesterId: String(ticket?.requester_id) })
    await grantByTwo(api, await product.apiOf(product.content.staff.compliance), TICKET)
    at = await openTicketPage(browser, product, TICKET)
    await at.sidebar.getByText(NOT_LIVE).first().waitFor()
    await at.page.keyboard.press('Alt+d')
    await eventually(async () => expect(await draftButton().isDisabled()).to.equal(true))
    expect([await draftsStored(), model.requests]).to.deep.equal([0, []])
    await at.page.screenshot({ path: join(SHOTS, 'set-up-sidebar-before.png') })
  })

  it('reads the help center, from the step to the sync and back', async () => {
    await step('Read the help center').getByRole('link').click()
    await headed('Sync')
    await press('Sync')
    await frame.getByText('Every article was read completely.').waitFor()
    await backToSetUp()
    await stands('Read the help center', 'Done')
  })

  it('allows sections of the help center', async () => {
    await step('Choose what drafts may use').getByRole('link').click()
    for (const id of product.content.sample_allowlist) {
      const name =
        product.content.sections.find((section) => section.id === id)?.translations['en-us'].name ?? ''
      const line = frame.getByRole('treeitem').filter({ has: frame.getByText(name, { exact: true }) })
      await line.locator('.c-tick').click()
    }
    await press('Apply')
    await page.screenshot({ path: join(SHOTS, 'set-up-allowed.png') })
    await backToSetUp()
    await stands('Choose what drafts may use', 'Done')
  })

  it('shows the notice that is in force', async () => {
    await stands('Check the notice', 'Done')
    await step('Check the notice').getByRole('link').click()
    await headed('Notices')
    await backToSetUp()
  })

  it('tests the provider with one real request, which has nothing of a ticket', async () => {
    await step('Test the provider').getByRole('button').click()
    await stands('Test the provider', 'Done')
    expect(model.requests.length).to.equal(1)
    await page.screenshot({ path: join(SHOTS, 'set-up-tested.png') })
  })

  it('simulates past tickets, and sends nothing to the model', async () => {
    model.forget()
    await step('Run a first simulation').getByRole('link').click()
    await headed('Simulation')
    await frame.getByLabel('How many tickets').selectOption(PAST_TICKETS)
    await press('Start simulation')
    await frame
      .getByRole('heading', { name: /^Result over \d+ tickets/ })
      .waitFor({ timeout: SIMULATION_LIMIT_MS })
    expect([await draftsStored(), model.requests]).to.deep.equal([0, []])
    await looksWell('simulation')
    await backToSetUp()
    await stands('Run a first simulation', 'Done')
  })

  it('goes live with one press, and says how long all of it took', async () => {
    await step('Go live').getByRole('button', { name: 'Go live' }).click()
    await stands('Go live', 'Done')
    process.stdout.write(`      from the start to a live account: ${seconds()} s\n`)
    await looksWell('live')
  })

  it('drafts in the sidebar from then on', async () => {
    await at.page.reload()
    await draftButton().click()
    await at.sidebar.getByRole('button', { name: 'Insert all', disabled: false }).waitFor()
    expect([await draftsStored(), model.requests.length]).to.deep.equal([1, 1])
    await at.page.screenshot({ path: join(SHOTS, 'set-up-sidebar-after.png') })
  })

  for (const name of ['Health', 'Reports'])
    it(`shows "${name}" without an accessibility violation, light and dark`, async () => {
      await open(name)
      await headed(name)
      await page.waitForLoadState('networkidle')
      await looksWell(name.toLowerCase())
    })

  it('drafts nothing any more once it is taken back', async () => {
    await backToSetUp()
    await press('Take back')
    await stands('Go live', 'To do')
    model.forget()
    const stored = await draftsStored()
    await at.page.reload()
    await at.sidebar.getByText(NOT_LIVE).first().waitFor()
    await at.page.keyboard.press('Alt+d')
    await eventually(async () => expect(await draftButton().isDisabled()).to.equal(true))
    expect([await draftsStored(), model.requests]).to.deep.equal([stored, []])
  })
})
