/** Proof that one entry is in the log that a checkpoint signs (RFC 6962 §2.1.1; verified as in RFC 9162 §2.1.3.2). */
import type { AccountId } from '../../src/domain/account.ts'
import type { Transact } from '../keys.ts'
import type { AuditRows } from './log.ts'
import { appendLeaf, type CompactTree, EMPTY_TREE, hashNode, rootOf } from './merkle.ts'

/** Entries a kept hash stands for: what is full never changes again. Read at once, which takes a millisecond. */
const BLOCK = 256

function largestPowerBelow(size: number): number {
  let power = 1
  while (power * 2 < size) power *= 2
  return power
}

/** From the leaf up. `at` must be below the number of leaves. */
function pathIn(leaves: readonly Buffer[], at: number): readonly Buffer[] {
  if (leaves.length <= 1) return []
  const split = largestPowerBelow(leaves.length)
  const [left, right] = [leaves.slice(0, split), leaves.slice(split)]
  return at < split ? [...pathIn(left, at), rootOver(right)] : [...pathIn(right, at - split), rootOver(left)]
}

export function rootOver(leaves: readonly Buffer[]): Buffer {
  return rootOf(leaves.reduce<CompactTree>((tree, leaf) => appendLeaf(tree, leaf), EMPTY_TREE))
}

export function rootFromPath(leaf: Buffer, at: number, size: number, path: readonly Buffer[]): Buffer | null {
  if (!Number.isSafeInteger(at) || !Number.isSafeInteger(size) || at < 0 || at >= size) return null
  let [node, last, hash] = [at, size - 1, leaf]
  for (const sibling of path) {
    if (last === 0) return null
    if (node % 2 === 1 || node === last) {
      hash = hashNode(sibling, hash)
      while (node % 2 === 0 && node !== 0) {
        node = Math.floor(node / 2)
        last = Math.floor(last / 2)
      }
    } else hash = hashNode(hash, sibling)
    node = Math.floor(node / 2)
    last = Math.floor(last / 2)
  }
  return last === 0 ? hash : null
}

/** Reads a block of the log in a transaction of its own: who draws up a proof over a long one keeps nobody waiting. */
type ReadBlock = Transact<AuditRows>

export interface InclusionProofs {
  /** Hashes (hex) from the entry at `index` to the root of the log's first `size` entries. */
  pathTo(read: ReadBlock, accountId: AccountId, index: number, size: number): Promise<readonly string[]>
  /** Hash over the entries `[from, to)`, which are those of one node of the tree, or of its root. */
  rangeHash(read: ReadBlock, accountId: AccountId, from: number, to: number): Promise<Buffer>
}

/** Keeps the roots of full blocks: a log is read whole once, and after that only where it has grown. */
export function createInclusionProofs(): InclusionProofs {
  const kept = new Map<AccountId, Buffer[]>()

  async function leavesFrom(
    read: ReadBlock,
    accountId: AccountId,
    from: number,
    to: number,
  ): Promise<Buffer[]> {
    const leaves: Buffer[] = []
    while (from + leaves.length < to) {
      const at = from + leaves.length
      const page = await read((tx) => tx.auditEntries(accountId, at, Math.min(BLOCK, to - at)))
      for (const { leafHash } of page) leaves.push(Buffer.from(leafHash, 'hex'))
      if (page.length === 0) break
    }
    return leaves
  }

  async function fullBlocks(read: ReadBlock, accountId: AccountId, full: number): Promise<readonly Buffer[]> {
    const blocks = kept.get(accountId) ?? []
    kept.set(accountId, blocks)
    for (let at = blocks.length; at < full; at = blocks.length) {
      const root = rootOver(await leavesFrom(read, accountId, at * BLOCK, (at + 1) * BLOCK))
      // Whoever draws up another proof meanwhile reads the same blocks.
      if (blocks.length === at) blocks.push(root)
    }
    return blocks
  }

  return {
    async rangeHash(read, accountId, from, to) {
      // Narrower than a block, or not at the edge of one: there is nothing kept for it.
      if (to - from < BLOCK || from % BLOCK !== 0)
        return rootOver(await leavesFrom(read, accountId, from, to))
      const full = Math.floor(to / BLOCK)
      const blocks = await fullBlocks(read, accountId, full)
      const tail = await leavesFrom(read, accountId, full * BLOCK, to)
      return rootOver([...blocks.slice(from / BLOCK, full), ...(tail.length === 0 ? [] : [rootOver(tail)])])
    },
    async pathTo(read, accountId, index, size) {
      const full = Math.floor(size / BLOCK)
      const blocks = await fullBlocks(read, accountId, full)
      const own = Math.floor(index / BLOCK)
      const tail = await leavesFrom(read, accountId, full * BLOCK, size)
      // A block's root is a node of the tree: above the blocks they are its leaves, and the rest is one more.
      const upper = [...blocks.slice(0, full), ...(tail.length === 0 ? [] : [rootOver(tail)])]
      const within = own < full ? await leavesFrom(read, accountId, own * BLOCK, (own + 1) * BLOCK) : tail
      const path = [...pathIn(within, index - own * BLOCK), ...pathIn(upper, own)]
      return path.map((hash) => hash.toString('hex'))
    },
  }
}
