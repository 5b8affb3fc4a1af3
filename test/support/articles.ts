/** Random articles, selectors and scopes from a small world, so that they often meet. */
import fc from 'fast-check'
import type { ArticleFacts } from '../../src/domain/allowlist.ts'
import type { ArticleSelection, ArticleSelector, Scope } from '../../src/domain/scope.ts'
import { SCOPE } from './gate-cases.ts'

const ids = fc.constantFrom('1', '2', '3')
const labels = ['a', 'b', 'internal']

export const anyArticle: fc.Arbitrary<ArticleFacts> = fc.record(
  {
    articleId: ids,
    locale: fc.constantFrom('en-us', 'de'),
    sectionId: ids,
    categoryId: ids,
    brandId: ids,
    labels: fc.subarray(labels),
  },
  { requiredKeys: ['articleId', 'locale', 'sectionId', 'categoryId', 'labels'] },
)

/** Keys are left out at random, down to `{}`. */
export const anySelector: fc.Arbitrary<ArticleSelector> = fc.record(
  {
    articleId: ids,
    sectionId: ids,
    categoryId: ids,
    brandId: ids,
    label: fc.constantFrom(...labels),
    locale: fc.constantFrom('en-us', 'de'),
  },
  { requiredKeys: [] },
)

export const anySelection: fc.Arbitrary<ArticleSelection> = fc.record({
  allow: fc.array(anySelector, { maxLength: 5 }),
  deny: fc.array(anySelector, { maxLength: 3 }),
})

export const ENDS = [
  '2026-11-20T10:00:00.000Z',
  '2026-12-01T00:00:00.000Z',
  '2027-02-01T00:00:00.000Z',
] as const

export const anyScope: fc.Arbitrary<Scope> = fc
  .record({
    articles: anySelection,
    actions: fc.subarray([...SCOPE.actions]),
    fields: fc.subarray([...SCOPE.fields]),
    expiresAt: fc.constantFrom(...ENDS),
  })
  .map((part) => ({ ...SCOPE, ...part }))
