/** `vouch verify --export FILE.zip`: no store, no network, one package and a key that the reader trusts. */
import { readFileSync } from 'node:fs'
import { Fault } from '../../src/domain/fault.ts'
import { parseVerifierKey } from '../audit/index.ts'
import { checkPackage, manifestOf, type PackageProblem, readPackage } from '../dossier/index.ts'
import type { Terminal } from './main.ts'
import { trustedKey } from './verify-decision.ts'

const MEANING: Record<PackageProblem, string> = {
  SIGNATURE_INVALID: 'it is not signed with this key, or was changed since',
  CHECKPOINT_INVALID: 'its checkpoint is not signed with this key',
  FILE_CHANGED: 'this file was changed',
  FILE_MISSING: 'this file is missing',
  FILE_ADDED: 'this file was added',
  RECEIPT_INVALID: 'this receipt does not hold',
}

/** @returns 0 good, 2 changed, 3 it fits together but nobody vouches for the key. */
export async function runVerifyExport(
  file: string,
  order: { readonly data: string; readonly key: string | undefined; readonly json: boolean },
  terminal: Terminal,
): Promise<number> {
  let zip: Buffer
  try {
    zip = readFileSync(file)
  } catch (cause) {
    throw new Fault('SOURCE_UNREADABLE', `${file} cannot be read`, cause)
  }
  const files = readPackage(zip)
  const { account, key } = manifestOf(files)
  const trusted = await trustedKey(order.key, order.data, account)
  const verdict = checkPackage(files, trusted ?? parseVerifierKey(key))
  if (verdict.verdict === 'bad') {
    terminal.out(
      order.json
        ? JSON.stringify({ ...verdict, trusted: trusted !== null })
        : `package: does NOT hold, ${verdict.file}: ${MEANING[verdict.problem]} (${verdict.problem})`,
    )
    return 2
  }
  const { manifest, receipts } = verdict
  const records = Object.values(manifest.records).reduce((sum, count) => sum + count, 0)
  const what = `${records} records of ${manifest.generatedAt}, ${manifest.files.length} files, ${receipts} receipts in the signed log`
  const plain =
    trusted === null
      ? `package ${manifest.packageId}: fits together (${what}), but its key came with it: compare ${key} with the key that was made known, or give that one as --key`
      : `package ${manifest.packageId}: good, ${what}`
  const line = {
    verdict: 'good',
    packageId: manifest.packageId,
    records,
    receipts,
    trusted: trusted !== null,
  }
  terminal.out(order.json ? JSON.stringify(line) : plain)
  return trusted === null ? 3 : 0
}
