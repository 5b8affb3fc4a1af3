/** Hands one entry out with its place in the signed log, for whoever has neither the log nor its store. */
import type { AccountId } from '../../src/domain/account.ts'
import { Fault } from '../../src/domain/fault.ts'
import type { Transact } from '../keys.ts'
import type { Checkpoints } from './checkpoints.ts'
import { createInclusionProofs } from './inclusion.ts'
import type { AuditRows } from './log.ts'
import { tlogProofText } from './tlog-proof.ts'
import { openCheckpoint } from './verification.ts'

export interface EntryProof {
  /** c2sp.org/tlog-proof@v1, with the entry as its extra data. */
  readonly text: string
  /** Entries that the checkpoint in it signs. */
  readonly size: number
}

export interface EntryProofs {
  /** @throws Fault `NOT_FOUND` for a number that no entry has. */
  of(accountId: AccountId, index: number): Promise<EntryProof>
}

export function createEntryProofs(given: {
  readonly transact: Transact<AuditRows>
  readonly checkpoints: Checkpoints
}): EntryProofs {
  const proofs = createInclusionProofs()

  /** The newest checkpoint, or a new one where the entry is younger. */
  async function checkpointOver(accountId: AccountId, index: number) {
    for (const last of [false, true]) {
      const anchor = await given.checkpoints.anchor(accountId)
      const signed = anchor === null ? null : openCheckpoint(anchor)
      if (anchor !== null && signed !== null && signed.size > index)
        return { note: anchor.note, size: signed.size }
      if (!last) await given.checkpoints.sign(accountId)
    }
    throw new Fault('AUDIT_UNAVAILABLE', 'the log has no checkpoint over this entry')
  }

  return {
    async of(accountId, index) {
      const [entry] = await given.transact((tx) => tx.auditEntries(accountId, index, 1))
      if (entry === undefined || entry.index !== index) throw new Fault('NOT_FOUND', 'there is no such entry')
      const { note, size } = await checkpointOver(accountId, index)
      const hashes = await proofs.pathTo(given.transact, accountId, index, size)
      const path = hashes.map((hash) => Buffer.from(hash, 'hex'))
      const extra = Buffer.from(entry.header, 'utf8')
      return { text: tlogProofText({ index, path, checkpoint: note, extra }), size }
    },
  }
}
