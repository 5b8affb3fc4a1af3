/** `vouch verify --bundle PATH`: no store, no network, no key of the installation. */
import { existsSync, readFileSync, statSync } from 'node:fs'
import { type AuditReport, exitCodeOf } from '../../src/domain/audit-report.ts'
import { Fault } from '../../src/domain/fault.ts'
import { folderSource } from '../adapters/bundle-folder.ts'
import { zipSource } from '../adapters/bundle-zip.ts'
import { parseTrustPolicy, parseVerifierKey, type TrustPolicy } from '../audit/index.ts'
import { verifyBundle } from '../bundle/index.ts'
import { parseStoredScope, scopeHashOf } from '../tickets/index.ts'
import type { Terminal } from './main.ts'
import { reportLines } from './report-lines.ts'

export interface BundleArgs {
  readonly bundle: string
  readonly policy: string | undefined
  readonly key: string | undefined
  readonly checkpoint: string | undefined
  readonly json: boolean
}

function fileText(path: string, what: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (cause) {
    throw new Fault('SOURCE_UNREADABLE', `${what} ${path} cannot be read`, cause)
  }
}

/** The reader's own trust: a policy file, or the log's key alone. */
function policyOf({ policy, key }: BundleArgs): TrustPolicy | null {
  if (policy !== undefined) return parseTrustPolicy(fileText(policy, 'the trust policy'))
  if (key === undefined) return null
  const log = parseVerifierKey(existsSync(key) ? fileText(key, 'the key').trim() : key)
  return { logs: [log], witnesses: new Map(), groups: new Map(), quorum: 'none' }
}

async function sourceAt(path: string) {
  if (!existsSync(path)) throw new Fault('SOURCE_UNREADABLE', `there is no bundle at ${path}`)
  return statSync(path).isDirectory() ? folderSource(path) : await zipSource(path)
}

/** @returns 0 intact and complete, 2 tampered with, 3 intact as far as it goes; 4 is a Fault. */
export async function runVerifyBundle(args: BundleArgs, terminal: Terminal): Promise<number> {
  const older = args.checkpoint === undefined ? null : fileText(args.checkpoint, 'the checkpoint')
  const report: AuditReport = await verifyBundle(
    { parseScope: parseStoredScope, scopeHash: scopeHashOf },
    await sourceAt(args.bundle),
    { policy: policyOf(args), older },
  )
  if (args.json) terminal.out(JSON.stringify(report))
  else for (const line of reportLines(report)) terminal.out(line)
  return exitCodeOf(report)
}
