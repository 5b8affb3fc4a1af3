import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'chai'
import { makePrivate, readPrivate, writePrivate } from '../../../server/adapters/private-file.ts'
import { childProgram } from '../../support/child-program.ts'
import { faultFrom } from '../../support/fault-from.ts'
import { ownChildren } from '../../support/own-children.ts'
import { tempFolder } from '../../support/temp-folder.ts'

/** A server's first start, as far as its keys go: it waits for the word, so that several begin at once. */
const FIRST_START = `
const { openKeyring } = await import(process.argv[1])
process.stdout.write('ready')
await new Promise((resolve) => process.stdin.once('data', resolve))
const keys = openKeyring(process.argv[2])
const mark = keys.digest('mark', 'x') + keys.checkpointKey.export({ type: 'pkcs8', format: 'der' }).toString('hex')
process.stdout.write(mark)
process.exit(0)
`

describe('a file that its owner alone reads', () => {
  const own = ownChildren()
  it('is written whole, over what was there, and leaves nothing beside it', () => {
    const folder = tempFolder()
    const path = join(folder, 'a.key')
    writePrivate(path, 'one')
    writePrivate(path, 'two')
    expect(readFileSync(path, 'utf8')).to.equal('two')
    expect(statSync(path).mode & 0o777).to.equal(0o600)
    expect(readdirSync(folder)).to.deep.equal(['a.key'])
  })

  it('is made once: whoever comes second leaves it', () => {
    const folder = tempFolder()
    const path = join(folder, 'a.key')
    makePrivate(path, 'one')
    makePrivate(path, 'two')
    expect(readPrivate(path)).to.equal('one')
    expect(readdirSync(folder)).to.deep.equal(['a.key'])
  })

  it('is not read when others could', async () => {
    const path = join(tempFolder(), 'a.key')
    makePrivate(path, 'one')
    chmodSync(path, 0o640)
    expect(await faultFrom(() => readPrivate(path))).to.equal('CONFIG_INVALID')
  })

  it('is one key for servers that start on an empty folder at once', async () => {
    const folder = join(tempFolder(), 'data')
    const keyring = childProgram(new URL('../../../server/adapters/keyring.ts', import.meta.url))
    const servers = Array.from({ length: 4 }, () =>
      own(spawn(process.execPath, ['--input-type=module', '-e', FIRST_START, keyring, folder])),
    )
    await Promise.all(servers.map((server) => once(server.stdout, 'data')))
    const marks = servers.map(async (server) => {
      let said = ''
      server.stdout.on('data', (chunk: Buffer) => {
        said += chunk.toString('utf8')
      })
      await once(server, 'close')
      return said
    })
    for (const server of servers) server.stdin.write('go')
    const all = await Promise.all(marks)
    expect(all[0]).to.match(/^\S{100,}$/)
    expect(new Set(all).size).to.equal(1)
    expect(readdirSync(folder).filter((name) => name.endsWith('.new'))).to.deep.equal([])
  })
})
