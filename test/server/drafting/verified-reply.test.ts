import { expect } from 'chai'
import type { DraftTask } from '../../../server/drafting/index.ts'
import { checkReply, openChecker, type ReplyChecker } from '../../../server/drafting/verified-reply.ts'
import {
  BOIL,
  briefWith,
  CARD,
  COVERED,
  citedPassage,
  FOREIGN,
  GIFT_CARD,
  KETTLE,
  LID,
  taskWith,
} from '../../support/model-brief.ts'

const TEXT = 'Open the lid.\nFill the kettle.'
const PASSAGE = {
  articleId: 'kettle',
  locale: 'en-us',
  versionHash: 'a'.repeat(64),
  passageId: 'p1',
  title: 'Kettle',
  url: null,
  headings: [],
  text: TEXT,
}
const AT = {
  articleId: 'kettle',
  locale: 'en-us',
  versionHash: PASSAGE.versionHash,
  passageId: 'p1',
}
const STEP = { ...AT, start: 0, end: 13, kind: 'step' as const, ordinal: 1 }
const covered = { outcome: 'covered' as const, probability: 1, sentences: [STEP] }
const missing = { outcome: 'not_covered' as const, probability: 0, nearest: [] }
const TASK: DraftTask = {
  locale: 'en-us',
  questions: [
    { text: 'How?', evidence: covered },
    { text: 'And how again?', evidence: covered },
    { text: 'Why?', evidence: missing },
  ],
  templates: {
    locale: 'en-us',
    greetingNamed: 'Hello {name},',
    greetingUnnamed: 'Hello,',
    closing: 'Bye',
    notCoveredBridge: '',
  },
  namePlaceholder: null,
  passage: (at) => (at.passageId === 'p1' ? PASSAGE : null),
}
const quote = (text: string, change: object = {}) => ({
  id: 'any',
  kind: 'quote',
  text,
  part: 1,
  block: 'code',
  ordinal: 99,
  citation: { ...AT, quote: text },
  ...change,
})

describe('what goes on of a drafted reply', () => {
  it('takes kind and number of a step from the evidence, and the ids from its own count', () => {
    const { sentences } = checkReply(TASK, { sentences: [quote('Open the lid.')] })
    expect(sentences).to.deep.equal([
      {
        id: 's1',
        kind: 'quote',
        text: 'Open the lid.',
        part: 1,
        block: 'step',
        ordinal: 1,
        citation: { ...AT, quote: 'Open the lid.' },
      },
    ])
  })

  it('numbers nothing that the evidence does not number', () => {
    const { sentences } = checkReply(TASK, { sentences: [quote('Fill the kettle.')] })
    expect(sentences[0]).to.include({ block: 'paragraph' })
    expect(sentences[0]).to.not.have.property('ordinal')
  })

  it('calls answered what a sentence answers, once for both questions that share it', () => {
    const { parts } = checkReply(TASK, { sentences: [quote('Open the lid.')] })
    expect(parts.map(({ outcome }) => outcome)).to.deep.equal(['answered', 'answered', 'not_covered'])
  })

  it('calls nothing answered when nothing was said', () => {
    const { parts, passages } = checkReply(TASK, { sentences: [{ kind: 'template', text: 'Bye', part: 0 }] })
    expect(parts.map(({ outcome }) => outcome)).to.deep.equal(Array(3).fill('not_covered'))
    expect(passages).to.deep.equal([])
  })

  it('numbers what is left without a gap, and counts what was left out', () => {
    const sentences = [
      quote('Invented.'),
      { kind: 'template', text: 'Hello,', part: 0 },
      quote('Open the lid.'),
    ]
    const checked = checkReply(TASK, { sentences })
    expect(checked.sentences.map(({ id, text }) => [id, text])).to.deep.equal([
      ['s1', 'Hello,'],
      ['s2', 'Open the lid.'],
    ])
    expect(checked.dropped).to.equal(1)
  })

  const shapeless: Readonly<Record<string, unknown>> = {
    nothing: undefined,
    null: null,
    'a text': 'Open the lid.',
    'a list': [],
    'no kind': { text: 'Bye', part: 0 },
    'an unknown kind': { kind: 'note', text: 'Bye', part: 0 },
    'no text': { kind: 'template', part: 0 },
    'a number for text': { kind: 'template', text: 5, part: 0 },
    'a part that is no question': quote('Open the lid.', { part: 4 }),
    'a part below zero': quote('Open the lid.', { part: -1 }),
    'half a part': quote('Open the lid.', { part: 0.5 }),
    'no citation': quote('Open the lid.', { citation: undefined }),
    'a citation of nothing': quote('Open the lid.', { citation: null }),
    'a citation without a quote': quote('Open the lid.', { citation: AT }),
  }
  for (const [name, sentence] of Object.entries(shapeless))
    it(`leaves out a sentence that has ${name}`, () => {
      const checked = checkReply(TASK, { sentences: [sentence] })
      expect(checked.sentences).to.deep.equal([])
      expect(checked.dropped).to.equal(1)
    })
})

/** As the model drafter hands it on: true, cited, verbatim, until a test changes it. */
function statement(text: string, change: object = {}) {
  const citations = [{ source: text === CARD ? GIFT_CARD : KETTLE, quote: text }]
  return { kind: 'statement', text, part: 1, block: 'paragraph', citations, ...change }
}
const step = (text: string, ordinal: number, change: object = {}) =>
  statement(text, { block: 'step', ordinal, ...change })
const checkWith = (given: readonly unknown[], task = taskWith(briefWith())) =>
  checkReply(task, { sentences: given })
const textsOf = ({ sentences }: Pick<ReturnType<ReplyChecker['finish']>, 'sentences'>) =>
  sentences.map(({ text }) => text)

describe('what goes on of a reply that a model worded', () => {
  it('is rebuilt: the words, their citations in the brief, and nothing that was added to them', () => {
    const { articleId, locale, versionHash, passageId } = KETTLE
    const given = statement(LID, {
      id: 's99',
      fromTicket: ['made up'],
      support: 1,
      html: '<b>',
      citations: [{ source: { ...KETTLE, versionHash: 'b'.repeat(64), text: 'Another text.' }, quote: LID }],
    })
    expect(checkWith([given]).sentences).to.deep.equal([
      {
        id: 's1',
        kind: 'statement',
        text: LID,
        part: 1,
        block: 'paragraph',
        citations: [{ articleId, locale, versionHash, passageId, quote: LID }],
        fromTicket: [],
      },
    ])
  })

  it('names the passages that are cited, each once, as they stand on the shelf', () => {
    const { passages } = checkWith([statement(LID), statement(BOIL), statement(CARD, { part: 2 })])
    expect(passages).to.deep.equal([KETTLE, GIFT_CARD])
    expect(checkWith([statement(LID)]).passages).to.deep.equal([KETTLE])
  })

  describe('may cite only the passages of its brief', () => {
    const onShelf = briefWith({ sources: [KETTLE] })
    const elsewhere: Readonly<Record<string, unknown>> = {
      'another article that is on the shelf': GIFT_CARD,
      'another passage of the same article': { ...KETTLE, passageId: GIFT_CARD.passageId },
      'the same article in another language': { ...KETTLE, locale: 'de' },
      'a passage that it brings along': citedPassage('invented', CARD),
      'no passage at all': null,
    }
    for (const [name, source] of Object.entries(elsewhere))
      it(`and is left out with NO_SUCH_PASSAGE when it cites ${name}`, () => {
        const given = [statement(CARD, { part: 2, citations: [{ source, quote: CARD }] }), statement(LID)]
        const checked = checkWith(given, taskWith(onShelf))
        expect(textsOf(checked)).to.deep.equal([LID])
        expect(checked.left).to.deep.equal([{ rule: 'NO_SUCH_PASSAGE', part: 2, text: null }])
        expect(checked.passages).to.deep.equal([KETTLE])
      })

    it('and is left out where there is no brief at all', () => {
      const { brief: _, ...task } = taskWith(briefWith())
      const checked = checkWith([statement(LID)], task)
      expect(checked.sentences).to.deep.equal([])
      expect(checked.left).to.deep.equal([{ rule: 'NO_CITATION', part: 1, text: null }])
    })
  })

  describe('is said once', () => {
    const again: Readonly<Record<string, string>> = {
      'word for word': LID,
      'in capitals': LID.toUpperCase(),
      'with other signs between the words': `“${LID.replaceAll(' ', '  ').replace('.', '!')}”`,
      'and the second time for another question': LID,
    }
    for (const [name, text] of Object.entries(again))
      it(`when it comes again ${name}`, () => {
        const second = statement(text, {
          citations: [{ source: KETTLE, quote: LID }],
          part: name.includes('another') ? 2 : 1,
        })
        const checked = checkWith([statement(LID), second, statement(BOIL)])
        expect(textsOf(checked)).to.deep.equal([LID, BOIL])
        expect(checked.left.map(({ rule, text: shown }) => [rule, shown])).to.deep.equal([['REPEATED', null]])
      })

    it('though its first coming was left out', () => {
      const lie = statement(LID, { citations: [{ source: null, quote: LID }] })
      expect(textsOf(checkWith([lie, statement(LID)]))).to.deep.equal([LID])
    })
  })

  describe('answers a question', () => {
    const outcomes = (...given: readonly unknown[]) => checkWith(given).parts.map(({ outcome }) => outcome)

    it('only with a statement that was verified and belongs to it', () => {
      expect(outcomes(statement(LID), statement(CARD, { part: 2 }))).to.deep.equal(['answered', 'answered'])
      expect(outcomes(statement(LID))).to.deep.equal(['answered', 'not_covered'])
    })
    it('not with a statement that was left out', () => {
      const lie = statement(CARD, { part: 2, citations: [{ source: GIFT_CARD, quote: FOREIGN }] })
      expect(outcomes(statement(LID), lie)).to.deep.equal(['answered', 'not_covered'])
    })
    it('not with words of the account', () => {
      expect(outcomes({ kind: 'template', text: 'Kind regards', part: 2 })).to.deep.equal([
        'not_covered',
        'not_covered',
      ])
    })
    it('only from an article that was found to answer it', () => {
      const task = taskWith(briefWith(), {
        questions: [
          { text: 'kettle?', evidence: COVERED, articles: ['kettle'] },
          { text: 'card?', evidence: COVERED, articles: ['gift-card'] },
        ],
      })
      const filed = (...given: readonly unknown[]) =>
        checkReply(task, { sentences: given }).parts.map(({ outcome }) => outcome)
      expect(filed(statement(LID, { part: 1 }), statement(BOIL, { part: 2 }))).to.deep.equal([
        'answered',
        'not_covered',
      ])
      expect(filed(statement(LID), statement(LID, { part: 2 }))).to.deep.equal(['answered', 'not_covered'])
    })
    it('that was asked: a statement on a third one of two is left out', () => {
      const checked = checkWith([statement(LID, { part: 3 })])
      expect(checked.sentences).to.deep.equal([])
      expect(checked.left).to.deep.equal([{ rule: 'NO_CITATION', part: 3, text: null }])
    })
  })

  it('loses no other block over a list item that did not pass', () => {
    const item = (text: string, change: object = {}) => statement(text, { block: 'list_item', ...change })
    expect(textsOf(checkWith([item(LID), item(FOREIGN, { citations: [] }), item(BOIL)]))).to.deep.equal([
      LID,
      BOIL,
    ])
  })

  describe('shows what it left out', () => {
    const SHIPPING =
      'Parcels to Austria cost 9 euros for shipping and packaging, arrive within 5 working days after dispatch and carry insurance against damage and loss.'
    const shipping = citedPassage('shipping', SHIPPING)
    const task = taskWith(briefWith({ sources: [shipping, KETTLE, GIFT_CARD] }))
    const near = SHIPPING.replace('9 euros', '7 euros')
    const citing = (text: string, quote = SHIPPING) =>
      statement(text, { citations: [{ source: shipping, quote }] })

    it('where all but a detail is the passage’s own', () => {
      const { left, sentences } = checkWith([citing(near)], task)
      expect(left).to.deep.equal([{ rule: 'NUMBER_DIFFERS', part: 1, text: near }])
      expect(sentences).to.deep.equal([])
    })

    const hidden: Readonly<Record<string, unknown>> = {
      'a sentence of its own with a number': citing(
        'Call the Paris lawyers 7 times every Sunday before noon.',
      ),
      'a sentence of its own': citing(FOREIGN),
      'a true sentence with a made-up quote': citing(SHIPPING, FOREIGN),
      'a true sentence without a citation': statement(SHIPPING, { citations: [] }),
      'a true sentence with something invisible': citing(`${SHIPPING}​`),
      'a near miss that gives the canary away': citing(`${near} ${briefWith().canary}`),
      'words that are no template': { kind: 'template', text: near, part: 0 },
      'something without a form': { kind: 'statement', text: near },
    }
    for (const [name, given] of Object.entries(hidden))
      it(`not where it is ${name}`, () => {
        const { left, sentences } = checkWith([given], task)
        expect(left.map(({ text }) => text)).to.deep.equal([null])
        expect(sentences).to.deep.equal([])
      })

    const nearButWorse: Readonly<Record<string, string>> = {
      'leads elsewhere': `${SHIPPING.slice(0, -1)}, see https://shop.attacker.example/pay.`,
      'is written as a page': SHIPPING.replace('insurance', '<img src=x onerror=alert(1)>insurance'),
      'promises an act': `I have refunded you: ${SHIPPING}`,
      'names somebody': SHIPPING.replace('Austria', 'Jane Doe'),
    }
    for (const [name, text] of Object.entries(nearButWorse))
      it(`never where it is the passage's own but ${name}`, () => {
        const { left } = checkWith([citing(text)], task)
        expect(left.filter((one) => one.text !== null)).to.deep.equal([])
      })
  })

  it('has a verdict for each sentence of the drafter, in its order, and no words in them', () => {
    const lie = statement(FOREIGN, { citations: [] })
    const { verdicts } = checkWith([{ kind: 'template', text: 'Hello,', part: 0 }, lie, null, statement(LID)])
    expect(verdicts).to.deep.equal([
      { id: 's1', verdict: 'verified', support: 1 },
      { id: null, verdict: 'NO_CITATION', support: 0 },
      { id: null, verdict: 'NO_CITATION', support: 0 },
      { id: 's2', verdict: 'verified', support: 1 },
    ])
  })

  describe('while it comes', () => {
    it('is told sentence by sentence, and the same at the end', () => {
      const checker = openChecker(taskWith(briefWith()))
      const lie = statement(FOREIGN, { citations: [] })
      const taken = [statement(LID), lie, statement(BOIL)].map((given) => checker.take(given))
      expect(taken.map(({ shown }) => shown?.id ?? null)).to.deep.equal(['s1', null, 's2'])
      expect(taken.map(({ dropped }) => dropped?.rule ?? null)).to.deep.equal([null, 'NO_CITATION', null])
      expect(checker.finish().sentences).to.deep.equal(taken.flatMap(({ shown }) => shown ?? []))
    })

    it('is forgotten when the drafter begins anew, and no id comes twice', () => {
      const checker = openChecker(taskWith(briefWith()))
      const before = [statement(LID), step(BOIL, 1), step(FOREIGN, 2, { citations: [] })].map(
        (given) => checker.take(given).shown?.id,
      )
      checker.startOver()
      expect(checker.finish()).to.deep.include({
        sentences: [],
        left: [],
        dropped: 0,
        verdicts: [],
        passages: [],
      })
      const after = [statement(LID), step(BOIL, 2)].map((given) => checker.take(given).shown?.id)
      expect(before).to.deep.equal(['s1', 's2', undefined])
      expect(after).to.deep.equal(['s3', 's4'])
      // Neither the sentence said before nor the list broken before counts any more.
      expect(textsOf(checker.finish())).to.deep.equal([LID, BOIL])
      expect(checker.finish().dropped).to.equal(0)
    })
  })
})
