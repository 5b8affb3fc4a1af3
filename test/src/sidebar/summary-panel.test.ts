import { expect } from 'chai'
import { eventually } from '../../support/eventually.ts'
import { modelView, refusalView, SUMMARY } from '../../support/fake-companion.ts'
import { settled } from '../../support/settled.ts'
import { sidebarPage } from '../../support/sidebar-browser.ts'

describe('src/sidebar/summary-panel', function () {
  this.timeout(240_000)
  const at = sidebarPage()
  beforeEach(() => {
    at.companion.script.view = modelView()
  })
  const openPanel = async () => {
    await at.open()
    await at.summary('Sum up the conversation').click()
  }

  it('sums up from the minimised text, says what it is, and quotes the comment of each point', async () => {
    await openPanel()
    await at.button('Sum up').click()
    await at.page.getByText('Maria Keller wants to return a jacket').waitFor()
    await at.page.getByText('Made by a model from the ticket alone. Not for the reply.').waitFor()
    await at.page.getByText('1 point left out').waitFor()
    await at.summary('Comment of Nov 23, 2026').first().press('Enter')
    await at.page
      .getByText('how long can I return the jacket from order 4500123456?', { exact: true })
      .waitFor()
    await at.shoot('summary')
    await eventually(async () => expect(await at.violations()).to.deep.equal([]))
    const order = Object(at.sent('/summaries')[0]?.body)
    // The subject is not summed up, and the scope of this ticket lets no locale leave.
    expect(order).to.have.all.keys('summaryId', 'ticketId', 'requesterId', 'comments', 'replaced')
    expect(JSON.stringify(order)).to.not.match(/Maria|Keller|example\.com|INTERNAL/)
    const voice = at.page.locator('[role=status]')
    await eventually(async () => expect(await voice.textContent()).to.equal('Summary ready: 2 points.'))
  })

  it('speaks to the agent in their language and leaves out what the agent struck', async () => {
    await at.open({ locale: 'de' })
    await at.summary('Was hinausgeht').click()
    await at.page.getByLabel('Weitere Worte streichen').fill('jacket')
    await at.button('Streichen').click()
    await at.summary('Gespräch zusammenfassen').click()
    await at.button('Zusammenfassen').click()
    await at.page.getByText('Nicht für die Antwort.').waitFor()
    const order = Object(at.sent('/summaries')[0]?.body)
    expect(JSON.stringify(order)).to.include('⟦STRUCK_1⟧').and.to.not.include('jacket')
  })

  it('cannot be inserted or copied, and is gone when it is closed', async () => {
    await openPanel()
    await at.button('Sum up').click()
    const points = at.page.locator('.v-points')
    await points.waitFor()
    await eventually(async () => expect(await points.locator('button, a, input').count()).to.equal(0))
    await at.button('Close summary').click()
    await eventually(async () => expect(await points.count()).to.equal(0))
    await eventually(
      async () =>
        await eventually(async () =>
          expect(await at.page.evaluate('document.activeElement.textContent')).to.equal('Sum up'),
        ),
    )
    await eventually(async () => expect(await at.composer()).to.equal('Own words. '))
    await settled(at.page)
    expect(at.sent('/drafts')).to.deep.equal([])
  })

  it('says why none was made', async () => {
    at.companion.script.summary = {
      outcome: 'refused',
      refusals: [refusalView({ reason: 'DRAFT_LIMIT_REACHED', limit: 5 })],
    }
    await openPanel()
    await at.button('Sum up').click()
    await at.page.getByText('No summary was made').first().waitFor()
    await at.page.getByText('All 5 drafts allowed for this ticket have been used.').waitFor()
    at.companion.script.problem = { path: '/summaries', status: 504, code: 'PROVIDER_TIMEOUT' }
    await at.button('Sum up again').click()
    await at.page.getByText('took too long').waitFor()
    await eventually(async () =>
      expect(await at.button('Draft on this server instead').count(), 'a draft is no summary').to.equal(0),
    )
    await eventually(async () => expect(await at.page.locator('.v-points').count()).to.equal(0))
  })

  it('says so when nothing was left that the ticket says', async () => {
    at.companion.script.summary = { ...SUMMARY, points: [], dropped: 2 } as typeof SUMMARY
    await openPanel()
    await at.button('Sum up').click()
    await at.page.getByText('Nothing was left that the ticket says.').waitFor()
    await at.page.getByText('2 points left out').waitFor()
  })

  const NONE: Record<string, Parameters<typeof modelView>[0]> = {
    'where the scope does not permit it': {
      scope: { ...modelView().scope, actions: ['draft', 'rewrite', 'search'] },
    },
    'where no model drafts': {
      recipient: null,
      scope: {
        ...modelView().scope,
        drafter: { drafter: 'extractive', provider: 'extractive', region: 'local' },
      },
    },
  }
  for (const [name, change] of Object.entries(NONE)) {
    it(`is not offered ${name}`, async () => {
      at.companion.script.view = modelView(change)
      await at.open()
      await eventually(async () => expect(await at.summary('Sum up the conversation').count()).to.equal(0))
    })
  }

  it('sends nothing while the requester’s consent is missing', async () => {
    at.companion.script.view = modelView({
      refusals: [refusalView({ reason: 'CONSENT_NOT_GRANTED', status: 'unknown' })],
    })
    await openPanel()
    await at.press('Sum up')
    await settled(at.page)
    expect(at.sent('/summaries')).to.deep.equal([])
  })
})
