import { expect } from 'chai'
import {
  ACCEPTED_LEAST,
  HALF_LIFE_WEEKS,
  type SectionWeek,
  sectionShares,
  WEEKS_KEPT,
  weekOf,
} from '../../../src/domain/section-prior.ts'

const NOW = '2026-11-23'
const weeksBefore = (weeks: number) =>
  new Date(Date.parse(NOW) - weeks * 7 * 86_400_000).toISOString().slice(0, 10)
const counted = (sectionId: string, accepted: number, weeks = 1): SectionWeek => ({
  sectionId,
  week: weeksBefore(weeks),
  accepted,
})
const shareOf = (counts: readonly SectionWeek[], sectionId: string) =>
  sectionShares(counts, NOW)?.find((one) => one.sectionId === sectionId)?.share

describe('the prior of sections', () => {
  it('begins its week on Monday, in UTC', () => {
    expect(weekOf(new Date('2026-11-22T23:59:59Z'))).to.equal('2026-11-16')
    expect(weekOf(new Date('2026-11-23T00:00:00Z'))).to.equal('2026-11-23')
    expect(weekOf(new Date('2026-11-29T12:00:00Z'))).to.equal('2026-11-23')
  })

  it('is none until enough was accepted', () => {
    expect(sectionShares([], NOW)).to.equal(null)
    expect(sectionShares([counted('a', ACCEPTED_LEAST - 1)], NOW)).to.equal(null)
    expect(sectionShares([counted('a', ACCEPTED_LEAST)], NOW)).to.deep.equal([{ sectionId: 'a', share: 1 }])
  })

  it('counts whole weeks only, so that it is the same from Monday to Sunday', () => {
    const counts = [counted('a', 60), counted('b', 30)]
    expect(sectionShares([...counts, counted('b', 5_000, 0)], NOW)).to.deep.equal(sectionShares(counts, NOW))
  })

  it('forgets by halves, and altogether in the end', () => {
    const fresh = [counted('a', 100), counted('b', 100, 1 + HALF_LIFE_WEEKS)]
    expect(shareOf(fresh, 'b')).to.equal(shareOf([counted('a', 100), counted('b', 50)], 'b'))
    expect(sectionShares([counted('a', 1_000_000, WEEKS_KEPT + 1)], NOW)).to.equal(null)
    expect(sectionShares([counted('a', 1_000_000, WEEKS_KEPT)], NOW)).to.not.equal(null)
  })

  it('says little more of a flood than of a stream', () => {
    const stream = shareOf([counted('a', 100), counted('b', 50)], 'b') ?? 0
    const flood = shareOf([counted('a', 1_000_000), counted('b', 50)], 'b') ?? 0
    expect(stream).to.be.greaterThan(0.8)
    expect(flood).to.be.greaterThan(0.25)
  })

  it('knows no article without a section', () => {
    expect(sectionShares([counted('', 500)], NOW)).to.equal(null)
  })

  it('does not depend on the order of the counts', () => {
    const counts = [counted('b', 40), counted('a', 60, 4), counted('a', 7, 9)]
    expect(sectionShares(counts.toReversed(), NOW)).to.deep.equal(sectionShares(counts, NOW))
  })
})
