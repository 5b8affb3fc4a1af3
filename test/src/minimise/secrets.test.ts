import { expect } from 'chai'
import { replacedIn } from '../../support/replaced-values.ts'

const SECRETS: Record<string, { text: string; secret: string }> = {
  'a password after a colon': { text: 'password: sunshine', secret: 'sunshine' },
  'a German password': { text: 'Mein Passwort lautet Sommer2024!', secret: 'Sommer2024' },
  'a quoted password': { text: 'my password is "sunshine"', secret: 'sunshine' },
  'a French password': { text: 'mot de passe : soleil', secret: 'soleil' },
  'a German word for a password': { text: 'Kennwort: sesam', secret: 'sesam' },
  'a password in short': { text: 'PW: sesam', secret: 'sesam' },
  'a PIN': { text: 'meine PIN ist 4711', secret: '4711' },
  'a card check number': { text: 'CVV 123', secret: '123' },
  'a model key': { text: `it is sk-${'ab1'.repeat(8)}`, secret: `sk-${'ab1'.repeat(8)}` },
  'a repository token': { text: `ghp_${'a1B'.repeat(10)}`, secret: `ghp_${'a1B'.repeat(10)}` },
  'a cloud key': { text: 'AKIAIOSFODNN7EXAMPLE', secret: 'AKIAIOSFODNN7EXAMPLE' },
  'a signed token': {
    text: 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln',
    secret: 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln',
  },
}
const STAYS: readonly string[] = [
  'My password is wrong.',
  'Mein Passwort ist abgelaufen',
  'The password does not work',
  'I forgot my PW again',
  'How do I get a new PIN?',
  'Wo gebe ich die TAN ein?',
  'the code on the back',
  'sk-2000 is a skate model',
]

describe('src/minimise/secrets', () => {
  for (const [name, { text, secret }] of Object.entries(SECRETS))
    it(`replaces ${name}`, () => {
      expect(replacedIn(text)).to.deep.equal([`SECRET ${secret}`])
    })
  for (const text of STAYS)
    it(`leaves alone: ${text}`, () => {
      expect(replacedIn(text)).to.deep.equal([])
    })
})
