/** Proof that a shorter log is the beginning of a longer one (RFC 6962 §2.1.2; verified as in RFC 9162 §2.1.4.2). */
import { hashNode } from './merkle.ts'

/** Hash over the leaves `[from, to)`: a node of the tree, or the root. */
export type RangeHash = (from: number, to: number) => Promise<Buffer>

function largestPowerBelow(size: number): number {
  let power = 1
  while (power * 2 < size) power *= 2
  return power
}

/** @returns nothing when there is nothing to prove: from an empty log, or from the log itself. */
export async function consistencyPath(
  old: number,
  size: number,
  hashOf: RangeHash,
): Promise<readonly Buffer[]> {
  if (old <= 0 || old >= size) return []
  const path: Buffer[] = []
  let [from, to, whole] = [0, size, true]
  let first = old
  // Down to the subtree that ends where the old log ended; what branches off on the way is told.
  while (first !== to - from) {
    const split = largestPowerBelow(to - from)
    if (first <= split) {
      path.push(await hashOf(from + split, to))
      to = from + split
    } else {
      path.push(await hashOf(from, from + split))
      from += split
      first -= split
      whole = false
    }
  }
  return [...(whole ? [] : [await hashOf(from, to)]), ...path.reverse()]
}

interface Walked {
  readonly old: Buffer
  readonly whole: Buffer
}

function walked(old: number, size: number, oldRoot: Buffer, path: readonly Buffer[]): Walked | null {
  // The old log is one perfect subtree: the proof leaves its hash out, for everybody has it.
  const [start, ...rest] = Number.isInteger(Math.log2(old)) ? [oldRoot, ...path] : path
  if (start === undefined) return null
  let [at, last] = [old - 1, size - 1]
  while (at % 2 === 1) {
    at = Math.floor(at / 2)
    last = Math.floor(last / 2)
  }
  let [inOld, inWhole] = [start, start]
  for (const hash of rest) {
    if (last === 0) return null
    if (at % 2 === 1 || at === last) {
      inOld = hashNode(hash, inOld)
      inWhole = hashNode(hash, inWhole)
      while (at % 2 === 0 && at !== 0) {
        at = Math.floor(at / 2)
        last = Math.floor(last / 2)
      }
    } else inWhole = hashNode(inWhole, hash)
    at = Math.floor(at / 2)
    last = Math.floor(last / 2)
  }
  return last === 0 ? { old: inOld, whole: inWhole } : null
}

export interface Rooted {
  readonly size: number
  readonly root: Buffer
}

/** True when the log of `old` is the beginning of the log of `whole`. */
export function isConsistent(old: Rooted, whole: Rooted, path: readonly Buffer[]): boolean {
  if (old.size < 0 || old.size > whole.size) return false
  if (old.size === whole.size) return path.length === 0 && old.root.equals(whole.root)
  if (old.size === 0) return path.length === 0
  const found = walked(old.size, whole.size, old.root, path)
  return found?.old.equals(old.root) === true && found.whole.equals(whole.root)
}
