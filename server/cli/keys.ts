/** `vouch keys`: how old each key is, and handing over to a new one while servers run. */
import { parseArgs } from 'node:util'
import { Fault } from '../../src/domain/fault.ts'
import { checkpointFiles } from '../adapters/checkpoint-files.ts'
import { realWorld } from '../adapters/world.ts'
import { createAuditLog } from '../audit/index.ts'
import { rotateSessionKey } from '../session-key.ts'
import { dataFolder, openInstallation } from './installation.ts'
import { actorOf, requireAllSeen } from './log-key.ts'
import type { Terminal } from './main.ts'

const USAGE = 'usage: vouch keys rotate session [--now] --as AGENT_ID [--data DIR] [--account ID]'

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
      },
    })
    const [act, what, ...more] = positionals
    if (act !== 'rotate' || what !== 'session' || more.length > 0) throw new Error('which?')
    if (values.as === undefined || !/^[1-9]\d{0,18}$/.test(values.as)) throw new Error('who?')
    const { account, as: agentId, now } = values
    return { data: dataFolder(values.data, env), account, agentId, now }
  } catch (cause) {
    throw new Fault('BAD_REQUEST', USAGE, cause)
  }
}

/** @returns 0 done. @throws Fault; then no key has changed. */
export async function runKeys(args: readonly string[], terminal: Terminal): Promise<number> {
  const { data, account, agentId, now } = orderOf(args, terminal.env)
  const store = await openInstallation({ data, account, env: terminal.env })
  const { keys, transact } = store
  try {
    await requireAllSeen(store, checkpointFiles(data))
    const audit = createAuditLog(realWorld, keys)
    const given = { dataDir: data, world: realWorld, audit, transact }
    const { kid, until } = await rotateSessionKey(given, now, actorOf(keys, agentId))
    terminal.out(`${kid} signs sessions from now on, in every server of this folder`)
    terminal.out(
      until === null
        ? 'every session has ended: whoever works with Vouch opens the page again'
        : `what the key before it has signed is believed until ${until}; nobody has to sign in again`,
    )
    return 0
  } finally {
    await store.close()
  }
}
