import { expect } from 'chai'
import fc from 'fast-check'
import type { NarrowScopeRequest } from '../../../src/domain/api.ts'
import { inScope, narrowScope, resolveScope, type ScopePolicy } from '../../../src/domain/scope-resolution.ts'
import { anyArticle, anyScope, anySelector, ENDS } from '../../support/articles.ts'
import { NOW, SCOPE } from '../../support/gate-cases.ts'

const POLICY: ScopePolicy = {
  version: 7,
  actions: ['search', 'draft'],
  fields: ['locale', 'requester_text'],
  drafter: { drafter: 'extractive', provider: 'extractive', region: 'local' },
  draftsPerTicket: 5,
  maxChars: 3_000,
  validDays: 30,
}
const ALLOWLIST = { allow: [{ sectionId: 's1' }], deny: [{ label: 'internal' }] }

const anyOrder: fc.Arbitrary<NarrowScopeRequest> = fc.record(
  {
    removeActions: fc.subarray([...SCOPE.actions]),
    removeFields: fc.subarray([...SCOPE.fields]),
    denyArticles: fc.array(anySelector, { maxLength: 3 }),
    expiresAt: fc.constantFrom(...ENDS, 'not a time', '9999-12-31T00:00:00.000Z'),
  },
  { requiredKeys: [] },
)

describe('the scope of a ticket', () => {
  it('is the policy and the allowlist of its first moment, with an end', () => {
    expect(resolveScope(POLICY, ALLOWLIST, new Date(NOW))).to.deep.equal({
      articles: ALLOWLIST,
      visibility: 'public',
      actions: ['draft', 'search'],
      fields: ['requester_text', 'locale'],
      drafter: POLICY.drafter,
      limits: { draftsPerTicket: 5, maxChars: 3_000 },
      expiresAt: '2026-12-20T09:00:00.000Z',
    })
  })

  it('takes nothing from a policy that the product does not know', () => {
    const odd = { ...POLICY, actions: ['send', 'draft'], fields: ['internal_note'] } as unknown as ScopePolicy
    const { actions, fields } = resolveScope(odd, ALLOWLIST, new Date(NOW))
    expect({ actions, fields }).to.deep.equal({ actions: ['draft'], fields: [] })
  })

  it('loses what a narrowing names, and keeps the rest', () => {
    const narrowed = narrowScope(SCOPE, {
      removeActions: ['rewrite'],
      removeFields: ['subject'],
      denyArticles: [{ articleId: '1' }],
      expiresAt: '2026-11-21T00:00:00.000Z',
    })
    expect(narrowed).to.deep.equal({
      ...SCOPE,
      actions: ['draft', 'search'],
      fields: ['requester_text', 'locale'],
      articles: { allow: SCOPE.articles.allow, deny: [{ label: 'internal' }, { articleId: '1' }] },
      expiresAt: '2026-11-21T00:00:00.000Z',
    })
  })

  it('is unchanged by an order that takes nothing', () => {
    expect(narrowScope(SCOPE, {})).to.deep.equal(SCOPE)
    expect(narrowScope(SCOPE, { expiresAt: '2030-01-01T00:00:00.000Z' })).to.deep.equal(SCOPE)
  })

  it('cannot be widened by a key that the order has no word for', () => {
    const sly = {
      addActions: ['draft'],
      actions: ['draft', 'rewrite', 'search'],
      allowArticles: [{ locale: 'de' }],
      articles: { allow: [{ locale: 'de' }], deny: [] },
      limits: { draftsPerTicket: 999, maxChars: 999 },
    } as NarrowScopeRequest
    const closed = { ...SCOPE, actions: [], articles: { allow: [], deny: [] } } as const
    expect(narrowScope(closed, sly)).to.deep.equal(closed)
  })

  it('never becomes wider, whatever orders come in whatever number', () => {
    fc.assert(
      fc.property(
        anyScope,
        fc.array(anyOrder, { maxLength: 4 }),
        fc.array(anyArticle, { minLength: 5, maxLength: 20 }),
        (scope, orders, articles) => {
          const narrowed = orders.reduce(narrowScope, scope)
          expect(scope.actions).to.include.members([...narrowed.actions])
          expect(scope.fields).to.include.members([...narrowed.fields])
          expect(Date.parse(narrowed.expiresAt)).to.be.at.most(Date.parse(scope.expiresAt))
          for (const article of articles)
            if (inScope(article, narrowed)) expect(inScope(article, scope)).to.equal(true)
          const { articles: _a, actions: _b, fields: _c, expiresAt: _d, ...rest } = narrowed
          expect(scope).to.deep.include(rest)
        },
      ),
      { numRuns: 2_000 },
    )
  })

  it('really shuts out what a narrowing denies', () => {
    fc.assert(
      fc.property(anyScope, anyArticle, (scope, article) => {
        const denied = narrowScope(scope, { denyArticles: [{ articleId: article.articleId }] })
        expect(inScope(article, denied)).to.equal(false)
      }),
      { numRuns: 500 },
    )
  })
})
