import { expect } from 'chai'
import { isAllowed } from '../../../src/domain/allowlist.ts'
import { SHIPPED_THRESHOLD } from '../../../src/domain/refusal-threshold.ts'
import type { ArticleSelection, ArticleSelector } from '../../../src/domain/scope.ts'
import type { PolicyContent, Restriction, RuleCondition } from '../../../src/domain/scope-policy.ts'
import { policyWidenings, selectionWidenings, selectsWithin } from '../../../src/domain/widening.ts'
import { type Dice, dice } from '../../support/dice.ts'

const selection = (allow: ArticleSelector[], deny: ArticleSelector[] = []): ArticleSelection => ({
  allow,
  deny,
})

describe('a selector within another', () => {
  const cases: Readonly<Record<string, readonly [ArticleSelector, ArticleSelector, boolean]>> = {
    'the same one': [{ sectionId: '1' }, { sectionId: '1' }, true],
    'one that asks more': [{ sectionId: '1', locale: 'de' }, { sectionId: '1' }, true],
    'one that asks less': [{ sectionId: '1' }, { sectionId: '1', locale: 'de' }, false],
    'another section': [{ sectionId: '2' }, { sectionId: '1' }, false],
    'an article, though it may stand in the section today': [{ articleId: '7' }, { sectionId: '1' }, false],
    'the one that matches nothing': [{}, { sectionId: '1' }, true],
    'anything within the one that matches nothing': [{ sectionId: '1' }, {}, false],
  }
  for (const [name, [inner, outer, within]] of Object.entries(cases))
    it(`${name}: ${within ? 'yes' : 'no'}`, () => {
      expect(selectsWithin(inner, outer)).to.equal(within)
    })
})

describe('a wider allowlist', () => {
  const before = selection([{ sectionId: '1' }], [{ locale: 'de', label: 'old' }])
  const cases: Readonly<Record<string, readonly [ArticleSelection, readonly string[]]>> = {
    'the same again': [before, []],
    'one rule less': [selection([], [{ locale: 'de', label: 'old' }]), []],
    'a rule within an old one': [
      selection([{ sectionId: '1', locale: 'en' }], before.deny as ArticleSelector[]),
      [],
    ],
    'a rule more': [
      selection([{ sectionId: '1' }, { sectionId: '2' }], before.deny as ArticleSelector[]),
      ['article_rule_added'],
    ],
    'a denial less': [selection([{ sectionId: '1' }]), ['article_denial_removed']],
    'a wider denial in place of the old one': [selection([{ sectionId: '1' }], [{ label: 'old' }]), []],
    'a narrower denial in place of the old one': [
      selection([{ sectionId: '1' }], [{ label: 'old', locale: 'de', sectionId: '1' }]),
      ['article_denial_removed'],
    ],
    'a denial less, but nothing allowed': [selection([]), []],
    'a rule that matches nothing': [
      selection([{ sectionId: '1' }, {}], before.deny as ArticleSelector[]),
      [],
    ],
  }
  for (const [name, [after, expected]] of Object.entries(cases))
    it(`${name}: ${expected.length === 0 ? 'no' : 'yes'}`, () => {
      expect(selectionWidenings(before, after).map(({ what }) => what)).to.deep.equal(expected)
    })

  it('is found whenever any article at all is let in: 20,000 random pairs', () => {
    const throwDice = dice(4711)
    let narrower = 0
    for (let pair = 0; pair < 20_000; pair += 1) {
      const [was, becomes] = [randomSelection(throwDice), randomSelection(throwDice)]
      if (selectionWidenings(was, becomes).length > 0) continue
      narrower += 1
      for (const article of EVERY_ARTICLE)
        if (isAllowed(article, becomes))
          expect(isAllowed(article, was), JSON.stringify([was, becomes])).to.equal(true)
    }
    // The same pairs in every run: how many of them widened nothing is known.
    expect({ narrower, articles: EVERY_ARTICLE.length }).to.deep.equal({ narrower: 5_905, articles: 64 })
  })
})

const VALUES = {
  articleId: ['1', '2'],
  sectionId: ['1', '2'],
  categoryId: ['1', '2'],
  locale: ['de', 'en'],
} as const
const EVERY_ARTICLE = VALUES.articleId.flatMap((articleId) =>
  VALUES.sectionId.flatMap((sectionId) =>
    VALUES.categoryId.flatMap((categoryId) =>
      VALUES.locale.flatMap((locale) =>
        [[], ['a'], ['b'], ['a', 'b']].map((labels) => ({
          articleId,
          sectionId,
          categoryId,
          locale,
          labels,
        })),
      ),
    ),
  ),
)

function randomSelector(throwDice: Dice): ArticleSelector {
  return {
    ...(throwDice.chance(0.25) ? { articleId: throwDice.oneOf(VALUES.articleId) } : {}),
    ...(throwDice.chance(0.4) ? { sectionId: throwDice.oneOf(VALUES.sectionId) } : {}),
    ...(throwDice.chance(0.25) ? { categoryId: throwDice.oneOf(VALUES.categoryId) } : {}),
    ...(throwDice.chance(0.3) ? { locale: throwDice.oneOf(VALUES.locale) } : {}),
    ...(throwDice.chance(0.25) ? { label: throwDice.oneOf(['a', 'b']) } : {}),
  }
}

function randomSelection(throwDice: Dice): ArticleSelection {
  const some = (most: number) =>
    Array.from({ length: throwDice.below(most + 1) }, () => randomSelector(throwDice))
  return { allow: some(3), deny: some(2) }
}

describe('a wider policy', () => {
  const POLICY = {
    actions: ['draft', 'search'],
    fields: ['requester_text'],
    draftsPerTicket: 5,
    maxChars: 1_000,
    validDays: 7,
    orderPatterns: ['A-###'],
  } as const
  const cases: Readonly<Record<string, readonly [object, readonly string[]]>> = {
    'the same again': [{}, []],
    'less of everything': [
      {
        actions: [],
        fields: [],
        draftsPerTicket: 1,
        maxChars: 200,
        validDays: 1,
        orderPatterns: ['B-###', 'A-###'],
      },
      [],
    ],
    'an action more': [{ actions: ['search', 'summarise'] }, ['action_added']],
    'a field more': [{ fields: ['requester_text', 'subject'] }, ['field_added']],
    'more drafts': [{ draftsPerTicket: 6 }, ['limit_raised']],
    'answers that may be less sure than what ships': [{ refusalThreshold: 0.2 }, ['threshold_lowered']],
    'answers that must be surer than what ships': [{ refusalThreshold: 0.5 }, []],
    'more characters and more days': [{ maxChars: 1_001, validDays: 8 }, ['limit_raised', 'limit_raised']],
    'a pattern less': [{ orderPatterns: ['B-###'] }, ['order_pattern_removed']],
  }
  for (const [name, [change, expected]] of Object.entries(cases))
    it(`${name}: ${expected.length === 0 ? 'no' : 'yes'}`, () => {
      expect(policyWidenings(POLICY, { ...POLICY, ...change }).map(({ what }) => what)).to.deep.equal(
        expected,
      )
    })

  it('counts patterns that are no longer there at all', () => {
    const { orderPatterns: _, ...without } = POLICY
    expect(policyWidenings(POLICY, without).map(({ what }) => what)).to.deep.equal(['order_pattern_removed'])
    expect(policyWidenings(without, POLICY)).to.deep.equal([])
  })
})

const BASE: PolicyContent = {
  actions: ['draft', 'search'],
  fields: ['requester_text'],
  draftsPerTicket: 5,
  maxChars: 1_000,
  validDays: 7,
}
const topic = (id: string, ...phrases: string[]) => ({ id, name: id, phrases })

/** What was, what becomes of it, and what that is said to widen. */
const BASES: Record<string, [Partial<PolicyContent>, Partial<PolicyContent>, readonly object[]]> = {
  'an action more, by its name': [
    {},
    { actions: ['draft', 'rewrite', 'search'] },
    [{ what: 'action_added', action: 'rewrite' }],
  ],
  'a field more, by its name': [
    {},
    { fields: ['requester_text', 'locale'] },
    [{ what: 'field_added', field: 'locale' }],
  ],
  'a lower threshold, from and to': [
    { refusalThreshold: 0.6 },
    { refusalThreshold: 0.55 },
    [{ what: 'threshold_lowered', from: 0.6, to: 0.55 }],
  ],
  'no threshold of its own any more, where it was stricter than what ships': [
    { refusalThreshold: 0.6 },
    {},
    [{ what: 'threshold_lowered', from: 0.6, to: SHIPPED_THRESHOLD }],
  ],
  'no threshold of its own any more, where it was laxer than what ships': [{ refusalThreshold: 0.2 }, {}, []],
  'what ships, now said': [{}, { refusalThreshold: SHIPPED_THRESHOLD }, []],
  'more days, from and to': [
    {},
    { validDays: 8 },
    [{ what: 'limit_raised', limit: 'validDays', from: 7, to: 8 }],
  ],
  'a pattern less, by its text': [
    { orderPatterns: ['A-#', 'B-#'] },
    { orderPatterns: ['B-#'] },
    [{ what: 'order_pattern_removed', pattern: 'A-#' }],
  ],
  'the same recipients': [{ recipients: ['a@eu', 'b@eu'] }, { recipients: ['b@eu', 'a@eu'] }, []],
  'a recipient less': [{ recipients: ['a@eu', 'b@eu'] }, { recipients: ['a@eu'] }, []],
  'a recipient more': [
    { recipients: ['a@eu'] },
    { recipients: ['a@eu', 'b@eu'] },
    [{ what: 'recipient_added' }],
  ],
  'any recipient, where a list was': [{ recipients: ['a@eu'] }, {}, [{ what: 'recipient_added' }]],
  'a list of recipients, where none was': [{}, { recipients: ['a@eu'] }, []],
  'a topic denied, where none was': [{}, { topicChoice: { deny: ['law'] } }, []],
  'a topic denied no more': [
    { topicChoice: { deny: ['law', 'money'] } },
    { topicChoice: { deny: ['money'] } },
    [{ what: 'topic_opened' }],
  ],
  'no choice of topics any more': [{ topicChoice: { deny: ['law'] } }, {}, [{ what: 'topic_opened' }]],
  'a denied topic that more phrases find': [
    { topicChoice: { deny: ['law'] }, topics: [topic('law', 'court')] },
    { topicChoice: { deny: ['law'] }, topics: [topic('law', 'court', 'lawyer')] },
    [],
  ],
  'a denied topic that fewer phrases find': [
    { topicChoice: { deny: ['law'] }, topics: [topic('law', 'court', 'lawyer')] },
    { topicChoice: { deny: ['law'] }, topics: [topic('law', 'court')] },
    [{ what: 'topic_opened' }],
  ],
  'a denied topic that is not found any more': [
    { topicChoice: { deny: ['law'] }, topics: [topic('law', 'court')] },
    { topicChoice: { deny: ['law'] } },
    [{ what: 'topic_opened' }],
  ],
  'an allowed topic less': [
    { topicChoice: { allow: ['money', 'post'], deny: [] } },
    { topicChoice: { allow: ['post'], deny: [] } },
    [],
  ],
  'no allowed topic left': [
    { topicChoice: { allow: ['money'], deny: [] } },
    { topicChoice: { allow: [], deny: [] } },
    [],
  ],
  'an allowed topic more': [
    { topicChoice: { allow: ['money'], deny: [] } },
    { topicChoice: { allow: ['money', 'post'], deny: [] } },
    [{ what: 'topic_opened' }],
  ],
  'all topics, where some were allowed': [
    { topicChoice: { allow: ['money'], deny: [] } },
    { topicChoice: { deny: [] } },
    [{ what: 'topic_opened' }],
  ],
  'some topics, where all were allowed': [
    { topicChoice: { deny: [] } },
    { topicChoice: { allow: ['money'], deny: [] } },
    [],
  ],
  'an allowed topic that fewer phrases find': [
    { topicChoice: { allow: ['money'], deny: [] }, topics: [topic('money', 'refund', 'bill')] },
    { topicChoice: { allow: ['money'], deny: [] }, topics: [topic('money', 'bill')] },
    [],
  ],
  'an allowed topic that more phrases find': [
    { topicChoice: { allow: ['money'], deny: [] }, topics: [topic('money', 'bill')] },
    { topicChoice: { allow: ['money'], deny: [] }, topics: [topic('money', 'refund', 'bill')] },
    [{ what: 'topic_opened' }],
  ],
}

describe('the base of a wider policy', () => {
  for (const [name, [before, after, expected]] of Object.entries(BASES))
    it(`${name}: ${expected.length === 0 ? 'no' : 'yes'}`, () => {
      expect(policyWidenings({ ...BASE, ...before }, { ...BASE, ...after })).to.deep.equal(expected)
    })

  for (const limit of ['draftsPerAgentHour', 'draftsPerAgentDay', 'draftsPerAccountDay'] as const)
    it(`says when ${limit} rises or goes, and is silent when it falls or comes`, () => {
      const of = (value?: number) => (value === undefined ? BASE : { ...BASE, [limit]: value })
      const raised = (to: number | null) => [{ what: 'limit_raised', limit, from: 3, to }]
      expect(policyWidenings(of(3), of(4))).to.deep.equal(raised(4))
      expect(policyWidenings(of(3), of())).to.deep.equal(raised(null))
      for (const [was, becomes] of [
        [3, 3],
        [3, 2],
        [undefined, 3],
        [undefined, undefined],
      ] as const)
        expect(policyWidenings(of(was), of(becomes))).to.deep.equal([])
    })
})

const withRule = (restrict: Restriction, when: RuleCondition = {}, more: Partial<PolicyContent> = {}) => ({
  ...BASE,
  ...more,
  rules: [{ id: 'r1', name: 'Rule', when, restrict }],
})

/** A rule's part before and after, and whether that permits more. */
const PARTS: Record<string, [Restriction, Restriction, boolean]> = {
  'the same actions': [{ actions: ['draft'] }, { actions: ['draft'] }, false],
  'an action less': [{ actions: ['draft'] }, { actions: [] }, false],
  'an action more': [{ actions: [] }, { actions: ['draft'] }, true],
  'a field less': [{ fields: ['requester_text'] }, { fields: [] }, false],
  'a field more': [{ fields: [] }, { fields: ['requester_text'] }, true],
  'a recipient less': [{ recipients: ['a@eu'] }, { recipients: [] }, false],
  'a recipient more': [{ recipients: ['a@eu'] }, { recipients: ['a@eu', 'b@eu'] }, true],
  'the same days': [{ validDays: 3 }, { validDays: 3 }, false],
  'fewer days': [{ validDays: 3 }, { validDays: 2 }, false],
  'more days': [{ validDays: 3 }, { validDays: 4 }, true],
  'the same limit': [{ limits: { draftsPerTicket: 2 } }, { limits: { draftsPerTicket: 2 } }, false],
  'a lower limit': [{ limits: { draftsPerTicket: 2 } }, { limits: { draftsPerTicket: 1 } }, false],
  'a limit more': [
    { limits: { draftsPerTicket: 2 } },
    { limits: { draftsPerTicket: 2, maxChars: 9 } },
    false,
  ],
  'more drafts': [{ limits: { draftsPerTicket: 2 } }, { limits: { draftsPerTicket: 3 } }, true],
  'another limit instead': [{ limits: { draftsPerTicket: 2 } }, { limits: { maxChars: 9 } }, true],
  'more characters': [{ limits: { maxChars: 8 } }, { limits: { maxChars: 9 } }, true],
  'more drafts of an agent an hour': [
    { limits: { draftsPerAgentHour: 2 } },
    { limits: { draftsPerAgentHour: 3 } },
    true,
  ],
  'more drafts of an agent a day': [
    { limits: { draftsPerAgentDay: 2 } },
    { limits: { draftsPerAgentDay: 3 } },
    true,
  ],
  'more drafts of the account a day': [
    { limits: { draftsPerAccountDay: 2 } },
    { limits: { draftsPerAccountDay: 3 } },
    true,
  ],
  'a denied topic more': [{ topics: { deny: ['law'] } }, { topics: { deny: ['money', 'law'] } }, false],
  'a denied topic less': [{ topics: { deny: ['law'] } }, { topics: { deny: [] } }, true],
  'the same denial of articles': [
    { articles: { deny: [{ label: 'old' }] } },
    { articles: { deny: [{ label: 'old' }] } },
    false,
  ],
  'a wider denial of articles': [
    { articles: { deny: [{ label: 'old', locale: 'de' }] } },
    { articles: { deny: [{ sectionId: '9' }, { label: 'old' }] } },
    false,
  ],
  'a narrower denial of articles': [
    { articles: { deny: [{ label: 'old' }] } },
    { articles: { deny: [{ label: 'old', locale: 'de' }] } },
    true,
  ],
  'one denial of two': [
    { articles: { deny: [{ label: 'old' }, { label: 'new' }] } },
    { articles: { deny: [{ label: 'old' }] } },
    true,
  ],
  'a list of articles where none was': [
    { articles: { deny: [] } },
    { articles: { allow: [{ sectionId: '1' }], deny: [] } },
    false,
  ],
  'no list of articles where one was': [
    { articles: { allow: [{ sectionId: '1' }], deny: [] } },
    { articles: { deny: [] } },
    true,
  ],
  'a listed article less': [
    { articles: { allow: [{ sectionId: '1' }, { sectionId: '2' }], deny: [] } },
    { articles: { allow: [{ sectionId: '2', locale: 'de' }], deny: [] } },
    false,
  ],
  'a listed article more': [
    { articles: { allow: [{ sectionId: '1' }], deny: [] } },
    { articles: { allow: [{ sectionId: '1' }, { sectionId: '2' }], deny: [] } },
    true,
  ],
  'nothing of it': [{ validDays: 3 }, {}, true],
}

describe('a rule of a wider policy', () => {
  for (const [name, [before, after, widens]] of Object.entries(PARTS))
    it(`${name}: ${widens ? 'yes' : 'no'}`, () => {
      const [part] = Object.keys(before)
      expect(policyWidenings(withRule(before), withRule(after))).to.deep.equal(
        widens ? [{ what: 'rule_loosened', rule: 'Rule', part }] : [],
      )
    })

  const CONDITIONS: Record<string, [RuleCondition, RuleCondition, boolean]> = {
    'for the same tickets': [{ brandIds: ['1'] }, { brandIds: ['1'] }, false],
    'for more brands': [{ brandIds: ['1'] }, { brandIds: ['2', '1'] }, false],
    'for every ticket': [{ brandIds: ['1'] }, {}, false],
    'for fewer brands': [{ brandIds: ['1', '2'] }, { brandIds: ['1'] }, true],
    'for one brand instead of all': [{}, { brandIds: ['1'] }, true],
    'only for a tag besides': [{ brandIds: ['1'] }, { brandIds: ['1'], tags: ['vip'] }, true],
  }
  for (const [name, [before, after, widens]] of Object.entries(CONDITIONS))
    it(`that holds ${name}: ${widens ? 'yes' : 'no'}`, () => {
      const found = policyWidenings(withRule({ validDays: 3 }, before), withRule({ validDays: 3 }, after))
      expect(found.map(({ what }) => what)).to.deep.equal(widens ? ['rule_loosened'] : [])
    })

  it('that is gone is named with each part that it took', () => {
    const before = withRule({ actions: [], validDays: 3 }, { tags: ['vip'] })
    for (const after of [BASE, { ...BASE, rules: [] }])
      expect(policyWidenings(before, after)).to.deep.equal([
        { what: 'rule_removed', rule: 'Rule', part: 'actions' },
        { what: 'rule_removed', rule: 'Rule', part: 'validDays' },
      ])
  })

  it('that is gone widens nothing when the base or another rule takes as much', () => {
    const before = withRule({ validDays: 3 }, { tags: ['vip'] })
    expect(policyWidenings(before, { ...BASE, validDays: 3 })).to.deep.equal([])
    const other = { ...BASE, rules: [{ id: 'r2', name: 'Other', when: {}, restrict: { validDays: 2 } }] }
    expect(policyWidenings(before, other)).to.deep.equal([])
  })

  it('that is gone is told from one that is still there', () => {
    const kept = { id: 'r2', name: 'Kept', when: {}, restrict: { actions: [] } }
    const before = withRule({ validDays: 3 }, {})
    const found = policyWidenings({ ...before, rules: [...before.rules, kept] }, { ...BASE, rules: [kept] })
    expect(found).to.deep.equal([{ what: 'rule_removed', rule: 'Rule', part: 'validDays' }])
  })

  it('that comes new widens nothing', () => {
    expect(policyWidenings(BASE, withRule({ validDays: 3 }))).to.deep.equal([])
  })

  it('that denies a topic must find it by all it was found by', () => {
    const deny: Restriction = { topics: { deny: ['law'] } }
    const of = (...phrases: string[]) => withRule(deny, {}, { topics: [topic('law', ...phrases)] })
    expect(policyWidenings(of('court'), of('court', 'lawyer'))).to.deep.equal([])
    expect(policyWidenings(of('court', 'lawyer'), of('court'))).to.deep.equal([
      { what: 'rule_loosened', rule: 'Rule', part: 'topics' },
    ])
  })
})

describe('the widenings of an allowlist', () => {
  it('are none for a rule within one of several old ones', () => {
    const before = selection([{ sectionId: '1' }, { sectionId: '2' }])
    expect(selectionWidenings(before, selection([{ sectionId: '2', locale: 'de' }]))).to.deep.equal([])
  })

  it('take a key without a value for no key', () => {
    const open = JSON.parse('{"sectionId":"1"}') as ArticleSelector
    const unset = Object.assign({}, open, { locale: undefined })
    expect(selectsWithin(open, unset)).to.equal(true)
    const none = Object.assign({}, selection([{}]).allow[0], { locale: undefined })
    expect(selectsWithin(none, open)).to.equal(true)
  })

  it('name the selectors that came and the denials that went, but none that matches nothing', () => {
    const before = selection([{ sectionId: '1' }], [{ label: 'old' }, {}])
    const after = selection([{ sectionId: '1' }, { locale: 'de' }, {}])
    expect(selectionWidenings(before, after)).to.deep.equal([
      { what: 'article_rule_added', selector: { locale: 'de' } },
      { what: 'article_denial_removed', selector: { label: 'old' } },
    ])
    expect(selectionWidenings(selection([]), selection([{}]))).to.deep.equal([])
    expect(
      selectionWidenings(selection([{ locale: 'de' }], [{}]), selection([{ locale: 'de' }])),
    ).to.deep.equal([])
  })
})
