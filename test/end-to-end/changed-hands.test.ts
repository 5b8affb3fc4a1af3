import { expect } from 'chai'
import type { ConsentFile } from '../../src/domain/consent-api.ts'
import { type BorrowedBrowser, borrowBrowser } from '../support/browser.ts'
import {
  type AtTicket,
  openTicketPage,
  type RunningProduct,
  startProduct,
} from '../support/running-product.ts'

const TICKET = 20_416
const EVIDENCE = 'Call this morning, recording 4711'

/** A colleague gives the ticket to another requester in the helpdesk; this agent's page has not heard of it. */
describe('a ticket that has changed hands behind an open sidebar', function () {
  this.timeout(240_000)
  let product: RunningProduct
  let browser: BorrowedBrowser
  let at: AtTicket

  before(async () => {
    product = await startProduct()
    browser = await borrowBrowser()
  })
  after(async () => {
    await browser?.close()
    await product?.stop()
    product?.remove()
  })
  afterEach(() => at?.context.close())

  /** The helpdesk's page is not told what others do. */
  async function openUntold(): Promise<void> {
    at = await openTicketPage(browser, product, TICKET)
    await at.page.route('**/workbench/events', (route) => route.abort())
    await at.page.reload()
    await button('Draft reply').waitFor()
  }
  async function handOver(): Promise<void> {
    const { desk } = product.workbench
    const ticket = desk.ticket(TICKET)
    const other = desk.users().find(({ id, role }) => role === 'end-user' && id !== ticket?.requesterId)
    if (ticket === undefined || other === undefined) throw new Error('the sample has too few people')
    desk.changeTicket(ticket, { requesterId: other.id }, product.content.staff.agents[1] ?? null)
    await product.workbench.webhooksSettled()
  }
  const file = async () =>
    (await (
      await product.apiOf(product.content.staff.admin)
    )('GET', `/console/consents/${TICKET}`)) as ConsentFile
  const events = async () => (await file()).history.map(({ event }) => event)
  const openConsent = () =>
    at.sidebar
      .locator('summary')
      .filter({ hasText: /^Consent$/ })
      .click()
  const button = (name: string) => at.sidebar.getByRole('button', { name, exact: true })

  it('does not make the words of one requester the consent of the next', async () => {
    await openUntold()
    await openConsent()
    await button('Record what the requester said').click()
    await at.sidebar.getByLabel('They agree').check()
    await at.sidebar.getByLabel('Evidence').fill(EVIDENCE)
    await handOver()
    await button('Record').click()
    await at.sidebar.getByText('This ticket has another requester by now').first().waitFor()
    expect(await events()).to.deep.equal(['requester_changed'])
    expect((await file()).consent.awaiting).to.equal(null)
    expect(await at.sidebar.getByLabel('Evidence').inputValue(), 'nothing typed is lost').to.equal(EVIDENCE)
    await button('Reload the ticket').first().waitFor()

    // Who loads the page anew is shown the next requester, and records what that one said.
    await at.page.reload()
    await button('Draft reply').waitFor()
    await openConsent()
    await button('Record what the requester said').click()
    await at.sidebar.getByLabel('They decline').check()
    await button('Record').click()
    await at.sidebar.getByText('Recorded.').first().waitFor()
    expect(await events()).to.deep.equal(['requester_changed', 'deny'])
  })

  it('asks nobody in the name of the one before', async () => {
    await openUntold()
    const before = await events()
    await openConsent()
    await handOver()
    await button('Ask for consent').first().click()
    await at.sidebar.getByText('This ticket has another requester by now').first().waitFor()
    expect(await at.composer.innerText()).to.not.contain('/c/')
    expect((await events()).slice(before.length)).to.deep.equal(['requester_changed'])
  })
})
