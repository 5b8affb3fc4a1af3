import { setTimeout as rest } from 'node:timers/promises'
import { expect } from 'chai'
import { createRunningDrafts } from '../../server/running-drafts.ts'

describe('the drafts that run', () => {
  it('are waited for, those that fail as those that succeed', async () => {
    const running = createRunningDrafts(() => performance.now())
    const ended: string[] = []
    let open: () => void = () => undefined
    const gate = new Promise<void>((resolve) => {
      open = resolve
    })
    running.add(gate.then(() => void ended.push('first')))
    running.add(
      gate.then(() => {
        ended.push('second')
        throw new Error('broke')
      }),
    )
    const finished = running.finished().then(() => ended.push('finished'))
    await Promise.resolve()
    expect(ended).to.deep.equal([])
    open()
    await finished
    expect(ended).to.deep.equal(['first', 'second', 'finished'])
  })

  it('are none at first, and none to wait for', async () => {
    const running = createRunningDrafts(() => performance.now())
    expect(running.stopping).to.equal(false)
    running.stop()
    expect(running.stopping).to.equal(true)
    await running.finished()
  })

  it('come before whoever gives way', async () => {
    const running = createRunningDrafts(() => performance.now())
    const ended: string[] = []
    for (const [name, ms] of [
      ['first', 1],
      ['second', 5],
    ] as const)
      running.add(rest(ms).then(() => void ended.push(name)))
    await running.giveWay()
    expect(ended).to.deep.equal(['first', 'second'])
  })

  it('hold nobody up for ever', async () => {
    const running = createRunningDrafts(() => performance.now())
    running.add(new Promise(() => undefined))
    let gone = false
    const going = running.giveWay().then(() => {
      gone = true
    })
    await rest(5)
    expect(gone, 'it waited').to.equal(false)
    await going
  })

  it('leave a fifth of the time to whoever gives way', async () => {
    const waited: number[] = []
    let nowMs = 0
    const ended = async (ms: number) => {
      waited.push(ms)
      return null
    }
    const running = createRunningDrafts(() => nowMs, ended)
    running.add(new Promise(() => undefined))
    for (const workedMs of [0, 1, 3, 90]) {
      nowMs += workedMs
      await running.giveWay()
    }
    expect(waited).to.deep.equal([20, 4, 12, 20])
  })

  it('leave a turn to everybody else where there is none', async () => {
    const running = createRunningDrafts(() => performance.now())
    const ended: string[] = []
    setImmediate(() => ended.push('somebody else'))
    await running.giveWay()
    expect(ended).to.deep.equal(['somebody else'])
  })
})
