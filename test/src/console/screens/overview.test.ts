import { expect } from 'chai'
import { type ConsoleBrowser, openConsoleBrowser } from '../../../support/console-browser.ts'
import { SAMPLE_SYNC } from '../../../support/console-data.ts'
import { eventually } from '../../../support/eventually.ts'
import { sampleFigures } from '../../../support/fake-figures.ts'
import { SAMPLE_REPORT, SAMPLE_WORK } from '../../../support/fake-report.ts'
import { sampleCases, sampleRequests } from '../../../support/fake-requests.ts'

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
    const page = await browser.open({
      script: {
        attention: ATTENTION,
        sync: { ...SAMPLE_SYNC, status: 'done', endedAt: '2026-01-02T06:00:00.000Z' },
        requests: sampleRequests(sampleCases()),
      },
    })
    const items = page.locator('.c-attention-list li')
    await items.first().waitFor()
    expect(
      (await items.allTextContents()).map((text) =>
        text.split('.')[0]?.replace(/[A-Z][a-z]+ \d+, \d{4}$/, 'its day'),
      ),
    ).to.deep.equal([
      '1 request is late: its last day has passed',
      '3 requests are due within 7 days',
      'The notice says something that is no longer so: nothing is drafted under it',
      'The help center was last read more than a week ago',
      '2 changes wait for a second person',
      '1 recalled article was quoted and is not handled',
      '1 open request has more than 7 days left: its last day is its day',
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

  const LISTLESS: Record<string, { refusals: number; says: string; not: string }> = {
    'that nothing was refused where nothing was': {
      refusals: 0,
      says: 'Nothing was refused.',
      not: 'Too rare',
    },
    'that reasons are too rare to be told where there were refusals': {
      refusals: 3,
      says: 'Too rare to be told: fewer than 5 people each.',
      not: 'Nothing was refused.',
    },
  }
  for (const [name, { refusals, says, not }] of Object.entries(LISTLESS)) {
    it(`says ${name}, and names a week alone once`, async () => {
      const work = [{ first: '2026-11-16', last: '2026-11-16', drafts: 3, refusals }]
      const page = await browser.open({ script: { figures: { ...sampleFigures(), work, reasons: [] } } })
      const charts = page.locator('.c-charts')
      await charts.getByText(says).waitFor()
      expect(await charts.getByText(not).count()).to.equal(0)
      expect(await charts.locator('.c-columns-ends span').allTextContents()).to.deep.equal([
        'Nov 16, 2026 – Nov 22, 2026',
      ])
      await browser.shoot(page, `overview-one-week-${refusals}`, true)
    })
  }

  it('says in the reports that lists are too rare to be told, not that nothing was made', async () => {
    const work = { ...SAMPLE_WORK, reasons: [], articles: [] }
    const page = await browser.open({
      hash: '#/reports',
      script: { report: { ...SAMPLE_REPORT, work } },
    })
    await eventually(async () =>
      expect(await page.getByText('Too rare to be told: fewer than 5 people each.').count()).to.equal(2),
    )
    browser.companion.script.report = {
      ...SAMPLE_REPORT,
      work: { ...work, drafts: 0, refusals: 0 },
    }
    await page.reload()
    await eventually(async () =>
      expect(await page.getByText('Nothing.', { exact: true }).count()).to.equal(2),
    )
    expect(await page.getByText('Too rare').count()).to.equal(0)
  })

  it('says in the reports that those asked are too few for a legal basis, not that nobody was', async () => {
    const page = await browser.open({
      hash: '#/reports',
      script: { report: { ...SAMPLE_REPORT, consentByBasis: [] } },
    })
    const card = page.locator('section').filter({
      has: page.getByRole('heading', { name: 'Consent by legal basis' }),
    })
    await card.last().getByText('Fewer than 5 people').waitFor()
    expect(await page.getByText('Nobody was asked').count()).to.equal(0)
    const none = { asked: 0, answered: 0, granted: 0, denied: 0, withdrawn: 0, expired: 0, onOtherBasis: 0 }
    browser.companion.script.report = {
      ...SAMPLE_REPORT,
      consent: { ...SAMPLE_REPORT.consent, ...none },
      consentByBasis: [],
    }
    await page.reload()
    await card.last().getByText('Nobody was asked').waitFor()
  })

  it('says that nothing needs attention, and fits a narrow dark page in German', async () => {
    const page = await browser.open({
      ...{ width: 390, height: 844, scheme: 'dark', locale: 'de-DE' },
      script: { sync: { ...SAMPLE_SYNC, endedAt: new Date().toISOString() } },
    })
    await page.getByText('Gerade steht nichts an.').waitFor()
    await page.getByText('Keine Einwilligung').waitFor()
    await eventually(async () => expect(await browser.overflow(page)).to.equal(0))
    await eventually(async () => expect(await browser.violations(page)).to.deep.equal([]))
    await browser.shoot(page, 'overview-narrow-dark', true)
  })
})
