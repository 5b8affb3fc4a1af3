import { expect } from 'chai'
import { isRange, isWithin } from '../../../server/adapters/address-ranges.ts'

describe('where a token may be used', () => {
  it('is an address or a range, and nothing else', () => {
    for (const good of ['192.0.2.7', '192.0.2.0/24', '2001:db8::1', '2001:db8::/32'])
      expect(isRange(good)).to.equal(true)
    for (const bad of [
      '',
      'example.com',
      '192.0.2.0/33',
      '0.0.0.0/0',
      '::/0',
      '192.0.2.0/-1',
      '192.0.2.0/8/8',
      'fe80::1%eth0',
    ])
      expect(isRange(bad), bad).to.equal(false)
  })

  it('knows an address in it, in either spelling, and no other', () => {
    const cases: readonly [string, readonly string[], boolean][] = [
      ['192.0.2.7', ['192.0.2.0/24'], true],
      ['::ffff:192.0.2.7', ['192.0.2.0/24'], true],
      ['192.0.3.7', ['192.0.2.0/24'], false],
      ['192.0.2.7', ['2001:db8::/32', '192.0.2.7'], true],
      ['2001:db8::9', ['2001:db8::/32'], true],
      ['2001:db9::9', ['2001:db8::/32'], false],
      ['', ['192.0.2.0/24'], false],
      ['192.0.2.7', [], false],
    ]
    for (const [address, ranges, within] of cases) expect(isWithin(address, ranges), address).to.equal(within)
  })
})
