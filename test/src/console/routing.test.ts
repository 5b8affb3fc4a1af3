import { expect } from 'chai'
import { type ConsoleBrowser, openConsoleBrowser } from '../../support/console-browser.ts'

/** The address changes at the last moment at which nobody listens yet. */
const CHANGED_UNHEARD = `
  const add = window.addEventListener
  window.addEventListener = function (type, ...rest) {
    if (type === 'hashchange') history.replaceState(null, '', '#/scope')
    return add.call(window, type, ...rest)
  }`

describe('the address of the console', function () {
  this.timeout(240_000)
  let browser: ConsoleBrowser
  before(async () => {
    browser = await openConsoleBrowser()
  })
  after(() => browser?.close())

  it('is followed although it changed before anybody listened', async () => {
    const page = await browser.open({ hash: '#/', before: CHANGED_UNHEARD })
    await page.getByRole('heading', { name: 'Scope policy', level: 1 }).waitFor()
    expect(browser.complaints).to.deep.equal([])
  })
})
