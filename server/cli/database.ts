/** `vouch database migrate`: as the owner of a PostgreSQL, brings its schema up to this version and sets its walls. */
import { Fault } from '../../src/domain/fault.ts'
import { migrateDatabase } from '../adapters/postgres-store.ts'
import { placeIn } from './installation.ts'
import type { Terminal } from './main.ts'

const USAGE = 'usage: DATABASE_URL=postgres://OWNER@HOST/DATABASE vouch database migrate'

const OWNER_ALONE =
  'the role of DATABASE_URL may not change the schema: connect as its owner, vouch_owner (docs/postgresql.md#roles)'

const isNotPermitted = (error: unknown) =>
  error instanceof Fault && Reflect.get(Object(error.cause), 'code') === '42501'

/** @returns 0 when the schema is that of this version. */
export async function runDatabase(args: readonly string[], terminal: Terminal): Promise<number> {
  const place = placeIn('', terminal.env)
  if (args.length !== 1 || args[0] !== 'migrate' || place.kind !== 'postgres')
    throw new Fault('BAD_REQUEST', USAGE)
  const { from, to } = await migrateDatabase(place.url).catch((error: unknown) => {
    throw isNotPermitted(error) ? new Fault('NOT_PERMITTED', OWNER_ALONE, error) : error
  })
  terminal.out(from === to ? `schema ${to}: nothing to do` : `schema ${from} → ${to}`)
  return 0
}
