import { expect } from 'chai'
import { type ConsoleBrowser, openConsoleBrowser } from '../../../support/console-browser.ts'
import { SAMPLE_WHY } from '../../../support/console-data.ts'
import { eventually } from '../../../support/eventually.ts'
import { settled } from '../../../support/settled.ts'

describe('the check of a ticket in the console', function () {
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

  it('answers for a number that is typed, and can be linked', async () => {
    const page = await browser.open({ hash: '#/ticket' })
    await page.getByLabel('Ticket number').fill('#4711')
    await page.getByRole('button', { name: 'Check' }).click()
    await page.getByText('A draft can be made now').waitFor()
    await page.getByText('It could quote 27 of 92 article versions.').waitFor()
    await page.getByText('Category “Orders and delivery” in all languages').first().waitFor()
    expect(page.url()).to.match(/#\/ticket\/4711$/)
    await page.getByRole('radio', { name: '65 out' }).check()
    await page.getByText('Denied by Label “prices” in all languages').first().waitFor()
    await page.getByText('Taken off this ticket by Section “Delivery” in all languages').first().waitFor()
    await page.getByText('Only for signed-in people, so never quoted').first().waitFor()
    await page.getByText('The scope of this ticket cannot be read, so nothing is permitted').first().waitFor()
    await page.getByText('Taken away by the rule “Business brand” of the scope policy').waitFor()
    await page.getByLabel('Filter articles').fill('submarine')
    await page.getByText('No article matches this filter.').waitFor()
  })

  it('says of every rule of the policy whether it holds, and what it took', async () => {
    const page = await browser.open({ hash: '#/ticket/4711', height: 1700 })
    const steps = page.getByRole('region', { name: 'Which rule took what' })
    await steps.getByText('Rule “Business brand” – holds for this ticket').waitFor()
    await steps.getByText('Articles taken away: Section “Delivery” in all languages').waitFor()
    await steps.getByText('Drafts per ticket: at most 5').waitFor()
    await steps.getByText('Rule “Tagged VIP” – a fact is not known, so it holds').waitFor()
    await steps.getByText('Not read: Subject').waitFor()
    await steps.getByText('Rule “Chat only” – does not hold for this ticket').waitFor()
    await browser.shoot(page, 'ticket-steps')
  })

  it('gives all reasons of the gate in plain words', async () => {
    const page = await browser.open({
      hash: '#/ticket/4711',
      script: {
        why: {
          ...SAMPLE_WHY,
          consent: { ...SAMPLE_WHY.consent, status: 'withdrawn', overlays: ['objected'] },
          refusals: [
            { refusal: { reason: 'CONSENT_OVERLAY', overlay: 'objected' }, nextStep: 'search_yourself' },
            {
              refusal: { reason: 'CONSENT_NOT_GRANTED', status: 'withdrawn' },
              nextStep: 'request_consent',
            },
            { refusal: { reason: 'DRAFT_LIMIT_REACHED', limit: 5 }, nextStep: 'write_yourself' },
          ],
        },
      },
    })
    await page.getByText('No draft can be made now: 3 reasons').waitFor()
    await page.getByText('The requester objected to drafting.').waitFor()
    await page.getByText('The requester withdrew consent.').waitFor()
    await page.getByText('All 5 drafts allowed for this ticket have been used.').waitFor()
    await eventually(async () => expect(await browser.violations(page)).to.deep.equal([]))
    await browser.shoot(page, 'ticket-refused')
  })

  it('says honestly that it does not know a ticket, and what is no number', async () => {
    const page = await browser.open({ hash: '#/ticket/999' })
    await page.getByText('Vouch does not know ticket 999').waitFor()
    await browser.shoot(page, 'ticket-unknown')
    await page.getByLabel('Ticket number').fill('abc')
    // Whether the session still stands is asked by the clock.
    const asked = () => browser.companion.calls.filter(({ path }) => path !== '/me').length
    const before = asked()
    await page.getByRole('button', { name: 'Check' }).click()
    await page.getByText('Enter the number of a ticket: digits only.').waitFor()
    await settled(page)
    expect(asked()).to.equal(before)
  })

  for (const [name, options] of Object.entries({
    light: { width: 1280, scheme: 'light' },
    dark: { width: 1280, scheme: 'dark' },
    narrow: { width: 900, scheme: 'light' },
    german: { width: 1280, scheme: 'light', locale: 'de-DE' },
  } as const))
    it(`has no accessibility violation and no sideways scrolling (${name})`, async () => {
      const page = await browser.open({ hash: '#/ticket/4711', ...options })
      await page.locator('.c-why-articles > li').first().waitFor()
      await eventually(async () => expect(await browser.violations(page)).to.deep.equal([]))
      await eventually(async () => expect(await browser.overflow(page)).to.equal(0))
      await browser.shoot(page, `ticket-${name}`)
    })
})
