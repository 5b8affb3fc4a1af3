import { deflateRawSync } from 'node:zlib'
import { expect } from 'chai'
import { readPackage } from '../../../../server/dossier/index.ts'
import { faultFrom } from '../../../support/fault-from.ts'

interface Listed {
  readonly name: string
  readonly at: number
  readonly packed: number
  readonly size: number
}

/** One piece of packed bytes behind a local header, and a directory that says of it whatever it likes. */
function zipOver(packed: Buffer, listed: readonly Listed[]): Buffer {
  const local = Buffer.alloc(30)
  local.writeUInt32LE(0x04034b50)
  const directory = listed.map(({ name, at, packed, size }) => {
    const entry = Buffer.alloc(46)
    entry.writeUInt32LE(0x02014b50)
    entry.writeUInt16LE(8, 10)
    entry.writeUInt32LE(packed, 20)
    entry.writeUInt32LE(size, 24)
    entry.writeUInt16LE(name.length, 28)
    entry.writeUInt32LE(at, 42)
    return Buffer.concat([entry, Buffer.from(name)])
  })
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50)
  end.writeUInt16LE(listed.length, 10)
  end.writeUInt32LE(local.length + packed.length, 16)
  return Buffer.concat([local, packed, ...directory, end])
}

describe('a package that somebody else has packed', () => {
  const words = Buffer.from('some words of a person')
  const packed = deflateRawSync(words)
  const one = { name: 'a', at: 0, packed: packed.length, size: words.length }

  it('is read', () => {
    expect(
      readPackage(zipOver(packed, [one]))
        .get('a')
        ?.toString(),
    ).to.equal(words.toString())
  })

  it('is refused where many files are over the same bytes', async () => {
    const many = Array.from({ length: 60 }, (_, at) => ({
      ...one,
      name: `file-${at}`,
      packed: packed.length + 100,
    }))
    expect(await faultFrom(async () => readPackage(zipOver(packed, many)))).to.equal('SOURCE_UNREADABLE')
  })

  it('is refused where it says itself that it unpacks to gigabytes', async () => {
    const zeros = deflateRawSync(Buffer.alloc(1_000_000))
    const huge = { name: 'a', at: 0, packed: zeros.length, size: 600 * 1024 ** 2 }
    expect(await faultFrom(async () => readPackage(zipOver(zeros, [huge])))).to.equal('SOURCE_UNREADABLE')
  })

  it('is refused where it unpacks to more than it says', async () => {
    const short = { ...one, size: 3 }
    expect(await faultFrom(async () => readPackage(zipOver(packed, [short])))).to.equal('SOURCE_UNREADABLE')
  })
})
