/** `vouch verify`: recomputes the audit log from the store and holds it against the signed checkpoint. */
import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { Fault } from '../../src/domain/fault.ts'
import { checkpointFiles } from '../adapters/checkpoint-files.ts'
import { openKeyring } from '../adapters/keyring.ts'
import { openSqliteStore } from '../adapters/sqlite-store.ts'
import { type AuditVerdict, verifierOf, verifyAudit } from '../audit/index.ts'
import type { Terminal } from './main.ts'

const KEY_FILES = ['master.key', 'checkpoint.key']

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

function readArgs(args: readonly string[]): { data: string; account: string | undefined; json: boolean } {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        data: { type: 'string', default: 'data' },
        account: { type: 'string' },
        json: { type: 'boolean', default: false },
      },
    })
    return { data: resolve(values.data), account: values.account, json: values.json }
  } catch (cause) {
    throw new Fault('BAD_REQUEST', 'usage: vouch verify [--data DIR] [--account ID] [--json]', cause)
  }
}

function sentence(accountId: string, verdict: AuditVerdict): string {
  return verdict.verdict === 'intact'
    ? `${accountId}: intact, ${verdict.entries} entries, root ${verdict.rootHash}`
    : `${accountId}: BROKEN, ${MEANING[verdict.problem]} (${verdict.problem} at entry ${verdict.index})`
}

/** @returns 0 intact, 2 tampered with, 4 when there is nothing to read. */
export async function runVerify(args: readonly string[], terminal: Terminal): Promise<number> {
  const { data, account, json } = readArgs(args)
  const store = await openSqliteStore(join(data, 'vouch.sqlite'), { readonly: true }).catch(
    (cause: unknown) => {
      throw new Fault('SOURCE_UNREADABLE', `there is no readable store in ${data}`, cause)
    },
  )
  try {
    // A verifier reads: without its keys the folder would be given new ones.
    if (!KEY_FILES.every((file) => existsSync(join(data, file))))
      throw new Fault('SOURCE_UNREADABLE', `the keys of this installation are not in ${data}`)
    const keys = openKeyring(data)
    const shelf = checkpointFiles(data)
    // Both sides are asked: a log that was deleted whole is known only by the checkpoint it left behind.
    const anchored = (await shelf.origins())
      .filter((origin) => origin.startsWith(ORIGIN))
      .map((origin) => origin.slice(ORIGIN.length))
    const stored = await store.transact((tx) => tx.auditedAccounts())
    const accounts = [...new Set([...stored, ...anchored])].sort()
    const chosen = account === undefined ? accounts : accounts.filter((each) => each === account)
    if (chosen.length === 0) throw new Fault('SOURCE_UNREADABLE', 'there is no audit log to verify')
    const verdicts: { accountId: string; verdict: AuditVerdict }[] = []
    for (const accountId of chosen) {
      const note = await shelf.read(accountId)
      const signer = { name: `${ORIGIN}${accountId}`, privateKey: keys.checkpointKey }
      const verdict = await store.transact((tx) =>
        verifyAudit(tx, accountId, note === null ? null : { note, verifier: verifierOf(signer) }),
      )
      verdicts.push({ accountId, verdict })
    }
    for (const { accountId, verdict } of verdicts)
      terminal.out(json ? JSON.stringify({ accountId, ...verdict }) : sentence(accountId, verdict))
    return verdicts.every(({ verdict }) => verdict.verdict === 'intact') ? 0 : 2
  } finally {
    await store.close()
  }
}
