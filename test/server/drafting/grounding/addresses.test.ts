import { expect } from 'chai'
import { addressesIn } from '../../../../server/drafting/grounding/addresses.ts'

describe('what a helpdesk may turn into a link', () => {
  for (const written of [
    '...evil.com',
    '.evil.com',
    '_evil.com',
    '-evil.com',
    '--evil.com/form',
    '*evil.com*',
  ])
    it(`is one behind a sign, too: ${written}`, () => {
      const found = addressesIn(`See ${written}`, true)
      expect(found.map(({ kind }) => kind)).to.deep.equal(['link'])
      expect(found[0]?.value).to.match(/^evil\.com/)
    })
  it('is no ellipsis, no dash and no decimal', () => {
    expect(addressesIn('Wait ... then go on - for 2.5 days.', true)).to.deep.equal([])
  })
})
