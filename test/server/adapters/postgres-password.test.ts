import { chmodSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'chai'
import { passwordFor } from '../../../server/adapters/postgres-password.ts'
import { wholeFaultFrom } from '../../support/fault-from.ts'
import { tempFolder } from '../../support/temp-folder.ts'

const WANTED = { host: 'db.example', port: 5432, database: 'vouch', user: 'vouch_app' }

describe('the password of the database', () => {
  const fileWith = (text: string) => {
    const path = join(tempFolder(), 'pgpass')
    writeFileSync(path, text, { mode: 0o600 })
    return path
  }

  const FOUND: Readonly<Record<string, readonly [string, string]>> = {
    'of its own line': ['db.example:5432:vouch:vouch_app:secret', 'secret'],
    'of a line for all': ['*:*:vouch:vouch_app:secret\n', 'secret'],
    'of the first line that fits': [
      '*:*:*:vouch_owner:no\r\n# *:*:*:*:no\n\n*:*:*:*:yes\n*:*:*:*:late',
      'yes',
    ],
    'with signs that mean something': ['*:*:*:*:a\\:b\\\\c\\d', 'a:b\\cd'],
    'up to a colon': ['*:*:*:*:a:b', 'a'],
    'with a backslash at its end': ['*:*:*:*:a\\', 'a\\'],
    'of a line whose fields have signs': ['*:*:vouc\\:h:*:no\n\\*:*:*:*:no\n*:*:v\\ouch:*:yes', 'yes'],
    'of a server named by an address of its own': ['\\:\\:1:*:*:*:no\n*:*:*:*:yes', 'yes'],
  }
  for (const [what, [text, password]] of Object.entries(FOUND))
    it(`is read ${what}`, async () => {
      expect(await passwordFor(WANTED, { PGPASSFILE: fileWith(text) })).to.equal(password)
    })

  it('is that of localhost where the socket is the one that psql takes by itself, and of its folder at any other', async () => {
    const env = { PGPASSFILE: fileWith('localhost:*:*:*:own\n/run/postgresql:*:*:*:other') }
    const found = (host: string) => passwordFor({ ...WANTED, host }, env)
    expect(await found('/var/run/postgresql')).to.equal('own')
    expect(await found('/run/postgresql')).to.equal('other')
  })

  it('is that of the owner’s home, where no file is named', async () => {
    const home = tempFolder()
    writeFileSync(join(home, '.pgpass'), '*:*:*:*:secret', { mode: 0o600 })
    expect(await passwordFor(WANTED, { HOME: home })).to.equal('secret')
  })

  const open = () => {
    const path = fileWith('*:*:*:*:secret')
    chmodSync(path, 0o640)
    return { PGPASSFILE: path }
  }
  const MISSED: Readonly<Record<string, readonly [() => Record<string, string>, RegExp]>> = {
    'none is given': [() => ({ HOME: tempFolder() }), /wants a password, and none is given\. Next: name its/],
    'its file is not there': [
      () => ({ PGPASSFILE: join(tempFolder(), 'none') }),
      /the password file \S+none cannot be read \(ENOENT\)\. Next: see that PGPASSFILE/,
    ],
    'its file is a folder': [() => ({ PGPASSFILE: privateFolder() }), /cannot be read \(EISDIR\)\. Next: /],
    'others may read its file': [open, /others may read the password file \S+, .* Next: chmod 600 \S+pgpass/],
    'no line is for it': [
      () => ({ PGPASSFILE: fileWith('other:*:*:*:secret\n*:5433:*:*:secret\n*:*:*:secret') }),
      /has no line for vouch_app at db\.example:5432\/vouch\. Next: add/,
    ],
  }
  const privateFolder = () => {
    const folder = tempFolder()
    chmodSync(folder, 0o700)
    return folder
  }
  for (const [when, [environment, says]] of Object.entries(MISSED))
    it(`is missed with a word on what to do, and never with itself, when ${when}`, async () => {
      const fault = await wholeFaultFrom(() => passwordFor(WANTED, environment()))
      expect(fault.code).to.equal('STORE_UNAVAILABLE')
      expect(fault.message).to.match(says).and.not.contain('secret')
    })
})
