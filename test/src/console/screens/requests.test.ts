import { readFileSync } from 'node:fs'
import { expect } from 'chai'
import type { Page } from 'playwright-core'
import { type ConsoleBrowser, openConsoleBrowser } from '../../../support/console-browser.ts'
import { eventually } from '../../../support/eventually.ts'
import { sampleCases, sampleRequests } from '../../../support/fake-requests.ts'
import { settled } from '../../../support/settled.ts'

const COMPLIANCE = { agentId: '9002', roles: ['compliance'] as const, helpCenterLocales: ['de'] }
const ADMIN = { agentId: '9001', roles: ['admin'] as const, helpCenterLocales: ['de'] }

describe('the requests screen in a browser', function () {
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
  const open = (
    options = {},
    me: {
      agentId: string
      roles: readonly ('compliance' | 'admin')[]
      helpCenterLocales: readonly string[]
    } = COMPLIANCE,
  ) =>
    browser.open({
      hash: '#/requests',
      script: { me, requests: sampleRequests(sampleCases()) },
      ...options,
    })
  const numbers = async (page: Page) =>
    (await page.locator('tbody tr td:first-child').allTextContents()).map((text) => text.trim())

  it('lists by last day, sorts, filters, finds a case by its number, and saves what is shown', async () => {
    const page = await open()
    for (const words of [
      '2 days late',
      'Last day is today',
      '5 days left',
      'Clock stands still',
      '24 days left',
    ])
      await page.getByText(words).waitFor()
    await eventually(async () =>
      expect(await numbers(page)).to.deep.equal([
        ...['2026-00011', '2026-00012', '2026-00013', '2026-00015', '2026-00014'],
      ]),
    )
    await eventually(async () => expect(await browser.violations(page)).to.deep.equal([]))
    await browser.shoot(page, 'requests')
    await page.getByRole('button', { name: 'Request', exact: true }).click()
    expect((await numbers(page))[0]).to.equal('2026-00011')
    await page.getByRole('button', { name: 'Request', exact: true }).press('Enter')
    expect((await numbers(page))[0]).to.equal('2026-00015')
    expect(
      await page.getByRole('columnheader', { name: 'Request', exact: true }).getAttribute('aria-sort'),
    ).to.equal('descending')
    await page.getByLabel('Show').selectOption('late')
    await eventually(async () => expect(await numbers(page)).to.deep.equal(['2026-00011']))
    await page.getByLabel('Show').selectOption('all')
    await page.getByLabel('Asked for').selectOption('erasure')
    await eventually(async () => expect(await numbers(page)).to.deep.equal(['2026-00012']))
    await page.getByLabel('Asked for').selectOption('')
    await page.getByLabel('Request or ticket number').fill('00009')
    await eventually(async () => expect(await numbers(page)).to.deep.equal(['2026-00009']))
    const saving = page.waitForEvent('download')
    await page.getByRole('button', { name: 'Save as CSV' }).click()
    const file = await (await saving).path()
    expect(readFileSync(file, 'utf8')).to.match(/^\uFEFF"Request","Last day".*\r\n"2026-00009"/)
  })

  it('leads one case from arrival to delivery, with the next step always in sight', async () => {
    const page = await open()
    await page.getByRole('link', { name: '2026-00014' }).click()
    await page.getByRole('heading', { name: 'Request 2026-00014' }).waitFor()
    const dialog = page.getByRole('dialog')
    const step = async (name: string, done: string) => {
      await page.getByRole('button', { name, exact: true }).click()
      await dialog.getByRole('button', { name, exact: true }).click()
      await page.getByText(done).first().waitFor()
    }
    await page.getByRole('button', { name: 'Make a link' }).click()
    await page.getByText('https://vouch.example/r/token-1').waitFor()
    await browser.shoot(page, 'request-case', true)
    await eventually(async () => expect(await browser.violations(page)).to.deep.equal([]))
    await step('Confirm identity', 'It is clear who asks.')
    await step('Start collecting', 'Collecting has begun.')
    await step('To review', 'Handed over for review.')
    await step('Approve', 'The answer is approved.')
    await page.getByText('Record the answer’s letter first.'.replace('’', "'")).first().waitFor()
    await page.getByRole('button', { name: 'Write the answer' }).click()
    const record = dialog.getByRole('button', { name: 'Record as sent' })
    await dialog.getByText('Hiermit').or(dialog.getByText('Guten Tag,')).first().waitFor()
    await eventually(async () => expect(await record.isDisabled()).to.equal(true))
    await dialog.getByLabel('Your words').fill('Die Datei liegt bei.')
    await dialog.getByRole('button', { name: 'Copy letter' }).waitFor()
    await eventually(async () => expect(await browser.violations(page)).to.deep.equal([]))
    await browser.shoot(page, 'request-letter')
    await record.click()
    await step('Mark as delivered', 'The answer is delivered.')
    await page.getByText('Answer: access sent on').waitFor()
    await page.getByText('Show the letter').click()
    await page.getByText('Die Datei liegt bei.').waitFor()
    await page.getByLabel('New note').fill('They thanked us')
    await page.getByRole('button', { name: 'Add note' }).click()
    await page.getByText('They thanked us').waitFor()
    await browser.shoot(page, 'request-delivered', true)
    const posts = browser.companion.calls.filter(({ method }) => method === 'POST')
    expect(posts.map(({ path }) => path.split('/').at(-1))).to.deep.equal([
      ...['identity-links', 'moves', 'moves', 'moves', 'moves', 'letters', 'moves', 'notes'],
    ])
  })

  it('lets no words of a letter go by Escape or by another language, only when somebody says so', async () => {
    const page = await open({ hash: '#/requests/open' })
    const write = page.getByRole('button', { name: 'Write (Extension)' })
    await write.click()
    const dialog = page.getByRole('dialog')
    const words = dialog.getByLabel('Your words')
    await words.fill('Es dauert länger.')
    await page.keyboard.press('Escape')
    await dialog.getByText('Leave without saving?').waitFor()
    await eventually(async () => expect(await browser.violations(page)).to.deep.equal([]))
    await browser.shoot(page, 'request-letter-leaving')
    await page.keyboard.press('Escape')
    await page.keyboard.press('Escape')
    await dialog.getByRole('button', { name: 'Stay here' }).click()
    expect(await words.inputValue()).to.equal('Es dauert länger.')
    await dialog.getByLabel('Language').selectOption('fr')
    await dialog.locator('.c-letter[lang=fr]').waitFor()
    expect(await words.inputValue()).to.equal('Es dauert länger.')
    await page.evaluate("location.hash = '#/overview'")
    const question = page.getByRole('dialog', { name: 'Leave without saving?' })
    await question.getByRole('button', { name: 'Stay here' }).click()
    expect(await words.inputValue()).to.equal('Es dauert länger.')
    await words.focus()
    await page.keyboard.press('Escape')
    await dialog.getByRole('button', { name: 'Leave without saving' }).click()
    await dialog.waitFor({ state: 'detached' })
    await write.click()
    await dialog.locator('.c-letter[lang=de]').waitFor()
    expect(await words.inputValue()).to.not.equal('Es dauert länger.')
    await page.keyboard.press('Escape')
    await dialog.waitFor({ state: 'detached' })
  })

  it('says which package of the person’s data answers the request', async () => {
    const packages = [
      { packageId: 'p1', status: 'ready', createdAt: '2026-11-26T10:00:00.000Z', linked: false },
    ]
    const requests = { ...sampleRequests(sampleCases()), packages }
    const page = await open({ hash: '#/requests/open', script: { me: COMPLIANCE, requests } })
    await page.getByRole('button', { name: 'Use for this request' }).click()
    await page.getByText('Answers this request').waitFor()
    await page.getByText('Package of their data linked').waitFor()
  })

  it('says what other steps lack, asks for a reason, and keeps it when somebody else was first', async () => {
    const faults = new Map([
      ['POST /console/requests/open/moves', { status: 409, code: 'CONFLICT' as const }],
    ])
    const page = await open({
      hash: '#/requests/open',
      script: { me: COMPLIANCE, requests: sampleRequests(sampleCases()), faults },
    })
    await page.getByText('Other steps').click()
    await page.getByText('Send and record the letter about the extension first').waitFor()
    await eventually(async () =>
      expect(await page.getByRole('button', { name: 'Extend', exact: true }).isDisabled()).to.equal(true),
    )
    await page.getByRole('button', { name: 'Ask', exact: true }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('button', { name: 'Ask', exact: true }).click()
    await dialog.getByText('This needs a written reason.').waitFor()
    await settled(page)
    expect(browser.companion.calls.filter(({ method }) => method === 'POST')).to.deep.equal([])
    await dialog.getByLabel('Reason').fill('The address is new')
    await dialog.getByRole('button', { name: 'Ask', exact: true }).click()
    await dialog.getByRole('alert').waitFor()
    await eventually(async () =>
      expect(await dialog.getByLabel('Reason').inputValue()).to.equal('The address is new'),
    )
    await eventually(async () => expect(await browser.violations(page)).to.deep.equal([]))
  })

  it('shows the month, walked through by the keyboard, and the same as a table', async () => {
    const page = await open({ hash: '#/requests/calendar', scheme: 'dark', locale: 'de-DE' })
    const grid = page.getByRole('grid')
    await grid.getByRole('link', { name: /2026-00012 Löschung: letzter Tag/ }).waitFor()
    await browser.shoot(page, 'requests-month-dark', true)
    const chosen = () => page.evaluate<string>('document.activeElement.dataset.day')
    await grid.locator('[tabindex="0"]').focus()
    const first = await chosen()
    await page.keyboard.press('ArrowRight')
    await page.keyboard.press('ArrowLeft')
    await eventually(async () => expect(await chosen()).to.equal(first))
    await page.keyboard.press('PageDown')
    expect((await chosen()).slice(0, 7) > first.slice(0, 7)).to.equal(true)
    await page.keyboard.press('PageUp')
    await page.getByText('Der Monat als Tabelle').click()
    await page
      .getByRole('table')
      .getByRole('link', { name: /2026-00012/ })
      .first()
      .waitFor()
    await eventually(async () => expect(await browser.violations(page)).to.deep.equal([]))
  })

  it('leads to where an arrow points, in the month and in the tree, also from right to left', async () => {
    const page = await open({ hash: '#/requests/calendar', locale: 'ar-EG' })
    const left = () => page.evaluate<number>('document.activeElement.getBoundingClientRect().left')
    await page.getByRole('grid').locator('[tabindex="0"]').focus()
    // From a Wednesday there is a day on either side.
    await page.keyboard.press('Home')
    await page.keyboard.press('ArrowLeft')
    const before = await left()
    await page.keyboard.press('ArrowLeft')
    await eventually(async () => expect(await left()).to.be.lessThan(before))
    await page.keyboard.press('ArrowRight')
    await eventually(async () => expect(await left()).to.equal(before))
    await page.evaluate(`location.hash = '#/articles'`)
    const line = page.locator('[role=treeitem][tabindex="0"]')
    await line.focus()
    await page.keyboard.press('ArrowRight')
    await eventually(async () => expect(await line.getAttribute('aria-expanded')).to.equal('false'))
    await page.keyboard.press('ArrowLeft')
    await eventually(async () => expect(await line.getAttribute('aria-expanded')).to.equal('true'))
  })

  it('opens one for a call, and says when the same person has asked before', async () => {
    const faults = new Map([['POST /console/requests', { status: 409, code: 'CONFLICT' as const }]])
    const page = await open({ script: { me: COMPLIANCE, requests: sampleRequests(), faults } })
    await page.getByText('Nobody has asked about their data yet').waitFor()
    await page.getByRole('button', { name: 'Open a request' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('button', { name: 'Open' }).click()
    await dialog.getByText('Enter the number.').waitFor()
    await dialog.getByLabel('Zendesk user id').first().check()
    await dialog.getByRole('textbox', { name: 'Zendesk user id' }).fill('360001')
    await dialog.getByLabel('How it came').selectOption('phone')
    await dialog.getByRole('button', { name: 'Open' }).click()
    await dialog.getByText('The same person has a request of this kind open.').waitFor()
    await browser.shoot(page, 'requests-opening')
    await eventually(async () => expect(await browser.violations(page)).to.deep.equal([]))
    await dialog.getByLabel('Open another one').check()
    browser.companion.script.faults = new Map()
    await dialog.getByRole('button', { name: 'Open' }).click()
    await page.getByRole('heading', { name: 'Request 2026-00016' }).waitFor()
    const order = browser.companion.calls.findLast(({ method }) => method === 'POST')
    expect(order?.body).to.deep.include({ another: true, channel: 'phone', who: { userId: '360001' } })
  })

  it('says that a ticket’s number does not name a person where several have been on it, and what does', async () => {
    const faults = new Map([['POST /console/requests', { status: 409, code: 'SEVERAL_PEOPLE' as const }]])
    const page = await open({ script: { me: COMPLIANCE, requests: sampleRequests(), faults } })
    await page.getByRole('button', { name: 'Open a request' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('textbox', { name: 'Ticket number' }).fill('20416')
    await dialog.getByRole('button', { name: 'Open' }).click()
    await dialog.getByText('Name the person by “Zendesk user id”').waitFor()
    expect(await dialog.getByLabel('Open another one').count(), 'that is another refusal').to.equal(0)
    await eventually(async () => expect(await browser.violations(page)).to.deep.equal([]))
    browser.companion.script.faults = new Map()
    await dialog.getByLabel('Zendesk user id').first().check()
    await dialog.getByRole('textbox', { name: 'Zendesk user id' }).fill('360001')
    await dialog.getByRole('button', { name: 'Open' }).click()
    await page.getByRole('heading', { name: 'Request 2026-00016' }).waitFor()
    const order = browser.companion.calls.findLast(({ method }) => method === 'POST')
    expect(order?.body).to.deep.include({ who: { userId: '360001' } })
  })

  it('keeps the working days, and refuses what is no day', async () => {
    const page = await open()
    await page.getByRole('button', { name: 'Working days' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('Holidays of').selectOption({ label: 'Germany: Bavaria' })
    await dialog.getByLabel('Further days off').fill('24.12.2026')
    await dialog.getByRole('button', { name: 'Save' }).click()
    await dialog.getByText('Write each day as').waitFor()
    await dialog.getByLabel('Further days off').fill('2026-12-24')
    await browser.shoot(page, 'requests-days')
    await dialog.getByRole('button', { name: 'Save' }).click()
    await page.getByText('The working days are saved.').waitFor()
    expect(browser.companion.script.requests.calendar).to.deep.include({
      region: 'DE-BY',
      extraDays: ['2026-12-24'],
    })
  })

  it('says what an extension gives, and that the day beside it is the one to tell of it', async () => {
    const page = await open()
    await page.getByRole('link', { name: '2026-00014' }).click()
    const clock = page.getByRole('region', { name: 'The clock' })
    await clock.getByText(/^Two months more, if the person is told by \w+ \d+, \d{4}$/).waitFor()
  })

  it('lets an admin read the days and nothing more', async () => {
    const page = await open({}, ADMIN)
    await page.getByText('Only compliance opens one').waitFor()
    await eventually(async () =>
      expect(await page.getByRole('button', { name: 'Open a request' }).count()).to.equal(0),
    )
    await eventually(async () =>
      expect(await page.getByRole('link', { name: '2026-00014' }).count()).to.equal(0),
    )
  })

  it('fits a narrow dark page in German', async () => {
    const page = await open({ width: 390, height: 844, scheme: 'dark', locale: 'de-DE' })
    await page.getByText('2 Tage zu spät').waitFor()
    await eventually(async () => expect(await browser.overflow(page)).to.equal(0))
    await eventually(async () => expect(await browser.violations(page)).to.deep.equal([]))
    await browser.shoot(page, 'requests-narrow-dark', true)
    await page.getByRole('link', { name: '2026-00014' }).click()
    await page.getByRole('heading', { name: 'Vorgang 2026-00014' }).waitFor()
    await eventually(async () => expect(await browser.overflow(page)).to.equal(0))
    await browser.shoot(page, 'request-case-narrow-dark', true)
    await page.goto(`${page.url().split('#')[0]}#/requests/calendar`)
    await page.getByRole('grid').waitFor()
    await eventually(async () => expect(await browser.overflow(page)).to.equal(0))
    await browser.shoot(page, 'requests-month-narrow-dark', true)
  })
})
