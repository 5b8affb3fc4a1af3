import { expect } from 'chai'
import { allOrEach, eachApart, forgetOthers } from '../../server/one-by-one.ts'

const IDS = Array.from({ length: 200 }, (_, at) => `id-${at}`)

function acting(broken: (id: string) => boolean) {
  const calls: number[] = []
  const done: string[] = []
  const act = async (ids: readonly string[]) => {
    calls.push(ids.length)
    if (ids.some(broken)) throw new Error('broken')
    done.push(...ids)
    return ids.length
  }
  return { calls, done, act }
}

describe('what is due', () => {
  it('is done together where all of it can be', async () => {
    const { calls, act } = acting(() => false)
    expect(await allOrEach(IDS, new Set(), act, () => expect.fail('told'))).to.equal(200)
    expect(calls).to.deep.equal([200])
    expect(await allOrEach([], new Set(), act, () => expect.fail('told'))).to.equal(0)
    expect(calls).to.deep.equal([200])
  })

  it('is done but for one, which is told, remembered, and tried by itself behind the others next time', async () => {
    const failed = new Set<string>()
    const told: unknown[] = []
    let broken = true
    const { calls, done, act } = acting((id) => broken && id === 'id-77')
    expect(await allOrEach(IDS, failed, act, (error) => told.push(error))).to.equal(199)
    expect([told.map(String), [...failed]]).to.deep.equal([['Error: broken'], ['id-77']])
    expect(new Set(done).size).to.equal(199)
    calls.length = 0
    expect(await allOrEach(['id-77', 'new'], failed, act, (error) => told.push(error))).to.equal(1)
    expect([calls, told.length]).to.deep.equal([[1, 1], 2])
    broken = false
    expect(await allOrEach(['id-77'], failed, act, (error) => told.push(error))).to.equal(1)
    expect([told.length, failed.size]).to.deep.equal([2, 0])
  })

  it('is not asked for each by itself where everything fails, and that is told', async () => {
    const failed = new Set<string>()
    let told = 0
    const { calls, act } = acting(() => true)
    expect(await allOrEach(IDS, failed, act, () => (told += 1))).to.equal(0)
    expect([calls.length, told > 0]).to.deep.equal([40, true])
    calls.length = 0
    const again = new Set(IDS)
    expect(await allOrEach(IDS, again, act, () => undefined)).to.equal(0)
    expect(calls).to.have.length(20)
    // The next are tried the next time.
    expect([...again].slice(0, 1)).to.deep.equal(['id-20'])
  })

  it('is forgotten as failed when it is due no more', () => {
    const failed = new Set(['gone', 'due'])
    forgetOthers(failed, ['due', 'another'])
    expect([...failed]).to.deep.equal(['due'])
  })

  it('is done one after the other, whatever becomes of one', async () => {
    const told: unknown[] = []
    const act = async (id: number) => {
      if (id === 2) throw new Error('broken')
      return id !== 3
    }
    expect(await eachApart([1, 2, 3, 4], act, (error) => told.push(error))).to.equal(2)
    expect(told.map(String)).to.deep.equal(['Error: broken'])
  })
})
