import { expect } from 'chai'
import fc from 'fast-check'
import type { Shelf } from '../../../server/articles/index.ts'
import { heldSnapshot, listDigest, openSnapshot, recomputed } from '../../../server/decisions/snapshot.ts'
import type { ArticleSelection, ArticleSelector } from '../../../src/domain/scope.ts'
import { NOW, SCOPE } from '../../support/gate-cases.ts'

const oneOf = (...values: string[]) => fc.constantFrom(...values)
const seldom = fc.nat(5).map((drawn) => drawn === 0)
const drawn = fc.record({
  articleId: oneOf('1', '2', '3', '4', '5', '6'),
  locale: oneOf('en-us', 'de'),
  versionHash: oneOf('a'.repeat(64), 'b'.repeat(64)),
  sectionId: oneOf('s1', 's2', 's3'),
  categoryId: oneOf('c1', 'c2'),
  brand: fc.constantFrom({}, { brandId: '36001' }, { brandId: '36002' }),
  labels: fc.subarray(['internal', 'beta']),
  visibility: fc.constantFrom('public' as const, 'public' as const, 'public' as const, 'restricted' as const),
  draft: seldom,
  outdated: seldom,
  passageCount: fc.nat(9),
  reviewBy: fc.constantFrom(null, null, '2026-11-19', '2026-11-20', '2026-11-21'),
})
/** Most accounts have no brands: then an article has no such key at all. */
const article = drawn.map(({ brand, ...rest }): Omit<typeof rest, 'brand'> & { brandId?: string } => ({
  ...rest,
  ...brand,
}))
const selector: fc.Arbitrary<ArticleSelector> = fc.oneof(
  fc.record({ articleId: oneOf('1', '2', '3') }),
  fc.record({ sectionId: oneOf('s1', 's2') }),
  fc.record({ categoryId: oneOf('c1', 'c2') }),
  fc.record({ brandId: oneOf('36001', '36002') }),
  fc.record({ brandId: oneOf('36001'), sectionId: oneOf('s1', 's2') }),
  fc.record({ label: oneOf('internal', 'beta') }),
  fc.record({ sectionId: oneOf('s1', 's2', 's3'), locale: oneOf('de', 'en-us') }),
  fc.constant({}),
)
const selection = fc.record({
  allow: fc.array(selector, { maxLength: 6 }),
  deny: fc.array(selector, { maxLength: 3 }),
})

type Article = typeof article extends fc.Arbitrary<infer T> ? T : never

/** Written without the product's rules, one condition after the other. */
function oracle(
  articles: readonly Article[],
  allowlist: ArticleSelection,
  own: ArticleSelection,
): readonly Article[] {
  const matches = (rule: ArticleSelector, at: Article) => {
    const asked: boolean[] = []
    if (rule.articleId !== undefined) asked.push(rule.articleId === at.articleId)
    if (rule.sectionId !== undefined) asked.push(rule.sectionId === at.sectionId)
    if (rule.categoryId !== undefined) asked.push(rule.categoryId === at.categoryId)
    if (rule.brandId !== undefined) asked.push(rule.brandId === at.brandId)
    if (rule.label !== undefined) asked.push(at.labels.includes(rule.label))
    if (rule.locale !== undefined) asked.push(rule.locale === at.locale)
    return asked.length > 0 && !asked.includes(false)
  }
  const passes = (by: ArticleSelection, at: Article) =>
    by.allow.filter((rule) => matches(rule, at)).length > 0 &&
    by.deny.filter((rule) => matches(rule, at)).length === 0
  return articles.filter(
    (at) =>
      at.visibility === 'public' &&
      !at.draft &&
      !at.outdated &&
      at.passageCount > 0 &&
      (at.reviewBy === null || at.reviewBy >= '2026-11-20') &&
      passes(allowlist, at) &&
      passes(own, at),
  )
}

const shelfOf = (articles: readonly Article[]) => ({ articles }) as unknown as Shelf

describe('what the articles were at a decision', () => {
  it('gives the list that an independent reading of the rules gives, for any scope and articles', () => {
    let allowed = 0
    fc.assert(
      fc.property(fc.array(article, { maxLength: 30 }), selection, selection, (articles, allowlist, own) => {
        const expected = oracle(articles, allowlist, own)
        allowed += expected.length
        const found = recomputed({ selection: allowlist, articles }, { ...SCOPE, articles: own }, NOW)
        expect(listDigest(found)).to.equal(listDigest(expected))
      }),
      { numRuns: 1_000 },
    )
    expect(allowed).to.be.greaterThan(100)
  })

  it('opens again as it was kept, and not once any of it was changed', () => {
    fc.assert(
      fc.property(fc.array(article, { minLength: 1, maxLength: 10 }), selection, (articles, allowlist) => {
        const { digest, body } = heldSnapshot(shelfOf(articles), allowlist)
        expect(openSnapshot(body(), digest)).to.deep.equal(
          JSON.parse(JSON.stringify({ selection: allowlist, articles })),
        )
        expect(openSnapshot(body(), 'f'.repeat(64))).to.equal(null)
        expect(openSnapshot(body().slice(0, -8), digest)).to.equal(null)
        expect(openSnapshot('', digest)).to.equal(null)
      }),
      { numRuns: 100 },
    )
  })

  it('is worked out once for a shelf, and anew for the next', () => {
    const [first, next] = [shelfOf([]), shelfOf([])]
    expect(heldSnapshot(first, { allow: [], deny: [] })).to.equal(
      heldSnapshot(first, { allow: [], deny: [] }),
    )
    expect(heldSnapshot(next, { allow: [], deny: [] })).not.to.equal(
      heldSnapshot(first, { allow: [], deny: [] }),
    )
  })

  it('lists the same articles under one digest in any order, and others under another', () => {
    const [a, b] = [
      { articleId: '1', locale: 'de', versionHash: 'x' },
      { articleId: '1', locale: 'en', versionHash: 'x' },
    ]
    expect(listDigest([a, b])).to.equal(listDigest([b, a]))
    expect(listDigest([a])).not.to.equal(listDigest([b]))
    expect(listDigest([])).not.to.equal(listDigest([a]))
  })
})
