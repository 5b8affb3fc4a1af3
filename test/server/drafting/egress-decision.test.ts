import { expect } from 'chai'
import { putApproved } from '../../support/approval-ground.ts'
import { ADMIN, AGENT, type Harness } from '../../support/companion-harness.ts'
import {
  ALLOWED,
  ARTICLES,
  consentedTicket,
  draft,
  draftsMade,
  grant,
  orderFor,
  REFUND_QUESTION,
  startDesk,
  withdraw,
} from '../../support/drafting-desk.ts'
import { DAY } from '../../support/fake-world.ts'
import { modelFor, standIn } from '../../support/model-ground.ts'
import { answerOf, scriptedModel } from '../../support/scripted-model.ts'

const sent = (desk: Harness) => desk.audit().filter(({ type }) => type === 'egress.sent')

describe('the decision before each request', () => {
  describe('over real HTTP', () => {
    it('is one entry, one capability and one request for each attempt, also those that fail', async () => {
      const provider = await standIn({ behaviour: '500' })
      const desk = await startDesk({ model: modelFor(provider) })
      const run = await draft(desk, orderFor(await consentedTicket(desk), REFUND_QUESTION))
      expect(run.code).to.equal('PROVIDER_FAILED')
      expect(provider.requests.length).to.be.greaterThan(1)
      expect(sent(desk)).to.have.length(provider.requests.length)
      const decided = desk.audit().filter(({ detail }) => detail?.capability !== undefined)
      const used = (type: string) =>
        decided.filter((entry) => entry.type === type).map(({ detail }) => detail?.capability)
      expect(new Set(used('gate.decided')).size).to.equal(provider.requests.length)
      expect(used('egress.sent')).to.deep.equal(used('gate.decided'))
      await desk.stop()
    })

    it('is asked again after each pause: a no in between sends nothing more', async () => {
      const provider = await standIn({ behaviour: '429-retry-after' })
      const desk = await startDesk({ model: modelFor(provider) })
      const ticketId = await consentedTicket(desk)
      const order = orderFor(ticketId, REFUND_QUESTION)
      const running = draft(desk, order)
      while (provider.requests.length === 0) await new Promise((resolve) => setTimeout(resolve, 5))
      await withdraw(desk, ticketId)
      const run = await running
      expect(run.reasons).to.have.length.greaterThan(0)
      expect(provider.requests).to.have.length(1)
      expect(sent(desk)).to.have.length(1)
      await desk.stop()
    })

    it('hangs up a provider that is silent when consent goes', async () => {
      const provider = await standIn({ behaviour: 'never-answers' })
      const desk = await startDesk({ model: modelFor(provider) })
      const ticketId = await consentedTicket(desk)
      const running = draft(desk, orderFor(ticketId, REFUND_QUESTION))
      while (provider.requests.length === 0) await new Promise((resolve) => setTimeout(resolve, 5))
      await withdraw(desk, ticketId)
      const run = await running
      await provider.left()
      expect(run.reasons).to.deep.equal(['CONSENT_CHANGED'])
      expect(provider.requests).to.have.length(1)
      await desk.stop()
    })
  })

  describe('with a scripted model', () => {
    const model = scriptedModel()
    let desk: Harness
    before(async () => {
      desk = await startDesk({ model })
    })
    afterEach(() => model.reset())
    after(() => desk.stop())

    it('is refused once consent has ended by itself, and no second request is made', async () => {
      const ticketId = await consentedTicket(desk)
      model.says = () => {
        desk.world.pass(400 * DAY)
        return ['no answer that could be read']
      }
      const from = sent(desk).length
      const run = await draft(desk, orderFor(ticketId, REFUND_QUESTION))
      expect(run.reasons).to.include('CONSENT_NOT_GRANTED')
      expect(model.calls).to.have.length(1)
      expect(sent(desk).length - from).to.equal(1)
    })

    it('holds to the limit of the ticket, also for drafts that come to nothing and all at once', async () => {
      const own = await startDesk({ model })
      await own.api(ADMIN, 'PUT', '/console/scope-policy', {
        version: 0,
        actions: ['draft'],
        fields: ['requester_text'],
        draftsPerTicket: 2,
        maxChars: 2_000,
        validDays: 10,
      })
      const ticketId = await consentedTicket(own)
      model.says = () => [answerOf([], [1])]
      const runs = await Promise.all(
        Array.from({ length: 8 }, () => draft(own, orderFor(ticketId, REFUND_QUESTION))),
      )
      expect(model.calls).to.have.length(2)
      expect(draftsMade(own, ticketId)).to.equal(2)
      expect(runs.filter(({ reasons }) => reasons.includes('DRAFT_LIMIT_REACHED'))).to.have.length(6)
      await own.stop()
    })

    it('asks no second time under a consent that was given anew in between', async () => {
      const own = await startDesk({ model })
      await putApproved(own, '/console/scope-policy', {
        version: 0,
        actions: ['summarise'],
        fields: ['requester_text'],
        draftsPerTicket: 5,
        maxChars: 2_000,
        validDays: 10,
      })
      const ticketId = await consentedTicket(own)
      model.says = async function* () {
        await grant(own, ticketId)
        yield 'no answer that could be read'
      }
      const { comments, requesterId, replaced } = orderFor(ticketId, REFUND_QUESTION)
      const summaryId = '00000000-0000-4000-8000-00000000abcd'
      const order = { summaryId, ticketId, requesterId, comments, replaced }
      const { body } = await own.api(AGENT, 'POST', '/summaries', order)
      expect(body.refusals[0].refusal.reason).to.equal('CONSENT_CHANGED')
      expect(model.calls).to.have.length(1)
      expect(sent(own)).to.have.length(1)
      await own.stop()
    })

    const leaves: Readonly<Record<string, (own: Harness) => Promise<unknown>>> = {
      'was taken from the allowlist': (own) =>
        own.api(ADMIN, 'PUT', '/console/allowlist', {
          version: 1,
          selection: { ...ALLOWED, deny: [{ articleId: 'refund' }] },
        }),
      'was unpublished': (own) => own.sync(ARTICLES.filter(({ articleId }) => articleId !== 'refund')),
      'is for staff only now': (own) =>
        own.sync(
          ARTICLES.map((article) =>
            article.articleId === 'refund' ? { ...article, visibility: 'restricted' as const } : article,
          ),
        ),
    }
    for (const [name, leave] of Object.entries(leaves))
      it(`sends no passage of an article that ${name} after the gate`, async () => {
        let between: (() => Promise<unknown>) | undefined
        const own = await startDesk({
          model,
          async measure(step, act) {
            const done = await act()
            if (step === 'gate') await between?.()
            return done
          },
        })
        const ticketId = await consentedTicket(own)
        expect((await draft(own, orderFor(ticketId, REFUND_QUESTION))).draft?.status).to.equal('ready')
        between = () => leave(own)
        const run = await draft(own, orderFor(ticketId, REFUND_QUESTION))
        expect(run.reasons).to.deep.equal(['ARTICLE_CHANGED'])
        expect(run.events.map(({ event }) => event)).to.deep.equal(['accepted', 'refused'])
        expect(model.calls).to.have.length(1)
        expect(sent(own)).to.have.length(1)
        await own.stop()
      })

    it('counts a repair as the same draft', async () => {
      const ticketId = await consentedTicket(desk)
      const says = model.says
      model.says = (reading, attempt) => (attempt === 1 ? ['nothing'] : says(reading, attempt))
      const run = await draft(desk, orderFor(ticketId, REFUND_QUESTION))
      expect(run.draft?.receipt.egress?.calls).to.equal(2)
      expect(draftsMade(desk, ticketId)).to.equal(1)
      expect((await desk.api(AGENT, 'GET', `/tickets/${ticketId}`)).body.draftsMade).to.equal(1)
    })
  })
})
