import { expect } from 'chai'
import { replacedIn } from '../../support/replaced-values.ts'

const PLATES: Record<string, { text: string; plate: string }> = {
  'a German plate': { text: 'Kennzeichen B-MW 1234', plate: 'B-MW 1234' },
  'an Austrian plate': { text: 'das Kennzeichen lautet W 12345 A', plate: 'W 12345 A' },
  'a French plate': { text: "plaque d'immatriculation AB-123-CD", plate: 'AB-123-CD' },
  'a British plate': { text: 'registration number AB12 CDE', plate: 'AB12 CDE' },
  'an American plate': { text: 'my license plate is 8ABC123', plate: '8ABC123' },
}

describe('src/minimise/plates', () => {
  for (const [name, { text, plate }] of Object.entries(PLATES))
    it(`replaces ${name}`, () => {
      expect(replacedIn(text)).to.deep.equal([`PLATE ${plate}`])
    })
  for (const text of [
    'the model B-MW 1234',
    'Das Kennzeichen muss beleuchtet sein',
    'where is the number plate holder',
  ])
    it(`leaves alone: ${text}`, () => {
      expect(replacedIn(text)).to.deep.equal([])
    })
})
