import { expect } from 'chai'
import {
  formFromPolicy,
  policyFromForm,
  rebaseForm,
  type ScopeForm,
  scopeFormChanged,
  scopeProblems,
  serverProblems,
} from '../../../src/console/scope-form.ts'
import type { ScopePolicyView } from '../../../src/domain/api.ts'
import { SAMPLE_POLICY } from '../../support/console-data.ts'

const FORM = formFromPolicy(SAMPLE_POLICY)

/** Every part that a policy can have. */
const WHOLE: ScopePolicyView = {
  ...SAMPLE_POLICY,
  draftsPerAgentHour: 30,
  draftsPerAgentDay: 200,
  draftsPerAccountDay: 5_000,
  refusalThreshold: 0.5,
  requiresSimulation: {
    minTickets: 500,
    minAnsweredShare: 0.3333,
    minKeptShare: 0.07,
    maxContradictedShare: 0.29,
  },
  recipients: ['extractive@local'],
  topics: [{ id: 'legal', name: 'Legal', phrases: ['lawyer'], samples: ['My lawyer will call.'] }],
  topicChoice: { deny: ['legal'] },
  rules: [{ id: 'vip', name: 'VIP', when: { tags: ['vip'] }, restrict: { limits: { draftsPerTicket: 1 } } }],
}

describe('the scope policy as a form', () => {
  it('drops no part of a policy: what has no field goes back as it came', () => {
    expect(policyFromForm(formFromPolicy(WHOLE), WHOLE)).to.deep.equal(WHOLE)
    expect(scopeFormChanged(formFromPolicy(WHOLE), WHOLE)).to.equal(false)
  })

  it('takes a limit away where its field is empty, and takes no word for a number', () => {
    const form = { ...formFromPolicy(WHOLE), draftsPerAgentHour: ' ' }
    expect(policyFromForm(form, WHOLE)).to.not.have.property('draftsPerAgentHour')
    expect(scopeFormChanged(form, WHOLE)).to.equal(true)
    expect(scopeProblems({ ...form, draftsPerAgentDay: 'many' })).to.deep.equal({
      draftsPerAgentDay: 'whole',
    })
  })

  it('is a change when a rule or a topic changes, goes or moves', () => {
    const form = formFromPolicy(WHOLE)
    for (const part of [{ rules: [] }, { topics: [] }, { topicChoice: null }])
      expect(scopeFormChanged({ ...form, ...part }, WHOLE), JSON.stringify(part)).to.equal(true)
    expect(policyFromForm({ ...form, rules: [] }, WHOLE)).to.not.have.property('rules')
  })

  it('asks for a simulation in whole tickets and per cent, and no longer when it is taken away', () => {
    const form = formFromPolicy(WHOLE)
    expect(form.gate).to.deep.equal({
      minTickets: '500',
      minAnsweredShare: '33.33',
      minKeptShare: '7',
      maxContradictedShare: '29',
    })
    const gate = { minTickets: '25', minAnsweredShare: '12,5', minKeptShare: ' ', maxContradictedShare: '' }
    expect(policyFromForm({ ...form, gate }, WHOLE)?.requiresSimulation).to.deep.equal({
      minTickets: 25,
      minAnsweredShare: 0.125,
    })
    expect(scopeFormChanged({ ...form, gate }, WHOLE)).to.equal(true)
    expect(policyFromForm({ ...form, gate: null }, WHOLE)).to.not.have.property('requiresSimulation')
    const wrong = { minTickets: '0', minAnsweredShare: '', minKeptShare: '101', maxContradictedShare: '-1' }
    expect(scopeProblems({ ...form, gate: wrong })).to.deep.equal({
      minTickets: 'range',
      minAnsweredShare: 'range',
      minKeptShare: 'range',
      maxContradictedShare: 'range',
    })
    expect(policyFromForm({ ...form, gate: wrong }, WHOLE)).to.equal(null)
    expect(serverProblems(['requiresSimulation.minTickets: too_big'])).to.deep.equal({ minTickets: 'server' })
  })

  it('takes over what somebody else changed meanwhile and I did not', () => {
    const theirs = { ...WHOLE, version: 9, rules: [], validDays: 90 }
    const mine = { ...formFromPolicy(WHOLE), validDays: '7', topics: [] }
    const rebased = rebaseForm(mine, WHOLE, theirs)
    expect(policyFromForm(rebased, theirs)).to.deep.include({
      version: 9,
      validDays: 7,
      topicChoice: { deny: ['legal'] },
    })
    expect(rebased.rules).to.deep.equal([])
    expect(rebased.topics).to.deep.equal([])
    expect(
      rebaseForm({ ...mine, rules: WHOLE.rules?.toReversed() ?? [] }, { ...WHOLE, rules: [] }, theirs).rules,
    ).to.deep.equal(WHOLE.rules)
  })

  it('marks the rules, not a limit, where the companion refused a limit inside a rule', () => {
    expect(serverProblems(['rules.0.restrict.limits.maxChars: too_big'])).to.deep.equal({ rules: 'server' })
  })

  it('keeps a threshold that somebody else set, unless it was touched here', () => {
    const theirs = { ...WHOLE, refusalThreshold: 0.7 }
    const mine = formFromPolicy(WHOLE)
    expect(rebaseForm(mine, WHOLE, theirs).refusalThreshold).to.equal(0.7)
    expect(rebaseForm({ ...mine, refusalThreshold: 0.6 }, WHOLE, theirs).refusalThreshold).to.equal(0.6)
    expect(scopeFormChanged({ ...mine, refusalThreshold: null }, WHOLE)).to.equal(true)
    expect(policyFromForm({ ...mine, refusalThreshold: null }, WHOLE)).to.not.have.property(
      'refusalThreshold',
    )
  })

  it('comes back as the policy that it was made from', () => {
    expect(policyFromForm(FORM, SAMPLE_POLICY)).to.deep.equal(SAMPLE_POLICY)
    expect(scopeFormChanged(FORM, SAMPLE_POLICY)).to.equal(false)
  })

  it('is no change when the same boxes were ticked in another order', () => {
    const shuffled: ScopeForm = { ...FORM, fields: ['locale', 'requester_text', 'subject'] }
    expect(scopeFormChanged(shuffled, SAMPLE_POLICY)).to.equal(false)
    expect(policyFromForm(shuffled, SAMPLE_POLICY)).to.deep.equal(SAMPLE_POLICY)
  })

  const wrong: Record<string, [Partial<ScopeForm>, object]> = {
    'drafting without the text to draft from': [{ fields: ['subject'] }, { fields: 'draftNeedsText' }],
    'rewriting without drafting': [{ actions: ['rewrite', 'search'] }, { actions: 'rewriteNeedsDraft' }],
    'no number of drafts': [{ draftsPerTicket: '' }, { draftsPerTicket: 'whole' }],
    'half a draft': [{ draftsPerTicket: '1.5' }, { draftsPerTicket: 'whole' }],
    'a negative number': [{ draftsPerTicket: '-1' }, { draftsPerTicket: 'whole' }],
    'a number in words': [{ maxChars: 'many' }, { maxChars: 'whole' }],
    'a number with an exponent': [{ maxChars: '1e9' }, { maxChars: 'whole' }],
    'fewer characters than a question has': [{ maxChars: '199' }, { maxChars: 'range' }],
    'more characters than the companion takes': [{ maxChars: '50001' }, { maxChars: 'range' }],
    'a scope that ends at once': [{ validDays: '0' }, { validDays: 'range' }],
    'a pattern that would take every number': [
      { orderPatterns: 'A-######\n##' },
      { orderPatterns: 'pattern' },
    ],
    'a pattern that never ends': [{ orderPatterns: '#'.repeat(41) }, { orderPatterns: 'pattern' }],
    'a pattern with our own brackets': [{ orderPatterns: '⟦###⟧' }, { orderPatterns: 'pattern' }],
    'more patterns than the detectors take': [
      { orderPatterns: Array.from({ length: 21 }, (_, index) => `${index}-###`).join('\n') },
      { orderPatterns: 'pattern' },
    ],
    'a scope without an end': [{ validDays: '366' }, { validDays: 'range' }],
  }
  for (const [name, [part, problems]] of Object.entries(wrong)) {
    it(`names ${name} and sends nothing`, () => {
      const form = { ...FORM, ...part }
      expect(scopeProblems(form)).to.deep.equal(problems)
      expect(policyFromForm(form, SAMPLE_POLICY)).to.equal(null)
    })
  }

  it('takes one pattern a line, each once, and none where nothing was typed', () => {
    const policy = policyFromForm({ ...FORM, orderPatterns: ' A-###### \n\nA-######\n@@###' }, SAMPLE_POLICY)
    expect(policy?.orderPatterns).to.deep.equal(['A-######', '@@###'])
    expect(policyFromForm({ ...FORM, orderPatterns: ' \n' }, SAMPLE_POLICY)).to.not.have.property(
      'orderPatterns',
    )
    expect(scopeFormChanged({ ...FORM, orderPatterns: 'LL-######\n' }, SAMPLE_POLICY)).to.equal(false)
    expect(scopeFormChanged({ ...FORM, orderPatterns: '' }, SAMPLE_POLICY)).to.equal(true)
  })

  it('lets an admin permit nothing at all', () => {
    const nothing: ScopeForm = { ...FORM, actions: [], fields: [] }
    expect(policyFromForm(nothing, SAMPLE_POLICY)).to.deep.include({ actions: [], fields: [] })
  })

  it('finds the fields that the companion did not accept', () => {
    expect(serverProblems(['validDays', 'body.maxChars: too big'])).to.deep.equal({
      validDays: 'server',
      maxChars: 'server',
    })
    expect(serverProblems(['something'])).to.deep.equal({})
  })
})
