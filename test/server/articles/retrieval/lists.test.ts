import { expect } from 'chai'
import { readArticle } from '../../../../server/articles/retrieval/coverage.ts'
import { buildLanguageIndex } from '../../../../server/articles/retrieval/language-index.ts'
import { wholeLists } from '../../../../server/articles/retrieval/lists.ts'
import { readQuestion } from '../../../../server/articles/retrieval/question.ts'
import { articleOf } from './sample-articles.ts'

const steps = (count: number, word: string) =>
  Array.from({ length: count }, (_, at) => `<li>${word} ${at + 1}.</li>`).join('')

/** The quotes that come along when the sentences with these words were chosen. */
function withLists(html: string, chosen: readonly string[]): readonly string[] {
  const index = buildLanguageIndex('en', [articleOf('a', 'en', 'A title', html)])
  const article = index.articles[0]
  if (article === undefined) throw new Error('no article')
  const { sentences } = readArticle(index, readQuestion(index, 'title'), article)
  const textOf = ({ passage, sentence }: { passage: number; sentence: number }) => {
    const holder = index.passage(passage)?.passage
    const found = holder?.sentences[sentence]
    return holder?.text.slice(found?.start, found?.end) ?? ''
  }
  const kept = wholeLists(
    index,
    sentences.filter((one) => chosen.includes(textOf(one))),
  )
  return kept.map(textOf)
}

const RECIPE = `<p>Tea is good.</p><p>Do this:</p><ol>${steps(3, 'Step')}</ol><p>Enjoy it.</p><ol>${steps(2, 'Rinse')}</ol>`

describe('a list of which one item was chosen', () => {
  it('comes along whole, with the sentence that introduces it and no more', () => {
    expect(withLists(RECIPE, ['Step 2.'])).to.deep.equal(['Do this:', 'Step 1.', 'Step 2.', 'Step 3.'])
  })

  it('is not taken for the one that starts behind it', () => {
    expect(withLists(RECIPE, ['Rinse 2.'])).to.deep.equal(['Enjoy it.', 'Rinse 1.', 'Rinse 2.'])
  })

  it('stays away when only a sentence beside it was chosen', () => {
    expect(withLists(RECIPE, ['Tea is good.'])).to.deep.equal(['Tea is good.'])
  })

  it('comes along when a chosen sentence announces it', () => {
    expect(withLists(RECIPE, ['Do this:'])).to.deep.equal(['Do this:', 'Step 1.', 'Step 2.', 'Step 3.'])
  })

  it('is not announced when it does not come', () => {
    const html = '<p>Tea is good.</p><p>Now the colours:</p><p>Green.</p>'
    expect(withLists(html, ['Tea is good.', 'Now the colours:'])).to.deep.equal(['Tea is good.'])
  })

  it('is cut to the run around the item when it is very long', () => {
    const kept = withLists(`<p>Do this:</p><ol>${steps(40, 'Step')}</ol>`, ['Step 20.'])
    expect(kept).to.include('Step 20.')
    expect(kept.length).to.be.at.most(15)
  })
})
