import { expect } from 'chai'
import { boundedCheck } from '../../server/readiness.ts'

/** A store that answers when the test lets it. */
function slowStore() {
  const waiting: ((missing: readonly string[]) => void)[] = []
  return {
    asked: () => waiting.length,
    check: () => new Promise<readonly string[]>((resolve) => waiting.push(resolve)),
    answer: (each: number, ...missing: readonly string[]) => waiting[each]?.(missing),
  }
}

describe('whether a server can work', () => {
  it('is asked of the store for each caller, so that what is said is never old', async () => {
    let [now, missing]: [number, readonly string[]] = [0, []]
    const ready = boundedCheck(
      async () => missing,
      () => now,
    )
    expect(await ready()).to.deep.equal([])
    missing = ['store']
    expect(await ready()).to.deep.equal(['store'])
    missing = []
    now += 1
    expect(await ready()).to.deep.equal([])
  })

  it('is asked of it no more than five times a second, and the others are told what was found', async () => {
    let [now, asked] = [0, 0]
    const ready = boundedCheck(
      async () => {
        asked += 1
        return [String(asked)]
      },
      () => now,
    )
    const told = []
    for (let call = 0; call < 100; call += 1) told.push((await ready())[0])
    expect([asked, new Set(told).size, told.at(-1)]).to.deep.equal([5, 5, '5'])
    now = 999
    expect([await ready(), asked]).to.deep.equal([['5'], 5])
    now = 1_000
    expect([await ready(), asked]).to.deep.equal([['6'], 6])
  })

  it('is not asked of it again and again while it does not answer', async () => {
    let now = 0
    const store = slowStore()
    const ready = boundedCheck(store.check, () => now)
    const told = []
    for (; now < 20_000; now += 500) told.push(ready())
    expect(store.asked()).to.equal(5)
    for (let each = 0; each < 5; each += 1) store.answer(each, `store ${each}`)
    const said = await Promise.all(told)
    expect([said[0], said[4], said.at(-1)]).to.deep.equal([['store 0'], ['store 4'], ['store 4']])
    const next = ready()
    store.answer(5)
    expect([await next, store.asked()]).to.deep.equal([[], 6])
  })
})
