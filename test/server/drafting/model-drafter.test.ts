import { expect } from 'chai'
import { AnswerInvalid } from '../../../server/drafting/answer-stream.ts'
import { createModelDrafter, type DraftTask } from '../../../server/drafting/index.ts'
import { MOST_SENTENCES } from '../../../server/drafting/model-drafter.ts'
import { PROMPT_VERSION } from '../../../server/drafting/prompt.ts'
import type { DraftedStatement } from '../../../server/drafting/statement-verifier.ts'
import type { EgressFacts } from '../../../src/domain/draft.ts'
import { Fault } from '../../../src/domain/fault.ts'
import { faultFrom } from '../../support/fault-from.ts'
import {
  allowFor,
  BOIL,
  briefWith,
  CARD,
  GIFT_CARD,
  KETTLE,
  LID,
  type ModelBrief,
  taskWith,
} from '../../support/model-brief.ts'
import {
  answerOf,
  inPieces,
  MODEL_FACTS,
  type SaidSegment,
  type ScriptedModel,
  scriptedModel,
} from '../../support/scripted-model.ts'

interface Run {
  readonly model: ScriptedModel
  readonly sentences: readonly DraftedStatement[]
  readonly ends: 'done' | AnswerInvalid['why']
  readonly egress: EgressFacts | null | undefined
  readonly startedOver: number
  /** Bytes that the drafter asked to send, call by call. */
  readonly asked: readonly number[]
}

interface Given {
  readonly permit?: ModelBrief['permit']
  readonly brief?: Partial<ModelBrief>
  readonly task?: Partial<DraftTask>
}

/** Each answer is what the model says when it is asked for the first, second … time. */
async function run(answers: readonly (string | Iterable<string>)[], given: Given = {}): Promise<Run> {
  const model = scriptedModel()
  model.says = (_reading, attempt) => {
    const answer = answers[attempt - 1] ?? ''
    return typeof answer === 'string' ? inPieces(answer) : answer
  }
  let startedOver = 0
  const asked: number[] = []
  const brief = briefWith({
    ...given.brief,
    permit: async (request) => {
      asked.push(request.bytes)
      return given.permit === undefined ? 'a capability' : given.permit(request)
    },
    startOver: () => {
      startedOver += 1
    },
  })
  const reply = await createModelDrafter(model).draft(
    allowFor(),
    taskWith(brief, given.task),
    new AbortController().signal,
  )
  const sentences: DraftedStatement[] = []
  const all = async (): Promise<Run['ends']> => {
    for await (const sentence of reply.sentences) sentences.push(sentence as DraftedStatement)
    return 'done'
  }
  const ends = await all().then(
    (end) => end,
    (error: unknown) => {
      if (error instanceof AnswerInvalid) return error.why
      throw error
    },
  )
  return { model, sentences, ends, egress: reply.egress?.(), startedOver, asked }
}

const said = (...segments: readonly SaidSegment[]) => run([answerOf(segments)])
const cites = (passage: string, quote = LID) => ({ text: LID, citations: [{ passage, quote }] })

describe('the model drafter', () => {
  describe('hands on each sentence', () => {
    it('as the model said it, with the passage that it names', async () => {
      const { sentences, ends } = await said(cites('P1'), {
        text: CARD,
        question: 2,
        citations: [
          { passage: 'P2', quote: CARD },
          { passage: 'P1', quote: 'not checked here' },
        ],
      })
      expect(ends).to.equal('done')
      expect(sentences).to.deep.equal([
        {
          kind: 'statement',
          text: LID,
          part: 1,
          block: 'paragraph',
          citations: [{ source: KETTLE, quote: LID }],
        },
        {
          kind: 'statement',
          text: CARD,
          part: 2,
          block: 'paragraph',
          citations: [
            { source: GIFT_CARD, quote: CARD },
            { source: KETTLE, quote: 'not checked here' },
          ],
        },
      ])
    })

    const known = ['P1', '[[P1]]', '[P1]', ' P1 ', 'P01']
    const unknown = [
      'P0',
      'P3',
      'P1000',
      'p1',
      '1',
      '',
      'P1, P2',
      'P-1',
      'P1.5',
      'Px',
      'kettle',
      'P1\u200B',
      '__proto__',
    ]
    for (const name of known)
      it(`with the first passage where it is called ${JSON.stringify(name)}`, async () => {
        const { sentences } = await said(cites(name))
        expect(sentences[0]?.citations).to.deep.equal([{ source: KETTLE, quote: LID }])
      })
    for (const name of unknown)
      it(`with no passage where it is called ${JSON.stringify(name)}`, async () => {
        const { sentences } = await said(cites(name))
        expect(sentences[0]?.citations).to.deep.equal([{ source: null, quote: LID }])
      })

    it('alone: a segment of several is split, and each part keeps all citations', async () => {
      const citations = [
        { passage: 'P1', quote: LID },
        { passage: 'P9', quote: BOIL },
      ]
      const { sentences } = await said({ text: `${LID} ${BOIL}\n\nThen drink tea.`, citations })
      expect(sentences.map(({ text }) => text)).to.deep.equal([LID, BOIL, 'Then drink tea.'])
      for (const sentence of sentences)
        expect(sentence.citations).to.deep.equal([
          { source: KETTLE, quote: LID },
          { source: null, quote: BOIL },
        ])
    })

    it('on one line, composed, without the space around it', async () => {
      const { sentences } = await said({ text: '  O\u0308ffne\t den\u00a0 Deckel ' })
      expect(sentences.map(({ text }) => text)).to.deep.equal(['Öffne den Deckel'])
    })

    it('of an answer, a question back, a list and steps, in the block that it belongs to', async () => {
      const kinds = ['answer', 'question_back', 'list_item', 'step']
      const { sentences } = await said(...kinds.map((kind) => ({ kind, text: LID })))
      expect(sentences.map(({ block }) => block)).to.deep.equal([
        'paragraph',
        'paragraph',
        'list_item',
        'step',
      ])
    })

    it('without greeting and closing, which are the account’s own', async () => {
      const { sentences } = await said({ kind: 'greeting', text: 'Dear Sir,' }, cites('P1'), {
        kind: 'closing',
        text: 'Yours, the model',
      })
      expect(sentences.map(({ text }) => text)).to.deep.equal([LID])
    })

    it('and an empty one for a segment without words: a step that says nothing is missing', async () => {
      const { sentences } = await said({ text: ' \n ' }, { kind: 'step', text: '' })
      expect(sentences.map(({ text, block }) => [text, block])).to.deep.equal([
        ['', 'paragraph'],
        ['', 'step'],
      ])
    })
  })

  it('takes a mark of the prompt for no word of sentence or quote', async () => {
    const marked = { text: '2. Fill it.', citations: [{ passage: 'P1', quote: '- Fill it.' }] }
    const [first] = (await said(marked)).sentences
    expect([first?.text, first?.citations[0]?.quote]).to.deep.equal(['Fill it.', 'Fill it.'])
    const [figure] = (await said({ text: '3.5 litres are enough.' })).sentences
    expect(figure?.text).to.equal('3.5 litres are enough.')
  })

  it('does not number steps: the article does', async () => {
    const steps = ['Open it.', 'Fill it.'].map((text) => ({ kind: 'step', text, question: 1 }))
    const { sentences } = await said(...steps)
    expect(sentences.map(({ block }) => block)).to.deep.equal(['step', 'step'])
    expect(JSON.stringify(sentences)).to.not.contain('ordinal')
  })

  it('cuts off one segment with a thousand sentences, too', async () => {
    const { sentences } = await said({ text: 'Fill it now. '.repeat(1_000) })
    expect(sentences).to.have.length(MOST_SENTENCES)
  })

  describe('cuts off', () => {
    it(`a model that loops behind ${MOST_SENTENCES} sentences, and lets go of its answer`, async () => {
      let given = 0
      let closed = false
      function* loop() {
        try {
          yield '{"segments":['
          for (;;) {
            given += 1
            yield `${JSON.stringify({ kind: 'answer', question: 1, text: `Sentence ${given}.`, citations: [] })},`
          }
        } finally {
          closed = true
        }
      }
      const { sentences, ends, model, egress } = await run([loop()])
      expect([ends, sentences.length]).to.deep.equal(['done', MOST_SENTENCES])
      expect(given).to.be.at.most(MOST_SENTENCES + 2)
      expect(closed).to.equal(true)
      expect(model.calls).to.have.length(1)
      expect(egress?.calls).to.equal(1)
    })

    it('nothing of an answer that has just as many', async () => {
      const segments = Array.from({ length: MOST_SENTENCES }, (_, at) => ({ text: `Sentence ${at}.` }))
      expect((await said(...segments)).sentences).to.have.length(MOST_SENTENCES)
    })

    for (const [name, take] of Object.entries({ 'its reader leaves': 1, 'the answer has ended': 9 }))
      it(`the request when ${name}`, async () => {
        const signals: AbortSignal[] = []
        const model = scriptedModel()
        model.says = () => inPieces(answerOf([{ text: LID }, { text: BOIL }]))
        const { ask } = model
        model.ask = (allow, call, signal) => {
          signals.push(signal)
          return ask(allow, call, signal)
        }
        const reply = await createModelDrafter(model).draft(
          allowFor(),
          taskWith(briefWith()),
          new AbortController().signal,
        )
        let read = 0
        for await (const _ of reply.sentences) {
          read += 1
          expect(signals.map(({ aborted }) => aborted)).to.deep.equal([false])
          if (read === take) break
        }
        expect(signals.map(({ aborted }) => aborted)).to.deep.equal([true])
        expect(reply.egress?.()?.calls).to.equal(1)
      })

    it('the request when the agent leaves', async () => {
      const gone = new AbortController()
      const model = scriptedModel()
      const reply = await createModelDrafter(model).draft(allowFor(), taskWith(briefWith()), gone.signal)
      const reader = (reply.sentences as AsyncIterable<unknown>)[Symbol.asyncIterator]()
      expect((await reader.next()).done).to.equal(false)
      gone.abort()
      const next = await reader.next().then(
        () => 'went on',
        (error: unknown) => (error instanceof Error ? error.name : error),
      )
      expect(next).to.equal('AbortError')
      expect(model.calls).to.have.length(1)
    })
  })

  describe('when the answer cannot be read', () => {
    const GOOD = answerOf([{ text: BOIL, citations: [{ passage: 'P1', quote: BOIL }] }])
    const unreadable: Readonly<Record<string, { answer: string; why: AnswerInvalid['why'] }>> = {
      'is plain words': { answer: 'Open the lid.', why: 'not_json' },
      'stops half-way': { answer: answerOf([{ text: LID }]).slice(0, -5), why: 'broke_off' },
      'has no segments': { answer: '{"reply":"Open the lid."}', why: 'wrong_form' },
      'has a segment without citations': {
        answer: '{"segments":[{"kind":"answer","question":1,"text":"Open the lid."}]}',
        why: 'wrong_form',
      },
      'has a kind of its own': { answer: answerOf([{ kind: 'html', text: LID }]), why: 'wrong_form' },
      'has a segment that is words': { answer: '{"segments":["Open the lid."]}', why: 'wrong_form' },
      'has half a question': { answer: answerOf([{ question: 1.5, text: LID }]), why: 'wrong_form' },
      'has a question below zero': { answer: answerOf([{ question: -1, text: LID }]), why: 'wrong_form' },
      'has twenty-one citations': {
        answer: answerOf([{ text: LID, citations: Array(21).fill({ passage: 'P1', quote: LID }) }]),
        why: 'wrong_form',
      },
    }
    for (const [name, { answer, why }] of Object.entries(unreadable)) {
      it(`forgets the answer and asks once more when it ${name}`, async () => {
        const { sentences, ends, model, startedOver } = await run([answer, GOOD])
        expect([ends, startedOver]).to.deep.equal(['done', 1])
        expect(sentences.at(-1)?.text).to.equal(BOIL)
        const [first, second] = model.calls
        expect(model.calls).to.have.length(2)
        expect(second?.user).to.equal(first?.user)
        expect(second?.system.startsWith(`${first?.system}\n`)).to.equal(true)
        expect(second?.system).to.contain('was not one JSON object')
      })

      it(`gives up with ${why}, and does not ask a third time, when it twice ${name}`, async () => {
        const { ends, model, startedOver } = await run([answer, answer, GOOD])
        expect([ends, startedOver]).to.deep.equal([why, 1])
        expect(model.calls).to.have.length(2)
      })
    }

    it('asks only once for an answer that can be read', async () => {
      const { model, startedOver } = await run([GOOD, 'never'])
      expect([model.calls.length, startedOver]).to.deep.equal([1, 0])
    })

    it('asks only once when the provider breaks: that is no answer', async () => {
      function* broken() {
        yield '{"segments":['
        throw new Fault('DRAFTER_FAILED', 'the line went dead')
      }
      const model = scriptedModel()
      model.says = broken
      const reply = await createModelDrafter(model).draft(
        allowFor(),
        taskWith(briefWith()),
        new AbortController().signal,
      )
      const reader = (reply.sentences as AsyncIterable<unknown>)[Symbol.asyncIterator]()
      expect(await faultFrom(() => reader.next())).to.equal('DRAFTER_FAILED')
      expect(model.calls).to.have.length(1)
      expect(reply.egress?.()?.calls).to.equal(1)
    })
  })

  describe('when nothing may leave', () => {
    it('asks nobody, says nothing, and has no egress', async () => {
      const { model, sentences, ends, egress } = await run([answerOf([cites('P1')])], {
        permit: async () => null,
      })
      expect(model.calls).to.deep.equal([])
      expect([sentences.length, ends, egress]).to.deep.equal([0, 'done', null])
    })

    it('asks no second time once that is no longer allowed', async () => {
      let times = 0
      const permit = async () => {
        times += 1
        return times === 1 ? 'a capability' : null
      }
      const { model, sentences, egress } = await run(['words', answerOf([cites('P1')])], { permit })
      expect(model.calls).to.have.length(1)
      expect(sentences).to.deep.equal([])
      expect(egress?.calls).to.equal(1)
    })

    it('is asked before each request, with the bytes that it would send', async () => {
      const { model, asked } = await run(['words', answerOf([cites('P1')])], {
        brief: { ticket: 'Öl für 5 €?' },
      })
      expect(asked).to.deep.equal(
        model.calls.map(({ system, user }) => Buffer.byteLength(system) + Buffer.byteLength(user)),
      )
      expect(asked).to.have.length(2)
    })

    it('is not asked before somebody reads', async () => {
      const model = scriptedModel()
      const reply = await createModelDrafter(model).draft(
        allowFor(),
        taskWith(briefWith()),
        new AbortController().signal,
      )
      expect(model.calls).to.deep.equal([])
      expect(reply.egress?.()).to.equal(null)
    })
  })

  describe('says what left', () => {
    it('to whom, under which prompt, and that nothing is kept', async () => {
      const answer = answerOf([cites('P1')])
      const { egress, model } = await run([answer])
      const [call] = model.calls
      expect(egress).to.deep.equal({
        ...MODEL_FACTS,
        promptVersion: PROMPT_VERSION,
        store: false,
        calls: 1,
        bytesOut: Buffer.byteLength(`${call?.system}${call?.user}`),
        bytesIn: answer.length,
      })
    })

    it('in both requests together where there were two', async () => {
      const answers = ['not JSON at all', answerOf([cites('P1')])]
      const { egress, model } = await run(answers)
      const out = model.calls.reduce((sum, { system, user }) => sum + Buffer.byteLength(system + user), 0)
      expect(egress).to.include({ calls: 2, bytesOut: out, bytesIn: answers.join('').length })
    })
  })

  it('hands the model the very yes of the gate', async () => {
    const model = scriptedModel()
    const seen: unknown[] = []
    const { ask } = model
    model.ask = (allow, call, signal) => {
      seen.push(allow)
      return ask(allow, call, signal)
    }
    const allow = allowFor()
    const reply = await createModelDrafter(model).draft(
      allow,
      taskWith(briefWith()),
      new AbortController().signal,
    )
    for await (const _ of reply.sentences);
    expect(seen).to.have.length(1)
    expect(seen[0]).to.equal(allow)
  })

  it('breaks, and asks nobody, without a brief', async () => {
    const model = scriptedModel()
    const { brief: _, ...task } = taskWith(briefWith())
    const draft = () => createModelDrafter(model).draft(allowFor(), task, new AbortController().signal)
    expect(await faultFrom(draft)).to.equal('DRAFTER_FAILED')
    expect(model.calls).to.deep.equal([])
  })

  it('names the version of its prompt', () => {
    expect(createModelDrafter(scriptedModel()).version).to.contain(PROMPT_VERSION)
  })
})
