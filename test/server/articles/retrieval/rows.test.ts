import { expect } from 'chai'
import type { SentenceStrengths } from '../../../../server/articles/retrieval/coverage.ts'
import { matchingRows } from '../../../../server/articles/retrieval/rows.ts'

type Line = readonly [kind: SentenceStrengths['kind'], share: number]

/** The positions kept of a section of which `from…to` was chosen. */
function kept(lines: readonly Line[], from = 0, to = lines.length): readonly number[] {
  const none = new Float32Array(0)
  const section = lines.map(([kind], sentence) => ({
    passage: 0,
    sentence,
    kind,
    strengths: none,
    above: none,
    inContext: none,
  }))
  const rows = matchingRows(section, section.slice(from, to), ({ sentence }) => lines[sentence]?.[1] ?? 0)
  return rows.map(({ sentence }) => sentence)
}

const INTRO: Line = ['paragraph', 0]
const OTHER: Line = ['table_row', 0.1]
const NAMED: Line = ['table_row', 0.5]

describe('the rows of a table that answer', () => {
  it('are the one that stands out, with the line that introduces the table', () => {
    expect(kept([INTRO, OTHER, NAMED, OTHER, OTHER])).to.deep.equal([0, 2])
  })

  it('are all that were chosen where none stands out', () => {
    expect(kept([INTRO, NAMED, NAMED, NAMED, OTHER], 0, 4)).to.deep.equal([0, 1, 2, 3])
    const alike = [0.5, 0.45, 0.35, 0.3].map((share): Line => ['table_row', share])
    expect(kept([INTRO, ...alike])).to.deep.equal([0, 1, 2, 3, 4])
    expect(kept([INTRO, ['table_row', 0], ['table_row', 0]])).to.deep.equal([0, 1, 2])
  })

  it('are both where the question names two of many', () => {
    expect(kept([INTRO, NAMED, OTHER, ['table_row', 0.45], OTHER, OTHER])).to.deep.equal([0, 1, 3])
  })

  it('are found beyond the sentences chosen first', () => {
    expect(kept([INTRO, OTHER, OTHER, OTHER, NAMED], 0, 3)).to.deep.equal([0, 4])
  })

  it('come without the sentences around that say nothing to the question, but with those that do', () => {
    expect(kept([INTRO, OTHER, OTHER, NAMED, ['paragraph', 0], ['paragraph', 0.2]])).to.deep.equal([0, 3, 5])
  })

  it('never cost a list its steps', () => {
    expect(kept([['step', 0], ['step', 0], OTHER, OTHER, NAMED])).to.deep.equal([0, 1, 4])
  })
})
