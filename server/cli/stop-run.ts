/** What `vouch stop-drafting` does, once its options are right. */
import { Fault } from '../../src/domain/fault.ts'
import type { Stop } from '../../src/domain/kill-switch.ts'
import { checkpointFiles } from '../adapters/checkpoint-files.ts'
import { openKeyring } from '../adapters/keyring.ts'
import { stopFile } from '../adapters/stop-file.ts'
import { realWorld } from '../adapters/world.ts'
import { createAuditLog } from '../audit/index.ts'
import { adoptStop, mayPull } from '../incidents/index.ts'
import type { Keyring } from '../keys.ts'
import { type Installation, openInstallation } from './installation.ts'
import type { Terminal } from './main.ts'
import type { StopOrder } from './stop-drafting.ts'
import { unforeseen } from './unforeseen.ts'

/**
 * @returns `null` where the store does not answer. @throws Fault `NOT_FOUND` where it knows no such account: what is
 *   stopped under that name stops nobody.
 */
async function withStore<T>(
  { data, accountId, env }: StopOrder,
  readonly: boolean,
  act: (store: Installation) => Promise<T>,
): Promise<T | null> {
  let store: Installation | undefined
  try {
    store = await openInstallation({ data, account: accountId, env, readonly })
    return await act(store)
  } catch (error) {
    if (error instanceof Fault && error.code !== 'NOT_FOUND') return null
    throw error
  } finally {
    await store?.close()
  }
}

/** False when the store could not take it: then somebody who can will, from the file. */
async function tellStore(keys: Keyring, order: StopOrder, stop: Stop): Promise<boolean> {
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
  { file: path, accountId }: StopOrder,
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

/** The file first, then the store. @returns 0: stopped. */
export async function stopWith(order: StopOrder, terminal: Terminal): Promise<number> {
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
  if (roles === null) {
    terminal.out('Your role could not be checked.')
    const signed = await checkpointFiles(order.data)
      .origins()
      .catch((): readonly string[] => [])
    if (!signed.includes(`vouch/${accountId}`))
      terminal.out(
        `Nor the name: no log of "${accountId}" was signed here. If it is no account of yours, NOTHING is stopped.`,
      )
  }
  if (target.ref !== '')
    terminal.out(`Nothing else is stopped: if "${target.ref}" is no ${target.level} of yours, nothing is.`)
  return 0
}
