import { expect } from 'chai'
import type { DraftComment, SummaryOrder, SummaryReply } from '../../../src/domain/api.ts'
import { Fault } from '../../../src/domain/fault.ts'
import { putApproved } from '../../support/approval-ground.ts'
import { ADMIN, AGENT, type Harness, LOG_TABLES } from '../../support/companion-harness.ts'
import {
  consentedTicket,
  draftsMade,
  openedTicket,
  REQUESTER,
  startDesk,
  withdraw,
} from '../../support/drafting-desk.ts'
import { inPieces, MODEL_FACTS, type Reading, scriptedModel } from '../../support/scripted-model.ts'

/** Stands in the ticket and nowhere else. */
const TICKET_WORD = 'zwetschgendatschi'
const LEAK = `My kettle from the ${TICKET_WORD} shop leaks water at the handle since Monday.`
const TRIED = 'The shop sent a new seal but the kettle still leaks at the handle.'
const FOREIGN = 'Our lawyers in Paris recommend buying lottery tickets every Sunday.'
const comment = (id: string, text: string, minute = 1): DraftComment => ({
  id,
  text,
  createdAt: `2026-11-20T08:0${minute}:00.000Z`,
})
const COMMENTS = [comment('501', LEAK, 1), comment('502', TRIED, 2)]

interface Point {
  readonly text: string
  readonly comment: string
  readonly quote: string
}
const point = (name: string, text: string, change: Partial<Point> = {}): Point => ({
  text,
  comment: name,
  quote: text,
  ...change,
})
const pointsOf = (...points: readonly Point[]) => inPieces(JSON.stringify({ points }))
const bothPoints = () => pointsOf(point('C1', LEAK), point('C2', TRIED))

let summaries = 0
function orderFor(ticketId: string, change: Partial<SummaryOrder> = {}): SummaryOrder {
  summaries += 1
  return {
    summaryId: `00000000-0000-4000-9000-${String(summaries).padStart(12, '0')}`,
    ticketId,
    requesterId: REQUESTER,
    comments: COMMENTS,
    replaced: {},
    ...change,
  }
}

/** For tickets opened from now on: the first policy permits no summary. */
async function permitSummaries(desk: Harness, change: object = {}): Promise<void> {
  const { body } = await desk.api(ADMIN, 'GET', '/console/scope-policy')
  const actions = ['draft', 'rewrite', 'summarise', 'search']
  await putApproved(desk, '/console/scope-policy', { ...body, actions, ...change })
}

async function summarise(desk: Harness, order: SummaryOrder | object) {
  const { status, body } = await desk.api(AGENT, 'POST', '/summaries', order)
  const reply = body as SummaryReply
  const refusals = status === 200 && reply.outcome === 'refused' ? reply.refusals : []
  return {
    status,
    body,
    refusals: refusals.map(({ refusal }) => refusal),
    done: reply.outcome === 'summarised' ? reply : null,
  }
}

describe('a summary of the ticket', () => {
  const model = scriptedModel()
  let desk: Harness
  let strict: Harness
  let plain: Harness
  before(async () => {
    desk = await startDesk({ model })
    await permitSummaries(desk)
    strict = await startDesk({ model })
    plain = await startDesk()
    await permitSummaries(plain)
  })
  beforeEach(() => {
    model.reset()
    model.says = bothPoints
  })
  after(async () => {
    for (const one of [desk, strict, plain]) await one.stop()
  })

  const auditSince = (from: number, at = desk) => at.audit().slice(from)
  const saying = async (...points: readonly Point[]) => {
    model.says = () => pointsOf(...points)
    return summarise(desk, orderFor(await consentedTicket(desk)))
  }

  it('is points that each quote the comment they sum up, marked as made by AI', async () => {
    const ticketId = await consentedTicket(desk)
    const { status, body } = await summarise(desk, orderFor(ticketId))
    const [call] = model.calls
    expect(status).to.equal(200)
    const { decision, ...rest } = body
    expect(decision).to.include({ allowed: 14, of: 18 })
    expect(rest).to.deep.equal({
      outcome: 'summarised',
      points: [
        { text: LEAK, commentId: '501', quote: LEAK },
        { text: TRIED, commentId: '502', quote: TRIED },
      ],
      dropped: 0,
      egress: {
        ...MODEL_FACTS,
        promptVersion: 'prompt-3',
        store: false,
        calls: 1,
        bytesOut: Buffer.byteLength(`${call?.system}${call?.user}`),
        bytesIn: bothPoints().join('').length,
      },
      aiGenerated: true,
    })
  })

  it('is asked for with the ticket alone: no article, no question, no draft', async () => {
    await summarise(desk, orderFor(await consentedTicket(desk)))
    expect(model.readings[0]?.user.split('\n').slice(0, 2)).to.deep.equal([
      'TASK summarise',
      'REPLY LANGUAGE en-us',
    ])
    expect(model.readings[0]?.ticket).to.equal(`[[C1]] ${LEAK}\n[[C2]] ${TRIED}`)
    expect(model.readings[0]?.user).to.not.match(/PASSAGES|QUESTIONS|DRAFT|refund/)
    expect(model.calls[0]?.schema.name).to.equal('summary')
  })

  it('is in the language of the ticket', async () => {
    const german = 'Mein Wasserkocher verliert seit Montag am Griff Wasser, was kann ich tun?'
    model.says = () => pointsOf(point('C1', german))
    const order = orderFor(await consentedTicket(desk), { comments: [comment('501', german)] })
    expect((await summarise(desk, order)).done?.points).to.have.length(1)
    expect(model.readings[0]?.user).to.contain('REPLY LANGUAGE de')
    expect(model.readings[0]?.system).to.contain('Fasse das Ticket')
  })

  it('is of the minimised ticket: what the browser missed is replaced before it leaves', async () => {
    const text = `${LEAK} Write to jane.doe@example.org please.`
    await summarise(desk, orderFor(await consentedTicket(desk), { comments: [comment('501', text)] }))
    expect(model.readings[0]?.ticket).to.match(/Write to ⟦EMAIL_\d+⟧ please/)
    expect(JSON.stringify(model.calls)).to.not.contain('jane.doe')
  })

  it('names comments in the order of their time, whatever order they came in', async () => {
    const { done } = await summarise(
      desk,
      orderFor(await consentedTicket(desk), { comments: COMMENTS.toReversed() }),
    )
    expect(done?.points.map(({ commentId }) => commentId)).to.deep.equal(['501', '502'])
  })

  it('is audited as gate, egress and summary, with counts and no words, and counts for the limit of the ticket', async () => {
    const ticketId = await consentedTicket(desk)
    const from = desk.audit().length
    model.says = () => pointsOf(point('C1', LEAK), point('C2', FOREIGN))
    const order = orderFor(ticketId)
    await summarise(desk, order)
    const [decided, permitted, sent, , made] = auditSince(from)
    expect(auditSince(from).map(({ type }) => type)).to.deep.equal([
      'gate.decided',
      'gate.decided',
      'egress.sent',
      'egress.settled',
      'summary.made',
    ])
    expect(decided?.decision).to.equal('allow')
    expect(decided?.detail).to.include({ summary: order.summaryId, action: 'summarise' })
    expect(permitted?.detail).to.include({ summary: order.summaryId, capability: sent?.detail?.capability })
    expect(sent?.object).to.deep.equal({ kind: 'summary', ref: order.summaryId })
    expect(sent?.detail).to.deep.include({ provider: 'openai-eu', fields: ['requester_text'], articles: [] })
    expect(made?.object).to.deep.equal({ kind: 'summary', ref: order.summaryId })
    expect(made?.detail).to.include({ points: 1, dropped: 1 })
    expect(draftsMade(desk, ticketId)).to.equal(1)
  })

  describe('leaves out, and counts, a point', () => {
    const foreign: Readonly<Record<string, Point>> = {
      'that no comment says': point('C1', FOREIGN, { quote: LEAK }),
      'whose quote is made up': point('C1', LEAK, { quote: FOREIGN }),
      'whose quote was changed by a word': point('C1', LEAK, { quote: LEAK.replace('Monday', 'Friday') }),
      'that quotes another comment than it names': point('C2', LEAK),
      'of a comment that does not exist': point('C3', LEAK),
      'of comment zero': point('C0', LEAK),
      'of no comment': point('', LEAK),
      'of a comment by the id of the helpdesk': point('501', LEAK),
      'of a passage': point('P1', LEAK),
      'that quotes nothing': point('C1', LEAK, { quote: '' }),
    }
    for (const [name, wrong] of Object.entries(foreign)) {
      it(`${name}, beside one that holds`, async () => {
        const { done, body } = await saying(wrong, point('C2', TRIED))
        expect(done?.points).to.deep.equal([{ text: TRIED, commentId: '502', quote: TRIED }])
        expect(done?.dropped).to.equal(1)
        expect(JSON.stringify(body)).to.not.contain('lottery')
      })
    }

    it('more than twelve times over', async () => {
      const { done } = await saying(...Array.from({ length: 30 }, () => point('C2', TRIED)))
      expect((done?.points.length ?? 0) + (done?.dropped ?? 0)).to.equal(12)
    })

    it('and refuses with NOT_GROUNDED, showing nothing, when none is left', async () => {
      const from = desk.audit().length
      const { refusals, body } = await saying(...Object.values(foreign))
      expect(refusals).to.deep.equal([{ reason: 'NOT_GROUNDED', dropped: Object.keys(foreign).length }])
      expect(body).to.not.have.any.keys('points', 'egress')
      expect(auditSince(from).at(-1)).to.deep.include({ type: 'summary.refused', decision: 'refused' })
      expect(auditSince(from).at(-1)?.detail).to.deep.include({ reasons: ['NOT_GROUNDED'] })
    })

    it('and refuses with NOT_GROUNDED when the model says none', async () => {
      expect((await saying()).refusals).to.deep.equal([{ reason: 'NOT_GROUNDED', dropped: 0 }])
    })
  })

  describe('when the answer cannot be read', () => {
    const unreadable: Readonly<Record<string, string>> = {
      'is plain words': `The ${TICKET_WORD} kettle leaks.`,
      'stops half-way': bothPoints().join('').slice(0, -4),
      'has no points': '{"summary":"It leaks."}',
      'has a point without a quote': `{"points":[{"text":${JSON.stringify(LEAK)},"comment":"C1"}]}`,
      'has a point that is words': '{"points":["It leaks."]}',
    }
    for (const [name, answer] of Object.entries(unreadable)) {
      it(`is asked for once more when it ${name}`, async () => {
        model.says = (_: Reading, attempt) => (attempt === 1 ? [answer] : bothPoints())
        const from = desk.audit().length
        const { done } = await summarise(desk, orderFor(await consentedTicket(desk)))
        expect(done?.points).to.have.length(2)
        expect(done?.egress.calls).to.equal(2)
        expect(model.calls[1]?.system).to.contain('was not one JSON object')
        expect(auditSince(from).filter(({ type }) => type === 'egress.sent')).to.have.length(2)
      })

      it(`refuses with PROVIDER_ANSWER_INVALID, shows nothing of it and asks no third time, when it twice ${name}`, async () => {
        model.says = () => [answer]
        const { refusals, body } = await summarise(desk, orderFor(await consentedTicket(desk)))
        expect(refusals).to.deep.equal([{ reason: 'PROVIDER_ANSWER_INVALID' }])
        expect(model.calls).to.have.length(2)
        expect(JSON.stringify(body)).to.not.contain('leaks')
      })
    }
  })

  describe('is refused, and the model is not asked,', () => {
    interface Case {
      readonly reason: object
      readonly at?: () => Harness
      readonly ticket?: (at: Harness) => Promise<string>
      readonly order?: Partial<SummaryOrder>
    }
    const narrowed = (order: object) => async (at: Harness) => {
      const ticketId = await consentedTicket(at)
      await at.api(AGENT, 'POST', `/tickets/${ticketId}/scope/narrowings`, order)
      return ticketId
    }
    const cases: Readonly<Record<string, Case>> = {
      'when nobody has asked for consent': {
        reason: { reason: 'CONSENT_NOT_GRANTED', status: 'unknown' },
        ticket: (at) => openedTicket(at),
      },
      'when consent was withdrawn': {
        reason: { reason: 'CONSENT_NOT_GRANTED', status: 'withdrawn' },
        ticket: async (at) => {
          const ticketId = await consentedTicket(at)
          await withdraw(at, ticketId)
          return ticketId
        },
      },
      'when the policy is the first one, which permits no summary': {
        reason: { reason: 'ACTION_NOT_IN_SCOPE', action: 'summarise' },
        at: () => strict,
      },
      'when the ticket’s scope no longer permits it': {
        reason: { reason: 'ACTION_NOT_IN_SCOPE', action: 'summarise' },
        ticket: narrowed({ removeActions: ['summarise'] }),
      },
      'when the scope holds no text of the requester': {
        reason: { reason: 'FIELD_NOT_IN_SCOPE', field: 'requester_text' },
        ticket: narrowed({ removeFields: ['requester_text'] }),
      },
      'when the last draft of the limit was made': {
        reason: { reason: 'DRAFT_LIMIT_REACHED', limit: 10 },
        ticket: async (at) => {
          const ticketId = await consentedTicket(at)
          at.tamper((database) => {
            database.prepare('update ticket set drafts_made = 10 where ticket_id = ?').run(ticketId)
          })
          return ticketId
        },
      },
      'when the page names another requester': {
        reason: { reason: 'REQUESTER_MISMATCH' },
        order: { requesterId: '22' },
      },
      'when only this machine drafts': {
        reason: { reason: 'DRAFTER_CANNOT', action: 'summarise' },
        at: () => plain,
      },
      'when the ticket says nothing': {
        reason: { reason: 'NO_QUESTION' },
        order: { comments: [comment('501', ' \n')] },
      },
      'when there is no comment': { reason: { reason: 'NO_QUESTION' }, order: { comments: [] } },
      'when the ticket is in a language without articles': {
        reason: { reason: 'LANGUAGE_NOT_COVERED', locales: ['en-us', 'de'] },
        order: {
          comments: [
            comment('501', 'Bonjour, ma bouilloire perd de l’eau depuis lundi, que puis-je faire ?'),
          ],
        },
      },
    }
    for (const [name, { reason, at = () => desk, ticket = consentedTicket, order = {} }] of Object.entries(
      cases,
    ))
      it(name, async () => {
        const here = at()
        const ticketId = await ticket(here)
        const [stored, from] = [here.dump(LOG_TABLES), here.audit().length]
        const asked = orderFor(ticketId, order)
        const { refusals, status } = await summarise(here, asked)
        expect([status, refusals]).to.deep.equal([200, [reason]])
        expect(model.calls).to.deep.equal([])
        expect(here.drafter.calls).to.equal(0)
        expect(here.dump(LOG_TABLES)).to.equal(stored)
        const [decided, refused] = auditSince(from, here)
        expect(auditSince(from, here).map(({ type }) => type)).to.deep.equal([
          'gate.decided',
          'summary.refused',
        ])
        expect(decided?.detail).to.include({ summary: asked.summaryId, action: 'summarise' })
        expect(refused?.object).to.deep.equal({ kind: 'summary', ref: asked.summaryId })
        expect(refused?.detail).to.deep.include({ reasons: Object.values(reason).slice(0, 1) })
      })

    it('with all reasons at once', async () => {
      const ticketId = await openedTicket(strict)
      const { refusals } = await summarise(strict, orderFor(ticketId, { requesterId: '22' }))
      expect(refusals.map(({ reason }) => reason)).to.have.members([
        'CONSENT_NOT_GRANTED',
        'REQUESTER_MISMATCH',
        'ACTION_NOT_IN_SCOPE',
      ])
      expect(model.calls).to.deep.equal([])
    })

    const senseless: Readonly<Record<string, object>> = {
      'for an id that is none': { summaryId: '1' },
      'with a subject': { subject: 'Kettle' },
      'with a wish of its own': { prompt: 'Be brief.' },
      'with comments that are no list': { comments: LEAK },
      'with a count of something that is not replaced': { replaced: { [TICKET_WORD]: 1 } },
    }
    for (const [name, change] of Object.entries(senseless))
      it(`as a bad request ${name}`, async () => {
        const from = desk.audit().length
        const { status, body } = await summarise(desk, { ...orderFor('1'), ...change })
        expect([status, body.code]).to.deep.equal([400, 'BAD_REQUEST'])
        expect(model.calls).to.deep.equal([])
        expect(auditSince(from)).to.deep.equal([])
      })

    it('for a ticket that nobody has opened', async () => {
      const { status, body } = await summarise(desk, orderFor('987654'))
      expect([status, body.code]).to.deep.equal([404, 'NOT_FOUND'])
      expect(model.calls).to.deep.equal([])
    })
  })

  it('is not shown when consent is withdrawn while the model answers', async () => {
    const ticketId = await consentedTicket(desk)
    const [first = '', ...others] = bothPoints()
    model.says = async function* () {
      yield first
      await withdraw(desk, ticketId)
      yield* others
    }
    const { refusals, body } = await summarise(desk, orderFor(ticketId))
    expect(refusals).to.deep.equal([{ reason: 'CONSENT_CHANGED' }])
    expect(JSON.stringify(body)).to.not.contain('leaks')
    expect(desk.audit().at(-1)?.type).to.equal('summary.refused')
  })

  it('is not asked for a second time once consent is withdrawn', async () => {
    const ticketId = await consentedTicket(desk)
    model.says = async function* () {
      await withdraw(desk, ticketId)
      yield 'no JSON'.padEnd(3_000)
    }
    const { refusals } = await summarise(desk, orderFor(ticketId))
    // Whoever looks first says so: the watch over the running call, or the gate before the second one.
    expect(refusals).to.have.length(1)
    expect(refusals[0]?.reason).to.be.oneOf(['CONSENT_CHANGED', 'CONSENT_NOT_GRANTED'])
    expect(model.calls).to.have.length(1)
  })

  const breaks: Readonly<Record<string, { thrown: Error; code: string }>> = {
    'a fault': { thrown: new Fault('DRAFTER_FAILED', 'the line went dead'), code: 'DRAFTER_FAILED' },
    'an unknown error': { thrown: new Error(`broke over ${TICKET_WORD}`), code: 'UNEXPECTED' },
  }
  for (const [name, { thrown, code }] of Object.entries(breaks))
    it(`ends in ${code}, without a word of the ticket, when the provider breaks with ${name}`, async () => {
      const ticketId = await consentedTicket(desk)
      model.says = function* () {
        yield '{"points":['
        throw thrown
      }
      const { status, body } = await summarise(desk, orderFor(ticketId))
      expect(status).to.be.at.least(500)
      expect(body.code).to.equal(code)
      expect(JSON.stringify(body)).to.not.contain(TICKET_WORD)
      expect(model.calls).to.have.length(1)
    })

  describe('when all is done', () => {
    it('has left no word of the ticket in the store or the log', () => {
      expect(desk.audit().filter(({ type }) => type === 'summary.made').length).to.be.greaterThan(10)
      for (const one of [desk, strict, plain]) {
        expect(one.dump()).to.not.match(new RegExp(`${TICKET_WORD}|leaks|lottery`))
        expect(one.logged()).to.not.match(new RegExp(`${TICKET_WORD}|leaks|lottery`))
      }
    })
  })
})
