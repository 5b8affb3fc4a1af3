import { expect } from 'chai'
import { scopePolicyView } from '../../../src/companion/policy-answer.ts'
import type { ScopePolicyView } from '../../../src/domain/api.ts'

const WHOLE: ScopePolicyView = {
  version: 4,
  actions: ['draft', 'search'],
  fields: ['requester_text'],
  draftsPerTicket: 5,
  maxChars: 2000,
  validDays: 30,
  draftsPerAgentHour: 10,
  draftsPerAgentDay: 50,
  draftsPerAccountDay: 500,
  refusalThreshold: 0.45,
  orderPatterns: ['A-######'],
  recipients: ['extractive@local'],
  topics: [{ id: 'law', name: 'Law', phrases: ['lawyer'], samples: ['My lawyer writes'] }],
  topicChoice: { allow: ['law'], deny: [] },
  rules: [
    {
      id: 'b2b',
      name: 'Business',
      when: {
        brandIds: ['1'],
        formIds: ['2'],
        groupIds: ['3'],
        tags: ['vip'],
        locales: ['de'],
        channels: ['chat'],
      },
      restrict: {
        articles: { allow: [{ sectionId: '12' }], deny: [{ label: 'internal' }] },
        actions: ['search'],
        fields: [],
        recipients: [],
        topics: { deny: ['law'] },
        limits: { draftsPerTicket: 1, maxChars: 500, draftsPerAgentHour: 1, draftsPerAgentDay: 2 },
        validDays: 2,
      },
    },
  ],
}

describe('a scope policy as the companion answers it', () => {
  it('is read whole, so that nothing is lost when it is saved again', () => {
    expect(scopePolicyView(JSON.parse(JSON.stringify(WHOLE)), 'policy')).to.deep.equal(WHOLE)
  })

  it('is read without what it may lack', () => {
    const { version, actions, fields, draftsPerTicket, maxChars, validDays } = WHOLE
    const least = { version, actions, fields, draftsPerTicket, maxChars, validDays }
    expect(scopePolicyView(least, 'policy')).to.deep.equal(least)
  })
})
