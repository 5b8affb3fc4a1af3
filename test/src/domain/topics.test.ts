import { expect } from 'chai'
import { holdsPhrase, topicsIn } from '../../../src/domain/topics.ts'

const words = (text: string) => (text === '' ? [] : text.split(' '))

const PHRASES: Record<string, [string, string, boolean]> = {
  'its only word': ['refund', 'refund', true],
  'a word in its middle': ['where is refund now', 'refund', true],
  'two words at its beginning': ['money back please', 'money back', true],
  'two words at its end': ['i want money back', 'money back', true],
  'a phrase after a beginning of it that led nowhere': ['money money back', 'money back', true],
  'the words the other way round': ['back money', 'money back', false],
  'the words with another between them': ['money comes back', 'money back', false],
  'only the first of its words': ['i want money', 'money back', false],
  'only the last of its words': ['back again', 'money back', false],
  'part of a word': ['refunds', 'refund', false],
  'a phrase without a word': ['refund', '', false],
}

const topic = (id: string, ...phrases: string[]) => ({ id, name: `About ${id}`, phrases: phrases.map(words) })

describe('the topics of a text', () => {
  for (const [name, [text, phrase, held]] of Object.entries(PHRASES))
    it(`${held ? 'hold' : 'do not hold'} ${name}`, () => {
      expect(holdsPhrase(words(text), words(phrase))).to.equal(held)
    })

  it('hold nothing in a text without words', () => {
    expect(holdsPhrase([], ['refund'])).to.equal(false)
    expect(holdsPhrase([], [])).to.equal(false)
  })

  it('are those of which one phrase is found, with their names, in the order found', () => {
    const topics = [topic('money', 'refund', 'money back'), topic('law', 'lawyer'), topic('post', 'parcel')]
    expect(topicsIn([{ text: words('my parcel and my money back'), topics }])).to.deep.equal([
      { id: 'money', name: 'About money' },
      { id: 'post', name: 'About post' },
    ])
  })

  it('are found in any analysis of the text, and named once', () => {
    const found = topicsIn([
      { text: words('anwalt'), topics: [topic('law', 'lawyer')] },
      { text: words('lawyer'), topics: [topic('law', 'lawyer'), topic('money', 'refund')] },
      { text: words('lawyer refund'), topics: [topic('law', 'lawyer'), topic('money', 'refund')] },
    ])
    expect(found.map(({ id }) => id)).to.deep.equal(['law', 'money'])
  })

  it('are none without topics, phrases or texts', () => {
    expect(topicsIn([])).to.deep.equal([])
    expect(topicsIn([{ text: ['refund'], topics: [] }])).to.deep.equal([])
    expect(topicsIn([{ text: ['refund'], topics: [topic('money')] }])).to.deep.equal([])
  })
})
