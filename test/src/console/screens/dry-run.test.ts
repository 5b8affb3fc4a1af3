import { expect } from 'chai'
import type { Page } from 'playwright-core'
import { type ConsoleBrowser, openConsoleBrowser } from '../../../support/console-browser.ts'
import { SAMPLE_REPLAY } from '../../../support/console-data.ts'
import { eventually } from '../../../support/eventually.ts'
import { SAMPLE_GAPS } from '../../../support/fake-gaps.ts'

describe('a dry run in the console', function () {
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

  it('goes on by itself after a look that got no answer, and begins anew when it could not begin', async () => {
    const running = { ...SAMPLE_REPLAY, status: 'running' as const, done: 60, result: null }
    const page = await browser.open({ hash: '#/articles', script: { replaySteps: [running] } })
    await tickReturns(page)
    const { faults } = browser.companion.script
    faults.set('POST /console/replays', { status: 503, code: 'STORE_UNAVAILABLE' })
    await page.locator('.c-bar').getByRole('button', { name: 'Dry run' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('alert').waitFor()
    faults.clear()
    await dialog.getByRole('button', { name: 'Try again' }).click()
    await dialog.getByText('60 of 134 questions looked up').waitFor()
    faults.set('GET /console/replays/r1', { status: 503, code: 'STORE_UNAVAILABLE' })
    await dialog.getByRole('alert').waitFor()
    await dialog.getByText('60 of 134 questions looked up').waitFor()
    browser.companion.script.replaySteps = [SAMPLE_REPLAY]
    faults.clear()
    await page.locator('.c-run-kinds').waitFor()
    expect(await dialog.getByRole('alert').count()).to.equal(0)
  })

  async function tickReturns(page: Page): Promise<void> {
    await page
      .getByRole('treeitem')
      .filter({ has: page.locator('.c-tree-title').getByText('Returns', { exact: true }) })
      .locator('.c-tick')
      .click()
  }
  const paths = () =>
    browser.companion.calls
      .filter(({ path }) => path.includes('replays'))
      .map((call) => `${call.method} ${call.path}`)

  for (const [name, options] of Object.entries({
    light: { width: 1280, scheme: 'light' },
    dark: { width: 1280, scheme: 'dark' },
    narrow: { width: 900, scheme: 'light', height: 700 },
    german: { width: 1280, scheme: 'light', locale: 'de-DE' },
  } as const))
    it(`says what the ticks would do to real questions, and applies nothing (${name})`, async () => {
      const running = { ...SAMPLE_REPLAY, status: 'running' as const, done: 60, result: null }
      const page = await browser.open({
        hash: '#/articles',
        ...options,
        script: { replaySteps: [running] },
      })
      const german = name === 'german'
      await page
        .getByRole('treeitem')
        .filter({
          has: page.locator('.c-tree-title').getByText(german ? 'Rückgaben' : 'Returns', { exact: true }),
        })
        .locator('.c-tick')
        .click()
      await page.getByRole('button', { name: german ? 'Probelauf' : 'Dry run' }).click()
      await page.getByText(german ? '60 von 134 Fragen' : '60 of 134 questions').waitFor()
      await browser.shoot(page, `dry-run-running-${name}`)
      browser.companion.script.replaySteps = [SAMPLE_REPLAY]
      await page.getByText(german ? '134 Fragen: jetzt 97' : '134 questions: 97 answered now, 96').waitFor()
      await page.getByText('How long do I have to send the boots back?').waitFor()
      await eventually(async () => expect(await browser.violations(page)).to.deep.equal([]))
      await browser.shoot(page, `dry-run-${name}`)
      const order = browser.companion.calls.find(({ path }) => path === '/console/replays')?.body
      expect(order).to.deep.include({ last: 500 })
      expect(browser.companion.calls.filter(({ method }) => method === 'PUT')).to.deep.equal([])
    })

  it('shows the questions behind each number', async () => {
    const page = await browser.open({ hash: '#/articles' })
    await tickReturns(page)
    await page.getByRole('button', { name: 'Dry run' }).click()
    await page.getByText('This question has been deleted since.').waitFor()
    await page.getByRole('button', { name: /gain a source/ }).click()
    await page.getByText('after: Tent pole replacement').waitFor()
    await page.getByRole('button', { name: /article that leaves/ }).click()
    await page.getByText('Best answer, but leaving: Return period').waitFor()
    await page.getByRole('button', { name: /another article/ }).click()
    await page.getByText('now: When the refund arrives').waitFor()
  })

  it('is cancelled when it is closed while it runs', async () => {
    const page = await browser.open({
      hash: '#/articles',
      script: { replaySteps: [{ ...SAMPLE_REPLAY, status: 'running', done: 1, result: null }] },
    })
    await tickReturns(page)
    await page.getByRole('button', { name: 'Dry run' }).click()
    await page.getByText('1 of 134').waitFor()
    await page.getByRole('button', { name: 'Cancel' }).click()
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    expect(paths()).to.include('POST /console/replays/r1/cancellations')
  })

  it('says so when nothing is recorded yet, and when it fails', async () => {
    const none = {
      ...SAMPLE_REPLAY,
      result: {
        questions: 0,
        answeredBefore: 0,
        answeredAfter: 0,
        answeredAt: [],
        counts: { lost: 0, gained: 0, restricted: 0, moved: 0 },
        lines: [],
      },
    }
    const page = await browser.open({ hash: '#/articles', script: { replaySteps: [none] } })
    await tickReturns(page)
    await page.getByRole('button', { name: 'Dry run' }).click()
    await page.getByText('No question is recorded yet.').waitFor()
    await browser.shoot(page, 'dry-run-none')
    await page.getByRole('button', { name: 'Close', exact: true }).click()
    browser.companion.script.faults.set('POST /console/replays', { status: 503, code: 'STORE_UNAVAILABLE' })
    await page.getByRole('button', { name: 'Dry run' }).click()
    await page.getByRole('dialog').getByText('Request req-41c7').waitFor()
  })

  it('stops keeping questions only after a second press', async () => {
    const page = await browser.open({ hash: '#/articles' })
    await tickReturns(page)
    await page.getByRole('button', { name: 'Dry run' }).click()
    await page.getByRole('button', { name: 'Stop keeping questions' }).click()
    expect(browser.companion.script.questions.kept).to.equal(true)
    await page.getByRole('button', { name: 'Stop and delete 134 questions' }).click()
    await page.getByText('Questions are not kept').waitFor()
    expect(browser.companion.script.questions.kept).to.equal(false)
    await page.getByRole('button', { name: 'Keep questions for 30 days' }).click()
    await page.getByRole('button', { name: 'Stop keeping questions' }).waitFor()
  })

  for (const [name, options] of Object.entries({
    light: { width: 1280, scheme: 'light' },
    dark: { width: 1280, scheme: 'dark' },
    narrow: { width: 420, scheme: 'light', height: 800 },
    german: { width: 1280, scheme: 'light', locale: 'de-DE' },
  } as const))
    it(`finds in recorded questions which articles are missing (${name})`, async () => {
      const page = await browser.open({ hash: '#/gaps', ...options })
      await page.getByText('boots · resole · repair').waitFor()
      await eventually(async () => expect(await browser.violations(page)).to.deep.equal([]))
      await eventually(async () => expect(await browser.overflow(page)).to.equal(0))
      await browser.shoot(page, `gaps-${name}`, true)
    })

  it('drafts the outline of a missing article, to be copied or saved, and asks nobody for it', async () => {
    const page = await browser.open({ hash: '#/gaps' })
    await page.getByText('fewer than 3 people ask, and one of them could be recognised').waitFor()
    await page.getByRole('searchbox', { name: 'Filter topics' }).fill('zelt')
    await page.getByText('1 of 1 topics shown').waitFor()
    await page.getByRole('link', { name: 'Open the allowlist' }).waitFor()
    await page.getByRole('searchbox', { name: 'Filter topics' }).fill('repair')
    const asked = browser.companion.calls.length
    const saving = page.waitForEvent('download')
    await page.getByRole('button', { name: 'Save as CSV' }).click()
    expect((await saving).suggestedFilename()).to.equal('gaps.csv')
    await page.getByRole('button', { name: 'Draft an outline' }).first().click()
    const dialog = page.getByRole('dialog')
    await dialog.getByText('Whether it is possible, and when').waitFor()
    await eventually(async () => expect(await browser.violations(page)).to.deep.equal([]))
    await browser.shoot(page, 'gaps-outline', true)
    for (const [button, file] of [
      ['Save Markdown', /^outline-\w+\.md$/],
      ['Save HTML', /^outline-\w+\.html$/],
    ] as const) {
      const download = page.waitForEvent('download')
      await dialog.getByRole('button', { name: button }).click()
      expect((await download).suggestedFilename()).to.match(file)
    }
    // Whether the session still stands is asked by the clock, whatever is drafted.
    const others = browser.companion.calls.slice(asked).filter(({ path }) => path !== '/me')
    expect(others).to.deep.equal([])
  })

  const empty = {
    none: [{ questions: 0, uncovered: 0, unnamed: 0, topics: [] }, 'No question is recorded yet'],
    covered: [{ uncovered: 0, unnamed: 0, topics: [] }, 'The allowed articles answer all 134 questions'],
    few: [{ uncovered: 5, unnamed: 5, topics: [] }, 'A topic appears here as soon as 3 different people'],
    off: [{ kept: false, questions: 0, uncovered: 0, unnamed: 0, topics: [] }, 'Without recorded questions'],
  } as const
  it('says why no gap is shown: nothing asked, nothing missing, too few who ask, nothing kept', async () => {
    for (const [name, [change, text]] of Object.entries(empty)) {
      const page = await browser.open({ hash: '#/gaps', script: { gaps: { ...SAMPLE_GAPS, ...change } } })
      await page.getByText(text).waitFor()
      await browser.shoot(page, `gaps-${name}`)
      await page.close()
    }
  })
})
