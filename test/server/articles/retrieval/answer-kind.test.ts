import { expect } from 'chai'
import { holds, kindsAsked } from '../../../../server/articles/retrieval/answer-kind.ts'

const ASKED: readonly (readonly [locale: string, text: string, kinds: readonly string[]])[] = [
  ['en', 'Whom do I write to, what does it cost, and by when must you reply?', ['person', 'time', 'amount']],
  ['en', 'How many working days does it take?', ['time']],
  ['en', 'How do I descale the kettle?', []],
  ['de', 'An wen schreibe ich?', ['person']],
  ['de', 'Was kostet der Versand, und wann kommt er?', ['time', 'amount']],
  ['de', 'Wie entkalke ich den Wasserkocher?', []],
  ['fr', 'Combien de jours ?', []],
]

const HELD: readonly (readonly [kind: 'person' | 'time' | 'amount', yes: string, no: string])[] = [
  ['person', 'Write to our privacy team.', 'It is free of charge.'],
  ['person', 'Schreiben Sie an die Geschäftsstelle.', 'Das ist kostenlos.'],
  ['time', 'The change takes effect within two days.', 'We refund the price to the same card.'],
  ['time', 'Das dauert fünf Werktage.', 'Deshalb erstatten wir auf dieselbe Karte.'],
  ['amount', 'Returns are free.', 'Hand the parcel in at a post office.'],
  ['amount', 'Die Rücksendung ist kostenlos.', 'Geben Sie das Paket bei der Post ab.'],
]

describe('what kind of answer a question wants', () => {
  for (const [locale, text, kinds] of ASKED) {
    it(`is [${kinds.join(', ')}] for "${text}"`, () => {
      expect(kindsAsked(locale, text)).to.deep.equal(kinds)
    })
  }

  for (const [kind, yes, no] of HELD) {
    it(`${kind}: is found in "${yes}" and not in "${no}"`, () => {
      expect(holds(kind, yes)).to.equal(true)
      expect(holds(kind, no)).to.equal(false)
    })
  }
})
