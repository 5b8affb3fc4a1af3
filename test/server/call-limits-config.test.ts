import { expect } from 'chai'
import { callLimitsSchema } from '../../server/call-limits-config.ts'

describe('the limits of calls in the environment', () => {
  const ALL = { reads: 600, writes: 240, dear: 60, address: 3_000, account: 300 }

  it('stand without a word, change one by one, or are off', () => {
    expect(callLimitsSchema.parse(undefined)).to.deep.equal(ALL)
    expect(callLimitsSchema.parse('dear=10, address=100')).to.deep.equal({ ...ALL, dear: 10, address: 100 })
    expect(callLimitsSchema.parse('off')).to.equal(null)
  })

  for (const text of [
    ...['on', '0', 'reads', 'reads=0', 'reads=-1', 'reads=1e3', 'reads=1=2', 'calls=5'],
    ...['reads=1,reads=2', 'off,reads=1', '__proto__=1', 'reads=9999999999'],
  ])
    it(`are not ${text}`, () => {
      const { error } = callLimitsSchema.safeParse(text)
      expect(error?.issues[0]?.message).to.contain('must be off')
    })
})
