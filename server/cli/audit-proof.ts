/** `vouch audit proof --entry N OUT`: one entry and its place in the signed log, as a file of its own. */
import { existsSync } from 'node:fs'
import { rename, rm, writeFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { Fault } from '../../src/domain/fault.ts'
import { checkpointFiles } from '../adapters/checkpoint-files.ts'
import { createCheckpoints, createEntryProofs, logSigner } from '../audit/index.ts'
import type { StoreRows } from '../store.ts'
import { dataFolder } from './data-folder.ts'
import { openInstallation } from './installation.ts'
import type { Terminal } from './main.ts'

const USAGE = 'usage: vouch audit proof [--data DIR] [--account ID] --entry N OUT.tlog-proof'

function orderOf(args: readonly string[], env: Terminal['env']) {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        data: { type: 'string' },
        account: { type: 'string' },
        entry: { type: 'string' },
      },
    })
    const [, out, ...more] = positionals
    const entry = /^(0|[1-9][0-9]{0,14})$/.exec(values.entry ?? '')?.[0]
    if (out === undefined || more.length > 0 || entry === undefined) throw new Fault('BAD_REQUEST', USAGE)
    return {
      data: dataFolder(values.data, env),
      account: values.account,
      entry: Number(entry),
      out: resolve(out),
    }
  } catch (cause) {
    throw cause instanceof Fault ? cause : new Fault('BAD_REQUEST', USAGE, cause)
  }
}

/** The one account of a store, or the one named. @throws Fault `SOURCE_UNREADABLE`. */
export async function accountIn(tx: StoreRows, named: string | undefined): Promise<string> {
  const accounts = await tx.auditedAccounts()
  const chosen = named ?? (accounts.length === 1 ? accounts[0] : undefined)
  if (chosen === undefined || !accounts.includes(chosen))
    throw new Fault('SOURCE_UNREADABLE', `name the account with --account: ${accounts.join(', ')}`)
  return chosen
}

/** @returns 0 when it is written. @throws Fault `NOT_FOUND` for a number that no entry has. */
export async function runAuditProof(args: readonly string[], terminal: Terminal): Promise<number> {
  const { data, account, entry, out } = orderOf(args, terminal.env)
  if (existsSync(out)) throw new Fault('CONFLICT', `${out} is there already`)
  const store = await openInstallation({ data, account, env: terminal.env, readonly: true })
  const { keys } = store
  try {
    const { transact } = store
    const chosen = await transact((tx) => accountIn(tx, store.account))
    const shelf = checkpointFiles(data)
    const checkpoints = createCheckpoints({ transact, shelf, signer: (id) => logSigner(keys, id) })
    const { text, size } = await createEntryProofs({ transact, checkpoints }).of(chosen, entry)
    try {
      await writeFile(`${out}.new`, text, { mode: 0o600, flag: 'wx' })
      await rename(`${out}.new`, out)
    } catch (cause) {
      await rm(`${out}.new`, { force: true })
      throw new Fault('SOURCE_UNREADABLE', `${out} cannot be written`, cause)
    }
    terminal.out(`${chosen}: entry ${entry} of ${size} and its proof are in ${out}`)
    return 0
  } finally {
    await store.close()
  }
}
