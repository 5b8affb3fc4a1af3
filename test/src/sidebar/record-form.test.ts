import { expect } from 'chai'
import { localMinute } from '../../../src/sidebar/said-at.ts'
import { eventually } from '../../support/eventually.ts'
import { CONSENT_DESK, withoutConsent } from '../../support/fake-companion.ts'
import { sidebarPage } from '../../support/sidebar-browser.ts'

const EVENTS = '/tickets/35436/consent/events'

describe('recording what a requester said', function () {
  this.timeout(240_000)
  const at = sidebarPage()
  const { button, summary, sent, shoot, violations, open } = at
  const field = (name: string | RegExp) => at.page.getByLabel(name)

  async function openForm(locale = 'en-US', timeZone = 'UTC'): Promise<void> {
    at.companion.script.view = withoutConsent(8)
    at.companion.script.consentDesk = CONSENT_DESK
    await open({ locale, timeZone })
    await summary(/^(Consent|Einwilligung)$/).click()
    await button(
      /^(Record what the requester said|Festhalten, was die anfragende Person gesagt hat)$/,
    ).click()
  }

  it('takes words in their own direction, and begins where the page does', async () => {
    await openForm()
    await field('They agree').check()
    const evidence = at.page.locator('#consent-evidence')
    const direction = () =>
      at.page.evaluate<string>(`getComputedStyle(document.querySelector('#consent-evidence')).direction`)
    expect(await direction()).to.equal('ltr')
    await evidence.fill('כן, בבקשה! (order 4711-AB)')
    await eventually(async () => expect(await direction()).to.equal('rtl'))
    await shoot('record-rtl')
    await evidence.fill('Yes, please (כן)')
    await eventually(async () => expect(await direction()).to.equal('ltr'))
    await at.page.evaluate('document.documentElement.dir = "rtl"')
    await evidence.fill('')
    await eventually(async () => expect(await direction()).to.equal('rtl'))
  })

  it('asks of a yes when it was said, and why a notice in another language was understood', async () => {
    await openForm()
    await field('They agree').check()
    await field('Evidence').fill('Call, recording 4711')
    await field('When did they say it?').fill('2099-01-01T09:00')
    await button(/^Record$/).click()
    await at.page.getByText('This has not happened yet.').waitFor()
    await field('When did they say it?').fill('2026-11-19T09:00')
    await button(/^Record$/).click()
    await at.page.getByText('That was before the question').waitFor()
    await field('When did they say it?').fill(localMinute(Date.parse('2026-11-20T12:00:00.000Z')))
    await field('In which language did they see the notice?').selectOption('de')
    await button(/^Record$/).click()
    await at.page.getByText('Without a reason it cannot be recorded.').waitFor()
    await eventually(async () => expect(await violations()).to.deep.equal([]))
    await shoot('record-language')
    expect(sent(EVENTS)).to.deep.equal([])
    await field(/Why was the notice understood/).selectOption('translated')
    await button(/^Record$/).click()
    await field('They agree').waitFor({ state: 'detached' })
    expect(sent(EVENTS).map(({ body }) => body)).to.deep.equal([
      {
        ...{ event: 'grant', channel: 'email', evidence: 'Call, recording 4711', requesterId: '77' },
        ...{ saidAt: '2026-11-20T12:00:00.000Z', noticeLocale: 'de', localeReason: 'translated' },
      },
    ])
  })

  for (const [timeZone, typed, first, second] of [
    ['Europe/Berlin', '2026-10-25T02:30', '2026-10-25T00:30:00.000Z', '2026-10-25T01:30:00.000Z'],
    ['America/New_York', '2026-11-01T01:15', '2026-11-01T05:15:00.000Z', '2026-11-01T06:15:00.000Z'],
  ] as const)
    it(`asks which of two is meant where a clock showed the minute twice: ${timeZone}`, async () => {
      await openForm('en-US', timeZone)
      await field('They decline').check()
      await field('When did they say it?').fill(typed)
      await at.page.getByText('so this time came twice').waitFor()
      await button(/^Record$/).click()
      await at.page.getByText('Choose one of the two.').waitFor()
      expect(sent(EVENTS)).to.deep.equal([])
      await eventually(async () => expect(await violations()).to.deep.equal([]))
      await shoot(`record-twice-${timeZone.replace('/', '-')}`)
      await field(/^The second: /).check()
      await button(/^Record$/).click()
      await field('They decline').waitFor({ state: 'detached' })
      await button(/^Record what the requester said$/).click()
      await field('They decline').check()
      await field('When did they say it?').fill(typed)
      await field(/^The first: /).check()
      await button(/^Record$/).click()
      await field('They decline').waitFor({ state: 'detached' })
      expect(sent(EVENTS).map(({ body }) => Object(body).saidAt)).to.deep.equal([second, first])
    })

  it('asks nothing of a minute that a clock showed once', async () => {
    await openForm('en-US', 'Europe/Berlin')
    await field('They decline').check()
    await field('When did they say it?').fill('2026-10-25T03:00')
    await button(/^Record$/).click()
    await field('They decline').waitFor({ state: 'detached' })
    expect(sent(EVENTS).map(({ body }) => Object(body).saidAt)).to.deep.equal(['2026-10-25T02:00:00.000Z'])
  })

  it('names whom the agent saw, and says so when the ticket is another’s by now; what was typed stays', async () => {
    await openForm()
    await field('They decline').check()
    await field('Evidence').fill('Call, recording 4711')
    at.companion.script.problem = { path: EVENTS, status: 409, code: 'REQUESTER_CHANGED' }
    await button(/^Record$/).click()
    await at.page.getByText('This ticket has another requester by now').first().waitFor()
    await eventually(async () => expect(await violations()).to.deep.equal([]))
    await shoot('record-other-requester')
    expect(sent(EVENTS).map(({ body }) => Object(body).requesterId)).to.deep.equal(['77'])
    expect(await field('Evidence').inputValue()).to.equal('Call, recording 4711')
    const opened = () => at.sent('/tickets/35436').filter(({ path }) => path === '/tickets/35436').length
    const before = opened()
    await button('Reload the ticket').click()
    await eventually(async () => expect(opened()).to.equal(before + 1))
  })

  it('is of whom it was opened for, and gone with them: another requester gets an empty one', async () => {
    await openForm()
    await field('They decline').check()
    await field('Evidence').fill('Call, recording 4711')
    await at.page.evaluate(`
      fakeHelpdesk.requester = { id: 78, name: 'Jonas Berg', email: 'j@example.com', locale: 'en-US' };
      fakeHelpdesk.fire('ticket.requester.id.changed')`)
    await field('They decline').waitFor({ state: 'detached' })
    await summary(/^Consent$/).click()
    await button(/^Record what the requester said$/).click()
    expect(await field('Evidence').inputValue()).to.equal('')
    await field('They decline').check()
    await button(/^Record$/).click()
    await field('They decline').waitFor({ state: 'detached' })
    expect(sent(EVENTS).map(({ body }) => body)).to.deep.equal([
      { event: 'deny', channel: 'email', evidence: '', requesterId: '78' },
    ])
  })

  it('asks of a no for nothing, and names no moment that nobody chose; in German', async () => {
    await openForm('de')
    await field('Lehnt ab').check()
    await shoot('record-de')
    await button(/^Festhalten$/).click()
    await field('Lehnt ab').waitFor({ state: 'detached' })
    expect(sent(EVENTS).map(({ body }) => body)).to.deep.equal([
      { event: 'deny', channel: 'email', evidence: '', requesterId: '77' },
    ])
  })
})
