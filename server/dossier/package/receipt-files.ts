/** The signed receipts of decisions, each with what is needed to check it without us (decision 17). */
import { z } from 'zod'
import { Fault } from '../../../src/domain/fault.ts'
import { type AuditRows, canonicalJson, type KeyRotation } from '../../audit/index.ts'
import { openProofRun } from './proofs.ts'
import type { Records } from './record-files.ts'
import type { PackageFile } from './zip.ts'

const receipt = z.object({
  decisionId: z.string(),
  auditIndex: z.int(),
  receipt: z.unknown(),
  signature: z.string(),
})

export interface Signed {
  readonly note: string
  readonly size: number
  /** Verifier key, as it is made known. */
  readonly key: string
  readonly rotations?: readonly KeyRotation[]
}

/** A proof in the form of c2sp.org/tlog-proof@v1. */
function tlogProof(index: number, path: readonly Buffer[], { note }: Signed): string {
  const hashes = path.map((hash) => `${hash.toString('base64')}\n`).join('')
  return `c2sp.org/tlog-proof@v1\nindex ${index}\n${hashes}\n${note}`
}

/** `receipts/<id>.json` is what `vouch verify --receipt` takes. */
export async function* receiptFiles(
  tx: AuditRows,
  accountId: string,
  records: Records,
  { signed, pause }: { readonly signed: Signed; readonly pause: () => Promise<void> },
): AsyncGenerator<PackageFile> {
  const proofs = openProofRun(tx, accountId, { size: signed.size, pause })
  for await (const { record } of records(['receipt'])) {
    const held = receipt.parse(record)
    const index = held.auditIndex
    const header = await proofs.headerOf(index)
    if (header === null) throw new Fault('AUDIT_CHAIN_BROKEN', 'the entry of a receipt is not in the log')
    const path = await proofs.pathTo(index)
    const proof = {
      format: 'vouch-decision/v1',
      receipt: held.receipt,
      signature: held.signature,
      entry: { index, header },
      inclusion: path.map((hash) => hash.toString('hex')),
      checkpoint: signed.note,
      key: signed.key,
      ...(signed.rotations === undefined ? {} : { rotations: signed.rotations }),
    }
    const name = held.decisionId
    yield { name: `receipts/${name}.json`, content: Buffer.from(`${canonicalJson(proof)}\n`) }
    yield { name: `proofs/${name}.tlog-proof`, content: Buffer.from(tlogProof(index, path, signed)) }
  }
}
