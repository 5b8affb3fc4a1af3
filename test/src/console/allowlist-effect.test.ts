import { expect } from 'chai'
import {
  decidingRule,
  isUsable,
  selectionEffect,
  selectorReach,
} from '../../../src/console/allowlist-effect.ts'
import type { ArticleRow } from '../../../src/domain/api.ts'
import type { ArticleSelection } from '../../../src/domain/scope.ts'
import { SAMPLE_SELECTION, sampleArticles } from '../../support/console-data.ts'

const NOTHING: ArticleSelection = { allow: [], deny: [] }
const ROWS = sampleArticles()

function rowNamed(title: string): ArticleRow {
  const row = ROWS.find((known) => known.title === title)
  if (row === undefined) throw new Error(`the sample has no article "${title}"`)
  return row
}

describe('the effect of a selection before it is saved', () => {
  it('allows nothing while there is no rule', () => {
    expect(selectionEffect(ROWS, NOTHING, NOTHING)).to.deep.equal({
      total: 92,
      allowed: 0,
      gained: [],
      lost: [],
    })
  })

  it('counts what would be gained and lost, article by article', () => {
    const edited: ArticleSelection = {
      allow: [...SAMPLE_SELECTION.allow, { sectionId: '220' }],
      deny: [...SAMPLE_SELECTION.deny, { articleId: 'zendesk:210001' }],
    }
    const effect = selectionEffect(ROWS, SAMPLE_SELECTION, edited)
    expect(effect.gained.map((row) => row.sectionId)).to.deep.equal(Array(6).fill('220'))
    expect(effect.lost.map((row) => row.title)).to.deep.equal(['Return period', 'Rückgabefrist'])
    expect(effect.allowed).to.equal(selectionEffect(ROWS, SAMPLE_SELECTION, SAMPLE_SELECTION).allowed + 6 - 2)
  })

  it('never counts a barred version as gained, even when a rule names it', () => {
    const barred = rowNamed('Internal: goodwill credits')
    const named: ArticleSelection = { allow: [{ articleId: barred.articleId }], deny: [] }
    expect(isUsable(barred, named)).to.equal(false)
    expect(selectionEffect([barred], NOTHING, named)).to.deep.include({ allowed: 0, gained: [] })
    expect(isUsable({ ...barred, barred: null }, named)).to.equal(true)
  })

  it('names the deny rule as the deciding one, although an allow rule stands before it', () => {
    expect(decidingRule(rowNamed('Delivery costs'), SAMPLE_SELECTION)).to.deep.equal({
      side: 'deny',
      selector: { label: 'prices' },
    })
    expect(decidingRule(rowNamed('Delivery times'), SAMPLE_SELECTION)).to.deep.equal({
      side: 'allow',
      selector: { categoryId: '100' },
    })
  })

  it('names no rule where the default no decides', () => {
    expect(decidingRule(rowNamed('What we store'), SAMPLE_SELECTION)).to.equal(null)
  })

  it('tells how many versions a selector names, and that an empty one names none', () => {
    expect(selectorReach(ROWS, { sectionId: '130', locale: 'en-us' })).to.equal(5)
    expect(selectorReach(ROWS, { sectionId: '130', locale: 'fr' })).to.equal(0)
    expect(selectorReach(ROWS, {})).to.equal(0)
  })
})
