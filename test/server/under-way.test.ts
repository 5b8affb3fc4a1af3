import { expect } from 'chai'
import { createUnderWay } from '../../server/under-way.ts'

const begun = (id: string, server: string | null) => ({ id, server })

describe('what a server has begun', () => {
  const others = new Set(['two'])
  const underWay = () => createUnderWay('one', { others: async () => others })
  const idsLeft = async (at: ReturnType<typeof underWay>, ...found: ReturnType<typeof begun>[]) =>
    (await at.left(found)).map(({ id }) => id)

  it('is left when its server is gone or was never named, not while it is there', async () => {
    const found = [begun('of two', 'two'), begun('of three', 'three'), begun('of nobody', null)]
    expect(await idsLeft(underWay(), ...found)).to.deep.equal(['of three', 'of nobody'])
  })

  it('is left here only when nobody here is at it, whether it ended well or not', async () => {
    const one = underWay()
    let end: () => void = () => undefined
    const ended = one.during('a', () => new Promise<void>((resolve) => (end = resolve)))
    expect(await idsLeft(one, begun('a', 'one'), begun('b', 'one'))).to.deep.equal(['b'])
    end()
    await ended
    expect(await idsLeft(one, begun('a', 'one'))).to.deep.equal(['a'])
    const failed = await one.during('a', () => Promise.reject(new Error('broken'))).catch(() => 'told')
    expect([failed, await idsLeft(one, begun('a', 'one'))]).to.deep.equal(['told', ['a']])
  })

  it('goes on when another call for the same id has ended', async () => {
    const one = underWay()
    let end: () => void = () => undefined
    const first = one.during('a', () => new Promise<void>((resolve) => (end = resolve)))
    await one.during('a', async () => undefined)
    expect(await idsLeft(one, begun('a', 'one'))).to.deep.equal([])
    end()
    await first
  })

  it('asks nobody who is there when nothing was found', async () => {
    let asked = 0
    const others = async () => {
      asked += 1
      return new Set<string>()
    }
    const one = createUnderWay('one', { others })
    expect([await one.left([]), asked]).to.deep.equal([[], 0])
    await one.left([begun('a', 'two')])
    expect(asked).to.equal(1)
  })
})
