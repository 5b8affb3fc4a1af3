import { expect } from 'chai'
import { GROUPS, parseRoute, routeHash, SCREEN_GROUPS, SCREENS } from '../../../src/console/routes.ts'

describe('the addresses of the console', () => {
  it('finds every screen under the address that it gives out', () => {
    for (const screen of SCREENS) {
      expect(parseRoute(routeHash(screen))).to.deep.equal({ screen, detail: null })
    }
    expect(parseRoute(routeHash('templates', 'en-us'))).to.deep.equal({
      screen: 'templates',
      detail: 'en-us',
    })
  })

  it('has every screen in exactly one group of the navigation', () => {
    expect(GROUPS.map(({ group }) => group)).to.deep.equal(Object.keys(SCREEN_GROUPS))
    expect(SCREENS).to.deep.equal(Object.values(SCREEN_GROUPS).flat())
    expect(new Set(SCREENS).size).to.equal(SCREENS.length)
  })

  const strange = ['', '#', '#/', '#/nowhere', '#/__proto__', '#overview/x/y']
  for (const hash of strange) {
    it(`opens the overview for “${hash}”`, () => {
      expect(parseRoute(hash).screen).to.equal('overview')
    })
  }

  it('survives an address that was cut in the middle of a character', () => {
    expect(parseRoute('#/templates/%E0%A4')).to.deep.equal({ screen: 'templates', detail: null })
  })
})
