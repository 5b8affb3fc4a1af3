import { expect } from 'chai'
import { languageFor } from '../../../../server/articles/retrieval/language.ts'
import { nounsIn, soughtIn } from '../../../../server/articles/retrieval/nouns.ts'

const NOUNS: readonly (readonly [locale: string, text: string, nouns: readonly string[]])[] = [
  ['de', 'Ist der Wasserkocher aus Edelstahl?', ['wasserkocher', 'edelstahl']],
  ['de', 'kann ich das umtauschen?', []],
  ['en', 'Do I need a fishing licence for the lakes?', ['licence', 'lakes']],
  ['en', 'Is the kettle made of stainless steel?', ['steel']],
  ['en', 'Can we?', []],
  ['fr', 'Est-ce une bouilloire en Acier ?', []],
]

const SOUGHT: readonly (readonly [locale: string, text: string, sought: readonly string[]])[] = [
  ['de', 'Wie viel Watt hat der Wasserkocher?', ['watt']],
  ['de', 'Welche neue Farbe hat er?', ['farbe']],
  ['de', 'Hat der Wasserkocher viel Watt?', []],
  ['en', 'Which courier delivers to Austria?', ['courier']],
  ['en', 'What is the voltage of the kettle?', ['voltage']],
  ['en', 'Does the courier deliver?', []],
]

describe('the things a question names', () => {
  for (const [locale, text, nouns] of NOUNS) {
    it(`are [${nouns.join(', ')}] in "${text}"`, () => {
      expect([...nounsIn(text, languageFor(locale))]).to.include.members([...nouns])
      if (nouns.length === 0) expect([...nounsIn(text, languageFor(locale))]).to.deep.equal([])
    })
  }

  for (const [locale, text, sought] of SOUGHT) {
    it(`include as the one sought [${sought.join(', ')}] in "${text}"`, () => {
      expect([...soughtIn(text, languageFor(locale))]).to.deep.equal(sought)
    })
  }
})
