import { join } from 'node:path'
import { expect } from 'chai'
import type { BrowserContextOptions, Frame, Page } from 'playwright-core'
import { SCREENS } from '../../src/console/routes.ts'
import type { TemplatesView } from '../../src/domain/api.ts'
import { type BorrowedBrowser, borrowBrowser } from '../support/browser.ts'
import { eventually } from '../support/eventually.ts'
import { grantByTwo } from '../support/grant-by-two.ts'
import { everyStop, namedAlike, outOfOrder, type Walk, walkThrough } from '../support/keyboard-walk.ts'
import { openContext, type RunningProduct, SHOTS, startProduct } from '../support/running-product.ts'

const TICKET = 20_416

/** Tab, Enter, Space, Escape and arrows alone, from the opened page on. */
describe('somebody who only has a keyboard', function () {
  this.timeout(240_000)
  let product: RunningProduct
  let browser: BorrowedBrowser
  let admin: number
  let api: Awaited<ReturnType<RunningProduct['apiOf']>>

  before(async () => {
    product = await startProduct()
    browser = await borrowBrowser()
    const { staff, tickets } = product.content
    admin = staff.admin
    api = await product.apiOf(admin)
    await api('PUT', `/console/roles/${admin}`, { roles: ['agent', 'admin', 'compliance'] })
    const requester = tickets.find(({ id }) => id === TICKET)?.requester_id
    await api('PUT', `/tickets/${TICKET}`, { requesterId: String(requester) })
    await grantByTwo(api, await product.apiOf(staff.compliance), TICKET)
  })
  after(async () => {
    await browser?.close()
    await product?.stop()
    product?.remove()
  })

  const context = (change: BrowserContextOptions = {}) => openContext(browser, change)
  const ours = (page: Page): Frame => {
    const frame = page.frames().find((one) => one.url().startsWith(product.companion.origin))
    if (frame === undefined) throw new Error('the app has no frame')
    return frame
  }
  /** Into the app's frame, by Tab through the helpdesk's own page. */
  async function into(page: Page): Promise<void> {
    for (let step = 0; step < 150; step += 1) {
      await page.keyboard.press('Tab')
      if ((await page.evaluate<string>('document.activeElement?.tagName ?? ""')) === 'IFRAME') return
    }
    throw new Error('Tab does not come into the app')
  }

  describe('at a ticket', () => {
    let page: Page
    let walk: Walk
    const said = () => ours(page).locator('p[role="status"]').first().innerText()
    before(async () => {
      page = await (await context()).newPage()
      await page.goto(`${product.origin}/agent/tickets/${TICKET}`)
      await page.frameLocator('iframe').getByRole('button', { name: 'Draft reply' }).waitFor()
      walk = walkThrough(page, () => ours(page))
    })
    after(() => page?.context().close())

    it('drafts, and is told when the draft is there', async () => {
      await into(page)
      await walk.to(/^Draft reply/)
      await walk.press('Enter')
      await eventually(async () => expect(await said()).to.match(/ready/i))
      await walk.at(/^Draft (reply|again)/)
    })

    it('opens a source, reads the article’s words, and closes it again on the same spot', async () => {
      const source = await walk.to(/^Source 1/)
      expect(source.expanded).to.equal('false')
      await walk.press('Enter')
      await ours(page).locator('mark').first().waitFor()
      expect((await walk.at(/^Source 1/)).expanded).to.equal('true')
      await walk.press('Space')
      expect((await walk.at(/^Source 1/)).expanded).to.equal('false')
    })

    it('puts the draft into the reply', async () => {
      await walk.to('Insert all')
      await walk.press('Enter')
      await page.locator('[contenteditable="true"]').getByText('Kind regards').waitFor()
      await eventually(async () => expect(await said()).to.match(/insert|composer|reply/i))
    })

    it('drops the draft with a reason, or thinks better of it', async () => {
      if ((await page.evaluate<string>('document.activeElement?.tagName ?? ""')) !== 'IFRAME')
        await into(page)
      await walk.to('Dismiss')
      await walk.press('Enter')
      await eventually(async () => expect((await walk.here()).name).to.not.equal('Dismiss'))
      await walk.press('Escape')
      await walk.at('Dismiss')
      await walk.press('Enter')
      await eventually(async () => expect((await walk.here()).name).to.not.equal('Dismiss'))
      await walk.press('Enter')
      await eventually(async () => expect(await said()).to.not.equal(''))
      await walk.at(/^Draft (reply|again)/)
    })

    it('comes by everything in the order in which it stands, and out again', async () => {
      await walk.press('Enter')
      await eventually(async () => expect(await said()).to.match(/ready/i))
      const stops = await everyStop(page, () => ours(page))
      expect(stops.length).to.be.greaterThan(8)
      expect(outOfOrder(stops)).to.deep.equal([])
      expect(stops.filter(({ marked }) => !marked).map(({ name }) => name)).to.deep.equal([])
      expect(stops.filter(({ name }) => name === '').map(({ role }) => role)).to.deep.equal([])
      expect(await ours(page).evaluate<boolean>('document.hasFocus()'), 'still in the frame').to.equal(false)
    })

    it('is told why a draft is refused, and stays where they are', async () => {
      await into(page)
      await walk.to(/^Draft (reply|again)/)
      await api('POST', `/tickets/${TICKET}/consent/events`, {
        ...{ event: 'withdraw', channel: 'email', evidence: 'comment in the ticket' },
      })
      await ours(page).getByText('Consent withdrawn').first().waitFor()
      await eventually(async () => expect((await walk.here()).lost).to.equal(false))
      await page.screenshot({ path: join(SHOTS, 'keyboard-refused.png') })
    })
  })

  describe('in the console', () => {
    let page: Page
    let walk: Walk
    const frame = () => ours(page)
    const told = (words: string | RegExp) => frame().locator('.c-toasts').getByText(words).waitFor()
    before(async () => {
      page = await (await context()).newPage()
      await page.goto(`${product.origin}/agent/apps/vouch`)
      await page.locator('#acting-agent').selectOption({ value: String(admin) })
      await page.frameLocator('iframe').locator('.c-nav').waitFor()
      walk = walkThrough(page, frame)
      await into(page)
      // Several of the test's own sign-ins in one second, as no person opens pages.
      await api('POST', '/session/other-endings')
      await page.reload()
      await page.frameLocator('iframe').locator('.c-nav').waitFor()
      await into(page)
    })
    after(() => page?.context().close())

    /** From wherever they are: back to the navigation, and through its door. */
    async function go(name: string): Promise<void> {
      if (!(await frame().evaluate<boolean>('document.hasFocus()'))) await into(page)
      await frame().evaluate(`document.querySelector('.c-skip').focus()`)
      await walk.to(new RegExp(`^${name}( |$)`))
      await walk.press('Enter')
      await eventually(async () => expect((await walk.here()).role).to.equal('h1'))
      await frame().locator('main .g-skeleton').first().waitFor({ state: 'detached' })
    }

    it('leaps over the navigation', async () => {
      await frame().evaluate(`document.querySelector('.c-skip').focus()`)
      await walk.press('Enter')
      await eventually(async () => expect((await walk.here()).role).to.equal('h1'))
    })

    for (const screen of SCREENS)
      it(`comes by everything of ${screen} in the order in which it stands`, async () => {
        await frame().evaluate(`location.hash = '#/${screen}'`)
        await frame().locator(`.c-nav [href="#/${screen}"][aria-current="page"]`).waitFor()
        await frame().locator('main .g-skeleton').first().waitFor({ state: 'detached' })
        await frame().evaluate(`document.querySelector('main h1').focus()`)
        await eventually(async () => expect((await walk.here()).role).to.equal('h1'))
        const stops = await everyStop(page, frame)
        expect(stops.length, 'stops').to.be.greaterThan(0)
        expect(outOfOrder(stops)).to.deep.equal([])
        expect(
          stops.filter(({ marked }) => !marked).map(({ name, role }) => `${role} ${name}`),
        ).to.deep.equal([])
        expect(stops.filter(({ name }) => name === '').map(({ role }) => role)).to.deep.equal([])
        expect(await namedAlike(frame()), 'called the same').to.deep.equal([])
        await into(page)
      })

    it('saves a form, is told so, and stays on the button', async () => {
      await go('Templates')
      await walk.to('German')
      await walk.press('Enter')
      await frame().locator('[lang="de"]').first().waitFor()
      const unchanged = await walk.to('Save')
      expect(unchanged.off, 'nothing to save yet').to.equal(true)
      await walk.press('Enter')
      await walk.press('Space')
      await walk.to('Closing', 'back')
      await walk.press('Control+A')
      await page.keyboard.type('Viele Grüße')
      await walk.to('Save')
      await walk.press('Enter')
      await told('Templates for German are saved.')
      await walk.at('Save')
      const { closing, version } = (await api('GET', '/console/templates/de')) as TemplatesView
      expect([closing, version], 'saved once').to.deep.equal(['Viele Grüße', 1])
    })

    it('puts right what two have written at once', async () => {
      await walk.to('Closing', 'back')
      await walk.press('Control+A')
      await page.keyboard.type('Beste Grüße')
      const before = (await api('GET', '/console/templates/de')) as TemplatesView
      await api('PUT', '/console/templates/de', { ...before, closing: 'Bis bald' })
      await walk.to('Save')
      await walk.press('Enter')
      await frame().getByRole('alert').getByText('Someone else was faster').waitFor()
      await frame().getByRole('status').getByText('Saved by someone else meanwhile: Bis bald').waitFor()
      await walk.at('Save')
      await walk.press('Enter')
      await told('Templates for German are saved.')
      await walk.at('Save')
      expect(((await api('GET', '/console/templates/de')) as TemplatesView).closing).to.equal('Beste Grüße')
    })

    it('lets go of what was typed, and stays in the form', async () => {
      await walk.to('Closing', 'back')
      await page.keyboard.type('!')
      await walk.to('Discard changes')
      await walk.press('Enter')
      await frame().getByRole('button', { name: 'Discard changes' }).waitFor({ state: 'detached' })
      await eventually(async () => expect((await walk.here()).lost).to.equal(false))
    })

    it('opens a dialog, goes around in it, and comes back to the button', async () => {
      await go('Reports')
      await walk.to('Prices and budget')
      await walk.press('Enter')
      await frame().getByRole('dialog').waitFor()
      const inside = `document.activeElement.closest('dialog') !== null`
      for (let step = 0; step < 12; step += 1) {
        await walk.press('Tab')
        const outside = !(await frame().evaluate<boolean>(inside))
        expect(outside && (await frame().evaluate<boolean>('document.hasFocus()')), 'behind it').to.equal(
          false,
        )
      }
      await frame().evaluate(`document.querySelector('dialog button').focus()`)
      await walk.press('Escape')
      await frame().getByRole('dialog').waitFor({ state: 'detached' })
      await walk.at('Prices and budget')
    })

    it('adds a row to a dialog and takes it away, without losing the place', async () => {
      await walk.press('Enter')
      await walk.to('Add a price')
      await walk.press('Enter')
      await walk.to('Remove', 'back')
      await walk.press('Enter')
      await eventually(async () => expect((await walk.here()).lost).to.equal(false))
      expect(await frame().evaluate<boolean>(`document.activeElement.closest('dialog') !== null`)).to.equal(
        true,
      )
      await walk.press('Escape')
      await frame().getByRole('dialog').waitFor({ state: 'detached' })
      await walk.at('Prices and budget')
    })

    it('stops everything, and is told so', async () => {
      await go('Incidents')
      await walk.to('Kill switch')
      await walk.press('Enter')
      await frame().getByText('Nothing is stopped').waitFor()
      await walk.to('Stop now')
      await walk.press('Space')
      await frame().getByRole('dialog').waitFor()
      await walk.to(/^(The whole account|Everything)/)
      await walk.press('ArrowDown')
      await walk.press('ArrowUp')
      await walk.to('Stop now')
      await walk.press('Enter')
      await told('Stopped: the whole account')
      await frame().getByRole('dialog').waitFor({ state: 'detached' })
      await walk.at('Stop now')
      await page.screenshot({ path: join(SHOTS, 'keyboard-stopped.png') })
    })

    it('asks for the stop to be lifted, and stays there', async () => {
      await walk.to(/^Ask to lift/)
      await walk.press('Enter')
      await told('Waits for a second person')
      await eventually(async () => expect((await walk.here()).lost).to.equal(false))
    })
  })

  describe('as a requester', () => {
    let page: Page
    let walk: Walk
    before(async () => {
      const other = product.content.tickets.find(
        ({ id, requester_id }) => id !== TICKET && requester_id !== 0,
      )
      const ticketId = other?.id ?? 0
      await api('PUT', `/tickets/${ticketId}`, { requesterId: String(other?.requester_id) })
      const asked = await api('POST', `/tickets/${ticketId}/consent/requests`, { locale: 'en' })
      page = await (await context({ viewport: { width: 900, height: 700 } })).newPage()
      await page.goto((asked as { url: string }).url)
      walk = walkThrough(page)
    })
    after(() => page?.context().close())

    it('says yes, and withdraws it', async () => {
      await walk.to('Yes, I agree')
      await page.screenshot({ path: join(SHOTS, 'keyboard-consent.png') })
      await walk.press('Enter')
      await page.getByText('You have agreed. Thank you.').waitFor()
      await walk.to('Withdraw my consent')
      await walk.press('Space')
      await page.getByText('You have withdrawn your consent.').waitFor()
    })

    it('comes by everything in the order in which it stands', async () => {
      const stops = await everyStop(page)
      expect(stops.length).to.be.greaterThan(3)
      expect(outOfOrder(stops)).to.deep.equal([])
      expect(stops.filter(({ marked }) => !marked).map(({ name }) => name)).to.deep.equal([])
    })
  })
})
