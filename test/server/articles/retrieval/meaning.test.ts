import { expect } from 'chai'
import { buildRetrievalIndex, type Meaning } from '../../../../server/articles/retrieval/index.ts'
import type { ArticleVersion } from '../../../../src/domain/article.ts'
import { articleOf, SAMPLE_ARTICLES } from './sample-articles.ts'

const ENGLISH = SAMPLE_ARTICLES.filter(({ locale }) => locale === 'en-us')
const VASE = articleOf('vase', 'en-us', 'Caring for a vase', '<p>Rinse it with lukewarm water.</p>')
const INDEX = buildRetrievalIndex([...ENGLISH, VASE])
const all = () => true

/** Near are the named articles, far all others; without vectors those that `missing` names. */
const meaning = (near: readonly string[], missing: readonly string[] = []): Meaning => ({
  nearness: ({ articleId, passages }: ArticleVersion) =>
    missing.includes(articleId)
      ? null
      : Float64Array.from(passages, () => (near.includes(articleId) ? 0.9 : 0.1)),
})
const search = (
  query: string,
  given: Meaning | null,
  allowed: (at: { articleId: string }) => boolean = all,
) => INDEX.search({ query, locale: 'en-us', allowed, meaning: given }).map(({ articleId }) => articleId)
const answer = (question: string, given: Meaning | null) =>
  INDEX.answer({ question, locale: 'en-us', allowed: all, meaning: given })

describe('finding by meaning, too', () => {
  it('brings in an article that shares no word with the question', () => {
    expect(search('How do I clean porcelain?', null)).to.not.include('vase')
    expect(search('How do I clean porcelain?', meaning(['vase']))).to.include('vase')
  })

  it('brings in nothing that is not allowed', () => {
    const allowed = ({ articleId }: { articleId: string }) => articleId !== 'vase'
    expect(search('How do I clean porcelain?', meaning(['vase']), allowed)).to.not.include('vase')
  })

  it('leaves the order to words until every allowed article has its vectors', () => {
    const words = search('When will I get my refund?', null)
    expect(search('When will I get my refund?', meaning(['vase']))).to.not.deep.equal(words)
    expect(search('When will I get my refund?', meaning(['vase'], ['kettle']))).to.deep.equal(words)
    const allowed = ({ articleId }: { articleId: string }) => articleId !== 'kettle'
    expect(search('When will I get my refund?', meaning(['vase'], ['kettle']), allowed)).to.include('vase')
  })

  it('leaves the order to words where all articles are equally near', () => {
    const words = search('When will I get my refund?', null)
    expect(search('When will I get my refund?', meaning([]))).to.deep.equal(words)
  })

  it('answers nothing by itself: what the words do not carry stays refused', () => {
    const question = 'How do I clean porcelain?'
    expect(answer(question, null).outcome).to.equal('not_covered')
    expect(answer(question, meaning(['vase'])).outcome).to.equal('not_covered')
  })

  it('takes no answer away: what the words are sure of stays answered', () => {
    const question = 'When will I get my refund?'
    expect(answer(question, null).outcome).to.equal('covered')
    expect(search(question, meaning(['cancel']))[0]).to.equal('cancel')
    expect(answer(question, meaning(['cancel']))).to.deep.equal(answer(question, null))
  })

  it('says the same twice', () => {
    const given = meaning(['vase'])
    expect(search('refund for porcelain', given)).to.deep.equal(search('refund for porcelain', given))
  })
})
