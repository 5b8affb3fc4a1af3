import { expect } from 'chai'
import { replacedIn } from '../../support/replaced-values.ts'

const REPLACED: Record<string, readonly string[]> = {
  'Kontonummer 532013000 BLZ 37040044': ['IBAN 532013000', 'IBAN 37040044'],
  'sort code 12-34-56 account 12345678': ['IBAN 12-34-56', 'IBAN 12345678'],
  'BIC COBADEFFXXX, Konto 0532013000': ['IBAN 0532013000'],
  'my account number is 12345678': ['IBAN 12345678'],
  'Card 4111 1111 1111 1111 exp 12/26': ['CARD 4111 1111 1111 1111', 'CARD 12/26'],
  'Karte 4111 1111 1111 1111, gültig bis 12/2026': ['CARD 4111 1111 1111 1111', 'CARD 12/2026'],
  'My credit card expires 12/26': ['CARD 12/26'],
}

const STAYS: readonly string[] = [
  'My shop account 12345678 is locked',
  'Where do I find my account number?',
  'The gift card is valid until 12/26',
  'My voucher expires 12/26',
  'Ablauf 12/26 des Angebots',
]

describe('src/minimise/bank-accounts', () => {
  for (const [text, values] of Object.entries(REPLACED))
    it(`replaces the numbers in: ${text}`, () => {
      expect(replacedIn(text)).to.deep.equal(values)
    })
  for (const text of STAYS)
    it(`leaves alone: ${text}`, () => {
      expect(replacedIn(text)).to.deep.equal([])
    })
})
