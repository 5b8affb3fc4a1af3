/**
 * Reads the stops of one account past everything that the store is busy with: a connection of its own, which
 * sees what is committed, waits for no writer and is opened anew after it failed.
 */
import Database from 'better-sqlite3'
import { z } from 'zod'
import { Fault } from '../../src/domain/fault.ts'
import { STOP_LEVELS, STOP_REASONS, type Stop } from '../../src/domain/kill-switch.ts'
import type { StoredStops } from '../incidents/index.ts'

const rowsSchema = z.array(
  z.object({
    stopId: z.string(),
    level: z.enum(STOP_LEVELS),
    ref: z.string(),
    reason: z.enum(STOP_REASONS).catch('other'),
    pulledAt: z.string(),
    pulledBy: z.string(),
    liftedAt: z.string().nullable(),
  }),
)
const WAIT_MS = 50
const QUERY = `select stop_id as stopId, level, ref, reason, pulled_at as pulledAt, pulled_by as pulledBy,
  lifted_at as liftedAt from kill_switch where account_id = ?`

/** @throws when the rows are none of the store's. */
export function stopsIn(rows: unknown): StoredStops {
  const found = rowsSchema.parse(rows)
  const active = found.flatMap(({ liftedAt, ...stop }): Stop[] => (liftedAt === null ? [stop] : []))
  const lifted = found.flatMap(({ liftedAt, stopId }) => (liftedAt === null ? [] : [stopId]))
  return { active, lifted: new Set(lifted) }
}

export interface StopReader {
  /** @throws Fault `STORE_UNAVAILABLE`. */
  read(): Promise<StoredStops>
  close(): void
}

export function stopReader(file: string, accountId: string): StopReader {
  let database: Database.Database | null = null
  let query: Database.Statement<[string]> | null = null
  const close = () => {
    database?.close()
    database = null
    query = null
  }
  const rows = () => {
    if (database === null) {
      database = new Database(file, { readonly: true, fileMustExist: true, timeout: WAIT_MS })
      query = database.prepare<[string]>(QUERY)
    }
    return stopsIn(query?.all(accountId))
  }
  return {
    close,
    async read() {
      try {
        return rows()
      } catch (cause) {
        close()
        throw new Fault('STORE_UNAVAILABLE', 'the stops cannot be read from the store', cause)
      }
    },
  }
}
