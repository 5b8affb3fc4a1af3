import { join } from 'node:path'
import { expect } from 'chai'
import { BIRTH_DATE_FIELD_ID } from '../../workbench/seed.ts'
import { type BorrowedBrowser, borrowBrowser } from '../support/browser.ts'
import { eventually } from '../support/eventually.ts'
import { grantByTwo } from '../support/grant-by-two.ts'
import {
  type AtTicket,
  openTicketPage,
  type RunningProduct,
  SHOTS,
  startProduct,
} from '../support/running-product.ts'

const FORM_TICKET = 20597
const OTHERS = 'Rufus Applethwaite'

describe('what happens in the helpdesk, seen in an open sidebar', function () {
  this.timeout(240_000)
  let product: RunningProduct
  let browser: BorrowedBrowser
  let at: AtTicket

  before(async () => {
    product = await startProduct()
    browser = await borrowBrowser()
  })
  afterEach(async function () {
    if (this.currentTest?.state === 'failed') await shoot(`failed-${this.currentTest.title.slice(0, 12)}`)
    await at?.context.close()
  })
  after(async () => {
    await browser?.close()
    await product?.stop()
    product?.remove()
  })

  const tool = async (act: string) => {
    await at.page.click('#workbench-tools')
    await at.page.click(`[data-act="${act}"]`)
  }
  const confirm = (name: string) =>
    at.page.locator('dialog').getByRole('button', { name, exact: true }).click()
  const shoot = (name: string) => at.page.screenshot({ path: join(SHOTS, `events-${name}.png`) })
  const frameText = () => at.sidebar.locator('body').innerText()
  async function grant(ticketId: number): Promise<void> {
    const api = await product.apiOf(product.content.staff.admin)
    await grantByTwo(api, await product.apiOf(product.content.staff.compliance), ticketId)
  }
  async function draftOn(ticketId: number): Promise<void> {
    at = await openTicketPage(browser, product, ticketId)
    await grant(ticketId)
    await at.sidebar.getByRole('button', { name: 'Draft reply', disabled: false }).click()
    await at.sidebar.getByRole('button', { name: 'Insert all', disabled: false }).waitFor()
  }
  const nothingToInsert = async () =>
    await eventually(async () =>
      expect(await at.sidebar.getByRole('button', { name: 'Insert all', disabled: false }).count()).to.equal(
        0,
      ),
    )

  it('a yes on the form is a hint, a yes on record is a tag, and another requester starts anew', async () => {
    at = await openTicketPage(browser, product, FORM_TICKET)
    await at.sidebar.getByText('The form says yes').waitFor()
    await at.sidebar.getByText('ask for confirmation').waitFor()
    await at.sidebar.getByText('The requester has not been asked for consent.').waitFor()
    await shoot('form-hint')
    await at.page.evaluate(async (userId) => {
      await fetch('/workbench/session', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ userId }),
      })
    }, product.content.staff.agents[1])
    await at.page.emulateMedia({ colorScheme: 'dark' })
    await at.page.reload()
    await at.sidebar.getByText('Das Formular sagt Ja').waitFor()
    await shoot('form-hint-de-dark')
    await at.context.close()

    at = await openTicketPage(browser, product, FORM_TICKET)
    await tool('settings')
    await at.page.getByLabel('Write the consent status to each ticket as a tag').check()
    await shoot('app-settings')
    await confirm('Save')
    await at.page.locator('.tag', { hasText: 'vouch_consent_unknown' }).waitFor()
    await grant(FORM_TICKET)
    await at.page.locator('.tag', { hasText: 'vouch_consent_granted' }).waitFor()
    await product.workbench.webhooksSettled()
    expect(product.workbench.desk.ticket(FORM_TICKET)?.tags).to.deep.equal([
      'refund',
      'vouch_consent_granted',
      'vouch_form_yes',
    ])
    await eventually(async () => expect(await frameText()).to.not.contain('The form says yes'))
    await at.sidebar.getByRole('button', { name: 'Draft reply', disabled: false }).click()
    await at.sidebar.getByRole('button', { name: 'Insert all', disabled: false }).waitFor()
    await shoot('tag-and-draft')

    await tool('requester')
    const chosen = at.page.locator('dialog option', { hasText: OTHERS })
    await at.page.getByLabel('New requester').selectOption((await chosen.getAttribute('value')) ?? '')
    await confirm('Change')
    await at.sidebar.getByText('The requester has not been asked for consent.').waitFor()
    await nothingToInsert()
    await at.page.locator('.tag', { hasText: 'vouch_consent_unknown' }).waitFor()
    await shoot('requester-changed')
  })

  it('a merged ticket refuses and leads to the other', async () => {
    await draftOn(20416)
    await tool('merge')
    await at.page.getByLabel('Into ticket number').fill('20432')
    await confirm('Merge and close')
    const lead = at.sidebar.getByRole('button', { name: 'Open that ticket' })
    await lead.waitFor()
    await nothingToInsert()
    await shoot('merged')
    await lead.click()
    await at.page.waitForURL('**/agent/tickets/20432')
  })

  it('a suspended requester is asked nothing, and of a deleted one nothing is left to draft from', async () => {
    await draftOn(20436)
    await tool('erase')
    await shoot('delete-requester')
    await confirm('Delete')
    await at.sidebar.getByText('erased', { exact: false }).first().waitFor()
    await eventually(async () =>
      expect(await at.sidebar.getByRole('button', { name: 'Insert all' }).count()).to.equal(0),
    )
    await eventually(async () => expect(await frameText()).to.not.contain('Hello Priya'))
    await eventually(async () =>
      expect(await at.sidebar.getByRole('button', { name: /^Draft (?:reply|again)/ }).isDisabled()).to.equal(
        true,
      ),
    )
    await shoot('deleted')
    await at.context.close()
    const { desk } = product.workbench
    const requester = desk.user(desk.ticket(20457)?.requesterId ?? 0)
    if (requester === undefined) throw new Error('the sample ticket has no requester')
    at = await openTicketPage(browser, product, 20457)
    await at.sidebar.getByRole('button', { name: /^Draft reply/ }).waitFor()
    // Into a sidebar that is open already, and out of it again.
    desk.suspendUser(requester, true, null)
    const told = at.sidebar.getByText('The requester of this ticket is suspended.')
    await told.waitFor()
    desk.suspendUser(requester, false, null)
    await told.waitFor({ state: 'hidden' })
  })

  it('an agent who is made an end user loses in the console what they had there', async () => {
    const { compliance } = product.content.staff
    at = await openTicketPage(browser, product, 20457)
    const api = await product.apiOf(product.content.staff.admin)
    const theirs = await product.apiOf(compliance)
    const held = async () => {
      const rows = (await api('GET', '/console/roles')) as readonly { agentId: string; roles: string[] }[]
      return rows.find(({ agentId }) => agentId === String(compliance))?.roles ?? []
    }
    const before = await held()
    expect(before).to.include.members(['admin', 'compliance'])
    await theirs('GET', '/me')
    const choose = async (role: string) => {
      await tool('role')
      const choices = at.page.locator('dialog').getByRole('combobox')
      await choices.first().selectOption(String(compliance))
      await choices.last().selectOption(role)
      await shoot('role')
      const anew = at.page.waitForEvent('load')
      await confirm('Change')
      await anew
    }
    await choose('End user')
    await eventually(async () => expect(await held()).to.deep.equal([]))
    expect(
      await theirs('GET', '/me').then(
        () => 'signed in',
        () => 'signed out',
      ),
    ).to.equal('signed out')
    // Raised again there, they are given here what somebody gives them.
    await choose('Agent')
    const { desk } = product.workbench
    await eventually(async () => expect(desk.user(compliance)?.role).to.equal('agent'))
    await product.workbench.webhooksSettled()
    expect(await held()).to.deep.equal([])
    await api('PUT', `/console/roles/${compliance}`, { roles: before })
  })

  it('a child is held back by the form, a passed-on mail until the agent vouches for the question', async () => {
    const api = await product.apiOf(product.content.staff.admin)
    const ageField = { fieldId: String(BIRTH_DATE_FIELD_ID), kind: 'birth_date', country: 'DE' }
    await api('PUT', '/console/helpdesk-settings/age-field', { version: 0, ageField })
    at = await openTicketPage(browser, product, 20491)
    await tool('form')
    await at.page.getByLabel('Subject', { exact: true }).fill('Fwd: my parcel')
    const mail = '---------- Forwarded message ---------\nFrom: Bo Berg <bo@example.org>\n\nWhere is it?'
    await at.page.getByLabel('Their words').fill(`How do I pay customs charges?\n\n${mail}`)
    await at.page.getByLabel('Your date of birth').fill('2015-05-17')
    await shoot('web-form')
    await confirm('Send the form')
    await at.page.waitForURL((url) => !url.pathname.endsWith('/20491'))
    await at.sidebar.getByText('This looks forwarded').waitFor()
    await at.sidebar.getByText('may be a minor', { exact: false }).first().waitFor()
    await shoot('forwarded-and-minor')
    await at.sidebar.getByRole('button', { name: 'It is the requester’s own question' }).click()
    await at.sidebar.getByText('This looks forwarded').waitFor({ state: 'detached' })
    await eventually(async () =>
      expect(await at.sidebar.getByRole('button', { name: 'Draft reply' }).isDisabled()).to.equal(true),
    )
  })
})
