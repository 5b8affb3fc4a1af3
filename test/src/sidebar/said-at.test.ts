import { expect } from 'chai'
import { localMinute, momentsOf, saidAtOf } from '../../../src/sidebar/said-at.ts'

describe('the moment at which something was said', () => {
  const QUESTION = '2026-11-20T09:00:30.000Z'
  const minuteOf = (iso: string) => localMinute(Date.parse(iso))

  it('is the one of the question within its minute, and else the minute', () => {
    expect(saidAtOf(minuteOf(QUESTION), QUESTION)).to.equal(QUESTION)
    expect(saidAtOf(minuteOf('2026-11-20T09:01:59.000Z'), QUESTION)).to.equal('2026-11-20T09:01:00.000Z')
    expect(saidAtOf(minuteOf('2026-11-20T08:59:59.000Z'), QUESTION)).to.equal('2026-11-20T08:59:00.000Z')
    expect(saidAtOf(minuteOf(QUESTION), null)).to.equal('2026-11-20T09:00:00.000Z')
  })

  it('is among those that its minute means, all year round', () => {
    for (
      let at = Date.parse('2026-01-01T00:00:00Z');
      at < Date.parse('2027-01-01T00:00:00Z');
      at += 97 * 60_000
    )
      expect(momentsOf(localMinute(at))).to.include(at)
    expect(momentsOf('yesterday')).to.deep.equal([])
  })

  it('is none without one', () => {
    expect([saidAtOf('', QUESTION), saidAtOf('yesterday', null)]).to.deep.equal([null, null])
  })
})
