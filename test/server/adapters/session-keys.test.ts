import { chmodSync, existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'chai'
import { sessionKeyFile, sessionKeys } from '../../../server/adapters/session-keys.ts'
import { fakeWorld, MINUTE } from '../../support/fake-world.ts'
import { faultFrom, wholeFaultFrom } from '../../support/fault-from.ts'
import { tempFolder } from '../../support/temp-folder.ts'

describe('the keys of sessions', () => {
  const setUp = () => {
    const [folder, world] = [tempFolder(), fakeWorld()]
    const path = join(folder, 'session.keys')
    const rotate = (lastsMs: number) => {
      const next = sessionKeyFile(folder).prepare({ now: world.now(), lastsMs })
      next.exchange()
      return next.kid
    }
    return { folder, world, path, rotate, keys: sessionKeys(folder, world.now) }
  }

  it('are made for the first session, once, for their owner alone', () => {
    const { folder, world, path, keys } = setUp()
    expect(existsSync(path)).to.equal(false)
    const others = [1, 2].map(() => sessionKeys(folder, world.now))
    const kids = [keys, ...others].map((each) => each.current().kid)
    expect(new Set(kids).size).to.equal(1)
    expect(statSync(path).mode & 0o777).to.equal(0o600)
    expect(readdirSync(folder)).to.deep.equal(['session.keys'])
  })

  it('hand over in every process that has the folder open; the old one ends when its time is over', () => {
    const { folder, world, keys, rotate } = setUp()
    const other = sessionKeys(folder, world.now)
    const old = keys.current().kid
    const fresh = rotate(16 * MINUTE)
    for (const each of [keys, other]) {
      expect(each.current().kid).to.equal(fresh)
      expect(each.find(old, world.now())).not.to.equal(null)
      expect(each.find(old, new Date(world.now().getTime() + 16 * MINUTE - 1))).not.to.equal(null)
      expect(each.find(old, new Date(world.now().getTime() + 16 * MINUTE))).to.equal(null)
      expect(each.find(fresh, new Date(world.now().getTime() + 16 * MINUTE))).not.to.equal(null)
    }
  })

  it('end at once when nothing is to last', () => {
    const { keys, world, rotate, path } = setUp()
    const old = keys.current().kid
    const fresh = rotate(0)
    expect([keys.find(old, world.now()), keys.current().kid]).to.deep.equal([null, fresh])
    expect(readFileSync(path, 'utf8')).not.to.include(old)
  })

  it('leave the file when nobody believes them, and not before', () => {
    const { folder, keys, world, rotate, path } = setUp()
    const old = keys.current().kid
    const fresh = rotate(16 * MINUTE)
    expect(sessionKeyFile(folder).drop(world.now())).to.deep.equal([])
    world.pass(16 * MINUTE)
    expect(sessionKeyFile(folder).drop(world.now())).to.deep.equal([old])
    expect(readFileSync(path, 'utf8')).not.to.include(old)
    expect(keys.list().map(({ kid }) => kid)).to.deep.equal([fresh])
  })

  it('stay as they are when a rotation is not carried out', () => {
    const { folder, keys, world } = setUp()
    const old = keys.current().kid
    sessionKeyFile(folder).prepare({ now: world.now(), lastsMs: 0 }).forget()
    expect(keys.current().kid).to.equal(old)
    expect(readdirSync(folder)).to.deep.equal(['session.keys'])
  })

  it('are not made anew when the file is taken away from a running server', async () => {
    const { keys, path } = setUp()
    keys.current()
    rmSync(path)
    expect(await faultFrom(() => keys.current())).to.equal('CONFIG_INVALID')
    expect(existsSync(path)).to.equal(false)
  })

  it('are refused when others can read them or they are no keys, and none is told in the complaint', async () => {
    const { folder, keys, path, world } = setUp()
    keys.current()
    const good = readFileSync(path, 'utf8')
    const [{ secret }] = JSON.parse(good).keys
    chmodSync(path, 0o644)
    expect(await faultFrom(() => sessionKeys(folder, world.now))).to.equal('CONFIG_INVALID')
    chmodSync(path, 0o600)
    for (const bad of ['', '{}', good.replace('null', '"2026-11-20T10:00:00.000Z"'), good.slice(0, -3)]) {
      writeFileSync(path, bad)
      const fault = await wholeFaultFrom(() => sessionKeys(folder, world.now))
      expect(fault.code).to.equal('CONFIG_INVALID')
      expect(String(fault.stack) + String(fault.cause)).not.to.include(secret)
      expect(readFileSync(path, 'utf8')).to.equal(bad)
    }
  })
})
