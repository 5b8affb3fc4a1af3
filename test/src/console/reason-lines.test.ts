import { expect } from 'chai'
import { reasonLines } from '../../../src/console/reason-lines.ts'
import { loadPageWords } from '../../../src/console/words.ts'

describe('reasons as lines of a chart', () => {
  it('says known ones in the language of the page, and counts every other one in a line of their own', async () => {
    const { words } = await loadPageWords('de')
    const counts = [
      { reason: 'NOT_COVERED', count: 9 },
      { reason: 'OF_A_NEWER_SERVER', count: 7 },
      { reason: 'other', count: 5 },
      { reason: 'NO_QUESTION', count: 4 },
      { reason: 'SCOPE_EXPIRED', count: 3 },
    ]
    expect(reasonLines(counts, 2, words)).to.deep.equal([
      { key: 'NOT_COVERED', label: words.chart.reason.NOT_COVERED, value: 9 },
      { key: 'NO_QUESTION', label: words.chart.reason.NO_QUESTION, value: 4 },
      { key: 'other', label: 'Andere', value: 15 },
    ])
  })

  it('has no line for others where there are none', async () => {
    const { words } = await loadPageWords('en')
    expect(reasonLines([{ reason: 'NOT_COVERED', count: 1 }], 2, words).map(({ key }) => key)).to.deep.equal([
      'NOT_COVERED',
    ])
  })
})
