import { expect } from 'chai'
import { detectLocale } from '../../../../server/articles/retrieval/locale.ts'

const LOCALES = ['en-us', 'de', 'pt-br']

const TEXTS: readonly (readonly [text: string, locale: string | null, reliable: boolean])[] = [
  ['Where is my order?', 'en-us', true],
  ['Wo ist mein Paket?', 'de', true],
  ['Quanto custa a entrega para o Brasil?', 'pt-br', true],
  ['Hi, my name is Jean-Pierre Dupont, where is my parcel?', 'en-us', true],
  ['⟦NAME_1⟧ fragt: Wann kommt meine Bestellung? https://shop.example/en/order/my-order', 'de', true],
  ['Bonjour, je voudrais savoir où est ma commande, merci', null, true],
  ['Où est ma commande ?', null, true],
  ['Hola, ¿dónde está mi pedido? Lo espero desde hace una semana.', null, true],
  ['Hoe kan ik mijn pakket terugsturen naar de winkel?', null, true],
  ['我的订单在哪里？', null, true],
  ['אני רוצה להחזיר את החבילה', null, true],
]

describe('the locale of a ticket', () => {
  for (const [text, locale, reliable] of TEXTS) {
    it(`is ${locale ?? 'none of the help center'} for "${text}"`, () => {
      expect(detectLocale(text, LOCALES)).to.deep.equal({ locale, reliable })
    })
  }

  for (const text of ['', 'Hi', 'ok', '12345', '😀', '\ud800', 'DHL Express', 'https://shop.example/a']) {
    it(`is not claimed to be known for ${JSON.stringify(text)}`, () => {
      expect(detectLocale(text, LOCALES).reliable).to.equal(false)
    })
  }

  it('is never one that the help center does not have', () => {
    expect(detectLocale('Where is my order today?', ['de'])).to.deep.equal({ locale: null, reliable: true })
    expect(detectLocale('Where is my order today?', [])).to.deep.equal({ locale: null, reliable: true })
  })

  // The runner's own limit is the guard: what grows with the square of the length takes minutes on any machine.
  for (const part of ['a', '@', '://', 'où ', '⟦'])
    it(`is told of half a million ${JSON.stringify(part)}`, () => {
      expect(detectLocale(part.repeat(500_000), LOCALES)).to.have.keys('locale', 'reliable')
    })
})
