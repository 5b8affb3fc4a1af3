import { expect } from 'chai'
import type { DraftOrder } from '../../../src/domain/api.ts'
import type { Draft, DraftSentence } from '../../../src/domain/draft.ts'
import { SHIPPED_THRESHOLD } from '../../../src/domain/refusal-threshold.ts'
import { ADMIN, AGENT, type Harness, LOG_TABLES, OTHER_AGENT } from '../../support/companion-harness.ts'
import {
  ARTICLES,
  consentedTicket,
  type DraftRun,
  draft,
  draftRow,
  draftsMade,
  grant,
  newDraftId,
  orderFor,
  REFUND_QUESTION,
  REQUESTER,
  startDesk,
  withdraw,
} from '../../support/drafting-desk.ts'
import { answerOf, inPieces, type Reading, scriptedModel } from '../../support/scripted-model.ts'

/** Stands in the ticket and nowhere else. */
const TICKET_WORD = 'zwetschgendatschi'
const TICKET_TEXT = `${REFUND_QUESTION} It was for my ${TICKET_WORD}.`
const TWO_QUESTIONS = `When will I get my refund? And what are the shipping costs to Austria? ${TICKET_WORD}`
const BRIDGE = 'For the rest of your message I will get back to you personally.'

type Rewriting = NonNullable<DraftOrder['rewrite']>

function rewriteFor(
  ticketId: string,
  of: string,
  how: Rewriting['how'],
  change: Partial<DraftOrder> = {},
): DraftOrder {
  return {
    draftId: newDraftId(),
    ticketId,
    requesterId: REQUESTER,
    comments: [],
    lastCommentId: '501',
    replaced: {},
    rewrite: { of, how },
    ...change,
  }
}

/** All sentences of the passages about refunds for the first question, of shipping for the second. */
function sayBoth({ passages }: Reading): readonly string[] {
  const segments = passages.flatMap(({ name, head, text }) => {
    const question = /refund|Geld/.test(head) ? 1 : /Shipping|Versand/.test(head) ? 2 : 0
    const sentences = text.split(/(?<=\.)\s/)
    return question === 0
      ? []
      : sentences.map((said) => ({ question, text: said, citations: [{ passage: name, quote: said }] }))
  })
  return inPieces(answerOf(segments))
}

const refusalsOf = ({ events }: DraftRun) => {
  const last = events.at(-1)
  return last?.event === 'refused' ? last.refusals.map(({ refusal }) => refusal) : []
}
const textsOf = (made: Draft | undefined, kind: DraftSentence['kind']) =>
  (made?.sentences ?? []).filter((sentence) => sentence.kind === kind).map(({ text }) => text)
const articlesOf = (made: Draft | undefined) =>
  (made?.passages ?? []).map(({ articleId, locale }) => `${articleId} ${locale}`)

describe('the task of a draft', () => {
  const model = scriptedModel()
  let desk: Harness
  let plain: Harness
  before(async () => {
    desk = await startDesk({ model })
    plain = await startDesk()
    await desk.sessionOf(OTHER_AGENT)
  })
  afterEach(() => {
    model.reset()
    plain.drafter.reset()
  })
  after(async () => {
    await desk.stop()
    await plain.stop()
  })

  const auditSince = (from: number, at = desk) => at.audit().slice(from)
  const askedText = () => JSON.stringify(model.calls)

  async function ready(at: Harness, text: string, change: Partial<DraftOrder> = {}) {
    const ticketId = await consentedTicket(at)
    const made = await draft(at, orderFor(ticketId, text, change))
    if (made.draft === undefined) throw new Error(`no draft was made: ${made.text}`)
    return { ticketId, made: made.draft }
  }

  describe('of a ticket', () => {
    it('holds tone and length as the agent chose them, and plain ones otherwise', async () => {
      await ready(desk, TICKET_TEXT, { tone: 'formal', length: 'detailed' })
      await ready(desk, TICKET_TEXT)
      expect(model.readings.map(({ user }) => user.split('\n')[2])).to.deep.equal([
        'TONE formal   LENGTH detailed',
        'TONE neutral   LENGTH normal',
      ])
    })

    it('holds the ticket once, fenced, by another name each time', async () => {
      await ready(desk, TICKET_TEXT, { subject: 'My refund' })
      await ready(desk, TICKET_TEXT)
      expect(model.readings.map(({ ticket }) => ticket)).to.deep.equal([
        `My refund\n${TICKET_TEXT}`,
        TICKET_TEXT,
      ])
      const [one, other] = model.readings.map(({ user }) => user.split('\n').at(-1))
      expect(one).to.match(/^END TICKET [\w-]{22}$/)
      expect(one).to.not.equal(other)
    })

    it('holds no passage outside the allowlist or for staff, though it would answer', async () => {
      model.says = sayBoth
      await ready(desk, `${TWO_QUESTIONS} How do I descale a kettle? How do I reset my password?`)
      expect(askedText()).to.not.match(/citric acid|Forgotten password/)
    })

    it('holds no article that was taken out of this ticket’s scope', async () => {
      const ticketId = await consentedTicket(desk)
      const order = () => orderFor(ticketId, TICKET_TEXT)
      await draft(desk, order())
      const beside = model.readings[0]?.passages.map(({ head }) => head) ?? []
      expect(beside).to.include('Change or cancel an order')
      await desk.api(AGENT, 'POST', `/tickets/${ticketId}/scope/narrowings`, {
        denyArticles: [{ articleId: 'cancel' }],
      })
      await draft(desk, order())
      expect(model.readings[1]?.passages.map(({ head }) => head)).to.not.include('Change or cancel an order')
    })

    it('asks nobody when no article answers', async () => {
      const ticketId = await consentedTicket(desk)
      const run = await draft(desk, orderFor(ticketId, 'Do you rent fishing boats in Norway?'))
      expect(run.reasons).to.deep.equal(['NOT_COVERED'])
      expect(model.calls).to.deep.equal([])
    })

    it('is in the language that the agent asks for, from the same articles in it', async () => {
      const { made } = await ready(desk, TICKET_TEXT, { replyLocale: 'de' })
      expect(made.locale).to.equal('de')
      expect(articlesOf(made)).to.deep.equal(['refund de'])
      expect(made.sentences[0]?.text).to.equal('Guten Tag,')
      expect(model.readings[0]?.user).to.contain('\nREPLY LANGUAGE de\n')
      expect(new Set(model.readings[0]?.passages.map(({ head }) => head))).to.deep.equal(
        new Set(['Wann bekomme ich mein Geld zurück?']),
      )
    })

    const elsewhere: Readonly<
      Record<string, { replyLocale: string; deny: object | null; locales: readonly string[] }>
    > = {
      'that no article is in': { replyLocale: 'fr', deny: null, locales: ['en-us', 'de'] },
      'that the answering article is not in': {
        replyLocale: 'de',
        deny: { articleId: 'refund', locale: 'de' },
        locales: ['en-us'],
      },
    }
    for (const [name, { replyLocale, deny, locales }] of Object.entries(elsewhere))
      it(`is refused, naming where the answer exists, in a language ${name}`, async () => {
        const ticketId = await consentedTicket(desk)
        if (deny !== null)
          await desk.api(AGENT, 'POST', `/tickets/${ticketId}/scope/narrowings`, { denyArticles: [deny] })
        const run = await draft(desk, orderFor(ticketId, TICKET_TEXT, { replyLocale }))
        expect(refusalsOf(run)).to.deep.equal([{ reason: 'LANGUAGE_NOT_COVERED', locales }])
        expect(model.calls).to.deep.equal([])
        expect(draftsMade(desk, ticketId)).to.equal(0)
      })

    it('stays on this machine when the agent wants it, and can be inserted', async () => {
      const from = desk.audit().length
      const { made } = await ready(desk, TICKET_TEXT, { drafter: 'extractive' })
      expect(model.calls).to.deep.equal([])
      expect(made.receipt.egress).to.equal(null)
      expect(made.receipt.drafter).to.include({
        drafter: 'extractive',
        provider: 'extractive',
        region: 'local',
      })
      expect(textsOf(made, 'quote')).to.have.length(2)
      expect(textsOf(made, 'statement')).to.deep.equal([])
      expect(auditSince(from).map(({ type }) => type)).to.not.include('egress.sent')
      const sentenceIds = made.sentences.map(({ id }) => id)
      const order = { sentenceIds, how: 'insert', lastCommentId: '501' }
      const inserted = await desk.api(AGENT, 'POST', `/drafts/${made.id}/insertions`, order)
      expect(inserted.body).to.deep.equal({
        outcome: 'allowed',
        sentences: made.sentences,
        allowedAt: desk.world.now().toISOString(),
      })
    })
  })

  describe('of a rewrite', () => {
    const rewrites: Readonly<
      Record<string, { how: Rewriting['how']; change: Partial<DraftOrder>; locale: string }>
    > = {
      shorter: { how: 'shorter', change: {}, locale: 'en-us' },
      friendlier: { how: 'friendlier', change: { tone: 'friendly' }, locale: 'en-us' },
      'more formal': { how: 'more_formal', change: { tone: 'formal' }, locale: 'en-us' },
      'in German': { how: 'translate', change: { replyLocale: 'de' }, locale: 'de' },
      'in the German of Austria': { how: 'translate', change: { replyLocale: 'de-at' }, locale: 'de' },
    }
    for (const [name, { how, change, locale }] of Object.entries(rewrites))
      it(`asks with the draft and without the ticket, and names the first draft, when it is to be ${name}`, async () => {
        const { ticketId, made } = await ready(desk, TICKET_TEXT)
        expect(model.readings[0]?.user).to.contain(TICKET_WORD)
        model.reset()
        const [first, from] = [draftRow(desk, made.id), desk.audit().length]
        const { draft: again } = await draft(desk, rewriteFor(ticketId, made.id, how, change))

        expect(model.calls).to.have.length(1)
        const { user = '' } = model.readings[0] ?? {}
        expect(user.split('\n').slice(0, 4)).to.deep.equal([
          'TASK rewrite',
          `CHANGE ${how}`,
          `REPLY LANGUAGE ${locale}`,
          `TONE ${change.tone ?? 'neutral'}   LENGTH normal`,
        ])
        for (const [at, text] of textsOf(made, 'statement').entries())
          expect(user).to.contain(`\n[[S${at + 1}]] (question 1) ${text}`)
        expect(askedText()).to.not.contain(TICKET_WORD)
        expect(user).to.not.match(/QUESTIONS|TICKET|Kind regards/)

        expect(again?.receipt.rewrite).to.deep.equal({ of: made.id, how })
        expect(again?.receipt.fieldsSent).to.deep.equal([])
        expect(again?.receipt.egress).to.include({ calls: 1, store: false })
        expect(again?.locale).to.equal(locale)
        expect(articlesOf(again)).to.deep.equal([`refund ${locale}`])
        expect(again?.parts).to.deep.equal(made.parts)
        expect(auditSince(from).map(({ type }) => type)).to.deep.equal([
          'gate.decided',
          'gate.decided',
          'egress.sent',
          'egress.settled',
          'draft.made',
        ])
        expect(auditSince(from)[0]?.detail).to.include({ action: 'rewrite', draft: again?.id })
        expect(draftRow(desk, made.id)).to.deep.equal(first)
        expect(draftsMade(desk, ticketId)).to.equal(2)
      })

    it('can be inserted like any draft', async () => {
      const { ticketId, made } = await ready(desk, TICKET_TEXT)
      const { draft: again } = await draft(desk, rewriteFor(ticketId, made.id, 'shorter'))
      const sentenceIds = (again?.sentences ?? []).map(({ id }) => id)
      const order = { sentenceIds, how: 'insert', lastCommentId: '501' }
      const inserted = await desk.api(AGENT, 'POST', `/drafts/${again?.id}/insertions`, order)
      expect(inserted.body).to.deep.equal({
        outcome: 'allowed',
        sentences: again?.sentences,
        allowedAt: desk.world.now().toISOString(),
      })
    })

    it('may be of a draft that was inserted, of a rewrite, and of one made on this machine', async () => {
      const { ticketId, made } = await ready(desk, TICKET_TEXT, { drafter: 'extractive' })
      const order = { sentenceIds: ['s1'], how: 'insert', lastCommentId: '501' }
      await desk.api(AGENT, 'POST', `/drafts/${made.id}/insertions`, order)
      const second = await draft(desk, rewriteFor(ticketId, made.id, 'shorter'))
      const third = await draft(desk, rewriteFor(ticketId, second.draft?.id ?? '', 'friendlier'))
      expect(textsOf(third.draft, 'statement')).to.deep.equal(textsOf(made, 'quote'))
      expect(third.draft?.receipt.rewrite).to.deep.equal({ of: second.draft?.id, how: 'friendlier' })
    })

    it('is verified like any draft: what no passage carries is left out, or nothing is left', async () => {
      const { ticketId, made } = await ready(desk, TICKET_TEXT)
      const foreign = 'Our lawyers in Paris recommend buying lottery tickets every Sunday.'
      model.says = () => [answerOf([{ text: foreign, citations: [{ passage: 'P1', quote: foreign }] }])]
      const run = await draft(desk, rewriteFor(ticketId, made.id, 'friendlier'))
      expect(refusalsOf(run)).to.deep.equal([{ reason: 'NOT_GROUNDED', dropped: 1 }])
      expect(run.text).to.not.contain('lottery')
    })

    it('may cite nothing beside the passages of the draft', async () => {
      const { ticketId, made } = await ready(desk, TICKET_TEXT)
      const all = model.readings[0]?.passages.length ?? 0
      await draft(desk, rewriteFor(ticketId, made.id, 'shorter'))
      expect(model.readings[1]?.passages.length).to.equal(made.passages.length)
      expect(made.passages.length).to.be.below(all)
    })
  })

  describe('of a rewrite is refused, and the model is not asked,', () => {
    interface Case {
      readonly reason: string
      readonly prepare?: (ticketId: string, made: Draft) => Promise<unknown>
      readonly order?: Partial<DraftOrder>
      readonly how?: Rewriting['how']
      readonly as?: string
      /** The gate had said yes, and the id was reserved: it is closed again, empty. */
      readonly reserved?: boolean
    }
    const narrow = (ticketId: string, order: object) =>
      desk.api(AGENT, 'POST', `/tickets/${ticketId}/scope/narrowings`, order)
    const cases: Readonly<Record<string, Case>> = {
      'when the draft is another agent’s': { reason: 'DRAFT_NOT_OPEN', as: OTHER_AGENT },
      'when the draft was dismissed': {
        reason: 'DRAFT_NOT_OPEN',
        prepare: (_, { id }) => desk.api(AGENT, 'POST', `/drafts/${id}/dismissals`, { reason: 'wrong_tone' }),
      },
      'when the ticket has a newer comment': { reason: 'TICKET_CHANGED', order: { lastCommentId: '502' } },
      'when consent was withdrawn since': {
        reason: 'CONSENT_NOT_GRANTED',
        prepare: (id) => withdraw(desk, id),
      },
      'when the page names another requester': { reason: 'REQUESTER_MISMATCH', order: { requesterId: '22' } },
      'when its article was taken out of the scope': {
        reason: 'ARTICLE_CHANGED',
        prepare: (id) => narrow(id, { denyArticles: [{ articleId: 'refund' }] }),
      },
      'when the scope permits no rewrite': {
        reason: 'ACTION_NOT_IN_SCOPE',
        prepare: (id) => narrow(id, { removeActions: ['rewrite'] }),
      },
      'when the last draft of the limit was made': {
        reason: 'DRAFT_LIMIT_REACHED',
        prepare: async (id) =>
          desk.tamper((database) => {
            database.prepare('update ticket set drafts_made = 10 where ticket_id = ?').run(id)
          }),
      },
      'when it is to be worded on this machine': {
        reason: 'DRAFTER_CANNOT',
        order: { drafter: 'extractive' },
        reserved: true,
      },
      'when no article is in the language': {
        reason: 'LANGUAGE_NOT_COVERED',
        how: 'translate',
        order: { replyLocale: 'fr' },
        reserved: true,
      },
      'when the cited article is not in the language': {
        reason: 'LANGUAGE_NOT_COVERED',
        how: 'translate',
        order: { replyLocale: 'de' },
        prepare: (id) => narrow(id, { denyArticles: [{ articleId: 'refund', locale: 'de' }] }),
        reserved: true,
      },
    }
    /** All that a refusal may touch besides the log: the row of the id that was asked for. */
    const rest = () => desk.dump([...LOG_TABLES, 'draft'])
    const otherDrafts = (but: string) => desk.rows(`select * from draft where draft_id <> '${but}'`)

    for (const [
      name,
      { reason, prepare, order: change, how = 'shorter', as = AGENT, reserved },
    ] of Object.entries(cases))
      it(`${name}: ${reason}`, async () => {
        const { ticketId, made } = await ready(desk, TICKET_TEXT)
        await prepare?.(ticketId, made)
        model.reset()
        const order = rewriteFor(ticketId, made.id, how, change)
        const [stored, drafts, from] = [rest(), otherDrafts(order.draftId), desk.audit().length]
        const run = await draft(desk, order, as)
        expect(run.reasons).to.deep.equal([reason])
        expect(run.events.map(({ event }) => event)).to.deep.equal(
          reserved ? ['accepted', 'refused'] : ['refused'],
        )
        expect(model.calls).to.deep.equal([])
        expect(rest()).to.equal(stored)
        expect(otherDrafts(order.draftId)).to.deep.equal(drafts)
        const row = draftRow(desk, order.draftId)
        if (reserved) expect(row).to.include({ status: 'discarded', sealed_content: null, receipt: null })
        else expect(row).to.equal(undefined)
        const [, refused] = auditSince(from)
        expect(auditSince(from).map(({ type }) => type)).to.deep.equal(['gate.decided', 'draft.refused'])
        expect(refused?.object).to.deep.equal({
          kind: reserved ? 'draft' : 'draft_order',
          ref: order.draftId,
        })
        expect(refused?.detail).to.deep.equal({ reasons: [reason] })
      })

    it('with the same words whether the draft is another agent’s, another ticket’s or nobody’s', async () => {
      const { ticketId, made } = await ready(desk, TICKET_TEXT)
      const other = await ready(desk, TICKET_TEXT)
      model.reset()
      const runs = [
        await draft(desk, rewriteFor(ticketId, made.id, 'shorter'), OTHER_AGENT),
        await draft(desk, rewriteFor(ticketId, other.made.id, 'shorter')),
        await draft(desk, rewriteFor(ticketId, newDraftId(), 'shorter')),
      ]
      // Each has a receipt of its own, which names the draft that was asked for and no other.
      const words = runs.map(({ text }) => text.replace(/"decision":\{"id":"[0-9a-f-]{36}"/, ''))
      expect(new Set(words).size).to.equal(1)
      expect(runs[0]?.reasons).to.deep.equal(['DRAFT_NOT_OPEN'])
      expect(model.calls).to.deep.equal([])
    })

    it('once consent was given anew: the draft was made under the old one', async () => {
      const { ticketId, made } = await ready(desk, TICKET_TEXT)
      model.reset()
      expect((await grant(desk, ticketId)).status).to.equal(201)
      const run = await draft(desk, rewriteFor(ticketId, made.id, 'shorter'))
      expect(run.reasons).to.deep.equal(['DRAFT_NOT_OPEN'])
      desk.tamper((database) => {
        database.prepare("update draft set status = 'ready' where draft_id = ?").run(made.id)
      })
      const reopened = await draft(desk, rewriteFor(ticketId, made.id, 'shorter'))
      expect(reopened.reasons).to.deep.equal(['CONSENT_CHANGED'])
      expect(model.calls).to.deep.equal([])
      expect(draftsMade(desk, ticketId)).to.equal(1)
    })

    it('when its article was edited since, and not once it is as it was', async () => {
      const { ticketId, made } = await ready(desk, TICKET_TEXT)
      model.reset()
      const edited = ARTICLES.map((article) =>
        article.articleId === 'refund' && article.locale === 'en-us'
          ? { ...article, title: 'When is my refund due?', versionHash: 'f'.repeat(64) }
          : article,
      )
      await desk.sync(edited)
      const refused = await draft(desk, rewriteFor(ticketId, made.id, 'shorter'))
      await desk.sync(ARTICLES)
      expect(refused.reasons).to.deep.equal(['ARTICLE_CHANGED'])
      expect(model.calls).to.deep.equal([])
      expect(draftsMade(desk, ticketId)).to.equal(1)
      const made2 = await draft(desk, rewriteFor(ticketId, made.id, 'shorter'))
      expect(made2.draft?.status).to.equal('ready')
    })

    it('naming the languages that the cited article is in', async () => {
      const { ticketId, made } = await ready(desk, TICKET_TEXT)
      const into = (replyLocale: string) =>
        draft(desk, rewriteFor(ticketId, made.id, 'translate', { replyLocale }))
      expect(refusalsOf(await into('fr'))).to.deep.equal([
        { reason: 'LANGUAGE_NOT_COVERED', locales: ['en-us', 'de'] },
      ])
      await narrow(ticketId, { denyArticles: [{ articleId: 'refund', locale: 'de' }] })
      expect(refusalsOf(await into('de'))).to.deep.equal([
        { reason: 'LANGUAGE_NOT_COVERED', locales: ['en-us'] },
      ])
    })

    it('where nothing but this machine drafts', async () => {
      const { ticketId, made } = await ready(plain, TICKET_TEXT)
      plain.drafter.reset()
      for (const how of ['shorter', 'friendlier', 'more_formal'] as const) {
        const run = await draft(plain, rewriteFor(ticketId, made.id, how))
        expect(refusalsOf(run)).to.deep.equal([{ reason: 'DRAFTER_CANNOT', action: 'rewrite' }])
      }
      expect(plain.drafter.calls).to.equal(0)
      expect(draftsMade(plain, ticketId)).to.equal(1)
    })

    const senseless: Readonly<Record<string, (of: string) => Record<string, unknown>>> = {
      'it carries comments': () => ({
        comments: [{ id: '1', text: 'More.', createdAt: '2026-11-20T08:00:00.000Z' }],
      }),
      'it carries a subject': () => ({ subject: 'Refund' }),
      'it carries a language of the requester': () => ({ locale: 'en-us' }),
      'it translates into no language': (of) => ({ rewrite: { of, how: 'translate' } }),
      'it keeps one question without saying which': (of) => ({ rewrite: { of, how: 'only_part' } }),
      'it shortens one question': (of) => ({ rewrite: { of, how: 'shorter', part: 1 } }),
      'it keeps a question that has no number': (of) => ({ rewrite: { of, how: 'only_part', part: 0 } }),
      'it is a change that does not exist': (of) => ({ rewrite: { of, how: 'funnier' } }),
      'it is of something that is no draft': () => ({ rewrite: { of: '1', how: 'shorter' } }),
      'it has a wish of its own': (of) => ({ rewrite: { of, how: 'shorter', prompt: 'Be funny.' } }),
    }
    let shared: Promise<{ ticketId: string; made: Draft }> | null = null
    for (const [name, change] of Object.entries(senseless))
      it(`as a bad request when ${name}`, async () => {
        shared ??= ready(desk, TICKET_TEXT)
        const { ticketId, made } = await shared
        model.reset()
        const order = { ...rewriteFor(ticketId, made.id, 'shorter'), ...change(made.id) }
        const from = desk.audit().length
        const run = await draft(desk, order)
        expect([run.status, run.code]).to.deep.equal([400, 'BAD_REQUEST'])
        expect(model.calls).to.deep.equal([])
        expect(auditSince(from)).to.deep.equal([])
        expect(draftRow(desk, order.draftId)).to.equal(undefined)
      })
  })

  describe('to keep only one question', () => {
    const desks: Readonly<Record<string, { at: () => Harness; kind: DraftSentence['kind'] }>> = {
      'a model worded the draft': { at: () => desk, kind: 'statement' },
      'the draft is verbatim': { at: () => plain, kind: 'quote' },
    }
    for (const [name, { at, kind }] of Object.entries(desks)) {
      for (const part of [1, 2])
        it(`says the sentences of question ${part} as they stand, and asks nobody, where ${name}`, async () => {
          model.says = sayBoth
          const { ticketId, made } = await ready(at(), TWO_QUESTIONS)
          expect(made.parts.map(({ outcome }) => outcome)).to.deep.equal(['answered', 'answered'])
          model.reset()
          plain.drafter.reset()
          const from = at().audit().length
          const rewrite = { of: made.id, how: 'only_part', part } as const
          const run = await draft(at(), rewriteFor(ticketId, made.id, 'only_part', { rewrite }))
          const kept = made.sentences.filter((sentence) => sentence.kind === kind && sentence.part === part)
          expect(kept).to.not.deep.equal([])
          expect(textsOf(run.draft, kind)).to.deep.equal(kept.map(({ text }) => text))
          expect(textsOf(run.draft, 'template')).to.deep.equal(textsOf(made, 'template'))
          expect(run.draft?.parts).to.deep.equal([{ part, question: part, outcome: 'answered' }])
          expect(run.draft?.receipt).to.deep.include({
            egress: null,
            rewrite: { of: made.id, how: 'only_part' },
          })
          expect([model.calls.length, plain.drafter.calls]).to.deep.equal([0, 0])
          expect(auditSince(from, at()).map(({ type }) => type)).to.deep.equal(['gate.decided', 'draft.made'])
        })

      it(`leaves out the bridge to what was not answered, where ${name}`, async () => {
        const text = 'When will I get my refund? And do you rent fishing boats in Norway?'
        const { ticketId, made } = await ready(at(), text)
        expect(textsOf(made, 'template')).to.include(BRIDGE)
        const rewrite = { of: made.id, how: 'only_part', part: 1 } as const
        const run = await draft(at(), rewriteFor(ticketId, made.id, 'only_part', { rewrite }))
        expect(textsOf(run.draft, 'template')).to.deep.equal(
          textsOf(made, 'template').filter((said) => said !== BRIDGE),
        )
        expect(run.draft?.parts.map(({ part }) => part)).to.deep.equal([1])
      })

      for (const part of [2, 3])
        it(`breaks, and stores nothing, for question ${part} that it does not answer, where ${name}`, async () => {
          const text = 'When will I get my refund? And do you rent fishing boats in Norway?'
          const { ticketId, made } = await ready(at(), text)
          model.reset()
          const rewrite = { of: made.id, how: 'only_part', part } as const
          const order = rewriteFor(ticketId, made.id, 'only_part', { rewrite })
          const run = await draft(at(), order)
          expect(run.code).to.equal('BAD_REQUEST')
          expect(model.calls).to.deep.equal([])
          expect(draftRow(at(), order.draftId)).to.include({
            status: 'discarded',
            sealed_content: null,
            receipt: null,
          })
          expect(draftsMade(at(), ticketId)).to.equal(1)
        })
    }

    it('passes the verifier again: a greeting that the account no longer has is left out', async () => {
      const { ticketId, made } = await ready(plain, TWO_QUESTIONS)
      await plain.api(ADMIN, 'PUT', '/console/templates/en-us', {
        locale: 'en-us',
        greetingNamed: 'Dear {name},',
        greetingUnnamed: 'Dear customer,',
        closing: 'Kind regards',
        notCoveredBridge: BRIDGE,
      })
      const rewrite = { of: made.id, how: 'only_part', part: 1 } as const
      const run = await draft(plain, rewriteFor(ticketId, made.id, 'only_part', { rewrite }))
      expect(textsOf(run.draft, 'template')).to.deep.equal(['Kind regards'])
      expect(run.draft?.dropped).to.deep.equal([{ rule: 'NOT_A_TEMPLATE', part: 0, text: null }])
    })
  })

  describe('when all is done', () => {
    it('has left no word of a ticket in the store or the log', () => {
      expect(desk.audit().filter(({ type }) => type === 'draft.made').length).to.be.greaterThan(20)
      expect(desk.dump()).to.not.contain(TICKET_WORD)
      expect(desk.logged()).to.not.contain(TICKET_WORD)
    })
  })
})

describe('the threshold of an account', () => {
  let desk: Harness
  beforeEach(async () => {
    desk = await startDesk()
  })
  afterEach(() => desk.stop())

  async function put(refusalThreshold: number | null): Promise<number> {
    const { body: policy } = await desk.api(ADMIN, 'GET', '/console/scope-policy')
    const { refusalThreshold: _, ...rest } = policy
    const next = refusalThreshold === null ? rest : { ...rest, refusalThreshold }
    return (await desk.api(ADMIN, 'PUT', '/console/scope-policy', next)).status
  }
  const ask = async () => draft(desk, orderFor(await consentedTicket(desk), REFUND_QUESTION))

  it('refuses what is less sure, holds at once when it is raised, and asks no drafter', async () => {
    const before = await ask()
    expect(before.draft?.receipt.threshold).to.equal(SHIPPED_THRESHOLD)
    expect(await put(0.99)).to.equal(200)
    const calls = desk.drafter.calls
    const after = await ask()
    expect(after.reasons).to.deep.equal(['NOT_COVERED'])
    expect(after.draft).to.equal(undefined)
    // The drafter composes the "not covered" as well; no draft was stored.
    expect(desk.drafter.calls - calls).to.be.lessThan(2)
    expect(desk.rows("select * from draft where status = 'ready'")).to.have.length(1)
  })

  it('is named by the receipt, and by whoever explains a ticket', async () => {
    expect(await put(0.45)).to.equal(200)
    const ticketId = await consentedTicket(desk)
    const run = await draft(desk, orderFor(ticketId, REFUND_QUESTION))
    expect(run.draft?.receipt.threshold).to.equal(0.45)
    const why = await desk.api(ADMIN, 'GET', `/console/tickets/${ticketId}/why`)
    expect(why.body.threshold).to.deep.equal({ value: 0.45, set: true })
  })

  it('waits for a second person when it is lowered, and holds unchanged until then', async () => {
    expect(await put(0.99)).to.equal(200)
    expect(await put(0.3)).to.equal(202)
    expect(await put(null)).to.equal(202)
    expect((await ask()).reasons).to.deep.equal(['NOT_COVERED'])
    const { body: policy } = await desk.api(ADMIN, 'GET', '/console/scope-policy')
    expect(policy.refusalThreshold).to.equal(0.99)
  })

  for (const wrong of [0, 0.01, 1, 0.12345, '0.5', -1])
    it(`cannot be ${JSON.stringify(wrong)}, and nothing is stored`, async () => {
      const { body: policy } = await desk.api(ADMIN, 'GET', '/console/scope-policy')
      const before = desk.dump(LOG_TABLES)
      const order = { ...policy, refusalThreshold: wrong }
      expect((await desk.api(ADMIN, 'PUT', '/console/scope-policy', order)).status).to.equal(400)
      expect(desk.dump(LOG_TABLES)).to.equal(before)
    })
})
