import { expect } from 'chai'
import type { DraftTask } from '../../../server/drafting/index.ts'
import { checkReply } from '../../../server/drafting/verified-reply.ts'

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
const covered = { outcome: 'covered' as const, score: 1, sentences: [STEP] }
const missing = { outcome: 'not_covered' as const, score: 0, nearest: [] }
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
