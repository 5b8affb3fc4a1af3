import { expect } from 'chai'
import { browserOf } from '../../../server/access/browser-kind.ts'

const HEADERS: Readonly<Record<string, unknown>> = {
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36':
    'chrome',
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36 Edg/142.0.0.0':
    'edge',
  'Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0': 'firefox',
  'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.0 Safari/605.1.15':
    'safari',
  'curl/8.14.1': 'other',
  '': 'other',
}

describe('the kind of a browser', () => {
  for (const [header, browser] of Object.entries(HEADERS))
    it(`is ${browser} for ${header.slice(-24) || 'an empty header'}`, () => {
      expect(browserOf(header)).to.equal(browser)
    })

  it('is other where nothing was sent, or something else than text', () => {
    expect([undefined, null, ['Chrome/1']].map(browserOf)).to.deep.equal(['other', 'other', 'other'])
  })
})
