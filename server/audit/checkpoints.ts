/**
 * Signed checkpoints, kept outside the store: what shows a log that was cut together with its head.
 * Written at most once a second and at the end, so the last second of a crash is not anchored.
 */
import type { AccountId } from '../../src/domain/account.ts'
import { Fault } from '../../src/domain/fault.ts'
import type { Transact } from '../keys.ts'
import { type AuditRows, rootHash } from './log.ts'
import {
  checkpointText,
  type NoteSigner,
  openNote,
  parseCheckpoint,
  signNote,
  verifierOf,
} from './signed-note.ts'
import type { Anchor } from './verification.ts'

/** Where the newest checkpoint of an account lies; `write` replaces it whole or not at all. */
export interface CheckpointShelf {
  read(accountId: AccountId): Promise<string | null>
  write(accountId: AccountId, note: string): Promise<void>
}

export interface Checkpoints {
  /** Signs the log's present head. @throws Fault `AUDIT_CHAIN_BROKEN` when the log fell behind the last. */
  sign(accountId: AccountId): Promise<void>
  anchor(accountId: AccountId): Promise<Anchor | null>
}

export function createCheckpoints(given: {
  transact: Transact<AuditRows>
  shelf: CheckpointShelf
  signer: (accountId: AccountId) => NoteSigner
}): Checkpoints {
  const anchor = async (accountId: AccountId): Promise<Anchor | null> => {
    const note = await given.shelf.read(accountId)
    return note === null ? null : { note, verifier: verifierOf(given.signer(accountId)) }
  }
  return {
    anchor,
    async sign(accountId) {
      const head = await given.transact((tx) => tx.auditHead(accountId))
      if (head === null) return
      const last = await anchor(accountId)
      const opened = last === null ? null : openNote(last.note, last.verifier)
      const checkpoint = opened === null ? null : parseCheckpoint(opened)
      if (last !== null && (checkpoint === null || checkpoint.size > head.tree.size))
        throw new Fault('AUDIT_CHAIN_BROKEN', 'the audit log is behind its last signed checkpoint')
      if (checkpoint?.size === head.tree.size) {
        if (checkpoint.rootHash === rootHash(head)) return
        throw new Fault('AUDIT_CHAIN_BROKEN', 'the audit log contradicts its last signed checkpoint')
      }
      const signer = given.signer(accountId)
      const text = checkpointText({ origin: signer.name, size: head.tree.size, rootHash: rootHash(head) })
      await given.shelf.write(accountId, signNote(text, signer))
    },
  }
}
