import { expect } from 'chai'
import type { RequestCaseView } from '../../../../src/domain/request-api.ts'
import { type ConsoleBrowser, openConsoleBrowser } from '../../../support/console-browser.ts'

const COMPLIANCE = { agentId: '9002', roles: ['compliance'] as const, helpCenterLocales: ['de'] }
const DAY_MS = 86_400_000

function dayFromNow(days: number): string {
  return new Date(Date.now() + days * DAY_MS).toISOString().slice(0, 10)
}

function request(change: Partial<RequestCaseView>): RequestCaseView {
  return {
    caseId: 'a',
    kind: 'access',
    status: 'received',
    ticketId: '20416',
    ticketUrl: 'https://acme.zendesk.com/agent/tickets/20416',
    locale: 'de',
    receivedAt: '2026-11-20T09:00:00.000Z',
    dueOn: dayFromNow(24),
    answeredAt: null,
    note: null,
    ...change,
  }
}
const REQUESTS: readonly RequestCaseView[] = [
  request({ caseId: 'late', ticketId: '20401', dueOn: dayFromNow(-2) }),
  request({ caseId: 'today', ticketId: '20402', dueOn: dayFromNow(0), locale: 'pt' }),
  request({ caseId: 'soon', ticketId: '20403', dueOn: dayFromNow(5), locale: 'fr' }),
  request({ caseId: 'open' }),
  request({
    caseId: 'done',
    ticketId: '20388',
    status: 'answered',
    answeredAt: '2026-11-22T15:00:00.000Z',
    note: 'Sent as a PDF on 22 November',
  }),
]

describe('the requests screen in a browser', function () {
  this.timeout(40_000)
  let browser: ConsoleBrowser
  before(async () => {
    browser = await openConsoleBrowser()
  })
  after(() => browser?.close())
  afterEach(async () => {
    await browser.closePages()
    expect(browser.complaints).to.deep.equal([])
  })
  const open = (script = {}, options = {}) =>
    browser.open({
      hash: '#/requests',
      script: { me: COMPLIANCE, requests: REQUESTS, ...script },
      ...options,
    })

  it('shows the last day of each with the days left, in words beside the colour', async () => {
    const page = await open()
    for (const words of ['2 days late', 'Last day is today', '5 days left', '24 days left'])
      await page.getByText(words).waitFor()
    const link = page.getByRole('link', { name: /#20401/ })
    expect(await link.getAttribute('rel')).to.equal('noreferrer')
    await page.getByText('Sent as a PDF on 22 November').waitFor()
    expect(await browser.violations(page)).to.deep.equal([])
    await browser.shoot(page, 'requests')
  })

  it('marks one as answered only with a note, and says what that means', async () => {
    const page = await open()
    await page.getByRole('button', { name: 'Mark as answered (ticket 20401)' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByText('Vouch sends no answer').waitFor()
    await dialog.getByRole('button', { name: 'Mark as answered' }).click()
    await dialog.getByText('Write down how the request was answered.').waitFor()
    expect(browser.companion.calls.filter(({ method }) => method !== 'GET')).to.deep.equal([])
    expect(await browser.violations(page)).to.deep.equal([])
    await browser.shoot(page, 'requests-answer')
    await dialog.getByLabel('How it was answered').fill('By e-mail today')
    await dialog.getByRole('button', { name: 'Mark as answered' }).click()
    await page.getByText('The request of ticket 20401 is marked as answered.').waitFor()
    expect(browser.companion.calls.at(-1)).to.deep.equal({
      method: 'POST',
      path: '/console/requests/late/answers',
      body: { note: 'By e-mail today' },
    })
    await page.getByText('By e-mail today').waitFor()
  })

  it('keeps what was written when somebody else was first', async () => {
    const faults = new Map([
      ['POST /console/requests/late/answers', { status: 409, code: 'CONFLICT' as const }],
    ])
    const page = await open({ faults })
    await page.getByRole('button', { name: 'Mark as answered (ticket 20401)' }).click()
    await page.getByLabel('How it was answered').fill('By e-mail today')
    await page.getByRole('dialog').getByRole('button', { name: 'Mark as answered' }).click()
    await page.getByRole('alert').waitFor()
    expect(await page.getByLabel('How it was answered').inputValue()).to.equal('By e-mail today')
  })

  it('lets an admin read the days, and neither answer nor read a note', async () => {
    const me = { agentId: '9001', roles: ['admin'] as const, helpCenterLocales: ['de'] }
    const page = await open({ me, requests: REQUESTS.map((each) => ({ ...each, note: null })) })
    await page.getByText('Only compliance marks one as answered').waitFor()
    expect(await page.getByRole('button', { name: /Mark/ }).count()).to.equal(0)
    expect(await page.getByRole('columnheader', { name: 'How it was answered' }).count()).to.equal(0)
  })

  it('says where requests come from while there are none', async () => {
    const page = await open({ requests: [] })
    await page.getByText('Nobody has asked about their data yet.').waitFor()
    expect(await browser.violations(page)).to.deep.equal([])
  })

  it('fits a narrow dark page in German', async () => {
    const page = await open({}, { width: 390, height: 844, scheme: 'dark', locale: 'de-DE' })
    await page.getByText('2 Tage zu spät').waitFor()
    expect(await browser.overflow(page)).to.equal(0)
    expect(await browser.violations(page)).to.deep.equal([])
    await browser.shoot(page, 'requests-narrow-dark', true)
  })
})
