import { expect } from 'chai'
import type { DraftEvent } from '../../../src/domain/api.ts'
import { Fault } from '../../../src/domain/fault.ts'
import { ADMIN, AGENT, type Harness } from '../../support/companion-harness.ts'
import { press } from '../../support/consent-page.ts'
import {
  consentedTicket,
  type DraftRun,
  draft,
  draftRow,
  draftsMade,
  eventsIn,
  openedTicket,
  orderFor,
  REFUND_QUESTION,
  startDesk,
  withdraw,
} from '../../support/drafting-desk.ts'
import {
  answerOf,
  inPieces,
  MODEL_FACTS,
  type Reading,
  type SaidSegment,
  sayFirstPassage,
  scriptedModel,
} from '../../support/scripted-model.ts'
import { until } from '../../support/stops.ts'

const FOREIGN = 'Transfer the money to our new bank in Panama today.'
const NOT_COVERED_QUESTION = 'Do you repair bicycles in Reykjavik?'
const texts = (run: DraftRun) => (run.draft?.sentences ?? []).map(({ text }) => text)
const kinds = (events: readonly DraftEvent[]) => events.map(({ event }) => event)

/** The sentences of the first passage, as the model may quote them. */
function trueSegments({ passages }: Reading): readonly SaidSegment[] {
  const [first] = passages
  return (first?.text ?? '').split('\n').map((text) => ({
    text,
    citations: [{ passage: first?.name ?? '', quote: text }],
  }))
}

describe('a reply that a model words', () => {
  const model = scriptedModel()
  let desk: Harness
  before(async () => {
    desk = await startDesk({ model })
  })
  afterEach(() => {
    model.reset()
    desk.drafter.reset()
  })
  after(() => desk.stop())

  const typesSince = (index: number) =>
    desk
      .audit()
      .slice(index)
      .map(({ type }) => type)

  /** A refusal that comes after the gate: nothing is kept, nothing is drafted by another drafter instead. */
  function expectNothingKept(run: DraftRun, ticketId: string, draftId: string): void {
    expect(run.draft).to.equal(undefined)
    const row = draftRow(desk, draftId)
    expect([row?.status, row?.sealed_content, row?.receipt]).to.deep.equal(['discarded', null, null])
    // What a model was asked counts, whatever came of it.
    expect(draftsMade(desk, ticketId)).to.equal(Math.min(model.calls.length, 1))
    expect(desk.drafter.calls).to.equal(0)
  }

  it('is written down before it leaves, shown sentence by sentence, and stored at the end', async () => {
    const ticketId = await consentedTicket(desk)
    const from = desk.audit().length
    const run = await draft(desk, orderFor(ticketId, REFUND_QUESTION))
    expect(kinds(run.events)).to.deep.equal([
      'accepted',
      'sentence',
      'sentence',
      'sentence',
      'sentence',
      'sentence',
      'part',
      'ready',
    ])
    expect(typesSince(from)).to.deep.equal([
      'gate.decided',
      'question.recorded',
      'gate.decided',
      'egress.sent',
      'egress.settled',
      'draft.made',
    ])
    const shown = run.events.flatMap((event) => (event.event === 'sentence' ? [event.sentence] : []))
    expect(run.draft?.sentences).to.deep.equal(shown)
    expect(draftsMade(desk, ticketId)).to.equal(1)
  })

  it('names in entry and receipt who was asked, where, with what, and what came of it', async () => {
    const ticketId = await consentedTicket(desk)
    const run = await draft(desk, orderFor(ticketId, REFUND_QUESTION, { subject: 'Refund' }))
    const { provider, host, region, model: name } = MODEL_FACTS
    const entry = desk.audit().findLast(({ type }) => type === 'egress.sent')
    expect(entry?.detail).to.include({ provider, host, region, model: name })
    expect(entry?.detail?.fields).to.deep.equal(['requester_text', 'subject'])
    const receipt = run.draft?.receipt
    expect(receipt?.drafter).to.include({ drafter: 'openai-compatible', provider, region })
    expect(receipt?.egress).to.include({ ...MODEL_FACTS, store: false, calls: 1 })
    expect(receipt?.egress?.bytesIn).to.be.greaterThan(0)
    expect(receipt?.verdicts.sentences?.map(({ verdict }) => verdict)).to.deep.equal(
      Array.from({ length: 5 }, () => 'verified'),
    )
    expect(receipt?.aiGenerated).to.equal(true)
  })

  it('shows a sentence while the model still speaks', async () => {
    const ticketId = await consentedTicket(desk)
    let release = () => {}
    const held = new Promise<void>((resolve) => {
      release = resolve
    })
    model.says = async function* (reading) {
      const whole = answerOf(trueSegments(reading))
      const half = whole.indexOf('},{"kind"') + 1
      yield whole.slice(0, half)
      await held
      yield whole.slice(half)
    }
    const token = await desk.sessionOf(AGENT)
    const response = await fetch(`${desk.origin}/api/v1/drafts`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify(orderFor(ticketId, REFUND_QUESTION)),
    })
    const reader = (response.body ?? new ReadableStream<Uint8Array>()).getReader()
    const decoder = new TextDecoder()
    let seen = ''
    while (!seen.includes('"kind":"statement"')) seen += decoder.decode((await reader.read()).value)
    expect(kinds(eventsIn(seen))).to.not.include('ready')
    release()
    for (let done = false; !done; ) {
      const read = await reader.read()
      seen += decoder.decode(read.value)
      done = read.done
    }
    expect(kinds(eventsIn(seen)).at(-1)).to.equal('ready')
  })

  it('leaves out what the passages do not carry, and says why without repeating it', async () => {
    const ticketId = await consentedTicket(desk)
    model.says = (reading) => {
      const [first, ...rest] = trueSegments(reading)
      const lie = { text: FOREIGN, citations: first?.citations ?? [] }
      return inPieces(answerOf([...(first === undefined ? [] : [first]), lie, ...rest]))
    }
    const run = await draft(desk, orderFor(ticketId, REFUND_QUESTION))
    expect(run.text).to.not.contain('Panama')
    expect(texts(run).length).to.equal(5)
    expect(run.draft?.dropped?.map(({ part, text }) => [part, text])).to.deep.equal([[1, null]])
    expect(run.draft?.receipt.verdicts).to.include({ verified: 5, dropped: 1 })
    expect(kinds(run.events)).to.include('dropped')
    expect(desk.dump()).to.not.contain('Panama')
    expect(desk.logged()).to.not.contain('Panama')
  })

  it('adds the bridge for a question that was put but not answered', async () => {
    const ticketId = await consentedTicket(desk)
    const run = await draft(desk, orderFor(ticketId, `${REFUND_QUESTION} ${NOT_COVERED_QUESTION}`))
    expect(run.draft?.parts.map(({ outcome }) => outcome)).to.deep.equal(['answered', 'not_covered'])
    expect(texts(run)).to.include('For the rest of your message I will get back to you personally.')
    expect(model.readings[0]?.questions.length).to.equal(1)
  })

  describe('is refused', () => {
    it('NOT_COVERED, and nothing leaves, where no allowlisted article answers', async () => {
      const ticketId = await consentedTicket(desk)
      const from = desk.audit().length
      const order = orderFor(ticketId, NOT_COVERED_QUESTION)
      const run = await draft(desk, order)
      expect(run.reasons).to.deep.equal(['NOT_COVERED'])
      expect(model.calls).to.deep.equal([])
      expectNothingKept(run, ticketId, order.draftId)
      expect(typesSince(from)).to.deep.equal(['gate.decided', 'question.recorded', 'draft.refused'])
    })

    it('NOT_GROUNDED where no sentence is carried', async () => {
      const ticketId = await consentedTicket(desk)
      model.says = (reading) =>
        inPieces(answerOf([{ text: FOREIGN, citations: trueSegments(reading)[0]?.citations ?? [] }]))
      const order = orderFor(ticketId, REFUND_QUESTION)
      const run = await draft(desk, order)
      expect(run.reasons).to.deep.equal(['NOT_GROUNDED'])
      expect(run.text).to.not.contain('Panama')
      expectNothingKept(run, ticketId, order.draftId)
    })

    it('NOT_COVERED where the model says that the passages do not answer', async () => {
      const ticketId = await consentedTicket(desk)
      model.says = () => [answerOf([], [1])]
      const order = orderFor(ticketId, REFUND_QUESTION)
      const run = await draft(desk, order)
      const last = run.events.at(-1)
      const [first] = last?.event === 'refused' ? last.refusals : []
      expect(first?.refusal).to.deep.include({ reason: 'NOT_COVERED' })
      expectNothingKept(run, ticketId, order.draftId)
    })

    it('PROVIDER_ANSWER_INVALID after exactly one repair, and shows no word of either answer', async () => {
      const ticketId = await consentedTicket(desk)
      model.says = () => ['Sure, here is your reply: PANAMA']
      const order = orderFor(ticketId, REFUND_QUESTION)
      const run = await draft(desk, order)
      expect(run.reasons).to.deep.equal(['PROVIDER_ANSWER_INVALID'])
      expect(run.text).to.not.contain('PANAMA')
      expect(model.calls.length).to.equal(2)
      expect(
        desk
          .audit()
          .filter(({ object }) => object.ref === order.draftId)
          .map(({ type }) => type),
      ).to.deep.equal(['egress.sent', 'egress.sent', 'draft.refused'])
      expectNothingKept(run, ticketId, order.draftId)
    })

    it('CONSENT_NOT_GRANTED, and nothing leaves, without consent', async () => {
      const ticketId = await openedTicket(desk)
      const run = await draft(desk, orderFor(ticketId, REFUND_QUESTION))
      expect(run.reasons).to.deep.equal(['CONSENT_NOT_GRANTED'])
      expect(model.calls).to.deep.equal([])
    })

    it('as long as the kill switch is on', async () => {
      const own = await startDesk({ model, env: { VOUCH_KILL_SWITCH: 'on' } })
      const ticketId = await consentedTicket(own)
      const run = await draft(own, orderFor(ticketId, REFUND_QUESTION))
      expect(run.reasons).to.deep.equal(['KILL_SWITCH_ON'])
      expect(model.calls).to.deep.equal([])
      await own.stop()
    })
  })

  it('is repaired once: what the broken answer showed is taken back, and is not in the draft', async () => {
    const ticketId = await consentedTicket(desk)
    model.says = (reading, attempt) => {
      const whole = answerOf(trueSegments(reading))
      return attempt === 1 ? [whole.slice(0, -30)] : [whole]
    }
    const run = await draft(desk, orderFor(ticketId, REFUND_QUESTION))
    const at = kinds(run.events).indexOf('again')
    expect(kinds(run.events.slice(0, at))).to.deep.equal(['accepted', 'sentence', 'sentence'])
    const shown = run.events
      .slice(at)
      .flatMap((event) => (event.event === 'sentence' ? [event.sentence] : []))
    expect(run.draft?.sentences).to.deep.equal(shown)
    expect(texts(run).length).to.equal(5)
    expect(new Set(run.draft?.sentences.map(({ id }) => id)).size).to.equal(5)
    expect(run.draft?.receipt.egress?.calls).to.equal(2)
  })

  describe('when consent is withdrawn', () => {
    const moments: Readonly<Record<string, (ticketId: string) => typeof model.says>> = {
      'before the first word': (ticketId) =>
        async function* (reading) {
          await withdraw(desk, ticketId)
          yield* sayFirstPassage(reading)
        },
      'between two sentences': (ticketId) =>
        async function* (reading) {
          const whole = answerOf(trueSegments(reading))
          const half = whole.indexOf('},{"kind"') + 1
          yield whole.slice(0, half)
          await withdraw(desk, ticketId)
          yield whole.slice(half)
        },
      'after the last sentence': (ticketId) =>
        async function* (reading) {
          const whole = answerOf(trueSegments(reading))
          yield whole.slice(0, -1)
          await withdraw(desk, ticketId)
          yield whole.slice(-1)
        },
    }
    for (const [name, says] of Object.entries(moments))
      it(`${name}, keeps nothing, and shows no sentence after the withdrawal was acknowledged`, async () => {
        const ticketId = await consentedTicket(desk)
        const order = orderFor(ticketId, REFUND_QUESTION)
        let acknowledged = 0
        const script = says(ticketId)
        model.says = async function* (reading, attempt) {
          for await (const piece of script(reading, attempt)) {
            yield piece
            acknowledged = desk.audit().length
          }
        }
        const run = await draft(desk, order)
        // After the last sentence it is the stored consent that refuses; before, it is the epoch.
        expect(run.reasons).to.have.length.greaterThan(0)
        expect(['CONSENT_CHANGED', 'CONSENT_NOT_GRANTED']).to.include(run.reasons[0])
        expect(acknowledged).to.be.greaterThan(0)
        expectNothingKept(run, ticketId, order.draftId)
      })

    it('or may have been, for nobody can say any more: nothing is shown from there on, and nothing kept', async () => {
      const ticketId = await consentedTicket(desk)
      const order = orderFor(ticketId, REFUND_QUESTION)
      let unread: readonly string[] = []
      model.says = async function* (reading) {
        const segments = trueSegments(reading)
        unread = segments.slice(1).map(({ text }) => text)
        const whole = answerOf(segments)
        const half = whole.indexOf('},{"kind"') + 1
        yield whole.slice(0, half)
        desk.tamper((database) => database.exec('alter table consent_event rename to gone'))
        yield whole.slice(half)
      }
      const run = await draft(desk, order)
      desk.tamper((database) => database.exec('alter table gone rename to consent_event'))
      expect(run.code).to.equal('STORE_UNAVAILABLE')
      const shown = run.events.flatMap((one) => (one.event === 'sentence' ? [one.sentence.text] : []))
      expect(shown).to.have.length.greaterThan(0)
      expect(unread).to.have.length.greaterThan(0)
      expect(shown.filter((text) => unread.includes(text))).to.deep.equal([])
      expectNothingKept(run, ticketId, order.draftId)
    })

    it('between gate and egress, sends nothing', async () => {
      const ticketIds: string[] = []
      const own = await startDesk({
        model,
        // The second step begins after the gate has said yes.
        measure: async (step, act) => {
          if (step === 'compose') await withdraw(own, ticketIds.at(-1) ?? '')
          return act()
        },
      })
      const ticketId = await consentedTicket(own)
      ticketIds.push(ticketId)
      const run = await draft(own, orderFor(ticketId, REFUND_QUESTION))
      expect(run.reasons).to.deep.equal(['CONSENT_NOT_GRANTED'])
      expect(model.calls).to.deep.equal([])
      expect(own.audit().filter(({ type }) => type === 'egress.sent')).to.deep.equal([])
      await own.stop()
    })
  })

  it('is closed when the provider fails in the middle, and no other drafter takes over', async () => {
    const ticketId = await consentedTicket(desk)
    model.says = async function* (reading) {
      yield answerOf(trueSegments(reading)).slice(0, -40)
      throw new Fault('PROVIDER_FAILED', 'the provider broke off')
    }
    const order = orderFor(ticketId, REFUND_QUESTION)
    const run = await draft(desk, order)
    expect(run.code).to.equal('PROVIDER_FAILED')
    expectNothingKept(run, ticketId, order.draftId)
    expect(model.calls.length).to.equal(1)
    expect(desk.audit().at(-1)).to.deep.include({ type: 'draft.discarded' })
  })

  it('is closed, and its stream is left, when the agent goes away', async () => {
    const ticketId = await consentedTicket(desk)
    const gone = new AbortController()
    let left = false
    model.says = async function* (reading) {
      try {
        yield answerOf(trueSegments(reading)).slice(0, -40)
        gone.abort()
        // Nothing more is said, for ever; only a call that was hung up ends this, however late that is seen.
        for (;;) {
          yield ' '
          await new Promise((resolve) => setTimeout(resolve, 5))
        }
      } finally {
        left = true
      }
    }
    const order = orderFor(ticketId, REFUND_QUESTION)
    const call = desk.call('POST', '/api/v1/drafts', { as: AGENT, body: order, signal: gone.signal })
    await call.catch(() => {})
    await until(() => draftRow(desk, order.draftId)?.status === 'discarded' && left)
    expect(desk.audit().at(-1)?.detail).to.deep.equal({ cause: 'CLIENT_GONE' })
  })

  it('cannot be inserted before it is stored', async () => {
    const ticketId = await consentedTicket(desk)
    const order = orderFor(ticketId, REFUND_QUESTION)
    let early: unknown
    model.says = async function* (reading) {
      const whole = answerOf(trueSegments(reading))
      yield whole.slice(0, -2)
      const insertion = { sentenceIds: ['s1', 's2'], how: 'insert', lastCommentId: '501' }
      early = (await desk.api(AGENT, 'POST', `/drafts/${order.draftId}/insertions`, insertion)).body
      yield whole.slice(-2)
    }
    const run = await draft(desk, order)
    expect(JSON.stringify(early)).to.contain('DRAFT_NOT_OPEN')
    expect(run.draft?.status).to.equal('ready')
  })

  describe('once an operator has put a model in', () => {
    it('is not made on older tickets: their scope stays on this machine, their consent names the old notice', async () => {
      const first = await startDesk()
      const ticketId = await consentedTicket(first)
      const later = await first.restart({}, { model })
      const run = await draft(later, orderFor(ticketId, REFUND_QUESTION))
      expect(run.reasons).to.deep.equal(['CONSENT_NOT_GRANTED'])
      await later.api(ADMIN, 'POST', `/tickets/${ticketId}/scope/renewals`)
      const renewed = await draft(later, orderFor(ticketId, REFUND_QUESTION))
      expect(renewed.reasons).to.deep.equal(['CONSENT_NOT_GRANTED'])
      expect(model.calls).to.deep.equal([])
      await later.stop()
    })

    it('is not made any more when the model is taken out again, and nothing else drafts in its place', async () => {
      const first = await startDesk({ model })
      const ticketId = await consentedTicket(first)
      const later = await first.restart({}, { model: null })
      expect((await draft(later, orderFor(ticketId, REFUND_QUESTION))).reasons).to.deep.equal([
        'CONSENT_NOT_GRANTED',
      ])
      expect(later.drafter.calls).to.equal(0)
      const other = scriptedModel({ ...MODEL_FACTS, provider: 'openai-us', region: 'US' })
      const elsewhere = await later.restart({}, { model: other })
      const run = await draft(elsewhere, orderFor(ticketId, REFUND_QUESTION))
      expect(run.reasons).to.deep.equal(['CONSENT_NOT_GRANTED'])
      expect([...model.calls, ...other.calls]).to.deep.equal([])
      expect(elsewhere.drafter.calls).to.equal(0)
      await elsewhere.stop()
    })

    it('is one of this machine after it was taken out, when the requester has agreed to the notice that says so', async () => {
      const first = await startDesk({ model })
      const ticketId = await consentedTicket(first)
      const later = await first.restart({}, { model: null })
      expect((await draft(later, orderFor(ticketId, REFUND_QUESTION))).reasons).to.deep.equal([
        'CONSENT_NOT_GRANTED',
      ])
      const { body } = await later.api(AGENT, 'POST', `/tickets/${ticketId}/consent/requests`, {
        locale: 'en',
      })
      const path = new URL(body.url).pathname
      expect((await later.call('GET', path)).text).to.contain('The drafting tool runs on our own server')
      await press(later, path, 'grant')
      const run = await draft(later, orderFor(ticketId, REFUND_QUESTION))
      expect(run.draft?.receipt.drafter).to.include({ drafter: 'extractive', region: 'local' })
      expect(run.draft?.receipt.egress).to.equal(null)
      expect(model.calls).to.deep.equal([])
      expect(later.audit().map(({ type }) => type)).to.include('scope.followed')
      await later.stop()
    })

    it('tells the sidebar who would be asked, and where', async () => {
      const ticketId = await openedTicket(desk)
      const view = await desk.api(AGENT, 'GET', `/tickets/${ticketId}`)
      expect(view.body.recipient).to.deep.equal(MODEL_FACTS)
    })
  })

  it("is the agent's to leave: the draft of this machine sends nothing and can be inserted", async () => {
    const ticketId = await consentedTicket(desk)
    const from = desk.audit().length
    const run = await draft(desk, orderFor(ticketId, REFUND_QUESTION, { drafter: 'extractive' }))
    expect(run.draft?.receipt.drafter).to.include({ drafter: 'extractive', region: 'local' })
    expect(run.draft?.receipt.egress).to.equal(null)
    expect(model.calls).to.deep.equal([])
    expect(typesSince(from)).to.deep.equal(['gate.decided', 'question.recorded', 'draft.made'])
    const insertion = { sentenceIds: ['s1', 's2'], how: 'insert', lastCommentId: '501' }
    const reply = await desk.api(AGENT, 'POST', `/drafts/${run.draft?.id}/insertions`, insertion)
    expect(reply.body.outcome).to.equal('allowed')
  })
})
