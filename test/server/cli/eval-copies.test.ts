import { expect } from 'chai'
import { articlesThatSayIt } from '../../../server/cli/eval-copies.ts'
import { readPages } from '../../../server/cli/eval-files.ts'

const TEXTS = {
  gold: 'Opening hours\n\nThe library opens every Monday at nine in the morning.',
  copy: 'Library\nEvery Monday morning the libraries are opening at nine.',
  half: 'Museum\nThe museum opens on Monday.',
  other: 'Parcels\nWe send parcels daily.',
}
const corpus = Object.entries(TEXTS).map(([id, text]) => JSON.stringify({ id, title: id, text, lang: 'en' }))

async function saying(pageId: string, answerLines: readonly number[]) {
  const pages = await readPages(async () => corpus.join('\n'), 'corpus.jsonl', null)
  const query = { id: 'q', text: 'When?', answerable: true, pageId, answerLines }
  return [...articlesThatSayIt(pages)(query)]
}

describe('articles that say the same as the labelled one', () => {
  it('are those that hold most words of the answer, in any form and order', async () => {
    expect(await saying('gold', [2])).to.deep.equal(['gold', 'copy'])
  })

  it('are the labelled one alone where nobody marked the answer', async () => {
    expect(await saying('gold', [])).to.deep.equal(['gold'])
    expect(await saying('gold', [1, 99])).to.deep.equal(['gold'])
    expect(await saying('unknown', [0])).to.deep.equal(['unknown'])
  })
})
