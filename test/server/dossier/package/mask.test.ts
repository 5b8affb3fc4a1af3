import { expect } from 'chai'
import { NO_MASK, openMask } from '../../../../server/dossier/package/mask.ts'
import type { HeldRecord } from '../../../../server/privacy/index.ts'

const RECORD: HeldRecord = {
  class: 'draft',
  portable: false,
  at: null,
  record: { draftId: 'd1', content: 'Write to help@acme.example' },
  corrections: [{ at: '2026-03-05T10:00:00.000Z', words: 'It was otto@acme.example who ordered' }],
}

describe('the mask of a package', () => {
  it('covers what was noted beside a record, and counts it, whatever the record is', () => {
    const mask = openMask()
    const masked = mask.apply(RECORD)
    expect(JSON.stringify(masked)).to.not.include('otto@')
    expect(masked.record).to.deep.equal(RECORD.record)
    expect(mask.count()).to.equal(1)
  })

  it('is off where nobody asked for it', () => {
    expect(NO_MASK.apply(RECORD)).to.deep.equal(RECORD)
  })
})
