import { expect } from 'chai'
import type { DraftEvent } from '../../../src/domain/api.ts'
import { eventually } from '../../support/eventually.ts'
import {
  DROPPED,
  MODEL_SENTENCES,
  modelEvents,
  modelView,
  refusalView,
} from '../../support/fake-companion.ts'
import { settled } from '../../support/settled.ts'
import { sidebarPage } from '../../support/sidebar-browser.ts'

describe('src/sidebar/draft-view: what a model worded', function () {
  this.timeout(240_000)
  const at = sidebarPage()
  beforeEach(() => {
    at.companion.script.view = modelView()
    at.companion.script.drafter = ({ draftId }) => modelEvents(draftId)
  })

  it('opens each source of a sentence with everything marked that carries it', async () => {
    await at.open()
    await at.draft()
    const line = at.page.locator('.v-line').nth(1)
    await line.getByRole('button', { name: 'Source 1: Returning an order' }).press('Enter')
    await eventually(async () =>
      expect(await line.locator('mark').allTextContents()).to.deep.equal([
        'You can return unused items within 30 days of delivery.',
        'The 30 days start on the day after delivery.',
      ]),
    )
    const both = at.page.locator('.v-line').nth(2)
    await both.getByRole('button', { name: 'Source 2: How to send' }).click()
    await eventually(async () =>
      expect(await both.locator('mark').allTextContents()).to.deep.equal([
        'Open “My orders” and choose “Return”.',
      ]),
    )
    await both.getByRole('button', { name: 'Source 1: Returning an order' }).click()
    await eventually(async () =>
      expect(await both.locator('mark').allTextContents()).to.deep.equal([
        'Items made to measure cannot be returned.',
      ]),
    )
    await both.getByRole('button', { name: 'Source 1: Returning an order' }).click()
    await eventually(async () => expect(await both.locator('mark').count()).to.equal(0))
    await at.shoot('model-ready')
  })

  it('is inserted by a key, once it is whole; “?” says the keys, unless somebody writes or has it off', async () => {
    await at.open()
    const map = at.page.getByRole('dialog', { name: 'Keyboard shortcuts' })
    await at.button('Keyboard shortcuts').waitFor()
    await at.page.keyboard.press('Alt+i')
    await settled(at.page)
    expect(at.sent('/drafts')).to.deep.equal([])
    await at.draft()
    await at.page.keyboard.press('?')
    await map.getByText('Insert all').waitFor()
    expect(await at.violations()).to.deep.equal([])
    await at.shoot('sidebar-keys')
    await at.page.keyboard.press('Alt+i')
    await map.getByRole('checkbox').uncheck()
    await at.page.keyboard.press('Escape')
    await map.waitFor({ state: 'detached' })
    expect(at.sent('/drafts').map(({ path }) => path)).to.deep.equal(['/drafts'])
    await at.page.keyboard.press('?')
    await at.page.keyboard.press('Alt+s')
    await at.page.locator('input[type="search"]:focus').waitFor()
    expect(await map.count()).to.equal(0)
    await at.page.keyboard.press('Alt+i')
    expect(await at.composer()).to.equal('Own words. ')
    await at.button('Keyboard shortcuts').focus()
    await at.page.keyboard.press('Alt+i')
    await eventually(async () => expect(await at.composer()).to.contain('Kind regards'))
  })

  it('marks what comes from the ticket, in the sentence and after it', async () => {
    await at.open()
    await at.draft()
    await eventually(async () =>
      expect(await at.page.locator('.v-fact').allTextContents()).to.deep.equal(['4500123456']),
    )
    await at.page.getByText('from the ticket: 4500123456').waitFor()
    await eventually(async () =>
      expect(await at.page.locator('.v-from-ticket').count(), 'no other sentence has any').to.equal(1),
    )
  })

  it('shows sentences as they pass, says so politely, and lets none be inserted before the end', async () => {
    at.companion.script.eventDelayMs = 200
    await at.open()
    await at.button(/^Draft reply/).click()
    await at.page.getByText('Choose “Return” under').waitFor()
    const voice = at.page.locator('[role=status][aria-live=polite]')
    await eventually(async () => expect(await voice.textContent()).to.match(/sentences? verified$/))
    await eventually(async () =>
      expect(await at.button('Insert all').getAttribute('aria-disabled')).to.equal('true'),
    )
    await at.press('Insert all')
    await at.press('Insert this sentence')
    await at.press('Copy')
    await at.press('Dismiss')
    await at.shoot('model-writing')
    await eventually(async () => expect(await at.violations()).to.deep.equal([]))
    await settled(at.page)
    expect(at.sent('/drafts/')).to.deep.equal([])
    await eventually(async () => expect(await at.composer()).to.equal('Own words. '))
    await at.page.getByRole('button', { name: 'Insert all', disabled: false }).waitFor()
    await eventually(async () => expect(await voice.textContent()).to.equal('Draft ready: 6 sentences.'))
  })

  it('keeps nothing on the screen of a stream that ends in a refusal', async () => {
    at.companion.script.drafter = ({ draftId }): DraftEvent[] => [
      ...modelEvents(draftId).slice(0, 4),
      { event: 'refused', refusals: [refusalView({ reason: 'NOT_GROUNDED', dropped: 2 })] },
    ]
    await at.open()
    await at.button(/^Draft reply/).click()
    await at.page.getByText('were not carried by the articles').waitFor()
    await eventually(async () => expect(await at.page.locator('.v-line').count()).to.equal(0))
    await eventually(async () => expect(await at.page.locator('.v-dropped').count()).to.equal(0))
  })

  it('shows what was left out folded, each with its rule, struck and inert', async () => {
    await at.open()
    await at.draft()
    const list = at.page.locator('.v-dropped-list')
    await eventually(async () => expect(await list.isVisible()).to.equal(false))
    await at.summary('3 sentences left out').press('Enter')
    await eventually(async () =>
      expect(await list.locator('.g-strong').allTextContents()).to.deep.equal([
        'A number differs from the article.',
        'It promises or claims an act; only a person can act.',
        'It gives away hidden instructions of ours: a sign of an attack.',
      ]),
    )
    await eventually(async () =>
      expect(await list.locator('del').allTextContents()).to.deep.equal([DROPPED[0]?.text, DROPPED[1]?.text]),
    )
    await list.getByText('Its words are not shown').waitFor()
    await eventually(async () => expect(await list.locator('a, button, input').count()).to.equal(0))
    await at.shoot('model-dropped')
    await at.button('Insert all').click()
    await at.page.getByText('Inserted at the caret.').first().waitFor()
    await eventually(async () =>
      expect(await at.composer())
        .to.not.include('60 days')
        .and.to.not.include('refunded'),
    )
    expect(at.sent('/drafts/').map(({ body }) => Object(body).sentenceIds)).to.deep.equal([
      MODEL_SENTENCES.map(({ id }) => id),
    ])
  })

  it('tells of left-out sentences while the draft is still being written', async () => {
    at.companion.script.eventDelayMs = 300
    await at.open()
    await at.button(/^Draft reply/).click()
    await at.summary('1 sentence left out').waitFor()
    await eventually(async () =>
      expect(await at.button('Insert all').getAttribute('aria-disabled')).to.equal('true'),
    )
  })

  it('writes markup of a left-out sentence as text', async () => {
    const text = '<img src=x onerror=alert(1)> [link](https://evil.example) \u200b\u202e'
    at.companion.script.drafter = ({ draftId }) =>
      modelEvents(draftId).map((event) =>
        event.event === 'ready'
          ? { ...event, draft: { ...event.draft, dropped: [{ rule: 'MARKUP', part: 1, text }] } }
          : event,
      )
    await at.open()
    await at.draft()
    await at.summary('1 sentence left out').click()
    await eventually(async () =>
      expect(await at.page.locator('.v-dropped del').textContent()).to.equal(
        '<img src=x onerror=alert(1)> [link](https://evil.example) ‹U+200B›‹U+202E›',
      ),
    )
    await eventually(async () =>
      expect(await at.page.locator('.v-dropped img, .v-dropped a').count()).to.equal(0),
    )
  })

  it('carries the mark of a machine into the composer with what a model worded, and only with that', async () => {
    await at.open()
    await at.draft()
    await at.button('Insert this sentence').nth(1).click()
    await at.page.getByText('Inserted at the caret.').first().waitFor()
    expect(
      (await at.composer()).replace(/data-vouch-draft="[0-9a-f-]{36}"/, 'data-vouch-draft="id"'),
    ).to.equal(
      'Own words. <p data-ai-generated="true" data-vouch-draft="id">You can send the jacket from order ' +
        '4500123456 back within 30 days, counted from the day after delivery.</p>',
    )
    await at.button('Insert the rest').click()
    await at.button('Insert again').waitFor()
    await eventually(async () =>
      expect(await at.composer())
        .to.include('<p>Hello Maria Keller,</p>')
        .and.to.include('<p>Kind regards</p>'),
    )
    await at.page.getByText('Worded by a model, checked sentence by sentence.').waitFor()
  })

  it('says why it may be sent: consent, what left and to whom, and a verdict per sentence', async () => {
    await at.open()
    await at.draft()
    await at.summary('Why may this be sent?').click()
    const rows = await at.page.locator('.v-draft-foot dl').first().locator('dt, dd').allTextContents()
    const facts = Object.fromEntries(rows.flatMap((term, i) => (i % 2 === 0 ? [[term, rows[i + 1]]] : [])))
    expect(facts).to.deep.include({
      Consent: 'Consent granted, epoch 2Legal basis: consent',
      Notice: 'version 3',
      Scope: '5f1d7a8e90c2',
      'What left': '1 request: 6.1 kB out, 1.8 kB instore: false (asked not to be kept)',
      Provider: 'Mistral AI',
      Address: 'api.mistral.ai (EU)',
      'Kept there': '30 days for abuse monitoring',
      Model: 'mistral-small-2506',
      Prompt: 'draft-en-3',
      Sentences: '4 verified, 3 left out',
      'Audit entry': '#1287',
      Marking: 'AI generated (AI Act Art. 50)',
    })
    await at.summary('Verdict per sentence').click()
    await eventually(async () => expect(await at.page.locator('.v-verdicts tbody tr').count()).to.equal(7))
    await at.page.getByRole('cell', { name: '96%' }).waitFor()
    await at.shoot('model-receipt')
    const download = at.page.waitForEvent('download')
    await at.button('Download as JSON').click()
    expect((await download).suggestedFilename()).to.match(/^vouch-receipt-[0-9a-f-]{36}\.json$/)
  })

  it('says what became of an insertion above a receipt that is open, whose facts have the larger part', async () => {
    await at.open({ width: 320 })
    await at.draft()
    const receipt = at.summary('Why may this be sent?')
    await receipt.click()
    await at.button('Insert all').click()
    const said = at.page.locator('.g-alert', { hasText: 'Inserted at the caret.' })
    await said.waitFor()
    const [above, below] = await Promise.all([said.boundingBox(), receipt.boundingBox()])
    expect((above?.y ?? 0) + (above?.height ?? 0)).to.be.below(below?.y ?? 0)
    const shares = await at.page.evaluate<number[]>(`
      [...document.querySelectorAll('.v-draft-foot dl dd')].map((fact) => fact.offsetWidth / fact.parentElement.offsetWidth)`)
    expect(shares).to.not.be.empty
    expect(Math.min(...shares)).to.be.above(0.5)
  })

  it('says that nothing left where nothing did', async () => {
    at.companion.script.drafter = null
    await at.open()
    await at.draft()
    await at.summary('Why may this be sent?').click()
    await at.page.getByText('Nothing left this server.').waitFor()
    await eventually(async () =>
      expect(await at.page.locator('.v-draft-foot dl').getByText('Prompt').count()).to.equal(0),
    )
  })

  for (const scheme of ['light', 'dark'] as const) {
    it(`has no accessibility violation and no sideways scrolling with all of it open, ${scheme}`, async () => {
      await at.open({ scheme })
      await at.draft()
      for (const name of ['What leaves', 'Options', '3 sentences left out', 'Why may this be sent?'])
        await at.summary(name).click()
      await at.summary('Verdict per sentence').click()
      await at.summary('Sum up the conversation').click()
      await at.button('Sum up').click()
      await at.summary('Comment of').nth(1).click()
      await at.page.getByLabel('Strike further words').fill('shop')
      await at.button('Strike').click()
      await at.button('Source 1').first().click()
      await at.button('Translate').click()
      await at.shoot(`model-everything-${scheme}`)
      await eventually(async () => expect(await at.violations()).to.deep.equal([]))
      await eventually(
        async () =>
          await eventually(async () =>
            expect(await at.page.evaluate('document.documentElement.scrollWidth')).to.be.at.most(320),
          ),
      )
    })
  }
})
