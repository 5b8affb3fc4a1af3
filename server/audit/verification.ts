/** Recomputes an account's whole log and says where it was changed, if it was. Reads only. */
import type { AccountId } from '../../src/domain/account.ts'
import type { Transact } from '../keys.ts'
import { storedLeafHex } from './entry.ts'
import type { KeyRotation } from './key-rotation.ts'
import { type AuditHead, type AuditRows, EMPTY_HEAD, rootHash } from './log.ts'
import { type GrowingTree, growingTree } from './merkle.ts'
import { readHeader } from './read-entry.ts'
import { type Checkpoint, type NoteVerifier, openNote, parseCheckpoint } from './signed-note.ts'

export type AuditProblem =
  | 'ENTRY_CHANGED'
  | 'ENTRY_MISSING'
  | 'ENTRY_OUT_OF_ORDER'
  | 'HEAD_MISMATCH'
  | 'TRUNCATED'
  | 'CHECKPOINT_MISMATCH'
  | 'CHECKPOINT_SIGNATURE_INVALID'
  | 'CHECKPOINT_MISSING'

export type AuditVerdict =
  | { readonly verdict: 'intact'; readonly entries: number; readonly rootHash: string }
  | {
      readonly verdict: 'broken'
      readonly entries: number
      readonly rootHash: string
      readonly problem: AuditProblem
      readonly index: number
    }

/** What `vouch verify` holds against the log: the checkpoint file's note and its key. */
export interface Anchor {
  readonly note: string
  readonly verifier: NoteVerifier
  /** For whoever is handed something that one of the keys signed, and knows another. */
  readonly rotations?: readonly KeyRotation[]
}

/** For a document that goes out with the anchor's checkpoint: nothing where the log has had one key alone. */
export function rotationsIn({ rotations = [] }: Anchor): { readonly rotations?: readonly KeyRotation[] } {
  return rotations.length === 0 ? {} : { rotations }
}

/** Read and recomputed at once, with nobody else having a turn: some milliseconds. */
const PAGE = 250

/** What a reading of the log found: the head that its entries make, and the first thing wrong. */
export interface LogReading {
  readonly head: AuditHead
  readonly trouble: { readonly problem: AuditProblem; readonly index: number } | null
}

interface Walk {
  readonly tree: GrowingTree
  lastHash: string
  rootAtAnchor: string | null
  /** As it was stored when the last page was read. */
  stored: AuditHead
}

/** Reads one page in a transaction of its own, or in one that is open: a long log must not keep others waiting. */
export type ReadSlice = Transact<AuditRows>

async function walk(
  read: ReadSlice,
  accountId: AccountId,
  anchorSize: number,
  state: Walk,
): Promise<LogReading['trouble']> {
  const { tree } = state
  const noteRoot = () => {
    if (tree.size === anchorSize) state.rootAtAnchor = tree.root().toString('hex')
  }
  noteRoot()
  for (;;) {
    const { size } = tree
    // The head with the page: between two transactions the log goes on.
    const { page, stored: head } = await read(async (rows) => ({
      // From below the first place: an entry at a negative one would be listed, but never checked.
      page: await rows.auditEntries(accountId, size === 0 ? Number.MIN_SAFE_INTEGER : size, PAGE),
      stored: (await rows.auditHead(accountId)) ?? EMPTY_HEAD,
    }))
    state.stored = head
    for (const stored of page) {
      const index = tree.size
      if (stored.index !== index)
        return { problem: stored.index > index ? 'ENTRY_MISSING' : 'ENTRY_OUT_OF_ORDER', index }
      const leaf = storedLeafHex(stored.header)
      if (leaf !== stored.leafHash) return { problem: 'ENTRY_CHANGED', index }
      const header = readHeader(stored.header)
      if (header === null) return { problem: 'ENTRY_CHANGED', index }
      if (header.index !== index || header.prev !== state.lastHash)
        return { problem: 'ENTRY_OUT_OF_ORDER', index }
      tree.push(Buffer.from(leaf, 'hex'))
      state.lastHash = leaf
      noteRoot()
    }
    if (page.length < PAGE) return null
  }
}

/**
 * Checks every entry's bytes, its place and its link, the head, and the checkpoint. `known` is a head that
 * the caller itself has checked before; only what came after it is read.
 */
export async function readLog(
  read: ReadSlice,
  accountId: AccountId,
  checkpoint: Checkpoint | null,
  known: AuditHead = EMPTY_HEAD,
): Promise<LogReading> {
  const grown = growingTree(known.tree)
  const state: Walk = { tree: grown, lastHash: known.lastHash, rootAtAnchor: null, stored: EMPTY_HEAD }
  const trouble = await walk(read, accountId, checkpoint?.size ?? -1, state)
  const { stored, lastHash } = state
  const tree = { size: grown.size, peaks: grown.peaks() }
  const head = { tree, lastHash }
  const found = (problem: AuditProblem, index: number) => ({ head, trouble: { problem, index } })
  if (trouble !== null) return { head, trouble }
  if (stored.tree.size > tree.size) return found('TRUNCATED', tree.size)
  if (stored.tree.size !== tree.size || stored.lastHash !== lastHash || rootHash(stored) !== rootHash(head))
    return found('HEAD_MISMATCH', tree.size)
  if (checkpoint !== null && checkpoint.size > tree.size) return found('TRUNCATED', tree.size)
  if (checkpoint !== null && checkpoint.rootHash !== state.rootAtAnchor)
    return found('CHECKPOINT_MISMATCH', checkpoint.size)
  return { head, trouble: null }
}

/** The anchor's checkpoint, or `null` when its signature is not good or it is another log's. */
export function openCheckpoint(anchor: Anchor): Checkpoint | null {
  const text = openNote(anchor.note, anchor.verifier)
  const checkpoint = text === null ? null : parseCheckpoint(text)
  // One key signs the logs of all accounts: only the origin inside the text says whose this is.
  return checkpoint?.origin === anchor.verifier.name ? checkpoint : null
}

/**
 * The verdict on a whole log, held against the anchor kept outside the store. A log with entries but
 * without an anchor is broken: cut together with its head, it could not be told from a short one.
 */
export async function verifyAudit(
  rows: AuditRows,
  accountId: AccountId,
  anchor: Anchor | null,
): Promise<AuditVerdict> {
  return (await verifyAuditInSlices((act) => act(rows), accountId, anchor)).verdict
}

/** Where a check has come to: the caller itself read all of it, and held it against that checkpoint. */
export interface Come {
  readonly head: AuditHead
  readonly checkpoint: Checkpoint | null
}

function isBehind({ head, checkpoint }: Come, now: Checkpoint | null): boolean {
  if (now === null || now.size >= head.tree.size) return false
  return checkpoint?.size !== now.size || checkpoint.rootHash !== now.rootHash
}

/** The newest entry that was read is still as it was: a log cut there, or put back from elsewhere, shows at once. */
async function isThere(
  read: ReadSlice,
  accountId: AccountId,
  { tree, lastHash }: AuditHead,
): Promise<boolean> {
  if (tree.size === 0) return true
  const [last] = await read((rows) => rows.auditEntries(accountId, tree.size - 1, 1))
  return last !== undefined && storedLeafHex(last.header) === lastHash
}

/**
 * The same while acts go on: each page is read by itself. With `known` only what came after it is read; with a
 * checkpoint from before it that was not held against the log then, everything.
 */
export async function verifyAuditInSlices(
  read: ReadSlice,
  accountId: AccountId,
  anchor: Anchor | null,
  known?: Come,
): Promise<Come & { readonly verdict: AuditVerdict }> {
  const checkpoint = anchor === null ? null : openCheckpoint(anchor)
  const unsigned = anchor !== null && checkpoint === null
  const behind = known === undefined || isBehind(known, checkpoint)
  const from = behind || !(await isThere(read, accountId, known.head)) ? EMPTY_HEAD : known.head
  // What was held against the log before it came to here need not be again.
  const asked = checkpoint !== null && checkpoint.size < from.tree.size ? null : checkpoint
  const { head, trouble } = unsigned
    ? { head: EMPTY_HEAD, trouble: { problem: 'CHECKPOINT_SIGNATURE_INVALID' as const, index: 0 } }
    : await readLog(read, accountId, asked, from)
  const entries = head.tree.size
  const told = { entries, rootHash: rootHash(head) }
  const come = { head, checkpoint }
  if (trouble !== null) return { ...come, verdict: { verdict: 'broken', ...told, ...trouble } }
  if (anchor === null && entries > 0)
    return { ...come, verdict: { verdict: 'broken', ...told, problem: 'CHECKPOINT_MISSING', index: entries } }
  return { ...come, verdict: { verdict: 'intact', ...told } }
}
