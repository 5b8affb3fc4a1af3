import { expect } from 'chai'
import { type ConsoleBrowser, openConsoleBrowser } from '../../support/console-browser.ts'
import { eventually } from '../../support/eventually.ts'
import { writesIn } from '../../support/fake-console-companion.ts'
import { stand } from '../../support/standing-clock.ts'

describe('the console, when something is broken', function () {
  this.timeout(240_000)
  let browser: ConsoleBrowser
  before(async () => {
    browser = await openConsoleBrowser()
  })
  after(() => browser?.close())
  afterEach(async () => {
    await browser.closePages()
    expect(browser.complaints).to.deep.equal([])
  })

  it('names the fault and its request, and comes back on another try', async () => {
    const page = await browser.open({ hash: '#/roles' })
    browser.companion.script.faults.set('GET /console/overview', { status: 503, code: 'STORE_UNAVAILABLE' })
    await page.getByRole('link', { name: 'Overview' }).click()
    // A commit whose answer was lost may have been made: nobody may say that nothing was.
    await page
      .getByText("The companion's store is not available. Check whether the step was done before you")
      .waitFor()
    await page.getByText('Request req-41c7').waitFor()
    await browser.shoot(page, 'fault')
    await page.getByRole('button', { name: 'Try again' }).click()
    await page.getByText('of 92 versions').waitFor()
  })

  it('says from when on it can be tried again, and tries nothing before, nor by itself', async () => {
    const page = await browser.open({ hash: '#/roles', clock: true })
    const fault = { status: 503, code: 'STORE_UNAVAILABLE', wait: 20 } as const
    browser.companion.script.faults.set('GET /console/overview', fault)
    await stand(page)
    await page.getByRole('link', { name: 'Overview' }).click()
    await page.clock.runFor(100)
    // Read out once; what is looked at counts on.
    await page.getByText('Try again in 20 seconds.').first().waitFor()
    const asked = () => browser.companion.calls.filter(({ path }) => path === '/console/overview').length
    const before = asked()
    const retry = page.getByRole('button', { name: 'Try again' })
    await retry.click({ force: true })
    await page.clock.runFor(15_100)
    await page.getByText('Try again in 5 seconds.').waitFor()
    await page.locator('.g-sr').getByText('Try again in 20 seconds.').waitFor({ state: 'attached' })
    expect(asked()).to.equal(before)
    await page.clock.runFor('00:05')
    await page.getByText('You can try again now.').waitFor()
    expect(asked(), 'nothing by itself').to.equal(before)
    await retry.click()
    await page.getByText('of 92 versions').waitFor()
  })

  it('a saving that came too often says when it can be done again, and is not done by itself', async () => {
    const page = await browser.open({ hash: '#/templates/de', clock: true })
    await page.getByLabel('Closing').fill('Viele Grüße')
    const fault = { status: 429, code: 'TOO_MANY_REQUESTS', wait: 30 } as const
    browser.companion.script.faults.set('PUT /console/templates/de', fault)
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByText('Try again in 30 seconds.').first().waitFor()
    await page.clock.runFor('01:00')
    await page.getByText('You can try again now.').waitFor()
    expect(writesIn(browser.companion.calls)).to.deep.equal(['PUT /console/templates/de'])
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByText('Templates for German are saved.').waitFor()
    expect(writesIn(browser.companion.calls)).to.have.length(2)
  })

  it('says that the session has ended, and offers no button that cannot help', async () => {
    const page = await browser.open({ hash: '#/roles' })
    browser.companion.script.faults.set('GET /console/overview', { status: 401, code: 'SESSION_EXPIRED' })
    await page.getByRole('link', { name: 'Overview' }).click()
    await page.getByRole('heading', { name: 'The session has ended.' }).waitFor()
    await page.getByText('reload the page in your helpdesk').waitFor()
    await eventually(async () => expect(await page.getByRole('button').count()).to.equal(0))
  })

  it('keeps what was typed while there is no connection', async () => {
    const page = await browser.open({ hash: '#/scope' })
    await page.getByLabel('Days valid').fill('21')
    await page.context().setOffline(true)
    await page.getByText('You are offline.').waitFor()
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByText('The companion server cannot be reached.').waitFor()
    await browser.shoot(page, 'offline')
    await eventually(async () => expect(await page.getByLabel('Days valid').inputValue()).to.equal('21'))
    await page.context().setOffline(false)
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByText('Scope policy version 4 is saved').waitFor()
    expect(browser.companion.script.policy.validDays).to.equal(21)
  })
})
