/** `vouch migrate-store`: carries a SQLite store over to an empty PostgreSQL, all of it or nothing. */
import { existsSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { Fault } from '../../src/domain/fault.ts'
import { checkpointFiles } from '../adapters/checkpoint-files.ts'
import { openKeyring } from '../adapters/keyring.ts'
import { copyToPostgres } from '../adapters/store-copying.ts'
import { logSigner, verifierOf, verifyAudit, widened } from '../audit/index.ts'
import type { StoreRows } from '../store.ts'
import type { Terminal } from './main.ts'

const USAGE = 'usage: vouch migrate-store --from sqlite:FILE [--to postgres://OWNER@HOST/DATABASE] [--json]'
const KEY_FILES = ['master.key', 'checkpoint.key']

function readArgs(args: readonly string[], env: Terminal['env']) {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        from: { type: 'string' },
        to: { type: 'string' },
        json: { type: 'boolean', default: false },
      },
    })
    // A password belongs into the environment: a command line is seen by everybody on the machine.
    const to = values.to ?? env['DATABASE_URL'] ?? ''
    if (values.from?.startsWith('sqlite:') !== true || !/^postgres(ql)?:\/\//.test(to))
      throw new Error('which?')
    return { from: resolve(values.from.slice('sqlite:'.length)), to, json: values.json }
  } catch (cause) {
    throw new Fault('BAD_REQUEST', USAGE, cause)
  }
}

/** The log of every account as it arrived, against the checkpoint that lies beside the store it came from. */
async function verifyArrived(
  rows: StoreRows,
  data: string,
): Promise<readonly { account: string; entries: number }[]> {
  const keys = KEY_FILES.every((name) => existsSync(join(data, name))) ? openKeyring(data) : null
  const shelf = checkpointFiles(data)
  const verified = []
  for (const account of await rows.auditedAccounts()) {
    const note = keys === null ? null : await shelf.read(account)
    const anchor =
      keys === null || note === null
        ? null
        : { note, verifier: widened(verifierOf(logSigner(keys, account)), await shelf.rotations(account)) }
    const verdict = await verifyAudit(rows, account, anchor)
    const whole =
      verdict.verdict === 'intact' || (anchor === null && verdict.problem === 'CHECKPOINT_MISSING')
    if (!whole)
      throw new Fault(
        'AUDIT_CHAIN_BROKEN',
        `the log of ${account} does not verify (${verdict.problem}). Nothing was kept`,
      )
    verified.push({ account, entries: verdict.entries })
  }
  return verified
}

/** @returns 0 when everything is there and verifies; else nothing is. */
export async function runMigrateStore(args: readonly string[], terminal: Terminal): Promise<number> {
  const { from, to, json } = readArgs(args, terminal.env)
  let logs: readonly { account: string; entries: number }[] = []
  const tables = await copyToPostgres(from, to, async (rows) => {
    logs = await verifyArrived(rows, dirname(from))
  })
  const rows = tables.reduce((sum, table) => sum + table.rows, 0)
  if (json) terminal.out(JSON.stringify({ rows, tables, logs }))
  else {
    for (const table of tables)
      if (table.rows > 0)
        terminal.out(
          `  ${table.table.padEnd(24)} ${String(table.rows).padStart(9)}  ${table.digest.slice(0, 16)}`,
        )
    for (const { account, entries } of logs) terminal.out(`${account}: ${entries} entries of the log verify`)
    terminal.out(`${rows} rows of ${tables.length} tables are in the database; ${from} is as it was`)
    terminal.out('start the companion with DATABASE_URL and the same data folder: the keys stay there')
  }
  return 0
}
