import { expect } from 'chai'
import { groupByPart, markIn, numberSources, sourceKey, sourcesOf } from '../../../src/sidebar/numbering.ts'
import {
  finishedDraft,
  MODEL_SENTENCES,
  OTHER_PASSAGE,
  PASSAGE,
  SENTENCES,
} from '../../support/fake-companion.ts'

describe('src/sidebar/numbering', () => {
  it('numbers sources as the draft first quotes them, and one source once', () => {
    expect([...numberSources(SENTENCES)]).to.deep.equal([
      [sourceKey(PASSAGE), 1],
      [sourceKey(OTHER_PASSAGE), 2],
    ])
  })

  it('puts a heading before the first quote of each question and says what nothing answers', () => {
    const groups = groupByPart(SENTENCES, finishedDraft('d').parts)
    expect(
      groups.map(({ question, notCovered, sentences }) => [
        question,
        notCovered,
        sentences.map(({ id }) => id),
      ]),
    ).to.deep.equal([
      [null, false, ['s0']],
      [1, false, ['s1', 's2']],
      [2, false, ['s3', 's4']],
      [3, true, []],
      [null, false, ['s5']],
    ])
  })

  it('says what nothing answers in the order of the questions', () => {
    const parts = [
      { part: 1, outcome: 'not_covered', question: 1 },
      { part: 2, outcome: 'answered', question: 2 },
    ] as const
    const sentences = SENTENCES.filter(({ part, kind }) => kind === 'template' || part !== 1)
    expect(groupByPart(sentences, parts).map(({ question }) => question)).to.deep.equal([null, 1, 2, null])
  })

  it('needs no heading for a single question', () => {
    const groups = groupByPart(SENTENCES, [{ part: 1, outcome: 'answered', question: 1 }])
    expect(groups.every(({ question }) => question === null)).to.equal(true)
  })

  it('numbers what a model worded like what it quoted, by every source', () => {
    expect([...numberSources(MODEL_SENTENCES)]).to.deep.equal([
      [sourceKey(PASSAGE), 1],
      [sourceKey(OTHER_PASSAGE), 2],
    ])
    const groups = groupByPart(MODEL_SENTENCES, finishedDraft('d').parts)
    expect(groups.map(({ question, sentences }) => [question, sentences.length])).to.deep.equal([
      [null, 1],
      [1, 2],
      [2, 2],
      [3, 0],
      [null, 1],
    ])
  })

  it('makes two quotes of one passage one source, two passages two, and a template none', () => {
    const quotes = MODEL_SENTENCES.map((sentence) =>
      sourcesOf(sentence).map((source) => source.quotes.length),
    )
    expect(quotes).to.deep.equal([[], [2], [1, 1], [1], [1], []])
  })

  const MARKS: Record<string, { wanted: readonly string[]; marked: readonly string[]; missing: number }> = {
    'a quote that stands there': { wanted: ['The 30 days start'], marked: ['The 30 days start'], missing: 0 },
    'two quotes, in the order of the text': {
      wanted: ['The 30 days start', 'You can return'],
      marked: ['You can return', 'The 30 days start'],
      missing: 0,
    },
    'two quotes that overlap, once': {
      wanted: ['return unused items', 'unused items within'],
      marked: ['return unused items', ' within'],
      missing: 0,
    },
    'one within another, once': { wanted: ['unused items', 'items'], marked: ['unused items'], missing: 0 },
    'nothing that stands there otherwise': { wanted: ['the 30 Days start'], marked: [], missing: 1 },
    'no empty quote': { wanted: [''], marked: [], missing: 1 },
  }
  for (const [name, { wanted, marked, missing }] of Object.entries(MARKS)) {
    it(`marks ${name}`, () => {
      const found = markIn(PASSAGE.text, wanted)
      expect(found.pieces.filter((piece) => piece.marked).map(({ text }) => text)).to.deep.equal(marked)
      expect(found.pieces.map(({ text }) => text).join('')).to.equal(PASSAGE.text)
      expect(found.missing.length).to.equal(missing)
    })
  }
})
