import { expect } from 'chai'
import { replacedIn } from '../../support/replaced-values.ts'

const IDS: Record<string, { text: string; id: string }> = {
  'a German id by its check digit': { text: 'wir sind DE136695976 in Köln', id: 'DE136695976' },
  'an Austrian one': { text: 'ATU13585627', id: 'ATU13585627' },
  'a French one in groups': { text: 'FR 40 303 265 045', id: 'FR 40 303 265 045' },
  'an Italian one': { text: 'IT00743110157', id: 'IT00743110157' },
  'a Belgian one': { text: 'BE0428759497', id: 'BE0428759497' },
  'a Swiss one': { text: 'CHE-100.155.212 MWST', id: 'CHE-100.155.212' },
  'a British one that the text calls so': { text: 'VAT number GB123456789', id: 'GB123456789' },
  'a Dutch one that the text calls so': { text: 'btw-nummer NL123456789B01', id: 'NL123456789B01' },
}
const STAYS: Record<string, string> = {
  'a German id with a wrong check digit': 'DE136695977',
  'a tracking number that only looks like one': 'Paket GB123456789 fehlt',
  'a model in capitals': 'the SE 1200 and the FR 2000 X',
}

describe('src/minimise/vat-ids', () => {
  for (const [name, { text, id }] of Object.entries(IDS))
    it(`replaces ${name}`, () => {
      expect(replacedIn(text)).to.deep.equal([`VAT ${id}`])
    })
  for (const [name, text] of Object.entries(STAYS))
    it(`leaves ${name} alone`, () => {
      expect(replacedIn(text)).to.deep.equal([])
    })
})
