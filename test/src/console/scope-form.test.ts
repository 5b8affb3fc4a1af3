import { expect } from 'chai'
import {
  formFromPolicy,
  policyFromForm,
  type ScopeForm,
  scopeFormChanged,
  scopeProblems,
  serverProblems,
} from '../../../src/console/scope-form.ts'
import { SAMPLE_POLICY } from '../../support/console-data.ts'

const FORM = formFromPolicy(SAMPLE_POLICY)

describe('the scope policy as a form', () => {
  it('comes back as the policy that it was made from', () => {
    expect(policyFromForm(FORM, 3)).to.deep.equal(SAMPLE_POLICY)
    expect(scopeFormChanged(FORM, SAMPLE_POLICY)).to.equal(false)
  })

  it('is no change when the same boxes were ticked in another order', () => {
    const shuffled: ScopeForm = { ...FORM, fields: ['locale', 'requester_text', 'subject'] }
    expect(scopeFormChanged(shuffled, SAMPLE_POLICY)).to.equal(false)
    expect(policyFromForm(shuffled, 3)).to.deep.equal(SAMPLE_POLICY)
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
      expect(policyFromForm(form, 3)).to.equal(null)
    })
  }

  it('takes one pattern a line, each once, and none where nothing was typed', () => {
    const policy = policyFromForm({ ...FORM, orderPatterns: ' A-###### \n\nA-######\n@@###' }, 3)
    expect(policy?.orderPatterns).to.deep.equal(['A-######', '@@###'])
    expect(policyFromForm({ ...FORM, orderPatterns: ' \n' }, 3)).to.not.have.property('orderPatterns')
    expect(scopeFormChanged({ ...FORM, orderPatterns: 'LL-######\n' }, SAMPLE_POLICY)).to.equal(false)
    expect(scopeFormChanged({ ...FORM, orderPatterns: '' }, SAMPLE_POLICY)).to.equal(true)
  })

  it('lets an admin permit nothing at all', () => {
    const nothing: ScopeForm = { ...FORM, actions: [], fields: [] }
    expect(policyFromForm(nothing, 3)).to.deep.include({ actions: [], fields: [] })
  })

  it('finds the fields that the companion did not accept', () => {
    expect(serverProblems(['validDays', 'body.maxChars: too big'])).to.deep.equal({
      validDays: 'server',
      maxChars: 'server',
    })
    expect(serverProblems(['something'])).to.deep.equal({})
  })
})
