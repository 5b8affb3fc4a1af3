import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { expect } from 'chai'
import { withKeyLock } from '../../../server/adapters/key-lock.ts'
import { childProgram } from '../../support/child-program.ts'
import { faultFrom } from '../../support/fault-from.ts'
import { ownChildren } from '../../support/own-children.ts'
import { tempFolder } from '../../support/temp-folder.ts'

const HOLDER = `
const { withKeyLock } = await import(process.argv[1])
await withKeyLock(process.argv[2], 0, async () => {
  process.stdout.write('held')
  await new Promise((resolve) => process.stdin.once('data', resolve))
})
`

describe('the lock of the keys', () => {
  const own = ownChildren()
  it('hands on what was done, and lets the next one in after a failure', async () => {
    const folder = tempFolder()
    expect(await withKeyLock(folder, 0, async () => 7)).to.equal(7)
    const failed = await withKeyLock(folder, 0, async () => Promise.reject(new Error('no'))).catch(String)
    expect(failed).to.equal('Error: no')
    expect(await withKeyLock(folder, 0, async () => 8)).to.equal(8)
  })

  it('is refused while another act has it, and waited for by whoever has the patience', async () => {
    const folder = tempFolder()
    let end = () => {}
    const first = withKeyLock(folder, 0, () => new Promise<void>((resolve) => (end = resolve)))
    let inside = false
    const act = async () => {
      inside = true
    }
    expect(await faultFrom(() => withKeyLock(folder, 0, act))).to.equal('CONFLICT')
    const second = withKeyLock(folder, 60_000, act)
    expect(inside).to.equal(false)
    end()
    await first
    await second
    expect(inside).to.equal(true)
  })

  it('is free again when whoever held it was killed', async () => {
    const folder = tempFolder()
    const module = childProgram(new URL('../../../server/adapters/key-lock.ts', import.meta.url))
    const run = ['--input-type=module', '-e', HOLDER, module, folder]
    const child = own(spawn(process.execPath, run))
    await once(child.stdout, 'data')
    const ended = once(child, 'exit')
    child.kill('SIGKILL')
    await ended
    expect(await withKeyLock(folder, 0, async () => 'mine')).to.equal('mine')
  })
})
