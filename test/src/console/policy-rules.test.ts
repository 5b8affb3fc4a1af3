import { expect } from 'chai'
import {
  builtRule,
  emptyRule,
  freshId,
  moved,
  ruleProblem,
  ruleSentence,
  typedRule,
} from '../../../src/console/policy-rules.ts'
import { loadPageWords } from '../../../src/console/words.ts'
import type { PolicyRule } from '../../../src/domain/scope-policy.ts'

const WHOLE: PolicyRule = {
  id: 'b2b',
  name: 'Business',
  when: { brandIds: ['7', '8'], tags: ['vip'] },
  restrict: {
    articles: { allow: [{ label: 'b2b' }], deny: [{ sectionId: '12' }] },
    actions: ['draft', 'search'],
    fields: ['requester_text'],
    recipients: ['mistral@EU'],
    topics: { allow: ['orders'], deny: ['legal'] },
    limits: { draftsPerTicket: 2, draftsPerAgentHour: 5 },
    validDays: 3,
  },
}
const GIVEN = {
  names: {
    articles: new Map(),
    sections: new Map([['12', 'Prices']]),
    categories: new Map(),
    brands: new Map(),
    locales: [],
  },
  topics: [{ id: 'legal', name: 'Legal threat', phrases: ['lawyer'] }],
  ...(await loadPageWords('en')),
}

describe('a rule of the policy in the console', () => {
  it('comes back from its form as it was, with what has no field there', () => {
    expect(builtRule(typedRule(WHOLE))).to.deep.equal(WHOLE)
    const closed: PolicyRule = {
      ...WHOLE,
      restrict: { articles: { allow: [], deny: [] }, recipients: [], actions: [], fields: [] },
    }
    // A list of all that is left says the same as one that names what goes.
    expect(builtRule(typedRule(closed))).to.deep.equal(closed)
  })

  it('takes values separated by commas, each once', () => {
    const typed = typedRule(emptyRule([]))
    const rule = builtRule({
      ...typed,
      name: ' VIP ',
      when: { ...typed.when, tags: ' a, b,,a ' },
      takenFields: ['subject'],
    })
    expect(rule).to.deep.include({ name: 'VIP', when: { tags: ['a', 'b'] } })
    expect(rule.restrict).to.deep.equal({ fields: ['requester_text', 'locale'] })
  })

  it('takes topics that alone are open, and providers by their names', () => {
    const typed = { ...typedRule(emptyRule([])), name: 'x' }
    const { restrict } = builtRule({
      ...typed,
      onlyTopics: ['legal'],
      recipients: 'a@EU, b@EEA and Switzerland',
    })
    expect(restrict).to.deep.equal({
      topics: { allow: ['legal'], deny: [] },
      recipients: ['a@EU', 'b@EEA and Switzerland'],
    })
    expect(ruleProblem({ ...typed, recipients: 'everyone' })).to.equal('recipient')
    // Of a list that let no topic through none may come open by opening the form.
    const shut: PolicyRule = { ...WHOLE, restrict: { topics: { allow: [], deny: [] } } }
    expect(builtRule(typedRule(shut))).to.deep.equal(shut)
  })

  it('is refused without a name, with half a limit, and when it takes nothing', () => {
    const typed = typedRule(WHOLE)
    expect(ruleProblem(typed)).to.equal(null)
    expect(ruleProblem({ ...typed, name: ' ' })).to.equal('name')
    expect(ruleProblem({ ...typed, limits: { ...typed.limits, maxChars: '1.5' } })).to.equal('limit')
    expect(ruleProblem({ ...typedRule(emptyRule([])), name: 'Empty' })).to.equal('nothing')
  })

  it('has an id that no other has, and moves without leaving the list', () => {
    expect(freshId('rule', [{ id: 'rule-1' }, { id: 'rule-3' }])).to.equal('rule-2')
    expect(moved(['a', 'b', 'c'], 0, 1)).to.deep.equal(['b', 'a', 'c'])
    expect(moved(['a', 'b'], 0, -1)).to.deep.equal(['a', 'b'])
    expect(moved(['a', 'b'], 1, 1)).to.deep.equal(['a', 'b'])
  })

  it('reads as one sentence with every part that it takes', () => {
    expect(ruleSentence(WHOLE, GIVEN)).to.equal(
      'For tickets with brand 7 or 8 and tag vip: Articles taken away: Section “Prices” in all languages; ' +
        'Only these articles: Label “b2b” in all languages; Not permitted: Rewrite a draft; ' +
        'Not permitted: Sum up a conversation; Not read: Subject; Not read: Language; ' +
        'Only these may draft: mistral@EU; Drafted on only: orders; Not drafted on: Legal threat; ' +
        'Drafts per ticket: at most 2; Days valid: at most 3; Drafts per agent and hour: at most 5.',
    )
    expect(ruleSentence(emptyRule([]), GIVEN)).to.equal('For every ticket: takes nothing away.')
  })
})
