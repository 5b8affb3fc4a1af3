import { expect } from 'chai'
import { type ConsoleBrowser, openConsoleBrowser } from '../../../support/console-browser.ts'
import { eventually } from '../../../support/eventually.ts'
import { SAMPLE_HEALTH } from '../../../support/fake-set-up.ts'

describe('the health screen in a browser', function () {
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

  it('leads from what stands out to where it is mended, and nowhere where that is the server', async () => {
    const health = { ...SAMPLE_HEALTH, findings: ['sync_old', 'disk_low'] as const }
    const page = await browser.open({ hash: '#/health', script: { health } })
    const lines = page.locator('.c-attention-list li')
    await lines.first().waitFor()
    expect(await lines.nth(1).getByRole('link').count()).to.equal(0)
    await eventually(async () => expect(await browser.violations(page)).to.deep.equal([]))
    await browser.shoot(page, 'health', true)
    await lines.first().getByRole('link', { name: 'Sync' }).click()
    await page.getByRole('heading', { name: 'Sync', exact: true }).first().waitFor()
  })

  it('keeps the rows of every table folded until somebody asks for them', async () => {
    const page = await browser.open({ hash: '#/health' })
    const table = page.getByRole('columnheader', { name: 'Table' })
    const rows = page.getByText('Rows by table')
    await rows.waitFor()
    expect(await table.isVisible()).to.equal(false)
    await rows.press('Enter')
    await table.waitFor()
    await eventually(async () => expect(await browser.violations(page)).to.deep.equal([]))
  })
})
