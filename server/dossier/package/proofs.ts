/** Inclusion proofs for many entries of one log (RFC 9162 §2.1.3.1), each part of the tree hashed once. */
import type { AuditRows } from '../../audit/index.ts'
import { hashNode } from '../../audit/index.ts'

const BLOCK = 256
const PAGE = 2_048

export interface ProofRun {
  /** From the leaf up. */
  pathTo(index: number): Promise<readonly Buffer[]>
}

/** Levels of the tree above some leaves; a last one without a neighbour goes up as it is. */
function levelsOver(leaves: readonly Buffer[]): readonly (readonly Buffer[])[] {
  const levels: Buffer[][] = [[...leaves]]
  for (let level = levels[0] ?? []; level.length > 1; ) {
    const next: Buffer[] = []
    for (let at = 0; at < level.length; at += 2) {
      const [left, right] = [level[at], level[at + 1]]
      if (left !== undefined) next.push(right === undefined ? left : hashNode(left, right))
    }
    levels.push(next)
    level = next
  }
  return levels
}

function pathUp(levels: readonly (readonly Buffer[])[], at: number): readonly Buffer[] {
  const path: Buffer[] = []
  let node = at
  for (const level of levels.slice(0, -1)) {
    const sibling = level[node % 2 === 0 ? node + 1 : node - 1]
    if (sibling !== undefined) path.push(sibling)
    node = Math.floor(node / 2)
  }
  return path
}

/** Over the first `size` entries. Keeps one hash for each 256 entries, and the hashes of the block asked last. */
export function openProofRun(tx: AuditRows, accountId: string, size: number): ProofRun {
  let upper: readonly (readonly Buffer[])[] | null = null
  let held: { block: number; levels: readonly (readonly Buffer[])[] } | null = null

  async function leaves(from: number, to: number): Promise<readonly Buffer[]> {
    const found: Buffer[] = []
    while (from + found.length < to) {
      const page = await tx.auditEntries(
        accountId,
        from + found.length,
        Math.min(PAGE, to - from - found.length),
      )
      for (const { leafHash } of page) found.push(Buffer.from(leafHash, 'hex'))
      if (page.length === 0) break
    }
    return found
  }

  async function blockRoots(): Promise<readonly Buffer[]> {
    const roots: Buffer[] = []
    for (let from = 0; from < size; from += BLOCK) {
      const root = levelsOver(await leaves(from, Math.min(from + BLOCK, size))).at(-1)?.[0]
      if (root !== undefined) roots.push(root)
    }
    return roots
  }

  return {
    async pathTo(index) {
      upper ??= levelsOver(await blockRoots())
      const block = Math.floor(index / BLOCK)
      if (held?.block !== block) {
        const from = block * BLOCK
        held = { block, levels: levelsOver(await leaves(from, Math.min(from + BLOCK, size))) }
      }
      return [...pathUp(held.levels, index - block * BLOCK), ...pathUp(upper, block)]
    },
  }
}
