import { expect } from 'chai'
import { questionKind } from '../../../server/gaps/question-kinds.ts'

const CASES: Readonly<Record<string, readonly (readonly [string, string])[]>> = {
  cost: [
    ['en', 'How much is the express delivery?'],
    ['de', 'Was kostet der Expressversand?'],
    ['fr', 'Combien coûte la livraison ?'],
    ['es', '¿Cuánto cuesta el envío?'],
  ],
  when: [
    ['en', 'How long does delivery take?'],
    ['de', 'Wie lange dauert die Lieferung?'],
    ['fr', 'Quand arrive mon colis ?'],
    ['es', '¿Cuándo llega mi paquete?'],
  ],
  where: [
    ['en', 'Where is my parcel?'],
    ['de', 'Wo ist mein Paket?'],
    ['fr', 'Où est mon colis ?'],
    ['es', '¿Dónde está mi paquete?'],
  ],
  how: [
    ['en', 'How do I return shoes?'],
    ['de', 'Wie schicke ich Schuhe zurück?'],
    ['fr', 'Comment renvoyer des chaussures ?'],
    ['es', '¿Cómo devuelvo los zapatos?'],
  ],
  may: [
    ['en', 'Can I pay later?'],
    ['de', 'Kann ich später zahlen?'],
    ['fr', 'Puis-je payer plus tard ?'],
    ['es', '¿Puedo pagar más tarde?'],
  ],
  why: [
    ['en', 'Why was my card refused?'],
    ['de', 'Warum wurde meine Karte abgelehnt?'],
    ['fr', 'Pourquoi ma carte est-elle refusée ?'],
    ['es', '¿Por qué rechazaron mi tarjeta?'],
  ],
  other: [
    ['en', 'Refund please'],
    ['ja', '返品したい'],
    ['de', 'Womöglich Wolle'],
  ],
}

describe('what a question wants to know', () => {
  for (const [kind, cases] of Object.entries(CASES))
    for (const [locale, text] of cases)
      it(`${locale} “${text}”: ${kind}`, () => {
        expect(questionKind(text, locale)).to.equal(kind)
      })

  it('is read in no time from a text without end', () => {
    expect(questionKind(`${'a'.repeat(200_000)} how`, 'en')).to.equal('other')
  })
})
