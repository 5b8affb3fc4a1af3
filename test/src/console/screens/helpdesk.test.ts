import { expect } from 'chai'
import type { HelpdeskEventName, HelpdeskView } from '../../../../src/domain/helpdesk-settings-api.ts'
import { type ConsoleBrowser, openConsoleBrowser } from '../../../support/console-browser.ts'
import { eventually } from '../../../support/eventually.ts'
import { sampleScript } from '../../../support/fake-console-companion.ts'

const COMPLIANCE = { agentId: '9002', roles: ['compliance'] as const, helpCenterLocales: ['de'] }
const HOUR_MS = 3_600_000
const NEVER_HEARD: readonly HelpdeskEventName[] = ['user.merged', 'ticket.permanently_deleted']

function helpdesk(change: Partial<HelpdeskView> = {}): HelpdeskView {
  const sample = sampleScript().helpdesk
  return {
    ...sample,
    events: sample.events.map(({ name }, index) => ({
      name,
      lastAt: NEVER_HEARD.includes(name) ? null : new Date(Date.now() - (index + 1) * HOUR_MS).toISOString(),
    })),
    formHeardAt: '2026-11-26T09:30:00.000Z',
    settings: {
      formNotice: { version: 2, locale: 'de' },
      minorTags: ['under_age', 'school'],
      ageField: null,
    },
    ...change,
  }
}

describe('the helpdesk screen in a browser', function () {
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
  const open = (script = {}, options = {}) =>
    browser.open({ hash: '#/helpdesk', script: { helpdesk: helpdesk(), ...script }, ...options })
  const changes = () => browser.companion.calls.filter(({ method }) => method !== 'GET')

  it('says what counts, what came when, and what was never received', async () => {
    const page = await open()
    await page.getByText('A yes counts', { exact: true }).waitFor()
    await page.getByText('The form shows notice version 2 (German).').waitFor()
    await page.getByText('2 types were never received.').waitFor()
    const row = page.getByRole('row').filter({ hasText: 'user.merged' })
    await eventually(async () => expect(await row.innerText()).to.contain('Never'))
    await eventually(async () => expect(await browser.violations(page)).to.deep.equal([]))
    await browser.shoot(page, 'helpdesk', true)
  })

  it('has what the helpdesk writes from left to right, also on a page that runs the other way', async () => {
    const page = await open({}, { locale: 'ar' })
    const fields = page.locator('#helpdesk-tags-field, #helpdesk-age-field')
    await fields.first().waitFor()
    const ways = await page.evaluate<string[]>(`
      [document.body, ...document.querySelectorAll('#helpdesk-tags-field, #helpdesk-age-field')]
        .map((one) => getComputedStyle(one).direction)`)
    expect(ways).to.deep.equal(['rtl', 'ltr', 'ltr'])
  })

  it('shows an admin no way to make a yes count', async () => {
    const page = await open()
    await page.getByText('Only compliance staff decide whether a yes on the form counts.').waitFor()
    await eventually(async () => expect(await page.getByLabel('Notice beside the field').count()).to.equal(0))
  })

  it('lets an admin name tags, and sends none that cannot be one', async () => {
    const page = await open()
    const field = page.getByLabel('Tags', { exact: true })
    await eventually(async () => expect(await field.inputValue()).to.equal('under_age school'))
    const card = page.locator('section', { has: page.locator('#helpdesk-tags') })
    const save = card.getByRole('button', { name: 'Save' })
    await eventually(async () => expect(await save.isDisabled()).to.equal(true))
    await field.fill('under_age "x"')
    await card.getByText('“"x"” cannot be a tag.').waitFor()
    await eventually(async () => expect(await save.isDisabled()).to.equal(true))
    await field.press('Enter')
    expect(changes()).to.deep.equal([])
    await field.fill('Under_Age, minor')
    await save.click()
    await page.getByText('The tags are saved.').waitFor()
    expect(changes()).to.deep.equal([
      {
        method: 'PUT',
        path: '/console/helpdesk-settings/minor-tags',
        body: { version: 0, minorTags: ['under_age', 'minor'] },
      },
    ])
  })

  it('lets an admin name the field that says the age, and sends none that cannot be one', async () => {
    const page = await open()
    const card = page.getByRole('region', { name: 'Field that says the age' })
    const save = card.getByRole('button', { name: 'Save' })
    await card.getByLabel('Field', { exact: true }).fill('a field')
    await card.getByText('That is no number of a field.').waitFor()
    await eventually(async () => expect(await save.isDisabled()).to.equal(true))
    await card.getByLabel('Field', { exact: true }).fill('360000000103')
    await card.getByLabel('Age of consent of').selectOption('AT')
    await save.click()
    await page.getByText('It holds from the next event or opening on.').waitFor()
    expect(changes()).to.deep.equal([
      {
        method: 'PUT',
        path: '/console/helpdesk-settings/age-field',
        body: { version: 0, ageField: { fieldId: '360000000103', kind: 'birth_date', country: 'AT' } },
      },
    ])
    await card.scrollIntoViewIfNeeded()
    await page.screenshot({ path: 'tmp/screenshots/helpdesk-age.png' })
  })

  it('lets compliance staff name the notice of the form, and take it away again', async () => {
    const fresh = helpdesk({ settings: { formNotice: null, minorTags: ['under_age'], ageField: null } })
    const page = await open({ me: COMPLIANCE, helpdesk: fresh })
    await page.getByText('A yes is only a hint', { exact: true }).waitFor()
    await page.getByText('Only admins change these tags.').waitFor()
    const choice = page.getByLabel('Notice beside the field')
    await choice.selectOption('de')
    await eventually(async () => expect(await browser.violations(page)).to.deep.equal([]))
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByText('A yes counts', { exact: true }).waitFor()
    await choice.selectOption('')
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByText('A yes is only a hint', { exact: true }).waitFor()
    expect(changes().map(({ body }) => body)).to.deep.equal([
      { version: 0, formNotice: { version: 2, locale: 'de' } },
      { version: 1, formNotice: null },
    ])
  })

  it('says so when the form shows a notice that has been replaced', async () => {
    const old = helpdesk({
      settings: { formNotice: { version: 1, locale: 'de' }, minorTags: [], ageField: null },
    })
    const page = await open({ me: COMPLIANCE, helpdesk: old })
    await page.getByText('Shows an old notice', { exact: true }).waitFor()
    await page.getByText('but version 2 is in force').waitFor()
    await eventually(async () =>
      expect(await page.getByRole('button', { name: 'Save' }).isEnabled()).to.equal(true),
    )
  })

  it('keeps what was typed when somebody else was first', async () => {
    const faults = new Map([
      ['PUT /console/helpdesk-settings/minor-tags', { status: 409, code: 'CONFLICT' as const }],
    ])
    const page = await open({ faults })
    await page.getByLabel('Tags', { exact: true }).fill('minor')
    await page.getByRole('region', { name: 'Tags that mean' }).getByRole('button', { name: 'Save' }).click()
    await page.getByRole('alert').waitFor()
    await eventually(async () =>
      expect(await page.getByLabel('Tags', { exact: true }).inputValue()).to.equal('minor'),
    )
  })

  it('keeps what is typed in one form while another is saved, and asks before it is left', async () => {
    const page = await open()
    const tags = page.getByLabel('Tags', { exact: true })
    await page.getByLabel('Field', { exact: true }).fill('4711')
    await tags.fill('minor kid')
    await page.getByRole('region', { name: 'Tags that mean' }).getByRole('button', { name: 'Save' }).click()
    await eventually(async () => expect(changes().length).to.equal(1))
    await eventually(async () =>
      expect(
        await page
          .getByRole('region', { name: 'Tags that mean' })
          .getByRole('button', { name: 'Save' })
          .isDisabled(),
      ).to.equal(true),
    )
    expect(await page.getByLabel('Field', { exact: true }).inputValue()).to.equal('4711')
    await page.evaluate("location.hash = '#/overview'")
    await page.getByRole('dialog', { name: 'Leave without saving?' }).waitFor()
    await page.getByRole('button', { name: 'Stay here' }).click()
    expect(await page.getByLabel('Field', { exact: true }).inputValue()).to.equal('4711')
  })

  it('says what to do while no webhook can be received', async () => {
    const { helpdesk: sample } = sampleScript()
    const page = await open({ helpdesk: { ...sample, webhooksOpen: false } })
    await page.getByText('Not set up', { exact: true }).waitFor()
    await page.getByText('VOUCH_WEBHOOK_SECRET').waitFor()
    await page.getByText('None so far').waitFor()
    await eventually(async () => expect(await browser.violations(page)).to.deep.equal([]))
  })

  it('fits a narrow dark page in German', async () => {
    const page = await open({ me: COMPLIANCE }, { width: 390, height: 844, scheme: 'dark', locale: 'de-DE' })
    await page.getByText('Ein Ja zählt', { exact: true }).waitFor()
    await eventually(async () => expect(await browser.overflow(page)).to.equal(0))
    await eventually(async () => expect(await browser.violations(page)).to.deep.equal([]))
    await browser.shoot(page, 'helpdesk-dark', true)
  })
})
