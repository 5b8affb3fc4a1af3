import { expect } from 'chai'
import { createRunningDrafts } from '../../server/running-drafts.ts'

describe('the drafts that run', () => {
  it('are waited for, those that fail as those that succeed', async () => {
    const running = createRunningDrafts()
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
    const running = createRunningDrafts()
    expect(running.stopping).to.equal(false)
    running.stop()
    expect(running.stopping).to.equal(true)
    await running.finished()
  })
})
