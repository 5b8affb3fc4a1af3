import { expect } from 'chai'
import {
  answerLetterOf,
  daysLeft,
  isEnded,
  isOpen,
  LETTER_KINDS,
  REQUEST_KINDS,
  REQUEST_STATUSES,
} from '../../../src/domain/request-case.ts'

describe('a request', () => {
  it('is open, delivered or ended, and never two of them', () => {
    for (const status of REQUEST_STATUSES) {
      const states = [isOpen(status), isEnded(status), status === 'delivered']
      expect(states.filter(Boolean), status).to.have.length(1)
    }
  })

  it('has a letter for the answer to each right', () => {
    for (const kind of REQUEST_KINDS) expect(LETTER_KINDS).to.include(answerLetterOf(kind))
  })

  it('has whole days left: none on the last day itself, less than none afterwards', () => {
    expect(daysLeft('2026-04-05', '2026-03-05')).to.equal(31)
    expect(daysLeft('2026-04-05', '2026-04-04')).to.equal(1)
    expect(daysLeft('2026-04-05', '2026-04-05')).to.equal(0)
    expect(daysLeft('2026-04-05', '2026-04-06')).to.equal(-1)
  })
})
