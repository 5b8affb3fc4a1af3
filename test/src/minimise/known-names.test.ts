import { expect } from 'chai'
import { replacedIn } from '../../support/replaced-values.ts'

describe('src/minimise/known-names', () => {
  it('replaces agents, organizations and what was struck out, each as its own type', () => {
    const known = {
      names: ['Maria Keller'],
      agents: ['Tjark Oloff'],
      organizations: ['Wundertüte & Co. KG'],
      struck: ['blue unicorn'],
    }
    expect(replacedIn('Tjark Oloff of wundertüte  & Co. KG sold Maria a Blue Unicorn', known)).to.deep.equal([
      'NAME Tjark Oloff',
      'ORG wundertüte  & Co. KG',
      'NAME Maria',
      'STRUCK Blue Unicorn',
    ])
  })
  it('does not look inside words', () => {
    expect(replacedIn('unicorns and Coop', { struck: ['corn'], organizations: ['Co'] })).to.deep.equal([])
  })
  it('takes no empty word', () => {
    expect(replacedIn('a b', { struck: ['', ' '], organizations: [''] })).to.deep.equal([])
  })
})
