/** `vouch verify --certificate FILE`: no store, no network, one file and a key that the reader trusts. */
import { readFileSync } from 'node:fs'
import type { ErasureCertificate } from '../../src/domain/erasure-api.ts'
import { Fault } from '../../src/domain/fault.ts'
import { parseVerifierKey } from '../audit/index.ts'
import { type CertificateVerdict, parseCertificate, verifyCertificate } from '../privacy/index.ts'
import type { Terminal } from './main.ts'
import { trustedKey } from './verify-decision.ts'

const MEANING: Record<Extract<CertificateVerdict, { verdict: 'bad' }>['problem'], string> = {
  SIGNATURE_INVALID: 'it is not signed with this key, or was changed since',
  ENTRY_OF_ANOTHER: 'the audit entry beside it is not that of this erasure',
  CHECKPOINT_INVALID: 'the checkpoint is not signed with this key for this account',
  NOT_IN_LOG: 'the entry is not in the log that the checkpoint signs',
}

function readCertificate(file: string): ErasureCertificate {
  let read: unknown
  try {
    read = JSON.parse(readFileSync(file, 'utf8'))
  } catch (cause) {
    throw new Fault('SOURCE_UNREADABLE', `${file} is no certificate`, cause)
  }
  const certificate = parseCertificate(read)
  if (certificate === null)
    throw new Fault('SOURCE_UNREADABLE', `${file} is no certificate that this version can read`)
  return certificate
}

function sentence(certificate: ErasureCertificate, verdict: CertificateVerdict, trusted: boolean): string {
  const { erasure, liveErasedAt, backupsFinalBy, backupsFinalAt, erased, kept, entry, key } = certificate
  if (verdict.verdict === 'bad')
    return `erasure ${erasure}: does NOT hold, ${MEANING[verdict.problem]} (${verdict.problem})`
  const sum = (rows: readonly { readonly count: number }[]) => rows.reduce((all, { count }) => all + count, 0)
  const backups = backupsFinalAt === null ? `final by ${backupsFinalBy}` : `final since ${backupsFinalAt}`
  const what = `${sum(erased)} records erased at ${liveErasedAt}, ${sum(kept)} kept, backups ${backups}`
  return trusted
    ? `erasure ${erasure}: good, ${what}, entry ${entry.index} of the signed log`
    : `erasure ${erasure}: fits together (${what}), but its key came with it: compare ${key} with the key that was made known, or give that one as --key`
}

/** @returns 0 good, 2 it does not hold, 3 it fits together but nobody vouches for the key. */
export async function runVerifyCertificate(
  file: string,
  order: { readonly data: string; readonly key: string | undefined; readonly json: boolean },
  terminal: Terminal,
): Promise<number> {
  const certificate = readCertificate(file)
  const trusted = await trustedKey(order.key, order.data, certificate.account)
  const verdict = verifyCertificate(certificate, trusted ?? parseVerifierKey(certificate.key))
  const line = {
    ...{ erasure: certificate.erasure, entry: certificate.entry.index },
    ...verdict,
    trusted: trusted !== null,
  }
  terminal.out(order.json ? JSON.stringify(line) : sentence(certificate, verdict, trusted !== null))
  if (verdict.verdict === 'bad') return 2
  return trusted === null ? 3 : 0
}
