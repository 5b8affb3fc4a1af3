/** Merkle tree hashes of RFC 6962 §2.1 (SHA-256): leaf prefix 0x00, node prefix 0x01. */
import { createHash } from 'node:crypto'

const LEAF = Buffer.from([0])
const NODE = Buffer.from([1])

export function hashLeaf(bytes: Uint8Array): Buffer {
  return createHash('sha256').update(LEAF).update(bytes).digest()
}

export function hashNode(left: Uint8Array, right: Uint8Array): Buffer {
  return createHash('sha256').update(NODE).update(left).update(right).digest()
}

/** A tree reduced to its perfect subtrees, largest first: log₂ n hashes are enough to append and to root. */
export interface CompactTree {
  readonly size: number
  readonly peaks: readonly Buffer[]
}

export const EMPTY_TREE: CompactTree = { size: 0, peaks: [] }

export function appendLeaf(tree: CompactTree, leafHash: Buffer): CompactTree {
  const peaks = [...tree.peaks]
  let carry = leafHash
  // Each trailing 1-bit of the old size is a perfect subtree of the carry's height: merge it.
  for (let rest = tree.size; rest % 2 === 1; rest = Math.floor(rest / 2)) {
    carry = hashNode(peaks.pop() as Buffer, carry)
  }
  peaks.push(carry)
  return { size: tree.size + 1, peaks }
}

/** Root hash; of the empty tree SHA-256 of nothing. */
export function rootOf(tree: CompactTree): Buffer {
  const [last, ...rest] = tree.peaks.toReversed()
  if (last === undefined) return createHash('sha256').digest()
  return rest.reduce((right, left) => hashNode(left, right), last)
}
