import { expect } from 'chai'
import type { DraftSentence } from '../../../src/domain/draft.ts'
import { Fault } from '../../../src/domain/fault.ts'
import { SHIPPED_THRESHOLD } from '../../../src/domain/refusal-threshold.ts'
import { ADMIN, AGENT, type Harness, OTHER_AGENT } from '../../support/companion-harness.ts'
import {
  ARTICLES,
  consentedTicket,
  draft,
  draftRow,
  draftsMade,
  openedTicket,
  orderFor,
  REFUND_QUESTION,
  REQUESTER,
  startDesk,
} from '../../support/drafting-desk.ts'

const REFUND = ARTICLES.find(({ articleId, locale }) => articleId === 'refund' && locale === 'en-us')
const SENTENCES = REFUND?.passages.flatMap(({ text, sentences }) =>
  sentences.map(({ start, end }) => text.slice(start, end)),
)
const TICKET_WORDS = 'zwetschgendatschi'

describe('drafting a reply', () => {
  let desk: Harness
  before(async () => {
    desk = await startDesk()
  })
  afterEach(() => desk.drafter.reset())
  after(() => desk.stop())

  const typesSince = (index: number) =>
    desk
      .audit()
      .slice(index)
      .map(({ type }) => type)
  const gaps = () => desk.rows('select * from coverage_gap')

  describe('when an allowlisted article answers', () => {
    it('quotes sentences verbatim from a passage of the cited article version', async () => {
      const ticketId = await consentedTicket(desk)
      const run = await draft(desk, orderFor(ticketId, REFUND_QUESTION))
      const quotes = (run.draft?.sentences ?? []).filter((sentence) => sentence.kind === 'quote')
      expect(quotes.map(({ text }) => text)).to.deep.equal(SENTENCES)
      for (const { text, citation } of quotes) {
        const passage = REFUND?.passages.find(({ id }) => id === citation.passageId)
        expect(passage?.text).to.contain(text)
        expect(citation).to.deep.equal({
          articleId: 'refund',
          locale: 'en-us',
          versionHash: REFUND?.versionHash,
          passageId: passage?.id,
          quote: text,
        })
      }
    })

    it('tells accepted, parts, each sentence with its passage, and ready, in this order', async () => {
      const ticketId = await consentedTicket(desk)
      const run = await draft(desk, orderFor(ticketId, REFUND_QUESTION))
      expect(run.events.map(({ event }) => event)).to.deep.equal([
        'accepted',
        'part',
        ...(run.draft?.sentences ?? []).map(() => 'sentence'),
        'ready',
      ])
      const shown = run.events.flatMap((event) => (event.event === 'sentence' ? [event] : []))
      expect(shown.map(({ sentence }) => sentence)).to.deep.equal(run.draft?.sentences)
      expect(shown.map(({ passage }) => passage?.articleId ?? null)).to.deep.equal([
        null,
        'refund',
        'refund',
        null,
      ])
      expect(run.draft?.passages.map(({ url }) => url)).to.deep.equal([REFUND?.url])
    })

    it('writes a receipt that names the grounds, counts what was sent and replaced, and holds no text', async () => {
      const ticketId = await consentedTicket(desk)
      const text = `${REFUND_QUESTION} Write to jo@example.org. ${TICKET_WORDS}`
      const order = orderFor(ticketId, text, { subject: 'Refund', locale: 'en-us', replaced: { NAME: 2 } })
      const { draft: made } = await draft(desk, order)
      const [ticket] = desk.rows(`select scope_hash, ticket_ref from ticket where ticket_id = '${ticketId}'`)
      const entry = desk.audit().findLast(({ type }) => type === 'draft.made')
      expect(made?.receipt).to.deep.equal({
        draftId: order.draftId,
        createdAt: desk.world.now().toISOString(),
        consent: { status: 'granted', epoch: 2, noticeVersion: 1 },
        scopeHash: ticket?.scope_hash,
        allowlistVersion: 1,
        threshold: SHIPPED_THRESHOLD,
        articles: [{ articleId: 'refund', locale: 'en-us', versionHash: REFUND?.versionHash }],
        fieldsSent: [
          { field: 'requester_text', bytes: Buffer.byteLength(text) },
          { field: 'subject', bytes: 6 },
          { field: 'locale', bytes: 5 },
        ],
        replaced: { NAME: 2, EMAIL: 1 },
        drafter: { drafter: 'extractive', provider: 'extractive', region: 'local', version: 'extractive-1' },
        requesterIdentity: 'agent_session',
        verdicts: {
          verified: 4,
          dropped: 0,
          sentences: ['s1', 's2', 's3', 's4'].map((id) => ({ id, verdict: 'verified', support: 1 })),
        },
        egress: null,
        rewrite: null,
        decisions: [
          { id: desk.rows('select decision_id from decision').at(-1)?.decision_id, allowed: 14, of: 18 },
        ],
        aiGenerated: true,
        auditIndex: entry?.index,
      })
      expect(desk.dump()).to.not.contain(TICKET_WORDS)
      expect(desk.logged()).to.not.contain(TICKET_WORDS)
    })

    it('audits the gate before the draft, and counts the draft', async () => {
      const ticketId = await consentedTicket(desk)
      const from = desk.audit().length
      const order = orderFor(ticketId, REFUND_QUESTION)
      await draft(desk, order)
      expect(typesSince(from)).to.deep.equal(['gate.decided', 'question.recorded', 'draft.made'])
      const [decided, , made] = desk.audit().slice(from)
      expect(decided?.decision).to.equal('allow')
      expect(decided?.detail?.draft).to.equal(order.draftId)
      expect(made?.object).to.deep.equal({ kind: 'draft', ref: order.draftId })
      expect(made?.detail?.articles).to.deep.equal([REFUND?.versionHash])
      expect(draftsMade(desk, ticketId)).to.equal(1)
    })

    it('answers in the language of the ticket, from the article in that language', async () => {
      const ticketId = await consentedTicket(desk)
      const { draft: made } = await draft(desk, orderFor(ticketId, 'Wann bekomme ich mein Geld zurück?'))
      expect(made?.locale).to.equal('de')
      expect(made?.receipt.articles.map(({ locale }) => locale)).to.deep.equal(['de'])
      expect(made?.sentences[0]?.text).to.equal('Guten Tag,')
    })

    it('greets by the placeholder of the name, which only the browser can restore', async () => {
      const ticketId = await consentedTicket(desk)
      const order = orderFor(ticketId, REFUND_QUESTION, { namePlaceholder: '⟦NAME_1⟧' })
      const { draft: made } = await draft(desk, order)
      expect(made?.sentences[0]?.text).to.equal('Hello ⟦NAME_1⟧,')
    })

    it('answers what it can of several questions and says which it cannot', async () => {
      const ticketId = await consentedTicket(desk)
      const text = 'When will I get my refund? And do you rent fishing boats in Norway?'
      const { draft: made } = await draft(desk, orderFor(ticketId, text))
      expect(made?.parts.map(({ outcome }) => outcome)).to.deep.equal(['answered', 'not_covered'])
      expect(made?.sentences.map(({ text: said }) => said)).to.include(
        'For the rest of your message I will get back to you personally.',
      )
    })
  })

  describe('when it must say no', () => {
    const refusals: Readonly<Record<string, { text: string; reason: string; gap: boolean; called: number }>> =
      {
        'no article answers': {
          text: `Do you rent fishing boats in Norway, for ${TICKET_WORDS}?`,
          reason: 'NOT_COVERED',
          gap: true,
          called: 1,
        },
        'only an article outside the allowlist answers': {
          text: `How do I descale a kettle with citric acid? ${TICKET_WORDS}`,
          reason: 'NOT_COVERED',
          gap: true,
          called: 1,
        },
        'only a restricted article answers': {
          text: `How do I reset my forgotten password? ${TICKET_WORDS}`,
          reason: 'NOT_COVERED',
          gap: true,
          called: 1,
        },
        'there are no articles in the language': {
          text: `Bonjour, quel est le délai de livraison de ma commande vers la France ? ${TICKET_WORDS}`,
          reason: 'LANGUAGE_NOT_COVERED',
          gap: false,
          called: 0,
        },
        'the ticket asks nothing': { text: 'Thanks!', reason: 'NO_QUESTION', gap: false, called: 0 },
        'the ticket says nothing': { text: ' \n ', reason: 'NO_QUESTION', gap: false, called: 0 },
      }

    for (const [name, { text, reason, gap, called }] of Object.entries(refusals))
      it(`refuses with ${reason}, stores no content and counts no draft, when ${name}`, async () => {
        const ticketId = await consentedTicket(desk)
        const [from, gapsBefore] = [desk.audit().length, gaps().length]
        const order = orderFor(ticketId, text)
        const run = await draft(desk, order)
        expect(run.status).to.equal(200)
        expect(run.reasons).to.deep.equal([reason])
        expect(run.events.map(({ event }) => event)).to.deep.equal(['accepted', 'refused'])
        expect(desk.drafter.calls).to.equal(called)
        expect(draftRow(desk, order.draftId)).to.include({
          status: 'discarded',
          sealed_content: null,
          receipt: null,
        })
        expect(draftsMade(desk, ticketId)).to.equal(0)
        expect(typesSince(from)).to.deep.equal([
          'gate.decided',
          ...(gap ? ['question.recorded'] : []),
          'draft.refused',
        ])
        expect(gaps().length - gapsBefore).to.equal(gap ? 1 : 0)
        expect(desk.dump()).to.not.contain(TICKET_WORDS)
      })

    it('names as nearest only articles that the scope lets a draft use', async () => {
      const ticketId = await consentedTicket(desk)
      await desk.api(AGENT, 'POST', `/tickets/${ticketId}/scope/narrowings`, {
        denyArticles: [{ articleId: 'returns' }],
      })
      const run = await draft(desk, orderFor(ticketId, 'Can a gift card be exchanged for cash?'))
      const last = run.events.at(-1)
      const [refused] = last?.event === 'refused' ? last.refusals : []
      const nearest = refused?.refusal.reason === 'NOT_COVERED' ? refused.refusal.nearest : []
      const named = nearest.map(({ articleId }) => articleId)
      expect(named).to.not.include.members(['returns'])
      expect(named).to.not.include('password')
    })

    it('refuses a field that the scope does not hold, without asking the drafter', async () => {
      const ticketId = await consentedTicket(desk)
      await desk.api(AGENT, 'POST', `/tickets/${ticketId}/scope/narrowings`, { removeFields: ['subject'] })
      const run = await draft(desk, orderFor(ticketId, REFUND_QUESTION, { subject: 'Refund' }))
      expect(run.reasons).to.deep.equal(['FIELD_NOT_IN_SCOPE'])
      expect(desk.drafter.calls).to.equal(0)
      const without = await draft(desk, orderFor(ticketId, REFUND_QUESTION))
      expect(without.draft?.status).to.equal('ready')
    })

    it('refuses when the page names another requester than the ticket has', async () => {
      const ticketId = await consentedTicket(desk)
      const run = await draft(desk, orderFor(ticketId, REFUND_QUESTION, { requesterId: '22' }))
      expect(run.reasons).to.deep.equal(['REQUESTER_MISMATCH'])
      expect(desk.drafter.calls).to.equal(0)
    })

    it('refuses after the last draft of the limit, and not before', async () => {
      const ticketId = await consentedTicket(desk)
      desk.tamper((database) => {
        database.prepare('update ticket set drafts_made = 9 where ticket_id = ?').run(ticketId)
      })
      expect((await draft(desk, orderFor(ticketId, REFUND_QUESTION))).draft?.status).to.equal('ready')
      desk.drafter.reset()
      expect((await draft(desk, orderFor(ticketId, REFUND_QUESTION))).reasons).to.deep.equal([
        'DRAFT_LIMIT_REACHED',
      ])
      expect(desk.drafter.calls).to.equal(0)
      expect(draftsMade(desk, ticketId)).to.equal(10)
    })

    it('gives all reasons at once, each with its next step', async () => {
      const ticketId = await openedTicket(desk)
      await desk.api(AGENT, 'POST', `/tickets/${ticketId}/scope/narrowings`, { removeActions: ['draft'] })
      const run = await draft(desk, orderFor(ticketId, REFUND_QUESTION, { requesterId: '22' }))
      expect(run.reasons).to.have.members([
        'CONSENT_NOT_GRANTED',
        'REQUESTER_MISMATCH',
        'ACTION_NOT_IN_SCOPE',
      ])
    })

    it('does not know a ticket that nobody has opened, and reserves nothing', async () => {
      const order = orderFor('987654', REFUND_QUESTION)
      const run = await draft(desk, order)
      expect([run.status, run.code]).to.deep.equal([404, 'NOT_FOUND'])
      expect(draftRow(desk, order.draftId)).to.equal(undefined)
    })
  })

  describe('when the same draft is asked for twice', () => {
    it('answers CONFLICT, to the same agent and to another, and leaves the first as it was', async () => {
      const ticketId = await consentedTicket(desk)
      const order = orderFor(ticketId, REFUND_QUESTION)
      const first = await draft(desk, order)
      await desk.sessionOf(OTHER_AGENT)
      const row = draftRow(desk, order.draftId)
      const size = desk.audit().length
      for (const agent of [AGENT, OTHER_AGENT]) {
        const again = await draft(desk, order, agent)
        expect([again.status, again.code]).to.deep.equal([409, 'CONFLICT'])
      }
      expect(first.draft?.status).to.equal('ready')
      expect(draftRow(desk, order.draftId)).to.deep.equal(row)
      expect(desk.audit().length).to.equal(size)
      expect(desk.drafter.calls).to.equal(1)
    })
  })

  describe('when two tabs draft at once', () => {
    it('gives both a right answer, counts both, and the log verifies', async () => {
      const ticketId = await consentedTicket(desk)
      const orders = Array.from({ length: 6 }, () => orderFor(ticketId, REFUND_QUESTION))
      const runs = await Promise.all(orders.map((order) => draft(desk, order)))
      expect(runs.map(({ draft: made }) => made?.status)).to.deep.equal(orders.map(() => 'ready'))
      expect(runs.map(({ draft: made }) => made?.id)).to.deep.equal(orders.map(({ draftId }) => draftId))
      expect(draftsMade(desk, ticketId)).to.equal(6)
      expect((await desk.api(ADMIN, 'GET', '/console/audit/check')).body.verdict).to.equal('intact')
    })

    it('does not exceed the limit, though all passed the gate before one was stored', async () => {
      const ticketId = await consentedTicket(desk)
      desk.tamper((database) => {
        database.prepare('update ticket set drafts_made = 8 where ticket_id = ?').run(ticketId)
      })
      let waiting = 0
      let open: () => void = () => undefined
      const all = new Promise<void>((resolve) => {
        open = resolve
      })
      desk.drafter.during = async () => {
        waiting += 1
        if (waiting === 5) open()
        await all
        return undefined
      }
      const runs = await Promise.all(
        Array.from({ length: 5 }, () => draft(desk, orderFor(ticketId, REFUND_QUESTION))),
      )
      expect(runs.filter(({ draft: made }) => made !== undefined).length).to.equal(2)
      expect(runs.flatMap(({ reasons }) => reasons)).to.deep.equal(Array(3).fill('DRAFT_LIMIT_REACHED'))
      expect(draftsMade(desk, ticketId)).to.equal(10)
    })
  })

  describe('when the drafter breaks', () => {
    const breaks: Readonly<Record<string, { thrown: () => unknown; code: string }>> = {
      'a fault': { thrown: () => new Fault('DRAFTER_FAILED', 'no answer'), code: 'DRAFTER_FAILED' },
      'an unknown error': { thrown: () => new Error(`secret ${TICKET_WORDS}`), code: 'UNEXPECTED' },
      'no error at all': { thrown: () => TICKET_WORDS, code: 'UNEXPECTED' },
    }
    for (const [name, { thrown, code }] of Object.entries(breaks))
      it(`ends the stream with a fault and closes the reserved draft, when it throws ${name}`, async () => {
        const ticketId = await consentedTicket(desk)
        desk.drafter.during = () => {
          throw thrown()
        }
        const from = desk.audit().length
        const order = orderFor(ticketId, REFUND_QUESTION)
        const run = await draft(desk, order)
        expect(run.events.map(({ event }) => event)).to.deep.equal(['accepted', 'fault'])
        expect(run.code).to.equal(code)
        expect(run.text).to.not.contain(TICKET_WORDS)
        expect(desk.logged()).to.not.contain(TICKET_WORDS)
        expect(draftRow(desk, order.draftId)).to.include({ status: 'discarded', sealed_content: null })
        expect(typesSince(from)).to.deep.equal(['gate.decided', 'question.recorded', 'draft.discarded'])
        expect(desk.audit().at(-1)?.detail).to.deep.equal({ cause: code })
        expect(draftsMade(desk, ticketId)).to.equal(0)
      })
  })

  describe('when the drafter lies', () => {
    const cited = SENTENCES?.[1] ?? ''
    const own = (desk_: Harness) => {
      const [task] = desk_.drafter.tasks
      const evidence = task?.questions[0]?.evidence
      const [first] = evidence?.outcome === 'covered' ? evidence.sentences : []
      return {
        articleId: 'refund',
        locale: 'en-us',
        versionHash: REFUND?.versionHash ?? '',
        passageId: first?.passageId ?? '',
      }
    }
    const quote = (text: string, change: object = {}): DraftSentence => ({
      id: 's9',
      kind: 'quote',
      text,
      part: 1,
      block: 'paragraph',
      citation: { ...own(desk), quote: text, ...change },
    })
    const INVENTED = 'You will get your money back tomorrow.'
    const lies: Readonly<Record<string, () => unknown>> = {
      'an invented sentence': () => quote(INVENTED),
      'an invented sentence over a true quote': () => quote(INVENTED, { quote: cited }),
      'a changed number': () => quote(cited.replace('5', '2'), { quote: cited }),
      'a changed number in quote and text': () => quote(cited.replace('5', '2')),
      'a dropped negation': () => quote('You can go', { quote: 'You cannot go' }),
      'an address that the quote lacks': () => quote(`${cited} See https://evil.example`, { quote: cited }),
      'an e-mail address that the quote lacks': () => quote(`${cited} me@evil.example`, { quote: cited }),
      'a true quote of another article': () =>
        quote('Choose "Forgotten password" on the sign-in page.', { articleId: 'refund' }),
      'a quote of an article outside the allowlist': () => {
        const kettle = ARTICLES.find(({ articleId }) => articleId === 'kettle')
        const passage = kettle?.passages[0]
        return quote(passage?.text ?? '', {
          articleId: 'kettle',
          versionHash: kettle?.versionHash,
          passageId: passage?.id,
        })
      },
      'a quote of another version': () => quote(cited, { versionHash: 'f'.repeat(64) }),
      'a quote of an unknown passage': () => quote(cited, { passageId: 'p000000000000' }),
      'a quote of nothing': () => quote(''),
      'a quote of blanks': () => quote('   '),
      'hidden characters': () => quote(`${cited}\u200B`, { quote: cited }),
      'text turned round': () => quote(`\u202E${cited}`, { quote: cited }),
      'a look-alike of a template': () => ({ id: 's9', kind: 'template', text: 'Kind regards!', part: 0 }),
      'an invented template': () => ({ id: 's9', kind: 'template', text: INVENTED, part: 0 }),
      'a greeting of somebody else': () => ({
        id: 's9',
        kind: 'template',
        text: 'Hello ⟦NAME_7⟧,',
        part: 0,
      }),
      'a kind that does not exist': () => ({ id: 's9', kind: 'note', text: INVENTED, part: 0 }),
      'a quote without a citation': () => ({
        id: 's9',
        kind: 'quote',
        text: INVENTED,
        part: 1,
        block: 'paragraph',
      }),
      'no text': () => ({ id: 's9', kind: 'template', part: 0 }),
    }
    for (const [name, lie] of Object.entries(lies)) {
      it(`leaves out ${name}, counts it as dropped, and keeps the true sentence`, async () => {
        const ticketId = await consentedTicket(desk)
        desk.drafter.during = () => ({
          sentences: [quote(cited), lie() as DraftSentence],
        })
        const order = orderFor(ticketId, REFUND_QUESTION, { namePlaceholder: '⟦NAME_1⟧' })
        const run = await draft(desk, order)
        expect(run.draft?.sentences.map(({ text }) => text)).to.deep.equal([cited])
        expect(run.draft?.receipt.verdicts).to.include({ verified: 1, dropped: 1 })
        const stored = await desk.api(AGENT, 'GET', `/drafts/${order.draftId}`)
        expect(stored.body.sentences).to.deep.equal(run.draft?.sentences)
        expect(run.text).to.not.contain(INVENTED)
      })

      it(`drafts nothing where the drafter says only ${name}`, async () => {
        const ticketId = await consentedTicket(desk)
        desk.drafter.during = () => ({
          sentences: [lie() as DraftSentence],
        })
        const order = orderFor(ticketId, REFUND_QUESTION)
        const run = await draft(desk, order)
        expect(run.reasons).to.deep.equal(['NOT_COVERED'])
        expect(draftRow(desk, order.draftId)).to.include({ status: 'discarded', sealed_content: null })
        const insert = { sentenceIds: ['s9'], how: 'insert', lastCommentId: '501' }
        const inserted = await desk.api(AGENT, 'POST', `/drafts/${order.draftId}/insertions`, insert)
        expect(inserted.body.outcome).to.equal('refused')
        expect(draftsMade(desk, ticketId)).to.equal(0)
      })
    }

    it('lets nothing through beside the sentences: no other fields, no own ids, no articles of its own', async () => {
      const ticketId = await consentedTicket(desk)
      desk.drafter.during = () =>
        ({
          sentences: [
            { ...quote(cited), id: 'x'.repeat(9), note: INVENTED },
            { ...quote(SENTENCES?.[0] ?? ''), id: 'x'.repeat(9), block: INVENTED, ordinal: INVENTED },
          ],
          parts: [{ part: 1, question: 1, outcome: 'answered', note: INVENTED }],
          nearest: [{ articleId: 'evil', locale: 'en-us', title: INVENTED, url: 'https://evil.example/' }],
        }) as never
      const run = await draft(desk, orderFor(ticketId, REFUND_QUESTION))
      expect(run.text).to.not.contain(INVENTED)
      expect(run.draft?.sentences.map(({ id }) => id)).to.deep.equal(['s1', 's2'])
      desk.drafter.during = () =>
        ({
          sentences: [],
          parts: [],
          nearest: [{ articleId: 'evil', locale: 'en-us', title: INVENTED, url: 'https://evil.example/' }],
        }) as never
      const refused = await draft(desk, orderFor(ticketId, REFUND_QUESTION))
      expect(refused.reasons).to.deep.equal(['NOT_COVERED'])
      expect(refused.text).to.not.contain('evil')
    })

    it('does not call a question answered when every sentence of its answer was dropped', async () => {
      const ticketId = await consentedTicket(desk)
      desk.drafter.during = () => ({
        sentences: [quote(cited), { ...quote(INVENTED), part: 2 }],
      })
      const text = 'When will I get my refund? And do you rent fishing boats in Norway?'
      const run = await draft(desk, orderFor(ticketId, text))
      expect(run.draft?.parts).to.deep.equal([
        { part: 1, question: 1, outcome: 'answered' },
        { part: 2, question: 2, outcome: 'not_covered' },
      ])
    })
  })

  it('never asks the drafter about text that the newest comments leave no room for', async () => {
    const ticketId = await consentedTicket(desk)
    const old = { id: '1', text: `${TICKET_WORDS}?`, createdAt: '2026-11-01T08:00:00.000Z' }
    const filler = { id: '2', text: 'x'.repeat(4_100), createdAt: '2026-11-02T08:00:00.000Z' }
    const last = { id: '3', text: REFUND_QUESTION, createdAt: '2026-11-03T08:00:00.000Z' }
    await draft(desk, orderFor(ticketId, '', { comments: [last, old, filler] }))
    const asked = desk.drafter.tasks.flatMap(({ questions }) => questions.map(({ text }) => text)).join(' ')
    expect(asked).to.contain('refund')
    expect(asked).to.not.contain(TICKET_WORDS)
  })

  it('counts only kinds of personal data that it knows, so that no word can hide in a receipt', async () => {
    const ticketId = await consentedTicket(desk)
    const run = await draft(desk, orderFor(ticketId, REFUND_QUESTION, { replaced: { JANE_DOE: 1 } }))
    expect([run.status, run.code]).to.deep.equal([400, 'BAD_REQUEST'])
    expect(desk.dump()).to.not.contain('JANE_DOE')
    expect(REQUESTER).to.equal('21')
  })
})
