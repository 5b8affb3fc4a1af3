import { expect } from 'chai'
import fc from 'fast-check'
import { type ArticleFacts, type BarFacts, barOf, isAllowed, selects } from '../../../src/domain/allowlist.ts'
import { UNREADABLE_DAY } from '../../../src/domain/review.ts'
import type { ArticleSelection, ArticleSelector } from '../../../src/domain/scope.ts'
import { anyArticle, anySelection } from '../../support/articles.ts'

const ARTICLE: ArticleFacts = {
  articleId: 'zendesk:1',
  locale: 'de',
  sectionId: 's1',
  categoryId: 'c1',
  labels: ['returns', 'public'],
}

const SELECTORS: Record<string, [ArticleSelector, boolean]> = {
  'no key at all': [{}, false],
  'its article': [{ articleId: 'zendesk:1' }, true],
  'another article': [{ articleId: 'zendesk:11' }, false],
  'its section': [{ sectionId: 's1' }, true],
  'its category': [{ categoryId: 'c1' }, true],
  'a brand, where it has none': [{ brandId: '36001' }, false],
  'its locale': [{ locale: 'de' }, true],
  'a locale that begins like its own': [{ locale: 'de-at' }, false],
  'one of its labels': [{ label: 'public' }, true],
  'part of one of its labels': [{ label: 'return' }, false],
  'a label spelt otherwise': [{ label: 'Returns' }, false],
  'an empty section': [{ sectionId: '' }, false],
  'all keys, all right': [
    { articleId: 'zendesk:1', sectionId: 's1', categoryId: 'c1', label: 'returns', locale: 'de' },
    true,
  ],
  'all keys, one wrong': [
    { articleId: 'zendesk:1', sectionId: 's1', categoryId: 'c1', label: 'returns', locale: 'en-us' },
    false,
  ],
}

const SELECTIONS: Record<string, [ArticleSelection, boolean]> = {
  'no rule': [{ allow: [], deny: [] }, false],
  'an allowing rule': [{ allow: [{ sectionId: 's1' }], deny: [] }, true],
  'an allowing rule of another section': [{ allow: [{ sectionId: 's2' }], deny: [] }, false],
  'an allowing rule without a key': [{ allow: [{}], deny: [] }, false],
  'only a denying rule of others': [{ allow: [], deny: [{ sectionId: 's2' }] }, false],
  'a denying rule beside it': [{ allow: [{ articleId: 'zendesk:1' }], deny: [{ label: 'returns' }] }, false],
  'the same rule on both sides': [{ allow: [{ locale: 'de' }], deny: [{ locale: 'de' }] }, false],
  'a denying rule of others beside it': [{ allow: [{ locale: 'de' }], deny: [{ label: 'secret' }] }, true],
}

const GOOD: BarFacts = {
  visibility: 'public',
  draft: false,
  outdated: false,
  passageCount: 3,
  reviewBy: null,
}
const TODAY = '2026-11-20'
const BARS: Record<string, [Partial<BarFacts>, ReturnType<typeof barOf>]> = {
  'a published article': [{}, null],
  'a restricted one': [{ visibility: 'restricted' }, 'restricted'],
  'a draft': [{ draft: true }, 'draft'],
  'an outdated one': [{ outdated: true }, 'outdated'],
  'one without text': [{ passageCount: 0 }, 'empty'],
  'one on its last day before a review': [{ reviewBy: '2026-11-20' }, null],
  'one whose review was due yesterday': [{ reviewBy: '2026-11-19' }, 'review_due'],
  'one whose label names no day': [{ reviewBy: UNREADABLE_DAY }, 'review_due'],
  'a restricted draft': [{ visibility: 'restricted', draft: true }, 'restricted'],
}

/** The rule in other words, written without looking at the code. */
function oracle(article: ArticleFacts, { allow, deny }: ArticleSelection): boolean {
  const hits = (selector: ArticleSelector) => {
    const wanted = JSON.parse(JSON.stringify(selector)) as Record<string, string>
    let keys = 0
    for (const key in wanted) {
      keys += 1
      const held = key === 'label' ? article.labels : [Reflect.get(article, key) as string]
      if (held.indexOf(wanted[key] as string) < 0) return false
    }
    return keys > 0
  }
  let allowed = false
  for (const selector of allow) if (hits(selector)) allowed = true
  for (const selector of deny) if (hits(selector)) allowed = false
  return allowed
}

describe('the allowlist', () => {
  it('tells the articles of one brand from those of another', () => {
    const selection: ArticleSelection = {
      allow: [{ brandId: '36001' }],
      deny: [{ brandId: '36001', label: 'internal' }],
    }
    const of = (facts: Partial<ArticleFacts>) => isAllowed({ ...ARTICLE, ...facts }, selection)
    expect([of({ brandId: '36001' }), of({ brandId: '36002' }), of({})]).to.deep.equal([true, false, false])
    expect(of({ brandId: '36001', labels: ['internal'] })).to.equal(false)
  })

  for (const [name, [selector, expected]] of Object.entries(SELECTORS))
    it(`${expected ? 'selects' : 'does not select'} an article by ${name}`, () => {
      expect(selects(selector, ARTICLE)).to.equal(expected)
      expect(selects(selector, { ...ARTICLE, brandId: '36002' })).to.equal(expected)
    })

  for (const [name, [selection, expected]] of Object.entries(SELECTIONS))
    it(`${expected ? 'lets' : 'does not let'} an article pass with ${name}`, () => {
      expect(isAllowed(ARTICLE, selection)).to.equal(expected)
    })

  for (const [name, [change, bar]] of Object.entries(BARS))
    it(`${bar === null ? 'does not bar' : 'bars'} ${name}`, () => {
      expect(barOf({ ...GOOD, ...change }, TODAY)).to.equal(bar)
    })

  it('decides as a brute force of its rule does, for any article and any rules', () => {
    let passed = 0
    fc.assert(
      fc.property(anyArticle, anySelection, (article, selection) => {
        const allowed = isAllowed(article, selection)
        if (allowed) passed += 1
        expect(allowed).to.equal(oracle(article, selection))
      }),
      { numRuns: 5_000 },
    )
    // Both answers must have been met, or the comparison says nothing.
    expect(passed).to.be.within(100, 4_900)
  })
})
