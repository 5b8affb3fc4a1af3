import { expect } from 'chai'
import { type ConsoleBrowser, openConsoleBrowser } from '../../../support/console-browser.ts'
import { eventually } from '../../../support/eventually.ts'

const COMPLIANCE = { agentId: '9002', roles: ['compliance'] as const, helpCenterLocales: ['de'] }

/** The second time that the clock on the wall says so; in Kolkata it says everything once. */
const REPEATED: Readonly<Record<string, string>> = {
  'Europe/Berlin': '2026-10-25T01:30',
  'America/New_York': '2026-11-01T06:30',
  'Asia/Kolkata': '2026-10-25T01:30',
}

describe('src/console/screens/incidents', function () {
  this.timeout(240_000)
  let browser: ConsoleBrowser
  before(async () => {
    browser = await openConsoleBrowser()
  })
  after(() => browser?.close())
  afterEach(() => browser.closePages())
  const bodies = (end: string) =>
    browser.companion.calls
      .filter(({ method, path }) => method === 'POST' && path.endsWith(end))
      .map(({ body }) => Object(body))
  const openAt = (timeZone: string, minute: string, hash: string) =>
    browser.open({
      hash,
      timeZone,
      script: { me: COMPLIANCE },
      before: `Date.now = () => Date.parse('${minute}:20.000Z')`,
    })

  for (const [timeZone, minute] of Object.entries(REPEATED)) {
    it(`open an incident at the moment that it is when summer time ends: ${timeZone}`, async () => {
      const page = await openAt(timeZone, minute, '#/incidents/affected')
      await page.route('**/console/incidents', (route) =>
        route.request().method() === 'GET'
          ? route.fulfill({ json: { incidents: [], hours: 72 } })
          : route.fallback(),
      )
      await page.evaluate("location.hash = '#/incidents'")
      await page.getByRole('button', { name: 'New incident' }).click()
      await page.getByRole('dialog').getByRole('textbox').last().fill('A mailbox was opened.')
      await page.getByRole('dialog').getByRole('button', { name: 'Open incident' }).click()
      await eventually(async () =>
        expect(bodies('/incidents').map(({ suspectedAt }) => suspectedAt)).to.deep.equal([
          `${minute}:00.000Z`,
        ]),
      )
    })

    it(`count whom it touched up to now when summer time ends: ${timeZone}`, async () => {
      const page = await openAt(timeZone, minute, '#/incidents/affected')
      await page.locator('form button[type="submit"]').first().click()
      await eventually(async () =>
        expect(bodies('/affected').map(({ query }) => query.to)).to.deep.equal([
          `${minute.replace(':30', ':31')}:00.000Z`,
        ]),
      )
    })
  }
})
