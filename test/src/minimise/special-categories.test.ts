import { expect } from 'chai'
import { replacedIn } from '../../support/replaced-values.ts'

/** Art. 9(1) GDPR, said of a person. */
const SAID: Record<string, string> = {
  'I am pregnant and cannot lift it': 'pregnant',
  'I suffer from depression': 'depression',
  'because of my epilepsy': 'epilepsy',
  'My wife has breast cancer': 'cancer',
  'I am a Muslim': 'Muslim',
  "I'm gay": 'gay',
  'I am a member of the union': 'union',
  'Ich bin schwanger': 'schwanger',
  'ich habe seit Jahren Diabetes': 'Diabetes',
  'wegen meiner Depression': 'Depression',
  'Ich bin Mitglied der Gewerkschaft': 'Gewerkschaft',
  'Als Mitglied der Gewerkschaft frage ich': 'Gewerkschaft',
  'As a member of ver.di (Gewerkschaft) I ask': 'Gewerkschaft',
  'Ich leide an Depressionen': 'Depressionen',
  'Ich hatte einen Burnout': 'Burnout',
  'Ich habe Depressionen und Burnout': 'Burnout',
  'je suis enceinte': 'enceinte',
  "j'ai un cancer": 'cancer',
  'tengo diabetes': 'diabetes',
  'soy musulmana': 'musulmana',
  'sono incinta': 'incinta',
  'soffro di epilessia, ho il diabete, sono ebrea': 'ebrea',
  'ik heb kanker': 'kanker',
  'ik ben zwanger': 'zwanger',
}
const STAYS: readonly string[] = [
  'Is health insurance included?',
  'Do you ship medicine?',
  'Do you sell diabetes socks?',
  'Which pillow is right for pregnant women?',
  'I need a diabetes test kit',
  'Is the store closed for Ramadan?',
  'Habt ihr Produkte gegen Migräne?',
  'Can I pay with Western Union?',
  'The company is a member of the chamber of commerce',
  'Do you sell books about burnout?',
  'Ein Buch über Depressionen',
  'Rabatt für Mitglieder (Gewerkschaft)?',
  'Gibt es ein Angebot für den Betriebsrat?',
]

describe('src/minimise/special-categories', () => {
  for (const [text, value] of Object.entries(SAID))
    it(`replaces it in: ${text}`, () => {
      expect(replacedIn(text)).to.include(`SPECIAL ${value}`)
    })
  for (const text of STAYS)
    it(`leaves alone: ${text}`, () => {
      expect(replacedIn(text)).to.deep.equal([])
    })
})
