/**
 * A bundle as one zip file: every file stored as it is, in the order of their names, with no time and no attribute
 * of anybody's machine. There is exactly one way to write a bundle so, and a file that is written in another way is
 * not read: what two readers could read as two things is refused.
 */
import { createReadStream } from 'node:fs'
import { type FileHandle, open, readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { crc32 } from 'node:zlib'
import { Fault } from '../../src/domain/fault.ts'
import type { BundleSource } from '../bundle/index.ts'

const LOCAL = 0x04034b50
const CENTRAL = 0x02014b50
const END = 0x06054b50
const LOCAL_BYTES = 30
const MOST_BYTES = 0xffff_fffe
const MOST_FILES = 32
/** Each piece that is read asks another thread, and goes out as a write of its own. */
const PIECE_BYTES = 256 * 1024
/** 1 January 1980, the first day that the format knows. */
const DATE = 0x0021
const UTF8_NAMES = 0x0800
const NAME = /^[a-z][a-z.-]{0,40}$/

interface Packed {
  readonly name: string
  readonly bytes: number
  readonly crc: number
  /** Of its local header. */
  readonly at: number
}

/** What both headers of a file say, from `version needed` on. */
function facts({ name, bytes, crc }: Omit<Packed, 'at'>): Buffer {
  const out = Buffer.alloc(26)
  out.writeUInt16LE(20, 0)
  out.writeUInt16LE(UTF8_NAMES, 2)
  out.writeUInt16LE(DATE, 8)
  out.writeUInt32LE(crc, 10)
  out.writeUInt32LE(bytes, 14)
  out.writeUInt32LE(bytes, 18)
  out.writeUInt16LE(Buffer.byteLength(name), 22)
  return out
}

function signature(value: number): Buffer {
  const out = Buffer.alloc(4)
  out.writeUInt32LE(value)
  return out
}

const localHeader = (file: Omit<Packed, 'at'>) =>
  Buffer.concat([signature(LOCAL), facts(file), Buffer.from(file.name)])

/** The directory at the end, and the record that says where it is. */
function directoryOf(files: readonly Packed[], at: number): Buffer {
  const entries = files.map((file) => {
    const [made, rest] = [Buffer.alloc(2), Buffer.alloc(14)]
    made.writeUInt16LE(20)
    rest.writeUInt32LE(file.at, 10)
    return Buffer.concat([signature(CENTRAL), made, facts(file), rest, Buffer.from(file.name)])
  })
  const directory = Buffer.concat(entries)
  const end = Buffer.alloc(22)
  end.writeUInt32LE(END, 0)
  end.writeUInt16LE(files.length, 8)
  end.writeUInt16LE(files.length, 10)
  end.writeUInt32LE(directory.length, 12)
  end.writeUInt32LE(at, 16)
  return Buffer.concat([directory, end])
}

/** The bytes of a zip over the files of a folder. @throws Fault `TOO_LARGE` where the format ends. */
export async function* zipOfFolder(folder: string): AsyncGenerator<Buffer> {
  const files: Packed[] = []
  let at = 0
  for (const name of (await readdir(folder)).sort()) {
    const path = join(folder, name)
    let [crc, bytes] = [0, 0]
    const chunks = () => createReadStream(path, { highWaterMark: PIECE_BYTES }) as AsyncIterable<Buffer>
    for await (const chunk of chunks()) {
      crc = crc32(chunk, crc)
      bytes += chunk.length
    }
    const header = localHeader({ name, bytes, crc })
    files.push({ name, bytes, crc, at })
    at += header.length + bytes
    if (at > MOST_BYTES || files.length > MOST_FILES)
      throw new Fault('TOO_LARGE', 'the bundle is too large for one zip file: export a folder')
    yield header
    yield* chunks()
  }
  yield directoryOf(files, at)
}

const refused = (what: string, cause?: unknown) =>
  new Fault(
    'SOURCE_UNREADABLE',
    `this is no bundle as Vouch writes it (${what}): unpack it and verify the folder`,
    cause,
  )

async function bytesAt(file: FileHandle, at: number, length: number): Promise<Buffer> {
  const out = Buffer.alloc(length)
  const { bytesRead } = await file.read(out, 0, length, at)
  return out.subarray(0, bytesRead)
}

async function packedIn(file: FileHandle, size: number): Promise<readonly Packed[]> {
  const files: Packed[] = []
  let at = 0
  for (;;) {
    const head = await bytesAt(file, at, LOCAL_BYTES)
    if (head.length < LOCAL_BYTES) throw refused('it ends early')
    if (head.readUInt32LE(0) !== LOCAL) break
    const [crc, bytes, nameBytes] = [head.readUInt32LE(14), head.readUInt32LE(18), head.readUInt16LE(26)]
    const name = (await bytesAt(file, at + LOCAL_BYTES, nameBytes)).toString('latin1')
    if (!NAME.test(name)) throw refused('a name that no bundle has')
    const before = files.at(-1)
    if (before !== undefined && before.name >= name) throw refused('names twice or out of order')
    const packed = { name, bytes, crc, at }
    const header = localHeader(packed)
    if (!header.subarray(0, LOCAL_BYTES).equals(head)) throw refused('another kind of header')
    files.push(packed)
    at += header.length + bytes
    if (at > size || files.length > MOST_FILES) throw refused('more than there can be')
  }
  const rest = await bytesAt(file, at, Math.min(size - at, 65_536))
  if (!rest.equals(directoryOf(files, at)) || at + rest.length !== size) throw refused('another directory')
  return files
}

/** @throws Fault `SOURCE_UNREADABLE` for anything but what `zipOfFolder` writes. */
export async function zipSource(path: string): Promise<BundleSource> {
  let packed: ReadonlyMap<string, Packed>
  try {
    const file = await open(path, 'r')
    try {
      const files = await packedIn(file, (await stat(path)).size)
      packed = new Map(files.map((one) => [one.name, one]))
    } finally {
      await file.close()
    }
  } catch (cause) {
    throw cause instanceof Fault ? cause : refused('it cannot be read', cause)
  }
  const found = (name: string): Packed => {
    const one = packed.get(name)
    if (one === undefined) throw refused(`${name} is missing`)
    return one
  }
  return {
    names: async () => [...packed.keys()],
    bytes: async (name) => found(name).bytes,
    async *chunks(name) {
      const { at, bytes, crc } = found(name)
      if (bytes === 0) return
      const start = at + LOCAL_BYTES + Buffer.byteLength(name)
      let sum = 0
      for await (const chunk of createReadStream(path, {
        start,
        end: start + bytes - 1,
      }) as AsyncIterable<Buffer>) {
        sum = crc32(chunk, sum)
        yield chunk
      }
      if (sum !== crc) throw refused(`${name} is not what its checksum says`)
    },
  }
}
