import { expect } from 'chai'
import { minimise } from '../../../src/minimise/index.ts'
import { phoneFinder } from '../../../src/minimise/phone-finder.ts'
import { replacedIn } from '../../support/replaced-values.ts'

describe('src/minimise/phone-finder', () => {
  it('knows grouped numbers without a leading zero, which nothing else gives away', () => {
    for (const text of ['please use 699 956 915 from now on', 'please use 22 31 45 67 from now on']) {
      expect(replacedIn(text)).to.have.length(1)
      expect(minimise(text).text).to.equal(text)
    }
  })

  it('does not take amounts, years and order numbers for numbers that are dialled', () => {
    for (const text of [
      'order 699 956 915',
      '1 000 000 km',
      'from 2019 - 2024',
      'for 10 000 000 EUR',
      'ISBN 699 956 915',
    ])
      expect(replacedIn(text)).to.deep.equal([])
  })

  it('says no to what no plan has', () => {
    expect(phoneFinder.isNumber('000 000 000')).to.equal(false)
  })
})
