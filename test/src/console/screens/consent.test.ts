import { expect } from 'chai'
import type { ConsentFile } from '../../../../src/domain/consent-api.ts'
import { type ConsoleBrowser, openConsoleBrowser } from '../../../support/console-browser.ts'
import { eventually } from '../../../support/eventually.ts'
import { SAMPLE_FILE, SAMPLE_RULES } from '../../../support/fake-consents.ts'

const COMPLIANCE = { agentId: '9002', roles: ['compliance'] as const, helpCenterLocales: ['de'] }
const ADMIN = { agentId: '9001', roles: ['admin'] as const, helpCenterLocales: ['de'] }
const ACTS = 'POST /console/consents/4711/acts'

const OBJECTED: ConsentFile = {
  ...SAMPLE_FILE,
  consent: {
    ...SAMPLE_FILE.consent,
    status: 'not_required',
    overlays: ['objected'],
    legalBasis: 'legitimate_interest',
    basisRef: 'LIA-2026-04',
  },
  refusals: [{ reason: 'CONSENT_OVERLAY', overlay: 'objected' }],
  acts: ['restrict', 'hold_minor', 'invalidate', 'uphold_objection', 'overrule_objection'],
}
const RESTRICTED: ConsentFile = {
  ...SAMPLE_FILE,
  consent: { ...SAMPLE_FILE.consent, overlays: ['restricted'] },
  refusals: [{ reason: 'CONSENT_OVERLAY', overlay: 'restricted' }],
  acts: ['lift_restriction', 'hold_minor', 'invalidate'],
}

describe('the consent screen in a browser', function () {
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
    browser.open({ hash: '#/consent/4711', script: { me: COMPLIANCE, ...script }, ...options })
  const changes = () => browser.companion.calls.filter(({ method }) => method !== 'GET')

  it('shows what a consent rests on, and how it came to this', async () => {
    const page = await open({}, { hash: '#/consent' })
    await page.getByLabel('Ticket number').fill('#4711')
    await page.getByRole('button', { name: 'Show' }).click()
    await page.getByRole('heading', { name: 'Consent of ticket 4711' }).waitFor()
    expect(page.url()).to.match(/#\/consent\/4711$/)
    for (const words of [
      'A draft can be made now',
      'version 3, in German',
      'May 27, 2027',
      'Mistral AI (EU)',
    ])
      await page.getByText(words).waitFor()
    await page.getByText('by the requester · consent page · notice 3').waitFor()
    await eventually(async () => expect(await browser.violations(page)).to.deep.equal([]))
    await browser.shoot(page, 'consent', true)
  })

  it('gives the reasons why nothing may be drafted in plain words', async () => {
    const page = await open({ consentFile: OBJECTED })
    await page.getByText('No draft can be made now: one reason').waitFor()
    await page.getByText('The requester objected to drafting.').waitFor()
    await page.getByText('LIA-2026-04').waitFor()
  })

  it('offers the acts that are possible now, and no other', async () => {
    const page = await open()
    const acts = page.getByRole('region', { name: 'Consent of ticket 4711' }).getByRole('button')
    await acts.first().waitFor()
    await eventually(async () =>
      expect(await acts.allTextContents()).to.deep.equal([
        'Restrict processing',
        'Hold: may be a minor',
        'Declare invalid',
      ]),
    )
  })

  it('does nothing before there is a reason, and then exactly what the dialog said', async () => {
    const page = await open()
    await page.getByRole('button', { name: 'Restrict processing' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByText('From this moment nothing is drafted').waitFor()
    await dialog.getByRole('button', { name: 'Restrict processing' }).click()
    await dialog.getByText('without it nothing happens').waitFor()
    expect(changes()).to.deep.equal([])
    await eventually(async () => expect(await browser.violations(page)).to.deep.equal([]))
    await browser.shoot(page, 'consent-restrict')
    await dialog.getByLabel('Why processing is restricted').fill('  Accuracy is disputed ')
    await dialog.getByRole('button', { name: 'Restrict processing' }).click()
    await page.getByText('Processing is restricted.').waitFor()
    expect(changes().map(({ method, path, body }) => [`${method} ${path}`, body])).to.deep.equal([
      [ACTS, { act: 'restrict', reason: 'Accuracy is disputed', epoch: 7 }],
    ])
    await page.getByRole('button', { name: 'Lift restriction' }).waitFor()
    await eventually(async () => expect(await page.getByRole('dialog').count()).to.equal(0))
  })

  it('lifts a restriction only when it is said how and when the requester was told', async () => {
    const page = await open({ consentFile: RESTRICTED })
    await page.getByRole('button', { name: 'Lift restriction' }).click()
    const dialog = page.getByRole('dialog')
    const lift = dialog.getByRole('button', { name: 'Lift restriction' })
    await dialog.getByLabel('How the requester was told').fill('By e-mail')
    await lift.click()
    await dialog.getByText('Enter when the requester was told.').waitFor()
    await dialog.getByLabel('When the requester was told').fill('2199-01-01T10:00')
    await lift.click()
    await dialog.getByText('It cannot be in the future.').waitFor()
    expect(changes()).to.deep.equal([])
    await browser.shoot(page, 'consent-lift')
    await dialog.getByLabel('When the requester was told').fill('2026-11-20T10:00')
    await lift.click()
    await page.getByText('The restriction is lifted.').waitFor()
    expect(changes().map(({ body }) => body)).to.deep.equal([
      { act: 'lift_restriction', reason: 'By e-mail', toldAt: '2026-11-20T10:00:00.000Z', epoch: 7 },
    ])
  })

  it('overrules an objection only with grounds, and says that the requester must be told', async () => {
    const page = await open({ consentFile: OBJECTED })
    await page.getByRole('button', { name: 'Overrule objection' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByText('The requester must be told of the decision.').waitFor()
    await dialog.getByRole('button', { name: 'Overrule objection' }).click()
    await dialog.getByText('without it nothing happens').waitFor()
    expect(changes()).to.deep.equal([])
    await dialog.getByLabel('The compelling grounds').fill('Legal claims')
    await dialog.getByRole('button', { name: 'Overrule objection' }).click()
    await page.getByText('The objection is overruled.').waitFor()
  })

  for (const [rule, said] of [
    ['LIFT_NEEDS_TELLING', 'must be told while the restriction stands, and before it is lifted'],
    ['NOTHING_TO_LIFT', 'Load the page again to see what holds now.'],
    ['A_RULE_OF_TOMORROW', 'The rules of consent do not allow this now.'],
  ])
    it(`says a broken rule in plain words and keeps what was written: ${rule}`, async () => {
      const faults = new Map([[ACTS, { status: 409, code: 'ILLEGAL_TRANSITION' as const, rule: rule ?? '' }]])
      const page = await open({ faults, consentFile: RESTRICTED })
      await page.getByRole('button', { name: 'Declare invalid' }).click()
      const dialog = page.getByRole('dialog')
      await dialog.getByLabel('Why the consent is invalid').fill('Wrong person')
      await dialog.getByRole('button', { name: 'Declare invalid' }).click()
      await dialog.getByText(said ?? '').waitFor()
      await eventually(async () =>
        expect(await dialog.getByLabel('Why the consent is invalid').inputValue()).to.equal('Wrong person'),
      )
    })

  it('decides on what stands now when something was said meanwhile', async () => {
    const faults = new Map([[ACTS, { status: 409, code: 'CONFLICT' as const }]])
    const page = await open({ faults })
    await page.getByRole('button', { name: 'Restrict processing' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('Why processing is restricted').fill('Disputed')
    const consent = { ...SAMPLE_FILE.consent, epoch: 8 }
    browser.companion.script.consentFile = { ...SAMPLE_FILE, consent }
    await dialog.getByRole('button', { name: 'Restrict processing' }).click()
    await dialog.getByRole('button', { name: 'Look again' }).click()
    await dialog.getByRole('button', { name: 'Restrict processing', disabled: false }).click()
    await page.getByText('Processing is restricted.').waitFor()
    expect(changes().at(-1)?.body).to.deep.equal({ act: 'restrict', reason: 'Disputed', epoch: 8 })
  })

  it('lets an admin read everything and change nothing', async () => {
    const page = await open({ me: ADMIN, consentFile: OBJECTED })
    await page.getByText('Only compliance acts on them.').waitFor()
    await page.getByText('LIA-2026-04').waitFor()
    await page.getByRole('heading', { name: 'Asking again' }).waitFor()
    await eventually(async () =>
      expect(await page.getByRole('button', { name: /objection|Restrict|Save|Propose/ }).count()).to.equal(0),
    )
    await eventually(async () =>
      expect(await page.getByRole('radio', { name: 'Contract' }).isDisabled()).to.equal(true),
    )
  })

  it('says honestly that it does not know a ticket, and what is no number', async () => {
    const page = await open({}, { hash: '#/consent/99' })
    await page.getByText('Vouch does not know ticket 99').waitFor()
    await page.getByLabel('Ticket number').fill('abc')
    await page.getByRole('button', { name: 'Show' }).click()
    await page.getByText('Enter the number of a ticket: digits only.').waitFor()
    await eventually(async () => expect(await browser.violations(page)).to.deep.equal([]))
  })

  it('proposes another legal basis with everything it needs, and says that it waits', async () => {
    const page = await open({ waits: true })
    await page.getByRole('radio', { name: 'Legitimate interest' }).check()
    await page.getByRole('button', { name: 'Propose' }).click()
    await eventually(async () =>
      expect(await page.getByText('This basis does not hold without it.').count()).to.equal(2),
    )
    await page.getByText('Choose a day that lies ahead.').waitFor()
    expect(changes()).to.deep.equal([])
    await page.getByLabel('Which assessment').fill('LIA-2026-04')
    await page.getByLabel('How somebody objects').fill('Reply to this e-mail')
    await page.getByLabel('Review by').fill('2099-03-31')
    await eventually(async () => expect(await browser.violations(page)).to.deep.equal([]))
    await browser.shoot(page, 'consent-basis', true)
    await page.getByRole('button', { name: 'Propose' }).click()
    await page.getByText('1 change to this waits for a second person').waitFor()
    expect(changes().map(({ body }) => body)).to.deep.equal([
      {
        version: 0,
        basis: {
          basis: 'legitimate_interest',
          reference: 'LIA-2026-04',
          objectionPath: 'Reply to this e-mail',
          reviewBy: '2099-03-31T23:59:59.000Z',
        },
      },
    ])
    // Not in force: the form shows what is.
    await eventually(async () =>
      expect(await page.getByRole('radio', { name: 'Consent' }).isChecked()).to.equal(true),
    )
    await eventually(async () =>
      expect(await page.getByRole('link', { name: 'Approvals' }).last().getAttribute('href')).to.equal(
        '#/approvals',
      ),
    )
    await browser.shoot(page, 'consent-waits', true)
  })

  it('goes back to consent at once, with nothing left of the other basis', async () => {
    const basis = {
      ...{ version: 2, basis: 'contract' as const, reference: 'GTC 2026', objectionPath: '' },
      reviewBy: '2099-03-31T23:59:59.000Z',
    }
    const page = await open({ consentRules: { ...SAMPLE_RULES, basis } })
    await eventually(async () =>
      expect(await page.getByLabel('Which contract').inputValue()).to.equal('GTC 2026'),
    )
    await page.getByRole('radio', { name: 'Consent' }).check()
    await page.getByRole('button', { name: 'Save' }).first().click()
    await page.getByText('The legal basis is in force.').waitFor()
    expect(changes().map(({ body }) => body)).to.deep.equal([
      { version: 2, basis: { basis: 'consent', reference: '', objectionPath: '', reviewBy: null } },
    ])
  })

  it('turns the memory on from the next notice, and says so before', async () => {
    const page = await open()
    await page.getByText('Off: every ticket is asked on its own.').waitFor()
    await page.getByRole('checkbox', { name: 'A yes counts for all tickets' }).check()
    await page.getByText('From notice version 4 on').waitFor()
    await page.getByLabel('After a no, leave the requester alone for').fill('0')
    await page.getByText('Enter a whole number from 1 to 120.').waitFor()
    const save = page.getByRole('button', { name: 'Save' }).last()
    await eventually(async () => expect(await save.isDisabled()).to.equal(true))
    await page.getByLabel('After a no, leave the requester alone for').fill('12')
    await save.click()
    await page.getByText('The rules are saved.').waitFor()
    expect(changes().map(({ body }) => body)).to.deep.equal([
      { version: 0, cooldownMonths: 12, remembers: true },
    ])
  })

  it('fits a narrow dark page in German', async () => {
    const page = await open(
      { consentFile: OBJECTED },
      { width: 600, height: 900, scheme: 'dark', locale: 'de-DE' },
    )
    await page.getByText('Widerspruch zurückweisen').waitFor()
    await page.getByRole('heading', { name: 'Rechtsgrundlage des Kontos' }).waitFor()
    await eventually(async () => expect(await browser.overflow(page)).to.equal(0))
    await eventually(async () => expect(await browser.violations(page)).to.deep.equal([]))
    await browser.shoot(page, 'consent-narrow-dark', true)
  })
})
