import { existsSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { expect } from 'chai'
import {
  type BundleGround,
  bundleGround,
  exported,
  secondVerifier,
  vouch,
} from '../../support/bundle-ground.ts'
import { tempFolder } from '../../support/temp-folder.ts'

describe('vouch audit export', () => {
  let ground: BundleGround
  before(async () => {
    ground = await bundleGround()
  })

  it('packs a folder, or one zip file, that is verified without store and keys', async () => {
    for (const name of ['bundle', 'bundle.zip']) {
      const path = await exported(ground, name)
      const ran = await vouch('verify', '--bundle', path, '--key', ground.key)
      expect([ran.code, ran.out.includes('acme: integrity INTACT, entries 0 to')]).to.deep.equal([0, true])
      expect(secondVerifier([path], '--key', ground.key)[0]?.code).to.equal(0)
      expect(readdirSync(join(path, '..'))).to.deep.equal([name])
    }
  })

  it('takes numbers of entries, and days', async () => {
    const ranges: [string[], string][] = [
      [['--from', '2', '--to', '5'], 'entries 2 to 4 of'],
      [['--from', '2000-01-01'], 'entries 0 to 2'],
      [['--to', '2000-01-01'], 'no entry of'],
    ]
    for (const [args, says] of ranges) {
      const ran = await vouch(
        'verify',
        '--bundle',
        await exported(ground, 'part', ...args),
        '--key',
        ground.key,
      )
      expect(ran.out, says).to.include(says)
    }
  })

  it('writes nothing when it is asked for in another way, or over something', async () => {
    const there = join(tempFolder(), 'there')
    writeFileSync(there, 'mine')
    const out = join(tempFolder(), 'out')
    const data = ['--data', ground.dataDir]
    const attempts: string[][] = [
      ['audit', 'export', ...data],
      ['audit', 'import', ...data, out],
      ['audit', 'export', ...data, '--from', 'monday', out],
      ['audit', 'export', ...data, '--payloads', 'some', out],
      ['audit', 'export', ...data, '--account', 'nobody', out],
      ['audit', 'export', ...data, there],
      ['audit', 'export', '--data', tempFolder(), out],
    ]
    for (const args of attempts) {
      expect((await vouch(...args)).code, args.join(' ')).to.equal(4)
      expect(existsSync(out), args.join(' ')).to.equal(false)
    }
  })

  it('signs nothing, and packs nothing, of a log that does not continue what was signed', async () => {
    const broken = await bundleGround()
    const database = new Database(join(broken.dataDir, 'vouch.sqlite'))
    database.exec(`update audit_entry set header = replace(header, '"allow"', '"deny"') where idx > 5`)
    database.close()
    const out = join(tempFolder(), 'out')
    const { code, err } = await vouch('audit', 'export', '--data', broken.dataDir, out)
    expect([code, err.includes('AUDIT_CHAIN_BROKEN'), existsSync(out)]).to.deep.equal([1, true, false])
  })
})
