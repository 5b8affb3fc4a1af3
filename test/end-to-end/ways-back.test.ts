import { expect } from 'chai'
import type { Browser, BrowserContext, FrameLocator } from 'playwright-core'
import type { RetentionView } from '../../src/domain/retention-api.ts'
import { launchBrowser } from '../support/browser.ts'
import { choosing, FORM } from '../support/consent-page.ts'
import { eventually } from '../support/eventually.ts'
import { openTicketPage, type RunningProduct, startProduct } from '../support/running-product.ts'

const TICKET = 20_416
const TYPED = 'Thank you for waiting.'

/** The rows of docs/for-admins.md, "What can be undone", that no other test walks. */
describe('what an admin or an agent has done by a slip, taken back in a browser', function () {
  this.timeout(60_000)
  let product: RunningProduct
  let browser: Browser
  let context: BrowserContext

  before(async () => {
    product = await startProduct()
    browser = await launchBrowser()
    context = await browser.newContext({ locale: 'en-US', reducedMotion: 'reduce' })
    context.setDefaultTimeout(15_000)
  })
  after(async () => {
    await browser?.close()
    await product?.stop()
    product?.remove()
  })

  async function consoleAt(agentId: number, screen: string): Promise<FrameLocator> {
    const page = await context.newPage()
    await page.goto(`${product.origin}/agent/apps/vouch`)
    await page.locator('#acting-agent').selectOption({ value: String(agentId) })
    const frame = page.frameLocator('iframe')
    await frame.locator(`a[href="#/${screen}"]`).first().click()
    return frame
  }

  it('a scope that was narrowed is set back: with a second person, and the proposal can be taken back', async () => {
    const { admin } = product.content.staff
    const api = await product.apiOf(admin)
    const inForce = async () =>
      ((await api('GET', '/console/scope-policy')) as { draftsPerTicket: number }).draftsPerTicket
    const usual = await inForce()
    const frame = await consoleAt(admin, 'scope')
    const drafts = frame.getByLabel('Drafts per ticket')
    const save = async (value: number) => {
      await drafts.fill(String(value))
      await frame.getByRole('button', { name: 'Save', exact: true }).click()
    }
    await drafts.fill(String(usual - 1))
    expect(await inForce(), 'before it is saved').to.equal(usual)
    await save(usual - 1)
    await frame.getByText('It holds in every ticket at once.').first().waitFor()
    expect(await inForce()).to.equal(usual - 1)

    await save(usual)
    await frame.getByText('1 change to this waits for a second person. It is not in force.').waitFor()
    expect(await inForce()).to.equal(usual - 1)
    await frame.getByRole('link', { name: 'Open approvals' }).click()
    await frame.getByRole('button', { name: 'Take back' }).click()
    await frame.getByText('Taken back. Nothing was changed.').waitFor()
    const waiting = (await api('GET', '/console/changes')) as { status: string }[]
    expect(waiting.filter(({ status }) => status === 'proposed')).to.deep.equal([])
    expect(await inForce()).to.equal(usual - 1)
  })

  it('a period that was made shorter takes nothing for a day, and is set back', async () => {
    const { admin } = product.content.staff
    const api = await product.apiOf(admin)
    // The sample's officer reads German.
    await api('PUT', `/console/roles/${admin}`, { roles: ['agent', 'admin', 'compliance'] })
    const stored = async () =>
      ((await api('GET', '/console/retention')) as RetentionView).settings.rules.trial.days
    const frame = await consoleAt(admin, 'retention')
    const days = frame.getByLabel('Days for Provider trials')
    const save = async (value: number) => {
      await days.fill(String(value))
      await frame.getByRole('button', { name: 'Save', exact: true }).click()
      await eventually(async () => expect(await stored()).to.equal(value))
    }
    await days.fill('7')
    await frame.getByText('A shorter period takes nothing for a day').waitFor()
    expect(await stored(), 'before it is saved').to.equal(180)
    await save(7)
    await save(180)
    expect(await frame.getByText('A shorter period takes nothing for a day').count()).to.equal(0)
  })

  it('a draft that was inserted goes with Ctrl+Z, and what the agent had typed stays', async () => {
    const at = await openTicketPage(browser, product, TICKET)
    const agent = await product.apiOf(product.content.staff.agents[0] ?? 0)
    const { url } = (await agent('POST', `/tickets/${TICKET}/consent/requests`, { locale: 'en' })) as {
      url: string
    }
    const asked = await (await fetch(url)).text()
    await fetch(url, { method: 'POST', headers: FORM, body: choosing(asked, 'grant') })
    const comments = () => product.workbench.desk.ticket(TICKET)?.comments.length
    const before = comments()
    await at.sidebar.getByText('Consent granted').first().waitFor()
    await at.sidebar.getByRole('button', { name: 'Draft reply' }).click()
    await at.sidebar.getByRole('button', { name: 'Insert all', disabled: false }).waitFor()
    await at.composer.click()
    await at.page.keyboard.type(TYPED)
    await at.sidebar.getByRole('button', { name: 'Insert all' }).click()
    await at.composer.getByText('Kind regards').waitFor()
    await at.composer.focus()
    await at.page.keyboard.press('Control+Z')
    expect((await at.composer.innerText()).trim()).to.equal(TYPED)
    expect(comments()).to.equal(before)
    await at.context.close()
  })
})
