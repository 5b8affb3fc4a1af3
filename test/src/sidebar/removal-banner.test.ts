import { expect } from 'chai'
import { eventually } from '../../support/eventually.ts'
import { refusalView, ticketView } from '../../support/fake-companion.ts'
import { sidebarPage } from '../../support/sidebar-browser.ts'

const DRAFT = '00000000-0000-4000-8000-000000000041'

describe('the draft that must come out of a reply', function () {
  this.timeout(240_000)
  const at = sidebarPage()
  const { button, sent, shoot, violations, open } = at
  const withdrawn = (unsent: readonly string[] = [DRAFT]) =>
    ticketView({
      consent: { ...ticketView().consent, status: 'withdrawn', epoch: 3 },
      refusals: [refusalView({ reason: 'CONSENT_NOT_GRANTED', status: 'withdrawn' })],
      revision: 8,
      unsent,
    })
  const heading = () => at.page.getByText('Consent withdrawn: remove the inserted draft from your reply')

  it('is asked for while the reply is open, and confirmed once', async () => {
    await open()
    await button(/^Draft reply/).waitFor()
    await eventually(async () => expect(await at.page.locator('#removal').count()).to.equal(0))
    at.companion.script.view = withdrawn()
    await heading().waitFor()
    await eventually(async () => expect(await violations()).to.deep.equal([]))
    await shoot('removal')
    await button('I have removed it').click()
    await at.page.getByText('Noted: the draft is out of your reply.').first().waitFor()
    await eventually(async () => expect(await heading().count()).to.equal(0))
    expect(sent(`/drafts/${DRAFT}/removals`).map(({ path }) => path)).to.deep.equal([
      `/drafts/${DRAFT}/removals`,
    ])
  })

  it('shuts drafting until then, even when the requester has agreed again', async () => {
    at.companion.script.view = ticketView({ unsent: [DRAFT] })
    await open()
    await at.page.getByText('The requester said no meanwhile: remove').waitFor()
    await eventually(async () =>
      expect(await button(/^Draft reply/).getAttribute('aria-disabled')).to.equal('true'),
    )
    await at.page.keyboard.press('Alt+KeyD')
    expect(sent('/drafts')).to.deep.equal([])
    await button('I have removed it').click()
    await at.page.locator('button[aria-disabled="false"]', { hasText: 'Draft reply' }).waitFor()
  })

  it('stays asked for when the companion could not note it', async () => {
    at.companion.script.view = withdrawn()
    at.companion.script.problem = {
      path: `/drafts/${DRAFT}/removals`,
      status: 503,
      code: 'STORE_UNAVAILABLE',
    }
    await open()
    await button('I have removed it').click()
    await at.page.locator('#removal .g-alert').waitFor()
    await eventually(async () => expect(await heading().count()).to.equal(1))
  })

  it('reads in German and in the dark without a violation', async () => {
    at.companion.script.view = withdrawn()
    await open({ scheme: 'dark', locale: 'de' })
    await at.page
      .getByText('Einwilligung widerrufen: Entfernen Sie den eingefügten Entwurf aus Ihrer Antwort')
      .waitFor()
    await eventually(async () => expect(await button('I have removed it').count()).to.equal(0))
    await eventually(async () => expect(await violations()).to.deep.equal([]))
    await shoot('removal-dark')
  })
})
