import { expect } from 'chai'
import { AGE_COUNTRIES, AGE_OF_CONSENT, yearsOf } from '../../../src/domain/age-of-consent.ts'

/** Written by hand a second time, by age: a slip of one row shows. */
const BY_AGE: Readonly<Record<number, string>> = {
  13: 'BE EE FI GB IS LV MT PT SE',
  14: 'AT BG CY ES IT LT',
  15: 'CZ DK FR GR NO SI',
  16: 'CH DE HR HU IE LI LU NL PL RO SK',
}
const UNION = 'AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK'.split(' ')

describe('the age from which somebody consents for themselves', () => {
  it('is that of the country, between 13 and 16', () => {
    const rows = Object.entries(BY_AGE).flatMap(([age, countries]) =>
      countries.split(' ').map((country) => [country, Number(age)] as const),
    )
    expect(AGE_OF_CONSENT).to.deep.equal(Object.fromEntries(rows))
    for (const [country, years] of rows) expect(yearsOf({ country })).to.equal(years)
  })

  it('is known for the Union, for the rest of the EEA, and for two neighbours', () => {
    expect(UNION).to.have.length(27)
    expect([...AGE_COUNTRIES]).to.have.members([...UNION, 'CH', 'GB', 'IS', 'LI', 'NO'])
  })

  it('is the strictest, 16, where no country is named or it is not known', () => {
    for (const country of [null, 'XX', 'UK', '', 'toString', 'de']) expect(yearsOf({ country })).to.equal(16)
    expect(Math.max(...Object.values(AGE_OF_CONSENT))).to.equal(16)
  })
})
