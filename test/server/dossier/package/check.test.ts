import { deflateRawSync } from 'node:zlib'
import { expect } from 'chai'
import { verifierOf } from '../../../../server/audit/index.ts'
import { checkPackage, readPackage, writePackage } from '../../../../server/dossier/index.ts'
import { bytesOf, dossierGround } from '../../../support/dossier-ground.ts'
import { faultFrom } from '../../../support/fault-from.ts'
import { ACCOUNT } from '../../../support/held-person.ts'

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

describe('a package that is checked without the store', () => {
  type Files = ReadonlyMap<string, Buffer>
  let files: Files
  let known: ReturnType<typeof verifierOf>
  let stranger: ReturnType<typeof verifierOf>
  before(async () => {
    const [ground, other] = [await dossierGround(), await dossierGround()]
    known = verifierOf(ground.rooms.signer(ACCOUNT))
    stranger = verifierOf(other.rooms.signer(ACCOUNT))
    const order = {
      ...{ packageId: '00000000-0000-7000-8000-00000000aaaa', accountId: ACCOUNT, locale: 'en' },
      ...{ requesterRef: ground.anna.who.requesterRef, maskOthers: true },
      generatedAt: '2026-11-20T09:00:00.000Z',
    }
    files = readPackage((await writePackage(ground.rooms, order, bytesOf)).written)
    await ground.close()
    await other.close()
  })

  const without = (name: string): Files => new Map([...files].filter(([each]) => each !== name))
  const withFile = (name: string, bytes: Buffer): Files => new Map([...files, [name, bytes]])
  const turned = (name: string): Files => {
    const bytes = Buffer.from(files.get(name) ?? '')
    bytes[bytes.length - 2] = (bytes[bytes.length - 2] ?? 0) ^ 1
    return withFile(name, bytes)
  }
  const said = (name: string, from: string, to: string): Files =>
    withFile(name, Buffer.from(String(files.get(name)).replace(from, to)))

  it('is in order as it was made, but for a receipt of no decision, which its ground has made up', () => {
    const receipt = 'receipts/anna-decision.json'
    expect(checkPackage(files, known)).to.deep.equal({
      ...{ verdict: 'bad', problem: 'RECEIPT_INVALID', file: receipt },
    })
  })

  /** Each with what is said of it, and of which file. */
  const HANDS: Record<string, readonly [make: () => Files, problem: string, file: string]> = {
    'a bit of a file is turned': [() => turned('data.json'), 'FILE_CHANGED', 'data.json'],
    'a receipt is changed': [
      () => turned('receipts/anna-decision.json'),
      'FILE_CHANGED',
      'receipts/anna-decision.json',
    ],
    'a file is left out': [() => without('csv/draft.csv'), 'FILE_MISSING', 'csv/draft.csv'],
    'a file comes to it': [() => withFile('evil.html', Buffer.from('x')), 'FILE_ADDED', 'evil.html'],
    'the list of files is changed': [
      () => said('manifest.json', '"en"', '"de"'),
      'SIGNATURE_INVALID',
      'manifest.json',
    ],
    'its signature is left out': [() => without('manifest.sig'), 'SIGNATURE_INVALID', 'manifest.json'],
    'its signature is another': [() => turned('manifest.sig'), 'SIGNATURE_INVALID', 'manifest.json'],
  }
  for (const [name, [make, problem, file]] of Object.entries(HANDS))
    it(`is bad, by the name of the file, when ${name}`, () => {
      expect(checkPackage(make(), known)).to.deep.equal({ verdict: 'bad', problem, file })
    })

  it('is bad by the key of another installation', () => {
    expect(checkPackage(files, stranger)).to.deep.include({ verdict: 'bad', problem: 'SIGNATURE_INVALID' })
  })

  it('is none without its list of files', async () => {
    expect(await faultFrom(() => checkPackage(without('manifest.json'), known))).to.equal('SOURCE_UNREADABLE')
  })
})
