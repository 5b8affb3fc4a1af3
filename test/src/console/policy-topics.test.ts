import { expect } from 'chai'
import { choiceOf, choiceWith, linesIn, withoutTopic } from '../../../src/console/policy-topics.ts'
import { formFromPolicy } from '../../../src/console/scope-form.ts'
import { SAMPLE_POLICY } from '../../support/console-data.ts'

describe('the choice of topics', () => {
  it('is refused, alone allowed or left open, one of them for each topic', () => {
    const denied = choiceWith(null, 'legal', 'deny')
    expect(denied).to.deep.equal({ deny: ['legal'] })
    const both = choiceWith(denied, 'orders', 'allow')
    expect(both).to.deep.equal({ allow: ['orders'], deny: ['legal'] })
    expect(choiceWith(both, 'legal', 'allow')).to.deep.equal({ allow: ['orders', 'legal'], deny: [] })
    expect(choiceWith(denied, 'legal', 'open')).to.equal(null)
    expect(['legal', 'orders', 'other'].map((id) => choiceOf(both, id))).to.deep.equal([
      'deny',
      'allow',
      'open',
    ])
  })

  it('takes lines, each once, without the empty ones', () => {
    expect(linesIn(' a \n\nb\na')).to.deep.equal(['a', 'b'])
  })

  it('goes out of the choice and of every rule with its topic', () => {
    const rule = (restrict: object) => ({ id: 'r', name: 'R', when: {}, restrict })
    const form = formFromPolicy({
      ...SAMPLE_POLICY,
      topics: [{ id: 'legal', name: 'Legal', phrases: ['lawyer'] }],
      topicChoice: { deny: ['legal'] },
      rules: [
        rule({ topics: { deny: ['legal'] }, validDays: 3 }),
        rule({ topics: { allow: ['legal'], deny: [] } }),
      ],
    })
    const gone = withoutTopic(form, 'legal')
    expect(gone.topics).to.deep.equal([])
    expect(gone.topicChoice).to.equal(null)
    // A list of allowed topics stays, though it is empty: without it the rule would open every topic.
    expect(gone.rules?.map(({ restrict }) => restrict)).to.deep.equal([
      { validDays: 3 },
      { topics: { allow: [], deny: [] } },
    ])
  })
})
