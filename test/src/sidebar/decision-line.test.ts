import { readFileSync } from 'node:fs'
import { expect } from 'chai'
import type { DraftEvent } from '../../../src/domain/api.ts'
import { eventually } from '../../support/eventually.ts'
import { DECISION, DECISION_NOTE, draftEvents, modelView, refusalView } from '../../support/fake-companion.ts'
import { sidebarPage } from '../../support/sidebar-browser.ts'

describe('src/sidebar/decision-line', function () {
  this.timeout(240_000)
  const at = sidebarPage()
  const withDecision =
    (egress: boolean) =>
    (event: DraftEvent): DraftEvent => {
      if (event.event !== 'ready') return event
      const { receipt } = event.draft
      const left = egress ? { ...EGRESS } : null
      return {
        ...event,
        draft: {
          ...event.draft,
          receipt: { ...receipt, egress: left, decisions: [{ ...DECISION_NOTE, id: 'x' }, DECISION_NOTE] },
        },
      }
    }
  const EGRESS = {
    provider: 'mistral-eu',
    host: 'api.mistral.ai',
    region: 'EU',
    retention: '30d',
    model: 'mistral-small-2506',
    promptVersion: 'draft-en-3',
    store: false as const,
    calls: 1,
    bytesOut: 6_100,
    bytesIn: 1_800,
  }

  it('says in the receipt of a draft how much was allowed and sent, and hands out the signed one', async () => {
    at.companion.script.view = modelView()
    at.companion.script.drafter = ({ draftId }) => draftEvents(draftId).map(withDecision(true))
    await at.open()
    await at.draft()
    await at.summary('Why may this be sent?').click()
    await at.page
      .getByText(/^3 of 214 articles allowed\u00a0· \d fields? sent\u00a0· receipt\u00a00193ab12$/)
      .waitFor()
    await at.shoot('decision-receipt')
    const download = at.page.waitForEvent('download')
    await at.button('Signed receipt').click()
    const file = await download
    expect(file.suggestedFilename()).to.equal(`vouch-decision-${DECISION.receipt.id}.json`)
    expect(JSON.parse(readFileSync(await file.path(), 'utf8'))).to.deep.equal(DECISION)
    expect(at.asked('/decisions').map(({ path }) => path)).to.deep.equal([
      `/decisions/${DECISION.receipt.id}`,
    ])
    await eventually(async () => expect(await at.violations()).to.deep.equal([]))
  })

  it('does not say that fields were sent where nothing left', async () => {
    at.companion.script.drafter = ({ draftId }) => draftEvents(draftId).map(withDecision(false))
    await at.open({ locale: 'de', scheme: 'dark' })
    await at
      .button(/^Antwort entwerfen/)
      .first()
      .click()
    await at.summary('Warum darf das gesendet werden?').click()
    await at.page
      .getByText(/^3 von 214 Artikeln erlaubt\u00a0· \d Felder? hier gelesen\u00a0· Quittung\u00a00193ab12$/)
      .waitFor()
    await at.shoot('decision-receipt-dark')
  })

  it('hands out the receipt of a refusal', async () => {
    at.companion.script.drafter = () => [
      { event: 'refused', refusals: [refusalView({ reason: 'CONSENT_CHANGED' })], decision: DECISION_NOTE },
    ]
    await at.open()
    await at
      .button(/^Draft reply/)
      .first()
      .click()
    await at.page.getByText('3 of 214 articles allowed · receipt\u00a00193ab12', { exact: true }).waitFor()
    await at.shoot('decision-refusal')
    const download = at.page.waitForEvent('download')
    await at.button('Signed receipt').click()
    expect((await download).suggestedFilename()).to.include(DECISION.receipt.id)
    await eventually(async () => expect(await at.violations()).to.deep.equal([]))
  })

  it('says so when the receipt cannot be had, and downloads nothing', async () => {
    at.companion.script.drafter = () => [
      { event: 'refused', refusals: [refusalView({ reason: 'CONSENT_CHANGED' })], decision: DECISION_NOTE },
    ]
    at.companion.script.problem = { path: '/decisions', status: 503, code: 'AUDIT_UNAVAILABLE' }
    let downloads = 0
    await at.open()
    at.page.on('download', () => {
      downloads += 1
    })
    await at
      .button(/^Draft reply/)
      .first()
      .click()
    await at.button('Signed receipt').click()
    await at.page.locator('.g-alert[data-tone=danger]').waitFor()
    expect(downloads).to.equal(0)
  })
})
