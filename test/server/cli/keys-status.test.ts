import { utimesSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'chai'
import { openKeyring } from '../../../server/adapters/keyring.ts'
import { masterKeyFiles } from '../../../server/adapters/master-key-files.ts'
import { createAuditLog } from '../../../server/audit/index.ts'
import { readKeysStatus, statusCode, statusLines } from '../../../server/cli/keys-status.ts'
import { rotateMasterKey } from '../../../server/master-key.ts'
import { requesterOf } from '../../../server/tickets/index.ts'
import { DAY, fakeWorld } from '../../support/fake-world.ts'
import { fileStore } from '../../support/memory-store.ts'
import { tempFolder } from '../../support/temp-folder.ts'

describe('the state of the keys', () => {
  it('tells ages, what is wrapped with which, and what is due, by names alone', async () => {
    const folder = tempFolder()
    const [store, world] = [await fileStore(folder), fakeWorld()]
    const keys = openKeyring(folder, world.now)
    const rooms = { world, keys, audit: createAuditLog(world, keys) }
    const transact = store.transact
    for (const name of ['master.key', 'checkpoint.key'])
      utimesSync(join(folder, name), world.now(), world.now())
    keys.sessions.current()
    await transact((tx) => requesterOf(rooms, tx, 'acme', '7'))
    const status = () => readKeysStatus(keys, { dataDir: folder, now: world.now(), transact })
    const fresh = await status()
    expect(statusCode(fresh)).to.equal(0)
    expect(fresh.keys.map(({ key, days, due }) => [key, days, due])).to.deep.equal([
      ['master', 0, false],
      ['session', 0, false],
      ['log', 0, false],
    ])
    expect(fresh.wrapped).to.deep.equal([{ accountId: 'acme', epoch: '2026-11', generation: 1, count: 1 }])
    world.pass(92 * DAY)
    const quarter = await status()
    expect(statusCode(quarter)).to.equal(3)
    expect(statusLines(quarter).filter((line) => line.includes('due'))).to.have.length(1)
    world.pass(273 * DAY)
    expect((await status()).keys.every(({ due }) => due)).to.equal(true)

    const files = masterKeyFiles(folder)
    files.begin(world.now())
    files.exchange()
    const underWay = await status()
    expect(underWay.open.join()).to.include('master key 1 is still there, 1 keys of people need it')
    await rotateMasterKey({ dataDir: folder, ...rooms, transact }, async () => ({ kind: 'agent', ref: 'r' }))
    const done = await status()
    expect([done.open, done.keys[0]?.days, done.wrapped[0]?.generation]).to.deep.equal([[], 0, 2])
    const secrets = [fresh, done].flatMap((each) => JSON.stringify(each).match(/[0-9a-f]{32,}/g) ?? [])
    expect(secrets).to.deep.equal([])
    await store.close()
  })
})
