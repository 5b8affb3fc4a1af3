import { expect } from 'chai'
import {
  addRule,
  hasChanges,
  hasRule,
  reapply,
  removeRule,
  rulesChanged,
  selectorKey,
  toggleRule,
} from '../../../src/console/allowlist-rules.ts'
import type { ArticleSelection } from '../../../src/domain/scope.ts'

const EMPTY: ArticleSelection = { allow: [], deny: [] }
const RETURNS = { side: 'allow', selector: { sectionId: '210' } } as const
const PRICES = { side: 'deny', selector: { label: 'prices' } } as const

describe('editing the allowlist as rules', () => {
  it('adds a rule once, however often it is added', () => {
    expect(addRule(addRule(EMPTY, RETURNS), RETURNS)).to.deep.equal({
      allow: [{ sectionId: '210' }],
      deny: [],
    })
  })

  it('takes back the exact opposite, and only that', () => {
    const before: ArticleSelection = {
      allow: [{ sectionId: '210' }, { sectionId: '210', locale: 'de' }],
      deny: [],
    }
    expect(addRule(before, { side: 'deny', selector: { sectionId: '210' } })).to.deep.equal({
      allow: [{ sectionId: '210', locale: 'de' }],
      deny: [{ sectionId: '210' }],
    })
  })

  it('knows a rule whatever the order of its keys', () => {
    const stored: ArticleSelection = { allow: [{ locale: 'de', label: 'faq' }], deny: [] }
    expect(hasRule(stored, { side: 'allow', selector: { label: 'faq', locale: 'de' } })).to.equal(true)
    expect(selectorKey({ label: 'de' })).not.to.equal(selectorKey({ locale: 'de' }))
  })

  it('removes only the rule of that side', () => {
    const both: ArticleSelection = { allow: [{ label: 'faq' }], deny: [{ label: 'faq', locale: 'de' }] }
    expect(removeRule(both, { side: 'allow', selector: { label: 'faq' } })).to.deep.equal({
      allow: [],
      deny: [{ label: 'faq', locale: 'de' }],
    })
  })

  it('is unchanged after a rule was added and taken away again', () => {
    const twice = toggleRule(toggleRule(EMPTY, RETURNS), RETURNS)
    expect(hasChanges(rulesChanged(EMPTY, twice))).to.equal(false)
    expect(hasChanges(rulesChanged(EMPTY, toggleRule(EMPTY, RETURNS)))).to.equal(true)
  })

  it('puts my changes on the version that somebody else saved, and keeps theirs', () => {
    const base: ArticleSelection = { allow: [{ categoryId: '100' }, { label: 'faq' }], deny: [] }
    const mine = addRule(removeRule(base, { side: 'allow', selector: { label: 'faq' } }), RETURNS)
    const theirs: ArticleSelection = addRule(base, PRICES)
    expect(reapply(rulesChanged(base, mine), theirs)).to.deep.equal({
      allow: [{ categoryId: '100' }, { sectionId: '210' }],
      deny: [{ label: 'prices' }],
    })
  })

  it('does not stumble when both have made the same change', () => {
    const changes = rulesChanged(EMPTY, addRule(EMPTY, RETURNS))
    expect(reapply(changes, addRule(EMPTY, RETURNS))).to.deep.equal({
      allow: [{ sectionId: '210' }],
      deny: [],
    })
  })
})
