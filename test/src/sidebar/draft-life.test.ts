import { expect } from 'chai'
import type { DraftStanding } from '../../../src/domain/recall-api.ts'
import { createDraftLife } from '../../../src/sidebar/draft-life.ts'
import { emptyDraft } from '../../../src/sidebar/draft-progress.ts'
import { createStore, type DeskState, mayInsert, OPENING } from '../../../src/sidebar/state.ts'
import { eventually } from '../../support/eventually.ts'
import { finishedDraft, ticketView } from '../../support/fake-companion.ts'
import { settled } from '../../support/settled.ts'
import { sidebarPage } from '../../support/sidebar-browser.ts'
import { stand } from '../../support/standing-clock.ts'

const CHANGED: DraftStanding = {
  standing: 'recalled',
  articles: [
    {
      articleId: 'zendesk:9001',
      locale: 'en-us',
      title: 'Returning an order',
      url: 'https://help.example/hc/en-us/articles/9001',
      cause: 'changed',
    },
  ],
  sentences: [
    { id: 's1', fate: 'changed', now: 'You can return unused items within 14 days of delivery.' },
    { id: 's2', fate: 'same', now: null },
  ],
}

describe('src/sidebar/draft-life', function () {
  this.timeout(240_000)
  const at = sidebarPage()
  const banner = () => at.page.getByText('An article behind this draft may no longer be quoted')
  const sends = () => at.sent('/drafts').filter(({ path }) => path.endsWith('/sends'))
  const asked = () => at.asked('/drafts').filter(({ path }) => path.endsWith('/standing')).length
  const save = (outcome = 'done') => at.page.evaluate<string>(`fakeHelpdesk.save('${outcome}')`)
  const insertAll = async () => {
    await at.button('Insert all').click()
    await at.page.locator('.v-used').first().waitFor()
  }
  /** As the companion does when an article of a draft on the ticket leaves scope. */
  const recall = (standing: DraftStanding = CHANGED) => {
    const { script } = at.companion
    script.standing = standing
    script.view = { ...script.view, revision: script.view.revision + 1 }
  }

  describe('an article that changes under an open draft', () => {
    it('closes the draft without a reload, says why, and offers a fresh one', async () => {
      await at.open()
      await at.draft()
      recall()
      await banner().first().waitFor()
      await at.page.getByText('it was changed').waitFor()
      await eventually(async () => expect(await at.button('Insert all').isDisabled()).to.equal(true))
      await at.press('Insert all')
      await settled(at.page)
      expect(at.sent('/drafts').filter(({ path }) => path.endsWith('/insertions'))).to.deep.equal([])
      // Nothing of it is in the reply: nothing is to be checked there.
      await eventually(async () =>
        expect(await at.page.getByText('may stand in your reply').count()).to.equal(0),
      )
      await at.shoot('draft-recalled')
      at.companion.script.standing = { standing: 'current' }
      await at.page.locator('article').getByRole('button', { name: 'Draft again' }).click()
      await at.page.getByRole('button', { name: 'Insert all', disabled: false }).waitFor()
      await eventually(async () => expect(await banner().count()).to.equal(0))
    })

    it('warns of what was inserted and not yet sent, sentence by sentence', async () => {
      await at.open()
      await at.draft()
      await insertAll()
      recall()
      await at.page.getByText('Check these 2 sentences').waitFor()
      await at.page
        .getByText('The article now says: “You can return unused items within 14 days of delivery.”')
        .waitFor()
      await at.page.getByText('The article still says so word for word.').waitFor()
      // Aloud too, in the place of what was said of the insertion.
      await eventually(async () =>
        expect(await at.page.locator('[aria-live="polite"]').innerText()).to.equal(
          'An article behind this draft may no longer be quoted',
        ),
      )
      expect(await at.page.getByText('Inserted at the caret').count()).to.equal(0)
      await at.shoot('draft-recalled-inserted')
      await eventually(async () => expect(await at.violations()).to.deep.equal([]))
    })

    for (const [scheme, locale] of [
      ['dark', 'en-US'],
      ['light', 'de-DE'],
    ] as const)
      it(`is told in ${scheme} and in ${locale} without a violation`, async () => {
        await at.open({ scheme, locale })
        await at
          .button(/^(?:Draft reply|Antwort entwerfen)/)
          .first()
          .click()
        await at.page.locator('footer button.g-btn-primary[aria-disabled="false"]').waitFor()
        await at.page.locator('footer button.g-btn-primary').click()
        await at.page.locator('.v-used').first().waitFor()
        recall()
        await at.page.locator('.v-recheck').waitFor()
        await at.shoot(`draft-recalled-${scheme}-${locale}`)
        await eventually(async () => expect(await at.violations()).to.deep.equal([]))
      })

    it('is not asked about again while the ticket stays as it is', async () => {
      await at.open()
      await at.draft()
      await at.page.waitForRequest(/tickets\/35436$/)
      await at.page.waitForRequest(/tickets\/35436$/)
      const before = asked()
      await at.page.waitForRequest(/tickets\/35436$/)
      await at.page.waitForRequest(/tickets\/35436$/)
      expect([before, asked()]).to.deep.equal([1, 1])
    })

    it('leaves a draft alone whose articles stand', async () => {
      await at.open()
      await at.draft()
      recall({ standing: 'current' })
      await at.page.waitForRequest(/standing$/)
      await at.page.waitForRequest(/tickets\/35436$/)
      await eventually(async () => expect(await banner().count()).to.equal(0))
      await eventually(async () => expect(await at.button('Insert all').isDisabled()).to.equal(false))
    })
  })

  describe('a reply that is sent', () => {
    it('is said to be sent, not to have made its draft old', async () => {
      const comment = (id: number) =>
        at.page.evaluate(`
          fakeHelpdesk.comments.push({ id: ${id}, public: true, author_id: 9, created_at: '2026-11-23T09:00:00Z', plain_body: 'Sent' });
          fakeHelpdesk.fire('ticket.conversation.changed')`)
      await at.open()
      await at.draft()
      await insertAll()
      const reported = at.page.waitForResponse(/sends$/)
      expect(await save()).to.equal('saved')
      await reported
      await comment(503)
      await at.page.getByText('What you took from this draft has been sent.').first().waitFor()
      expect(await at.page.getByText('There is a new public comment.').count()).to.equal(0)
      expect(await at.page.getByText('Read it before you send it').count()).to.equal(0)
      await eventually(async () => expect(await at.violations()).to.deep.equal([]))
      // Beside it: one that nothing was taken from is only old.
      await at.draft()
      await comment(504)
      await at.page.getByText('There is a new public comment.').first().waitFor()
      expect(await at.page.getByText('What you took from this draft').count()).to.equal(0)
    })

    it('is reported once, in numbers alone', async () => {
      await at.open()
      await at.draft()
      await insertAll()
      await at.page.evaluate(
        "fakeHelpdesk.composer = fakeHelpdesk.composer.replace('30 days of', '14 days of')",
      )
      const reported = at.page.waitForResponse(/sends$/)
      expect(await save()).to.equal('saved')
      await reported
      // Greeting and closing are nobody's sentences.
      expect(sends().map(({ body }) => body)).to.deep.equal([
        { sentences: 4, kept: 3, words: 34, distance: 1, waitedMs: Object(sends()[0]?.body).waitedMs },
      ])
      expect(Object(sends()[0]?.body).waitedMs).to.be.within(0, 60_000)
      await save()
      expect(sends()).to.have.length(1)
    })

    const UNREPORTED: Readonly<Record<string, string>> = {
      'an internal note': "fakeHelpdesk.commentType = 'internalNote'",
      'written anew': "fakeHelpdesk.composer = '<p>Please call us.</p>'",
      'of a kind that is not told': 'fakeHelpdesk.commentType = undefined',
    }
    for (const [name, change] of Object.entries(UNREPORTED))
      it(`is not reported when it is ${name}`, async () => {
        await at.open()
        await at.draft()
        await insertAll()
        await at.page.evaluate(change)
        expect(await save()).to.equal('saved')
        await at.page.waitForRequest(/tickets\/35436$/)
        expect(sends()).to.deep.equal([])
      })

    it('is not reported when saving failed, and is when it then succeeds', async () => {
      await at.open()
      await at.draft()
      await insertAll()
      await save('fail')
      await at.page.waitForRequest(/tickets\/35436$/)
      expect(sends()).to.deep.equal([])
      const reported = at.page.waitForResponse(/sends$/)
      await save()
      await reported
      expect(sends()).to.have.length(1)
    })

    it('waits for nothing where no draft was inserted', async () => {
      await at.open()
      await at.draft()
      await eventually(async () =>
        expect(await at.page.evaluate("(fakeHelpdesk.handlers['ticket.save'] || []).length")).to.equal(0),
      )
      expect(await save()).to.equal('saved')
    })

    it('is not held up by a helpdesk that does not answer, nor by a companion that is down', async () => {
      await at.open({ clock: true })
      await at.draft()
      await insertAll()
      at.companion.script.down = true
      await at.page.evaluate('fakeHelpdesk.silent = true')
      // By the page's own clock, which stands until it is turned: what passes besides is the machine's.
      await stand(at.page)
      const saved = save()
      await at.page.clock.runFor(3_000)
      await eventually(async () =>
        expect(await at.page.evaluate<number>('fakeHelpdesk.waits')).to.be.within(1, 3_000),
      )
      expect(await saved).to.equal('saved')
    })

    it('ends the warning: what was sent cannot be checked in the composer', async () => {
      await at.open()
      await at.draft()
      await insertAll()
      recall()
      await banner().first().waitFor()
      await save()
      await banner().waitFor({ state: 'detached' })
    })
  })
})

describe('a draft whose source is corrected while it is open', () => {
  const START: DeskState = {
    ...OPENING,
    stage: 'open',
    view: ticketView(),
    draft: { ...emptyDraft('d', 2, {}), stage: 'ready', draft: finishedDraft('d') },
  }
  const lookedAt = async (standing: DraftStanding) => {
    const store = createStore(START)
    const answered = Promise.resolve(standing)
    createDraftLife({
      store,
      companion: {
        standing: () => answered,
        reportSend: () => Promise.reject(new Error('nothing was sent')),
        reportUnused: () => Promise.reject(new Error('nothing was let go')),
      },
      helpdesk: { onReplySent: () => () => {} },
      after: () => () => {},
    }).look()
    await answered
    await Promise.resolve()
    return store.get()
  }

  it('goes stale for a reason of its own and cannot be inserted', async () => {
    const state = await lookedAt({ standing: 'corrected' })
    expect(state.draft?.closed).to.equal('corrected')
    expect(mayInsert(state)).to.equal(false)
  })

  it('stays as it is where nothing was corrected', async () => {
    const state = await lookedAt({ standing: 'current' })
    expect(state.draft?.closed).to.equal(null)
    expect(mayInsert(state)).to.equal(true)
  })
})
