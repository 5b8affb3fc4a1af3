/** The store that a command works on is the servers' own, or none: what was left behind as a file is never taken for it. */
import { existsSync } from 'node:fs'
import { Fault } from '../../src/domain/fault.ts'
import { type OpenStore, openSqliteStore } from '../adapters/sqlite-store.ts'
import { openStoreAt, storePlace } from '../adapters/store-place.ts'
import { accountIdOf } from '../config.ts'
import type { Terminal } from './main.ts'

type Environment = Terminal['env']

/** Of a file every account is seen; a role of a database sees the one that it names. */
export async function openCommandStore(
  { data, account }: { readonly data: string; readonly account?: string | undefined },
  env: Environment,
): Promise<OpenStore> {
  const place = storePlace(data, env['DATABASE_URL'])
  if (place.kind === 'sqlite') {
    if (!existsSync(place.file))
      throw new Fault('SOURCE_UNREADABLE', `the store of this installation is not in ${data}`)
    return openSqliteStore(place.file)
  }
  const named = account ?? accountIdOf(env['VOUCH_ACCOUNT_ORIGIN'])
  if (named === undefined)
    throw new Fault('BAD_REQUEST', 'the store is PostgreSQL: name the account in VOUCH_ACCOUNT_ORIGIN')
  return openStoreAt(place, { account: named })
}

/** Commands that read and write the store as a file alone. */
const ON_FILE: ReadonlySet<string> = new Set([
  ...['sync', 'report', 'request', 'requester', 'scope', 'simulate', 'evidence', 'incident'],
])

function isOnFile(command: string, rest: readonly string[]): boolean {
  if (command === 'audit') return rest[0] !== 'rotate-key' && rest[0] !== 'retire-key'
  if (command === 'verify') return rest.some((arg) => /^--consent-receipt(?:=|$)/.test(arg))
  return ON_FILE.has(command)
}

/** @throws Fault `BAD_REQUEST` for a command that would act on a file while the store is a database. */
export function requireFileStore([command = '', ...rest]: readonly string[], env: Environment): void {
  if (storePlace('', env['DATABASE_URL']).kind === 'sqlite' || !isOnFile(command, rest)) return
  throw new Fault(
    'BAD_REQUEST',
    `the store is PostgreSQL (DATABASE_URL), and this command works on a file alone: use the console (docs/postgresql.md)`,
  )
}
