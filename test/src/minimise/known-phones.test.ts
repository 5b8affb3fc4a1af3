import { expect } from 'chai'
import { replacedIn } from '../../support/replaced-values.ts'

const known = { phones: ['+49 30 9018 2000'] }

describe('src/minimise/known-phones', () => {
  for (const text of ['030 90182000', '(030) 9018-2000', '+49 30 90182000', '3090182000', '9018 2000'])
    it(`recognises the number of the helpdesk as ${text}`, () => {
      expect(replacedIn(`x ${text} y`, known).join()).to.contain(text)
    })
  it('leaves another number in one run alone', () => {
    expect(replacedIn('article 90182001', known)).to.deep.equal([])
  })
})
