import { expect } from 'chai'
import type { DraftEvent } from '../../../src/domain/api.ts'
import { eventually } from '../../support/eventually.ts'
import {
  type FakeOrder,
  modelEvents,
  modelView,
  refusalView,
  ticketView,
} from '../../support/fake-companion.ts'
import { sidebarPage } from '../../support/sidebar-browser.ts'

const FIRST = 'Choose “Return” under'

describe('src/sidebar/rewriting', function () {
  this.timeout(240_000)
  const at = sidebarPage()
  const rewriteAs = (events: (order: FakeOrder) => readonly DraftEvent[]) => {
    at.companion.script.drafter = (order) => (order.how === '' ? modelEvents(order.draftId) : events(order))
  }
  beforeEach(() => {
    at.companion.script.view = modelView()
    rewriteAs(({ draftId, how }) => modelEvents(draftId, how))
  })
  const orders = () =>
    at
      .sent('/drafts')
      .filter(({ path }) => path === '/drafts')
      .map(({ body }) => Object(body))
  /** What was done with drafts; that each is asked whether it still stands is no act. */
  const acts = () => at.sent('/drafts/').filter(({ path }) => !path.endsWith('/standing'))
  const shown = (text: string) => at.page.getByText(text).count()

  const WAYS: Record<string, { press: readonly string[]; rewrite: object; language?: string }> = {
    shorter: { press: ['Shorter'], rewrite: { how: 'shorter' } },
    friendlier: { press: ['Friendlier'], rewrite: { how: 'friendlier' } },
    'more formal': { press: ['More formal'], rewrite: { how: 'more_formal' } },
    'in another language': {
      press: ['Translate', 'German'],
      rewrite: { how: 'translate' },
      language: 'de',
    },
    'with one question only': {
      press: ['Only this question: question 2'],
      rewrite: { how: 'only_part', part: 2 },
    },
  }
  for (const [name, { press, rewrite, language }] of Object.entries(WAYS)) {
    it(`orders the draft ${name}, without any ticket text, and shows the new one`, async () => {
      await at.open()
      await at.draft()
      for (const label of press) await at.button(label).click()
      await at.button('Back to the draft before').waitFor()
      await eventually(async () =>
        expect(await shown(FIRST), 'the new draft has no such sentence').to.equal(0),
      )
      const [first, second] = orders()
      expect(second.rewrite).to.deep.equal({ of: first.draftId, ...rewrite })
      expect(second.comments).to.deep.equal([])
      expect(second).to.not.have.any.keys('subject', 'locale', 'tone', 'length', 'drafter')
      expect(second.replyLocale).to.equal(language)
      expect(second.draftId).to.not.equal(first.draftId)
      expect(JSON.stringify(second)).to.not.include('jacket')
    })
  }

  it('keeps the draft on the screen until the new one is ready, and inserts neither meanwhile', async () => {
    await at.open()
    await at.draft()
    at.companion.script.eventDelayMs = 300
    await at.button('Shorter').press('Enter')
    await at.page.getByText('Making it shorter…').first().waitFor()
    await eventually(async () => expect(await shown(FIRST)).to.equal(1))
    await at.page
      .locator('.v-running')
      .getByText(/^[23] sentences verified$/)
      .waitFor()
    await eventually(async () => expect(await shown(FIRST)).to.equal(1))
    await at.press('Insert all')
    await at.press('Friendlier')
    await at.shoot('model-rewriting')
    await eventually(async () => expect(await at.violations()).to.deep.equal([]))
    expect(acts()).to.deep.equal([])
    await at.button('Back to the draft before').waitFor()
    expect(orders().length).to.equal(2)
    await eventually(
      async () =>
        await eventually(async () =>
          expect(await at.page.evaluate('document.activeElement.textContent'), 'nothing was lost').to.equal(
            'Friendlier',
          ),
        ),
    )
  })

  it('puts the name back into the reply that was worded anew', async () => {
    await at.open()
    await at.draft()
    await at.button('Shorter').click()
    await at.button('Back to the draft before').waitFor()
    await at.page.getByText('Hello Maria Keller,').waitFor()
    expect(orders()[1].namePlaceholder).to.equal('⟦NAME_1⟧')
    await at.button('Insert all').click()
    await at.page.getByText('Inserted at the caret.').first().waitFor()
    await eventually(async () => expect(await at.composer()).to.include('<p>Hello Maria Keller,</p>'))
    expect(acts()[0]?.path).to.equal(`/drafts/${orders()[1].draftId}/insertions`)
  })

  it('goes back to the draft before, which is then the one that is inserted', async () => {
    await at.open()
    await at.draft()
    await at.button('Shorter').click()
    await at.button('Back to the draft before').click()
    await at.page.getByText(FIRST).waitFor()
    await at.page.getByText('The draft before is back.').first().waitFor()
    await eventually(async () => expect(await at.button('Back to the draft before').count()).to.equal(0))
    await at.button('Insert all').click()
    await at.page.getByText('Inserted at the caret.').first().waitFor()
    expect(acts()[0]?.path).to.equal(`/drafts/${orders()[0].draftId}/insertions`)
  })

  it('goes back to nothing that the ticket has overtaken meanwhile', async () => {
    await at.open()
    await at.draft()
    await at.button('Shorter').click()
    await at.button('Back to the draft before').waitFor()
    await at.page.evaluate(`
      fakeHelpdesk.comments.push({ id: 503, public: true, author_id: 77, created_at: '2026-11-23T09:00:00Z', plain_body: 'Forget it' });
      fakeHelpdesk.fire('ticket.conversation.changed')`)
    await at.page.getByText('There is a new public comment.').first().waitFor()
    await at.button('Back to the draft before').click()
    await at.page.getByText(FIRST).waitFor()
    await at.page.getByText('There is a new public comment.').first().waitFor()
    await at.press('Insert all')
    await at.press('Shorter')
    expect(acts()).to.deep.equal([])
    expect(orders().length).to.equal(2)
  })

  it('keeps the draft when the rewrite is refused, and says why', async () => {
    rewriteAs(({ draftId, how }) => [
      ...modelEvents(draftId, how).slice(0, 3),
      { event: 'refused', refusals: [refusalView({ reason: 'PROVIDER_ANSWER_INVALID' })] },
    ])
    await at.open()
    await at.draft()
    await at.button('Shorter').click()
    await at.page.getByText('The rewrite was not made.').first().waitFor()
    await at.page.getByText('in a form that cannot be checked').waitFor()
    await at.shoot('model-rewrite-refused')
    await eventually(async () => expect(await at.violations()).to.deep.equal([]))
    await eventually(async () => expect(await shown(FIRST)).to.equal(1))
    await at.button('Insert all').click()
    await at.page.getByText('Inserted at the caret.').first().waitFor()
    expect(acts()[0]?.path).to.equal(`/drafts/${orders()[0].draftId}/insertions`)
  })

  it('keeps the draft when the provider fails or the line breaks in the middle of a rewrite', async () => {
    rewriteAs(({ draftId, how }) => [
      ...modelEvents(draftId, how).slice(0, 3),
      { event: 'fault', code: 'PROVIDER_TIMEOUT', requestId: 'r' },
    ])
    await at.open()
    await at.draft()
    await at.button('Shorter').click()
    await at.page.getByText('took too long').waitFor()
    await at.button('Draft on this server instead').waitFor()
    await eventually(async () => expect(await shown(FIRST)).to.equal(1))
    rewriteAs(({ draftId, how }) => modelEvents(draftId, how).slice(0, 3))
    await at.button('Friendlier').click()
    await at.page.getByText('The connection broke off before this was finished.').waitFor()
    await eventually(async () => expect(await shown(FIRST)).to.equal(1))
    await eventually(async () => expect(await at.button('Insert all').count()).to.equal(1))
  })

  it('stops a rewrite and keeps the draft', async () => {
    await at.open()
    await at.draft()
    at.companion.script.eventDelayMs = 400
    await at.button('Shorter').click()
    await at.button('Stop').click()
    await at.page.getByText('Stopped. Nothing was inserted.').first().waitFor()
    await eventually(async () => expect(await shown(FIRST)).to.equal(1))
    await at.button('Insert all').click()
    await at.page.getByText('Inserted at the caret.').first().waitFor()
  })

  it('offers no rewriting where the scope does not permit it', async () => {
    const { scope } = modelView()
    at.companion.script.view = modelView({ scope: { ...scope, actions: ['draft', 'search'] } })
    await at.open()
    await at.draft()
    await eventually(async () => expect(await at.button('Shorter').count()).to.equal(0))
    await eventually(async () => expect(await at.button('Translate').count()).to.equal(0))
    await eventually(async () => expect(await at.button(/^Only this question/).count()).to.equal(0))
  })

  it('offers a drafter that only copies no other words, but one question alone', async () => {
    const view = ticketView()
    at.companion.script.view = {
      ...view,
      scope: { ...view.scope, actions: ['draft', 'rewrite', 'search'] },
    }
    at.companion.script.drafter = null
    await at.open()
    await at.draft()
    await eventually(async () => expect(await at.button('Shorter').count()).to.equal(0))
    await at.button('Only this question: question 1').click()
    await at.button('Back to the draft before').waitFor()
    expect(orders()[1].rewrite).to.deep.include({ how: 'only_part', part: 1 })
  })

  it('hands no draft that was made here to a model', async () => {
    at.companion.script.drafter = null
    await at.open()
    await at.draft()
    await eventually(async () => expect(await at.button('Shorter').count()).to.equal(0))
    await at.button('Only this question: question 1').click()
    await at.button('Back to the draft before').waitFor()
    expect(orders()[1]).to.include({ drafter: 'extractive' })
  })
})
