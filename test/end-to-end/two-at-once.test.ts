import { expect } from 'chai'
import type { BrowserContext, FrameLocator } from 'playwright-core'
import type { TemplatesView } from '../../src/domain/api.ts'
import { NO_TEXTS, NOTHING_KNOWN } from '../../src/domain/incident.ts'
import type { IncidentView } from '../../src/domain/incident-api.ts'
import type { RequestCaseDetail, RequestDeskView } from '../../src/domain/request-api.ts'
import type { RetentionView } from '../../src/domain/retention-api.ts'
import type { SpendingView } from '../../src/domain/spending-api.ts'
import { type BorrowedBrowser, borrowBrowser } from '../support/browser.ts'
import { eventually } from '../support/eventually.ts'
import { openContext, type RunningProduct, startProduct } from '../support/running-product.ts'

const TICKET = 20_416
const FASTER = 'Someone else was faster, so yours is not saved.'

type Api = Awaited<ReturnType<RunningProduct['apiOf']>>

/** One of them sits at a form in the browser; the other is always a little faster. */
describe('two people of compliance at one thing', function () {
  this.timeout(240_000)
  let product: RunningProduct
  let browser: BorrowedBrowser
  let context: BrowserContext
  let other: Api
  let admin: Api
  let me: number

  before(async () => {
    product = await startProduct()
    browser = await borrowBrowser()
    context = await openContext(browser)
    me = product.content.staff.admin
    const api = await product.apiOf(me)
    await api('PUT', `/console/roles/${me}`, { roles: ['agent', 'admin', 'compliance'] })
    admin = api
    other = await product.apiOf(product.content.staff.compliance)
  })
  after(async () => {
    await browser?.close()
    await product?.stop()
    product?.remove()
  })

  async function consoleAt(screen: string): Promise<FrameLocator> {
    const page = await context.newPage()
    await page.goto(`${product.origin}/agent/apps/vouch`)
    await page.locator('#acting-agent').selectOption({ value: String(me) })
    const frame = page.frameLocator('iframe')
    await frame.locator(`a[href="#/${screen}"]`).first().click()
    return frame
  }

  async function openIncident(): Promise<{ readonly incident: IncidentView; readonly frame: FrameLocator }> {
    const facts = {
      ...NOTHING_KNOWN,
      texts: { ...NO_TEXTS, nature: 'An open folder.', awareWhy: 'The log.' },
    }
    const suspectedAt = new Date(Date.now() - 60_000).toISOString()
    const incident = (await other('POST', '/console/incidents', { suspectedAt, facts })) as IncidentView
    const frame = await consoleAt('incidents')
    await frame.locator(`a[href="#/incidents/${incident.incidentId}"]`).click()
    await frame.getByText('No clock runs').waitFor()
    return { incident, frame }
  }
  const incidentNow = async ({ incidentId }: IncidentView) => {
    const { incidents } = (await other('GET', '/console/incidents')) as { incidents: IncidentView[] }
    return incidents.find((each) => each.incidentId === incidentId)
  }

  it('an incident that the other has written in takes both their words, and shows where both wrote', async () => {
    const { incident, frame } = await openIncident()
    const nature = frame.getByLabel('Nature of the breach')
    const systems = frame.getByLabel('Systems')
    await nature.fill('A folder was open for an hour.')
    const facts = {
      ...incident.facts,
      texts: { ...incident.facts.texts, nature: 'A folder was open for a day.', systems: 'The file server' },
    }
    await other('POST', `/console/incidents/${incident.incidentId}/phases`, { version: 1, facts })
    await frame.getByRole('button', { name: 'Record this phase' }).click()
    await frame.getByText(FASTER).waitFor()
    await frame.getByText('Saved by someone else meanwhile: A folder was open for a day.').waitFor()
    expect(await nature.inputValue()).to.equal('A folder was open for an hour.')
    expect(await systems.inputValue()).to.equal('The file server')
    expect((await incidentNow(incident))?.facts.texts.nature, 'before it is saved again').to.equal(
      'A folder was open for a day.',
    )
    await frame.getByRole('button', { name: 'Record this phase' }).click()
    await frame.getByText('Recorded as phase 3').waitFor()
    await frame.getByText(FASTER).waitFor({ state: 'detached' })
    const { texts } = (await incidentNow(incident))?.facts ?? NOTHING_KNOWN
    expect([texts.nature, texts.systems]).to.deep.equal(['A folder was open for an hour.', 'The file server'])
  })

  it('what is typed about an incident stays while it is moved on', async () => {
    const { incident, frame } = await openIncident()
    await frame.getByLabel('Systems').fill('The mail server')
    await frame.getByRole('button', { name: 'Confirm: it is a breach' }).click()
    await eventually(async () => expect((await incidentNow(incident))?.status).to.not.equal('suspected'))
    expect(await frame.getByLabel('Systems').inputValue()).to.equal('The mail server')
    await frame.getByRole('button', { name: 'Record this phase' }).click()
    await eventually(async () =>
      expect((await incidentNow(incident))?.facts.texts.systems).to.equal('The mail server'),
    )
  })

  it('the words of a letter stay when the other has written a note, and then go out', async () => {
    const agent = await product.apiOf(product.content.staff.agents[0] ?? 0)
    const requesterId = String(product.workbench.desk.ticket(TICKET)?.requesterId)
    await agent('PUT', `/tickets/${TICKET}`, { requesterId })
    const { today } = (await other('GET', '/console/requests')) as RequestDeskView
    const { request } = (await other('POST', '/console/requests', {
      ...{ kind: 'access', channel: 'email', who: { ticketId: String(TICKET) }, locale: 'en' },
      ...{ receivedOn: today, another: true },
    })) as RequestCaseDetail
    const now = async () => (await other('GET', `/console/requests/${request.caseId}`)) as RequestCaseDetail
    const frame = await consoleAt('requests')
    await frame.getByRole('link', { name: request.caseNumber }).first().click()
    await frame.getByRole('button', { name: 'Write (Extension)' }).click()
    const dialog = frame.getByRole('dialog')
    await dialog.getByLabel('Your words').fill('It takes longer.')
    const { version } = (await now()).request
    await other('POST', `/console/requests/${request.caseId}/notes`, { version, text: 'They called.' })
    await dialog.getByRole('button', { name: 'Record as sent' }).click()
    await dialog.getByText(FASTER).waitFor()
    expect((await now()).lettersSent).to.deep.equal([])
    expect(await dialog.getByLabel('Your words').inputValue()).to.equal('It takes longer.')
    await dialog.getByRole('button', { name: 'Record as sent' }).click()
    await dialog.waitFor({ state: 'hidden' })
    await frame.getByText('They called.').waitFor()
    expect((await now()).lettersSent).to.deep.equal(['extension'])
  })

  it('templates that the other has changed are shown, with one’s own on top, and saved together', async () => {
    const path = '/console/templates/de'
    const stored = async () => (await admin('GET', path)) as TemplatesView
    const before = await stored()
    const frame = await consoleAt('templates')
    await frame.getByRole('link', { name: 'German' }).click()
    const closing = frame.getByLabel('Closing')
    await closing.fill('Viele Grüße')
    const theirs = { ...before, closing: 'Bis bald', greetingUnnamed: 'Moin,' }
    await admin('PUT', path, theirs)
    const save = frame.getByRole('button', { name: 'Save', exact: true })
    await save.click()
    await frame.getByText(FASTER).waitFor()
    await frame.getByText('Saved by someone else meanwhile: Bis bald').waitFor()
    expect(await closing.inputValue()).to.equal('Viele Grüße')
    expect(await frame.getByLabel('Greeting without a name').inputValue()).to.equal('Moin,')
    expect((await stored()).closing, 'before it is saved again').to.equal('Bis bald')
    await save.click()
    await frame.getByText('Templates for German are saved.').waitFor()
    await frame.getByText(FASTER).waitFor({ state: 'detached' })
    expect(await frame.getByText('Saved by someone else meanwhile').count()).to.equal(0)
    const { closing: kept, greetingUnnamed, version } = await stored()
    expect([kept, greetingUnnamed, version]).to.deep.equal(['Viele Grüße', 'Moin,', before.version + 2])
  })

  it('a budget that the other has changed is shown in the dialog, with one’s own on top, and saved together', async () => {
    const stored = async () => (await admin('GET', '/console/spending')) as SpendingView
    const { version } = await stored()
    const frame = await consoleAt('reports')
    await frame.getByRole('button', { name: 'Prices and budget' }).click()
    const dialog = frame.getByRole('dialog')
    const perMonth = dialog.getByLabel('For a month', { exact: true })
    await perMonth.fill('40')
    await dialog.getByRole('button', { name: 'Add a tighter limit' }).click()
    await dialog.getByLabel('Provider', { exact: true }).fill('local')
    await dialog.getByLabel('Of this provider, for a month').fill('7')
    const budget = { currency: 'EUR', perMonth: 30_000_000, providers: [] }
    const price = { provider: 'other', model: 'theirs-1', currency: 'EUR', since: '2026-01-01' }
    const theirs = { ...price, inputPerMillion: 3_000_000, outputPerMillion: 4_000_000 }
    await admin('PUT', '/console/spending', { version, budget, prices: [theirs] })
    const save = dialog.getByRole('button', { name: 'Save', exact: true })
    await save.click()
    await dialog.getByText(FASTER).waitFor()
    await dialog.getByText('Saved by someone else meanwhile: 30').waitFor()
    expect(await perMonth.inputValue()).to.equal('40')
    expect(await dialog.getByLabel('Model').inputValue()).to.equal('theirs-1')
    expect(await dialog.getByLabel('Of this provider, for a month').inputValue()).to.equal('7')
    expect((await stored()).plan.budget?.perMonth, 'before it is saved again').to.equal(30_000_000)
    await dialog.getByLabel('For a month', { exact: true }).fill('20')
    await save.click()
    await dialog.waitFor({ state: 'hidden' })
    const after = await stored()
    expect(after.version).to.equal(version + 2)
    expect(after.plan.prices).to.deep.equal([theirs])
    const limit = { provider: 'local', perMonth: 7_000_000 }
    expect(after.plan.budget).to.deep.equal({ currency: 'EUR', perMonth: 20_000_000, providers: [limit] })
  })

  it('periods that the other has changed are shown, with one’s own on top, and saved together', async () => {
    const stored = async () => ((await other('GET', '/console/retention')) as RetentionView).settings
    const before = await stored()
    const frame = await consoleAt('retention')
    await frame.getByLabel('Days for Provider trials').fill('90')
    await other('PUT', '/console/retention', {
      ...before,
      rules: { ...before.rules, simulation: { ...before.rules.simulation, days: 60 } },
    })
    const save = frame.getByRole('button', { name: 'Save', exact: true })
    await save.click()
    await frame.getByText(FASTER).waitFor()
    expect((await stored()).rules.trial.days).to.equal(before.rules.trial.days)
    await save.click()
    await eventually(async () => {
      const { rules } = await stored()
      expect([rules.trial.days, rules.simulation.days]).to.deep.equal([90, 60])
    })
  })
})
