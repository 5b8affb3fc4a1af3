import { expect } from 'chai'
import type { DraftEvent } from '../../src/domain/api.ts'
import { citationsOf } from '../../src/sidebar/numbering.ts'
import { orderOf } from '../../src/sidebar/orders.ts'
import { prepareOutgoing } from '../../src/sidebar/outgoing.ts'
import { personalValues, type SampleTicket } from '../../workbench/content/content.ts'
import { grantByTwo } from '../support/grant-by-two.ts'
import { restHelpdesk } from '../support/rest-helpdesk.ts'
import { type RunningProduct, startProduct } from '../support/running-product.ts'

interface Outcome {
  readonly ticket: SampleTicket
  readonly everyoneKnown: boolean
  readonly sent: string
  readonly answer: string
  readonly reasons: readonly string[]
  readonly cited: readonly number[]
  /** The bodies of what a model was asked for it. */
  readonly toModel: readonly string[]
}

/** No wrong draft for any of these; an answer that is there may be missed, but most are found. */
const MUST_REFUSE = ['not_covered', 'not_allowlisted', 'restricted', 'language_not_covered', 'no_question']
const FOUND_SHARE = 0.6
/** The stand-in for a model chooses by words alone, among what was found. */
const FOUND_BY_MODEL = 0.54

for (const withModel of [false, true])
  describe(`every sample ticket, drafted over the real doors, ${withModel ? 'by a model' : 'without a model'}`, function () {
    this.timeout(240_000)
    let product: RunningProduct
    const outcomes: Outcome[] = []

    before(async () => {
      product = await startProduct({}, undefined, { withModel })
      product.model?.setDelayMs(0)
      const api = await product.apiOf(product.content.staff.admin)
      for (const ticket of product.content.tickets) outcomes.push(await draft(api, ticket))
    })
    after(async () => {
      await product?.stop()
      product?.remove()
    })

    /** What the sidebar does, without its looks: the same minimising, the same order. */
    async function draft(
      api: Awaited<ReturnType<RunningProduct['apiOf']>>,
      ticket: SampleTicket,
    ): Promise<Outcome> {
      const id = String(ticket.id)
      const helpdesk = await restHelpdesk(product, ticket.id, product.content.staff.admin)
      const opened = await helpdesk.readTicket()
      await api('PUT', `/tickets/${id}`, { requesterId: opened.requester.id })
      const colleague = await product.apiOf(product.content.staff.compliance)
      const view = await grantByTwo(api, colleague, id)
      const outgoing = prepareOutgoing(opened, await helpdesk.readPublicComments(opened), view.scope, null)
      const sent = JSON.stringify(orderOf(crypto.randomUUID(), opened, outgoing))
      const asked = product.model?.requests.length ?? 0
      const answer = await product.postAs(product.content.staff.admin, '/drafts', sent)
      const events = answer
        .split('\n\n')
        .filter((line) => line.startsWith('data: '))
        .map((line) => JSON.parse(line.slice('data: '.length)) as DraftEvent)
      const last = events.at(-1)
      const sentences = last?.event === 'ready' ? last.draft.sentences : []
      return {
        ticket,
        everyoneKnown: outgoing.everyoneKnown,
        sent,
        answer,
        reasons: last?.event === 'refused' ? last.refusals.map(({ refusal }) => refusal.reason) : [],
        cited: sentences.flatMap(citationsOf).map(({ articleId }) => Number(articleId.split(':')[1])),
        toModel: product.model?.requests.slice(asked).map(({ body }) => body) ?? [],
      }
    }

    const having = (...wanted: readonly string[]) =>
      outcomes.filter(({ ticket }) => wanted.includes(ticket.expect.outcome))
    const named = ({ ticket }: Outcome) => `${ticket.id} ${ticket.subject}`

    it('ends in a draft or a refusal, and in no fault, whoever wrote it', () => {
      expect(outcomes.length).to.be.greaterThan(25)
      const neither = outcomes.filter(({ cited, reasons }) => cited.length > 0 === reasons.length > 0)
      expect(neither.map(named)).to.deep.equal([])
    })

    it('is refused where no allowlisted article answers', () => {
      const drafted = having(...MUST_REFUSE).filter(({ cited }) => cited.length > 0)
      expect(drafted.map(named)).to.deep.equal([])
      expect(having('language_not_covered').map(({ reasons }) => reasons)).to.deep.equal([
        ['LANGUAGE_NOT_COVERED'],
      ])
      expect(having('no_question').map(({ reasons }) => reasons)).to.deep.equal([['NO_QUESTION']])
    })

    it('is drafted from the article that answers, for most of those that have one', () => {
      const answerable = having('covered', 'partly_covered')
      const right = answerable.filter(({ ticket, cited }) =>
        cited.some((articleId) => ticket.expect.article_ids.includes(articleId)),
      )
      const share = right.length / answerable.length
      expect(share, `${right.length} of ${answerable.length}`).to.be.at.least(
        withModel ? FOUND_BY_MODEL : FOUND_SHARE,
      )
    })

    it('cites no article that the sample keeps off the allowlist', () => {
      const closed = product.content.articles
        .filter(({ section_id, draft: unpublished, user_segment_id }) => {
          const allowed = product.content.sample_allowlist.includes(section_id)
          return !allowed || unpublished || user_segment_id !== null
        })
        .map(({ id }) => id)
      expect(closed.length).to.be.greaterThan(3)
      expect(outcomes.flatMap(({ cited }) => cited).filter((id) => closed.includes(id))).to.deep.equal([])
    })

    it('sends no name, address or number of anybody around the ticket, and gets none back', () => {
      const { users, organizations } = product.content
      for (const outcome of outcomes) {
        const { ticket, sent, answer, everyoneKnown } = outcome
        const { requester_id, assignee_id, ccs, comments } = ticket
        const around = [requester_id, assignee_id, ...ccs, ...comments.map(({ author_id }) => author_id)]
        const known = users
          .filter(({ id }) => around.includes(id))
          .flatMap(({ name, email, phone, organization_id }) => [
            ...[...name.split(' '), email],
            ...(phone === null ? [] : [phone]),
            ...organizations.flatMap((one) => (one.id === organization_id ? [one.name] : [])),
          ])
        expect(everyoneKnown, named(outcome)).to.equal(true)
        expect(
          known.filter((value) => sent.includes(value) || answer.includes(value)),
          named(outcome),
        ).to.deep.equal([])
      }
      // The samples that name an agent, a person in copy and an organization are among those just looked at.
      const sentOf = (id: number) => outcomes.find(({ ticket }) => ticket.id === id)?.sent
      expect(sentOf(20_580)).to.include('Liebe Frau ⟦NAME_')
      expect(sentOf(20_551)).to.include('My partner ⟦NAME_')
      expect(sentOf(20_537)).to.include('our youth association, ⟦ORG_1⟧, needs')
      const log = product.logged()
      expect(personalValues().filter((value) => log.includes(value))).to.deep.equal([])
    })

    it('tells a model nothing personal of anybody, and asks it only where an article answers', () => {
      const values = personalValues()
      for (const { ticket, toModel } of outcomes) {
        const told = toModel.join('\n')
        expect(
          values.filter((value) => told.includes(value)),
          String(ticket.id),
        ).to.deep.equal([])
      }
      const asked = outcomes.filter(({ toModel }) => toModel.length > 0)
      expect(asked.length).to.be.within(withModel ? 15 : 0, withModel ? outcomes.length : 0)
      expect(having(...MUST_REFUSE).flatMap(({ toModel }) => toModel)).to.deep.equal([])
    })
  })
