import { chmodSync, existsSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'chai'
import { openKeyring } from '../../../server/adapters/keyring.ts'
import type { Keyring } from '../../../server/keys.ts'
import { faultFrom, wholeFaultFrom } from '../../support/fault-from.ts'
import { tempFolder } from '../../support/temp-folder.ts'

const TEXT = 'Ms Keller said yes on the phone'

/** Everything that a keyring derives, so that two can be compared. */
function whole(keys: Keyring): unknown {
  return {
    session: keys.sessions.current().key.export().toString('hex'),
    capability: keys.capabilityKey.export().toString('hex'),
    checkpoint: keys.checkpointKey.export({ type: 'pkcs8', format: 'pem' }),
    digest: keys.digest('requester', 'acme', '7'),
  }
}

describe('the keyring', () => {
  let folder: string
  let keys: Keyring

  beforeEach(() => {
    folder = tempFolder()
    keys = openKeyring(folder)
  })

  it('makes its keys once, for its owner alone', () => {
    const files = ['master.key', 'checkpoint.key'].map((name) => join(folder, name))
    expect(files.map((file) => statSync(file).mode & 0o777)).to.deep.equal([0o600, 0o600])
    expect(whole(openKeyring(folder))).to.deep.equal(whole(keys))
    expect(existsSync(join(folder, 'master.key.new'))).to.equal(false)
  })

  it('makes a data folder that others cannot enter', () => {
    const made = join(folder, 'deep', 'data')
    openKeyring(made)
    expect(statSync(made).mode & 0o777).to.equal(0o700)
  })

  it('has other keys in every installation', () => {
    expect(whole(openKeyring(tempFolder()))).not.to.deep.equal(whole(keys))
  })

  for (const name of ['master.key', 'checkpoint.key'])
    for (const mode of [0o644, 0o640, 0o604, 0o666])
      it(`does not open when ${name} has mode ${mode.toString(8)}, and leaves it as it is`, async () => {
        const path = join(folder, name)
        const before = readFileSync(path, 'utf8')
        chmodSync(path, mode)
        const fault = await wholeFaultFrom(() => openKeyring(folder))
        expect(fault.code).to.equal('CONFIG_INVALID')
        expect(fault.message).to.include('chmod 600').and.not.include(before.trim().slice(0, 16))
        expect({ text: readFileSync(path, 'utf8'), mode: statSync(path).mode & 0o777 }).to.deep.equal({
          text: before,
          mode,
        })
        chmodSync(path, 0o600)
        expect(whole(openKeyring(folder))).to.deep.equal(whole(keys))
      })

  const BAD_KEYS: Record<string, string> = {
    'an empty file': '',
    'a short key': 'ab'.repeat(31),
    'a long key': 'ab'.repeat(33),
    'a key with something behind it': `${'ab'.repeat(32)} and more`,
    'something in words': 'correct horse battery staple',
  }
  for (const [name, text] of Object.entries(BAD_KEYS))
    it(`does not open with ${name} as master key, and makes no new one`, async () => {
      writeFileSync(join(folder, 'master.key'), text)
      expect(await faultFrom(() => openKeyring(folder))).to.equal('CONFIG_INVALID')
      expect(readFileSync(join(folder, 'master.key'), 'utf8')).to.equal(text)
    })

  it('does not open where no folder can be made', async () => {
    const file = join(folder, 'file')
    writeFileSync(file, '')
    expect(await faultFrom(() => openKeyring(join(file, 'data')))).to.equal('CONFIG_INVALID')
  })

  it('names the file of the folder that is in the way', async () => {
    rmSync(join(folder, 'keys'), { recursive: true })
    writeFileSync(join(folder, 'keys'), '')
    const { code, message } = await wholeFaultFrom(() => openKeyring(folder))
    expect(code).to.equal('CONFIG_INVALID')
    expect(message).to.contain(`: ${join(folder, 'keys')} (EEXIST); see who owns its files`)
  })

  it('opens what it sealed, for the same person and row, also after a restart', () => {
    const wrapped = keys.newPersonKey('acme/r1')
    const sealed = keys.sealFor(wrapped, 'acme/r1', TEXT, 'evidence/1')
    expect(Buffer.from(sealed, 'base64').toString('latin1')).not.to.include('Keller')
    expect(openKeyring(folder).unsealFor(wrapped, 'acme/r1', sealed, 'evidence/1')).to.equal(TEXT)
  })

  it('never seals the same text to the same bytes', () => {
    const wrapped = keys.newPersonKey('acme/r1')
    const sealed = [1, 2, 3].map(() => keys.sealFor(wrapped, 'acme/r1', TEXT, 'evidence/1'))
    expect(new Set(sealed).size).to.equal(3)
  })

  it('opens nothing for another person, context, row or installation', async () => {
    const [mine, theirs] = [keys.newPersonKey('acme/r1'), keys.newPersonKey('acme/r2')]
    const sealed = keys.sealFor(mine, 'acme/r1', TEXT, 'evidence/1')
    const attempts: Record<string, () => string> = {
      "another person's key": () => keys.unsealFor(theirs, 'acme/r2', sealed, 'evidence/1'),
      "another person's key under this name": () => keys.unsealFor(theirs, 'acme/r1', sealed, 'evidence/1'),
      'this key under another name': () => keys.unsealFor(mine, 'acme/r2', sealed, 'evidence/1'),
      'this key in another account': () => keys.unsealFor(mine, 'other/r1', sealed, 'evidence/1'),
      'another row': () => keys.unsealFor(mine, 'acme/r1', sealed, 'evidence/2'),
      'another installation': () =>
        openKeyring(tempFolder()).unsealFor(mine, 'acme/r1', sealed, 'evidence/1'),
      'the wrapped key as text': () => keys.unsealFor(mine, 'acme/r1', mine, 'wrap:acme/r1'),
    }
    for (const [name, attempt] of Object.entries(attempts))
      expect(await faultFrom(attempt), name).to.equal('STORE_UNAVAILABLE')
  })

  it("hands a requester's own key out for the audit log, and to that requester's name alone", async () => {
    const wrapped = keys.newPersonKey('acme/r1')
    const again = openKeyring(folder).personKey(wrapped, 'acme/r1')
    expect(keys.personKey(wrapped, 'acme/r1').kid).to.equal(again.kid)
    expect(keys.personKey(keys.newPersonKey('acme/r1'), 'acme/r1').kid).not.to.equal(again.kid)
    expect(await faultFrom(() => keys.personKey(wrapped, 'acme/r2'))).to.equal('STORE_UNAVAILABLE')
  })

  it('opens with what it opened a moment before only what that opens, while the key of its month is there', async () => {
    const [one, other] = ['acme/one', 'acme/other'].map((context) => ({
      context,
      key: keys.newPersonKey(context),
    }))
    if (one === undefined || other === undefined) throw new Error('two people')
    const sealed = keys.sealFor(one.key, one.context, TEXT, 'row')
    const open = (key: string, context: string) => keys.unsealFor(key, context, sealed, 'row')
    expect(open(one.key, one.context)).to.equal(TEXT)
    const faults = [
      faultFrom(() => open(one.key, other.context)),
      faultFrom(() => open(other.key, one.context)),
      faultFrom(() => open(other.key, other.context)),
    ]
    const month = join(folder, 'keys', `epoch-${keys.epochs.list()[0]}.key`)
    const bytes = readFileSync(month)
    rmSync(month)
    faults.push(faultFrom(() => open(one.key, one.context)))
    writeFileSync(month, `${'7'.repeat(64)}\n`, { mode: 0o600 })
    faults.push(faultFrom(() => open(one.key, one.context)))
    rmSync(month)
    writeFileSync(month, bytes, { mode: 0o600 })
    expect(open(one.key, one.context)).to.equal(TEXT)
    expect(await Promise.all(faults)).to.deep.equal(Array(5).fill('STORE_UNAVAILABLE'))
  })

  it('gives a pseudonym that depends on every part and on where the parts end', () => {
    const pseudonyms = [
      keys.digest('requester', 'acme', '7'),
      keys.digest('agent', 'acme', '7'),
      keys.digest('requester', 'acme', '8'),
      keys.digest('requester', 'other', '7'),
      keys.digest('requester', 'acme7'),
      keys.digest('requester', 'acm', 'e7'),
      keys.digest('requester', 'acme","7'),
    ]
    expect(new Set(pseudonyms).size).to.equal(pseudonyms.length)
    expect(keys.digest('requester', 'acme', '7')).to.equal(pseudonyms[0])
    for (const each of pseudonyms) expect(each).to.match(/^[\w-]{43}$/)
  })

  it('makes secrets of the length asked for, each another', () => {
    const secrets = Array.from({ length: 50 }, () => keys.newSecret(32))
    expect(new Set(secrets).size).to.equal(50)
    for (const secret of secrets) expect(secret).to.match(/^[\w-]{43}$/)
  })
})
