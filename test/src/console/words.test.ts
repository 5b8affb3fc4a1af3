import { expect } from 'chai'
import { fill, formatAgo, formatMoment, plural, wordsFor } from '../../../src/console/words.ts'

function sentences(words: unknown, path = ''): Map<string, string> {
  if (typeof words === 'string') return new Map([[path, words]])
  return new Map(
    Object.entries(words as object).flatMap(([key, value]) => [...sentences(value, `${path}.${key}`)]),
  )
}
const places = (sentence: string) => [...sentence.matchAll(/\{\w+\}/g)].map(([place]) => place).sort()

describe('the console’s sentences', () => {
  it('are complete in German, with the same places for values', () => {
    const english = sentences(wordsFor('en').words)
    const german = sentences(wordsFor('de').words)
    expect([...german.keys()]).to.have.members([...english.keys()])
    expect(english.size).to.be.greaterThan(300)
    for (const [path, sentence] of english) {
      expect(places(german.get(path) ?? ''), path).to.deep.equal(places(sentence))
      expect(german.get(path), path).not.to.equal('')
    }
  })

  it('never use a word that stands for something else here', () => {
    const all = [...sentences(wordsFor('en').words).values()].join(' ')
    expect(all).not.to.match(/whitelist|dump|log line|opt-in|confidence|\bcase\b/i)
  })

  it('read English throughout for a language that they do not know', () => {
    expect(wordsFor('fr').language).to.equal('en')
    expect(wordsFor('de-AT').language).to.equal('de')
  })

  it('keep a place visible when its value is missing', () => {
    expect(fill('{a} and {b}', { a: 1 })).to.equal('1 and {b}')
  })

  it('count in the language of the page', () => {
    const forms = { one: '{count} entry', other: '{count} entries' }
    expect(plural(forms, 1, 'en')).to.equal('1 entry')
    expect(plural(forms, 1_284, 'de')).to.equal('1.284 entries')
  })

  it('tell how long ago, and show a time that is none as it stands', () => {
    const now = Date.UTC(2026, 10, 23, 12)
    expect(formatAgo('2026-11-23T09:30:00.000Z', now, 'en')).to.equal('2 hours ago')
    expect(formatAgo('2026-11-23T12:00:05.000Z', now, 'en')).to.equal('now')
    expect(formatAgo('', now, 'en')).to.equal('')
    expect(formatMoment('soon', 'en')).to.equal('soon')
  })
})
