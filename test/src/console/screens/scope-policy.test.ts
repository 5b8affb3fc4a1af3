import { expect } from 'chai'
import { SHIPPED_THRESHOLD } from '../../../../src/domain/refusal-threshold.ts'
import { type ConsoleBrowser, openConsoleBrowser } from '../../../support/console-browser.ts'
import { SAMPLE_POLICY } from '../../../support/console-data.ts'
import { eventually } from '../../../support/eventually.ts'
import { settled } from '../../../support/settled.ts'

const RULES = [
  {
    id: 'b2b',
    name: 'Business',
    when: { brandIds: ['7'] },
    restrict: { articles: { deny: [{ sectionId: '120' }] } },
  },
  { id: 'vip', name: 'VIP', when: { tags: ['vip'] }, restrict: { limits: { draftsPerTicket: 2 } } },
]

describe('rules, topics and versions of the scope policy', function () {
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
  const ruled = { policy: { ...SAMPLE_POLICY, rules: RULES } }

  it('says what it means that the stored policy cannot be read, and brings back the last that can', async () => {
    const script = { brokenPolicy: SAMPLE_POLICY.version + 2 }
    const page = await browser.open({ hash: '#/scope', script })
    await page.getByText('The stored policy cannot be read').waitFor()
    await eventually(async () => expect(await page.getByRole('button', { name: 'Save' }).count()).to.equal(0))
    await eventually(async () => expect(await browser.violations(page)).to.deep.equal([]))
    await browser.shoot(page, 'policy-broken')
    await page.getByRole('button', { name: `Bring back version ${SAMPLE_POLICY.version}` }).click()
    await page.getByText(`Version ${script.brokenPolicy + 1} holds now.`).waitFor()
    await page.getByRole('button', { name: 'Add a rule' }).waitFor()
    const [put, ...more] = browser.companion.calls.filter(({ method }) => method !== 'GET')
    expect(more).to.deep.equal([])
    expect(put?.body).to.deep.equal({ ...SAMPLE_POLICY, version: script.brokenPolicy })
    const dark = await browser.open({
      hash: '#/scope',
      script: { ...script, waits: true },
      width: 420,
      scheme: 'dark',
      locale: 'de',
    })
    await dark.getByRole('button', { name: 'zurückholen' }).click()
    await dark.getByText('wartet auf eine zweite Person', { exact: false }).waitFor()
    await browser.shoot(dark, 'policy-broken-waits-de')
  })

  it('adds a rule in a dialog, orders, removes and takes back, and saves the whole policy', async () => {
    const page = await browser.open({ hash: '#/scope', script: ruled, height: 1400 })
    await page
      .getByText('For tickets with brand 7: Articles taken away: Section “Delivery” in all languages.')
      .waitFor()
    await page.getByText('A fact that is not known counts as matching.').waitFor()
    await page.getByRole('button', { name: 'Add a rule' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('button', { name: 'Keep in the policy' }).click()
    await dialog.getByText('Give the rule a name.').waitFor()
    await dialog.getByLabel('Name of the rule').fill('Chat')
    await dialog.getByLabel('Name of the rule').press('Enter')
    await dialog.getByLabel('Channels, e.g. chat').fill('chat, sms')
    await dialog.getByLabel('Subject').check()
    await dialog.getByText('For tickets with channel chat or sms: Not read: Subject.').waitFor()
    await dialog.getByLabel('Articles that it takes away: Add articles').selectOption({ index: 4 })
    await dialog.getByText('Articles taken away:').waitFor()
    await dialog.getByLabel('Only these providers').fill('mistral@EU')
    await eventually(async () => expect(await browser.violations(page)).to.deep.equal([]))
    await browser.shoot(page, 'policy-rule')
    await dialog.getByRole('button', { name: 'Keep in the policy' }).click()
    await page.getByRole('button', { name: 'Move “VIP” up' }).click()
    await page.getByRole('button', { name: 'Remove “Business”' }).click()
    await page.getByText('“Business” is removed').waitFor()
    await page.getByRole('button', { name: 'Undo' }).click()
    await settled(page)
    expect(browser.companion.calls.filter(({ method }) => method !== 'GET')).to.deep.equal([])
    // Tried out first: the policy as it is typed, not as it is saved; nothing is stored by that.
    await page.getByRole('button', { name: 'Dry run' }).click()
    const trial = page.getByRole('dialog')
    await trial.getByText('as if this policy were saved').waitFor()
    await trial.getByText('questions:').waitFor()
    await browser.shoot(page, 'policy-dry-run')
    await trial.getByRole('button', { name: 'Close' }).last().click()
    const asked = browser.companion.calls.filter(({ method }) => method !== 'GET')
    expect(asked.map(({ path }) => path)).to.deep.equal(['/console/replays'])
    await page.getByRole('button', { name: 'Save', exact: true }).click()
    await page.getByText('Scope policy version 4 is saved').waitFor()
    const { rules } = browser.companion.script.policy
    expect(rules?.[2]?.restrict.recipients).to.deep.equal(['mistral@EU'])
    expect(rules?.[2]?.restrict.articles?.deny).to.have.length(1)
    expect(rules?.map(({ id }) => id)).to.deep.equal(['vip', 'b2b', 'rule-1'])
    expect(rules?.[2]?.when).to.deep.equal({ channels: ['chat', 'sms'] })
  })

  it('adds a topic by one click, tries sentences on it and stores nothing by that', async () => {
    const page = await browser.open({ hash: '#/scope', height: 1400 })
    await page.getByRole('button', { name: 'Add “Legal threat”' }).click()
    await page.getByRole('button', { name: 'Try' }).click()
    await page.getByText('Refused · found: Legal threat').waitFor()
    await page.getByText('Not refused · no topic found').waitFor()
    expect(browser.companion.script.policy).to.deep.equal(SAMPLE_POLICY)
    await browser.shoot(page, 'policy-topics', true)
    await page.getByRole('button', { name: 'Save', exact: true }).click()
    await page.getByText('Scope policy version 4 is saved').waitFor()
    expect(browser.companion.script.policy.topicChoice).to.deep.equal({ deny: ['legal'] })
  })

  it('counts on asked questions what a threshold lets through, says which way needs two, and saves it', async () => {
    const page = await browser.open({ hash: '#/scope', height: 1400 })
    const slider = page.getByLabel('Least probability of an answer')
    await page.getByText('This is the value that ships').waitFor()
    await page.getByRole('button', { name: 'Count on asked questions' }).click()
    await page.getByText('Of 134 recorded questions').waitFor()
    await slider.fill('0.2')
    await page.getByText(`Lower than ${SHIPPED_THRESHOLD}, which holds now`).waitFor()
    await page.getByText('A second person must approve it').waitFor()
    await slider.fill('0.6')
    await page.getByText('Of 134 recorded questions 49 would be drafted and 85 refused.').waitFor()
    await page.getByText('Now: 129 drafted, 5 refused.').waitFor()
    await slider.scrollIntoViewIfNeeded()
    await eventually(async () => expect(await browser.violations(page)).to.deep.equal([]))
    await browser.shoot(page, 'policy-threshold', true)
    await page.getByRole('button', { name: 'Save', exact: true }).click()
    await page.getByText('Scope policy version 4 is saved').waitFor()
    expect(browser.companion.script.policy.refusalThreshold).to.equal(0.6)
    const tried = browser.companion.calls.filter(({ path }) => path === '/console/replays')
    expect(tried).to.have.length(1)
    await page.getByRole('button', { name: `Back to ${SHIPPED_THRESHOLD}` }).click()
    await page.getByRole('button', { name: 'Save', exact: true }).click()
    await page.getByText('Scope policy version 5 is saved').waitFor()
    expect(browser.companion.script.policy).to.not.have.property('refusalThreshold')
  })

  it('requires a passed simulation, says what it must show, and that the new version waits for one', async () => {
    const page = await browser.open({ hash: '#/scope' })
    await page.getByLabel('Require a passed simulation').check()
    await page.getByLabel('Tickets looked at, at least').fill('25')
    await page.getByLabel('Answered share in %, at least').fill('140')
    await page.getByText('Enter a number from 0 to 100.').waitFor()
    await page.getByRole('button', { name: 'Save', exact: true }).click()
    await page.getByLabel('Answered share in %, at least').fill('40')
    await page.getByRole('button', { name: 'Save', exact: true }).click()
    await page.getByText('Version 4 waits for its simulation. Nothing is drafted.').waitFor()
    expect(browser.companion.script.policy.requiresSimulation).to.deep.equal({
      minTickets: 25,
      minAnsweredShare: 0.4,
    })
    expect(browser.companion.calls.filter(({ method }) => method === 'PUT')).to.have.length(1)
    await eventually(async () => expect(await browser.violations(page)).to.deep.equal([]))
    await browser.shoot(page, 'policy-gate', true)
  })

  it('says that a wider policy waits, and changes nothing until then', async () => {
    const page = await browser.open({ hash: '#/scope', script: { ...ruled, waits: true } })
    await page.getByRole('button', { name: 'Remove “VIP”' }).click()
    await page.getByRole('button', { name: 'Save', exact: true }).click()
    await page.getByText('1 change to this waits for a second person. It is not in force.').waitFor()
    expect(browser.companion.script.policy.rules).to.have.length(2)
  })

  it('shows who made each version hold', async () => {
    const page = await browser.open({ hash: '#/scope' })
    await page.getByText('In force by agent 9002 · proposed by agent 9001').waitFor()
    await page.getByText('Who changed it was not kept').waitFor()
  })

  for (const [name, options] of Object.entries({
    light: { width: 1280, scheme: 'light' },
    dark: { width: 1280, scheme: 'dark' },
    narrow: { width: 600, scheme: 'light' },
    german: { width: 1280, scheme: 'light', locale: 'de-DE' },
  } as const))
    it(`has no accessibility violation and no sideways scrolling (${name})`, async () => {
      const page = await browser.open({ hash: '#/scope', script: ruled, ...options })
      await page.locator('#policy-versions').waitFor()
      await page.locator('.c-steps > li').first().waitFor()
      await eventually(async () => expect(await browser.violations(page)).to.deep.equal([]))
      await eventually(async () => expect(await browser.overflow(page)).to.equal(0))
      await browser.shoot(page, `policy-${name}`, true)
    })
})
