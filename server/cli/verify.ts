/**
 * `vouch verify`: recomputes the audit log from the store, holds it against the signed checkpoint, and every
 * decision's receipt against the log. With the receipt of a decision no store is needed (`verify-decision.ts`).
 */
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { z } from 'zod'
import type { AuditReport } from '../../src/domain/audit-report.ts'
import { Fault } from '../../src/domain/fault.ts'
import { checkpointFiles } from '../adapters/checkpoint-files.ts'
import { type AuditVerdict, logSigner, verifierOf, verifyAudit, widened } from '../audit/index.ts'
import { checkDecisions, type DecisionsVerdict } from '../decisions/index.ts'
import { receiptHash } from '../drafting/index.ts'
import { parseStoredScope, scopeHashOf } from '../tickets/index.ts'
import { dataFolder } from './data-folder.ts'
import { readInstallation } from './installation.ts'
import type { Terminal } from './main.ts'
import { TAMPERED_MEANING } from './report-lines.ts'
import { runVerifyBundle } from './verify-bundle.ts'
import { runVerifyCertificate } from './verify-certificate.ts'
import { runVerifyConsent } from './verify-consent.ts'
import { readDecision, runVerifyDecision } from './verify-decision.ts'
import { checkEntries } from './verify-entries.ts'
import { runVerifyExport } from './verify-export.ts'
import { checkPayloads } from './verify-payloads.ts'
import { runVerifyProof } from './verify-proof.ts'

/** What a checkpoint's origin begins with; the account follows. */
const ORIGIN = 'vouch/'

const MEANING = {
  ENTRY_CHANGED: 'an entry was changed',
  ENTRY_MISSING: 'an entry is missing',
  ENTRY_OUT_OF_ORDER: 'an entry does not follow the one before it',
  HEAD_MISMATCH: 'the head does not match the entries',
  TRUNCATED: 'entries at the end are missing',
  CHECKPOINT_MISMATCH: 'the entries contradict the signed checkpoint',
  CHECKPOINT_SIGNATURE_INVALID: 'the checkpoint is not signed by this installation',
  CHECKPOINT_MISSING: 'the signed checkpoint is missing',
} as const

interface VerifyOrder {
  readonly data: string
  readonly account: string | undefined
  readonly receipt: string | undefined
  readonly consentReceipt: string | undefined
  readonly certificate: string | undefined
  readonly key: string | undefined
  readonly json: boolean
  readonly export: string | undefined
  readonly bundle: string | undefined
  readonly policy: string | undefined
  readonly checkpoint: string | undefined
  readonly proof: string | undefined
}

function readArgs(args: readonly string[], env: Terminal['env']): VerifyOrder {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        data: { type: 'string' },
        account: { type: 'string' },
        receipt: { type: 'string' },
        'consent-receipt': { type: 'string' },
        certificate: { type: 'string' },
        key: { type: 'string' },
        export: { type: 'string' },
        bundle: { type: 'string' },
        policy: { type: 'string' },
        checkpoint: { type: 'string' },
        proof: { type: 'string' },
        json: { type: 'boolean', default: false },
      },
    })
    const { account, receipt, key, bundle, policy, checkpoint, proof, json } = values
    return {
      ...{ account, receipt, key, bundle, policy, checkpoint, proof, json },
      data: dataFolder(values.data, env),
      consentReceipt: values['consent-receipt'],
      certificate: values.certificate,
      export: values.export,
    }
  } catch (cause) {
    const usage =
      'usage: vouch verify [--data DIR] [--account ID] [--receipt FILE | --consent-receipt FILE | --certificate FILE [--key KEY]] [--json], or: vouch verify --proof FILE [--key KEY] [--json], or: vouch verify --export FILE [--key KEY] [--json], or: vouch verify --bundle PATH [--policy FILE | --key KEY] [--checkpoint FILE] [--json]'
    throw new Fault('BAD_REQUEST', usage, cause)
  }
}

/** Only what ties it to its entry; the rest is covered by the hash, whatever it says. */
const receiptSchema = z.looseObject({ draftId: z.string(), auditIndex: z.int().min(0) })
type HeldReceipt = z.infer<typeof receiptSchema>

function readReceipt(file: string): HeldReceipt {
  try {
    return receiptSchema.parse(JSON.parse(readFileSync(file, 'utf8')))
  } catch (cause) {
    throw new Fault('SOURCE_UNREADABLE', `${file} is no receipt`, cause)
  }
}

const madeSchema = z.object({
  type: z.literal('draft.made'),
  object: z.object({ ref: z.string() }),
  detail: z.object({ receipt: z.string() }),
})

/** True when the entry is the one of this receipt and names its hash. */
function vouchesFor(header: string, receipt: HeldReceipt): boolean {
  const entry = madeSchema.safeParse(JSON.parse(header))
  if (!entry.success || entry.data.object.ref !== receipt.draftId) return false
  return entry.data.detail.receipt === receiptHash(receipt)
}

function receiptSentence(vouched: boolean, { draftId, auditIndex }: HeldReceipt, json: boolean): string {
  if (json) return JSON.stringify({ receipt: draftId, entry: auditIndex, vouched })
  return vouched
    ? `receipt of draft ${draftId}: as entry ${auditIndex} has it`
    : `receipt of draft ${draftId}: NOT as entry ${auditIndex} of this log has it`
}

/** Over all that follows: a log that holds proves nothing for rows that were changed beside it. */
function headline({ accountId, ...checked }: Checked): string {
  return isIntact(checked)
    ? `${accountId}: INTACT: the log holds, and what lies beside it is as the log has it`
    : `${accountId}: TAMPERED WITH`
}

function sentence(accountId: string, verdict: AuditVerdict): string {
  return verdict.verdict === 'intact'
    ? `${accountId}: the log: ${verdict.entries} entries as they were appended and signed, root ${verdict.rootHash}`
    : `${accountId}: the log does NOT hold, ${MEANING[verdict.problem]} (${verdict.problem} at entry ${verdict.index})`
}

const DECISION_MEANING: Record<NonNullable<DecisionsVerdict['problem']>['problem'], string> = {
  RECEIPT_MISSING: 'its receipt is not in the store',
  RECEIPT_CHANGED: 'its receipt was changed',
  SIGNATURE_INVALID: 'its receipt is not signed by this installation',
  EVIDENCE_MISSING: 'the scope or the articles that it rests on are gone or changed',
  ARTICLES_DIFFER: 'scope and articles do not give the list that it names',
}

function decisionsSentence(
  accountId: string,
  { decisions, removed, recomputed, problem }: DecisionsVerdict,
): string {
  return problem === null
    ? `${accountId}: ${decisions} decisions have their receipt${removed === 0 ? '' : ` (of ${removed} more its days were over)`}, ${recomputed} of them allowed and worked out again`
    : `${accountId}: the decision in entry ${problem.index} does NOT hold, ${DECISION_MEANING[problem.problem]} (${problem.problem})`
}

const findingLines = (accountId: string, tampered: AuditReport['tampered']) =>
  tampered.map(({ code, index }) => `${accountId}: entry ${index}: ${TAMPERED_MEANING[code]} (${code})`)

function sealedLines(accountId: string, { payloads, tampered }: NonNullable<Checked['sealed']>) {
  const { ok, shredded, missing } = payloads
  return [
    `${accountId}: sealed words: ${ok} opened and right, ${shredded} erased and said so, ${missing} missing`,
    ...findingLines(accountId, tampered),
  ]
}

function besideLines(accountId: string, { tampered, consents }: NonNullable<Checked['beside']>) {
  const { events, removed, standings } = consents
  return [
    `${accountId}: consent: ${events} events as their entries have them, ${removed} erased or past their days and said so, ${standings} statuses worked out again`,
    ...tampered.map(({ code, index, table, ref }) => {
      const places = [table === null ? null : `${table} ${ref}`, index === null ? null : `entry ${index}`]
      const where = places.filter((place) => place !== null).join(', ')
      return `${accountId}: ${where}: ${TAMPERED_MEANING[code]} (${code})`
    }),
  ]
}

interface Checked {
  readonly accountId: string
  readonly verdict: AuditVerdict
  readonly decisions: DecisionsVerdict | null
  readonly sealed: Awaited<ReturnType<typeof checkPayloads>> | null
  readonly beside: Awaited<ReturnType<typeof checkEntries>> | null
}

function isIntact({ verdict, decisions, sealed, beside }: Omit<Checked, 'accountId'>): boolean {
  return (
    verdict.verdict === 'intact' &&
    decisions?.problem === null &&
    sealed?.tampered.length === 0 &&
    beside?.tampered.length === 0
  )
}

/** @returns 0 intact, 2 tampered with, 4 when there is nothing to read. */
export async function runVerify(args: readonly string[], terminal: Terminal): Promise<number> {
  const order = readArgs(args, terminal.env)
  const { data, receipt, consentReceipt, certificate, key, json, bundle, policy, checkpoint } = order
  const file = order.export
  if (order.proof !== undefined) return runVerifyProof(resolve(order.proof), { data, key, json }, terminal)
  if (file !== undefined) return runVerifyExport(resolve(file), { data, key, json }, terminal)
  if (bundle !== undefined) return runVerifyBundle({ bundle, policy, key, checkpoint, json }, terminal)
  if (certificate !== undefined) return runVerifyCertificate(certificate, { data, key, json }, terminal)
  if (consentReceipt !== undefined) return runVerifyConsent(consentReceipt, { data, key, json }, terminal)
  const decision = receipt === undefined ? null : readDecision(receipt)
  if (decision !== null) return runVerifyDecision(decision, { data, key, json }, terminal)
  const held = receipt === undefined ? null : readReceipt(receipt)
  const store = await readInstallation({ data, account: order.account, env: terminal.env })
  try {
    const { account, keys } = store
    const shelf = checkpointFiles(data)
    // Both sides are asked: a log that was deleted whole is known only by the checkpoint it left behind.
    const anchored = (await shelf.origins())
      .filter((origin) => origin.startsWith(ORIGIN))
      .map((origin) => origin.slice(ORIGIN.length))
    const stored = await store.transact((tx) => tx.auditedAccounts())
    const accounts = [...new Set([...stored, ...anchored])].sort()
    const chosen = account === undefined ? accounts : accounts.filter((each) => each === account)
    if (chosen.length === 0) throw new Fault('SOURCE_UNREADABLE', 'there is no audit log to verify')
    const verdicts: Checked[] = []
    for (const accountId of chosen) {
      const note = await shelf.read(accountId)
      const signer = logSigner(keys, accountId)
      const rotations = await shelf.rotations(accountId)
      const verifier = widened(verifierOf(signer), rotations)
      const verdict = await store.transact((tx) =>
        verifyAudit(tx, accountId, note === null ? null : { note, verifier }),
      )
      const rooms = { verifier, parseScope: parseStoredScope, scopeHash: scopeHashOf }
      // What a broken log names proves nothing.
      const decisions =
        verdict.verdict === 'intact'
          ? await store.transact((tx) => checkDecisions(rooms, tx, accountId))
          : null
      const sealed = verdict.verdict === 'intact' ? await checkPayloads(store, keys, accountId) : null
      const beside =
        verdict.verdict === 'intact'
          ? await checkEntries(store, keys, accountId, { verifier, rotations })
          : null
      verdicts.push({ accountId, verdict, decisions, sealed, beside })
    }
    for (const { accountId, verdict, decisions, sealed, beside } of verdicts) {
      if (json) terminal.out(JSON.stringify({ accountId, ...verdict, decisions, sealed, beside }))
      else {
        terminal.out(headline({ accountId, verdict, decisions, sealed, beside }))
        terminal.out(sentence(accountId, verdict))
        if (decisions !== null) terminal.out(decisionsSentence(accountId, decisions))
        if (beside !== null) for (const line of besideLines(accountId, beside)) terminal.out(line)
        if (sealed !== null) for (const line of sealedLines(accountId, sealed)) terminal.out(line)
      }
    }
    const intact = verdicts.every(isIntact)
    if (held === null) return intact ? 0 : 2
    const entries = await store.transact(async (tx) => {
      const found = await Promise.all(chosen.map((id) => tx.auditEntries(id, held.auditIndex, 1)))
      return found.flat()
    })
    const vouched = intact && entries.some(({ header }) => vouchesFor(header, held))
    terminal.out(receiptSentence(vouched, held, json))
    return vouched ? 0 : 2
  } finally {
    await store.close()
  }
}
