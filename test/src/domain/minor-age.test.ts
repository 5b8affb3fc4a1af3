import { expect } from 'chai'
import { type AgeField, yearsOf } from '../../../src/domain/age-of-consent.ts'
import { isUnderAge } from '../../../src/domain/minor-age.ts'

const field = (kind: AgeField['kind'], country: AgeField['country']) => ({
  kind,
  years: yearsOf({ country }),
})
const TODAY = '2026-03-01T09:00:00.000Z'

describe('a form field that says how old somebody is', () => {
  const dates: Record<string, [string, AgeField['country'], boolean]> = {
    'the day before the birthday': ['2010-03-02', 'DE', true],
    'the birthday itself': ['2010-03-01', 'DE', false],
    'a day after it': ['2010-02-28', 'DE', false],
    'born on 29 February, on 1 March of another year': ['2012-02-29', 'AT', false],
    'old enough in one state': ['2012-01-01', 'AT', false],
    'and not in another': ['2012-01-01', 'FR', true],
    'a date in the future': ['2027-01-01', 'BE', true],
    'with a time behind': ['2015-01-01T00:00:00+00:00', 'BE', true],
  }
  for (const [name, [value, country, under]] of Object.entries(dates))
    it(`is read on the day: ${name}`, () => {
      expect(isUnderAge(field('birth_date', country), value, TODAY)).to.equal(under)
    })

  it('is read as a number of years', () => {
    const of = (value: unknown) => isUnderAge(field('age', 'DE'), value, TODAY)
    expect([of('15'), of(15), of(' 16 '), of(40)]).to.deep.equal([true, true, false, false])
  })

  for (const value of [null, undefined, '', 'soon', '01.04.2012', '2012-13-41', true, {}, '-3', '12.5'])
    it(`says nothing where it is ${JSON.stringify(value)}`, () => {
      for (const kind of ['birth_date', 'age'] as const)
        expect(isUnderAge(field(kind, 'DE'), value, TODAY)).to.equal(null)
    })
})
