import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'chai'
import {
  type BundleGround,
  bundleGround,
  exported,
  secondVerifier,
  vouch,
} from '../../support/bundle-ground.ts'
import { handOn } from '../../support/store-of.ts'
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
      ['audit', 'export', ...data, '--payloads', 'open', out],
      ['audit', 'export', ...data, '--as', '14', out],
      ['audit', 'export', ...data, there],
      ['audit', 'export', '--data', tempFolder(), out],
    ]
    for (const args of attempts) {
      expect((await vouch(...args)).code, args.join(' ')).to.equal(4)
      expect(existsSync(out), args.join(' ')).to.equal(false)
    }
  })

  it('opens sealed words only for compliance, on two people’s word, and on record', async () => {
    const open = await bundleGround()
    const change = (sql: string) => {
      const database = handOn(open.dataDir)
      database.exec(sql)
      database.close()
    }
    const entries = () => {
      const database = handOn(open.dataDir)
      const rows = database
        .prepare("select header from audit_entry where header like '%audit.exported%'")
        .all()
      database.close()
      return rows.length
    }
    const out = join(tempFolder(), 'out')
    const ask = () =>
      vouch('audit', 'export', '--data', open.dataDir, '--payloads', 'open', '--as', '14', out)
    const nobody = await ask()
    expect(nobody.err).to.include('only the role compliance')
    change("insert into agent_role values ('acme', '14', 'compliance', '2026-01-01T00:00:00.000Z')")
    const alone = await ask()
    expect(alone.err).to.include('SECOND_PERSON_NEEDED')
    expect([nobody.code, alone.code].includes(0)).to.equal(false)
    expect([existsSync(out), entries()]).to.deep.equal([false, 0])
    change("insert into four_eyes values ('acme', 1, 'off', '2026-01-01T00:00:00.000Z')")
    const two = await ask()
    expect([two.code, existsSync(out), entries()], two.err).to.deep.equal([0, true, 1])
  })

  it('signs nothing, and packs nothing, of a log that does not continue what was signed', async () => {
    const broken = await bundleGround()
    const database = handOn(broken.dataDir)
    database.exec(`update audit_entry set header = replace(header, '"allow"', '"deny"') where idx > 5`)
    database.close()
    const out = join(tempFolder(), 'out')
    const { code, err } = await vouch('audit', 'export', '--data', broken.dataDir, out)
    expect([code, err.includes('AUDIT_CHAIN_BROKEN'), existsSync(out)]).to.deep.equal([1, true, false])
  })

  it('leaves nothing behind when it breaks off, so that it can be tried again', async () => {
    const folder = tempFolder()
    const other = join(folder, 'another.checkpoint')
    writeFileSync(other, 'no checkpoint of this log')
    for (const name of ['out', 'out.zip']) {
      const args = ['--data', ground.dataDir, '--since', other, join(folder, name)]
      expect((await vouch('audit', 'export', ...args)).code).to.equal(4)
      expect(readdirSync(folder)).to.deep.equal(['another.checkpoint'])
      const again = await vouch('audit', 'export', '--data', ground.dataDir, join(folder, name))
      expect(again.code).to.equal(0)
      rmSync(join(folder, name), { recursive: true })
    }
  })
})

describe('vouch audit proof', () => {
  let ground: BundleGround
  let file: string
  let text: string
  before(async () => {
    ground = await bundleGround()
    file = join(tempFolder(), 'entry-3.tlog-proof')
    expect(await vouch('audit', 'proof', '--data', ground.dataDir, '--entry', '3', file)).to.include({
      code: 0,
    })
    text = readFileSync(file, 'utf8')
  })
  const check = (at: string, ...args: string[]) =>
    vouch('verify', '--proof', at, '--data', '/nowhere', ...args)
  const codes = async (at: string, ...args: string[]) => [
    (await check(at, ...args)).code,
    secondVerifier([at], '--proof', ...args)[0]?.code,
  ]
  const written = (content: string) => {
    const at = join(tempFolder(), 'changed.tlog-proof')
    writeFileSync(at, content)
    return at
  }

  it('makes a file that anybody can check with the key alone', async () => {
    const { code, out } = await check(file, '--key', ground.key)
    expect([code, out]).to.deep.equal([0, out])
    expect(out).to.match(/^acme: entry 3 of \d+: good, [a-z_.]+ at 20\S+Z, in the signed log$/)
    expect(await codes(file, '--key', ground.key)).to.deep.equal([0, 0])
    expect(await codes(file)).to.deep.equal([3, 3])
    expect((await vouch('verify', '--proof', file, '--data', ground.dataDir, '--json')).out).to.include(
      '"problem":null,"trusted":true',
    )
  })

  const header = () => Buffer.from(/^extra (\S+)$/m.exec(text)?.[1] ?? '', 'base64').toString('utf8')
  const withHeader = (changed: string) =>
    text.replace(/^extra .*$/m, `extra ${Buffer.from(changed).toString('base64')}`)
  const LIES: Record<string, [() => string, number]> = {
    'another decision in the entry': [
      () => withHeader(header().replace('"decision":"', '"decision":"un')),
      2,
    ],
    'an entry of another place': [() => text.replace('index 3', 'index 4'), 2],
    'a hash of another log': [() => text.replace(/\n[A-Za-z0-9+/]{43}=\n/, `\n${'A'.repeat(43)}=\n`), 2],
    'a hash left out': [() => text.replace(/\n[A-Za-z0-9+/]{43}=\n/, '\n'), 2],
    'a checkpoint of another size': [() => text.replace(/(vouch\/acme\n)(\d+)/, '$19$2'), 2],
    'no entry': [() => text.replace(/^extra .*\n/m, ''), 4],
    'no proof at all': [() => 'all is well', 4],
  }
  for (const [name, [lie, code]] of Object.entries(LIES))
    it(`does not take ${name}, and neither does the second verifier`, async () => {
      expect(lie()).to.not.equal(text)
      expect(await codes(written(lie()), '--key', ground.key)).to.deep.equal([code, code])
    })

  it('makes none of an entry that is not there, over a file that is, or without a number', async () => {
    const out = join(tempFolder(), 'none')
    const args = ['audit', 'proof', '--data', ground.dataDir]
    expect((await vouch(...args, '--entry', '9999', out)).err).to.include('NOT_FOUND')
    expect((await vouch(...args, '--entry', 'x', out)).code).to.equal(4)
    expect((await vouch(...args, out)).code).to.equal(4)
    expect(existsSync(out)).to.equal(false)
    expect((await vouch(...args, '--entry', '1', file)).code).to.equal(4)
    expect(readFileSync(file, 'utf8')).to.equal(text)
  })
})
