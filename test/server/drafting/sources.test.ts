import { expect } from 'chai'
import { buildRetrievalIndex } from '../../../server/articles/retrieval/index.ts'
import { inLocale, sourcesFor } from '../../../server/drafting/sources.ts'
import type { ArticleVersion } from '../../../src/domain/article.ts'
import type { CitedPassage } from '../../../src/domain/draft.ts'
import { articleOf, SAMPLE_ARTICLES } from '../articles/retrieval/sample-articles.ts'

type Asked = Parameters<typeof sourcesFor>[0]
type At = Parameters<Asked['allowed']>[0]

function shelfOf(versions: readonly ArticleVersion[]): Asked['shelf'] {
  const passagesOf = (articleId: string, locale: string): readonly CitedPassage[] =>
    versions
      .filter((version) => version.articleId === articleId && version.locale === locale)
      .flatMap(({ versionHash, title, url, passages }) =>
        passages.map(({ id, headings, text }) => ({
          articleId,
          locale,
          versionHash,
          passageId: id,
          title,
          url,
          headings,
          text,
        })),
      )
  return {
    index: buildRetrievalIndex(versions),
    prior: null,
    articles: versions.map(({ passages, ...header }) => ({
      ...header,
      passageCount: passages.length,
      reviewBy: null,
    })),
    allowlistVersion: 1,
    revision: 1,
    synced: versions.length,
    passage: (at) =>
      passagesOf(at.articleId, at.locale).find(({ passageId }) => passageId === at.passageId) ?? null,
    passagesOf,
    sentencesOf: () => [],
  }
}

const SHELF = shelfOf(SAMPLE_ARTICLES)
const ALL = () => true

interface Given {
  readonly shelf?: Asked['shelf']
  readonly locale?: string
  readonly replyLocale?: string
  readonly allowed?: Asked['allowed']
}

/** As a draft asks: the evidence is what the same articles answer. */
function sourcesOf(texts: readonly string[], given: Given = {}): readonly CitedPassage[] {
  const { shelf = SHELF, locale = 'en-us', allowed = ALL } = given
  const questions = texts.map((text) => ({
    text,
    evidence: shelf.index.answer({ question: text, locale, allowed }),
  }))
  return sourcesFor({ shelf, questions, locale, replyLocale: given.replyLocale ?? locale, allowed })
}

const articlesIn = (passages: readonly CitedPassage[]) => [
  ...new Set(passages.map(({ articleId }) => articleId)),
]
const REFUND = 'When will I get my refund?'
const SHIPPING = 'What are the shipping costs to Austria?'
const BOAT = 'Do you rent fishing boats in Norway?'

describe('the passages that a model may read', () => {
  it('begin with the evidence, question after question', () => {
    expect(sourcesOf([REFUND])[0]?.articleId).to.equal('refund')
    const both = sourcesOf([SHIPPING, REFUND])
    expect(articlesIn(both).slice(0, 2)).to.deep.equal(['shipping', 'refund'])
    expect(both[0]?.text).to.contain('€9.90')
  })

  it('go on with what stands nearest to the question in other articles', () => {
    const others = articlesIn(sourcesOf([REFUND])).slice(1)
    expect(others.length).to.be.within(1, 2)
  })

  it('are each given once, as they stand on the shelf', () => {
    const found = sourcesOf([REFUND, REFUND, 'How long does my refund take?'])
    const keys = found.map(({ articleId, locale, passageId }) => `${articleId} ${locale} ${passageId}`)
    expect(new Set(keys).size).to.equal(keys.length)
    for (const passage of found) expect(SHELF.passage(passage)).to.deep.equal(passage)
  })

  describe('are none', () => {
    it('where no article answers the question, though retrieval finds something near it', () => {
      expect(SHELF.index.search({ query: BOAT, locale: 'en-us', allowed: ALL })).to.not.deep.equal([])
      expect(sourcesOf([BOAT])).to.deep.equal([])
    })
    it('where nothing is asked', () => {
      expect(sourcesOf([])).to.deep.equal([])
    })
    it('for the question that is not answered beside one that is', () => {
      const gift = 'Can a gift card be exchanged for a fishing boat in Norway?'
      const unanswered = {
        text: gift,
        evidence: { outcome: 'not_covered', probability: 0, nearest: [] },
      } as const
      const answered = {
        text: REFUND,
        evidence: SHELF.index.answer({ question: REFUND, locale: 'en-us', allowed: ALL }),
      }
      const asked = { shelf: SHELF, locale: 'en-us', replyLocale: 'en-us', allowed: ALL }
      expect(sourcesFor({ ...asked, questions: [answered, unanswered] })).to.deep.equal(sourcesOf([REFUND]))
      expect(sourcesFor({ ...asked, questions: [unanswered] })).to.deep.equal([])
    })
  })

  describe('lie inside what is allowed', () => {
    const but =
      (...denied: readonly string[]) =>
      (at: At) =>
        !denied.includes(at.articleId)

    it('beside the evidence', () => {
      const beside = articlesIn(sourcesOf([REFUND])).slice(1)
      const left = articlesIn(sourcesOf([REFUND], { allowed: but(...beside) }))
      expect(left[0]).to.equal('refund')
      expect(left).to.not.include.members(beside)
    })

    it('as evidence', () => {
      expect(articlesIn(sourcesOf([REFUND], { allowed: but('refund') }))).to.not.include('refund')
      expect(sourcesOf([REFUND], { allowed: () => false })).to.deep.equal([])
    })

    it('in the other language', () => {
      const germanOnly = (at: At) => at.locale === 'en-us' || at.articleId !== 'refund'
      expect(sourcesOf([REFUND], { replyLocale: 'de', allowed: germanOnly })).to.deep.equal([])
      expect(sourcesOf([REFUND], { replyLocale: 'de' })).to.not.deep.equal([])
    })
  })

  describe('are of the language of the reply', () => {
    it('where that is the ticket’s own', () => {
      expect(new Set(sourcesOf([REFUND]).map(({ locale }) => locale))).to.deep.equal(new Set(['en-us']))
      expect(
        new Set(
          sourcesOf(['Wann bekomme ich mein Geld zurück?'], { locale: 'de' }).map(({ locale }) => locale),
        ),
      ).to.deep.equal(new Set(['de']))
    })

    it('where it is another one: all of the same articles, in reading order, and no other article', () => {
      const german = sourcesOf([SHIPPING, REFUND], { replyLocale: 'de' })
      expect(german).to.deep.equal([
        ...SHELF.passagesOf('shipping', 'de'),
        ...SHELF.passagesOf('refund', 'de'),
      ])
    })

    it('and are none where the articles do not exist in it', () => {
      expect(sourcesOf([REFUND], { replyLocale: 'fr' })).to.deep.equal([])
    })
  })

  it('are found for each article once, in the order in which they were cited', () => {
    const cited = ['refund', 'shipping', 'refund'].flatMap((id) => SHELF.passagesOf(id, 'en-us').slice(0, 1))
    expect(articlesIn(inLocale(SHELF, cited, 'de', ALL))).to.deep.equal(['refund', 'shipping'])
    expect(inLocale(SHELF, cited, 'de', ALL)).to.have.length(
      SHELF.passagesOf('refund', 'de').length + SHELF.passagesOf('shipping', 'de').length,
    )
    expect(inLocale(SHELF, [], 'de', ALL)).to.deep.equal([])
  })

  describe('are bounded', () => {
    const page = (count: number, words: number) =>
      Array.from(
        { length: count },
        (_, at) => `<h2>Part ${at + 1}</h2><p>Lamp ${at + 1} ${'shines '.repeat(words)}.</p>`,
      )
    const lamps = (count: number, words: number) =>
      shelfOf([
        articleOf('lamp', 'en-us', 'How bright is the lamp?', page(1, 3).join('')),
        articleOf('lamp', 'de', 'Wie hell ist die Lampe?', page(count, words).join('')),
      ])
    const asked = (shelf: Asked['shelf']) =>
      sourcesOf(['How bright is the lamp?'], { shelf, replyLocale: 'de' })

    it('to twelve', () => {
      const shelf = lamps(40, 3)
      expect(shelf.passagesOf('lamp', 'de')).to.have.length(40)
      expect(asked(shelf)).to.deep.equal(shelf.passagesOf('lamp', 'de').slice(0, 12))
    })

    it('to twelve thousand characters of text', () => {
      const shelf = lamps(12, 300)
      const chars = (passages: readonly CitedPassage[]) =>
        passages.reduce((sum, { text }) => sum + text.length, 0)
      const found = asked(shelf)
      expect(chars(shelf.passagesOf('lamp', 'de'))).to.be.greaterThan(20_000)
      expect(chars(found)).to.be.within(9_000, 12_000)
      const ids = found.map(({ passageId }) => passageId)
      const inOrder = shelf.passagesOf('lamp', 'de').filter(({ passageId }) => ids.includes(passageId))
      expect(found).to.deep.equal(inOrder)
    })

    it('without a passage that is cited twice taking the room of two', () => {
      expect(sourcesOf(Array<string>(100).fill(REFUND))).to.deep.equal(sourcesOf([REFUND]))
    })

    it('also for forty questions', () => {
      const many = Array.from({ length: 40 }, (_, at) => [REFUND, SHIPPING][at % 2] ?? '')
      expect(sourcesOf(many).length).to.be.at.most(12)
    })
  })
})
