import { expect } from 'chai'
import { createRefusalMeter } from '../../../server/access/index.ts'

describe('the refusal meter', () => {
  const at = (seconds: number) => new Date(Date.UTC(2026, 10, 20, 9, 0, seconds))

  it('lets a few refusals a minute through, counts the others, and says so with the next one', () => {
    const meter = createRefusalMeter(2)
    expect([0, 1, 2, 3, 59].map((second) => meter.take(at(second)))).to.deep.equal([0, 0, null, null, null])
    expect([60, 61, 62].map((second) => meter.take(at(second)))).to.deep.equal([3, 0, null])
  })
})
