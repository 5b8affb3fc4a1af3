import { expect } from 'chai'
import {
  type AffectedAbout,
  affectedDetail,
  parseAffectedDetail,
} from '../../../src/console/affected-route.ts'
import { parseRoute, routeHash } from '../../../src/console/routes.ts'

describe('the address of a count of affected people', () => {
  const ABOUTS: readonly AffectedAbout[] = [
    { about: 'incident', incidentId: '0000-1', since: '2026-11-20T09:00:00.000Z' },
    { about: 'article', articleId: 'refund' },
    { about: 'article', articleId: 'folder/a~b%.md' },
  ]
  for (const about of ABOUTS)
    it(`leads back to what it is about: ${JSON.stringify(about)}`, () => {
      const { screen, detail } = parseRoute(routeHash('incidents', affectedDetail(about)))
      expect([screen, parseAffectedDetail(detail)]).to.deep.equal(['incidents', about])
    })

  it('is of nothing when it is made up', () => {
    for (const detail of [
      null,
      '',
      'affected',
      'affected~incident',
      'affected~incident~x~y',
      'affected~x~y',
      'drill',
    ])
      expect(parseAffectedDetail(detail)).to.equal(null)
  })
})
