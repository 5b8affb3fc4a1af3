import { expect } from 'chai'
import {
  buildLatent as build,
  type LearnedLatent,
  type TermCounts,
} from '../../../../server/articles/retrieval/latent.ts'

const TERMS = ['sick', 'note', 'doctor', 'illness', 'bicycle', 'chain', 'saddle', 'rare'] as const
type Term = (typeof TERMS)[number]

function counts(...terms: readonly Term[]): TermCounts {
  return {
    keys: Uint32Array.from(terms, (term) => TERMS.indexOf(term)),
    counts: new Float32Array(terms.length).fill(1),
  }
}

const ARTICLES = [
  counts('sick', 'note'),
  counts('note', 'doctor'),
  counts('doctor', 'illness'),
  counts('illness', 'note', 'doctor'),
  counts('bicycle', 'chain'),
  counts('chain', 'saddle'),
  counts('saddle', 'bicycle'),
  counts('bicycle', 'chain', 'saddle'),
  counts('sick', 'doctor', 'rare'),
]

const buildLatent = (terms: number, articles: readonly TermCounts[]): LearnedLatent =>
  build(terms, [...articles.keys()], (at) => articles[at] ?? counts())

function likenessOf(term: Term, article: number): number {
  const latent = buildLatent(TERMS.length, ARTICLES)
  const point = new Float32Array(latent.dimensions)
  latent.addTerm(TERMS.indexOf(term), 1, point)
  return latent.likenessTo(point)(article)
}

describe('what the articles teach about their words', () => {
  it('brings an article near to a word that it does not use, by the company the word keeps', () => {
    expect(likenessOf('sick', 1)).to.be.greaterThan(0.3)
    expect(likenessOf('sick', 4)).to.be.lessThan(0.1)
    expect(likenessOf('saddle', 4)).to.be.greaterThan(0.5)
  })

  it('says nothing about a word of one article, or of none', () => {
    for (const at of ARTICLES.keys()) expect(likenessOf('rare', at)).to.equal(0)
    const latent = buildLatent(TERMS.length, ARTICLES)
    const point = new Float32Array(latent.dimensions)
    latent.addTerm(-1, 1, point)
    latent.addTerm(99, 1, point)
    expect([...point].every((value) => value === 0)).to.equal(true)
  })

  it('is trusted the more the more articles there are', () => {
    const many = buildLatent(
      TERMS.length,
      Array.from({ length: 300 }, (_, at) => ARTICLES[at % 9] ?? counts()),
    )
    expect(buildLatent(TERMS.length, ARTICLES).trust).to.be.lessThan(0.1)
    expect(many.trust).to.equal(0.75)
  })

  it('stands no articles, empty ones, and copies of one', () => {
    expect(buildLatent(0, []).dimensions).to.equal(0)
    const copies = buildLatent(
      TERMS.length,
      Array.from({ length: 30 }, () => counts('sick', 'note')),
    )
    const point = new Float32Array(copies.dimensions)
    copies.addTerm(0, 1, point)
    expect(copies.likenessTo(point)(3)).to.be.within(0.99, 1.01)
    const empty = buildLatent(TERMS.length, [counts(), counts(), counts(), ...ARTICLES])
    expect(empty.likenessTo(point.subarray(0, empty.dimensions))(0)).to.equal(0)
  })

  it('learns the same at every build', () => {
    for (const at of ARTICLES.keys()) expect(likenessOf('note', at)).to.equal(likenessOf('note', at))
  })
})
