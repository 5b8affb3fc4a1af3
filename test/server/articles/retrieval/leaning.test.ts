import { expect } from 'chai'
import { languageFor } from '../../../../server/articles/retrieval/language.ts'
import { leansBack } from '../../../../server/articles/retrieval/leaning.ts'

const LEANING: readonly (readonly [locale: string, leaning: string, itself: string])[] = [
  ['en', 'Can that still be changed?', 'Can that invoice still be changed?'],
  ['en', 'Do I have to pay this?', 'Do I have to pay this customs duty?'],
  ['en', 'can you sell me one?', 'can you sell me a licence?'],
  ['en', 'What does it cost?', 'What does the repair service cost and how long does it take?'],
  ['en', 'Is it safe?', 'Is it possible to swap boots?'],
  ['de', 'Wie lange dauert sie?', 'Können Sie die Erstattung beschleunigen?'],
  ['de', 'Kann ich die einfach in die Waschmaschine stecken?', 'Kann ich die alte Jacke waschen?'],
  ['de', 'Wie sind dort die Öffnungszeiten?', 'Wie sind die Öffnungszeiten?'],
  ['de', 'Geht das noch?', 'Gibt es einen Zug, der fährt?'],
  ['de', 'Was kostet es?', 'Gibt es Parkplätze?'],
]

describe('a question that points at something said elsewhere', () => {
  for (const [locale, leaning, itself] of LEANING) {
    it(`is "${leaning}" and not "${itself}"`, () => {
      expect(leansBack(languageFor(locale), leaning)).to.equal(true)
      expect(leansBack(languageFor(locale), itself)).to.equal(false)
    })
  }

  it('is not guessed at in a language whose pronouns nobody listed', () => {
    expect(leansBack(languageFor('fr'), 'Est-ce que je peux le changer ?')).to.equal(false)
  })

  it('is read in time that does not grow with the text', () => {
    expect(leansBack(languageFor('en'), `${'a '.repeat(200_000)} it?`)).to.equal(false)
  })
})
