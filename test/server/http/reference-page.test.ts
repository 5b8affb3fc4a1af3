import { expect } from 'chai'
import { z } from 'zod'
import { referencePages } from '../../../server/http/reference-page.ts'
import { bare, type Route } from '../../../server/http/route.ts'

/** Tells how often it was read. */
function watched(path: string, summary: string): { readonly row: Route; reads(): number } {
  let reads = 0
  const row = bare(
    {
      method: 'get',
      path,
      access: ['admin'],
      summary,
      answers: { 200: z.strictObject({ list: z.string() }) },
    },
    async () => ({ status: 200, body: { list: '' } }),
  )
  Object.defineProperty(row, 'summary', {
    get() {
      reads += 1
      return summary
    },
  })
  return { row, reads: () => reads }
}

describe('the pages of the API’s document', () => {
  it('show what a search finds, and how much that is of all', () => {
    const rows = [watched('/console/things', 'Read the things.'), watched('/me', 'Read who asks.')]
    const page = referencePages(rows.map(({ row }) => row))
    expect(page('')).to.contain('2 routes').and.contain('Read the things.').and.contain('Read who asks.')
    expect(page(' WHO asks '))
      .to.contain('1 of 2 routes')
      .and.contain('value="WHO asks"')
      .and.contain('Read who asks.')
      .and.not.contain('Read the things.')
    expect(page('nothing of the kind')).to.contain('0 of 2 routes').and.contain('No route says that.')
  })

  it('are made of parts that are made once, however often anybody searches', () => {
    const { row, reads } = watched('/console/things', 'Read the things.')
    const page = referencePages([row])
    const before = reads()
    expect(before).to.be.greaterThan(0)
    for (let each = 0; each < 20; each += 1) expect(page(`things ${each}`)).to.contain('Search routes')
    expect(reads()).to.equal(before)
  })
})
