import { expect } from 'chai'
import { checkSummaryPoint } from '../../../../server/drafting/grounding/summary-point.ts'
import type { DropRule } from '../../../../src/domain/draft.ts'

const EN =
  'I bought the kettle on 3 May for €49.90. It does not switch off any more. I have tried a new seal. I want a refund for order ⟦ORDER_1⟧.'
const DE =
  'Ich habe den Wasserkocher am 3. Mai gekauft. Er schaltet nicht mehr ab. Ich möchte mein Geld zurück, Bestellung ⟦ORDER_1⟧.'

describe('a point of a summary', () => {
  const rows: Readonly<Record<string, [string, string, string, string, DropRule | null]>> = {
    'that repeats the comment holds': [
      'en',
      EN,
      'I have tried a new seal.',
      'I have tried a new seal.',
      null,
    ],
    'that tells it in the third person holds': [
      'en',
      EN,
      'I want a refund for order ⟦ORDER_1⟧.',
      'The customer wants a refund for order ⟦ORDER_1⟧.',
      null,
    ],
    'that tells it in German holds': [
      'de',
      DE,
      'Ich möchte mein Geld zurück, Bestellung ⟦ORDER_1⟧.',
      'Die Kundin möchte ihr Geld für Bestellung ⟦ORDER_1⟧ zurück.',
      null,
    ],
    'with another amount does not': [
      'en',
      EN,
      'I bought the kettle on 3 May for €49.90.',
      'The customer bought the kettle for €94.90.',
      'NUMBER_DIFFERS',
    ],
    'that turns it round does not': [
      'en',
      EN,
      'It does not switch off any more.',
      'The kettle does switch off.',
      'NEGATION_DIFFERS',
    ],
    'about something else does not': [
      'en',
      EN,
      'I have tried a new seal.',
      'Their neighbour sells old bicycles.',
      'NOT_SUPPORTED',
    ],
    'that makes a neighbour’s deed the customer’s does not': [
      'en',
      'My neighbour threatened to sue me.',
      'My neighbour threatened to sue me.',
      'The customer threatened to sue.',
      'NAME_DIFFERS',
    ],
    'that names the neighbour holds': [
      'en',
      'My neighbour threatened to sue me.',
      'My neighbour threatened to sue me.',
      'The neighbour of the customer threatened to sue.',
      null,
    ],
    'with a clause of its own does not': [
      'en',
      EN,
      'It does not switch off any more.',
      'It does not switch off any more and the customer is lying.',
      'NOT_SUPPORTED',
    ],
    'with a link of its own does not': [
      'en',
      EN,
      'I have tried a new seal.',
      'They tried a new seal from evil.example.',
      'FOREIGN_LINK',
    ],
    'with a placeholder that is none of the ticket does not': [
      'en',
      EN,
      'I have tried a new seal.',
      '⟦NAME_9⟧ tried a new seal.',
      'PLACEHOLDER_UNKNOWN',
    ],
    'with markup does not': ['en', EN, 'I have tried a new seal.', 'Tried <b>a new seal</b>.', 'MARKUP'],
    'whose quote is not in the comment does not': [
      'en',
      EN,
      'I have bought a boat.',
      'They tried a new seal.',
      'NOT_VERBATIM',
    ],
  }
  for (const [name, [locale, comment, quote, text, rule]] of Object.entries(rows))
    it(name, () => {
      expect(checkSummaryPoint({ text, quote, comment, locale })).to.equal(rule)
    })
})
