import { expect } from 'chai'
import { folded, gramsOf, wordsOf } from '../../../../server/articles/retrieval/words.ts'

describe('the words of a text', () => {
  const TEXTS: Readonly<Record<string, readonly string[]>> = {
    'Größe: 42!': ['größe', '42'],
    'E-Mail, T-Shirt und U-Bahn': ['email', 'tshirt', 'und', 'ubahn'],
    "l'article": ['article'],
    '14-day return': ['14', 'day', 'return'],
    订单: ['订单'],
    हिन्दी: ['हिन्दी'],
    '\ud800x😀y': [],
    '': [],
  }
  for (const [text, words] of Object.entries(TEXTS)) {
    it(`are ${JSON.stringify(words)} for ${JSON.stringify(text)}`, () => {
      expect(wordsOf(text)).to.deep.equal(words)
    })
  }

  it('never grow beyond what a word can be', () => {
    expect(wordsOf('x'.repeat(1_000_000))[0]).to.have.length(48)
  })

  it('fold what is typed in different ways', () => {
    expect(['Größe', 'café', 'İzmir', 'øl'].map((word) => folded(wordsOf(word)[0] ?? ''))).to.deep.equal([
      'grosse',
      'cafe',
      'izmir',
      'ol',
    ])
    expect(folded('हिन्दी')).to.equal('हिन्दी'.normalize('NFC'))
  })

  it('are cut into 4-grams with their edges, and into pairs where no spaces are written', () => {
    expect(gramsOf('tent')).to.deep.equal(['_ten', 'tent', 'ent_'])
    expect(gramsOf('ab')).to.deep.equal(['_ab_'])
    expect(gramsOf('订单号')).to.deep.equal(['订单', '单号'])
  })
})
