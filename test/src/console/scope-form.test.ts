import { expect } from 'chai'
import {
  formFromPolicy,
  policyFromForm,
  type ScopeForm,
  scopeFormChanged,
  scopeProblems,
  serverProblems,
} from '../../../src/console/scope-form.ts'
import type { ScopePolicyView } from '../../../src/domain/api.ts'
import { SAMPLE_POLICY } from '../../support/console-data.ts'

const FORM = formFromPolicy(SAMPLE_POLICY)

describe('the scope policy as a form', () => {
  it('comes back as the policy that it was made from', () => {
    expect(policyFromForm(FORM, SAMPLE_POLICY)).to.deep.equal(SAMPLE_POLICY)
    expect(scopeFormChanged(FORM, SAMPLE_POLICY)).to.equal(false)
  })

  it('keeps what it does not show: rules, topics and the limits of agent and account', () => {
    const whole: ScopePolicyView = {
      ...SAMPLE_POLICY,
      draftsPerAgentHour: 20,
      draftsPerAgentDay: 100,
      draftsPerAccountDay: 1000,
      recipients: ['extractive@local'],
      topics: [{ id: 'law', name: 'Law', phrases: ['lawyer'], samples: ['My lawyer writes'] }],
      topicChoice: { deny: ['law'] },
      rules: [{ id: 'b2b', name: 'Business', when: { brandIds: ['7'] }, restrict: { actions: ['search'] } }],
    }
    expect(policyFromForm(formFromPolicy(whole), whole)).to.deep.equal(whole)
    const other = { ...formFromPolicy(whole), validDays: '5', orderPatterns: '' }
    const { orderPatterns: _gone, ...rest } = whole
    expect(policyFromForm(other, whole)).to.deep.equal({ ...rest, validDays: 5 })
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
