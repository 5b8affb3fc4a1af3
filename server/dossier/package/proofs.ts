/** Inclusion proofs for many entries of one log (RFC 9162 §2.1.3.1), each part of the tree hashed once. */
import type { AuditRows } from '../../audit/index.ts'
import { hashNode } from '../../audit/index.ts'

/** Read and hashed at once, with nobody else having a turn: a millisecond. */
const BLOCK = 256

export interface ProofRun {
  /** From the leaf up. */
  pathTo(index: number): Promise<readonly Buffer[]>
  /** The entry itself, which was read with its neighbours; `null` when it is not in the log. */
  headerOf(index: number): Promise<string | null>
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

type Entry = Awaited<ReturnType<AuditRows['auditEntries']>>[number]

interface Block {
  readonly block: number
  readonly levels: readonly (readonly Buffer[])[]
  readonly headers: readonly string[]
}

const leavesOf = (entries: readonly Entry[]) => entries.map(({ leafHash }) => Buffer.from(leafHash, 'hex'))

/** Over the first `size` entries. Keeps one hash for each 256 entries, and the hashes of the block asked last. */
export function openProofRun(
  tx: AuditRows,
  accountId: string,
  { size, pause }: { readonly size: number; readonly pause: () => Promise<void> },
): ProofRun {
  let upper: readonly (readonly Buffer[])[] | null = null
  let held: Block | null = null

  async function entries(from: number, to: number): Promise<readonly Entry[]> {
    const found: Entry[] = []
    while (from + found.length < to) {
      const page = await tx.auditEntries(accountId, from + found.length, to - from - found.length)
      found.push(...page)
      if (page.length === 0) break
    }
    return found
  }

  async function blockRoots(): Promise<readonly Buffer[]> {
    const roots: Buffer[] = []
    for (let from = 0; from < size; from += BLOCK) {
      await pause()
      const root = levelsOver(leavesOf(await entries(from, Math.min(from + BLOCK, size)))).at(-1)?.[0]
      if (root !== undefined) roots.push(root)
    }
    return roots
  }

  async function blockOf(index: number): Promise<Block> {
    const block = Math.floor(index / BLOCK)
    if (held?.block === block) return held
    const from = block * BLOCK
    const found = await entries(from, Math.min(from + BLOCK, size))
    held = { block, levels: levelsOver(leavesOf(found)), headers: found.map(({ header }) => header) }
    return held
  }

  return {
    async pathTo(index) {
      upper ??= levelsOver(await blockRoots())
      const { block, levels } = await blockOf(index)
      return [...pathUp(levels, index - block * BLOCK), ...pathUp(upper, block)]
    },
    async headerOf(index) {
      if (index < 0 || index >= size) return null
      const { block, headers } = await blockOf(index)
      return headers[index - block * BLOCK] ?? null
    },
  }
}
