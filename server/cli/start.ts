/** `vouch start`: runs the server until it is told to stop, then lets running drafts finish. */
import { Fault } from '../../src/domain/fault.ts'
import { storedConnection } from '../adapters/connection-file.ts'
import { dataDirIn, readConfig, readSetUpConfig } from '../config.ts'
import { namesNoAccount, withConnection } from '../connection.ts'
import { startCompanion } from '../start-companion.ts'
import { startSetUp } from '../start-set-up.ts'
import type { Terminal } from './main.ts'

const USAGE =
  'usage: vouch start     it takes no options: the environment says everything, also where the data is (VOUCH_DATA_DIR; docs/configuration.md)'

export async function runStart(args: readonly string[], terminal: Terminal): Promise<number> {
  // A server that was told of another folder must not begin to work on this one.
  if (args.length > 0) throw new Fault('BAD_REQUEST', USAGE)
  const { env } = terminal
  const dataDir = dataDirIn(env)
  const awaited = namesNoAccount(env) && storedConnection(dataDir) === null
  const stopped = awaited ? await waitForAccount(terminal) : null
  if (stopped === 'told to stop') return 0
  const companion = await startCompanion(readConfig(withConnection(env, storedConnection(dataDir))))
  terminal.err(`Vouch listens on ${companion.origin}`)
  await (stopped?.signal ?? stopSignal())
  await companion.stop()
  return 0
}

/** One signal is waited for all the time: what comes between the page and the start is not lost. */
async function waitForAccount({
  env,
  err,
}: Terminal): Promise<'told to stop' | { readonly signal: Promise<void> }> {
  const waiting = await startSetUp(readSetUpConfig(env), err)
  const signal = stopSignal()
  const connected = await Promise.race([waiting.connected.then(() => true), signal.then(() => false)])
  await waiting.stop()
  return connected ? { signal } : 'told to stop'
}

/** Resolves at the first SIGINT or SIGTERM; a second one ends the process at once. */
export function stopSignal(): Promise<void> {
  return new Promise((resolve) => {
    const stop = () => {
      for (const signal of ['SIGINT', 'SIGTERM'] as const) process.removeListener(signal, stop)
      process.once('SIGINT', () => process.exit(130))
      process.once('SIGTERM', () => process.exit(143))
      resolve()
    }
    process.once('SIGINT', stop)
    process.once('SIGTERM', stop)
  })
}
