import { expect } from 'chai'
import type { EvidenceView } from '../../../src/domain/consent-api.ts'
import { eventually } from '../../support/eventually.ts'
import { CONSENT_DESK, EVIDENCE, ticketView, withoutConsent } from '../../support/fake-companion.ts'
import { sidebarPage } from '../../support/sidebar-browser.ts'

const PATH = '/tickets/35436/consent'
const WAITING = {
  ...withoutConsent(8),
  consent: {
    ...withoutConsent().consent,
    epoch: 4,
    awaiting: { byRef: 'somebody', at: '2026-11-26T09:00:00.000Z', noticeVersion: 3 },
  },
}

describe('the second look in the sidebar', function () {
  this.timeout(240_000)
  const at = sidebarPage()
  const { button, summary, sent, shoot, violations, open } = at

  async function openPanel(evidence: EvidenceView, look: Parameters<typeof open>[0] = {}): Promise<void> {
    at.companion.script.view = WAITING
    at.companion.script.evidence = evidence
    await open(look)
    await button(/^(Read the evidence|Nachweis lesen)$/).waitFor()
  }

  it('shows the words only when a colleague opens them, and decides on exactly those', async () => {
    await openPanel({ ...EVIDENCE, noticeLocale: 'de', localeReason: 'reads_it' })
    await eventually(async () => expect(await at.page.getByText('recording 4711').count()).to.equal(0))
    expect(sent(PATH)).to.deep.equal([])
    await button('Read the evidence').click()
    await at.page.getByText('recording 4711').waitFor()
    await at.page.getByText(/Notice shown in German\u00a0· They read that language well/).waitFor()
    await eventually(async () => expect(await violations()).to.deep.equal([]))
    await shoot('second-look')
    at.companion.script.looked = ticketView({ revision: 9 })
    await button('Confirm: it is a yes').click()
    await at.page.locator('.g-chip').filter({ hasText: 'Consent granted' }).waitFor()
    expect(sent(PATH).map(({ path, body }) => [path, body])).to.deep.equal([
      [`${PATH}/evidence`, null],
      [`${PATH}/second-looks`, { look: 'confirm', epoch: 4 }],
    ])
  })

  it('writes the words in their own direction', async () => {
    await openPanel({ ...EVIDENCE, evidence: 'כן, בבקשה! (order 4711-AB)' })
    await button('Read the evidence').click()
    await at.page.locator('blockquote:dir(rtl)').getByText('4711-AB').waitFor()
  })

  it('lets whoever relayed it take it back, and not confirm it; in German', async () => {
    await openPanel({ ...EVIDENCE, mine: true }, { locale: 'de' })
    await button('Nachweis lesen').click()
    await at.page.getByText('recording 4711').waitFor()
    await shoot('second-look-own-de')
    await eventually(async () => expect(await button(/Bestätigen/).count()).to.equal(0))
    at.companion.script.looked = withoutConsent(9)
    await button('Zurücknehmen').click()
    await button('Zurücknehmen').waitFor({ state: 'detached' })
    expect(sent(`${PATH}/second-looks`).map(({ body }) => body)).to.deep.equal([{ look: 'reject', epoch: 4 }])
  })

  it('says which rule a look would have broken, and what to do', async () => {
    await openPanel(EVIDENCE)
    at.companion.script.problem = {
      ...{ path: `${PATH}/second-looks`, status: 409, code: 'ILLEGAL_TRANSITION' },
      rule: 'EVIDENCE_NOT_READ',
    }
    await button('Read the evidence').click()
    await button('Confirm: it is a yes').click()
    await at.page.getByText('Open the evidence first: only somebody who has read it').first().waitFor()
    await eventually(async () => expect(await button('Confirm: it is a yes').count()).to.equal(1))
  })

  it('says why a remembered yes does not count, and offers to inform where consent is not required', async () => {
    at.companion.script.view = withoutConsent(8)
    at.companion.script.consentDesk = { ...CONSENT_DESK, notCarried: 'requester_unconfirmed' }
    await open()
    await summary(/^Consent$/).click()
    await at.page.getByText('only an agent’s session has said'.replace('’', "'")).waitFor()
    await button('Ask for consent').first().waitFor()
    await shoot('not-carried')
    await eventually(async () => expect(await button('Use that consent here').count()).to.equal(0))
    const { consent } = ticketView()
    at.companion.script.view = ticketView({
      consent: { ...consent, status: 'not_required', legalBasis: 'legitimate_interest' },
      revision: 12,
    })
    await button('Send the link to read and object').click()
    await at.page.getByText('https://vouch.example/c/abc123').first().waitFor()
    await at.page.getByText('Link to read and object', { exact: true }).waitFor()
    expect(sent(`${PATH}/requests`)).to.have.length(1)
    // A yes from elsewhere is nothing to somebody who is not asked.
    await eventually(async () =>
      expect(await at.page.getByText("only an agent's session has said").count()).to.equal(0),
    )
    await shoot('inform')
  })
})
