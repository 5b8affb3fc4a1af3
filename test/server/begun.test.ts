import { expect } from 'chai'
import { begun } from '../../server/begun.ts'

describe('what is read piece by piece', () => {
  let read: string[]
  let ended: boolean
  beforeEach(() => {
    read = []
    ended = false
  })
  async function* source(pieces: readonly string[], breaksAt = Number.NaN) {
    try {
      for (const [at, piece] of pieces.entries()) {
        if (at === breaksAt) throw new Error('it broke')
        read.push(piece)
        yield piece
      }
    } finally {
      ended = true
    }
  }
  const all = async (pieces: AsyncIterable<string>) => {
    const found: string[] = []
    for await (const piece of pieces) found.push(piece)
    return found
  }

  for (const pieces of [[], ['a'], ['a', 'b', 'c']])
    it(`comes whole and once, of ${pieces.length} pieces`, async () => {
      const content = await begun(source(pieces))
      expect(read).to.deep.equal(pieces.slice(0, 1))
      expect(await all(content)).to.deep.equal(pieces)
      expect(ended).to.equal(true)
    })

  it('fails at once where the first one cannot be read, and later where a later one cannot', async () => {
    const failed = (work: Promise<unknown>) => work.then(String, ({ message }: Error) => message)
    expect(await failed(begun(source(['a'], 0)))).to.equal('it broke')
    const content = await begun(source(['a', 'b'], 1))
    expect(await failed(all(content))).to.equal('it broke')
  })

  it('is let go when nobody reads on, or nobody reads at all', async () => {
    for await (const _piece of await begun(source(['a', 'b']))) break
    expect(ended).to.equal(true)
    ended = false
    await (await begun(source(['a', 'b']))).leave()
    expect(ended).to.equal(true)
  })
})
