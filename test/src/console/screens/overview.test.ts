import { expect } from 'chai'
import { type ConsoleBrowser, openConsoleBrowser } from '../../../support/console-browser.ts'
import { eventually } from '../../../support/eventually.ts'

const ATTENTION = [
  { kind: 'request_late', count: 1 },
  { kind: 'request_due', count: 3 },
  { kind: 'notice_outdated', count: 1 },
  { kind: 'approval_waiting', count: 2 },
  { kind: 'recall_open', count: 1 },
] as const

describe('the overview in a browser', function () {
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

  it('says what needs attention first, and leads to where each is mended', async () => {
    const page = await browser.open({ script: { attention: ATTENTION } })
    const items = page.locator('.c-attention-list li')
    await items.first().waitFor()
    expect((await items.allTextContents()).map((text) => text.split('.')[0])).to.deep.equal([
      '1 request is late: its last day has passed',
      '3 requests are due within 7 days',
      'The notice says something that is no longer so: nothing is drafted under it',
      '2 changes wait for a second person',
      '1 recalled article was quoted and is not handled',
    ])
    await eventually(async () =>
      expect(await page.locator('.c-nav .c-badge').allTextContents()).to.deep.equal([
        ...['1 (1 thing needs attention)', '1 (1 thing needs attention)'],
        ...['4 (4 things need attention)', '2 (2 things need attention)'],
      ]),
    )
    const charts = page.locator('.c-charts')
    await charts.getByText('No consent', { exact: true }).waitFor()
    // A reason that this page has no words for counts among the others.
    await charts.getByText('Other', { exact: true }).waitFor()
    expect(await charts.getByText('SOMETHING_NEW').count()).to.equal(0)
    await eventually(async () => expect(await browser.violations(page)).to.deep.equal([]))
    await browser.shoot(page, 'overview', true)
    await charts.getByText('The numbers as a table').click()
    await charts.getByRole('rowheader', { name: 'Nov 16, 2026 – Nov 22, 2026' }).waitFor()
    await eventually(async () => expect(await browser.violations(page)).to.deep.equal([]))
    browser.companion.script.attention = []
    await items.first().getByRole('link', { name: 'Requests' }).click()
    await page.getByRole('heading', { name: 'Requests' }).waitFor()
    await page.locator('.c-nav .c-badge').first().waitFor({ state: 'detached' })
  })

  it('says that nothing needs attention, and fits a narrow dark page in German', async () => {
    const page = await browser.open({ width: 390, height: 844, scheme: 'dark', locale: 'de-DE' })
    await page.getByText('Gerade steht nichts an.').waitFor()
    await page.getByText('Keine Einwilligung').waitFor()
    await eventually(async () => expect(await browser.overflow(page)).to.equal(0))
    await eventually(async () => expect(await browser.violations(page)).to.deep.equal([]))
    await browser.shoot(page, 'overview-narrow-dark', true)
  })
})
