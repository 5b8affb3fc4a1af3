import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readdirSync, utimesSync, writeFileSync } from 'node:fs'
import { expect } from 'chai'
import { serverLocks } from '../../../server/adapters/server-locks.ts'
import { faultFrom } from '../../support/fault-from.ts'
import { ownChildren } from '../../support/own-children.ts'
import { tempFolder } from '../../support/temp-folder.ts'

const [ONE, TWO] = ['00000000-0000-7000-8000-000000000001', '00000000-0000-7000-8000-000000000002']
const HOLD = `
  import { serverLocks } from ${JSON.stringify(new URL('../../../server/adapters/server-locks.ts', import.meta.url))}
  const locks = serverLocks(process.argv[1], process.argv[2], 'acme')
  locks.hold()
  locks.take('sync')
  process.stdout.write('holds')
  // Named again, or it could be collected as garbage, and its lock with it.
  setInterval(() => locks.others, 1_000)
`

describe('servers on one file', () => {
  const own = ownChildren()
  const others = (locks: ReturnType<typeof serverLocks>) => [...locks.others()]

  it('see each other while they are there, and leave nothing', () => {
    const folder = tempFolder()
    const [one, two] = [serverLocks(folder, ONE, 'acme'), serverLocks(folder, TWO, 'acme')]
    one.hold()
    expect(others(one)).to.deep.equal([])
    two.hold()
    two.hold()
    expect([others(one), others(two)]).to.deep.equal([[TWO], [ONE]])
    two.release()
    expect(others(one)).to.deep.equal([])
    one.release()
    expect(readdirSync(`${folder}/servers`)).to.deep.equal([])
  })

  it('are at what only one may be at, each for its own account', () => {
    const folder = tempFolder()
    const [acme, beta] = [serverLocks(folder, ONE, 'acme'), serverLocks(folder, TWO, 'beta')]
    expect([acme.take('events'), beta.isElsewhere('events'), beta.take('events')]).to.deep.equal([
      true,
      false,
      true,
    ])
    for (const each of [acme, beta]) each.release()
  })

  it('are known to be gone at once when they were killed, in a process of their own', async function () {
    this.timeout(240_000)
    const folder = tempFolder()
    const one = serverLocks(folder, ONE, 'acme')
    one.hold()
    const run = ['--import', 'tsx', '--input-type=module', '-e', HOLD, folder, TWO]
    const child = own(spawn(process.execPath, run, { stdio: ['ignore', 'pipe', 'inherit'] }))
    await once(child.stdout, 'data')
    expect(others(one)).to.deep.equal([TWO])
    expect([one.isElsewhere('sync'), one.take('sync')]).to.deep.equal([true, false])
    child.kill('SIGKILL')
    await once(child, 'exit')
    expect([one.isElsewhere('sync'), one.take('sync')]).to.deep.equal([false, true])
    expect([others(one), existsSync(`${folder}/servers/${TWO}`)]).to.deep.equal([[], true])
    one.release()
  })

  it('give what only one may be at to one of them, until it gives it back', () => {
    const folder = tempFolder()
    const [one, two] = [serverLocks(folder, ONE, 'acme'), serverLocks(folder, TWO, 'acme')]
    expect([one.isElsewhere('sync'), one.take('sync'), one.take('sync')]).to.deep.equal([false, true, true])
    expect([one.isElsewhere('sync'), two.isElsewhere('sync')]).to.deep.equal([false, true])
    expect([two.take('sync'), two.take('events')]).to.deep.equal([false, true])
    one.drop('sync')
    expect([two.isElsewhere('sync'), two.take('sync'), one.isElsewhere('sync')]).to.deep.equal([
      false,
      true,
      true,
    ])
    two.release()
    expect([one.isElsewhere('sync'), one.isElsewhere('events')]).to.deep.equal([false, false])
    // Saying what one is at says nothing of being there as a server.
    expect(others(one)).to.deep.equal([])
  })

  it('clear away what was left behind days ago, and neither who is there nor who comes just now', () => {
    const folder = tempFolder()
    const one = serverLocks(folder, ONE, 'acme')
    one.hold()
    const [long, now] = ['00000000-0000-7000-8000-00000000000a', '00000000-0000-7000-8000-00000000000b']
    for (const name of [long, now]) writeFileSync(`${folder}/servers/${name}`, '')
    const days = new Date(Date.now() - 3 * 86_400_000)
    for (const name of [long, ONE]) utimesSync(`${folder}/servers/${name}`, days, days)
    const two = serverLocks(folder, TWO, 'acme')
    two.hold()
    expect(readdirSync(`${folder}/servers`).sort()).to.deep.equal([ONE, TWO, now])
    for (const each of [one, two]) each.release()
  })

  it('say where their folder cannot be written', async () => {
    const folder = tempFolder()
    writeFileSync(`${folder}/servers`, 'a file')
    expect(await faultFrom(async () => serverLocks(folder, ONE, 'acme').hold())).to.equal('STORE_UNAVAILABLE')
  })
})
