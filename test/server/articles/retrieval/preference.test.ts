import { expect } from 'chai'
import { buildRetrievalIndex } from '../../../../server/articles/retrieval/index.ts'
import { PRIOR_BOUND, preferredFirst } from '../../../../server/articles/retrieval/preference.ts'
import type { ArticleVersion } from '../../../../src/domain/article.ts'
import type { SectionPrior } from '../../../../src/domain/section-prior.ts'
import { articleOf, SAMPLE_ARTICLES } from './sample-articles.ts'

const REFUND = '<p>We refund the price within 14 days after your return has arrived.</p>'
const KETTLE = '<p>Fill the kettle with water and citric acid, and boil it once.</p>'
const inSection = (sectionId: string, article: ArticleVersion): ArticleVersion => ({ ...article, sectionId })
const FIRST = inSection('shop', articleOf('a-first', 'en', 'When refunds arrive', REFUND))
const TWIN = inSection('returns', articleOf('b-twin', 'en', 'When refunds arrive', REFUND))
const UNRELATED = inSection('kettles', articleOf('c-kettle', 'en', 'Descale a kettle', KETTLE))
const OTHERS = SAMPLE_ARTICLES.filter(({ locale }) => locale === 'en-us').map((one) => ({
  ...one,
  locale: 'en',
}))
const INDEX = buildRetrievalIndex([
  FIRST,
  TWIN,
  UNRELATED,
  ...OTHERS.filter(({ title }) => !/refund/i.test(title)),
])
const all = () => true
const QUESTION = 'When do refunds arrive after my return?'

const prior = (shares: Readonly<Record<string, number>>): SectionPrior => ({
  version: 'test',
  sections: Object.entries(shares).map(([sectionId, share]) => ({ sectionId, share })),
})
const search = (query: string, given?: SectionPrior, allowed: (at: { articleId: string }) => boolean = all) =>
  INDEX.search({ query, locale: 'en', allowed, ...(given === undefined ? {} : { prior: given }) })
const answer = (
  question: string,
  given?: SectionPrior,
  allowed: (at: { articleId: string }) => boolean = all,
) =>
  INDEX.answer({
    question,
    locale: 'en',
    allowed,
    threshold: 0.2,
    ...(given === undefined ? {} : { prior: given }),
  })
const quoted = (question: string, given?: SectionPrior) => {
  const evidence = answer(question, given)
  return evidence.outcome === 'covered' ? evidence.sentences[0]?.articleId : null
}

describe('a prior of sections', () => {
  it('puts the accepted section first where two articles answer equally well', () => {
    expect(search(QUESTION)[0]?.articleId).to.equal('a-first')
    expect(search(QUESTION, prior({ returns: 1 }))[0]?.articleId).to.equal('b-twin')
    expect(search(QUESTION, prior({ shop: 1 }))[0]?.articleId).to.equal('a-first')
  })

  it('lets the draft quote it, as surely as before', () => {
    expect(quoted(QUESTION)).to.equal('a-first')
    expect(quoted(QUESTION, prior({ returns: 1 }))).to.equal('b-twin')
    expect(answer(QUESTION, prior({ returns: 1 })).probability).to.equal(answer(QUESTION).probability)
  })

  it('cannot bring an unrelated article over, however often its section was accepted', () => {
    const flood = prior({ kettles: 1_000_000 })
    expect(search(QUESTION, flood)[0]?.articleId).to.equal('a-first')
    expect(quoted(QUESTION, flood)).to.equal('a-first')
    expect(search(QUESTION, flood)).to.deep.equal(search(QUESTION))
  })

  it('lets the draft quote no article that does not say it, though both are equally near', () => {
    const said = inSection(
      'a',
      articleOf('a', 'en', 'Refunds', '<p>Express refunds cost 5 euros after your return.</p>'),
    )
    const text = '<p>Express refunds cost something after your return. Ask us kindly</p>'
    const vague = inSection('b', articleOf('b', 'en', 'Refunds', text))
    const rest = OTHERS.filter(({ title }) => !/refund/i.test(title))
    const index = buildRetrievalIndex([said, vague, ...rest])
    const query = 'How much do express refunds cost after my return?'
    const where = { locale: 'en', allowed: all, prior: prior({ b: 1 }) }
    expect(index.search({ query, ...where })[0]?.articleId).to.equal('b')
    const evidence = index.answer({ question: query, ...where })
    expect(evidence.outcome === 'covered' && evidence.sentences[0]?.articleId).to.equal('a')
  })

  it('makes nothing reachable that is not allowed', () => {
    const allowed = ({ articleId }: { articleId: string }) => articleId !== 'b-twin'
    const found = search(QUESTION, prior({ returns: 1 }), allowed)
    expect(found.map(({ articleId }) => articleId)).to.not.include('b-twin')
    expect(answer(QUESTION, prior({ returns: 1 }), allowed)).to.deep.equal(
      answer(QUESTION, undefined, allowed),
    )
  })

  it('answers nothing that was refused without it, and refuses nothing that was answered', () => {
    const questions = [
      ...OTHERS.map(({ title }) => title),
      'Who painted this?',
      'Do you sell boats?',
      QUESTION,
    ]
    const priors = ['1', 'shop', 'returns', 'kettles'].map((section) => prior({ [section]: 1 }))
    for (const question of questions)
      for (const given of priors) {
        const [plain, liked] = [answer(question), answer(question, given)]
        expect([liked.outcome, liked.probability]).to.deep.equal([plain.outcome, plain.probability], question)
      }
    expect(questions.map((question) => answer(question).outcome)).to.include.members([
      'covered',
      'not_covered',
    ])
  })

  it('moves nothing that is further apart than its bound', () => {
    const ranked = [1, 1 - PRIOR_BOUND / 2, 0.9].map((score, at) => ({
      score,
      article: { version: { sectionId: String(at) } },
    }))
    const order = (given: SectionPrior | null) =>
      preferredFirst(ranked, ({ score }) => score, given).map(({ article }) => article.version.sectionId)
    expect(order(null)).to.deep.equal(['0', '1', '2'])
    expect(order(prior({ 1: 1 }))).to.deep.equal(['1', '0', '2'])
    expect(order(prior({ 2: 50 }))).to.deep.equal(['0', '1', '2'])
  })
})
