import { expect } from 'chai'
import { replacedIn } from '../../support/replaced-values.ts'

const BORN: Record<string, { text: string; date: string }> = {
  English: { text: 'I was born on 12 March 1985', date: '12 March 1985' },
  'short English': { text: 'DOB: 03/04/1990', date: '03/04/1990' },
  German: { text: 'geboren am 5. Mai 1978', date: '5. Mai 1978' },
  'short German': { text: 'geb. 01.02.1999', date: '01.02.1999' },
  French: { text: 'né le 4 juillet 1962', date: '4 juillet 1962' },
  Spanish: { text: 'nacida el 3 de mayo de 1990', date: '3 de mayo de 1990' },
  Italian: { text: 'nato il 12/05/1980', date: '12/05/1980' },
  Dutch: { text: 'geboren op 3 mei 1971', date: '3 mei 1971' },
}

describe('src/minimise/birth-dates', () => {
  for (const [language, { text, date }] of Object.entries(BORN))
    it(`replaces a date of birth (${language})`, () => {
      expect(replacedIn(text)).to.deep.equal([`BIRTH ${date}`])
    })
  for (const text of ['ordered on 12 March 2024', 'bestellt am 01.02.2024', 'livré le 4 juillet 2024'])
    it(`leaves alone: ${text}`, () => {
      expect(replacedIn(text)).to.deep.equal([])
    })
})
