import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'chai'
import { type PackageFile, zipOf } from '../../../../server/dossier/package/zip.ts'
import { bytesOf } from '../../../support/dossier-ground.ts'
import { tempFolder } from '../../../support/temp-folder.ts'
import { readZip } from '../../../support/zip-listing.ts'

async function* given(...files: readonly PackageFile[]): AsyncGenerator<PackageFile> {
  yield* files
}
async function* pieces(...texts: readonly string[]): AsyncGenerator<Buffer> {
  for (const text of texts) yield Buffer.from(text)
}
const zipped = (...files: readonly PackageFile[]) => bytesOf(zipOf(given(...files)))

/** Another hand reads it: Python's own library, which checks every sum. */
function readByPython(zip: Buffer): Record<string, string> {
  const path = join(tempFolder(), 'read.zip')
  writeFileSync(path, zip)
  const program = `import json,sys,zipfile
z=zipfile.ZipFile(sys.argv[1]); names=z.namelist(); few=len(names)<100
assert not few or z.testzip() is None
print(json.dumps({n: z.read(n).decode('utf8') if few else '' for n in names}))`
  return JSON.parse(
    execFileSync('python3', ['-c', program, path], { maxBuffer: 64_000_000 }).toString(),
  ) as Record<string, string>
}

describe('a zip', () => {
  it('is read by others, whole files and streamed ones, with every sum right', async () => {
    const long = 'ä'.repeat(100_000)
    const zip = await zipped(
      { name: 'a.txt', content: Buffer.from('one') },
      { name: 'folder/ü.txt', content: pieces('two ', long, ' end') },
      { name: 'empty.txt', content: Buffer.alloc(0) },
      { name: 'nothing.txt', content: pieces() },
    )
    const expected = { 'a.txt': 'one', 'folder/ü.txt': `two ${long} end`, 'empty.txt': '', 'nothing.txt': '' }
    expect(readByPython(zip)).to.deep.equal(expected)
    expect(
      Object.fromEntries([...readZip(zip)].map(([name, text]) => [name, text.toString()])),
    ).to.deep.equal(expected)
  })

  it('is the same bytes for the same files', async () => {
    const make = () =>
      zipped({ name: 'x', content: pieces('a', 'b') }, { name: 'y', content: Buffer.from('c') })
    expect((await make()).equals(await make())).to.equal(true)
  })

  it('holds more files than the first form of a zip can count', async () => {
    async function* many(): AsyncGenerator<PackageFile> {
      for (let at = 0; at < 66_000; at += 1) yield { name: `${at}`, content: Buffer.alloc(0) }
    }
    const zip = await bytesOf(zipOf(many()))
    expect(Object.keys(readByPython(zip))).to.have.length(66_000)
  })
})
