import { truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { crc32 } from 'node:zlib'
import { expect } from 'chai'
import { zipOfFolder, zipSource } from '../../../server/adapters/bundle-zip.ts'
import { dice } from '../../support/dice.ts'
import { faultFrom } from '../../support/fault-from.ts'
import { tempFolder } from '../../support/temp-folder.ts'
import { readZip } from '../../support/zip-listing.ts'

const FILES = {
  checkpoint: 'signed\n',
  'entries.jsonl': '{"a":1}\n'.repeat(200),
  'manifest.json': '{}',
  'policy.txt': '',
}

async function zipped(files: Readonly<Record<string, string>> = FILES): Promise<Buffer> {
  const folder = tempFolder()
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text)
  const chunks: Buffer[] = []
  for await (const chunk of zipOfFolder(folder)) chunks.push(chunk)
  return Buffer.concat(chunks)
}

async function readAll(zip: Buffer): Promise<Record<string, string>> {
  const path = join(tempFolder(), 'bundle.zip')
  writeFileSync(path, zip)
  const source = await zipSource(path)
  const found: Record<string, string> = {}
  for (const name of await source.names()) {
    const chunks: Buffer[] = []
    for await (const chunk of source.chunks(name)) chunks.push(chunk)
    found[name] = Buffer.concat(chunks).toString()
    expect(await source.bytes(name)).to.equal(found[name].length)
  }
  return found
}

/** The same zip under other names of the same length, as an enemy would write it. */
function renamed(zip: Buffer, from: string, to: string): Buffer {
  return Buffer.from(zip.toString('latin1').replaceAll(from, to), 'latin1')
}

describe('a bundle as a zip file', () => {
  it('is written the same each time, and read by this and by any other reader', async () => {
    const zip = await zipped()
    expect(zip.equals(await zipped())).to.equal(true)
    expect(await readAll(zip)).to.deep.equal(FILES)
    expect(
      Object.fromEntries([...readZip(zip)].map(([name, bytes]) => [name, bytes.toString()])),
    ).to.deep.equal(FILES)
  })

  it('is refused in any other form', async () => {
    const zip = await zipped()
    const twice = { 'aa.txt': 'one', 'ab.txt': 'two' }
    const huge = Buffer.from(zip)
    huge.writeUInt32LE(0xffff_fff0, 18)
    huge.writeUInt32LE(0xffff_fff0, 22)
    const attempts: Record<string, Buffer> = {
      'a path that leads outside': renamed(zip, 'policy.txt', '../../etc.'),
      'a path inside': renamed(zip, 'policy.txt', 'policy/txt'),
      'an absolute path': renamed(zip, 'policy.txt', '/olicy.txt'),
      'a name twice': renamed(await zipped(twice), 'ab.txt', 'aa.txt'),
      'names out of order': renamed(await zipped(twice), 'ab.txt', 'a..txt'),
      'a size that is not there': huge,
      'something before it': Buffer.concat([Buffer.from('#!/bin/sh\n'), zip]),
      'something after it': Buffer.concat([zip, Buffer.from('more')]),
      'cut short': zip.subarray(0, zip.length - 5),
      nothing: Buffer.alloc(0),
      'no zip': Buffer.from('all is well'.repeat(30)),
    }
    for (const [name, bytes] of Object.entries(attempts))
      expect(await faultFrom(() => readAll(bytes)), name).to.equal('SOURCE_UNREADABLE')
  })

  it('is refused with any one bit flipped', async () => {
    const zip = await zipped({ 'a.txt': 'words\n', 'b.txt': 'more\n' })
    const roll = dice(3)
    for (let each = 0; each < 300; each += 1) {
      const bytes = Buffer.from(zip)
      const at = roll.below(bytes.length)
      bytes[at] = (bytes[at] as number) ^ (1 << roll.below(8))
      expect(await faultFrom(() => readAll(bytes)), `byte ${at}`).to.equal('SOURCE_UNREADABLE')
    }
  })

  it('is not read whole to see that it is too large', async () => {
    const path = join(tempFolder(), 'bundle.zip')
    writeFileSync(path, 'PK\u0003\u0004')
    truncateSync(path, 2 ** 36)
    expect(await faultFrom(() => zipSource(path))).to.equal('SOURCE_UNREADABLE')
    expect(crc32('')).to.equal(0)
  })
})
