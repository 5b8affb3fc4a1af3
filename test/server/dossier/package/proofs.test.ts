import { expect } from 'chai'
import { rootFromPath, rootOver } from '../../../../server/audit/inclusion.ts'
import type { AuditRows } from '../../../../server/audit/log.ts'
import { hashLeaf } from '../../../../server/audit/merkle.ts'
import { openProofRun } from '../../../../server/dossier/package/proofs.ts'

const SIZE = 1_100
const leaves = Array.from({ length: SIZE }, (_, at) => hashLeaf(Buffer.from(`entry ${at}`)))

describe('the proofs of a package', () => {
  it('lead to the root, and others have their turn after each 256 entries', async () => {
    const steps: (number | 'pause')[] = []
    const rows = {
      async auditEntries(_accountId: string, from: number, limit: number) {
        const page = leaves.slice(from, from + limit)
        steps.push(page.length)
        return page.map((leaf, at) => ({
          ...{ index: from + at, header: `entry ${from + at}` },
          leafHash: leaf.toString('hex'),
        }))
      },
    } as unknown as AuditRows
    const pause = async () => {
      steps.push('pause')
    }
    const proofs = openProofRun(rows, 'acme', { size: SIZE, pause })
    const root = rootOver(leaves)
    for (const index of [0, 255, 256, 700, SIZE - 1]) {
      const path = await proofs.pathTo(index)
      expect([index, rootFromPath(leaves[index] as Buffer, index, SIZE, path)]).to.deep.equal([index, root])
      expect(await proofs.headerOf(index)).to.equal(`entry ${index}`)
    }
    expect(steps.slice(0, 10)).to.deep.equal(
      Array.from({ length: 4 }, () => ['pause', 256])
        .flat()
        .concat(['pause', 76]),
    )
    expect(await proofs.headerOf(SIZE)).to.equal(null)
  })
})
