import { expect } from 'chai'
import { buildLanguageIndex } from '../../../../server/articles/retrieval/language-index.ts'
import { nearnessTo } from '../../../../server/articles/retrieval/near-words.ts'
import { readQuestion } from '../../../../server/articles/retrieval/question.ts'
import { articleOf } from './sample-articles.ts'

const TEXTS = {
  side: '<p>We lend a garden hose.</p>',
  apart: '<p>The garden of our shop has a long green rubber hose.</p>',
  parted: '<p>We have a garden. It has a hose.</p>',
  one: '<p>We have a garden.</p>',
  none: '<p>Parcels go out daily.</p>',
}
const names = Object.keys(TEXTS)
const index = buildLanguageIndex(
  'en',
  Object.entries(TEXTS).map(([id, html]) =>
    articleOf(id, 'en', id === 'none' ? 'Rubber boots' : 'Garden', html),
  ),
)
const near = (question: string, name: keyof typeof TEXTS) =>
  nearnessTo(index, readQuestion(index, question))(names.indexOf(name))

describe('how near the words of a question stand in an article', () => {
  it('is nearest side by side, less so further apart, and nothing across sentences', () => {
    const question = 'Do you lend a garden hose?'
    const [side, apart] = [near('garden hose', 'side').close, near('garden hose', 'apart').close]
    expect(side).to.equal(1)
    expect(apart).to.be.within(0.1, 0.6)
    for (const name of ['parted', 'one', 'none'] as const) expect(near('garden hose', name).close).to.equal(0)
    expect(near(question, 'side').close).to.be.greaterThan(near(question, 'parted').close)
  })

  it('is nothing for a question of one word', () => {
    expect(near('hose', 'side').close).to.equal(0)
    expect(near('', 'side')).to.deep.equal({ close: 0, titled: 0 })
  })

  it('tells how much of the title the question names', () => {
    expect(near('Which boots?', 'none').titled).to.be.within(0.3, 0.7)
    expect(near('rubber boots', 'none').titled).to.equal(1)
    expect(near('rubber boots', 'side').titled).to.equal(0)
  })

  it('reads no more than thirty-one words of a question, and stands forty', () => {
    const long = `${Array.from({ length: 38 }, (_, at) => `word${at}`).join(' ')} garden hose`
    expect(near(long, 'side').close).to.equal(0)
  })
})
