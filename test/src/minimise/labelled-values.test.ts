import { expect } from 'chai'
import { minimise, phoneFinder, restore } from '../../../src/minimise/index.ts'
import { LABEL_OF } from '../../../src/minimise/label-words.ts'
import { replacedIn } from '../../support/replaced-values.ts'

const FORMS: Record<string, { text: string; out: string }> = {
  'a German form, last name first': {
    text: 'Nachname: Schmidt\nVorname: Eva\nGeburtsdatum: 01.02.1990',
    out: 'Nachname: ⟦NAME_1⟧\nVorname: ⟦NAME_2⟧\nGeburtsdatum: ⟦BIRTH_1⟧',
  },
  'two labels on one line': {
    text: 'Vorname: Eva Nachname: Schmidt',
    out: 'Vorname: ⟦NAME_1⟧ Nachname: ⟦NAME_2⟧',
  },
  'labels with commas between': {
    text: 'Name: Eva Schmidt, Ort: Leipzig, Tel.: 12345',
    out: 'Name: ⟦NAME_1⟧, Ort: ⟦ADDRESS_1⟧, Tel.: ⟦PHONE_1⟧',
  },
  'a street and a postcode with town': {
    text: 'Straße: Gartenweg 3\nPLZ/Ort: 04109 Leipzig',
    out: 'Straße: ⟦ADDRESS_1⟧\nPLZ/Ort: ⟦ADDRESS_2⟧',
  },
  'an English form': {
    text: "Surname: O'Neill\nFirst name: maeve\nAddress: The Old Mill, Hexham\nPhone: 555 12 34",
    out: 'Surname: ⟦NAME_1⟧\nFirst name: ⟦NAME_2⟧\nAddress: ⟦ADDRESS_1⟧\nPhone: ⟦PHONE_1⟧',
  },
  'a full name before a sentence': {
    text: 'Full name: Eva M. Schmidt. I need help',
    out: 'Full name: ⟦NAME_1⟧. I need help',
  },
  'last name, comma, first name': { text: 'Name: Schmidt, Eva', out: 'Name: ⟦NAME_1⟧' },
  'a French form': {
    text: 'Nom : Lefebvre\nPrénom : Zoé\nAdresse : 5 rue des Lilas\nVille : Lyon\nDate de naissance : 3 mai 1990',
    out: 'Nom : ⟦NAME_1⟧\nPrénom : ⟦NAME_2⟧\nAdresse : ⟦ADDRESS_1⟧\nVille : ⟦ADDRESS_2⟧\nDate de naissance : ⟦BIRTH_1⟧',
  },
  'a Spanish form': {
    text: 'Nombre: Lucía\nApellidos: Pérez Gómez\nCalle: Mayor 5\nTeléfono: 612 34 56 78',
    out: 'Nombre: ⟦NAME_1⟧\nApellidos: ⟦NAME_2⟧\nCalle: ⟦ADDRESS_1⟧\nTeléfono: ⟦PHONE_1⟧',
  },
  'an Italian form': {
    text: 'Nome: Giulia\nCognome: Rossi\nIndirizzo: Via Roma 12\nCAP: 00184',
    out: 'Nome: ⟦NAME_1⟧\nCognome: ⟦NAME_2⟧\nIndirizzo: ⟦ADDRESS_1⟧\nCAP: ⟦ADDRESS_2⟧',
  },
  'a Dutch form': {
    text: 'Voornaam: Sanne\nAchternaam: de Vries\nWoonplaats: Utrecht',
    out: 'Voornaam: ⟦NAME_1⟧\nAchternaam: ⟦NAME_2⟧\nWoonplaats: ⟦ADDRESS_1⟧',
  },
}

/** The same labels, with a question or a remark where a value would stand. */
const STAYS: readonly string[] = [
  'Address: how do I change it?',
  'Vorname: fehlt',
  'Delivery address: same as before',
  'What do I enter under Name: my company or me?',
  'Ort: Leipzig',
  'Phone: does it work?',
  'The new tour via: 5 stops for all',
  'Birthday: which gift do I get?',
  'Open at 10:30, and then City: Berlin',
  'Adresse: https://shop.example/help',
]

describe('src/minimise/labelled-values', () => {
  for (const [name, { text, out }] of Object.entries(FORMS))
    it(`replaces the values and keeps the labels of ${name}`, () => {
      const minimised = minimise(text, {}, { phones: phoneFinder })
      expect(minimised.text).to.equal(out)
      expect(restore(minimised.text, minimised.table)).to.equal(text)
    })

  for (const text of STAYS)
    it(`leaves alone: ${text}`, () => {
      expect(replacedIn(text)).to.deep.equal([])
    })

  it('swallows none of its labels, whatever stands around them', () => {
    for (const [label, { plain }] of LABEL_OF) {
      if (!plain) continue
      const { text } = minimise(`Anna ${label}: Keller 5`, {}, { phones: phoneFinder })
      expect(text).to.include(`${label}:`)
    }
  })
})
