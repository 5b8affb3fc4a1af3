import { expect } from 'chai'
import { buildLanguageIndex } from '../../../../server/articles/retrieval/language-index.ts'
import { readQuestion } from '../../../../server/articles/retrieval/question.ts'
import { rankArticles } from '../../../../server/articles/retrieval/ranking.ts'
import { agreementOf } from '../../../../server/articles/retrieval/ticket-topic.ts'
import { SAMPLE_ARTICLES } from './sample-articles.ts'

const index = buildLanguageIndex(
  'en',
  SAMPLE_ARTICLES.filter(({ locale }) => locale === 'en-us'),
)
const ranked = (text: string) =>
  rankArticles(index, readQuestion(index, text), { locale: 'en-us', allowed: () => true, limit: 20 })

/** How far the best article for the question is also that of the ticket. */
function agreement(question: string, ticket: string, says: number): number {
  const own = ranked(question)
  const best = own[0]?.article
  return best === undefined ? 0 : agreementOf(own, ranked(ticket), says)(best)
}

describe('the article of the question and that of its ticket', () => {
  it('agree fully when they are the same', () => {
    expect(agreement('gift card', 'gift card valid', 0.5)).to.equal(1)
  })

  it('disagree the more, the less the question says itself', () => {
    const [silent, half, clear] = [0, 0.5, 1].map((says) => agreement('gift card', 'descale a kettle', says))
    expect(silent).to.be.lessThan(half ?? 0)
    expect(half).to.be.lessThan(clear ?? 0)
    expect(clear).to.equal(1)
  })
})
