/**
 * `vouch stop-drafting`: stops at once, also while the store is down. The file comes first, for every server that
 * reads it; then the store and its audit entry, if it answers. If not, the next server that reaches it writes them.
 */
import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { Fault } from '../../src/domain/fault.ts'
import { isStopTarget, STOP_REASONS, type Stop, type StopTarget } from '../../src/domain/kill-switch.ts'
import { openKeyring } from '../adapters/keyring.ts'
import { stopFile } from '../adapters/stop-file.ts'
import { realWorld } from '../adapters/world.ts'
import { createAuditLog } from '../audit/index.ts'
import { adoptStop, mayPull } from '../incidents/index.ts'
import type { Keyring } from '../keys.ts'
import { dataFolder } from './data-folder.ts'
import { accountMeant, besideOf, type Installation, openInstallation } from './installation.ts'
import type { Terminal } from './main.ts'
import { unforeseen } from './unforeseen.ts'

const PULLABLE = STOP_REASONS.filter((reason) => reason !== 'drill')
const USAGE = `usage: vouch stop-drafting [--egress | --provider NAME|* | --brand ID | --article ID]
         --reason ${PULLABLE.join('|')} --as AGENT_ID
         [--account ID] [--data DIR] [--file FILE]`

interface Order {
  readonly target: StopTarget
  readonly reason: Stop['reason']
  readonly as: string
  readonly accountId: string
  readonly data: string
  readonly file: string
  readonly env: Terminal['env']
}

function targetOf(given: {
  egress?: boolean
  provider?: string
  brand?: string
  article?: string
}): StopTarget {
  const named: StopTarget[] = []
  if (given.egress === true) named.push({ level: 'egress', ref: '' })
  for (const level of ['provider', 'brand', 'article'] as const) {
    const ref = given[level]
    if (ref !== undefined) named.push({ level, ref })
  }
  const [target = { level: 'account', ref: '' }, ...more] = named
  if (more.length > 0 || !isStopTarget(target)) throw new Fault('BAD_REQUEST', USAGE)
  return target
}

async function readOrder(args: readonly string[], env: Terminal['env']): Promise<Order> {
  let values: Partial<Record<string, string | boolean>>
  try {
    values = parseArgs({
      args: [...args],
      options: {
        egress: { type: 'boolean' },
        provider: { type: 'string' },
        brand: { type: 'string' },
        article: { type: 'string' },
        reason: { type: 'string' },
        as: { type: 'string' },
        account: { type: 'string' },
        data: { type: 'string' },
        file: { type: 'string' },
      },
    }).values
  } catch (cause) {
    throw new Fault('BAD_REQUEST', USAGE, cause)
  }
  const text = (name: string) => (typeof values[name] === 'string' ? values[name] : undefined)
  const reason = PULLABLE.find((known) => known === text('reason'))
  const as = text('as')
  if (reason === undefined || as === undefined || !/^[1-9]\d{0,18}$/.test(as))
    throw new Fault('BAD_REQUEST', USAGE)
  const data = dataFolder(text('data'), env)
  const named = Object.entries({
    provider: text('provider'),
    brand: text('brand'),
    article: text('article'),
  }).filter((entry): entry is [string, string] => entry[1] !== undefined)
  return {
    target: targetOf({ egress: values['egress'] === true, ...Object.fromEntries(named) }),
    reason,
    as,
    accountId: await accountMeant(text('account'), env, data),
    data,
    env,
    file: resolve(text('file') ?? besideOf(data, env).stops),
  }
}

async function withStore<T>(
  { data, accountId, env }: Order,
  readonly: boolean,
  act: (store: Installation) => Promise<T>,
): Promise<T | null> {
  let store: Installation | undefined
  try {
    store = await openInstallation({ data, account: accountId, env, readonly })
    return await act(store)
  } catch (error) {
    if (error instanceof Fault) return null
    throw error
  } finally {
    await store?.close()
  }
}

/** False when the store could not take it: then somebody who can will, from the file. */
async function tellStore(keys: Keyring, order: Order, stop: Stop): Promise<boolean> {
  const rooms = { world: realWorld, keys, audit: createAuditLog(realWorld, keys) }
  const told = await withStore(order, false, (store) =>
    store.transact(async (tx) => {
      await adoptStop(rooms, tx, order.accountId, stop, 'command_line')
      return true
    }),
  )
  return told === true
}

/** Of a file with a line that cannot be read. */
export const MEND_STOPS = (file: string) =>
  `Next: take the line that cannot be read out of ${file}, and no other (docs/incidents.md)`

/** @returns why the file did not take it; `null`: it did. */
async function writeDown(
  { file: path, accountId }: Order,
  stop: Stop,
  terminal: Terminal,
): Promise<string | null> {
  const file = stopFile(path, accountId)
  try {
    await file.append(stop)
  } catch (cause) {
    return unforeseen(cause)
  }
  try {
    // Read back: a stop that the servers cannot read stops everything, one that is not there nothing.
    const there = (await file.read()).some(({ stopId }) => stopId === stop.stopId)
    return there ? null : `${path} does not hold what was written`
  } catch (error) {
    if (!(error instanceof Fault)) throw error
    terminal.out(`EVERYTHING is stopped, and stays so: ${error.message}. ${MEND_STOPS(path)}`)
    return null
  }
}

async function stopWith(order: Order, terminal: Terminal): Promise<number> {
  const { target, reason, accountId } = order
  const keys = openKeyring(order.data)
  const roles = await withStore(order, true, (store) =>
    store.transact((tx) => tx.rolesOf(accountId, order.as)),
  )
  if (roles !== null && !mayPull({ roles }))
    throw new Fault('NOT_PERMITTED', 'only the roles compliance and admin may stop drafting')
  const stop: Stop = {
    ...target,
    stopId: realWorld.newId(),
    reason,
    pulledAt: realWorld.now().toISOString(),
    pulledBy: keys.digest('agent', accountId, order.as),
  }
  const refused = await writeDown(order, stop, terminal)
  const what = target.ref === '' ? target.level : `${target.level} ${target.ref}`
  if (refused === null)
    terminal.out(`stopped: ${what} (${order.file}). Servers that read this file see it within a second.`)
  const told = await tellStore(keys, order, stop)
  if (refused !== null && !told)
    throw new Fault(
      'STORE_UNAVAILABLE',
      `NOTHING is stopped: ${refused}, and the store does not answer. Next: stop the servers, or start them with VOUCH_KILL_SWITCH=on`,
    )
  if (refused !== null)
    terminal.out(`stopped: ${what}, by the store alone, which servers look at each second: ${refused}`)
  terminal.out(
    told
      ? 'The store knows it, and the audit log has its entry.'
      : 'The store does not answer: the audit log has NO entry yet. The next server that reaches it writes one.',
  )
  if (roles === null) terminal.out('Your role could not be checked.')
  if (target.ref !== '')
    terminal.out(`Nothing else is stopped: if "${target.ref}" is no ${target.level} of yours, nothing is.`)
  return 0
}

/** @returns 0: stopped. */
export async function runStopDrafting(args: readonly string[], terminal: Terminal): Promise<number> {
  const order = await readOrder(args, terminal.env)
  if (!existsSync(join(order.data, 'master.key')))
    throw new Fault('SOURCE_UNREADABLE', `the keys of this installation are not in ${order.data}`)
  return stopWith(order, terminal)
}
