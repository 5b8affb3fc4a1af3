/**
 * Writes a ZIP as a stream (APPNOTE 6.3.10), the same files as the same bytes on every machine. So nothing is
 * compressed: what deflate makes of a text depends on its version (decision 33). A file whose length is not known
 * yet is deflate in form, in blocks that are stored; its length follows it.
 */
import { crc32 } from 'node:zlib'
import { Fault } from '../../../src/domain/fault.ts'

export interface PackageFile {
  readonly name: string
  /** Whole, or piece by piece. */
  readonly content: Buffer | AsyncIterable<Buffer>
}

const LOCAL = 0x04034b50
const DESCRIPTOR = 0x08074b50
const ENTRY = 0x02014b50
const END = 0x06054b50
const END_64 = 0x06064b50
const LOCATOR_64 = 0x07064b50
const VERSION = 20
const VERSION_64 = 45
/** Bit 3: the lengths follow the file. Bit 11: its name is UTF-8. */
const FOLLOWS = 0x0008
const UTF_8 = 0x0800
/** 1 January 1980, the first day a ZIP can name: when the package was made stands in the manifest. */
const DATE = 0x0021
const MOST_16 = 0xffff
const MOST_32 = 0xffffffff
const BLOCK = 65_535

interface Written {
  readonly name: Buffer
  readonly streamed: boolean
  readonly crc: number
  readonly packed: number
  readonly size: number
  readonly at: number
}

function numbers(...fields: readonly (readonly [bytes: 2 | 4 | 8, value: number])[]): Buffer {
  const buffer = Buffer.alloc(fields.reduce((sum, [bytes]) => sum + bytes, 0))
  let at = 0
  for (const [bytes, value] of fields) {
    if (bytes === 2) buffer.writeUInt16LE(value, at)
    else if (bytes === 4) buffer.writeUInt32LE(value, at)
    else buffer.writeBigUInt64LE(BigInt(value), at)
    at += bytes
  }
  return buffer
}

function localHeader(name: Buffer, streamed: boolean, crc: number, size: number): Buffer {
  const known = streamed ? [0, 0] : [crc, size]
  const [sum = 0, length = 0] = known
  return Buffer.concat([
    numbers(
      ...([
        [4, LOCAL],
        [2, VERSION],
        [2, UTF_8 | (streamed ? FOLLOWS : 0)],
        [2, streamed ? 8 : 0],
        [2, 0],
        [2, DATE],
        [4, sum],
        [4, length],
        [4, length],
        [2, name.length],
        [2, 0],
      ] as const),
    ),
    name,
  ])
}

function directoryEntry({ name, streamed, crc, packed, size, at }: Written): Buffer {
  return Buffer.concat([
    numbers(
      [4, ENTRY],
      [2, VERSION],
      [2, VERSION],
      [2, UTF_8 | (streamed ? FOLLOWS : 0)],
      [2, streamed ? 8 : 0],
      [2, 0],
      [2, DATE],
      [4, crc],
      [4, packed],
      [4, size],
      [2, name.length],
      [2, 0],
      [2, 0],
      [2, 0],
      [2, 0],
      [4, 0],
      [4, at],
    ),
    name,
  ])
}

function end(count: number, directoryBytes: number, directoryAt: number): Buffer {
  const many = count > MOST_16 || directoryAt + directoryBytes > MOST_32
  const end64 = numbers(
    [4, END_64],
    [8, 44],
    [2, VERSION_64],
    [2, VERSION_64],
    [4, 0],
    [4, 0],
    [8, count],
    [8, count],
    [8, directoryBytes],
    [8, directoryAt],
  )
  const locator = numbers([4, LOCATOR_64], [4, 0], [8, directoryAt + directoryBytes], [4, 1])
  const plain = numbers(
    [4, END],
    [2, 0],
    [2, 0],
    [2, many ? MOST_16 : count],
    [2, many ? MOST_16 : count],
    [4, many ? MOST_32 : directoryBytes],
    [4, many ? MOST_32 : directoryAt],
    [2, 0],
  )
  return many ? Buffer.concat([end64, locator, plain]) : plain
}

/** A deflate block that holds its bytes as they are (RFC 1951 §3.2.4). */
function storedBlock(bytes: Buffer, last: boolean): Buffer {
  const head = Buffer.alloc(5)
  head.writeUInt8(last ? 1 : 0, 0)
  head.writeUInt16LE(bytes.length, 1)
  head.writeUInt16LE(bytes.length ^ 0xffff, 3)
  return Buffer.concat([head, bytes])
}

const tooLarge = () => new Fault('TOO_LARGE', 'the package would have more than 4 GiB')

/** @throws Fault `TOO_LARGE` past 4 GiB. */
export async function* zipOf(files: AsyncIterable<PackageFile>): AsyncGenerator<Buffer> {
  const written: Written[] = []
  let at = 0
  const send = (bytes: Buffer): Buffer => {
    at += bytes.length
    if (at > MOST_32) throw tooLarge()
    return bytes
  }
  for await (const { name: text, content } of files) {
    const [name, start] = [Buffer.from(text, 'utf8'), at]
    if (Buffer.isBuffer(content)) {
      const crc = crc32(content)
      yield send(localHeader(name, false, crc, content.length))
      yield send(content)
      const size = content.length
      written.push({ name, streamed: false, crc, packed: size, size, at: start })
      continue
    }
    yield send(localHeader(name, true, 0, 0))
    let [crc, size, packed] = [0, 0, 0]
    for await (const piece of content)
      for (let from = 0; from < piece.length; from += BLOCK) {
        const part = piece.subarray(from, from + BLOCK)
        const block = storedBlock(part, false)
        crc = crc32(part, crc)
        size += part.length
        packed += block.length
        yield send(block)
      }
    const last = storedBlock(Buffer.alloc(0), true)
    packed += last.length
    yield send(last)
    yield send(numbers([4, DESCRIPTOR], [4, crc], [4, packed], [4, size]))
    written.push({ name, streamed: true, crc, packed, size, at: start })
  }
  const directoryAt = at
  for (const entry of written) yield send(directoryEntry(entry))
  yield end(written.length, at - directoryAt, directoryAt)
}
