import { expect } from 'chai'
import { ENTRY_TYPES } from '../../../server/audit/index.ts'
import { CRITERIA, CRITERION_IDS } from '../../../server/evidence/criteria.ts'
import {
  type CatalogueRow,
  catalogueRow,
  ENTRY_CATALOGUE,
  typesOf,
} from '../../../server/evidence/entry-catalogue.ts'

const ROWS = Object.entries(ENTRY_CATALOGUE) as readonly [string, CatalogueRow][]

/** Evidence of no criterion, each for a reason of its own: looked at here, so that a forgotten row is no habit. */
const OPERATIONAL = ['document.generated', 'evidence.exported', 'ticket.opened', 'egress.settled']

describe('the catalogue of entries', () => {
  it('has a row for every type that exists, and none for another', () => {
    expect(ROWS.map(([type]) => type).sort()).to.deep.equal([...ENTRY_TYPES].sort())
  })

  it('assigns every type to criteria of the map, or to none on purpose', () => {
    const unknown = ROWS.flatMap(([, { criteria }]) => criteria).filter((id) => !(id in CRITERIA))
    expect(unknown).to.deep.equal([])
    expect(ROWS.filter(([, { criteria }]) => criteria.length === 0).map(([type]) => type)).to.deep.equal(
      OPERATIONAL,
    )
    expect(ROWS.filter(([, { criteria }]) => new Set(criteria).size !== criteria.length)).to.deep.equal([])
  })

  it('claims nothing for a criterion that software cannot evidence', () => {
    const claimed = CRITERION_IDS.filter((id) => CRITERIA[id] === 'none' && typesOf(id).length > 0)
    expect(claimed).to.deep.equal([])
    const silent = CRITERION_IDS.filter((id) => CRITERIA[id] !== 'none' && typesOf(id).length === 0)
    expect(silent, 'nothing shows what is said to be shown').to.deep.equal([])
  })

  it('names nothing that it does not know, however it is called', () => {
    expect(catalogueRow('draft.made')?.criteria).to.deep.equal(['PI1.3'])
    expect(['draft.imagined', 'toString', '__proto__', ''].map(catalogueRow)).to.deep.equal([
      null,
      null,
      null,
      null,
    ])
  })
})
