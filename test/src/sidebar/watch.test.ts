import { expect } from 'chai'
import { startWatch } from '../../../src/sidebar/watch.ts'

function clock() {
  const waits: number[] = []
  let next: (() => void) | null = null
  return {
    waits,
    after(milliseconds: number, act: () => void) {
      waits.push(milliseconds)
      next = act
      return () => {
        if (next === act) next = null
      }
    },
    get waiting() {
      return next !== null
    },
    async tick() {
      const act = next
      next = null
      act?.()
      await new Promise((resolve) => setImmediate(resolve))
    },
  }
}

describe('src/sidebar/watch', () => {
  it('asks every second and a half', async () => {
    const time = clock()
    let asked = 0
    startWatch(async () => void asked++, time.after)
    await time.tick()
    await time.tick()
    expect(asked).to.equal(2)
    expect(time.waits).to.deep.equal([1500, 1500, 1500])
  })

  it('waits longer and longer while nobody answers, and is quick again afterwards', async () => {
    const time = clock()
    let down = true
    startWatch(async () => {
      if (down) throw new Error('down')
    }, time.after)
    for (let turn = 0; turn < 6; turn++) await time.tick()
    down = false
    await time.tick()
    expect(time.waits).to.deep.equal([1500, 3000, 6000, 12_000, 24_000, 30_000, 30_000, 1500])
  })

  it('asks nothing while nobody looks, and at once when somebody does', async () => {
    const time = clock()
    let asked = 0
    const watch = startWatch(async () => void asked++, time.after)
    watch.pause()
    expect(time.waiting).to.equal(false)
    watch.now()
    expect(asked).to.equal(0)
    watch.resume()
    expect(asked).to.equal(1)
  })

  it('never asks twice at the same time', async () => {
    const time = clock()
    let asked = 0
    const watch = startWatch(() => {
      asked++
      return new Promise(() => undefined)
    }, time.after)
    watch.now()
    watch.now()
    await time.tick()
    expect(asked).to.equal(1)
  })

  it('lets go of a question when it is stopped', () => {
    const time = clock()
    let signal: AbortSignal | null = null
    const watch = startWatch((given) => {
      signal = given
      return new Promise(() => undefined)
    }, time.after)
    watch.now()
    watch.stop()
    expect(signal).to.have.property('aborted', true)
    expect(time.waiting).to.equal(false)
  })
})
