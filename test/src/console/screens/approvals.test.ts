import { expect } from 'chai'
import type { ChangeView } from '../../../../src/domain/change-api.ts'
import { type ConsoleBrowser, openConsoleBrowser } from '../../../support/console-browser.ts'
import { SAMPLE_CHANGE } from '../../../support/console-data.ts'
import { eventually } from '../../../support/eventually.ts'

const FOREIGN: ChangeView = {
  ...SAMPLE_CHANGE,
  status: 'proposed',
  own: false,
  mayDecide: true,
  proposedBy: '9002',
}
const decisions = (browser: ConsoleBrowser) =>
  browser.companion.calls.filter(({ method }) => method === 'POST').map(({ body }) => body)

describe('approvals in the console', function () {
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
  const open = (change: ChangeView, options = {}) =>
    browser.open({ hash: '#/approvals', script: { changes: [change] }, ...options })

  it('lets the second person approve what somebody else proposed', async () => {
    const page = await open(FOREIGN)
    await page.getByRole('button', { name: /^Approve/ }).click()
    await page.getByText('Approved. It holds from now on.').waitFor()
    expect(decisions(browser)).to.deep.equal([{ decision: 'approve' }])
  })

  it('rejects only with a reason, which the other one reads', async () => {
    const page = await open(FOREIGN)
    await page.getByRole('button', { name: 'Reject' }).click()
    await page.getByRole('button', { name: 'Reject' }).click()
    await page.getByText('Write a reason first.').waitFor()
    expect(decisions(browser)).to.deep.equal([])
    await page.getByLabel('Why is it rejected?').fill('Too wide for the shop.')
    await browser.shoot(page, 'approvals-reject')
    await page.getByRole('button', { name: 'Reject' }).click()
    await page.getByText('Reason: Too wide for the shop.').waitFor()
    expect(decisions(browser)).to.deep.equal([{ decision: 'reject', reason: 'Too wide for the shop.' }])
  })

  it('offers no approval of an own proposal, only to take it back', async () => {
    const page = await open({ ...FOREIGN, own: true, mayDecide: false, proposedBy: '9001' })
    await page.getByText('so somebody else with the role').waitFor()
    await eventually(async () =>
      expect(await page.getByRole('button', { name: /^Approve/ }).count()).to.equal(0),
    )
    await page.getByRole('button', { name: 'Take back' }).click()
    await page.getByText('Taken back. Nothing was changed.').waitFor()
  })

  it('takes its number off the menu once it is decided, and leaves the reason that is typed beside it', async () => {
    const page = await open(FOREIGN)
    const other = { ...FOREIGN, changeId: `${FOREIGN.changeId.slice(0, -1)}9` }
    browser.companion.script.changes = [FOREIGN, other]
    browser.companion.script.attention = [{ kind: 'approval_waiting', count: 2 }]
    await page.getByRole('link', { name: 'Overview' }).click()
    const menu = page.locator('.c-nav a[href="#/approvals"]')
    await menu.getByText('2', { exact: true }).waitFor()
    await menu.click()
    await page.locator('.c-change').nth(1).getByRole('button', { name: 'Reject' }).click()
    await page.getByLabel('Why is it rejected?').fill('Too wide for the shop.')
    browser.companion.script.attention = [{ kind: 'approval_waiting', count: 1 }]
    await page
      .locator('.c-change')
      .first()
      .getByRole('button', { name: /^Approve/ })
      .click()
    await menu.getByText('1', { exact: true }).waitFor()
    await eventually(async () => expect(await page.locator('.c-change').count()).to.equal(1))
    expect(await page.getByLabel('Why is it rejected?').inputValue()).to.equal('Too wide for the shop.')
  })

  it('says that a change is out of date, and that nothing was decided', async () => {
    const page = await open(FOREIGN)
    browser.companion.script.faults.set(`POST /console/changes/${FOREIGN.changeId}/decisions`, {
      status: 409,
      code: 'CHANGE_STALE',
    })
    await page.getByRole('button', { name: /^Approve/ }).click()
    await page.getByRole('alert').waitFor()
    expect(browser.companion.script.changes[0]?.status).to.equal('proposed')
    await page.getByRole('button', { name: 'Look again' }).waitFor()
    await browser.shoot(page, 'approvals-stale')
  })

  for (const [name, options] of Object.entries({
    light: { width: 1280, scheme: 'light' },
    dark: { width: 1280, scheme: 'dark' },
    narrow: { width: 600, scheme: 'light' },
    'narrow-dark': { width: 600, scheme: 'dark', locale: 'de-DE' },
  } as const))
    it(`has no accessibility violation and no sideways scrolling (${name})`, async () => {
      const page = await open(FOREIGN, options)
      await page.locator('.c-change').waitFor()
      await eventually(async () => expect(await browser.violations(page)).to.deep.equal([]))
      await eventually(async () => expect(await browser.overflow(page)).to.equal(0))
      await browser.shoot(page, `approvals-${name}`, true)
    })
})
