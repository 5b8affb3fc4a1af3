import { expect } from 'chai'
import { languageFor } from '../../../../server/articles/retrieval/language.ts'
import { startLexicon } from '../../../../server/articles/retrieval/lexicon.ts'

function lexiconOf(locale: string, text: string) {
  const lexicon = startLexicon(languageFor(locale))
  lexicon.count(lexicon.read(text), 1)
  lexicon.settle()
  return lexicon
}

describe('the words of the articles', () => {
  it('know the parts of a compound, also of one that only the question has', () => {
    const lexicon = lexiconOf(
      'de',
      'Der Versand ist schnell. Die Kosten sind klein. Versandkosten entfallen.',
    )
    const parts = ['versand', 'kosten'].map((word) => lexicon.look(word).term)
    expect(lexicon.look('versandkosten').parts).to.deep.equal(parts)
    expect(lexicon.look('kostenversand')).to.deep.include({ term: -1, parts: parts.toReversed() })
  })

  it('compare forms of one word as one', () => {
    const lexicon = lexiconOf('en', 'We deliver. Delivered parcels.')
    expect(lexicon.look('delivering').term).to.equal(lexicon.look('deliver').term)
    expect(lexicon.look('parcel').term).to.equal(lexicon.look('parcels').term)
    expect(lexicon.look('bicycle').term).to.equal(-1)
  })

  it('weigh topics, vague words and grammar', () => {
    const english = lexiconOf('en', 'order')
    expect(['order', 'return', 'back', 'the', 'how'].map((word) => english.look(word).weight)).to.deep.equal([
      1, 1, 0.3, 0, 0,
    ])
    const german = lexiconOf('de', 'für')
    expect(
      ['für', 'fuer', 'Geld'.toLowerCase(), 'zurück'].map((word) => german.look(word).weight),
    ).to.deep.equal([0, 0, 1, 0.3])
  })

  it('are not fooled by names that every object has', () => {
    const lexicon = lexiconOf('constructor', '__proto__ constructor toString')
    expect(lexicon.look('constructor').term).to.be.at.least(0)
    expect(lexicon.look('hasownproperty').term).to.equal(-1)
  })
})
