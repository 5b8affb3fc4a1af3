import {
  existsSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { expect } from 'chai'
import { openKeyring } from '../../../server/adapters/keyring.ts'
import { runBackup } from '../../../server/cli/backup.ts'
import { readManifest } from '../../../server/cli/backup-manifest.ts'
import { runKeys } from '../../../server/cli/keys.ts'
import { runCli } from '../../../server/cli/main.ts'
import { ADMIN } from '../../support/companion-harness.ts'
import { readyDraft, startDesk } from '../../support/drafting-desk.ts'
import { faultFrom } from '../../support/fault-from.ts'
import { envOf } from '../../support/store-of.ts'
import { tempFolder } from '../../support/temp-folder.ts'

function terminal(env: Record<string, string> = {}) {
  const lines: string[] = []
  const out = (line: string) => void lines.push(line)
  return { lines, out, err: out, env }
}

const files = (folder: string) =>
  readdirSync(folder, { recursive: true })
    .map(String)
    .filter((name) => statSync(join(folder, name)).isFile())
    .toSorted()

describe('vouch backup', () => {
  it('copies the store of a running server, without any key, and the keys apart from it', async () => {
    const at = await startDesk()
    const [to, keysTo] = [join(tempFolder(), 'backups'), join(tempFolder(), 'keys')]
    const said = terminal()
    expect(await runBackup(['--data', at.dataDir, '--to', to, '--keys-to', keysTo], said)).to.equal(0)
    const [name = ''] = readdirSync(to)
    expect(name).to.match(/^vouch-\d{8}T\d{6}Z$/)
    expect(files(join(to, name))).to.deep.equal(['audit/acme.checkpoint', 'manifest.json', 'vouch.sqlite'])
    expect(files(keysTo)).to.include.members(['master.key', 'checkpoint.key', 'audit/acme.checkpoint'])
    const { manifest } = readManifest(join(to, name))
    expect(manifest.logs[0]?.entries).to.equal(at.audit().length)
    const master = readFileSync(join(at.dataDir, 'master.key'), 'utf8').trim()
    for (const file of files(join(to, name)))
      expect(readFileSync(join(to, name, file)).includes(master), file).to.equal(false)
    // It goes on as before.
    expect((await at.api(ADMIN, 'GET', '/me')).status).to.equal(200)
    await at.stop()
  })

  it('copies the keys alone, and says in JSON what it did', async () => {
    const at = await startDesk()
    const keysTo = join(tempFolder(), 'keys')
    const said = terminal()
    expect(await runBackup(['--data', at.dataDir, '--keys-to', keysTo, '--json'], said)).to.equal(0)
    expect(JSON.parse(said.lines[0] ?? '')).to.deep.include({ backup: null })
    await at.stop()
  })

  const held = (folder: string) =>
    files(folder).map((name) => [name, readFileSync(join(folder, name), 'latin1')])

  for (const sealed of [false, true])
    it(`leaves a copy of the keys as it is that a folder without some of them would take from (${sealed ? 'sealed' : 'files'})`, async () => {
      const at = await startDesk()
      await readyDraft(at)
      const passphrase = join(tempFolder(), 'passphrase')
      writeFileSync(passphrase, 'four words and a stone', { mode: 0o600 })
      const keysTo = join(tempFolder(), 'keys')
      const env = envOf(at.dataDir)
      const copy = () =>
        runBackup(
          ['--data', at.dataDir, '--keys-to', keysTo, ...(sealed ? ['--passphrase-file', passphrase] : [])],
          terminal(env),
        )
      expect(
        await runKeys(['rotate', 'master', '--data', at.dataDir, '--as', ADMIN], terminal(env)),
      ).to.equal(0)
      expect(await copy()).to.equal(0)
      const whole = held(keysTo)
      const aside = tempFolder()
      for (const lost of ['keys', 'master.keys']) {
        renameSync(join(at.dataDir, lost), join(aside, lost))
        expect(await faultFrom(copy), lost).to.equal('CONFIG_INVALID')
        expect(held(keysTo), lost).to.deep.equal(whole)
        rmSync(join(at.dataDir, lost), { recursive: true, force: true })
        renameSync(join(aside, lost), join(at.dataDir, lost))
      }
      expect(await copy()).to.equal(0)
      await at.stop()
    })

  it('leaves a sealed copy as it is, too, that it cannot open, while the folder has lost what it may hold', async () => {
    const at = await startDesk()
    await readyDraft(at)
    const keysTo = join(tempFolder(), 'keys')
    const copy = (passphrase: string | null) => {
      const file = join(tempFolder(), 'passphrase')
      if (passphrase !== null) writeFileSync(file, passphrase, { mode: 0o600 })
      const sealed = passphrase === null ? [] : ['--passphrase-file', file]
      return runBackup(['--data', at.dataDir, '--keys-to', keysTo, ...sealed], terminal(envOf(at.dataDir)))
    }
    expect(await copy('four words and a stone')).to.equal(0)
    const whole = held(keysTo)
    const [keys, aside] = [join(at.dataDir, 'keys'), join(tempFolder(), 'keys')]
    renameSync(keys, aside)
    for (const other of ['five words and a stone', null]) {
      expect(await faultFrom(() => copy(other)), String(other)).to.equal('CONFIG_INVALID')
      expect(held(keysTo), String(other)).to.deep.equal(whole)
    }
    rmSync(keys, { recursive: true, force: true })
    renameSync(aside, keys)
    expect(await copy('five words and a stone')).to.equal(0)
    await at.stop()
  })

  it('does not put the keys of one installation in the place of another’s', async () => {
    const [folder, fresh, keysTo] = [tempFolder(), tempFolder(), join(tempFolder(), 'keys')]
    for (const each of [folder, fresh]) openKeyring(each)
    expect(await runBackup(['--data', folder, '--keys-to', keysTo], terminal())).to.equal(0)
    const whole = held(keysTo)
    expect(await faultFrom(() => runBackup(['--data', fresh, '--keys-to', keysTo], terminal()))).to.equal(
      'CONFLICT',
    )
    expect(held(keysTo)).to.deep.equal(whole)
    expect(await runBackup(['--data', folder, '--keys-to', keysTo], terminal())).to.equal(0)
  })

  for (const sealed of [false, true])
    it(`knows a copy of before by its keys, which did not say yet whose they are (${sealed ? 'sealed' : 'files'})`, async () => {
      const [folder, fresh, keysTo] = [tempFolder(), tempFolder(), join(tempFolder(), 'keys')]
      for (const each of [folder, fresh]) openKeyring(each)
      const passphrase = join(tempFolder(), 'passphrase')
      writeFileSync(passphrase, 'four words and a stone', { mode: 0o600 })
      const order = ['--keys-to', keysTo, ...(sealed ? ['--passphrase-file', passphrase] : [])]
      const copy = (data: string) => runBackup(['--data', data, ...order], terminal())
      expect(await copy(folder)).to.equal(0)
      rmSync(join(keysTo, 'installation.id'))
      const whole = held(keysTo)
      expect(await faultFrom(() => copy(fresh))).to.equal('CONFLICT')
      expect(held(keysTo)).to.deep.equal(whole)
      expect(await copy(folder)).to.equal(0)
      expect(await faultFrom(() => copy(fresh))).to.equal('CONFLICT')
    })

  it('is not made of a log that does not hold, and nothing is left', async () => {
    const at = await startDesk()
    at.tamper((database) => database.prepare("update audit_entry set header = '{}' where idx = 1").run())
    const to = join(tempFolder(), 'backups')
    expect(await faultFrom(() => runBackup(['--data', at.dataDir, '--to', to], terminal()))).to.equal(
      'AUDIT_CHAIN_BROKEN',
    )
    expect(readdirSync(to)).to.deep.equal([])
    await at.stop()
  })

  it('does not put store and keys into one folder, nor into the data folder', async () => {
    const at = await startDesk()
    await at.stop()
    const place = join(tempFolder(), 'place')
    const tries = [
      ['--to', place, '--keys-to', place],
      ['--to', place, '--keys-to', join(place, 'keys')],
      ['--to', join(place, 'store'), '--keys-to', place],
      ['--to', join(at.dataDir, 'backups')],
      ['--keys-to', at.dataDir],
    ]
    for (const args of tries)
      expect(await faultFrom(() => runBackup(['--data', at.dataDir, ...args], terminal()))).to.equal(
        'CONFLICT',
      )
    expect(existsSync(place)).to.equal(false)
  })

  it('looks through links: another name for the same folder is the same folder', async () => {
    const at = await startDesk()
    await at.stop()
    const place = tempFolder()
    const other = join(tempFolder(), 'other-name')
    symlinkSync(place, other)
    const intoData = join(tempFolder(), 'into-data')
    symlinkSync(at.dataDir, intoData)
    for (const args of [
      ['--to', place, '--keys-to', join(other, 'keys')],
      ['--to', join(intoData, 'backups')],
    ])
      expect(await faultFrom(() => runBackup(['--data', at.dataDir, ...args], terminal()))).to.equal(
        'CONFLICT',
      )
    expect(readdirSync(place)).to.deep.equal([])
    expect(existsSync(join(at.dataDir, 'backups'))).to.equal(false)
  })

  it('does not take the file for the store where that is PostgreSQL, and copies the keys all the same', async () => {
    const at = await startDesk()
    await at.stop()
    const [to, keysTo] = [join(tempFolder(), 'backups'), join(tempFolder(), 'keys')]
    const postgres = terminal({ DATABASE_URL: 'postgres://vouch@localhost/vouch' })
    const order = ['--data', at.dataDir, '--keys-to', keysTo]
    expect(await faultFrom(() => runBackup([...order, '--to', to], postgres))).to.equal('BAD_REQUEST')
    expect([existsSync(to), existsSync(keysTo)]).to.deep.equal([false, false])
    expect(await runBackup(order, postgres)).to.equal(0)
  })

  it('says how it is used, and ends with 4, when it is not told what to do', async () => {
    for (const args of [[], ['--passphrase-file', 'x'], ['--to'], ['--all']]) {
      const said = terminal()
      expect(await runCli(['backup', ...args], said)).to.equal(4)
      expect(said.lines.join('\n')).to.include('vouch backup')
    }
    const folder = tempFolder()
    expect(
      await faultFrom(() => runBackup(['--data', folder, '--to', join(tempFolder(), 'b')], terminal())),
    ).to.equal('SOURCE_UNREADABLE')
    expect(readdirSync(folder)).to.deep.equal([], 'no keys are made where there are none')
  })
})
