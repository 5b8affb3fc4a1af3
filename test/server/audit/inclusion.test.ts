import { expect } from 'chai'
import { createInclusionProofs, rootFromPath, rootOver } from '../../../server/audit/inclusion.ts'
import type { AuditRows } from '../../../server/audit/log.ts'
import { hashLeaf } from '../../../server/audit/merkle.ts'

const leaves = Array.from({ length: 1_100 }, (_, at) => hashLeaf(Buffer.from(`entry ${at}`)))

/** A log of these leaves, and how many of them were read. */
function logOf(all: readonly Buffer[]) {
  let read = 0
  const rows = {
    async auditEntries(_accountId: string, from: number, limit: number) {
      const page = all.slice(from, from + limit)
      read += page.length
      return page.map((leaf, at) => ({ index: from + at, header: '', leafHash: leaf.toString('hex') }))
    },
  } as unknown as AuditRows
  let transactions = 0
  const transact = async <T>(act: (tx: AuditRows) => Promise<T>) => {
    transactions += 1
    return act(rows)
  }
  return { transact, read: () => read, transactions: () => transactions }
}

async function proves(size: number, index: number): Promise<boolean> {
  const { transact } = logOf(leaves)
  const path = await createInclusionProofs().pathTo(transact, 'acme', index, size)
  const hashes = path.map((hash) => Buffer.from(hash, 'hex'))
  const root = rootOver(leaves.slice(0, size))
  const given = rootFromPath(leaves[index] as Buffer, index, size, hashes)
  expect(path.length).to.be.at.most(Math.ceil(Math.log2(size)))
  return given?.equals(root) === true
}

describe('the proof that an entry is in the log', () => {
  it('leads to the root, for every entry of every log up to 70', async () => {
    let proved = 0
    for (let size = 1; size <= 70; size += 1)
      for (let index = 0; index < size; index += 1) if (await proves(size, index)) proved += 1
    expect(proved).to.equal((70 * 71) / 2)
  })

  it('leads to the root around the edges of what is kept', async () => {
    for (const size of [255, 256, 257, 511, 512, 513, 1_023, 1_024, 1_025, 1_100])
      for (const index of [0, 1, 254, 255, 256, 257, 511, 512, size - 2, size - 1])
        if (index < size) expect([size, index, await proves(size, index)]).to.deep.equal([size, index, true])
  })

  it('reads a log whole once, and then only the entries around and what is new', async () => {
    const { transact, read, transactions } = logOf(leaves)
    const proofs = createInclusionProofs()
    await proofs.pathTo(transact, 'acme', 3, 1_100)
    const first = read()
    // Four full blocks, the rest, and the block around the entry: nobody waits for more than one of them.
    expect(transactions()).to.equal(6)
    await proofs.pathTo(transact, 'acme', 700, 1_100)
    expect(first).to.be.at.least(1_100)
    expect(read() - first).to.be.at.most(512)
  })

  it('is the same for all who ask for one while a log is read the first time', async () => {
    const { transact } = logOf(leaves)
    const proofs = createInclusionProofs()
    const asked = [3, 700, 1_099, 300]
    const alone = async (index: number) =>
      createInclusionProofs().pathTo(logOf(leaves).transact, 'acme', index, 1_100)
    const paths = await Promise.all(asked.map((index) => proofs.pathTo(transact, 'acme', index, 1_100)))
    expect(paths).to.deep.equal(await Promise.all(asked.map(alone)))
    expect(await proofs.pathTo(transact, 'acme', 5, 1_100)).to.deep.equal(await alone(5))
  })

  it('leads nowhere with another leaf, place, size or path', () => {
    const root = rootOver(leaves.slice(0, 11))
    const path = [
      leaves[5] as Buffer,
      rootOver(leaves.slice(6, 8)),
      rootOver(leaves.slice(0, 4)),
      rootOver(leaves.slice(8, 11)),
    ]
    const reaches = (leaf: Buffer | undefined, at: number, size: number, given: readonly Buffer[]) =>
      rootFromPath(leaf as Buffer, at, size, given)?.equals(root) === true
    expect(reaches(leaves[4], 4, 11, path)).to.equal(true)
    expect(reaches(leaves[3], 4, 11, path)).to.equal(false)
    for (const at of [-1, 0, 3, 5, 6, 10, 11, 12, 0.5, Number.NaN])
      expect([at, reaches(leaves[4], at, 11, path)]).to.deep.equal([at, false])
    for (const size of [0, 4, 5, 7, 8, 17, 1e9])
      expect([size, reaches(leaves[4], 4, size, path)]).to.deep.equal([size, false])
    expect(reaches(leaves[4], 4, 11, path.slice(1))).to.equal(false)
    expect(reaches(leaves[4], 4, 11, path.slice(0, -1))).to.equal(false)
    expect(reaches(leaves[4], 4, 11, [...path, root])).to.equal(false)
    expect(reaches(leaves[4], 4, 11, path.toReversed())).to.equal(false)
  })
})
