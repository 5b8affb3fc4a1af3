import { expect } from 'chai'
import { type QuotedArticle, staleArticle } from '../../../src/domain/stale-article.ts'

const NOW = '2026-11-27T12:00:00.000Z'
const STANDING = {
  title: 'Refunds',
  url: 'https://a.example/1',
  updatedAt: '2026-06-01T00:00:00.000Z',
  outdated: false,
}
const FRESH: QuotedArticle = {
  articleId: '1',
  standing: [STANDING],
  recalls: [],
  quotes: [
    { first: '2026-05-04', drafts: 6 },
    { first: '2026-06-01', drafts: 5 },
    { first: '2026-06-08', drafts: 7 },
  ],
}

describe('a quoted article', () => {
  it('is not named while nothing speaks against it, not even on the last day of its year', () => {
    expect(staleArticle(FRESH, NOW)).to.equal(null)
    const standing = [{ ...STANDING, updatedAt: '2025-11-27T12:00:00.000Z' }]
    expect(staleArticle({ ...FRESH, standing }, NOW)).to.equal(null)
  })

  it('is named when one of its languages is old, with that edit and what quoted it since', () => {
    const old = { ...STANDING, title: 'Erstattung', updatedAt: '2025-11-27T11:59:59.000Z' }
    expect(staleArticle({ ...FRESH, standing: [STANDING, old] }, NOW)).to.deep.equal({
      ...{ articleId: '1', title: 'Erstattung', url: STANDING.url, updatedAt: old.updatedAt },
      ...{ reasons: ['old'], drafts: 18, draftsSince: 18 },
    })
  })

  it('counts as since its edit only blocks that began after that day', () => {
    const found = staleArticle({ ...FRESH, standing: [{ ...STANDING, outdated: true }] }, NOW)
    expect([found?.reasons, found?.drafts, found?.draftsSince]).to.deep.equal([['outdated'], 18, 7])
  })

  it('is named after it left, by what the recall knew of it', () => {
    const recalls = [
      { cause: 'unpublished', title: 'Gone', url: null },
      { cause: 'changed', title: 'Before', url: null },
      { cause: 'changed', title: 'Before', url: null },
    ] as const
    expect(staleArticle({ ...FRESH, standing: [], recalls }, NOW)).to.deep.equal({
      ...{ articleId: '1', title: 'Gone', url: null, updatedAt: null },
      ...{ reasons: ['changed', 'unpublished'], drafts: 18, draftsSince: 0 },
    })
  })
})
