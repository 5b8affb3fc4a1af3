/** `vouch clock`: whether the clock has leapt since the last sweep, and a person's word that it is right. */
import { parseArgs } from 'node:util'
import { Fault } from '../../src/domain/fault.ts'
import { realWorld } from '../adapters/world.ts'
import { createAuditLog } from '../audit/index.ts'
import { CLOCK_SAYS, confirmClock, readLeap } from '../clock.ts'
import type { World } from '../keys.ts'
import { dataFolder } from './data-folder.ts'
import { accountMeant, openInstallation } from './installation.ts'
import type { Terminal } from './main.ts'

const USAGE = 'usage: vouch clock [--confirm --as AGENT_ID] [--account ID] [--data DIR]'
const WAITS = 3

async function orderOf(args: readonly string[], env: Terminal['env']) {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        confirm: { type: 'boolean', default: false },
        ...{ as: { type: 'string' }, account: { type: 'string' }, data: { type: 'string' } },
      },
    })
    const [agentId, data] = [values.as, dataFolder(values.data, env)]
    if (values.confirm === (agentId !== undefined))
      return { account: await accountMeant(values.account, env, data), agentId, data }
  } catch (cause) {
    if (cause instanceof Fault) throw cause
    throw new Fault('BAD_REQUEST', USAGE, cause)
  }
  throw new Fault('BAD_REQUEST', USAGE)
}

async function clock(
  { account, agentId, data }: Awaited<ReturnType<typeof orderOf>>,
  terminal: Terminal,
  world: World,
): Promise<number> {
  const store = await openInstallation({ data, account, env: terminal.env })
  const { keys, transact } = store
  try {
    if (agentId === undefined) {
      const leap = await transact((tx) => readLeap(tx, account, world))
      terminal.out(leap === null ? 'The clock has not leapt since the last sweep.' : CLOCK_SAYS(leap))
      return leap === null ? 0 : WAITS
    }
    const { from, to } = await transact(async (tx) => {
      const roles = await tx.rolesOf(account, agentId)
      if (!roles.includes('compliance') && !roles.includes('admin'))
        throw new Fault('NOT_PERMITTED', 'only the roles compliance and admin may say so')
      const actor = { kind: 'agent', ref: keys.digest('agent', account, agentId) } as const
      return confirmClock({ world, audit: createAuditLog(world, keys) }, tx, account, actor)
    })
    terminal.out(
      `The log says that ${to} is right, after ${from}: the next sweep destroys what is past its days.`,
    )
    return 0
  } finally {
    await store.close()
  }
}

/** @returns 0 the clock has not leapt or is confirmed, 2 refused, 3 a sweep waits for your word. */
export async function runClock(
  args: readonly string[],
  terminal: Terminal,
  world: World = realWorld,
): Promise<number> {
  return clock(await orderOf(args, terminal.env), terminal, world)
}
