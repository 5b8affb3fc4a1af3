import { expect } from 'chai'
import { isAllowed } from '../../../src/domain/allowlist.ts'
import type { ArticleSelection, ArticleSelector } from '../../../src/domain/scope.ts'
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
