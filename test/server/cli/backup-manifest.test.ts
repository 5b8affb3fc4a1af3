import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'chai'
import { openKeyring } from '../../../server/adapters/keyring.ts'
import {
  type BackupManifest,
  digestOf,
  manifestText,
  readManifest,
  requireOwn,
} from '../../../server/cli/backup-manifest.ts'
import { faultFrom } from '../../support/fault-from.ts'
import { tempFolder } from '../../support/temp-folder.ts'

const STORE = { name: 'vouch.sqlite', bytes: 3, sha256: 'a'.repeat(64) }
const MANIFEST: BackupManifest = {
  ...{ v: 1, made: '2026-11-22T10:00:00.000Z', version: '0.1.0', schema: 1, months: ['2026-11'] },
  logs: [{ accountId: 'acme', entries: 3, root: 'b'.repeat(64) }],
  files: [STORE],
}

function written(manifest: unknown, mac = '') {
  const folder = tempFolder()
  writeFileSync(join(folder, 'manifest.json'), JSON.stringify({ manifest, mac }))
  return folder
}

describe('the manifest of a backup', () => {
  it('is read as it was written, and is known by the keys that wrote it alone', async () => {
    const [keys, others] = [openKeyring(tempFolder()), openKeyring(tempFolder())]
    const folder = tempFolder()
    writeFileSync(join(folder, 'manifest.json'), manifestText(MANIFEST, keys))
    const read = readManifest(folder)
    expect(read.manifest).to.deep.equal(MANIFEST)
    requireOwn(read, keys)
    expect(await faultFrom(async () => requireOwn(read, others))).to.equal('SIGNATURE_INVALID')
    for (const change of [{ schema: 2 }, { months: [] }, { logs: [] }, { files: [{ ...STORE, bytes: 4 }] }])
      expect(
        await faultFrom(async () => requireOwn({ ...read, manifest: { ...MANIFEST, ...change } }, keys)),
        Object.keys(change)[0],
      ).to.equal('SIGNATURE_INVALID')
  })

  it('names files of a backup and nothing else, and the store among them', async () => {
    const bad: Record<string, unknown> = {
      'a way out': { ...MANIFEST, files: [STORE, { ...STORE, name: '../vouch.sqlite' }] },
      'a key': { ...MANIFEST, files: [STORE, { ...STORE, name: 'master.key' }] },
      'no store': { ...MANIFEST, files: [] },
      'another version': { ...MANIFEST, v: 2 },
      'a field more': { ...MANIFEST, more: 1 },
      'no object': 'manifest',
    }
    for (const [name, manifest] of Object.entries(bad))
      expect(await faultFrom(async () => readManifest(written(manifest))), name).to.equal('SOURCE_UNREADABLE')
    expect(await faultFrom(async () => readManifest(tempFolder()))).to.equal('SOURCE_UNREADABLE')
  })

  it('knows each file by length and SHA-256', async () => {
    const file = join(tempFolder(), 'abc')
    writeFileSync(file, 'abc')
    expect(await digestOf(file)).to.deep.equal({
      bytes: 3,
      sha256: 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
    })
  })
})
