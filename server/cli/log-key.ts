/** `vouch audit rotate-key` and `retire-key`: the log's signing key hands over to a new one, in two steps. */
import { parseArgs } from 'node:util'
import { Fault } from '../../src/domain/fault.ts'
import { type CheckpointFiles, checkpointFiles } from '../adapters/checkpoint-files.ts'
import { realWorld } from '../adapters/world.ts'
import { createAuditLog, createCheckpoints, logSigner, verifierKeyText, verifierOf } from '../audit/index.ts'
import type { Keyring } from '../keys.ts'
import { type ActorIn, type LogKeyGiven, retireLogKey, rotateLogKey } from '../log-key.ts'
import { dataFolder } from './data-folder.ts'
import { type Installation, openInstallation } from './installation.ts'
import type { Terminal } from './main.ts'

const USAGE = 'usage: vouch audit rotate-key | retire-key [--data DIR] --as AGENT_ID'

function orderOf(args: readonly string[], env: Terminal['env']) {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { data: { type: 'string' }, as: { type: 'string' } },
    })
    const [act, ...more] = positionals
    if (more.length > 0 || values.as === undefined || !/^[1-9]\d{0,18}$/.test(values.as))
      throw new Fault('BAD_REQUEST', USAGE)
    return { act, data: dataFolder(values.data, env), agentId: values.as }
  } catch (cause) {
    throw cause instanceof Fault ? cause : new Fault('BAD_REQUEST', USAGE, cause)
  }
}

export function actorOf(keys: Keyring, agentId: string): ActorIn {
  return async (tx, accountId) => {
    const roles = await tx.rolesOf(accountId, agentId)
    if (!roles.includes('admin') && !roles.includes('compliance'))
      throw new Fault('NOT_PERMITTED', `${agentId} is neither admin nor compliance in ${accountId}`)
    return { kind: 'agent', ref: keys.digest('agent', accountId, agentId) }
  }
}

/**
 * A key is the folder's, for every account that is served from it; a role of a database sees one account. What it
 * does not see could not be told of the new key. @throws Fault `NOT_PERMITTED`.
 */
export async function requireAllSeen(store: Installation, shelf: CheckpointFiles): Promise<void> {
  if (!store.shared) return
  const seen = await store.transact((tx) => tx.auditedAccounts())
  const signed = (await shelf.origins()).map((origin) => origin.replace(/^vouch\//, ''))
  const unseen = signed.filter((account) => !seen.includes(account))
  if (unseen.length > 0)
    throw new Fault(
      'NOT_PERMITTED',
      `this key is also that of ${unseen.join(', ')}, which are not seen here: connect as the operator's own role`,
    )
}

/** @returns 0 done. @throws Fault `AUDIT_CHAIN_BROKEN` for a key that did not sign this log. */
export async function runLogKey(args: readonly string[], terminal: Terminal): Promise<number> {
  const { act, data, agentId } = orderOf(args, terminal.env)
  const store = await openInstallation({ data, account: undefined, env: terminal.env })
  const { keys } = store
  try {
    const { transact } = store
    const shelf = checkpointFiles(data)
    await requireAllSeen(store, shelf)
    const given: LogKeyGiven = {
      dataDir: data,
      keys,
      audit: createAuditLog(realWorld, keys),
      transact,
      shelf,
    }
    const checkpoints = createCheckpoints({ transact, shelf, signer: (account) => logSigner(keys, account) })
    const rotates = act === 'rotate-key'
    const accounts = await (rotates ? rotateLogKey : retireLogKey)(given, checkpoints, actorOf(keys, agentId))
    for (const account of accounts) {
      const key = verifierKeyText(verifierOf(logSigner(keys, account)))
      terminal.out(
        rotates
          ? `${account}: ${key} signs from now on, the old key beside it until: vouch audit retire-key`
          : `${account}: the old key is destroyed, ${key} signs alone`,
      )
    }
    return 0
  } finally {
    await store.close()
  }
}
