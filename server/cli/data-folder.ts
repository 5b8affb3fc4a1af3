/** The folder of an installation that a command means, whose it is, and what is connected in it. Opens no store. */
import { statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { Fault } from '../../src/domain/fault.ts'
import { storedConnection } from '../adapters/connection-file.ts'
import { asServersRead, dataDirIn } from '../config.ts'
import { withConnection } from '../connection.ts'
import type { Terminal } from './main.ts'

/** Where the keys are, and the store where it is a file. */
export function dataFolder(named: string | undefined, env: Terminal['env']): string {
  return named === undefined ? dataDirIn(env) : resolve(named)
}

export function folderIn(env: Terminal['env'], args: readonly string[]): string {
  const options = { data: { type: 'string' } } as const
  const { data } = parseArgs({ args: [...args], strict: false, options }).values
  return dataFolder(typeof data === 'string' ? data : undefined, env)
}

/**
 * Files of keys and checkpoints are their owner's alone: what root writes among them the server could not read, and it
 * would sign nothing and start no more. @throws Fault `NOT_PERMITTED` then, before anything is opened.
 */
export function requireOwner(data: string, user: number | undefined = process.geteuid?.()): void {
  const owner = statSync(join(data, 'master.key'), { throwIfNoEntry: false })?.uid
  if (user !== 0 || owner === undefined || owner === user) return
  throw new Fault(
    'NOT_PERMITTED',
    `${data} belongs to user ${owner}, who could not read what root writes there: give the command as that user, e.g. sudo -E -u '#${owner}' npx vouch … (docs/for-operators.md)`,
  )
}

/**
 * As a server reads it, with the account that was connected in the folder that is meant. A file that cannot be read
 * must not keep anybody from stopping drafts.
 */
export function environmentIn(given: Terminal['env'], folder: string): Terminal['env'] {
  const env = asServersRead(given)
  try {
    return withConnection(env, storedConnection(folder))
  } catch (error) {
    if (!(error instanceof Fault)) throw error
    return env
  }
}
