/** `vouch start`: runs the server until it is told to stop, then lets running drafts finish. */
import { readConfig } from '../config.ts'
import { startCompanion } from '../start-companion.ts'
import type { Terminal } from './main.ts'

export async function runStart(terminal: Terminal): Promise<number> {
  const companion = await startCompanion(readConfig(terminal.env))
  terminal.err(`Vouch listens on ${companion.origin}`)
  await stopSignal()
  await companion.stop()
  return 0
}

/** Resolves at the first SIGINT or SIGTERM; a second one ends the process at once. */
export function stopSignal(): Promise<void> {
  return new Promise((resolve) => {
    const stop = () => {
      process.once('SIGINT', () => process.exit(130))
      process.once('SIGTERM', () => process.exit(143))
      resolve()
    }
    process.once('SIGINT', stop)
    process.once('SIGTERM', stop)
  })
}
