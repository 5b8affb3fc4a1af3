import { expect } from 'chai'
import { replacedIn } from '../../support/replaced-values.ts'

/** Numbers that the issuers or the standards themselves give as examples, or made to check. */
const IDS: Record<string, { text: string; id: string }> = {
  'a German tax id': { text: 'Meine Steuer-ID: 86 095 742 719', id: '86 095 742 719' },
  'a German identity card': { text: 'Personalausweis Nr. L01X00T471', id: 'L01X00T471' },
  'an Austrian insurance number': { text: 'SVNR 1237 010180', id: '1237 010180' },
  'a Swiss AHV number': { text: 'hier 756.9217.0769.85 bitte', id: '756.9217.0769.85' },
  'a French NIR': { text: 'mon numéro 2 55 08 14 168 025 38 merci', id: '2 55 08 14 168 025 38' },
  'a Spanish DNI': { text: 'soy 12345678Z', id: '12345678Z' },
  'a Spanish NIE': { text: 'soy X-1234567-L', id: 'X-1234567-L' },
  'an Italian codice fiscale': { text: 'ecco rssmra85t10a562s', id: 'rssmra85t10a562s' },
  'a Dutch BSN': { text: 'mijn BSN is 111222333', id: '111222333' },
  'a British National Insurance number': { text: 'it is AB 12 34 56 C.', id: 'AB 12 34 56 C' },
  'an American SSN': { text: 'SSN: 078-05-1120', id: '078-05-1120' },
  'an American ITIN': { text: 'use 912-70-1234', id: '912-70-1234' },
  'a British NHS number': { text: 'My NHS number is 943 476 5919', id: '943 476 5919' },
  'a German health insurance number': { text: 'Versichertennummer: A123456780', id: 'A123456780' },
  'a passport': { text: 'my passport number is C4X8K21P9', id: 'C4X8K21P9' },
  'a driving licence': { text: "driver's license F2551234", id: 'F2551234' },
}

const STAYS: Record<string, string> = {
  'a German tax id with a wrong check digit': 'Steuer-ID 86095742718',
  'eleven digits without a word for it': 'Lieferung 86095742719 ist da',
  'an AHV number with a wrong check digit': 'hier 756.9217.0769.84',
  'a NIR with a wrong key': 'mon code 2 55 08 14 168 025 39',
  'a DNI with a wrong letter': 'soy 12345678A',
  'a codice fiscale with a wrong letter': 'ecco RSSMRA85T10A562T',
  'a BSN that fails the eleven test': 'mijn BSN is 111222334',
  'a National Insurance number with a prefix never issued': 'model BG123456A',
  'an SSN of an area never issued': 'part 666-12-3456',
  'an NHS number with a wrong check digit': 'My NHS number is 943 476 5918',
  'ten digits without a word for them': 'part 943 476 5919 is missing',
  'a health insurance number with a wrong check digit': 'KV-Nummer A123456781',
  'a model like a health insurance number': 'Modell A123456780',
  'the word passport without a number': 'Do I need a passport for the ferry in 2024?',
}

describe('src/minimise/national-ids', () => {
  for (const [name, { text, id }] of Object.entries(IDS))
    it(`replaces ${name}`, () => {
      expect(replacedIn(text)).to.deep.equal([`ID ${id}`])
    })
  for (const [name, text] of Object.entries(STAYS))
    it(`leaves ${name} alone`, () => {
      expect(replacedIn(text).filter((value) => value.startsWith('ID '))).to.deep.equal([])
    })
})
