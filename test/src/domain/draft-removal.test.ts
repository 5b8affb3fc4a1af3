import { expect } from 'chai'
import { mustComeOut } from '../../../src/domain/draft-removal.ts'

const granted = { kind: 'grant', status: 'granted' } as const

describe('whether a draft must come out of a reply', () => {
  for (const kind of [
    'deny',
    'withdraw',
    'object',
    'uphold_objection',
    'restrict',
    'hold_minor',
    'invalidate',
    'requester_changed',
  ] as const) {
    it(`must, after ${kind}, also when it is allowed again`, () => {
      const said = { kind, status: 'withdrawn' } as const
      expect(mustComeOut(1, [granted, said])).to.equal(true)
      expect(mustComeOut(1, [granted, said, granted])).to.equal(true)
    })
    it(`need not, when ${kind} was before it`, () => {
      expect(mustComeOut(2, [{ kind, status: 'withdrawn' }, granted])).to.equal(false)
    })
  }

  for (const kind of ['expire', 'request', 'grant', 'defer', 'lift_restriction', 'carry_over'] as const)
    it(`need not, after ${kind}: nobody has said no`, () => {
      expect(mustComeOut(1, [granted, { kind, status: 'expired' }])).to.equal(false)
    })

  it('must, where a merge brought the no of another ticket, and not where it brought none', () => {
    expect(mustComeOut(1, [granted, { kind: 'merge', status: 'denied' }])).to.equal(true)
    expect(mustComeOut(1, [granted, { kind: 'merge', status: 'granted' }])).to.equal(false)
  })
})
