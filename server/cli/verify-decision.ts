/** `vouch verify --receipt FILE` for a decision: no store, no network, one file and a key that the reader trusts. */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { DecisionProof } from '../../src/domain/decision.ts'
import { Fault } from '../../src/domain/fault.ts'
import { checkpointFiles } from '../adapters/checkpoint-files.ts'
import { openKeyring } from '../adapters/keyring.ts'
import { logSigner, type NoteVerifier, parseVerifierKey, verifierOf, widened } from '../audit/index.ts'
import { type ProofVerdict, parseProof, verifyProof } from '../decisions/index.ts'
import type { Terminal } from './main.ts'

const MEANING: Record<Extract<ProofVerdict, { verdict: 'bad' }>['problem'], string> = {
  SIGNATURE_INVALID: 'it is not signed with this key, or was changed since',
  ENTRY_OF_ANOTHER: 'the audit entry beside it is not that of this receipt',
  CHECKPOINT_INVALID: 'the checkpoint is not signed with this key for this account',
  NOT_IN_LOG: 'the entry is not in the log that the checkpoint signs',
}

/** `null` for any other kind of receipt. @throws Fault `SOURCE_UNREADABLE` for a broken one. */
export function readDecision(file: string): DecisionProof | null {
  let read: unknown
  try {
    read = JSON.parse(readFileSync(file, 'utf8'))
  } catch (cause) {
    throw new Fault('SOURCE_UNREADABLE', `${file} is no receipt`, cause)
  }
  if (typeof read !== 'object' || read === null || !('format' in read)) return null
  const proof = parseProof(read)
  if (proof === null) throw new Fault('SOURCE_UNREADABLE', `${file} is no receipt that this version can read`)
  return proof
}

/** The key of the option (itself or a file), else of the installation at hand; `null`: only the receipt's own. */
export async function trustedKey(
  given: string | undefined,
  data: string,
  account: string,
): Promise<NoteVerifier | null> {
  if (given !== undefined)
    return parseVerifierKey(existsSync(given) ? readFileSync(given, 'utf8').trim() : given)
  if (!['master.key', 'checkpoint.key'].every((file) => existsSync(join(data, file)))) return null
  // With every key that it has had: what was signed before a rotation was downloaded without its record.
  return widened(
    verifierOf(logSigner(openKeyring(data), account)),
    await checkpointFiles(data).rotations(account),
  )
}

function sentence(proof: DecisionProof, verdict: ProofVerdict, trusted: boolean): string {
  const { id, decision, action, at, articles } = proof.receipt
  if (verdict.verdict === 'bad')
    return `receipt ${id}: does NOT hold, ${MEANING[verdict.problem]} (${verdict.problem})`
  const what = `${decision === 'allow' ? 'allowed' : 'refused'} to ${action} at ${at}, ${articles.allowed} of ${articles.of} articles`
  return trusted
    ? `receipt ${id}: good, ${what}, entry ${proof.entry.index} of the signed log`
    : `receipt ${id}: fits together (${what}), but its key came with it: compare ${proof.key} with the key that was made known, or give that one as --key`
}

/** @returns 0 good, 2 it does not hold, 3 it fits together but nobody vouches for the key. */
export async function runVerifyDecision(
  proof: DecisionProof,
  order: { readonly data: string; readonly key: string | undefined; readonly json: boolean },
  terminal: Terminal,
): Promise<number> {
  const trusted = await trustedKey(order.key, order.data, proof.receipt.account)
  const verdict = verifyProof(proof, trusted ?? parseVerifierKey(proof.key))
  const line = { receipt: proof.receipt.id, entry: proof.entry.index, ...verdict, trusted: trusted !== null }
  terminal.out(order.json ? JSON.stringify(line) : sentence(proof, verdict, trusted !== null))
  if (verdict.verdict === 'bad') return 2
  return trusted === null ? 3 : 0
}
