import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { expect } from 'chai'
import { ownChildren } from './own-children.ts'

describe('what a test has started', () => {
  const own = ownChildren()
  let left: ChildProcess

  it('goes on as long as the test does', async () => {
    left = own(
      spawn(process.execPath, ['-e', 'process.stdout.write("is there"); setInterval(() => 0, 1000)']),
    )
    await once(left.stdout ?? left, 'data')
    expect([left.exitCode, left.signalCode]).to.deep.equal([null, null])
  })

  it('is gone before the next one begins, and what has ended by itself is no trouble', async () => {
    if (left.signalCode === null) await once(left, 'exit')
    expect(left.signalCode).to.equal('SIGKILL')
    await once(own(spawn(process.execPath, ['-e', ''])), 'exit')
  })
})
