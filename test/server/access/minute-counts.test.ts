import { expect } from 'chai'
import { createMinuteCounts } from '../../../server/access/minute-counts.ts'

describe('counts of a minute', () => {
  const at = (seconds: number) => new Date(Date.UTC(2026, 10, 20, 9, 0, seconds))

  it('hold no more than ten thousand keys, and none of them past the minute', () => {
    const counts = createMinuteCounts()
    for (let key = 0; key < 10_002; key += 1) counts.add(String(key), at(1))
    counts.add('0', at(59))
    expect([counts.size(at(59)), counts.of('0', at(59)), counts.of('10001', at(59))]).to.deep.equal([
      ...[10_000, 2, 0],
    ])
    expect([counts.size(at(60)), counts.of('0', at(60))]).to.deep.equal([0, 0])
  })
})
