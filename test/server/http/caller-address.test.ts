import { expect } from 'chai'
import { bareAddress, callerAddress } from '../../../server/http/caller-address.ts'

describe('the address of a caller', () => {
  for (const [said, bare] of Object.entries({
    '192.0.2.1': '192.0.2.1',
    '192.0.2.1:50714': '192.0.2.1',
    '::ffff:192.0.2.1': '192.0.2.1',
    '[::ffff:192.0.2.1]:50714': '192.0.2.1',
    '2001:db8::1': '2001:db8::1',
    '[2001:db8::1]:50714': '2001:db8::1',
    '[2001:db8::1]': '2001:db8::1',
    unknown: 'unknown',
    '': '',
  }))
    it(`is ${bare === '' ? 'none' : bare} where "${said}" is said`, () => {
      expect(bareAddress(said)).to.equal(bare)
    })

  it('is none where the connection has gone', () => {
    expect(callerAddress({ ip: undefined })).to.equal('')
  })
})
