import { expect } from 'chai'
import { minimise } from '../../../src/minimise/index.ts'
import { ORDINARY_QUESTIONS } from '../../support/ordinary-questions.ts'
import { replacedIn } from '../../support/replaced-values.ts'

const NAMES: Record<string, readonly string[]> = {
  'I talked to Rebecca Thornbury about it': ['Rebecca Thornbury'],
  'My husband Wolodymyr ordered it': ['Wolodymyr'],
  'meine Tochter Leonie braucht Größe 5': ['Leonie'],
  'Hat Anna Müller Bestellung 5 bekommen?': ['Anna Müller'],
  'Ich habe mit Herrn Kowalczyk gesprochen': ['Kowalczyk'],
  'We are four: Anna, Xoltan, Derek and Quille.': ['Anna', 'Xoltan', 'Derek', 'Quille'],
  'The parcel is for Ondřej Vlkojed in Brno': ['Ondřej Vlkojed'],
  "I found J. R. Thornbury's review": ['J. R. Thornbury'],
  'It was Mr. Long who called': ['Long'],
  'my name is lena andersson': ['lena andersson'],
  'please ask lena andersson': ['lena andersson'],
  'Customer: Xantho Brill': ['Xantho Brill'],
  'Bitte beim Nachbarn Krüger abgeben': ['Krüger'],
  'Familie Klein wohnt hier': ['Klein'],
  'Frau Krüger war da': ['Krüger'],
  'It broke.\nthanks\njonas': ['jonas'],
  'Wo ist es?\nlg petra': ['petra'],
  'Where is it?\nBest,\nsarah': ['sarah'],
  'Where is it?\nthanks\nruby': ['ruby'],
  'Xantho Brill\nSales\nPhone 0171 3920088': ['Xantho Brill'],
  "Je m'appelle Camille Dubois": ['Camille Dubois'],
  'me llamo Lucía Fernández': ['Lucía Fernández'],
  'mi chiamo Giulia Rossi': ['Giulia Rossi'],
  'mijn naam is Sanne de Vries': ['Sanne de Vries'],
  'Merci !\n\nCordialement,\nPierre Lefèvre': ['Pierre Lefèvre'],
  'My name is Ada Wolkenstein. Ask for Wolkenstein': ['Ada Wolkenstein', 'Wolkenstein'],
}

describe('src/minimise/names', () => {
  for (const [text, names] of Object.entries(NAMES))
    it(`replaces the names in: ${text.replace(/\n/g, ' ↵ ')}`, () => {
      const found = replacedIn(text).filter((value) => value.startsWith('NAME '))
      expect(found).to.deep.equal(names.map((name) => `NAME ${name}`))
    })

  for (const text of [
    'The Roman Catholic Church has an office here',
    'DO NOT CALL ME AGAIN',
    'Bitte beim Nachbarn Pakete abgeben',
    'I need a new lg oled',
    'thanks\nwaiting for you',
    'thanks ruby',
    'Gibt es für die Familie Rabatt?',
    'Is the Gravel Race better than the Urban Light?',
    'Will the Rose Garden be open in May?',
    'Wo finde ich Informationen zu Rechten und Hilfen?',
  ])
    it(`leaves alone: ${text}`, () => {
      expect(replacedIn(text)).to.deep.equal([])
    })

  it('alters less than one in a hundred questions that shops and banks are asked', () => {
    const altered = ORDINARY_QUESTIONS.filter((text) => minimise(text).text !== text)
    expect(ORDINARY_QUESTIONS.length).to.be.at.least(200)
    expect(altered.length, altered.join('\n')).to.be.below(ORDINARY_QUESTIONS.length / 100)
  })
})
