/** Merkle tree hashes of RFC 6962 §2.1 (SHA-256): leaf prefix 0x00, node prefix 0x01. */
import { hash as digest } from 'node:crypto'

const HASH_BYTES = 32
const LEAF = Buffer.from([0])

const sha256 = (bytes: Uint8Array): Buffer => digest('sha256', bytes, 'buffer')

export function hashLeaf(bytes: Uint8Array): Buffer {
  return sha256(Buffer.concat([LEAF, bytes]))
}

/** The same of a text's UTF-8, hex: a third of the time, for no bytes are laid out. */
export const hashLeafText = (text: string): string => digest('sha256', `\0${text}`, 'hex')

/** One for all: it is filled and hashed within one call. */
const node = Buffer.alloc(1 + 2 * HASH_BYTES)

export function hashNode(left: Uint8Array, right: Uint8Array): Buffer {
  node[0] = 1
  node.set(left, 1)
  node.set(right, 1 + HASH_BYTES)
  return sha256(node)
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
  if (last === undefined) return sha256(Buffer.alloc(0))
  return rest.reduce((right, left) => hashNode(left, right), last)
}

/** A tree that grows in place, from the left, by leaves or by whole perfect subtrees. */
export interface GrowingTree {
  readonly size: number
  /** `span` leaves under one hash; a power of two, at a place that it divides. */
  push(hash: Buffer, span?: number): void
  root(): Buffer
  peaks(): readonly Buffer[]
}

export function growingTree({ size: begun, peaks }: CompactTree = EMPTY_TREE): GrowingTree {
  const spans = [...coveringSpans(0, begun)]
  const hashes = [...peaks]
  let size = begun
  return {
    get size() {
      return size
    },
    push(hash, span = 1) {
      let [carry, width] = [hash, span]
      while (spans.at(-1) === width) {
        carry = hashNode(hashes.pop() as Buffer, carry)
        spans.pop()
        width *= 2
      }
      spans.push(width)
      hashes.push(carry)
      size += span
    },
    root: () => rootOf({ size, peaks: hashes }),
    peaks: () => [...hashes],
  }
}

/** The widths of the perfect subtrees that cover `[from, to)`, left to right: each the largest that fits there. */
export function coveringSpans(from: number, to: number): readonly number[] {
  const spans: number[] = []
  for (let at = from; at < to; ) {
    let span = 1
    while (at % (span * 2) === 0 && at + span * 2 <= to) span *= 2
    spans.push(span)
    at += span
  }
  return spans
}
