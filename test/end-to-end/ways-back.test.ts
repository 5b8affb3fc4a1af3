import { expect } from 'chai'
import type { Browser, BrowserContext, FrameLocator } from 'playwright-core'
import type { SyncView } from '../../src/domain/api.ts'
import type { RequestCaseDetail, RequestDeskView } from '../../src/domain/request-api.ts'
import type { RetentionView } from '../../src/domain/retention-api.ts'
import { launchBrowser } from '../support/browser.ts'
import { choosing, FORM } from '../support/consent-page.ts'
import { eventually } from '../support/eventually.ts'
import { openContext, openTicketPage, type RunningProduct, startProduct } from '../support/running-product.ts'

const TICKET = 20_416
const TYPED = 'Thank you for waiting.'

/** The rows of docs/for-admins.md, "What can be undone", that no other test walks. */
describe('what an admin or an agent has done by a slip, taken back in a browser', function () {
  this.timeout(240_000)
  let product: RunningProduct
  let browser: Browser
  let context: BrowserContext

  before(async () => {
    product = await startProduct()
    browser = await launchBrowser()
    context = await openContext(browser)
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

  it('a sync that would remove very many articles is held: kept, or removed and brought back by the next one', async () => {
    const { admin } = product.content.staff
    const { helpCenter } = product.workbench
    const api = await product.apiOf(admin)
    const latest = async () => (await api('GET', '/console/syncs/latest')) as SyncView
    const stored = async () => ((await api('GET', '/console/articles')) as readonly unknown[]).length
    const usual = await stored()
    const ids = product.content.articles.filter(({ draft }) => !draft).map(({ id }) => id)
    const frame = await consoleAt(admin, 'sync')
    const again = () => frame.getByRole('button', { name: 'Sync again', exact: true }).click()
    const held = async () => {
      await frame.getByText('are gone from the help center. Remove them?').waitFor()
      expect([(await latest()).status, await stored()]).to.deep.equal(['needs_confirmation', usual])
    }
    const remove = /^Remove \d+ article versions$/

    for (const id of ids) helpCenter.unpublish(id)
    await again()
    await held()
    await frame.getByRole('button', { name: remove }).click()
    const dialog = frame.getByRole('dialog', { name: 'Remove for good?' })
    await dialog.getByRole('button', { name: 'Cancel' }).click()
    await held()

    for (const id of ids) helpCenter.publish(id)
    await frame.getByRole('button', { name: 'Keep them and sync again' }).click()
    await eventually(async () => expect((await latest()).status).to.equal('done'))
    expect([(await latest()).removed, await stored()]).to.deep.equal([0, usual])

    for (const id of ids) helpCenter.unpublish(id)
    await again()
    await held()
    const allowed = await api('GET', '/console/allowlist')
    await frame.getByRole('button', { name: remove }).click()
    await dialog.getByRole('button', { name: remove }).click()
    await frame.getByText('The missing articles are removed.').first().waitFor()
    expect(await stored()).to.be.lessThan(usual / 2)

    for (const id of ids) helpCenter.publish(id)
    await again()
    await eventually(async () =>
      expect([(await latest()).status, await stored()]).to.deep.equal(['done', usual]),
    )
    expect(await api('GET', '/console/allowlist')).to.deep.equal(allowed)
  })

  it('a request is answered, extended and refused in dialogs: what can be sent back is, and nothing is told before its letter', async () => {
    const { admin } = product.content.staff
    const [agentId = 0] = product.content.staff.agents
    const api = await product.apiOf(admin)
    await api('PUT', `/console/roles/${admin}`, { roles: ['agent', 'admin', 'compliance'] })
    const agent = await product.apiOf(agentId)
    const requesterId = String(product.workbench.desk.ticket(TICKET)?.requesterId)
    await agent('PUT', `/tickets/${TICKET}`, { requesterId })
    const { today } = (await api('GET', '/console/requests')) as RequestDeskView
    const opened = async () => {
      const who = { ticketId: String(TICKET) }
      const order = { kind: 'access', channel: 'email', who, locale: 'en', receivedOn: today, another: true }
      return ((await api('POST', '/console/requests', order)) as RequestCaseDetail).request
    }
    const [answered, refused] = [await opened(), await opened()]
    const now = async ({ caseId }: { readonly caseId: string }) => {
      const { request, lettersSent } = (await api('GET', `/console/requests/${caseId}`)) as RequestCaseDetail
      return { status: request.status, extended: request.extended, letters: lettersSent }
    }
    const frame = await consoleAt(admin, 'requests')
    const look = async ({ caseNumber }: { readonly caseNumber: string }) => {
      await frame.locator('a[href="#/requests"]').first().click()
      await frame.getByRole('link', { name: caseNumber }).first().click()
      await frame.getByRole('heading', { name: `Request ${caseNumber}` }).waitFor()
    }
    const dialog = frame.getByRole('dialog')
    const cancel = () => dialog.getByRole('button', { name: 'Cancel' }).click()
    const confirm = async (act: string, reason?: string) => {
      if (reason !== undefined) await dialog.getByRole('textbox').fill(reason)
      await dialog.getByRole('button', { name: act, exact: true }).click()
      await dialog.waitFor({ state: 'hidden' })
    }
    const step = (act: string) => frame.getByRole('button', { name: act, exact: true })
    const others = () => frame.getByText('Other steps').click()
    const record = async () => {
      await dialog.getByLabel('Your words').fill('Here is what you asked for.')
      await confirm('Record as sent')
    }

    await look(answered)
    await others()
    expect(await step('Extend').isDisabled(), 'before it was told').to.equal(true)
    await frame.getByRole('button', { name: 'Write (Extension)' }).click()
    await dialog.getByLabel('Your words').fill('It takes longer.')
    await cancel()
    expect(await now(answered)).to.deep.equal({ status: 'received', extended: false, letters: [] })
    await frame.getByRole('button', { name: 'Write (Extension)' }).click()
    await record()
    await step('Extend').click()
    await cancel()
    expect(await now(answered)).to.deep.equal({ status: 'received', extended: false, letters: ['extension'] })
    await step('Extend').click()
    await confirm('Extend', 'Many requests.')
    expect((await now(answered)).extended).to.equal(true)
    for (const act of ['Confirm identity', 'Start collecting', 'To review']) {
      await step(act).click()
      await confirm(act)
    }
    await step('Approve').click()
    await cancel()
    expect((await now(answered)).status).to.equal('review')
    await step('Approve').click()
    await confirm('Approve')
    expect((await now(answered)).status).to.equal('ready')
    await step('Send back').click()
    await confirm('Send back')
    expect((await now(answered)).status).to.equal('collecting')
    for (const act of ['To review', 'Approve']) {
      await step(act).click()
      await confirm(act)
    }
    expect(await step('Mark as delivered').count(), 'before its letter').to.equal(0)
    await step('Write the answer').click()
    await record()
    await step('Mark as delivered').click()
    await confirm('Mark as delivered')
    expect(await now(answered)).to.deep.equal({
      ...{ status: 'delivered', extended: true, letters: ['extension', 'answer_access'] },
    })
    expect(await step('Send back').count()).to.equal(0)

    await look(refused)
    await others()
    expect(await step('Refuse').isDisabled(), 'before it was told').to.equal(true)
    await frame.getByRole('button', { name: 'Write (Refusal)' }).click()
    await record()
    await step('Refuse').click()
    await cancel()
    expect((await now(refused)).status).to.equal('received')
    await step('Refuse').click()
    await confirm('Refuse', 'Manifestly unfounded.')
    await frame.getByText('This request is finished.').waitFor()
    expect((await now(refused)).status).to.equal('refused')
  })
})
