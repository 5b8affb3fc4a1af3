import { expect } from 'chai'
import { probabilityOf, signsOf } from '../../../../server/articles/retrieval/certainty.ts'
import { readArticle } from '../../../../server/articles/retrieval/coverage.ts'
import { buildLanguageIndex } from '../../../../server/articles/retrieval/language-index.ts'
import { readQuestion } from '../../../../server/articles/retrieval/question.ts'
import { rankArticles } from '../../../../server/articles/retrieval/ranking.ts'
import type { ArticleVersion } from '../../../../src/domain/article.ts'
import { articleOf } from './sample-articles.ts'

const FILLERS = Array.from({ length: 20 }, (_, at) =>
  articleOf(`filler-${at}`, 'en', `Lamp ${at}`, `<p>Lamp number ${at} burns for hours.</p>`),
)

function signs(question: string, ...articles: readonly ArticleVersion[]) {
  const index = buildLanguageIndex('en', [...articles, ...FILLERS])
  const asked = readQuestion(index, question)
  const ranked = rankArticles(index, asked, { locale: 'en', allowed: () => true, limit: 20 })
  const best = ranked[0]
  if (best === undefined) throw new Error('nothing found')
  return signsOf(asked, ranked, best, readArticle(index, asked, best.article))
}

const HOSE = (id: string) => articleOf(id, 'en', 'Hoses', '<p>We mend a leaking hose for free.</p>')

describe('how sure it is that an article answers', () => {
  it('rises with each of its signs', () => {
    const some = { lead: 0.3, window: 0.4, density: 0.2 }
    for (const sign of ['lead', 'window', 'density'] as const)
      expect(probabilityOf({ ...some, [sign]: some[sign] + 0.2 }, 100)).to.be.greaterThan(
        probabilityOf(some, 100),
      )
    expect(probabilityOf({ lead: 0, window: 0, density: 0 }, 100)).to.be.within(0.01, 0.1)
    expect(probabilityOf({ lead: 0.7, window: 1, density: 0.5 }, 100)).to.be.within(0.9, 1)
  })

  it('trusts the same signs less where few articles are compared', () => {
    const some = { lead: 0.3, window: 0.4, density: 0.2 }
    const sure = [12, 25, 50, 600, 60_000].map((articles) => probabilityOf(some, articles))
    expect(sure).to.deep.equal(sure.toSorted((a, b) => a - b))
    expect((sure[4] ?? 0) - (sure[0] ?? 0)).to.be.greaterThan(0.05)
    expect((sure[4] ?? 0) - (sure[3] ?? 0)).to.be.lessThan(0.01)
  })

  it('sees an article that leads alone, and one that many are like', () => {
    const alone = signs('Do you mend a leaking hose?', HOSE('hose'))
    const copies = signs(
      'Do you mend a leaking hose?',
      ...Array.from({ length: 12 }, (_, at) => HOSE(`hose-${at}`)),
    )
    expect(alone.lead).to.be.greaterThan(0.2)
    expect(copies.lead).to.be.lessThan(0.1)
  })

  it('takes three sentences in a row together, and no more', () => {
    const spread = (between: number) =>
      articleOf(
        'hose',
        'en',
        'Garden',
        `<p>We mend.</p>${'<p>Rain is wet.</p>'.repeat(between)}<p>It is leaking.</p><p>A hose.</p>`,
      )
    const question = 'mend leaking hose'
    expect(signs(question, spread(0)).window).to.be.closeTo(1, 0.001)
    expect(signs(question, spread(2)).window).to.be.lessThan(0.9)
  })

  it('sees how much of the article is about the question', () => {
    const padded = articleOf(
      'hose',
      'en',
      'Hoses',
      `<p>We mend a leaking hose.</p>${'<p>Rain is wet.</p>'.repeat(9)}`,
    )
    const question = 'Do you mend a leaking hose?'
    expect(signs(question, padded).density).to.be.lessThan(signs(question, HOSE('hose')).density / 5)
  })
})
