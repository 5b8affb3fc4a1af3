import { spawnSync } from 'node:child_process'
import {
  appendFileSync,
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { expect } from 'chai'
import { copyKeys, monthsOnlyIn, placeKeys, readPassphrase } from '../../../server/adapters/key-copy.ts'
import { openKeyring } from '../../../server/adapters/keyring.ts'
import { faultFrom } from '../../support/fault-from.ts'
import { tempFolder } from '../../support/temp-folder.ts'

const PASSPHRASE = 'four words and a stone'

function installation() {
  const dataDir = tempFolder()
  const journal = join(dataDir, 'erasures')
  const keys = openKeyring(dataDir, () => new Date('2026-11-22T00:00:00.000Z'))
  const wrapped = keys.newPersonKey('who')
  const sealed = keys.sealFor(wrapped, 'who', 'a word', 'about')
  mkdirSync(journal)
  writeFileSync(join(journal, 'acme.journal'), 'one\n')
  mkdirSync(join(dataDir, 'audit'))
  writeFileSync(join(dataDir, 'audit', 'acme.checkpoint'), 'signed')
  const opens = (folder: string) => openKeyring(folder).unsealFor(wrapped, 'who', sealed, 'about')
  return {
    dataDir,
    journal,
    keys,
    opens,
    places: { dataDir, journal, stops: join(dataDir, 'kill-switch.jsonl'), installation: 'one' },
  }
}

const bytesIn = (folder: string): string =>
  readdirSync(folder, { recursive: true })
    .map((name) => join(folder, String(name)))
    .filter((path) => statSync(path).isFile())
    .map((path) => readFileSync(path, 'latin1'))
    .join('\n')

describe('a copy of the keys', () => {
  for (const passphrase of [null, PASSPHRASE])
    it(`opens everything again, ${passphrase === null ? 'as files of their owner' : 'sealed with a passphrase'}`, () => {
      const { dataDir, places, opens } = installation()
      const [folder, into] = [join(tempFolder(), 'keys'), tempFolder()]
      expect(copyKeys(places, folder, passphrase)).to.equal(3)
      const secret = readFileSync(join(dataDir, 'master.key'), 'utf8').trim()
      expect(bytesIn(folder).includes(secret)).to.equal(passphrase === null)
      placeKeys(folder, passphrase, into)
      expect(opens(into)).to.equal('a word')
      expect(readFileSync(join(into, 'erasures', 'acme.journal'), 'utf8')).to.equal('one\n')
      expect(readFileSync(join(into, 'audit', 'acme.checkpoint'), 'utf8')).to.equal('signed')
      for (const name of ['master.key', 'checkpoint.key', 'keys/epoch-2026-11.key'])
        expect(statSync(join(into, name)).mode & 0o777, name).to.equal(0o600)
    })

  for (const passphrase of [null, PASSPHRASE])
    it(`follows the folder: a month that is destroyed is gone here too (${passphrase === null ? 'files' : 'sealed'})`, async () => {
      const { places, keys, opens } = installation()
      const [folder, into] = [join(tempFolder(), 'keys'), tempFolder()]
      copyKeys(places, folder, passphrase)
      await keys.epochs.destroy('2026-11', 'who')
      copyKeys(places, folder, passphrase)
      placeKeys(folder, passphrase, into)
      expect(existsSync(join(into, 'keys', 'epoch-2026-11.key'))).to.equal(false)
      expect(existsSync(join(folder, 'keys', 'epoch-2026-11.key'))).to.equal(false)
      expect(await faultFrom(async () => opens(into))).to.equal('STORE_UNAVAILABLE')
    })

  it('makes each guess of its passphrase dear, and is sealed with another salt each time', () => {
    const { places } = installation()
    const folder = join(tempFolder(), 'keys')
    const salts = [1, 2].map(() => {
      copyKeys(places, folder, PASSPHRASE)
      const { salt, ...said } = JSON.parse(readFileSync(join(folder, 'keys.sealed'), 'utf8'))
      // 128 MiB a guess: what OWASP asks of scrypt at least.
      expect(said).to.deep.include({ kdf: 'scrypt', N: 2 ** 17, r: 8, p: 1 })
      return salt
    })
    expect(Buffer.from(salts[0], 'base64')).to.have.length(16)
    expect(salts[0]).to.not.equal(salts[1])
  })

  it('leaves no open key behind when it is sealed from now on, nor the other way round', () => {
    const { dataDir, places } = installation()
    const folder = join(tempFolder(), 'keys')
    copyKeys(places, folder, null)
    copyKeys(places, folder, PASSPHRASE)
    expect(bytesIn(folder)).to.not.include(readFileSync(join(dataDir, 'master.key'), 'utf8').trim())
    copyKeys(places, folder, null)
    expect(existsSync(join(folder, 'keys.sealed'))).to.equal(false)
  })

  it('tells which months it alone holds, and lets its passphrase change', () => {
    const { dataDir, places, opens } = installation()
    const [folder, into] = [join(tempFolder(), 'keys'), tempFolder()]
    copyKeys(places, folder, PASSPHRASE)
    expect(monthsOnlyIn(folder, PASSPHRASE, dataDir)).to.deep.equal([])
    expect(monthsOnlyIn(folder, PASSPHRASE, tempFolder())).to.deep.equal(['2026-11'])
    const later = 'five words and a stone'
    expect(monthsOnlyIn(folder, later, tempFolder())).to.equal(null)
    expect(monthsOnlyIn(folder, null, tempFolder())).to.equal(null)
    copyKeys(places, folder, later)
    placeKeys(folder, later, into)
    expect(opens(into)).to.equal('a word')
    copyKeys(places, folder, null)
    expect(monthsOnlyIn(folder, null, tempFolder())).to.deep.equal(['2026-11'])
  })

  if (process.platform === 'linux')
    it('is as it was when there is no room for a new one', async () => {
      const { places, opens } = installation()
      const [folder, into] = [join(tempFolder(), 'keys'), tempFolder()]
      copyKeys(places, folder, PASSPHRASE)
      const limit = (most: string) =>
        expect(spawnSync('prlimit', ['--pid', String(process.pid), `--fsize=${most}:`]).status).to.equal(0)
      // All else is smaller.
      limit(String(statSync(join(folder, 'keys.sealed')).size - 1))
      try {
        expect(() => copyKeys(places, folder, PASSPHRASE)).to.throw(/EFBIG/)
      } finally {
        limit('unlimited')
      }
      placeKeys(folder, PASSPHRASE, into)
      expect(opens(into)).to.equal('a word')
    })

  it('does not open with another passphrase, without one, or when a byte was changed', async () => {
    const { places } = installation()
    const [folder, into] = [join(tempFolder(), 'keys'), join(tempFolder(), 'into')]
    copyKeys(places, folder, PASSPHRASE)
    const tries = {
      another: () => placeKeys(folder, 'five words and a stone', into),
      none: () => placeKeys(folder, null, into),
      changed: () => {
        const path = join(folder, 'keys.sealed')
        const written = JSON.parse(readFileSync(path, 'utf8'))
        const sealed = `${written.sealed.startsWith('A') ? 'B' : 'A'}${written.sealed.slice(1)}`
        writeFileSync(path, JSON.stringify({ ...written, sealed }))
        placeKeys(folder, PASSPHRASE, into)
      },
      empty: () => placeKeys(tempFolder(), null, into),
    }
    for (const [name, act] of Object.entries(tries)) {
      const code = name === 'none' ? 'BAD_REQUEST' : 'SOURCE_UNREADABLE'
      expect(await faultFrom(async () => act()), name).to.equal(code)
      expect(existsSync(into), name).to.equal(false)
    }
  })

  it('takes what came to the journal of erasures, and refuses one that has lost a line', async () => {
    const { journal, places } = installation()
    const folder = join(tempFolder(), 'keys')
    const file = join(journal, 'acme.journal')
    copyKeys(places, folder, null)
    appendFileSync(file, 'two\nhalf of thr')
    copyKeys(places, folder, null)
    const kept = () => readFileSync(join(folder, 'erasures', 'acme.journal'), 'utf8')
    expect(kept()).to.equal('one\ntwo\n')
    writeFileSync(file, 'two\n')
    expect(await faultFrom(async () => copyKeys(places, folder, null))).to.equal('ERASURE_JOURNAL_BROKEN')
    expect(kept()).to.equal('one\ntwo\n')
  })

  it('takes the stops and the connection along, forgets no stop, and follows a connection that was taken back', () => {
    const { dataDir, places } = installation()
    const [folder, into] = [join(tempFolder(), 'keys'), tempFolder()]
    const connection = join(dataDir, 'connection.json')
    writeFileSync(connection, '{}', { mode: 0o600 })
    writeFileSync(places.stops, 'first\n')
    copyKeys(places, folder, null)
    writeFileSync(places.stops, 'second\n')
    copyKeys(places, folder, null)
    writeFileSync(join(into, 'kill-switch.jsonl'), 'first\nof a backup\n')
    placeKeys(folder, null, into)
    expect(readFileSync(join(into, 'kill-switch.jsonl'), 'utf8')).to.equal('first\nof a backup\nsecond\n')
    expect(readFileSync(join(into, 'connection.json'), 'utf8')).to.equal('{}')
    expect(statSync(join(into, 'connection.json')).mode & 0o777).to.equal(0o600)
    rmSync(connection)
    copyKeys(places, folder, null)
    expect(existsSync(join(folder, 'connection.json'))).to.equal(false)
  })

  it('wants a passphrase that nobody guesses, from a file that nobody else reads', async () => {
    const file = join(tempFolder(), 'passphrase')
    const from = (text: string, mode: number) => {
      writeFileSync(file, text)
      chmodSync(file, mode)
      return readPassphrase(file)
    }
    expect(from(`${PASSPHRASE}\n`, 0o600)).to.equal(PASSPHRASE)
    expect(await faultFrom(async () => from('fifteen letters\n', 0o600))).to.equal('BAD_REQUEST')
    expect(await faultFrom(async () => from(PASSPHRASE, 0o644))).to.equal('CONFIG_INVALID')
  })
})
