import { expect } from 'chai'
import { openWork } from '../../../src/console/work.ts'

/** A second that passes when it is told to. */
function handClock() {
  const waiting = new Set<() => void>()
  return {
    after: (_milliseconds: number, act: () => void) => {
      waiting.add(act)
      return () => waiting.delete(act)
    },
    secondPasses() {
      for (const act of [...waiting]) {
        waiting.delete(act)
        act()
      }
    },
  }
}

describe('work that a person waits for', () => {
  it('is told to have ended, each once', () => {
    const work = openWork(handClock().after)
    let ended = 0
    const stop = work.onEnd(() => {
      ended += 1
    })
    const [first, second] = [work.start(), work.start()]
    expect(ended).to.equal(0)
    first()
    first()
    second()
    expect(ended).to.equal(2)
    stop()
    work.start()()
    expect(ended).to.equal(2)
  })

  it('is told of after a second, and no longer once all of it has ended', () => {
    const clock = handClock()
    const work = openWork(clock.after)
    const told: boolean[] = []
    const stop = work.watch((long) => told.push(long))
    const [first, second] = [work.start(), work.start()]
    expect(told).to.deep.equal([false])
    clock.secondPasses()
    first()
    expect(told.at(-1)).to.equal(true)
    second()
    second()
    expect(told.at(-1)).to.equal(false)
    stop()
    const count = told.length
    work.start()
    clock.secondPasses()
    expect(told.length).to.equal(count)
  })

  it('is not told of when it was quick', () => {
    const clock = handClock()
    const work = openWork(clock.after)
    const told: boolean[] = []
    work.watch((long) => told.push(long))
    work.start()()
    clock.secondPasses()
    expect(told).to.deep.equal([false])
  })

  it('is told of to a dialog that opens in the middle of it', () => {
    const clock = handClock()
    const work = openWork(clock.after)
    work.start()
    clock.secondPasses()
    const told: boolean[] = []
    work.watch((long) => told.push(long))
    expect(told).to.deep.equal([true])
  })
})
