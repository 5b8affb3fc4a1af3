import { join } from 'node:path'
import { expect } from 'chai'
import { createExtractiveDrafter, type Drafter } from '../../server/drafting/index.ts'
import { type BorrowedBrowser, borrowBrowser } from '../support/browser.ts'
import { eventually } from '../support/eventually.ts'
import { MINUTE } from '../support/fake-world.ts'
import { grantByTwo } from '../support/grant-by-two.ts'
import {
  type AtTicket,
  openTicketPage,
  type RunningProduct,
  SHOTS,
  startProduct,
} from '../support/running-product.ts'

interface CountingDrafter extends Drafter {
  calls: number
}

/** The real drafter, counted: a refusal must not only say no, it must not have asked. */
function countingDrafter(): CountingDrafter {
  const inner = createExtractiveDrafter()
  const counting: CountingDrafter = {
    version: inner.version,
    calls: 0,
    draft(allow, task, signal) {
      counting.calls += 1
      return inner.draft(allow, task, signal)
    },
  }
  return counting
}

describe('the refusals, in a browser', function () {
  this.timeout(240_000)
  let product: RunningProduct
  let browser: BorrowedBrowser
  let at: AtTicket | null = null
  const drafter = countingDrafter()
  let aheadMs = 0
  const world = {
    now: () => new Date(Date.now() + aheadMs),
    newId: () => crypto.randomUUID(),
  }

  before(async () => {
    product = await startProduct({ drafter, world })
    browser = await borrowBrowser()
  })
  afterEach(async () => {
    await at?.context.close()
    at = null
    drafter.calls = 0
  })
  after(async () => {
    await browser?.close()
    await product?.stop()
    product?.remove()
  })

  async function openConsented(ticketId: number): Promise<AtTicket> {
    const api = await product.apiOf(product.content.staff.admin)
    const ticket = product.content.tickets.find(({ id }) => id === ticketId)
    await api('PUT', `/tickets/${ticketId}`, { requesterId: String(ticket?.requester_id) })
    await grantByTwo(api, await product.apiOf(product.content.staff.compliance), ticketId)
    return openTicketPage(browser, product, ticketId)
  }

  const ticketExpecting = (outcome: string) => {
    const found = product.content.tickets.find(({ expect: expected }) => expected.outcome === outcome)
    if (found === undefined) throw new Error(`no sample ticket with the outcome ${outcome}`)
    return found.id
  }

  it('drafts nothing and reads no ticket text without consent; the search stays open', async () => {
    at = await openTicketPage(browser, product, ticketExpecting('covered'))
    await at.sidebar.getByText('The requester has not been asked for consent.').waitFor()
    await at.page.keyboard.press('Alt+d')
    await at.sidebar.getByText('Search the articles yourself').last().click()
    await at.sidebar.getByLabel('Search words').fill('refund credit card')
    await at.sidebar.getByRole('button', { name: 'Search', exact: true }).click()
    await at.sidebar
      .getByText(/passages? found/)
      .last()
      .waitFor()
    await at.page.screenshot({ path: join(SHOTS, 'refused-no-consent.png') })
    expect(drafter.calls).to.equal(0)
  })

  for (const outcome of ['not_covered', 'not_allowlisted', 'restricted'])
    it(`says that the allowlisted articles do not answer, when the answer is ${outcome}`, async () => {
      at = await openConsented(ticketExpecting(outcome))
      await at.sidebar.getByRole('button', { name: 'Draft reply' }).click()
      await at.sidebar.getByText('The allowlisted articles do not answer this.').first().waitFor()
      await eventually(async () =>
        expect(await at?.sidebar.getByRole('button', { name: 'Insert all' }).count()).to.equal(0),
      )
      expect((await at.composer.innerText()).trim()).to.equal('')
      await at.page.screenshot({ path: join(SHOTS, `refused-${outcome}.png`) })
    })

  it('says in which languages there are articles, and drafts nothing, for a ticket in another one', async () => {
    at = await openConsented(ticketExpecting('language_not_covered'))
    await at.sidebar.getByRole('button', { name: 'Draft reply' }).click()
    await at.sidebar
      .getByText('There are no allowlisted articles in the requester’s language.')
      .first()
      .waitFor()
    expect(drafter.calls).to.equal(0)
  })

  it('refuses, and asks the drafter nothing, once the scope has ended', async () => {
    const ticketId = ticketExpecting('covered')
    const api = await product.apiOf(product.content.staff.admin)
    at = await openConsented(ticketId)
    await api('POST', `/tickets/${ticketId}/scope/narrowings`, {
      expiresAt: new Date(world.now().getTime() + MINUTE).toISOString(),
    })
    await at.sidebar.getByRole('button', { name: 'Draft reply', disabled: false }).waitFor()
    aheadMs += MINUTE
    await at.sidebar.getByText('The scope of this ticket has ended.').first().waitFor()
    await at.page.keyboard.press('Alt+d')
    await eventually(async () =>
      expect(await at?.sidebar.getByRole('button', { name: 'Draft reply' }).isDisabled()).to.equal(true),
    )
    await at.page.screenshot({ path: join(SHOTS, 'refused-scope-ended.png') })
    expect(drafter.calls).to.equal(0)
    await api('POST', `/tickets/${ticketId}/scope/renewals`)
    await at.sidebar.getByText('The scope of this ticket has ended.').first().waitFor({ state: 'detached' })
    await at.sidebar.getByRole('button', { name: 'Draft reply' }).click()
    await at.sidebar.getByRole('button', { name: 'Insert all', disabled: false }).waitFor()
    expect(drafter.calls).to.equal(1)
  })

  it('marks a draft stale when the requester writes again, and inserts nothing of it', async () => {
    const ticket = product.content.tickets.find(({ id }) => id === 20_558)
    at = await openConsented(20_558)
    await at.sidebar.getByRole('button', { name: 'Draft reply' }).click()
    await at.sidebar.getByRole('button', { name: 'Insert all', disabled: false }).waitFor()
    product.workbench.sendPublicReplyAs(20_558, ticket?.requester_id ?? 0, 'It is solved, thank you.')
    await at.sidebar.getByText('There is a new public comment.').first().waitFor()
    await eventually(async () =>
      expect(await at?.sidebar.getByRole('button', { name: 'Insert all' }).isDisabled()).to.equal(true),
    )
    expect((await at.composer.innerText()).trim()).to.equal('')
    await at.page.screenshot({ path: join(SHOTS, 'draft-stale.png') })
  })

  it('keeps planted instructions, third persons and internal notes out of what is drafted', async () => {
    const planted = product.content.tickets.filter(({ comments }) =>
      comments.some(({ body }) => /ignore (all |the )?(above|previous)/i.test(body)),
    )
    expect(planted.length).to.be.greaterThan(0)
    at = await openConsented(planted[0]?.id ?? 0)
    await at.sidebar.getByRole('button', { name: 'Draft reply' }).click()
    await at.sidebar
      .getByText(/Draft ready|The allowlisted articles do not answer/)
      .first()
      .waitFor()
    const shown = await at.sidebar.locator('body').innerText()
    expect(shown).to.not.match(/ignore|system prompt|100 ?%/i)
  })
})
