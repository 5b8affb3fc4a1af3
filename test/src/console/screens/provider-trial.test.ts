import { expect } from 'chai'
import { type ConsoleBrowser, openConsoleBrowser } from '../../../support/console-browser.ts'
import { eventually } from '../../../support/eventually.ts'
import { SAMPLE_TRIALS } from '../../../support/fake-provider-trial.ts'
import { stand } from '../../../support/standing-clock.ts'
import { until } from '../../../support/stops.ts'

const HASH = '#/simulation/providers'

describe('two providers side by side, in the console', function () {
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

  it('shows figures and both wordings, and why a question was not answered', async () => {
    const page = await browser.open({ hash: HASH, height: 1600 })
    await page.getByText('You get your refund within 5 working days.').waitFor()
    await page.getByText('The provider took too long.').waitFor()
    await page.getByRole('rowheader', { name: 'Half of the answers within' }).waitFor()
    await eventually(async () => expect(await browser.violations(page)).to.deep.equal([]))
    await browser.shoot(page, 'provider-trial')
    for (const [locale, scheme] of [
      ['de', 'dark'],
      ['ar', 'light'],
    ] as const) {
      const other = await browser.open({ hash: HASH, height: 1600, locale, scheme })
      await other.getByText('You get your refund within 5 working days.').waitFor()
      await eventually(async () => expect(await browser.violations(other)).to.deep.equal([]))
      await browser.shoot(other, `provider-trial-${locale}-${scheme}`)
    }
  })

  it('asks what was typed, line by line, and tells where the companion found a person', async () => {
    const page = await browser.open({ hash: HASH, height: 1200 })
    const box = page.getByLabel('Questions, one on each line')
    await box.fill('When will I get my refund?\n\nWhere is the parcel of jane@acme.example?')
    await page.getByRole('button', { name: 'Ask both providers' }).click()
    const alert = page.getByRole('alert')
    await alert.getByText('Line 2: “jane@acme.example” may be about a person. Nothing was sent.').waitFor()
    await alert.getByText('Candidate: The scope does not permit this provider.').waitFor()
    const [post] = browser.companion.calls.filter(({ method }) => method === 'POST')
    expect(post?.body).to.deep.equal({
      source: 'typed',
      questions: [
        { text: 'When will I get my refund?' },
        { text: 'Where is the parcel of jane@acme.example?' },
      ],
    })
    await browser.shoot(page, 'provider-trial-refused')
    const take = page.getByRole('button', { name: 'Take from articles' })
    await box.fill('Where is my parcel?')
    await take.click()
    // Below what was typed, not in its place.
    await eventually(async () =>
      expect(await box.inputValue()).to.equal('Where is my parcel?\nWhen will I get my refund?'),
    )
    await box.fill('')
    for (const _ of [1, 2]) {
      await take.click()
      await eventually(async () => expect(await box.inputValue()).to.equal('When will I get my refund?'))
    }
  })

  it('keeps in sight what was answered while nobody answers, and goes on by itself', async () => {
    const [trial] = SAMPLE_TRIALS.trials
    if (trial === undefined) throw new TypeError('there is no sample')
    const trials = { ...SAMPLE_TRIALS, trials: [{ ...trial, status: 'running' as const }] }
    const page = await browser.open({ hash: HASH, script: { trials }, clock: true })
    const answered = page.getByText('You get your refund within 5 working days.')
    await answered.waitFor()
    browser.companion.script.faults.set(`GET /console/provider-trials/${trial.trialId}`, {
      status: 503,
      code: 'STORE_UNAVAILABLE',
    })
    // It looks again by itself: its clock stands while the alert is looked at.
    const alert = page.getByRole('alert')
    const turnedUntil = (alerts: number) =>
      until(async () => {
        await page.clock.runFor('00:01')
        return (await alert.count()) === alerts
      })
    await stand(page)
    await turnedUntil(1)
    expect(await answered.count()).to.equal(1)
    browser.companion.script.faults.clear()
    await turnedUntil(0)
  })

  it('removes a trial only when asked twice, since nothing brings it back', async () => {
    const page = await browser.open({ hash: HASH })
    const deletions = () => browser.companion.calls.filter(({ path }) => path.endsWith('/deletion'))
    await page.getByRole('button', { name: 'Remove' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByText('This cannot be undone.').waitFor()
    await browser.shoot(page, 'provider-trial-removal')
    await dialog.getByRole('button', { name: 'Cancel' }).click()
    await dialog.waitFor({ state: 'detached' })
    expect(deletions()).to.deep.equal([])
    await page.getByRole('button', { name: 'Remove' }).click()
    await dialog.getByRole('button', { name: 'Remove' }).click()
    await page.getByText('You get your refund within 5 working days.').waitFor({ state: 'detached' })
    expect(deletions()).to.have.length(1)
  })

  it('says that there is no second provider, and asks nothing', async () => {
    const contenders = { ...SAMPLE_TRIALS.contenders, candidate: null }
    const page = await browser.open({ hash: HASH, script: { trials: { trials: [], contenders } } })
    await page.getByText('There is no second provider').waitFor()
    expect(await page.getByRole('button', { name: 'Ask both providers' }).count()).to.equal(0)
  })
})
