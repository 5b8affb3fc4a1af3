import { expect } from 'chai'
import { parseStopLines, stopLine } from '../../../server/incidents/index.ts'
import { faultFrom } from '../../support/fault-from.ts'
import { aStop } from '../../support/stops.ts'

const ONE = aStop()
const ARTICLE = aStop({ level: 'article', ref: 'folder:returns/a', reason: 'wrong_article' })
const LINE = stopLine('acme', ONE)

describe('the file of stops', () => {
  it('gives back what was written, of one account, each once', () => {
    const text = LINE + stopLine('other', aStop()) + stopLine('acme', ARTICLE) + LINE
    expect(parseStopLines(text, 'acme')).to.deep.equal([ONE, ARTICLE])
    expect(parseStopLines('', 'acme')).to.deep.equal([])
    expect(parseStopLines('\n\n', 'acme')).to.deep.equal([])
  })

  const unreadable: Readonly<Record<string, string>> = {
    'a line that was cut off': LINE.slice(0, -20),
    'a word that somebody wrote in a hurry': 'stop\n',
    'a level of a newer version': LINE.replace('"account"', '"account","x":1').replace(
      '"level":"account"',
      '"level":"planet"',
    ),
    'a member that nobody knows': LINE.replace('{', '{"until":"tomorrow",'),
    'another version': LINE.replace('"v":1', '"v":2'),
    'an account stop of something': stopLine('acme', { ...ONE, ref: 'x' }),
    'a broken line of another account': `${LINE}${stopLine('other', ONE).slice(5)}`,
  }
  for (const [name, text] of Object.entries(unreadable))
    it(`is read as a whole or not at all: ${name}`, async () => {
      expect(await faultFrom(async () => parseStopLines(text, 'acme'))).to.equal('SOURCE_UNREADABLE')
    })
})
