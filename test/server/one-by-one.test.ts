import { expect } from 'chai'
import { allOrEach, eachApart, forgetOthers, oneAtATime } from '../../server/one-by-one.ts'
import { Fault } from '../../src/domain/fault.ts'
import { faultFrom } from '../support/fault-from.ts'

const IDS = Array.from({ length: 200 }, (_, at) => `id-${at}`)

function acting(broken: (id: string) => boolean) {
  const calls: number[] = []
  const done: string[] = []
  const act = async (ids: readonly string[]) => {
    // With nothing to do it is asked only whether anything can be done at all.
    if (ids.length > 0) calls.push(ids.length)
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

  it('is left as it is where not even nothing can be done, which says nothing of any of them', async () => {
    let [calls, told] = [0, 0]
    let away = false
    const act = async (ids: readonly string[]) => {
      calls += 1
      // It goes away in the middle.
      away ||= ids.length === 25
      if (away || ids.includes('id-3')) throw new Fault('STORE_UNAVAILABLE', 'away')
      return ids.length
    }
    const failed = new Set(['id-199'])
    const code = await faultFrom(() => allOrEach(IDS, failed, act, () => (told += 1)))
    expect(code).to.equal('STORE_UNAVAILABLE')
    // Of 199, of 100, of 50, of 25, and each time whether anything can be done.
    expect([calls, told, [...failed]]).to.deep.equal([8, 0, ['id-199']])
  })

  it('is done by one run at a time, and again by the next, whatever became of the last', async () => {
    const ends: (() => void)[] = []
    let fails = false
    const one = oneAtATime(async () => {
      await new Promise<void>((resolve) => ends.push(resolve))
      if (fails) throw new Fault('STORE_UNAVAILABLE', 'away')
    })
    await one.over()
    const first = one.run()
    await one.run()
    expect(ends).to.have.length(1)
    let over = false
    const waiting = one.over().then(() => (over = true))
    await Promise.resolve()
    expect(over).to.equal(false)
    fails = true
    ends[0]?.()
    expect(await faultFrom(() => first)).to.equal('STORE_UNAVAILABLE')
    expect(await waiting).to.equal(true)
    fails = false
    const second = one.run()
    expect(ends).to.have.length(2)
    ends[1]?.()
    await second
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
