/** `vouch keys`: how old each key is, and handing over to a new one while servers run. */
import { parseArgs } from 'node:util'
import { Fault } from '../../src/domain/fault.ts'
import { checkpointFiles } from '../adapters/checkpoint-files.ts'
import { realWorld } from '../adapters/world.ts'
import { createAuditLog } from '../audit/index.ts'
import { type ActorIn, type MasterKeyGiven, rotateMasterKey } from '../master-key.ts'
import { rotateSessionKey, type SessionKeyGiven } from '../session-key.ts'
import { dataFolder } from './data-folder.ts'
import { openInstallation } from './installation.ts'
import { readKeysStatus, statusCode, statusLines } from './keys-status.ts'
import { actorOf, requireAllSeen } from './log-key.ts'
import type { Terminal } from './main.ts'

const USAGE =
  'usage: vouch keys status [--json] | rotate session [--now] --as AGENT_ID | rotate master --as AGENT_ID [--data DIR] [--account ID]'

function orderOf(args: readonly string[], env: Terminal['env']) {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        data: { type: 'string' },
        account: { type: 'string' },
        as: { type: 'string' },
        now: { type: 'boolean', default: false },
        json: { type: 'boolean', default: false },
      },
    })
    const [act, what, ...more] = positionals
    const { account, as: agentId = '', now, json } = values
    const at = { data: dataFolder(values.data, env), account, agentId, now, json }
    if (act === 'status' && what === undefined) return { ...at, what: 'status' } as const
    if (act !== 'rotate' || (what !== 'session' && what !== 'master') || more.length > 0)
      throw new Error('which?')
    if (what === 'master' && values.now) throw new Error('nothing ends at once')
    if (!/^[1-9]\d{0,18}$/.test(agentId)) throw new Error('who?')
    return { ...at, what } as const
  } catch (cause) {
    throw new Fault('BAD_REQUEST', USAGE, cause)
  }
}

async function rotateSession(given: SessionKeyGiven, now: boolean, actor: ActorIn, terminal: Terminal) {
  const { kid, until } = await rotateSessionKey(given, now, actor)
  terminal.out(`${kid} signs sessions from now on, in every server of this folder`)
  terminal.out(
    until === null
      ? 'every session has ended: whoever works with Vouch opens the page again'
      : `what the key before it has signed is believed until ${until}; nobody has to sign in again`,
  )
  return 0
}

async function rotateMaster(given: MasterKeyGiven, actor: ActorIn, terminal: Terminal) {
  const { generation, kid, rewrapped, unreadable, finished } = await rotateMasterKey(given, actor)
  terminal.out(`master key ${generation} (${kid}) wraps from now on, in every server of this folder`)
  terminal.out(`${rewrapped} keys of people were wrapped anew`)
  if (finished) {
    terminal.out('the old master key is destroyed, and nothing needs it')
    terminal.out('copy the keys now: vouch backup --keys-to FOLDER; older copies open older backups alone')
    return 0
  }
  terminal.out(
    unreadable > 0
      ? `${unreadable} keys of people do not open: the old master key stays until they are mended or erased`
      : 'more was wrapped with the old master key meanwhile: the same command again ends it',
  )
  return 3
}

/** @returns 0 done, 3 the old master key is still needed, or a key is due. @throws Fault; then everything opens as before. */
export async function runKeys(args: readonly string[], terminal: Terminal): Promise<number> {
  const { data, account, what, agentId, now, json } = orderOf(args, terminal.env)
  const store = await openInstallation({ data, account, env: terminal.env })
  const { keys, transact } = store
  try {
    if (what === 'status') {
      const status = await readKeysStatus(keys, { dataDir: data, now: realWorld.now(), transact })
      for (const line of json ? [JSON.stringify(status)] : statusLines(status)) terminal.out(line)
      return statusCode(status)
    }
    await requireAllSeen(store, checkpointFiles(data))
    const given = {
      ...{ dataDir: data, world: realWorld, keys, transact },
      audit: createAuditLog(realWorld, keys),
    }
    const actor = actorOf(keys, agentId)
    return what === 'session'
      ? await rotateSession(given, now, actor, terminal)
      : await rotateMaster(given, actor, terminal)
  } finally {
    await store.close()
  }
}
