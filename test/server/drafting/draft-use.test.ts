import { expect } from 'chai'
import type { Draft } from '../../../src/domain/draft.ts'
import { ADMIN, AGENT, type Harness, OTHER_AGENT } from '../../support/companion-harness.ts'
import {
  ALLOWED,
  ARTICLES,
  draft,
  draftRow,
  orderFor,
  REFUND_QUESTION,
  readyDraft,
  startDesk,
  withdraw,
} from '../../support/drafting-desk.ts'
import { DAY } from '../../support/fake-world.ts'
import { sendWebhook } from '../../support/signed-webhook.ts'

const insertion = (sentenceIds: readonly string[], change: object = {}) => ({
  sentenceIds,
  how: 'insert',
  lastCommentId: '501',
  ...change,
})
const idsOf = ({ sentences }: Draft) => sentences.map(({ id }) => id)

describe('using a draft', () => {
  let desk: Harness
  beforeEach(async () => {
    desk = await startDesk()
  })
  afterEach(() => desk.stop())

  const insert = (draftId: string, body: unknown, as = AGENT) =>
    desk.api(as, 'POST', `/drafts/${draftId}/insertions`, body)
  const dismiss = (draftId: string, as = AGENT) =>
    desk.api(as, 'POST', `/drafts/${draftId}/dismissals`, { reason: 'wrong_tone' })
  const reasonsOf = (answer: { body: { refusals: { refusal: { reason: string } }[] } }) =>
    answer.body.refusals.map(({ refusal }) => refusal.reason)

  describe('inserting', () => {
    it('allows the whole draft, audits how much, and marks it as inserted', async () => {
      const { draft: made } = await readyDraft(desk)
      const answer = await insert(made.id, insertion(idsOf(made)))
      expect(answer.body).to.deep.equal({
        outcome: 'allowed',
        sentences: made.sentences,
        allowedAt: desk.world.now().toISOString(),
      })
      expect(desk.audit().at(-1)).to.deep.include({
        type: 'draft.inserted',
        decision: 'insert',
        detail: { sentences: 4, of: 4 },
      })
      expect(draftRow(desk, made.id)).to.include({ status: 'inserted' })
    })

    it('allows single sentences, in the order of the draft, and a second time', async () => {
      const { draft: made } = await readyDraft(desk)
      const first = await insert(made.id, insertion(['s3', 's2'], { how: 'copy' }))
      expect(first.body.sentences).to.deep.equal([made.sentences[1], made.sentences[2]])
      const second = await insert(made.id, insertion(idsOf(made)))
      expect(second.body.outcome).to.equal('allowed')
      expect(desk.audit().filter(({ type }) => type === 'draft.inserted').length).to.equal(2)
    })

    const wrongIds: Readonly<Record<string, readonly string[]>> = {
      'one that the draft lacks': ['s99'],
      'one of the draft and one that it lacks': ['s1', 's99'],
      'one that is counted further': ['s5'],
    }
    for (const [name, ids] of Object.entries(wrongIds))
      it(`inserts nothing by half when the page names ${name}`, async () => {
        const { draft: made } = await readyDraft(desk)
        const before = desk.dump()
        const answer = await insert(made.id, insertion(ids))
        expect([answer.status, answer.body.code]).to.deep.equal([400, 'BAD_REQUEST'])
        expect(desk.dump()).to.equal(before)
      })

    interface Turn {
      readonly act: (ticketId: string, draftId: string) => unknown
      readonly reasons: readonly string[]
      readonly body?: object
    }
    const turns: Readonly<Record<string, Turn>> = {
      'the ticket has a newer comment': {
        act: () => undefined,
        body: { lastCommentId: '502' },
        reasons: ['TICKET_CHANGED'],
      },
      'the requester has withdrawn': {
        act: (ticketId) => withdraw(desk, ticketId),
        reasons: ['DRAFT_NOT_OPEN'],
      },
      'the requester has changed': {
        act: (ticketId) => sendWebhook(desk, { ticketId, requesterId: '22' }),
        reasons: ['DRAFT_NOT_OPEN'],
      },
      'the draft was dismissed': { act: (_, draftId) => dismiss(draftId), reasons: ['DRAFT_NOT_OPEN'] },
      'the scope has ended': { act: () => desk.world.pass(31 * DAY), reasons: ['SCOPE_EXPIRED'] },
      'the scope lost the action': {
        act: (ticketId) =>
          desk.api(AGENT, 'POST', `/tickets/${ticketId}/scope/narrowings`, { removeActions: ['draft'] }),
        reasons: ['ACTION_NOT_IN_SCOPE'],
      },
      'the scope denies the cited article': {
        act: (ticketId) =>
          desk.api(AGENT, 'POST', `/tickets/${ticketId}/scope/narrowings`, {
            denyArticles: [{ articleId: 'refund' }],
          }),
        reasons: ['ARTICLE_CHANGED'],
      },
      'the allowlist no longer holds the cited article': {
        act: () =>
          desk.api(ADMIN, 'PUT', '/console/allowlist', {
            version: 1,
            selection: { ...ALLOWED, deny: [{ articleId: 'refund' }] },
          }),
        reasons: ['ARTICLE_CHANGED'],
      },
      'the cited article was changed': {
        act: () => desk.sync(ARTICLES.map((article) => ({ ...article, title: `${article.title}, anew` }))),
        reasons: ['ARTICLE_CHANGED'],
      },
      'the cited article was taken down': {
        act: () => desk.sync(ARTICLES.filter(({ articleId }) => articleId !== 'refund')),
        reasons: ['ARTICLE_CHANGED'],
      },
    }
    for (const [name, { act, reasons, body }] of Object.entries(turns))
      it(`refuses, and audits why, when ${name}`, async () => {
        const { ticketId, draft: made } = await readyDraft(desk)
        await act(ticketId, made.id)
        const status = draftRow(desk, made.id)?.status
        const answer = await insert(made.id, insertion(idsOf(made), body))
        expect(answer.body.outcome).to.equal('refused')
        expect(reasonsOf(answer)).to.deep.equal(reasons)
        expect(answer.text).to.not.contain('warehouse')
        expect(desk.audit().at(-1)).to.deep.include({
          type: 'draft.insert_refused',
          detail: { reasons },
        })
        expect(draftRow(desk, made.id)?.status).to.equal(status)
      })

    it('is no longer possible after a draft that was inserted once, when the requester withdraws', async () => {
      const { ticketId, draft: made } = await readyDraft(desk)
      await insert(made.id, insertion(idsOf(made)))
      await withdraw(desk, ticketId)
      const again = await insert(made.id, insertion(idsOf(made)))
      expect(reasonsOf(again)).to.deep.equal(['CONSENT_NOT_GRANTED', 'DRAFT_TO_REMOVE'])
    })

    it('does not open an old draft when the requester consents anew', async () => {
      const { ticketId, draft: made } = await readyDraft(desk)
      await insert(made.id, insertion(idsOf(made)))
      await desk.api(AGENT, 'POST', `/tickets/${ticketId}/consent/events`, {
        event: 'grant',
        channel: 'phone',
        evidence: 'said so again',
      })
      const again = await insert(made.id, insertion(idsOf(made)))
      expect(reasonsOf(again)).to.deep.equal(['CONSENT_CHANGED'])
    })
  })

  describe('a draft of another agent', () => {
    it('does not exist: not to read, not to insert, not to dismiss, not even for an admin', async () => {
      const { draft: made } = await readyDraft(desk)
      await desk.sessionOf(OTHER_AGENT)
      await desk.sessionOf(ADMIN)
      const before = desk.dump()
      for (const as of [OTHER_AGENT, ADMIN]) {
        const answers = [
          await desk.api(as, 'GET', `/drafts/${made.id}`),
          await insert(made.id, insertion(idsOf(made)), as),
          await dismiss(made.id, as),
        ]
        expect(answers.map(({ status }) => status)).to.deep.equal([404, 404, 404])
        for (const { text } of answers) expect(text).to.not.contain('warehouse')
      }
      expect(desk.dump()).to.equal(before)
      expect((await desk.api(AGENT, 'GET', `/drafts/${made.id}`)).body).to.deep.equal(made)
    })

    it('answers like a draft that never was', async () => {
      const { draft: made } = await readyDraft(desk)
      const [others, nobodys] = await Promise.all([
        desk.api(OTHER_AGENT, 'GET', `/drafts/${made.id}`),
        desk.api(OTHER_AGENT, 'GET', '/drafts/00000000-0000-4000-8000-ffffffffffff'),
      ])
      const { requestId: _one, ...first } = others.body
      const { requestId: _two, ...second } = nobodys.body
      expect(first).to.deep.equal(second)
    })
  })

  describe('dismissing', () => {
    it('removes the words, keeps the receipt, and audits the reason', async () => {
      const { draft: made } = await readyDraft(desk)
      expect((await dismiss(made.id)).status).to.equal(204)
      const row = draftRow(desk, made.id)
      expect([row?.status, row?.sealed_content]).to.deep.equal(['dismissed', null])
      expect(JSON.parse(String(row?.receipt))).to.deep.equal(made.receipt)
      expect(desk.audit().at(-1)).to.deep.include({ type: 'draft.dismissed', decision: 'wrong_tone' })
      expect((await desk.api(AGENT, 'GET', `/drafts/${made.id}`)).status).to.equal(404)
    })

    it('is no error the second time, and audits nothing then', async () => {
      const { draft: made } = await readyDraft(desk)
      await dismiss(made.id)
      const before = desk.dump()
      expect((await dismiss(made.id)).status).to.equal(204)
      expect(desk.dump()).to.equal(before)
    })

    it('answers CONFLICT for a draft that was taken away', async () => {
      const { ticketId, draft: made } = await readyDraft(desk)
      await withdraw(desk, ticketId)
      const answer = await dismiss(made.id)
      expect([answer.status, answer.body.code]).to.deep.equal([409, 'CONFLICT'])
    })
  })

  it('takes the words out of the store when the requester withdraws', async () => {
    const { ticketId, draft: made } = await readyDraft(desk)
    expect(draftRow(desk, made.id)?.sealed_content).to.be.a('string')
    await withdraw(desk, ticketId)
    expect(draftRow(desk, made.id)).to.include({ status: 'discarded', sealed_content: null })
    expect((await desk.api(AGENT, 'GET', `/drafts/${made.id}`)).status).to.equal(404)
  })

  it('shows no words of a draft once its consent has ended by itself, before anybody has swept', async () => {
    const { draft: made } = await readyDraft(desk)
    expect((await desk.api(AGENT, 'GET', `/drafts/${made.id}`)).status).to.equal(200)
    desk.world.pass(181 * DAY)
    const answer = await desk.api(AGENT, 'GET', `/drafts/${made.id}`)
    expect([answer.status, answer.body.code]).to.deep.equal([404, 'NOT_FOUND'])
    expect(draftRow(desk, made.id)?.status).to.equal('ready')
  })

  it('does not show a draft that is still being written', async () => {
    const { ticketId } = await readyDraft(desk)
    const order = orderFor(ticketId, REFUND_QUESTION)
    const seen: number[] = []
    desk.drafter.during = async () => {
      seen.push((await desk.api(AGENT, 'GET', `/drafts/${order.draftId}`)).status)
      const early = await insert(order.draftId, insertion(['s1']))
      seen.push(early.body.outcome === 'refused' ? 0 : 1)
      seen.push((await dismiss(order.draftId)).status)
      return undefined
    }
    const run = await draft(desk, order)
    expect(seen).to.deep.equal([404, 0, 409])
    expect(run.draft?.status).to.equal('ready')
  })
})
