/** Reads the entries of a bundle in their order and makes the tree over them again. */
import { isUtf8 } from 'node:buffer'
import { hash } from 'node:crypto'
import { type GrowingTree, growingTree, type ReadHeader, readHeader } from '../audit/index.ts'

export interface ReadEntry {
  readonly index: number
  readonly id: string
  readonly type: string
  readonly text: string
  readonly commit: string | null
  readonly kid: string | null
  /** Names of keys that the entry says are gone. */
  readonly kids: readonly string[]
}

export interface EntryReading {
  readonly tree: GrowingTree
  /** The next entry in its order, or why it is not one. */
  read(line: Buffer): ReadEntry | 'ENTRY_CHANGED' | 'ENTRY_OUT_OF_ORDER' | 'ENTRY_MISSING'
}

const DOMAIN = Buffer.from('\u0000vouch-audit/v1\n', 'utf8')
const COVERING = new Set(['erasure.executed', 'retention.executed'])

function kidsOf(detail: unknown): readonly string[] {
  const kids: unknown = typeof detail === 'object' && detail !== null ? Reflect.get(detail, 'kids') : null
  return Array.isArray(kids) ? kids.filter((kid) => typeof kid === 'string') : []
}

function entryOf({ id, type, detail, commit, kid }: ReadHeader, index: number, text: string): ReadEntry {
  const kids = COVERING.has(type) ? kidsOf(detail) : []
  return { index, id, type, text, commit, kid, kids }
}

/** What an entry of a store says of sealed words; its bytes and its place were checked before. */
export function readCovered(index: number, header: string): Omit<ReadEntry, 'type' | 'text'> {
  const read = readHeader(header)
  return read === null ? { index, id: '', commit: null, kid: null, kids: [] } : entryOf(read, index, header)
}

/** `last`: leaf hash of the entry before, hex; `null` where that is not known. */
export function readEntriesFrom(before: readonly Buffer[], spans: readonly number[]): EntryReading {
  const tree = growingTree()
  for (const [at, span] of spans.entries()) tree.push(before[at] as Buffer, span)
  let next = tree.size
  let last: string | null = next === 0 ? '0'.repeat(64) : null
  let scratch = Buffer.alloc(64 * 1024)
  DOMAIN.copy(scratch)
  return {
    tree,
    read(line) {
      const bytes = DOMAIN.length + line.length
      if (bytes > scratch.length) {
        scratch = Buffer.alloc(bytes)
        DOMAIN.copy(scratch)
      }
      line.copy(scratch, DOMAIN.length)
      const leaf = hash('sha256', scratch.subarray(0, bytes), 'buffer')
      const text = line.toString('utf8')
      // Bytes that are no UTF-8 would be read as others than those that were hashed.
      const header = isUtf8(line) ? readHeader(text) : null
      if (header === null) return 'ENTRY_CHANGED'
      if (header.index !== next)
        return typeof header.index === 'number' && header.index > next
          ? 'ENTRY_MISSING'
          : 'ENTRY_OUT_OF_ORDER'
      // The entry before is not the one that this one was appended to.
      if (last !== null && header.prev !== last) return 'ENTRY_CHANGED'
      const entry = entryOf(header, next, text)
      tree.push(leaf)
      last = leaf.toString('hex')
      next += 1
      return entry
    },
  }
}
