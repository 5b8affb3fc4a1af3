import { readFileSync } from 'node:fs'
import { expect } from 'chai'
import { NEXT_STEPS } from '../../../src/domain/refusal.ts'

const source = readFileSync(new URL('../../../src/domain/refusal.ts', import.meta.url), 'utf8')

describe('a refusal', () => {
  it('of every reason has one next step', () => {
    const reasons = [...source.matchAll(/readonly reason: '([A-Z_]+)'/g)].map(([, reason]) => reason)
    expect(reasons).to.have.length.greaterThan(10)
    expect(Object.keys(NEXT_STEPS)).to.have.members(reasons)
  })
})
