import { expect } from 'chai'
import { replacedIn } from '../../support/replaced-values.ts'

describe('src/minimise/emails', () => {
  for (const address of [
    'john.doe (at) mail.example',
    'john.doe(at)mail.example',
    'john.doe [at] mail [dot] example',
    'jo {ät} mail (punkt) example',
  ])
    it(`replaces ${address}`, () => {
      expect(replacedIn(`My mail is ${address} now`)).to.deep.equal([`EMAIL ${address}`])
    })

  for (const text of ['Are you open (at) night?', 'see you [at] noon. Thanks', 'an array [at] end'])
    it(`leaves alone: ${text}`, () => {
      expect(replacedIn(text)).to.deep.equal([])
    })
})
