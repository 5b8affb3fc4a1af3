import { expect } from 'chai'
import fc from 'fast-check'
import type { NarrowScopeRequest } from '../../../src/domain/api.ts'
import type { Scope } from '../../../src/domain/scope.ts'
import type { Restriction } from '../../../src/domain/scope-policy.ts'
import {
  explainScope,
  inScope,
  joinNarrowings,
  narrowScope,
  resolveScope,
  restrictScope,
  type ScopePolicy,
  withFacets,
} from '../../../src/domain/scope-resolution.ts'
import { type TicketFacets, UNKNOWN_FACETS } from '../../../src/domain/ticket.ts'
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

const HOSTED = { drafter: 'openai-compatible', provider: 'p', region: 'eu' } as const
const DAYS = (days: number) => new Date(Date.parse(NOW) + days * 24 * 60 * 60 * 1000).toISOString()

/** A scope, what is taken from it, and what has changed of it then. */
const RESTRICTIONS: Record<string, [Partial<Scope>, Restriction, Partial<Scope>]> = {
  'nothing where nothing is named': [{}, {}, {}],
  'actions that are not listed': [{}, { actions: ['search', 'summarise'] }, { actions: ['search'] }],
  'fields that are not listed': [{}, { fields: ['locale'] }, { fields: ['locale'] }],
  'denied articles': [
    {},
    { articles: { deny: [{ label: 'old' }] } },
    { articles: { allow: [{ sectionId: 's1' }], deny: [{ label: 'internal' }, { label: 'old' }] } },
  ],
  'articles that are not listed': [
    {},
    { articles: { allow: [{ locale: 'de' }], deny: [] } },
    { within: [{ allow: [{ locale: 'de' }], deny: [] }] },
  ],
  'what neither of two lists names': [
    { within: [{ allow: [{ locale: 'de' }], deny: [] }] },
    { articles: { allow: [{ label: 'faq' }], deny: [] } },
    {
      within: [
        { allow: [{ locale: 'de' }], deny: [] },
        { allow: [{ label: 'faq' }], deny: [] },
      ],
    },
  ],
  'a drafter that is not listed': [
    { drafter: HOSTED },
    { recipients: ['p@us'] },
    { drafter: { drafter: 'extractive', provider: 'extractive', region: 'local' } },
  ],
  'no drafter that is listed': [{ drafter: HOSTED }, { recipients: ['p@eu'] }, {}],
  'no drafter without a list': [{ drafter: HOSTED }, {}, {}],
  'days beyond the last': [{}, { validDays: 2 }, { expiresAt: DAYS(2) }],
  'no days when it ends before': [{}, { validDays: 90 }, {}],
  'all topics but the denied': [{}, { topics: { deny: ['law'] } }, { topics: { deny: ['law'] } }],
  'topics denied by either': [
    { topics: { deny: ['law'] } },
    { topics: { deny: ['money', 'law'] } },
    { topics: { deny: ['law', 'money'] } },
  ],
  'topics that are not listed': [
    { topics: { deny: [] } },
    { topics: { allow: ['post'], deny: [] } },
    { topics: { allow: ['post'], deny: [] } },
  ],
  'topics that only one lists': [
    { topics: { allow: ['post', 'money'], deny: ['law'] } },
    { topics: { allow: ['law', 'post'], deny: [] } },
    { topics: { allow: ['post'], deny: ['law'] } },
  ],
  'no listed topic where only denials follow': [
    { topics: { allow: ['post'], deny: [] } },
    { topics: { deny: ['law'] } },
    { topics: { allow: ['post'], deny: ['law'] } },
  ],
  'no topics where no word is of them': [{ topics: { allow: ['post'], deny: [] } }, {}, {}],
  'drafts beyond a lower limit': [
    {},
    { limits: { draftsPerTicket: 3 } },
    { limits: { draftsPerTicket: 3, maxChars: 4_000 } },
  ],
  'characters beyond a lower limit': [
    {},
    { limits: { maxChars: 99 } },
    { limits: { draftsPerTicket: 10, maxChars: 99 } },
  ],
  'nothing beyond a higher limit': [{}, { limits: { draftsPerTicket: 11, maxChars: 4_001 } }, {}],
}

describe('a restriction', () => {
  for (const [name, [change, restriction, expected]] of Object.entries(RESTRICTIONS))
    it(`takes ${name}`, () => {
      const scope = { ...SCOPE, ...change }
      expect(restrictScope(scope, restriction, new Date(NOW))).to.deep.equal({ ...scope, ...expected })
    })

  for (const limit of ['draftsPerAgentHour', 'draftsPerAgentDay', 'draftsPerAccountDay'] as const)
    it(`keeps the lower ${limit}, and the only one`, () => {
      const limitsLeft = (held: number | undefined, kept: number | undefined) => {
        const given = (value: number | undefined) => (value === undefined ? {} : { [limit]: value })
        const scope = { ...SCOPE, limits: { ...SCOPE.limits, ...given(held) } }
        return restrictScope(scope, { limits: given(kept) }, new Date(NOW)).limits
      }
      for (const [held, kept, least] of [
        [2, 3, 2],
        [3, 2, 2],
        [undefined, 4, 4],
        [4, undefined, 4],
      ] as const)
        expect(limitsLeft(held, kept)).to.deep.equal({ ...SCOPE.limits, [limit]: least })
      expect(limitsLeft(undefined, undefined)).to.deep.equal(SCOPE.limits)
    })
})

const BRAND: TicketFacets = { ...UNKNOWN_FACETS, brandId: '1' }
const RULED: ScopePolicy = {
  ...POLICY,
  rules: [
    { id: 'r1', name: 'One', when: { brandIds: ['1'] }, restrict: { actions: ['search'] } },
    { id: 'r2', name: 'Two', when: { brandIds: ['2'] }, restrict: { validDays: 1 } },
  ],
}

describe('the reasons of a scope', () => {
  it('name the base and every rule, whether it applied, and what it took', () => {
    const { scope, steps } = explainScope(RULED, ALLOWLIST, new Date(NOW), [BRAND])
    expect(scope).to.include({ expiresAt: DAYS(30) })
    expect(scope.actions).to.deep.equal(['search'])
    expect(steps.map(({ rule, name, match }) => [rule, name, match])).to.deep.equal([
      ['base', '', 'matches'],
      ['r1', 'One', 'matches'],
      ['r2', 'Two', 'differs'],
    ])
    expect(steps[0]?.took.map(({ sign, path, value }) => `${sign} ${path} ${value}`)).to.deep.equal([
      '- actions "rewrite"',
      '- actions "summarise"',
      '- fields "subject"',
    ])
    expect(steps[1]?.took).to.deep.equal([{ sign: '-', path: 'actions', value: '"draft"' }])
    expect(steps[2]?.took).to.deep.equal([])
  })

  it('apply every rule of which nothing is known', () => {
    const { scope, steps } = explainScope(RULED, ALLOWLIST, new Date(NOW))
    expect(steps.map(({ match }) => match)).to.deep.equal(['matches', 'unknown', 'unknown'])
    expect(scope).to.deep.include({ actions: ['search'], expiresAt: DAYS(1) })
    expect(scope).to.deep.equal(resolveScope(RULED, ALLOWLIST, new Date(NOW), [UNKNOWN_FACETS]))
  })

  it('carry the patterns of order numbers', () => {
    const scope = resolveScope({ ...POLICY, orderPatterns: ['A-#'] }, ALLOWLIST, new Date(NOW))
    expect(scope.orderPatterns).to.deep.equal(['A-#'])
  })
})

describe('two narrowings as one', () => {
  it('take what either takes', () => {
    const joined = joinNarrowings(
      {
        removeActions: ['draft'],
        removeFields: ['locale'],
        denyArticles: [{ label: 'a' }],
        expiresAt: DAYS(2),
      },
      {
        removeActions: ['search', 'draft'],
        removeFields: ['subject'],
        denyArticles: [{ label: 'b' }],
        expiresAt: DAYS(1),
      },
    )
    expect(joined).to.deep.equal({
      removeActions: ['draft', 'search'],
      removeFields: ['locale', 'subject'],
      denyArticles: [{ label: 'a' }, { label: 'b' }],
      expiresAt: DAYS(1),
    })
  })

  it('end with the earlier end, or with the only one', () => {
    const nothing = { removeActions: [], removeFields: [], denyArticles: [] }
    expect(joinNarrowings({}, {})).to.deep.equal(nothing)
    expect(joinNarrowings({ expiresAt: DAYS(1) }, {})).to.deep.equal({ ...nothing, expiresAt: DAYS(1) })
    expect(joinNarrowings({}, { expiresAt: DAYS(1) })).to.deep.equal({ ...nothing, expiresAt: DAYS(1) })
    expect(joinNarrowings({ expiresAt: DAYS(1) }, { expiresAt: DAYS(2) }).expiresAt).to.equal(DAYS(1))
  })
})

describe('what was said of where a ticket stands', () => {
  const PLACES = ['brandId', 'formId', 'groupId', 'locale', 'channel'] as const
  for (const place of PLACES)
    it(`keeps both of two different places (${place}), and one of the same`, () => {
      const [one, two] = ['1', '2'].map((value) => ({ ...UNKNOWN_FACETS, [place]: value }))
      if (one === undefined || two === undefined) throw new Error('two places')
      expect(withFacets([one], two)).to.deep.equal([one, two])
      expect(withFacets([one], one)).to.deep.equal([one])
    })

  it('fills in what was missing, and forgets nothing that was known', () => {
    const exact = { ...BRAND, formId: '7' }
    expect(withFacets([BRAND], exact)).to.deep.equal([exact])
    expect(withFacets([exact], BRAND)).to.deep.equal([exact])
    const other = { ...UNKNOWN_FACETS, brandId: '2' }
    expect(withFacets([other, BRAND], exact)).to.deep.equal([other, exact])
    expect(withFacets([other, exact], BRAND)).to.deep.equal([other, exact])
  })

  it('gathers the tags of all, and knows none while none were said', () => {
    expect(withFacets([], UNKNOWN_FACETS)).to.deep.equal([UNKNOWN_FACETS])
    const tagged = withFacets([{ ...BRAND, tags: ['a', 'b'] }], { ...BRAND, brandId: '2', tags: ['b', 'c'] })
    expect(tagged.map(({ brandId, tags }) => [brandId, tags])).to.deep.equal([
      ['1', ['a', 'b', 'c']],
      ['2', ['a', 'b', 'c']],
    ])
    expect(withFacets([{ ...BRAND, tags: ['a'] }], BRAND)).to.deep.equal([{ ...BRAND, tags: ['a'] }])
    expect(withFacets([BRAND], { ...BRAND, tags: [] })).to.deep.equal([{ ...BRAND, tags: [] }])
  })

  it('is bounded: beyond twenty places nothing is known, so that every rule applies', () => {
    const said = (places: number) =>
      Array.from({ length: places }, (_, at) => ({ ...UNKNOWN_FACETS, brandId: String(at) })).reduce<
        readonly TicketFacets[]
      >(withFacets, [])
    expect(said(20)).to.have.length(20)
    expect(said(20)).not.to.deep.include(UNKNOWN_FACETS)
    expect(said(21)).to.deep.equal([...said(20), UNKNOWN_FACETS])
  })
})

describe('an article in a scope', () => {
  const [de] = [{ allow: [{ locale: 'de' }], deny: [] }]
  const article = { articleId: '1', sectionId: 's1', categoryId: 'c', locale: 'de', labels: ['faq'] }
  for (const [name, within, usable] of [
    ['no list besides', [], true],
    ['a list that has it', [de], true],
    ['a list that has it not', [{ allow: [{ locale: 'en' }], deny: [] }], false],
    ['two lists of which one has it', [de, { allow: [{ locale: 'en' }], deny: [] }], false],
  ] as const)
    it(`is ${usable ? '' : 'not '}usable with ${name}`, () => {
      expect(inScope(article, { ...SCOPE, within })).to.equal(usable)
    })

  it('is not usable where the allowlist has it not, whatever a list says', () => {
    expect(inScope({ ...article, sectionId: 's2' }, { ...SCOPE, within: [de] })).to.equal(false)
    expect(inScope(article, SCOPE)).to.equal(true)
  })
})
