/**
 * Signed checkpoints, kept outside the store: what shows a log that was cut together with its head.
 * Written at most once a second and at the end, so the last second of a crash is not anchored.
 */
import type { AccountId } from '../../src/domain/account.ts'
import { Fault } from '../../src/domain/fault.ts'
import type { Keyring, Transact } from '../keys.ts'
import { type KeyRotation, widened } from './key-rotation.ts'
import { type AuditHead, type AuditRows, rootHash } from './log.ts'
import { checkpointText, type NoteSigner, signNote, verifierOf } from './signed-note.ts'
import { type Anchor, openCheckpoint, readLog } from './verification.ts'

/** Where the newest checkpoint of an account lies; `write` replaces it whole or not at all. */
export interface CheckpointShelf {
  read(accountId: AccountId): Promise<string | null>
  write(accountId: AccountId, note: string): Promise<void>
  /** The names in the first line of every checkpoint that is kept, whatever the store says. */
  origins(): Promise<readonly string[]>
  /** What ties the log's keys of before to the one that signs now, the oldest first. */
  rotations(accountId: AccountId): Promise<readonly KeyRotation[]>
}

/** The one name and key, or two, under which an installation signs for an account's log. */
export function logSigner(
  keys: Pick<Keyring, 'checkpointKey' | 'retiringKey'>,
  accountId: AccountId,
): NoteSigner {
  return { name: `vouch/${accountId}`, privateKey: keys.checkpointKey, retiring: keys.retiringKey }
}

export interface Checkpoints {
  /** Signs the log's present head. @throws Fault `AUDIT_CHAIN_BROKEN` when it does not continue the last. */
  sign(accountId: AccountId): Promise<void>
  anchor(accountId: AccountId): Promise<Anchor | null>
}

const notOurs = () =>
  new Fault('AUDIT_CHAIN_BROKEN', 'the last audit checkpoint is not signed by this installation')

export function createCheckpoints(given: {
  transact: Transact<AuditRows>
  shelf: CheckpointShelf
  signer: (accountId: AccountId) => NoteSigner
}): Checkpoints {
  /** The head signed last by this process: only what came after it is read again. */
  const signed = new Map<AccountId, AuditHead>()
  const turns = new Map<AccountId, Promise<void>>()

  const anchor = async (accountId: AccountId): Promise<Anchor | null> => {
    const note = await given.shelf.read(accountId)
    if (note === null) return null
    const rotations = await given.shelf.rotations(accountId)
    // With every key that it has had: whoever cuts a rotation short leaves a checkpoint of the key before.
    return { note, verifier: widened(verifierOf(given.signer(accountId)), rotations), rotations }
  }

  // A head is signed only over entries that were read: otherwise rewriting the log and adding one entry
  // would be enough to have the rewritten log signed.
  const signHead = async (accountId: AccountId): Promise<void> => {
    const last = await anchor(accountId)
    const checkpoint = last === null ? null : openCheckpoint(last)
    if (last !== null && checkpoint === null) throw notOurs()
    const before = signed.get(accountId)
    // Older than what this process signed: read everything, as if nothing were known.
    const stale = before !== undefined && checkpoint !== null && checkpoint.size < before.tree.size
    const { head, trouble } = await readLog(given.transact, accountId, checkpoint, stale ? undefined : before)
    if (trouble !== null)
      throw new Fault(
        'AUDIT_CHAIN_BROKEN',
        `the audit log does not continue what was signed (${trouble.problem} at entry ${trouble.index})`,
        undefined,
        { problem: trouble.problem, index: trouble.index },
      )
    // The log is read in pieces: another server may have signed more of it meanwhile.
    const newest = await anchor(accountId)
    const there = newest === null ? null : openCheckpoint(newest)
    // Whatever has come there meanwhile is looked into, not written over.
    if (newest !== null && there === null) throw notOurs()
    if (head.tree.size > (there?.size ?? 0)) {
      const signer = given.signer(accountId)
      const text = checkpointText({ origin: signer.name, size: head.tree.size, rootHash: rootHash(head) })
      await given.shelf.write(accountId, signNote(text, signer))
    }
    signed.set(accountId, head)
  }

  return {
    anchor,
    sign(accountId) {
      // One after the other: two at once would write the same file.
      const turn = (turns.get(accountId) ?? Promise.resolve())
        .catch(() => undefined)
        .then(() => signHead(accountId))
      turns.set(accountId, turn)
      return turn
    },
  }
}
