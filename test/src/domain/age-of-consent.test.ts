import { expect } from 'chai'
import { AGE_OF_CONSENT, yearsOf } from '../../../src/domain/age-of-consent.ts'

describe('the age from which somebody consents for themselves', () => {
  it('is that of the member state, between 13 and 16; the Regulation’s own is 16', () => {
    for (const years of Object.values(AGE_OF_CONSENT)) expect(years).to.be.within(13, 16)
    const ages = [yearsOf({ country: 'DE' }), yearsOf({ country: 'AT' }), yearsOf({ country: 'FR' })]
    expect(ages).to.deep.equal([16, 14, 15])
    expect(yearsOf({ country: null })).to.equal(16)
  })
})
