/**
 * The store on PostgreSQL, for several servers. Acts of one account come one after the other, as on SQLite: each
 * transaction begins with the account's lock row. Accounts do not wait for each other.
 */
import { CompiledQuery, type Kysely, sql, type Transaction } from 'kysely'
import { Fault } from '../../src/domain/fault.ts'
import type { StoredStops } from '../incidents/index.ts'
import type { Transact } from '../keys.ts'
import type { StoreRows } from '../store.ts'
import { createGroupCommit } from './group-commit.ts'
import {
  connectPostgres,
  isHeldByOthers,
  isRefusedRow,
  isToBeRepeated,
  type PostgresConnections,
  postgresFault,
  TOLD_LATER,
} from './postgres-connection.ts'
import { asPostgres, migratePostgres, schemaOf } from './postgres-schema.ts'
import { createReadMemory, type ReadMemory, type Versions } from './read-memory.ts'
import { MIGRATIONS, type Tables } from './schema.ts'
import type { OpenStore } from './sqlite-store.ts'
import { stopsIn } from './stop-reader.ts'
import { rowsOver } from './store-rows.ts'

export interface PostgresOptions {
  /**
   * Whose rows this connection may see; the database holds it to that. Without one every account's are: only for the
   * operator's own role, which no row policy binds.
   */
  readonly account?: string
  readonly readonly?: boolean
  /** Refuses an account that no server has run for, and leaves nothing of it. */
  readonly known?: boolean
  /** Refuses a role that the walls of the database do not hold: its owner, or a superuser. */
  readonly strict?: boolean
  readonly erasedNumber?: (accountId: string, ticketId: string) => string
  readonly most?: number
  /** Told of each transaction: what was read in it has become so, or never was. */
  readonly settled?: (kept: boolean) => void
  /** Of what has failed beside all acts. */
  readonly report?: (what: string, cause: unknown) => void
}

/** What of the engine an operator sets, and a server depends on. */
export interface EngineFacts {
  /**
   * `autovacuum`, which also counts what is in a table (PostgreSQL 15, 25.1.6). Where nobody counts, one index is taken
   * for as good as another, and every draft of the account is read to find one.
   */
  readonly countsItsRows: boolean
  /** A standby takes none, nor does a database that is held. */
  readonly takesWrites: boolean
  /** The role is one that the walls of the database hold. */
  readonly isBound: boolean
}

export interface PostgresStore extends OpenStore {
  /** One unchanging view beside everything that goes on, waiting for nobody. */
  readonly snapshot: Transact<StoreRows>
  readStops(accountId: string): Promise<StoredStops>
  /** What the database takes on its disk, in bytes. */
  bytes(): Promise<number>
  engine(): Promise<EngineFacts>
}

const MOST_CONNECTIONS = 5
/** Whoever waits longer for its account is told, and may come again. */
const LOCK_MS = '10s'
/** A server that stands still in the middle of an act must not keep its account for itself. */
const IDLE_MS = '30s'
/** Sooner than we hang up: a statement that nobody waits for any more would go on, and hold the account for nobody. */
const STATEMENT_MS = '50s'
const LATER = sql.raw(TOLD_LATER)
const RELEASE = CompiledQuery.raw('release savepoint act')
const SAVEPOINT = {
  open: [CompiledQuery.raw('savepoint act')],
  keep: [RELEASE],
  undo: [CompiledQuery.raw('rollback to savepoint act'), RELEASE],
} as const

interface GroupTx {
  readonly tx: Transaction<Tables>
  readonly rows: StoreRows
}

/**
 * Where the database has been brought to another schema since this server began, it fails (`OF_ANOTHER_SCHEMA`), and
 * with it whatever was to be done or looked at.
 */
const ofThisSchema = () => sql`1 / (case when (select max(version) from schema_version) = ${MIGRATIONS.length}
  then 1 else 0 end) = 1`

const naming = (
  account: string | undefined,
) => sql`${LATER}select set_config('vouch.account', ${account ?? ''}, true),
    set_config('lock_timeout', ${LOCK_MS}, true),
    set_config('idle_in_transaction_session_timeout', ${IDLE_MS}, true),
    set_config('statement_timeout', ${STATEMENT_MS}, true)`

async function nameAccount(tx: Kysely<Tables>, account: string | undefined): Promise<void> {
  await naming(account).execute(tx)
}

/** Whoever only looks takes no lock to ask with. */
async function nameForLook(tx: Kysely<Tables>, account: string | undefined): Promise<void> {
  await sql`${naming(account)} where ${ofThisSchema()}`.execute(tx)
}

const LOCKS = 'select account_id, version, moved from account_lock'

/** Whoever is bound to no account waits for all of them, and all wait for it. */
async function lockAccount(tx: Kysely<Tables>, account: string | undefined): Promise<void> {
  const lock = sql`${LATER}${sql.raw(LOCKS)} where ${ofThisSchema()}`
  if (account === undefined) await sql`${lock} order by account_id for update`.execute(tx)
  else await sql`${lock} and account_id = ${account} for update`.execute(tx)
}

/** Of all accounts together there is no one version. */
function versionsIn(rows: readonly unknown[] | null): Versions | null {
  const [row, ...more] = rows ?? []
  if (row === undefined || more.length > 0) return null
  return {
    settled: Number(Reflect.get(Object(row), 'version')),
    moving: Number(Reflect.get(Object(row), 'moved')),
  }
}

const RAISES = 'update account_lock set '

/** Every server that remembers what was written to here reads it anew from here on. */
async function raiseVersions(
  tx: Kysely<Tables>,
  account: string | undefined,
  changed: ReadMemory['changed'],
): Promise<void> {
  if (changed === 'nothing') return
  const what = changed === 'settled' ? 'version = version + 1, moved = moved + 1' : 'moved = moved + 1'
  const raise = sql`${LATER}${sql.raw(RAISES + what)}`
  if (account === undefined) await raise.execute(tx)
  else await sql`${raise} where account_id = ${account}`.execute(tx)
}

async function readRole(db: Kysely<Tables>): Promise<{ unbound: boolean; owner: boolean }> {
  const { rows } = await sql<{ unbound: boolean; owner: boolean }>`select
    (rolsuper or rolbypassrls) as unbound,
    has_schema_privilege(current_schema(), 'create') as owner
    from pg_roles where rolname = current_user`.execute(db)
  return rows[0] ?? { unbound: false, owner: false }
}

/** A server that starts makes the row that its account is locked by; whatever has a log has had one. */
async function requireKnown(tx: Kysely<Tables>, account: string): Promise<void> {
  const { rows } = await sql`select account_id from account_lock where account_id = ${account}
    union select account_id from audit_head where account_id = ${account}`.execute(tx)
  if (rows.length === 0)
    throw new Fault(
      'NOT_FOUND',
      `the database knows no account ${account}: see how its servers are named (VOUCH_ACCOUNT_ORIGIN), or start one`,
    )
}

/** Of a role that the walls of the database do not hold. */
export const UNBOUND =
  'DATABASE_URL: names a role that may change the schema or pass over its row policies: servers connect as vouch_app (docs/postgresql.md)'

/** As its owner the schema is brought up to this version; any other role finds it there or is told. */
async function settleSchema(url: string, connections: PostgresConnections, options: PostgresOptions) {
  const role = await readRole(connections.db)
  if (options.account === undefined && !role.unbound)
    throw new Fault('CONFIG_INVALID', 'name the account: this role of the database sees one at a time')
  if (options.strict === true && (role.unbound || role.owner)) throw new Fault('CONFIG_INVALID', UNBOUND)
  const found = await schemaOf(connections.db)
  if (found === MIGRATIONS.length) return
  if (!role.owner || options.readonly === true)
    throw new Fault(
      'CONFIG_INVALID',
      `the database has schema ${found} and needs ${MIGRATIONS.length}: run vouch database migrate as its owner`,
    )
  await migrateDatabase(url)
}

/** Whoever only looks holds no lock that it could wait for first: where both stand in each other's way it begins anew. */
const MOST_MIGRATED = 5

/** @throws Fault `STORE_UNAVAILABLE`, `STORE_NEWER_SCHEMA`. */
export async function migrateDatabase(url: string): Promise<{ from: number; to: number }> {
  const connections = connectPostgres(url, { most: 1, change: asPostgres })
  const migrated = async (times: number): Promise<{ from: number; to: number }> => {
    try {
      return await migratePostgres(connections.db)
    } catch (cause) {
      if (times === 1 || !isToBeRepeated(cause)) throw postgresFault(cause)
      return migrated(times - 1)
    }
  }
  try {
    return await migrated(MOST_MIGRATED)
  } finally {
    await connections.close()
  }
}

/** @throws Fault `STORE_UNAVAILABLE`, `STORE_NEWER_SCHEMA`, `CONFIG_INVALID`; then nothing was changed. */
export async function openPostgresStore(url: string, options: PostgresOptions = {}): Promise<PostgresStore> {
  const { account, erasedNumber } = options
  // The version is read with the lock, so that it is the newest there is and nobody raises it meanwhile.
  const memory = createReadMemory()
  const connections = connectPostgres(url, {
    most: options.most ?? MOST_CONNECTIONS,
    listener: {
      // Another server of the database may have taken over, and without the last that was committed.
      connected: memory.forget,
      sent: (text) => {
        if (!text.startsWith(RAISES)) memory.note(text)
      },
      told: (text, rows) => {
        if (text.startsWith(LOCKS)) memory.learn(versionsIn(rows))
      },
    },
  })
  const { db } = connections
  try {
    await settleSchema(url, connections, options)
    if (options.known === true && account !== undefined)
      await db.transaction().execute(async (tx) => {
        await nameAccount(tx, account)
        await requireKnown(tx, account)
      })
    if (options.readonly !== true)
      await db.transaction().execute(async (tx) => {
        await nameAccount(tx, account)
        await sql`insert into account_lock (account_id) values (${account ?? ''})
          on conflict (account_id) do nothing`.execute(tx)
      })
  } catch (cause) {
    await connections.close()
    throw postgresFault(cause)
  }
  const together = createGroupCommit<GroupTx>({
    transaction: (act) =>
      // Each statement sees what was committed before it: after the lock that is all there is of the account.
      db
        .transaction()
        .setIsolationLevel('read committed')
        .execute(async (tx) => {
          memory.begin()
          await nameAccount(tx, account)
          await lockAccount(tx, account)
          await act({ tx, rows: rowsOver(tx, erasedNumber, memory) })
          await raiseVersions(tx, account, memory.changed)
        })
        // As soon as it is committed: whoever comes next reads the versions as they were raised.
        .then(memory.raised)
        .catch((cause: unknown) => {
          memory.forget()
          throw cause
        }),
    savepoint: async (group, what) => {
      for (const statement of SAVEPOINT[what]) await group.tx.executeQuery(statement)
      if (what === 'undo') memory.forget()
    },
    // What failed in it comes to light at the latest when it is to be kept.
    isOpen: () => true,
    isToBeRepeated,
    isOfOne: isRefusedRow,
    // The lock is asked for with the first statement of the first act.
    isShutOut: isHeldByOthers,
    settled: (kept) => options.settled?.(kept),
    failedToSettle: (cause) => options.report?.('what was read was not settled', cause),
  })
  const failing = async <T>(act: () => Promise<T>): Promise<T> => {
    try {
      return await act()
    } catch (cause) {
      throw postgresFault(cause)
    }
  }
  /** One look of its own, of what is committed now; it waits for no writer. */
  const look = <T>(act: (tx: Transaction<Tables>) => Promise<T>): Promise<T> =>
    failing(() =>
      db
        .transaction()
        .setAccessMode('read only')
        .execute(async (tx) => {
          await nameForLook(tx, account)
          return act(tx)
        }),
    )
  const snapshot: Transact<StoreRows> = (act) =>
    failing(() =>
      db
        .transaction()
        .setIsolationLevel('repeatable read')
        .setAccessMode('read only')
        .execute(async (tx) => {
          await nameForLook(tx, account)
          return act(rowsOver(tx, erasedNumber))
        }),
    )
  return {
    snapshot,
    latestConsent: (accountId, ticketRef) =>
      look(async (tx) => {
        const row = await tx
          .selectFrom('consentEvent')
          .select((eb) => eb.fn.max('seq').as('seq'))
          .where('accountId', '=', accountId)
          .where('ticketRef', '=', ticketRef)
          .executeTakeFirst()
        return row?.seq ?? 0
      }),
    isWithdrawn: (accountId, draftId) =>
      look(async (tx) => {
        const row = await tx
          .selectFrom('draft')
          .select('draftId')
          .where('accountId', '=', accountId)
          .where('draftId', '=', draftId)
          .where('withdrawnFor', 'is not', null)
          .executeTakeFirst()
        return row !== undefined
      }),
    readStops: (accountId) =>
      look(async (tx) => {
        const rows = await tx
          .selectFrom('killSwitch')
          .select(['stopId', 'level', 'ref', 'reason', 'pulledAt', 'pulledBy', 'liftedAt'])
          .where('accountId', '=', accountId)
          .execute()
        return stopsIn(rows)
      }),
    bytes: () =>
      look(async (tx) => {
        const { rows } = await sql<{
          bytes: number
        }>`select pg_database_size(current_database()) as bytes`.execute(tx)
        return rows[0]?.bytes ?? 0
      }),
    engine: () =>
      look(async (tx) => {
        const { rows } = await sql<{
          counts: boolean
          writes: boolean
        }>`select current_setting('autovacuum')::boolean and current_setting('track_counts')::boolean as counts,
          not (pg_is_in_recovery() or current_setting('default_transaction_read_only')::boolean) as writes`.execute(
          tx,
        )
        const { unbound, owner } = await readRole(tx)
        return {
          countsItsRows: rows[0]?.counts === true,
          takesWrites: rows[0]?.writes === true,
          isBound: !unbound && !owner,
        }
      }),
    transact: (act) =>
      options.readonly === true ? snapshot(act) : failing(() => together(({ rows }) => act(rows))),
    // Deleted rows go when the database sweeps; what backups of it hold ends with the month's key.
    scrub: async () => true,
    // Each act begins with a lock, which a database that takes no writes does not give.
    takesWrites: async () => undefined,
    close: () => connections.close(),
  }
}
