import { expect } from 'chai'
import {
  daysBetween,
  isPastReview,
  parseDay,
  type ReviewDates,
  reviewByOf,
  UNREADABLE_DAY,
} from '../../../src/domain/review.ts'

const DAYS: Readonly<Record<string, string | null>> = {
  '2027-01-31': '2027-01-31',
  '2028-02-29': '2028-02-29',
  '2027-02-29': null,
  '2027-13-01': null,
  '2027-1-31': null,
  '31.01.2027': null,
  '2027-01-31T00:00:00Z': null,
  '': null,
}

const article = (labels: readonly string[] = []) => ({ articleId: 'a', sectionId: 's', labels })
const dates = (own: string | null, section: string | null): ReviewDates => ({
  article: new Map(own === null ? [] : [['a', own]]),
  section: new Map(section === null ? [] : [['s', section]]),
})

describe('review dates', () => {
  for (const [text, day] of Object.entries(DAYS))
    it(`${day === null ? 'do not read' : 'read'} "${text}" as a day`, () => {
      expect(parseDay(text)).to.equal(day)
    })

  const RULES: Record<string, [readonly string[], ReviewDates, ReturnType<typeof reviewByOf>]> = {
    'nothing set anywhere': [[], dates(null, null), null],
    'the section alone': [['faq'], dates(null, '2027-03-01'), { day: '2027-03-01', from: 'section' }],
    'a label before the section': [
      ['review-by:2027-01-31'],
      dates(null, '2027-03-01'),
      { day: '2027-01-31', from: 'label' },
    ],
    'the console before a label': [
      ['review-by:2027-01-31'],
      dates('2028-01-01', '2027-03-01'),
      { day: '2028-01-01', from: 'article' },
    ],
    'the earliest of two labels': [
      ['Review-By: 2027-02-02', 'review-by:2027-01-31'],
      dates(null, null),
      { day: '2027-01-31', from: 'label' },
    ],
    'a label that names no day, as past': [
      ['review-by:soon'],
      dates(null, '2027-03-01'),
      { day: UNREADABLE_DAY, from: 'label' },
    ],
    'nothing in a label that only looks like it': [['preview-by:2027-01-31'], dates(null, null), null],
  }
  for (const [name, [labels, set, expected]] of Object.entries(RULES))
    it(`take ${name}`, () => {
      expect(reviewByOf(article(labels), set)).to.deep.equal(expected)
    })

  it('let the last day itself pass, and no day after it', () => {
    expect(isPastReview('2027-01-31', '2027-01-31')).to.equal(false)
    expect(isPastReview('2027-01-31', '2027-02-01')).to.equal(true)
    expect(isPastReview(UNREADABLE_DAY, '2026-11-20')).to.equal(true)
    expect(isPastReview(null, '2099-01-01')).to.equal(false)
  })

  it('count whole days, over the end of a month and of summer time', () => {
    expect(daysBetween('2027-01-31', '2027-02-01')).to.equal(1)
    expect(daysBetween('2027-03-01', '2027-11-01')).to.equal(245)
    expect(daysBetween('2027-02-01', '2027-01-31')).to.equal(-1)
  })
})
