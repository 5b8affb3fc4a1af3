/**
 * Packages as files beside the store: `<data>/exports/<id>.package`, each under a key of its own that only the store
 * holds. Pieces of AES-256-GCM, numbered, the last one marked: cut, swapped or lengthened, it does not open.
 */
import { createCipheriv, createDecipheriv, createHash } from 'node:crypto'
import { type FileHandle, mkdir, open, readdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { Fault } from '../../src/domain/fault.ts'
import type { ExportShelf } from '../dossier/index.ts'

const PIECE = 65_536
const TAG_BYTES = 16
const IV_BYTES = 12
const LAST = 0x80000000

/** The key seals one file and nothing else, so the number of a piece is nonce enough. */
function nonceOf(piece: number, last: boolean): Buffer {
  const nonce = Buffer.alloc(IV_BYTES)
  nonce.writeUInt32BE(last ? LAST : 0, 0)
  nonce.writeUInt32BE(piece, IV_BYTES - 4)
  return nonce
}

function sealPiece(key: Buffer, piece: number, last: boolean, bytes: Buffer): Buffer {
  const cipher = createCipheriv('aes-256-gcm', key, nonceOf(piece, last))
  return Buffer.concat([cipher.update(bytes), cipher.final(), cipher.getAuthTag()])
}

function openPiece(key: Buffer, piece: number, last: boolean, sealed: Buffer): Buffer {
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, nonceOf(piece, last), { authTagLength: TAG_BYTES })
    decipher.setAuthTag(sealed.subarray(sealed.length - TAG_BYTES))
    return Buffer.concat([decipher.update(sealed.subarray(0, sealed.length - TAG_BYTES)), decipher.final()])
  } catch (cause) {
    throw new Fault('STORE_UNAVAILABLE', 'a package does not open', cause)
  }
}

function keyBytes(key: string): Buffer {
  const bytes = Buffer.from(key, 'base64url')
  if (bytes.length !== 32) throw new Fault('STORE_UNAVAILABLE', 'the key of a package is none')
  return bytes
}

/** Whole pieces of one length; the last may be shorter, and there is always one. */
async function* cut(chunks: AsyncIterable<Buffer>): AsyncGenerator<{ bytes: Buffer; last: boolean }> {
  let held: Buffer[] = []
  let length = 0
  for await (const chunk of chunks) {
    held.push(chunk)
    length += chunk.length
    // One byte more than a piece must be there: the last piece is known by nothing following it.
    if (length <= PIECE) continue
    const all = Buffer.concat(held)
    let at = 0
    for (; length - at > PIECE; at += PIECE) yield { bytes: all.subarray(at, at + PIECE), last: false }
    held = [all.subarray(at)]
    length -= at
  }
  yield { bytes: Buffer.concat(held), last: true }
}

async function* pieces(file: FileHandle, size: number): AsyncGenerator<{ sealed: Buffer; last: boolean }> {
  for (let at = 0; at < size; ) {
    const wanted = Math.min(PIECE + TAG_BYTES, size - at)
    const sealed = Buffer.alloc(wanted)
    const { bytesRead } = await file.read(sealed, 0, wanted, at)
    if (bytesRead !== wanted) throw new Fault('STORE_UNAVAILABLE', 'a package ends too early')
    at += wanted
    yield { sealed, last: at >= size }
  }
}

const NAME = /^[0-9a-f-]{36}$/

export function exportFiles(dataDir: string): ExportShelf {
  const folder = join(dataDir, 'exports')
  const pathOf = (packageId: string) => {
    if (!NAME.test(packageId)) throw new Fault('NOT_FOUND', 'there is no such package')
    return join(folder, `${packageId}.package`)
  }
  return {
    async write(packageId, key, chunks) {
      const [path, sealingKey] = [pathOf(packageId), keyBytes(key)]
      const hash = createHash('sha256')
      let [bytes, piece] = [0, 0]
      await mkdir(folder, { recursive: true, mode: 0o700 })
      const file = await open(`${path}.new`, 'w', 0o600)
      try {
        for await (const { bytes: plain, last } of cut(chunks)) {
          hash.update(plain)
          bytes += plain.length
          await file.write(sealPiece(sealingKey, piece, last, plain))
          piece += 1
        }
        await file.sync()
      } catch (error) {
        await file.close()
        await rm(`${path}.new`, { force: true })
        if (error instanceof Fault) throw error
        throw new Fault('STORE_UNAVAILABLE', 'a package cannot be written', error)
      }
      await file.close()
      await rename(`${path}.new`, path)
      return { bytes, sha256: hash.digest('hex') }
    },
    async *read(packageId, key) {
      const [path, sealingKey] = [pathOf(packageId), keyBytes(key)]
      const file = await open(path, 'r').catch((cause: unknown) => {
        throw new Fault('NOT_FOUND', 'the file of this package is gone', cause)
      })
      try {
        const { size } = await file.stat()
        let piece = 0
        for await (const { sealed, last } of pieces(file, size)) {
          yield openPiece(sealingKey, piece, last, sealed)
          piece += 1
        }
      } finally {
        await file.close()
      }
    },
    async remove(packageId) {
      const path = pathOf(packageId)
      await rm(path, { force: true })
      await rm(`${path}.new`, { force: true })
    },
    async list() {
      const names = await readdir(folder).catch(() => [])
      const ids = names.map((name) => name.replace(/\.package(?:\.new)?$/, ''))
      return [...new Set(ids)].filter((id) => NAME.test(id))
    },
  }
}
