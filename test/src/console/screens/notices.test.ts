import { expect } from 'chai'
import type { Page } from 'playwright-core'
import {
  type ConsoleBrowser,
  type OpenOptions,
  openConsoleBrowser,
} from '../../../support/console-browser.ts'
import { eventually } from '../../../support/eventually.ts'
import type { SeenCall } from '../../../support/fake-console-companion.ts'
import { draftedNotices, sampleNotices } from '../../../support/fake-notices.ts'

const OFFICER = {
  agentId: '9002',
  roles: ['agent', 'compliance'] as const,
  helpCenterLocales: ['en-us', 'de'],
}
const writes = (calls: readonly SeenCall[]) =>
  calls
    .filter(({ method, path }) => method !== 'GET' && !path.endsWith('/previews'))
    .map(({ method, path }) => `${method} ${path}`)

describe('the screen of notices', function () {
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

  const open = ({ script, ...rest }: OpenOptions = {}) =>
    browser.open({ hash: '#/notices', ...rest, script: { me: OFFICER, ...script } })
  const phone = (page: Page) => page.frameLocator('iframe[title="Preview of the requester\'s page"]')
  const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true })
  const dialogButton = (page: Page, name: string) =>
    page.getByRole('dialog').getByRole('button', { name, exact: true })

  it('shows what holds, who made it, and what the configuration says in it', async () => {
    const page = await open()
    await page.getByRole('heading', { name: 'Active notice: version 1' }).waitFor()
    await page.getByText('Follows the configuration').waitFor()
    await page.getByText('api.eu.mistral.ai').waitFor()
    await page.getByText('180 days').waitFor()
    await browser.shoot(page, 'notices', true)
  })

  it('lets an admin read everything and write nothing', async () => {
    const page = await open({ script: { me: { ...OFFICER, roles: ['admin'] } } })
    await page.getByText('Only compliance staff can write and activate one.').waitFor()
    await eventually(async () => expect(await button(page, 'Write a new version').count()).to.equal(0))
    await eventually(async () =>
      expect(await page.getByLabel('German', { exact: true }).isDisabled()).to.equal(true),
    )
    await page.locator('#notice-active').locator('../..').getByRole('button', { name: 'Read' }).click()
    await phone(page).getByRole('heading', { name: 'May we use a drafting tool' }).waitFor()
    await page.getByLabel('Language', { exact: true }).selectOption('pl')
    await phone(page).getByText('Podstawa prawna').waitFor()
    await browser.shoot(page, 'notices-read')
  })

  it('draws every keystroke as the requester will see it, and saves only when asked', async () => {
    const page = await open()
    await button(page, 'Write a new version').click()
    await page.getByLabel('Data protection officer').fill('Jo Ferrer, dpo@acme.example')
    await phone(page).getByText('Jo Ferrer, dpo@acme.example').waitFor()
    await page.locator('#notice-diff').locator('../..').getByText('Jo Ferrer, dpo@acme.example').waitFor()
    expect(writes(browser.companion.calls)).to.deep.equal(['POST /console/notices/drafts'])
    await browser.shoot(page, 'notices-editor')
    await button(page, 'Save draft').click()
    await page.getByText('The draft in English is saved.').waitFor()
    expect(browser.companion.script.notices.draft?.written.en?.dpo).to.equal('Jo Ferrer, dpo@acme.example')
  })

  it('marks what is missing where it is missing, and cannot be activated until it is there', async () => {
    const page = await open({
      hash: '#/notices/en',
      script: { notices: draftedNotices({ dpo: '', rights: ' ' }) },
    })
    await page.getByText('Missing: the notice cannot be activated without it.').first().waitFor()
    await eventually(async () =>
      expect(await page.getByText('Missing: the notice cannot').count()).to.equal(2),
    )
    await eventually(async () =>
      expect(await button(page, 'Activate the draft…').isDisabled()).to.equal(true),
    )
    await page.getByRole('link', { name: 'English (incomplete)' }).waitFor()
    await browser.shoot(page, 'notices-missing', true)
    await page.getByRole('link', { name: 'All notices' }).click()
    await page.getByText('2 fields missing').waitFor()
    await page.getByText('2 places missing').waitFor()
    await browser.shoot(page, 'notices-draft', true)
    expect(writes(browser.companion.calls)).to.deep.equal([])
  })

  it('activates a new version, and offers no correction when the meaning may have changed', async () => {
    const page = await open({
      hash: '#/notices/en',
      script: { notices: draftedNotices({ dpo: 'Jo Ferrer.' }) },
    })
    await button(page, 'Activate the draft…').click()
    await eventually(async () =>
      expect(await page.getByLabel('As a correction of the active version').isDisabled()).to.equal(true),
    )
    await page.getByText('English: Data protection officer').waitFor()
    await browser.shoot(page, 'notices-activate')
    await dialogButton(page, 'Activate').click()
    await page.getByRole('heading', { name: 'Active notice: version 2' }).waitFor()
    const { body } = browser.companion.calls.findLast(({ path }) => path.endsWith('/activations')) ?? {}
    expect(body).to.deep.equal({ saved: 2, factsDigest: 'a'.repeat(64), change: 'version' })
  })

  it('keeps the version for a correction of typing', async () => {
    const page = await open({ hash: '#/notices/en', script: { notices: draftedNotices() } })
    await button(page, 'Activate the draft…').click()
    await page.getByLabel('As a correction of the active version').check()
    await dialogButton(page, 'Activate').click()
    await page.getByRole('heading', { name: 'Active notice: version 1.1' }).waitFor()
  })

  it('says that somebody else was faster, and keeps what was typed', async () => {
    const page = await open({ hash: '#/notices/de', script: { notices: draftedNotices() } })
    browser.companion.script.faults.set('PUT /console/notices/drafts', { status: 409, code: 'CONFLICT' })
    await page.getByLabel('Complaint').fill('An die Behörde in Bonn.')
    await button(page, 'Save draft').click()
    await page.getByText('Someone else was faster, so yours is not saved.').waitFor()
    await eventually(async () =>
      expect(await page.getByLabel('Complaint').inputValue()).to.equal('An die Behörde in Bonn.'),
    )
    await page.getByRole('link', { name: 'All notices' }).click()
    await page.getByRole('dialog').waitFor()
  })

  it('says that the notice is no longer true, and makes the one that is with one act', async () => {
    const outdated = { ...sampleNotices(), standing: 'outdated', changedFacts: ['host', 'region'] } as const
    const page = await open({ script: { notices: outdated } })
    await page.getByText('The active notice is no longer true').waitFor()
    await page.getByText('Changed: Host and Region.').waitFor()
    await browser.shoot(page, 'notices-outdated', true)
    await button(page, 'Make the new version from the new facts').click()
    await dialogButton(page, 'Activate').click()
    await page.getByRole('heading', { name: 'Active notice: version 2' }).waitFor()
    const { body } = browser.companion.calls.findLast(({ path }) => path.endsWith('/activations')) ?? {}
    expect(body).to.deep.include({ saved: null, change: 'version' })
  })

  it('switches languages, and fills one that is new to the draft with the built-in words', async () => {
    const few = { ...sampleNotices(), locales: ['en', 'de'] as const }
    const page = await open({ script: { notices: draftedNotices({}, few) } })
    await page.getByLabel('Polish').check()
    await button(page, 'Save languages').click()
    await page.getByText('The languages are saved.').waitFor()
    expect(browser.companion.script.notices.locales).to.include('pl')
    await page.goto(`${browser.companion.address}/console#/notices/pl`)
    await page.getByText('Nothing is written in Polish yet').waitFor()
    await button(page, 'Take the built-in words').click()
    await phone(page).getByText('Podstawa prawna').waitFor()
  })

  for (const scheme of ['light', 'dark'] as const)
    for (const width of [1280, 600])
      it(`reads well and breaks no rule of accessibility: ${scheme}, ${width} px`, async () => {
        const notices = draftedNotices({ dpo: 'Jo Ferrer, dpo@acme.example', complaint: '' })
        const page = await open({ scheme, width, hash: '#/notices/en', script: { notices } })
        await phone(page).getByText('Jo Ferrer').waitFor()
        await eventually(async () => expect(await browser.overflow(page)).to.equal(0))
        await eventually(async () => expect(await browser.violations(page)).to.deep.equal([]))
        await browser.shoot(page, `notices-editor-${scheme}-${width}`, true)
        await page.getByRole('link', { name: 'All notices' }).click()
        await page.getByRole('heading', { name: 'Draft of the next version' }).waitFor()
        await eventually(async () => expect(await browser.overflow(page)).to.equal(0))
        await eventually(async () => expect(await browser.violations(page)).to.deep.equal([]))
        await browser.shoot(page, `notices-${scheme}-${width}`, true)
      })

  it('speaks German', async () => {
    const page = await open({ locale: 'de-DE', script: { notices: draftedNotices({ dpo: '' }) } })
    await page.getByRole('heading', { name: 'Entwurf der nächsten Version' }).waitFor()
    await page.getByText('1 Feld fehlt').waitFor()
    await browser.shoot(page, 'notices-de', true)
  })
})
