import { expect } from 'chai'
import { buildRetrievalIndex, type RetrievalIndex } from '../../../../server/articles/retrieval/index.ts'
import type { ArticleVersion } from '../../../../src/domain/article.ts'
import { articleOf, SAMPLE_ARTICLES } from './sample-articles.ts'

const SENTENCES: Readonly<Record<string, readonly string[]>> = {
  'en-us': [
    'A parcel is delivered within three working days.',
    'You can return an unused kettle within 30 days.',
    'The refund goes to the card that you paid with.',
    'Shipping to Norway costs 12 euros.',
    'A gift card cannot be exchanged for cash.',
    'Our shop in the old town opens at nine.',
    'Please keep the receipt of your order.',
    'A damaged lid is replaced free of charge.',
  ],
  de: [
    'Der Versand kostet 4,90 €.',
    'Die Versandkosten trägt der Käufer.',
    'Kosten für den Rückversand erstatten wir.',
    'Ein Geschenkgutschein gilt drei Jahre.',
    'Der Gutschein ist kein Geschenk.',
    'Die Bestellnummer steht auf der Rechnung.',
    'Ihre Bestellung hat eine Nummer.',
    'Die Kundennummer und das Kundenkonto finden Kunden im Konto.',
    'Das Lager versendet die Lieferung am selben Tag.',
    'Eine Lieferungsverzögerung melden wir ohne Verzögerung.',
  ],
}
const QUESTIONS: Readonly<Record<string, readonly string[]>> = {
  'en-us': [
    'What does shipping to Norway cost?',
    'How long does delivery take?',
    'Can I retrun a kettle?',
    'Where is my refund?',
    'Do you ship to Brazil?',
  ],
  de: [
    'Was kosten die Versandkosten?',
    'Wo steht die Bestellnummer?',
    'Wie lange gilt der Geschenkgutschein?',
    'Kundenkontonummer verlegt',
    'Verzögerung der Lieferung',
  ],
}
const LOCALES = Object.keys(SENTENCES)

/** The same run of numbers for a seed. */
function numbers(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
}

function written(next: (below: number) => number, articleId: string, locale: string): ArticleVersion {
  const pool = SENTENCES[locale] ?? []
  const some = (count: number) => Array.from({ length: count }, () => pool[next(pool.length)] ?? '')
  const html = `<p>${some(1 + next(4)).join(' ')}</p><h2>${some(1)[0]}</h2><p>${some(1 + next(3)).join(' ')}</p>`
  return { ...articleOf(articleId, locale, some(1)[0] ?? '', html), labels: next(3) === 0 ? some(1) : [] }
}

const key = ({ articleId, locale }: { articleId: string; locale: string }) => `${articleId} ${locale}`
const all = () => true

interface Answers {
  readonly words: readonly string[]
  readonly numbers: readonly number[]
}

function answers(index: RetrievalIndex): Answers {
  const words: string[] = []
  const found: number[] = []
  for (const locale of LOCALES)
    for (const question of QUESTIONS[locale] ?? []) {
      for (const one of index.search({ query: question, locale, allowed: all, limit: 100 })) {
        words.push(`${question} ${one.articleId} ${one.versionHash}`)
        found.push(one.score, ...one.passages.map(({ score }) => score))
      }
      const { probability, ...rest } = index.answer({ question, locale, allowed: all })
      words.push(JSON.stringify(rest))
      found.push(probability)
    }
  return { words, numbers: found }
}

function expectSame(
  index: RetrievalIndex,
  versions: readonly ArticleVersion[],
  within = 1e-6,
  told = '',
): void {
  const fresh = answers(buildRetrievalIndex(versions))
  const own = answers(index)
  expect(own.words, told).to.deep.equal(fresh.words)
  expect(own.numbers.length, told).to.equal(fresh.numbers.length)
  const apart = own.numbers.map((number, at) => Math.abs(number - (fresh.numbers[at] ?? 0)))
  expect(Math.max(0, ...apart), told).to.be.lessThan(within)
}

/** By article, since what is equally good may change places. */
function expectNear(index: RetrievalIndex, versions: readonly ArticleVersion[], within: number): void {
  const fresh = buildRetrievalIndex(versions)
  for (const locale of LOCALES)
    for (const query of QUESTIONS[locale] ?? []) {
      const order = { query, locale, allowed: all, limit: 10 }
      const scores = new Map(fresh.search({ ...order, limit: 100 }).map((one) => [key(one), one.score]))
      for (const one of index.search(order))
        expect(Math.abs(one.score - (scores.get(key(one)) ?? 0)), `${query} ${key(one)}`).to.be.lessThan(
          within,
        )
    }
}

const sizes = ({ stats: { buildMs: _ms, languages, ...stats } }: RetrievalIndex) => ({
  ...stats,
  languages: languages.toSorted(),
})

describe('an index that takes changes', () => {
  it('answers after any changes as one that is built of what is left', () => {
    for (let seed = 1; seed <= 4; seed += 1) {
      const next = numbers(seed)
      const now = new Map(
        SAMPLE_ARTICLES.slice(0, next(SAMPLE_ARTICLES.length)).map((one) => [key(one), one]),
      )
      let index = buildRetrievalIndex([...now.values()])
      for (let step = 0; step < 10; step += 1) {
        const come = new Map(
          Array.from({ length: next(3) }, () => {
            const one = written(next, `a${next(8)}`, LOCALES[next(2)] ?? 'de')
            return [key(one), one] as const
          }),
        )
        const gone = [...now.values()].filter((one) => !come.has(key(one)) && next(6) === 0)
        index = index.updated({ come: [...come.values()], gone })
        for (const one of gone) now.delete(key(one))
        for (const [name, one] of come) now.set(name, one)
        const fresh = buildRetrievalIndex([...now.values()])
        expect(sizes(index), `seed ${seed}, step ${step}`).to.deep.equal(sizes(fresh))
        expectSame(index, [...now.values()], 1e-6, `seed ${seed}, step ${step}`)
      }
    }
  })

  it('never finds again what has gone, and leaves no trace of it in the scores of others', () => {
    const gone = articleOf('gone', 'en-us', 'Shipping to Brazil', '<p>Shipping to Brazil takes long.</p>')
    const before = buildRetrievalIndex([...SAMPLE_ARTICLES, gone])
    const order = { query: 'shipping to Brazil', locale: 'en-us', allowed: all }
    expect(before.search(order)[0]?.articleId).to.equal('gone')
    const after = before.updated({ come: [], gone: [gone] })
    expect(after.search({ ...order, limit: 100 }).map(({ articleId }) => articleId)).not.to.include('gone')
    expect(before.search({ ...order, limit: 100 }).map(({ articleId }) => articleId)).not.to.include('gone')
    expectSame(after, SAMPLE_ARTICLES)
    expect(
      after.answer({ question: 'Do you ship to Brazil?', locale: 'en-us', allowed: all }).outcome,
    ).to.equal('not_covered')
  })

  it('shows nothing newer to whom holds it from before', () => {
    const [first, ...rest] = SAMPLE_ARTICLES
    const before = buildRetrievalIndex(rest)
    const after = before.updated({ come: first === undefined ? [] : [first], gone: [] })
    const order = { query: 'return an item', locale: 'en-us', allowed: all, limit: 100 }
    const ids = (index: RetrievalIndex) => index.search(order).map(({ articleId }) => articleId)
    expect(ids(after)).to.include('returns')
    expect(ids(before)).not.to.include('returns')
  })

  it('quotes the new words of an article that was changed, and none of the old ones', () => {
    const old = articleOf('hours', 'en-us', 'Opening hours', '<p>We open at nine.</p>')
    const index = buildRetrievalIndex([...SAMPLE_ARTICLES, old])
    const fresh = articleOf('hours', 'en-us', 'Opening hours', '<p>We open at ten.</p>')
    const answer = index
      .updated({ come: [fresh], gone: [] })
      .answer({ question: 'When do you open?', locale: 'en-us', allowed: all, threshold: 0 })
    expect(answer.outcome === 'covered' && answer.sentences[0]?.versionHash).to.equal(fresh.versionHash)
  })

  it('is numbered anew when much of it is gone, and answers the same', () => {
    const next = numbers(7)
    let index = buildRetrievalIndex(SAMPLE_ARTICLES)
    for (let round = 0; round < 60; round += 1) {
      const words = Array.from({ length: 120 }, (_, at) => `word${round}x${at}`).join(' ')
      index = index.updated({ come: [articleOf('big', 'de', 'Big', `<p>${words}</p>`)], gone: [] })
    }
    const last = written(next, 'big', 'de')
    index = index.updated({ come: [last], gone: [] })
    expectSame(index, [...SAMPLE_ARTICLES, last])
  })

  it('has what it learned of words nearly right after one change, and when it is learned anew', () => {
    const next = numbers(11)
    const many = Array.from({ length: 120 }, (_, at) => written(next, `m${at}`, LOCALES[at % 2] ?? 'de'))
    const [first, second, ...rest] = many
    if (first === undefined || second === undefined) throw new Error('no articles')
    const changed = written(next, first.articleId, first.locale)
    const index = buildRetrievalIndex(many).updated({ come: [changed], gone: [] })
    expectNear(index, [changed, second, ...rest], 0.01)
    expectNear(index.updated({ come: [], gone: [second] }), [changed, ...rest], 0.005)
  })
})
