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

  const ORGANIZATIONS: Record<string, { name: string; text: string; found: readonly string[] }> = {
    'in any case of letters, without its legal form': {
      name: 'Larkfield Logistik GmbH & Co. KG',
      text: 'larkfield logistik ordered, LARKFIELD Logistik GmbH & Co. KG paid.',
      found: ['ORG larkfield logistik', 'ORG LARKFIELD Logistik GmbH & Co. KG'],
    },
    'of an association': { name: 'Waldfreunde e. V.', text: 'Die Waldfreunde', found: ['ORG Waldfreunde'] },
    'that is a word only as it is written': {
      name: 'Service',
      text: 'Your service, Service',
      found: ['ORG Service'],
    },
    'that is a short word only as it is written': { name: 'DE', text: 'un colis de DE', found: ['ORG DE'] },
    'that is a word with its legal form only': {
      name: 'Bank AG',
      text: 'My bank is the Bank AG',
      found: ['ORG Bank AG'],
    },
  }
  for (const [name, { name: organization, text, found }] of Object.entries(ORGANIZATIONS)) {
    it(`replaces an organization ${name}`, () => {
      expect(replacedIn(text, { organizations: [organization] })).to.deep.equal(found)
    })
  }

  it('takes an account that is nobody for no name, and a person beside it for one', () => {
    const text = 'I wrote to your support team and to Kundenservice; Fahrenkamp said yes'
    const roles = ['Support Team', 'Kundenservice']
    expect(replacedIn(text, { agents: roles })).to.deep.equal([])
    expect(replacedIn(text, { agents: [...roles, 'Tobias Fahrenkamp'] })).to.deep.equal(['NAME Fahrenkamp'])
  })
})
