import { expect } from 'chai'
import { readArticle } from '../../../../server/articles/retrieval/coverage.ts'
import {
  buildLanguageIndex,
  type LanguageIndex,
} from '../../../../server/articles/retrieval/language-index.ts'
import { meantBy } from '../../../../server/articles/retrieval/meant-words.ts'
import { SENTENCE_END } from '../../../../server/articles/retrieval/meetings.ts'
import { nearnessTo } from '../../../../server/articles/retrieval/near-words.ts'
import {
  type AskedWords,
  type Concept,
  readQuestion,
  readTicket,
} from '../../../../server/articles/retrieval/question.ts'
import {
  rankArticles,
  rankTicket,
  type ScoredArticle,
} from '../../../../server/articles/retrieval/ranking.ts'
import { isSlipOf } from '../../../../server/articles/retrieval/spelling.ts'
import { folded, gramsOf, wordsOf } from '../../../../server/articles/retrieval/words.ts'
import { SAMPLE_ARTICLES } from './sample-articles.ts'

const ROUNDS = Number(process.env['VOUCH_RANDOM_ROUNDS'] ?? 60)
const where = { locale: 'en-us', allowed: () => true, limit: 100 }

/** The same numbers in every run. */
function randomOf(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
}

const writtenOf = (concept: Concept, texts: string, index: LanguageIndex) =>
  [...new Set(wordsOf(texts))].find((written) => {
    const { term, weight, grams, parts } = index.lexicon.look(written)
    const { word } = concept
    return (
      JSON.stringify([term, weight, grams, parts]) ===
      JSON.stringify([word.term, word.weight, word.grams, word.parts])
    )
  }) ?? ''

/** What the table says, put plainly: for one word of the articles, with nothing laid out before. */
function plainStrength(
  index: LanguageIndex,
  { word, synonyms }: Concept,
  written: string,
  id: number,
): number {
  const other = index.lexicon.words[id]
  if (other === undefined || other.weight === 0 || !index.lexicon.isUsed(id)) return 0
  if (other.term === word.term) return 1
  const ways = [synonyms.includes(other.term) ? 0.7 : 0]
  if (word.term >= 0 && other.parts.includes(word.term)) ways.push(0.85)
  const met = word.parts.filter((part) => part === other.term || other.parts.includes(part)).length
  if (word.parts.length > 0) ways.push((0.85 * met) / word.parts.length)
  if (word.term < 0) {
    const own = gramsOf(folded(written))
    const shared = [...new Set(word.grams)].filter((gram) => index.lexicon.wordsWithGram(gram).includes(id))
    const times = [...new Set(word.grams)].reduce(
      (sum, gram) => sum + index.lexicon.wordsWithGram(gram).filter((one) => one === id).length,
      0,
    )
    const dice = (2 * times) / (own.length + other.grams.length)
    if (shared.length > 0 && isSlipOf(folded(written), index.lexicon.foldedWord(id))) ways.push(0.9)
    else if (dice >= 0.55) ways.push(0.8 * dice)
  }
  return Math.max(...ways)
}

/** How near words stand, by reading every word of the article and asking every concept of it. */
function plainCloseness(index: LanguageIndex, concepts: readonly Concept[], texts: string, article: number) {
  const asked = concepts.slice(0, 31)
  const written = asked.map((concept) => writtenOf(concept, texts, index))
  const pairs = asked.slice(1).map(({ weight }, at) => Math.min(weight, asked[at]?.weight ?? 0))
  const best = pairs.map(() => 0)
  let last = new Map<number, number>()
  for (const [at, word] of (index.articles[article]?.words ?? new Int32Array(0)).entries()) {
    if (word === SENTENCE_END) last = new Map()
    else
      asked.forEach((concept, own) => {
        if (plainStrength(index, concept, written[own] ?? '', word) < 0.6) return
        for (const [pair, other] of [
          [own - 1, own - 1],
          [own, own + 1],
        ] as const) {
          const seen = last.get(other)
          if (seen === undefined || pair < 0 || pair >= pairs.length) continue
          best[pair] = Math.max(best[pair] ?? 0, 1 / (1 + Math.max(0, at - seen - 1) / 3))
        }
        last.set(own, at)
      })
  }
  const total = pairs.reduce((sum, weight) => sum + weight, 0)
  return total === 0 ? 0 : pairs.reduce((sum, weight, pair) => sum + weight * (best[pair] ?? 0), 0) / total
}

const told = (ranked: readonly ScoredArticle[]) =>
  ranked.map(({ article, score, passageScores }) => [article.version.articleId, score, ...passageScores()])

for (const [language, locale] of [
  ['en', 'en-us'],
  ['de', 'de'],
] as const) {
  const articles = SAMPLE_ARTICLES.filter((article) => article.locale === locale)
  const vocabulary = wordsOf(
    articles.flatMap(({ title, passages }) => [title, ...passages.map(({ text }) => text)]).join('\n'),
  )

  describe(`a question laid out once, in ${language}`, () => {
    const random = randomOf(locale.length)
    const wordOf = () => {
      const word = vocabulary[random(vocabulary.length)] ?? ''
      const at = 1 + random(Math.max(1, word.length - 1))
      const forms = [
        word,
        word,
        word,
        `${word.slice(0, at)}${word.slice(at + 1)}`,
        `${word}x`,
        `Q${word}`,
        'zzyzx',
      ]
      return forms[random(forms.length)] ?? word
    }
    const textOf = (most: number) => Array.from({ length: random(most) }, wordOf).join(' ')
    const index = buildLanguageIndex(language, articles)
    let state = 0
    const changed = () => {
      state += 1
      const at = random(articles.length)
      const [one, other] = [articles[at], articles[(at + 1) % articles.length]]
      if (one === undefined || other === undefined) return
      const gone = index.articles.some((held) => held?.version.articleId === one.articleId) && random(2) === 0
      index.change(
        gone
          ? { come: [], gone: [one] }
          : { come: [{ ...one, passages: [...one.passages, ...other.passages] }], gone: [] },
        state,
      )
    }

    it('says of every word of the articles what asking each concept of it would', () => {
      for (let round = 0; round < ROUNDS; round += 1) {
        const [question, context] = [textOf(9), textOf(14)]
        const texts = `${question}\n${context}`
        const { ticket, asked } = readTicket(index, question, context)
        expect(ticket.concepts.slice(0, asked.concepts.length).map(({ word }) => word)).to.deep.equal(
          asked.concepts.map(({ word }) => word),
        )
        const { meant } = ticket
        ticket.concepts.forEach((concept, at) => {
          const written = writtenOf(concept, texts, index)
          for (const id of index.lexicon.words.keys()) {
            const row = meant.rowOf[id] ?? 0
            const said = row === 0 ? 0 : meant.strengths[row * meant.width + at]
            expect(said).to.equal(plainStrength(index, concept, written, id))
          }
        })
        // What was found out about a word is not used once an article has changed.
        if (round % 4 === 3) changed()
      }
    })

    it('finds words as near as reading the whole article does', () => {
      for (let round = 0; round < ROUNDS; round += 1) {
        const text = textOf(round % 10 === 0 ? 60 : 9)
        const asked = readQuestion(index, text)
        const near = nearnessTo(index, asked)
        for (const article of index.articles.keys())
          expect(near(article).close).to.equal(plainCloseness(index, asked.concepts, text, article))
        if (round % 4 === 3) changed()
      }
    })

    it('ranks question, ticket and the words around as each alone, and reads an article the same', () => {
      for (let round = 0; round < ROUNDS; round += 1) {
        const [question, context] = [textOf(9), random(4) === 0 ? '' : textOf(40)]
        const words = readTicket(index, question, context)
        const { own, told: around, whole } = rankTicket(index, words, where)
        const { concepts } = words.around
        const alone: AskedWords = { ...words.around, meant: meantBy(index, concepts), first: 0 }
        const asked = readQuestion(index, question)
        const ticket = words.ticket === words.asked ? asked : readQuestion(index, `${question}\n${context}`)
        expect(told(own)).to.deep.equal(told(rankArticles(index, asked, where)))
        expect(told(around)).to.deep.equal(told(rankArticles(index, alone, where)))
        expect(told(whole)).to.deep.equal(told(rankArticles(index, ticket, where)))
        for (const article of index.articles) {
          if (article === undefined) continue
          const read = readArticle(index, words.ticket, article)
          const width = asked.concepts.length
          expect(readArticle(index, asked, article).whole).to.deep.equal(read.whole.slice(0, width))
          expect(
            readArticle(index, asked, article).sentences.map(({ strengths }) => strengths),
          ).to.deep.equal(read.sentences.map(({ strengths }) => strengths.slice(0, width)))
          expect(readArticle(index, alone, article).whole).to.deep.equal(
            read.whole.slice(words.around.first, words.around.first + concepts.length),
          )
        }
        if (round % 4 === 3) changed()
      }
    })
  })
}
