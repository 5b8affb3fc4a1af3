import { expect } from 'chai'
import { splitCompound } from '../../../../server/articles/retrieval/compounds.ts'
import { languageFor } from '../../../../server/articles/retrieval/language.ts'

const german = languageFor('de')
const USES: Readonly<Record<string, number>> = {
  lieferung: 9,
  kosten: 9,
  versand: 9,
  gutschein: 5,
  geschenk: 5,
  bestellung: 9,
  nummer: 9,
  liste: 2,
}
const partOf = (written: string) => {
  const uses = Object.hasOwn(USES, written) ? USES[written] : undefined
  return uses === undefined ? undefined : { stem: german.stem(written), uses }
}
const split = (word: string, language = german) => splitCompound(word, language, partOf)

const WORDS: Readonly<Record<string, readonly string[]>> = {
  lieferungskosten: ['lieferung', 'kosten'],
  versandkosten: ['versand', 'kosten'],
  geschenkgutschein: ['geschenk', 'gutschein'],
  bestellungsnummernliste: ['bestellung', 'nummer', 'liste'],
  versand: [],
  versandhaus: [],
  kosten: [],
  ananas: [],
}

describe('splitting a compound', () => {
  for (const [word, parts] of Object.entries(WORDS)) {
    it(`reads ${word} as ${parts.length === 0 ? 'one word' : parts.join(' + ')}`, () => {
      expect(split(word)).to.deep.equal(parts.map((part) => german.stem(part)))
    })
  }

  it('leaves words alone in languages that do not write compounds as one word', () => {
    expect(split('versandkosten', languageFor('en'))).to.deep.equal([])
  })
})
