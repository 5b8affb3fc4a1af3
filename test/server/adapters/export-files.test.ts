import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'chai'
import { exportFiles } from '../../../server/adapters/export-files.ts'
import { bytesOf, exportsIn } from '../../support/dossier-ground.ts'
import { faultFrom } from '../../support/fault-from.ts'
import { tempFolder } from '../../support/temp-folder.ts'

const ID = '00000000-0000-7000-8000-000000000001'
const KEY = Buffer.alloc(32, 7).toString('base64url')
const OTHER = Buffer.alloc(32, 8).toString('base64url')
const PIECE = 65_536

async function* chunks(bytes: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes; at += 10_000) yield Buffer.alloc(Math.min(10_000, bytes - at), at / 10_000)
}

describe('the files of packages', () => {
  for (const bytes of [0, 1, PIECE - 1, PIECE, PIECE + 1, 3 * PIECE, 200_001])
    it(`give back what was written: ${bytes} bytes`, async () => {
      const files = exportFiles(tempFolder())
      const written = await files.write(ID, KEY, chunks(bytes))
      expect(written.bytes).to.equal(bytes)
      expect((await bytesOf(files.read(ID, KEY))).equals(await bytesOf(chunks(bytes)))).to.equal(true)
    })

  const HANDS: Record<string, (file: Buffer) => Buffer> = {
    'a bit is turned': (file) => {
      const changed = Buffer.from(file)
      changed[100] = (changed[100] ?? 0) ^ 1
      return changed
    },
    'the last piece is cut off': (file) => file.subarray(0, PIECE + 16),
    'two pieces change places': (file) =>
      Buffer.concat([
        file.subarray(PIECE + 16, 2 * (PIECE + 16)),
        file.subarray(0, PIECE + 16),
        file.subarray(2 * (PIECE + 16)),
      ]),
    'something is added': (file) => Buffer.concat([file, file.subarray(0, 20)]),
  }
  for (const [name, hand] of Object.entries(HANDS))
    it(`do not open when ${name}`, async () => {
      const folder = tempFolder()
      const files = exportFiles(folder)
      await files.write(ID, KEY, chunks(200_001))
      const path = join(exportsIn(folder), `${ID}.package`)
      writeFileSync(path, hand(readFileSync(path)))
      expect(await faultFrom(() => bytesOf(files.read(ID, KEY)))).to.equal('STORE_UNAVAILABLE')
    })

  it('open with their own key only, lie there unreadable, and can be read by nobody else', async () => {
    const folder = tempFolder()
    const files = exportFiles(folder)
    await files.write(
      ID,
      KEY,
      (async function* () {
        yield Buffer.from('what is kept about Anna Keller')
      })(),
    )
    const path = join(exportsIn(folder), `${ID}.package`)
    expect(await faultFrom(() => bytesOf(files.read(ID, OTHER)))).to.equal('STORE_UNAVAILABLE')
    expect(readFileSync(path).includes('Keller')).to.equal(false)
    expect(statSync(path).mode & 0o077).to.equal(0)
  })

  it('leave nothing behind when the writing breaks', async () => {
    const folder = tempFolder()
    const files = exportFiles(folder)
    const broken = (async function* () {
      yield Buffer.alloc(100_000)
      throw new Error('gone')
    })()
    expect(await faultFrom(() => files.write(ID, KEY, broken))).to.equal('STORE_UNAVAILABLE')
    expect(readdirSync(exportsIn(folder))).to.deep.equal([])
  })

  it('are gone once removed, and removing again is no error', async () => {
    const files = exportFiles(tempFolder())
    await files.write(ID, KEY, chunks(5))
    expect(await files.list()).to.deep.equal([ID])
    await files.remove(ID)
    await files.remove(ID)
    expect(await files.list()).to.deep.equal([])
    expect(await faultFrom(() => bytesOf(files.read(ID, KEY)))).to.equal('NOT_FOUND')
  })

  it('take no name that leads elsewhere', async () => {
    const files = exportFiles(tempFolder())
    expect(await faultFrom(() => files.write('../../etc/passwd', KEY, chunks(1)))).to.equal('NOT_FOUND')
  })
})
