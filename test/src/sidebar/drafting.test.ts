import { expect } from 'chai'
import type { FaultCode } from '../../../src/domain/fault.ts'
import { eventually } from '../../support/eventually.ts'
import {
  ALLOWED_AT,
  draftEvents,
  modelEvents,
  modelView,
  RECIPIENT,
  refusalView,
  ticketView,
} from '../../support/fake-companion.ts'
import { whileAnswered } from '../../support/held-answer.ts'
import { settled } from '../../support/settled.ts'
import { sidebarPage } from '../../support/sidebar-browser.ts'
import { stand } from '../../support/standing-clock.ts'

const HERE = 'Draft on this server instead'

describe('src/sidebar/drafting: before a draft and when it fails', function () {
  this.timeout(240_000)
  const at = sidebarPage()
  beforeEach(() => {
    at.companion.script.view = modelView()
    at.companion.script.drafter = ({ draftId, drafter }) =>
      drafter === 'extractive' ? draftEvents(draftId) : modelEvents(draftId)
  })
  const orders = () =>
    at
      .sent('/drafts')
      .filter(({ path }) => path === '/drafts')
      .map(({ body }) => Object(body))

  it('asks a model as the agent wishes, and for nothing that was not chosen', async () => {
    await at.open()
    await at.draft()
    expect(orders()[0]).to.not.have.any.keys('tone', 'length', 'replyLocale', 'drafter', 'rewrite')
    await at.summary('Options').click()
    await at.page.getByLabel('Tone').selectOption('formal')
    await at.page.getByLabel('Length').selectOption('short')
    await at.page.getByLabel('Reply language').selectOption('de')
    await at.page.getByText('Formal · Short · German').waitFor()
    await at.shoot('model-options')
    await at.draft()
    expect(orders()[1]).to.deep.include({ tone: 'formal', length: 'short', replyLocale: 'de' })
    await at.page.getByLabel('Reply language').selectOption('The ticket’s own')
    await at.draft()
    expect(orders()[2]).to.include({ tone: 'formal' }).and.to.not.have.property('replyLocale')
  })

  it('forgets the wishes with the page: nothing is kept in the browser', async () => {
    await at.open()
    await at.summary('Options').click()
    await at.page.getByLabel('Tone').selectOption('formal')
    await at.page.reload()
    await at.draft()
    expect(orders()[0]).to.not.have.property('tone')
  })

  it('offers no wishes where no model drafts, and asks for no languages', async () => {
    at.companion.script.view = ticketView()
    await at.open()
    await at.page.getByText('stays on the companion server').first().waitFor()
    await eventually(async () => expect(await at.summary('Options').count()).to.equal(0))
    await eventually(async () => expect(await at.summary('Sum up the conversation').count()).to.equal(0))
    // Once, for the role of who is asking; the languages in it are not looked at.
    expect(at.asked('/me').length).to.be.at.most(1)
  })

  it('drafts without a choice of language when the languages cannot be read', async () => {
    at.companion.script.problem = { path: '/me', status: 503, code: 'STORE_UNAVAILABLE' }
    await at.open()
    await at.summary('Options').click()
    await eventually(async () => expect(await at.page.getByLabel('Reply language').count()).to.equal(0))
    await at.draft()
  })

  const FAULTS: Record<string, { code: FaultCode; says: string }> = {
    'cannot be reached': { code: 'PROVIDER_UNREACHABLE', says: 'cannot be reached' },
    'took too long': { code: 'PROVIDER_TIMEOUT', says: 'took too long' },
    'is busy': { code: 'PROVIDER_BUSY', says: 'takes no more requests right now' },
    'refused the key': { code: 'PROVIDER_KEY_REFUSED', says: 'did not accept this server' },
    'is no declared destination': { code: 'EGRESS_REFUSED', says: 'not one that was declared' },
  }
  for (const [name, { code, says }] of Object.entries(FAULTS)) {
    it(`offers a draft on this server when the provider ${name}`, async () => {
      at.companion.script.drafter = ({ draftId, drafter }) =>
        drafter === 'extractive'
          ? draftEvents(draftId)
          : [...modelEvents(draftId).slice(0, 3), { event: 'fault', code, requestId: 'req-9' }]
      await at.open()
      await at.button(/^Draft reply/).click()
      await at.page.getByText(says).waitFor()
      await eventually(async () =>
        expect(await at.page.locator('.v-line').count(), 'nothing of it is kept').to.equal(0),
      )
      await at.shoot('provider-fault')
      await at.button(HERE).click()
      await at.page.getByRole('button', { name: 'Insert all', disabled: false }).waitFor()
      expect(orders().map(({ drafter }) => drafter)).to.deep.equal([undefined, 'extractive'])
      await at.page.getByText('You can return unused items within 30 days of delivery.').waitFor()
    })
  }

  it('says after a fault in the stream from when on it helps, and can be pressed again then', async () => {
    at.companion.script.drafter = ({ draftId }) =>
      orders().length > 1
        ? draftEvents(draftId)
        : [{ event: 'fault', code: 'PROVIDER_BUSY', requestId: 'req-9', retryAfterSeconds: 20 }]
    await at.open({ clock: true })
    await stand(at.page)
    await at.button(/^Draft reply/).click()
    await at.page.getByText('in 20 seconds').waitFor()
    await at.button('Try again').click({ force: true })
    await at.page.clock.runFor(5_100)
    await at.page.getByText('in 15 seconds').waitFor()
    expect(orders().length, 'nothing was asked meanwhile').to.equal(1)
    await at.shoot('fault-waits')
    await at.page.clock.runFor(15_000)
    await at.button('Try again').click()
    await at.page.getByRole('button', { name: 'Insert all', disabled: false }).waitFor()
    expect(orders().length).to.equal(2)
  })

  it('offers it too when the companion turns the order away before it starts', async () => {
    at.companion.script.problem = { path: '/drafts', status: 503, code: 'PROVIDER_QUEUE_FULL' }
    await at.open()
    await at.button(/^Draft reply/).click()
    await at.page.getByText('Too many drafts are being written at once.').waitFor()
    await at.button(HERE).waitFor()
  })

  for (const reason of ['PROVIDER_ANSWER_INVALID', 'NOT_GROUNDED'] as const) {
    it(`offers a draft on this server after the refusal ${reason}`, async () => {
      const refusal = reason === 'NOT_GROUNDED' ? { reason, dropped: 3 } : { reason }
      at.companion.script.drafter = ({ draftId, drafter }) =>
        drafter === 'extractive'
          ? draftEvents(draftId)
          : [{ event: 'refused', refusals: [refusalView(refusal)] }]
      await at.open()
      await at.button(/^Draft reply/).click()
      await at.button(HERE).click()
      await at.page.getByRole('button', { name: 'Insert all', disabled: false }).waitFor()
      expect(orders()[1]).to.include({ drafter: 'extractive' })
    })
  }

  it('offers nothing of the kind for a fault of our own, nor after a draft that was made here', async () => {
    at.companion.script.drafter = ({ drafter }) => [
      {
        event: 'fault',
        code: drafter === 'extractive' ? 'DRAFTER_FAILED' : 'AUDIT_UNAVAILABLE',
        requestId: 'r',
      },
    ]
    await at.open()
    await at.button(/^Draft reply/).click()
    await at.page.getByText('could not be recorded').waitFor()
    await eventually(async () => expect(await at.button(HERE).count()).to.equal(0))
    at.companion.script.drafter = ({ drafter }) => [
      {
        event: 'fault',
        code: drafter === 'extractive' ? 'DRAFTER_FAILED' : 'PROVIDER_FAILED',
        requestId: 'r',
      },
    ]
    await at.button('Try again').click()
    await at.button(HERE).click()
    await at.page.getByText('The drafter failed.').waitFor()
    await eventually(async () => expect(await at.button(HERE).count()).to.equal(0))
    await at.button('Try again').click()
    await at.page.getByText('The drafter failed.').waitFor()
    expect(orders().map(({ drafter }) => drafter)).to.deep.equal([
      undefined,
      undefined,
      'extractive',
      'extractive',
    ])
  })

  it('drafts here although the requester was not told of the model, but never with the model', async () => {
    const recipient = 'mistral-eu@EU'
    at.companion.script.view = modelView({
      refusals: [refusalView({ reason: 'RECIPIENT_NOT_DISCLOSED', recipient })],
    })
    await at.open()
    await at.page.getByText(`did not name ${recipient}`).waitFor()
    await at.press(/^Draft reply/)
    await at.button('Ask for consent').waitFor()
    await at.button(HERE).click()
    await at.page.getByRole('button', { name: 'Insert all', disabled: false }).waitFor()
    expect(orders().map(({ drafter }) => drafter)).to.deep.equal(['extractive'])
  })

  it('offers no draft here where something else forbids it as well', async () => {
    at.companion.script.view = modelView({
      refusals: [
        refusalView({ reason: 'RECIPIENT_NOT_DISCLOSED', recipient: 'x' }),
        refusalView({ reason: 'KILL_SWITCH_ON', why: 'pulled', level: 'account' }),
      ],
    })
    await at.open()
    await at.page.getByText('Drafting is stopped for the whole account').waitFor()
    await eventually(async () => expect(await at.button(HERE).count()).to.equal(0))
  })

  it('names model, provider, address, region and what is kept there, before anything leaves', async () => {
    await at.open()
    await at.page.getByText(/^\d+ B to api\.mistral\.ai \(EU\)$/).waitFor()
    await at.summary('What leaves').click()
    const facts = at.page.locator('section[aria-labelledby=recipient-heading] dd')
    const { model, host, region, retention } = RECIPIENT
    await eventually(async () =>
      expect(await facts.allTextContents()).to.deep.equal([model, 'Mistral AI', host, region, retention]),
    )
    expect(at.sent('/drafts')).to.deep.equal([])
  })
})

describe('src/sidebar/drafting: what the companion allowed a moment ago', function () {
  this.timeout(240_000)
  const at = sidebarPage()
  const insertedWhile = (how: string, meanwhile: () => Promise<unknown>) =>
    whileAnswered(at.page, '/insertions', () => at.button(how).click(), meanwhile).then(() =>
      settled(at.page),
    )
  const unused = () =>
    at.sent('/drafts/').flatMap(({ path, body }) => (path.endsWith('/unused') ? [body] : []))

  it('is inserted where nothing changed meanwhile', async () => {
    await at.open()
    await at.draft()
    await insertedWhile('Insert all', async () => {})
    await at.page.getByText('Inserted at the caret.').first().waitFor()
    expect(await at.composer()).to.contain('Maria Keller')
  })

  const CHANGES: Record<string, () => Promise<unknown>> = {
    'another requester': async () => {
      await at.page.evaluate(`
        fakeHelpdesk.requester = { id: 78, name: 'Jonas Berg', email: 'j@example.com', locale: 'de' };
        fakeHelpdesk.fire('ticket.requester.id.changed')`)
      await at.button('Insert all').waitFor({ state: 'detached' })
    },
    'a newer comment': async () => {
      await at.page.evaluate(`
        fakeHelpdesk.comments.push({ id: 503, public: true, author_id: 77, created_at: '2026-11-23T09:00:00Z', plain_body: 'Forget it' });
        fakeHelpdesk.fire('ticket.conversation.changed')`)
      await at.page.getByText('There is a new public comment.').first().waitFor()
    },
    'an article that may no longer be quoted': async () => {
      const { script } = at.companion
      const left = {
        articleId: '4711',
        locale: 'en-us',
        title: 'Returns',
        url: null,
        cause: 'delisted',
      } as const
      script.standing = { standing: 'recalled', articles: [left], sentences: [] }
      script.view = { ...script.view, revision: script.view.revision + 1 }
      await at.page.getByText('An article behind this draft may no longer be quoted').first().waitFor()
    },
    'a no of the requester': async () => {
      const view = ticketView({ revision: 9 })
      at.companion.script.view = { ...view, consent: { ...view.consent, status: 'withdrawn', epoch: 3 } }
      await at.page.getByText('This draft cannot be inserted any more.').waitFor()
    },
  }
  it('does not reach the reply of a page whose session ended meanwhile, and nothing of it stays', async () => {
    await at.open()
    await at.draft()
    await insertedWhile('Insert all', async () => {
      at.companion.script.problem = { path: '/tickets', status: 401, code: 'SESSION_EXPIRED' }
      await at.page.getByRole('heading', { name: 'Reload the app' }).waitFor()
    })
    expect(await at.composer()).to.equal('Own words. ')
    expect(await at.page.locator('#app').innerText()).to.not.contain('Maria Keller')
  })

  for (const [name, change] of Object.entries(CHANGES)) {
    it(`does not reach the reply after ${name}`, async () => {
      await at.open()
      await at.draft()
      await insertedWhile('Insert all', change)
      expect(
        at.sent('/drafts/').filter(({ path }) => path.endsWith('/insertions')).length,
        'it was asked for and allowed',
      ).to.equal(1)
      await eventually(async () =>
        expect(unused()).to.deep.equal([{ why: 'overtaken', usedBefore: false, allowedAt: ALLOWED_AT }]),
      )
      expect(await at.composer()).to.equal('Own words. ')
      expect(await at.page.getByText('Inserted at the caret.').count()).to.equal(0)
    })
  }

  it('and the helpdesk never confirmed may be in the reply: it says so, and puts nothing there twice', async () => {
    await at.open()
    await at.draft()
    await at.page.evaluate('fakeHelpdesk.lateInsert = true')
    await at.page.getByRole('button', { name: 'Insert this sentence' }).first().click()
    await at.page.getByText('may be in your reply already').first().waitFor()
    expect(await at.page.getByText('Nothing was changed').count()).to.equal(0)
    await at.page.evaluate('fakeHelpdesk.lateInsert = false')
    await at.button('Insert the rest').click()
    await at.page.getByText('Inserted at the caret.').first().waitFor()
    expect((await at.composer()).split('Hello Maria Keller').length - 1).to.equal(1)
  })

  it('and the composer is an internal note is in the note, and says that the requester does not see it', async () => {
    await at.open()
    await at.draft()
    await at.page.evaluate("fakeHelpdesk.commentType = 'internalNote'")
    await at.button('Insert all').click()
    await at.page.getByText('Inserted into an internal note').first().waitFor()
    expect(await at.page.getByText('Inserted at the caret.').count()).to.equal(0)
    expect(await at.composer()).to.contain('Hello Maria Keller')
    expect(unused(), 'it may have been used').to.deep.equal([])
    await at.page.evaluate("fakeHelpdesk.commentType = 'publicReply'")
    await at.page.getByRole('button', { name: 'Insert this sentence' }).first().click()
    await at.page.getByText('Inserted at the caret.').first().waitFor()
  })

  it('and the helpdesk inserted before it said no is in the reply once: no older way is tried after it', async () => {
    await at.open()
    await at.draft()
    await at.page.evaluate('fakeHelpdesk.insertThenRefuse = true')
    await at.button('Insert all').click()
    await at.page.getByText('may be in your reply already').first().waitFor()
    expect((await at.composer()).split('Hello Maria Keller').length - 1).to.equal(1)
    expect(unused(), 'it may have been used').to.deep.equal([])
  })

  it('and the composer did not take is not there: nothing is marked, and all of it can be inserted', async () => {
    await at.open()
    await at.draft()
    await at.page.evaluate('fakeHelpdesk.refuseAll = true')
    await at.button('Insert all').click()
    await at.page.getByText('The composer did not take the text.').first().waitFor()
    expect(await at.composer()).to.equal('Own words. ')
    await eventually(async () =>
      expect(unused()).to.deep.equal([{ why: 'composer', usedBefore: false, allowedAt: ALLOWED_AT }]),
    )
    await at.page.evaluate('fakeHelpdesk.refuseAll = false')
    await at.button('Insert all').click()
    await at.page.getByText('Inserted at the caret.').first().waitFor()
    await at.page.evaluate('fakeHelpdesk.refuseAll = true')
    await at.page.getByRole('button', { name: 'Insert this sentence' }).first().click()
    await at.page.getByText('The composer did not take the text.').first().waitFor()
    await eventually(async () =>
      expect(unused().at(-1)).to.deep.equal({ why: 'composer', usedBefore: true, allowedAt: ALLOWED_AT }),
    )
  })
})
