import { expect } from 'chai'
import { groupByPart, numberSources, sourceKey, splitAtQuote } from '../../../src/sidebar/numbering.ts'
import { finishedDraft, OTHER_PASSAGE, PASSAGE, SENTENCES } from '../../support/fake-companion.ts'

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
      [null, false, ['s5']],
      [3, true, []],
    ])
  })

  it('needs no heading for a single question', () => {
    const groups = groupByPart(SENTENCES, [{ part: 1, outcome: 'answered', question: 1 }])
    expect(groups.every(({ question }) => question === null)).to.equal(true)
  })

  const QUOTES: Record<string, { quote: string; found: boolean }> = {
    'a quote that stands there': { quote: 'The 30 days start', found: true },
    'a quote that stands there otherwise': { quote: 'the 30 days start', found: false },
    'no quote': { quote: '', found: false },
  }
  for (const [name, { quote, found }] of Object.entries(QUOTES)) {
    it(`marks ${name}: ${found}`, () => {
      const split = splitAtQuote(PASSAGE.text, quote)
      expect(split !== null).to.equal(found)
      if (split !== null) expect(split.before + split.quote + split.after).to.equal(PASSAGE.text)
    })
  }
})
