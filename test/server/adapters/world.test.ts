import { expect } from 'chai'
import { realWorld } from '../../../server/adapters/world.ts'

const UUID_V7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/

describe('the real world', () => {
  it('gives ids of RFC 9562 version 7 that carry the present time, each another', () => {
    const before = Date.now()
    const ids = Array.from({ length: 1_000 }, () => realWorld.newId())
    const after = Date.now()
    expect(new Set(ids).size).to.equal(1_000)
    for (const id of ids) {
      expect(id).to.match(UUID_V7)
      expect(Number.parseInt(id.replace('-', '').slice(0, 12), 16)).to.be.within(before, after)
    }
  })

  it('never gives the same random part twice, however many are drawn', () => {
    const parts = Array.from({ length: 2_000 }, () => realWorld.newId().replaceAll('-', '').slice(12))
    expect(new Set(parts).size).to.equal(2_000)
  })

  it('tells the time', () => {
    const before = Date.now()
    const told = realWorld.now().getTime()
    expect(told).to.be.within(before, Date.now())
  })
})
