import { expect } from 'chai'
import { replacedIn } from '../../support/replaced-values.ts'

const REPLACED: Record<string, readonly string[]> = {
  'Twitter: @janedoe_88': ['NAME @janedoe_88'],
  'I am @jonas.b87 on Instagram': ['NAME @jonas.b87'],
  'Login: jbgood77, PW: sesam': ['NAME jbgood77', 'SECRET sesam'],
  'Login: sesam\nKennwort: offen': ['NAME sesam', 'SECRET offen'],
  'Benutzername jonas.b87': ['NAME jonas.b87'],
  'my username is johnny_b_good': ['NAME johnny_b_good'],
}

const STAYS: readonly string[] = [
  '@Support please help',
  'I installed @angular/core',
  'I am there @ 5pm',
  'Login: failed again',
  'The login does not work',
  'My username is wrong',
]

describe('src/minimise/handles', () => {
  for (const [text, values] of Object.entries(REPLACED))
    it(`replaces the names in: ${text.replace(/\n/g, ' ↵ ')}`, () => {
      expect(replacedIn(text)).to.deep.equal(values)
    })
  for (const text of STAYS)
    it(`leaves alone: ${text}`, () => {
      expect(replacedIn(text)).to.deep.equal([])
    })
})
