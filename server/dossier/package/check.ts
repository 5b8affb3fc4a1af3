/** Checks a package without the store: the manifest's signature, every file against it, every receipt against the log. */
import { createHash } from 'node:crypto'
import { inflateRawSync } from 'node:zlib'
import { Fault } from '../../../src/domain/fault.ts'
import { type NoteVerifier, openCheckpoint, widened } from '../../audit/index.ts'
import { parseProof, verifyProof } from '../../decisions/index.ts'
import { isSignedManifest, type Manifest, manifestSchema } from './manifest.ts'

export const PACKAGE_PROBLEMS = [
  'SIGNATURE_INVALID',
  'CHECKPOINT_INVALID',
  'FILE_CHANGED',
  'FILE_MISSING',
  'FILE_ADDED',
  'RECEIPT_INVALID',
] as const
export type PackageProblem = (typeof PACKAGE_PROBLEMS)[number]

export type PackageVerdict =
  | { readonly verdict: 'good'; readonly manifest: Manifest; readonly receipts: number }
  | { readonly verdict: 'bad'; readonly problem: PackageProblem; readonly file: string }

const END = 0x06054b50
const END_64 = Buffer.from('PK\x06\x06', 'latin1')
const ENTRY = 0x02014b50
const MOST_16 = 0xffff
/** All files together, unpacked: a package of one person is some megabytes. */
const MOST_UNPACKED = 512 * 1024 ** 2

const unreadable = (why: string) => new Fault('SOURCE_UNREADABLE', `this is no package: ${why}`)

function directoryOf(zip: Buffer): { count: number; at: number } {
  const end = zip.length - 22
  if (end < 0 || zip.readUInt32LE(end) !== END) throw unreadable('it has no end')
  const count = zip.readUInt16LE(end + 10)
  if (count !== MOST_16) return { count, at: zip.readUInt32LE(end + 16) }
  const end64 = end - 20 - 56
  if (end64 < 0 || !zip.subarray(end64, end64 + 4).equals(END_64)) throw unreadable('it has no end')
  return { count: Number(zip.readBigUInt64LE(end64 + 32)), at: Number(zip.readBigUInt64LE(end64 + 48)) }
}

interface Room {
  /** Bytes of the zip that no file has taken yet: two files over the same bytes are a bomb. */
  packed: number
  unpacked: number
}

function contentOf(zip: Buffer, at: number, room: Room): Buffer {
  const [method, packed, size] = [
    zip.readUInt16LE(at + 10),
    zip.readUInt32LE(at + 20),
    zip.readUInt32LE(at + 24),
  ]
  room.packed -= packed
  room.unpacked -= size
  if (room.packed < 0 || room.unpacked < 0) throw unreadable('it would unpack to more than it can hold')
  const local = zip.readUInt32LE(at + 42)
  const start = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28)
  const bytes = zip.subarray(start, start + packed)
  if (method === 0) return bytes
  // Its own word on how long it is: a few bytes must not become gigabytes.
  return inflateRawSync(bytes, { maxOutputLength: Math.max(size, 1) })
}

/** @throws Fault `SOURCE_UNREADABLE` for anything that is no zip, or holds a name twice. */
export function readPackage(zip: Buffer): ReadonlyMap<string, Buffer> {
  const files = new Map<string, Buffer>()
  try {
    const { count, at: directoryAt } = directoryOf(zip)
    const room = { packed: zip.length, unpacked: MOST_UNPACKED }
    let at = directoryAt
    for (let index = 0; index < count; index += 1) {
      if (zip.readUInt32LE(at) !== ENTRY) throw unreadable('its list of files is broken')
      const nameBytes = zip.readUInt16LE(at + 28)
      const name = zip.toString('utf8', at + 46, at + 46 + nameBytes)
      if (files.has(name)) throw unreadable('a file stands in it twice')
      files.set(name, contentOf(zip, at, room))
      at += 46 + nameBytes + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32)
    }
  } catch (cause) {
    if (cause instanceof Fault) throw cause
    throw new Fault('SOURCE_UNREADABLE', 'this is no package that can be read', cause)
  }
  return files
}

/** @throws Fault `SOURCE_UNREADABLE` when there is no manifest of this version. */
export function manifestOf(files: ReadonlyMap<string, Buffer>): Manifest {
  try {
    return manifestSchema.parse(JSON.parse(files.get('manifest.json')?.toString('utf8') ?? ''))
  } catch (cause) {
    throw new Fault('SOURCE_UNREADABLE', 'this package has no manifest that this version can read', cause)
  }
}

export function checkPackage(files: ReadonlyMap<string, Buffer>, known: NoteVerifier): PackageVerdict {
  const manifest = manifestOf(files)
  const verifier = widened(known, manifest.rotations ?? [])
  const bad = (problem: PackageProblem, file: string) => ({ verdict: 'bad', problem, file }) as const
  const bytes = files.get('manifest.json') ?? Buffer.alloc(0)
  const signature = files.get('manifest.sig')?.toString('utf8') ?? ''
  if (!isSignedManifest(bytes, signature, verifier)) return bad('SIGNATURE_INVALID', 'manifest.json')
  if (openCheckpoint({ note: manifest.checkpoint, verifier }) === null)
    return bad('CHECKPOINT_INVALID', 'manifest.json')
  for (const { name, sha256 } of manifest.files) {
    const content = files.get(name)
    if (content === undefined) return bad('FILE_MISSING', name)
    if (createHash('sha256').update(content).digest('hex') !== sha256) return bad('FILE_CHANGED', name)
  }
  const named = new Set([...manifest.files.map(({ name }) => name), 'manifest.json', 'manifest.sig'])
  const added = [...files.keys()].find((name) => !named.has(name))
  if (added !== undefined) return bad('FILE_ADDED', added)
  let receipts = 0
  for (const [name, content] of files) {
    if (!name.startsWith('receipts/')) continue
    const proof = parseProof(JSON.parse(content.toString('utf8')))
    if (proof === null || verifyProof(proof, verifier).verdict === 'bad') return bad('RECEIPT_INVALID', name)
    receipts += 1
  }
  return { verdict: 'good', manifest, receipts }
}
