/** `vouch audit rotate-key` and `retire-key`: the log's signing key hands over to a new one, in two steps. */
import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { Fault } from '../../src/domain/fault.ts'
import { checkpointFiles } from '../adapters/checkpoint-files.ts'
import { openKeyring } from '../adapters/keyring.ts'
import { realWorld } from '../adapters/world.ts'
import { createAuditLog, createCheckpoints, logSigner, verifierKeyText, verifierOf } from '../audit/index.ts'
import type { Keyring } from '../keys.ts'
import { type ActorIn, type LogKeyGiven, retireLogKey, rotateLogKey } from '../log-key.ts'
import { openCommandStore } from './command-store.ts'
import type { Terminal } from './main.ts'

const USAGE = 'usage: vouch audit rotate-key | retire-key [--data DIR] --as AGENT_ID'

function orderOf(args: readonly string[]) {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { data: { type: 'string', default: 'data' }, as: { type: 'string' } },
    })
    const [act, ...more] = positionals
    if (more.length > 0 || values.as === undefined || !/^[1-9]\d{0,18}$/.test(values.as))
      throw new Fault('BAD_REQUEST', USAGE)
    return { act, data: resolve(values.data), agentId: values.as }
  } catch (cause) {
    throw cause instanceof Fault ? cause : new Fault('BAD_REQUEST', USAGE, cause)
  }
}

function actorOf(keys: Keyring, agentId: string): ActorIn {
  return async (tx, accountId) => {
    const roles = await tx.rolesOf(accountId, agentId)
    if (!roles.includes('admin') && !roles.includes('compliance'))
      throw new Fault('NOT_PERMITTED', `${agentId} is neither admin nor compliance in ${accountId}`)
    return { kind: 'agent', ref: keys.digest('agent', accountId, agentId) }
  }
}

/** @returns 0 done. @throws Fault `AUDIT_CHAIN_BROKEN` for a key that did not sign this log. */
export async function runLogKey(args: readonly string[], terminal: Terminal): Promise<number> {
  const { act, data, agentId } = orderOf(args)
  // Without its keys the folder would be given new ones, and those nobody vouches for.
  if (!['master.key', 'checkpoint.key'].every((file) => existsSync(join(data, file))))
    throw new Fault('SOURCE_UNREADABLE', `store and keys of this installation are not in ${data}`)
  const keys = openKeyring(data)
  const store = await openCommandStore({ data }, terminal.env)
  try {
    const { transact } = store
    const shelf = checkpointFiles(data)
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
