/** Recomputes an account's whole log and says where it was changed, if it was. Reads only. */
import type { AccountId } from '../../src/domain/account.ts'
import { FIRST_PREV, storedLeafHash } from './entry.ts'
import { type AuditRows, rootHash } from './log.ts'
import { appendLeaf, type CompactTree, EMPTY_TREE, rootOf } from './merkle.ts'
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
}

const PAGE = 2_000

function readHeader(header: string): { index: unknown; prev: unknown } {
  try {
    const parsed: unknown = JSON.parse(header)
    if (typeof parsed === 'object' && parsed !== null)
      return { index: Reflect.get(parsed, 'index'), prev: Reflect.get(parsed, 'prev') }
  } catch {
    // Not JSON any more: the leaf hash has already told, or this mismatch will.
  }
  return { index: undefined, prev: undefined }
}

interface Walk {
  tree: CompactTree
  lastHash: string
  rootAtAnchor: string | null
}

async function walk(
  rows: AuditRows,
  accountId: AccountId,
  anchorSize: number,
  state: Walk,
): Promise<{ problem: AuditProblem; index: number } | null> {
  if (anchorSize === 0) state.rootAtAnchor = rootOf(state.tree).toString('hex')
  for (;;) {
    const page = await rows.auditEntries(accountId, state.tree.size, PAGE)
    for (const stored of page) {
      const index = state.tree.size
      if (stored.index !== index) return { problem: 'ENTRY_MISSING', index }
      const leaf = storedLeafHash(stored.header)
      if (leaf.toString('hex') !== stored.leafHash) return { problem: 'ENTRY_CHANGED', index }
      const header = readHeader(stored.header)
      if (header.index !== index || header.prev !== state.lastHash)
        return { problem: 'ENTRY_OUT_OF_ORDER', index }
      state.tree = appendLeaf(state.tree, leaf)
      state.lastHash = stored.leafHash
      if (state.tree.size === anchorSize) state.rootAtAnchor = rootOf(state.tree).toString('hex')
    }
    if (page.length < PAGE) return null
  }
}

function openAnchor(anchor: Anchor | null): Checkpoint | AuditProblem | null {
  if (anchor === null) return null
  const text = openNote(anchor.note, anchor.verifier)
  return (text === null ? null : parseCheckpoint(text)) ?? 'CHECKPOINT_SIGNATURE_INVALID'
}

/**
 * Checks every entry's bytes, its place and its link, the head, and the anchor kept outside the store.
 * Without an anchor a log cut together with its head cannot be told from a short one.
 */
export async function verifyAudit(
  rows: AuditRows,
  accountId: AccountId,
  anchor: Anchor | null,
): Promise<AuditVerdict> {
  const checkpoint = openAnchor(anchor)
  const state: Walk = { tree: EMPTY_TREE, lastHash: FIRST_PREV, rootAtAnchor: null }
  const broken = (problem: AuditProblem, index: number): AuditVerdict => ({
    verdict: 'broken',
    entries: state.tree.size,
    rootHash: rootOf(state.tree).toString('hex'),
    problem,
    index,
  })
  if (typeof checkpoint === 'string') return broken(checkpoint, 0)
  const found = await walk(rows, accountId, checkpoint?.size ?? -1, state)
  if (found !== null) return broken(found.problem, found.index)
  const size = state.tree.size
  const head = await rows.auditHead(accountId)
  if ((head?.tree.size ?? 0) > size) return broken('TRUNCATED', size)
  if (rootHash(head) !== rootOf(state.tree).toString('hex')) return broken('HEAD_MISMATCH', size)
  if (checkpoint !== null) {
    if (checkpoint.size > size) return broken('TRUNCATED', size)
    if (checkpoint.rootHash !== state.rootAtAnchor) return broken('CHECKPOINT_MISMATCH', checkpoint.size)
  }
  return { verdict: 'intact', entries: size, rootHash: rootOf(state.tree).toString('hex') }
}
