import { expect } from 'chai'
import { inSection, pressing, reviewState } from '../../../src/console/review-list.ts'
import { SAMPLE_REVIEWS } from '../../support/fake-recalls.ts'

const { articles, today } = SAMPLE_REVIEWS

describe('the list of reviews', () => {
  const STATES: Record<string, string> = {
    '2026-11-26': 'due',
    '2026-11-27': 'soon',
    '2026-12-27': 'soon',
    '2026-12-28': 'later',
    '0000-00-00': 'due',
  }
  for (const [day, state] of Object.entries(STATES))
    it(`calls a review by ${day} "${state}"`, () => {
      expect(reviewState({ reviewBy: { day, from: 'article' } }, today)).to.equal(state)
    })

  it('has no state without a day', () => {
    expect(reviewState({ reviewBy: null }, today)).to.equal('none')
  })

  it('begins with what presses most, and leaves out what is not allowed anyway', () => {
    expect(pressing(articles, today).map(({ title }) => title)).to.deep.equal([
      'Descale a kettle',
      'Gift cards',
      'Returning an order',
    ])
  })

  it('finds the articles of a section by words of their title', () => {
    expect(inSection(articles, '12', ' KETTLE ').map(({ title }) => title)).to.deep.equal([
      'Descale a kettle',
    ])
    expect(inSection(articles, '12', '')).to.have.length(3)
    expect(inSection(articles, '11', 'kettle')).to.deep.equal([])
  })
})
