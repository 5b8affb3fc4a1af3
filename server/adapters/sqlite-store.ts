/** The embedded store: one SQLite file, WAL, `synchronous=FULL`, foreign keys on, one writer. */
import { chmodSync, existsSync } from 'node:fs'
import { setTimeout as wait } from 'node:timers/promises'
import Database from 'better-sqlite3'
import { CompiledQuery, Kysely, type SqliteDatabase, sql } from 'kysely'
import { Fault } from '../../src/domain/fault.ts'
import type { StoreRows } from '../store.ts'
import { createGroupCommit } from './group-commit.ts'
import { tellPlanner } from './planner-statistics.ts'
import { createReadMemory, type ReadMemory } from './read-memory.ts'
import { MIGRATIONS, type Tables } from './schema.ts'
import { rowsOver } from './store-rows.ts'
import { SqliteWithNames, storedNames } from './stored-names.ts'
import { BACKSTOP_PAGES, writeBack } from './write-back.ts'

const MOST_STATEMENTS = 500
/** While a store is opened nothing else goes on that a wait could hold up. */
const OPENING_MS = 5_000
/** The engine waits with the whole process: no longer than a look at another program's short act. */
const BLOCKING_MS = 25
/** How long acts wait for another program that holds the store, while everything else goes on. */
const HELD_MS = 2_000
const PAUSE_MS = 25
const BEGIN = CompiledQuery.raw('begin')
const COMMIT = CompiledQuery.raw('commit')
const ROLLBACK = CompiledQuery.raw('rollback')
const RELEASE = CompiledQuery.raw('release act')
const SAVEPOINT = {
  open: [CompiledQuery.raw('savepoint act')],
  keep: [RELEASE],
  undo: [CompiledQuery.raw('rollback to act'), RELEASE],
} as const

interface GroupTx {
  readonly tx: Kysely<Tables>
  readonly rows: StoreRows
}

export interface OpenStore {
  transact<T>(act: (tx: StoreRows) => Promise<T>): Promise<T>
  /**
   * Number of the newest consent event of a ticket, 0 without one. One indexed look outside all transactions,
   * so that it can be asked before each sentence of a draft. It may see an event that is not committed yet:
   * then a draft ends a moment early, never late.
   */
  latestConsent(accountId: string, ticketRef: string): Promise<number>
  /** Whether a draft was withdrawn while it was being made; looked up the same way. */
  isWithdrawn(accountId: string, draftId: string): Promise<boolean>
  /**
   * Empties the journal file of what was deleted; `thoroughly` also what older versions left in free pages.
   * @returns false when somebody writes or reads right now: then later.
   */
  scrub(thoroughly: boolean): Promise<boolean>
  /** Whether it takes what is written, asked where it did not lately. @throws Fault `STORE_UNAVAILABLE`. */
  takesWrites(): Promise<void>
  close(): Promise<void>
}

/** Fault for what the engine says; the cause is kept for the log, which prints no values. */
function storeFault(cause: unknown): unknown {
  if (cause instanceof Fault) return cause
  const code = typeof cause === 'object' && cause !== null ? String(Reflect.get(cause, 'code') ?? '') : ''
  if (/UNIQUE|PRIMARYKEY/.test(code)) return new Fault('CONFLICT', 'this already exists', cause)
  if (code.startsWith('SQLITE_')) return new Fault('STORE_UNAVAILABLE', `the store answered ${code}`, cause)
  return cause
}

/** Of a store that is only read: it may lack what this version asks for, and nobody brings it up to date. */
function readFault(cause: unknown, schema: number): unknown {
  const fault = storeFault(cause)
  const lacks = cause instanceof Database.SqliteError && cause.code === 'SQLITE_ERROR'
  if (!lacks || schema === MIGRATIONS.length) return fault
  return new Fault(
    'STORE_UNAVAILABLE',
    `the store has schema ${schema}, and this version reads ${MIGRATIONS.length}: start this version on it once, or read it with the version that wrote it`,
    cause,
  )
}

/** Something kept the engine from writing or reading: a disk, a file system, whoever owns the file. */
function isOfTheFile(cause: unknown): boolean {
  // A room may have said in its own words what had failed.
  for (let at = cause; at instanceof Error; at = at.cause)
    if (at instanceof Database.SqliteError) return !/CONSTRAINT|BUSY/.test(at.code)
  return false
}

function isHeld(cause: unknown): boolean {
  return cause instanceof Database.SqliteError && cause.code.startsWith('SQLITE_BUSY')
}

/**
 * Tries to begin until nobody else writes. Once begun, an act has the store to itself and is never tried again.
 * @throws what the engine says, when the store is held for longer than acts wait.
 */
async function whenFree(attempt: (begun: () => void) => Promise<void>): Promise<void> {
  const end = performance.now() + HELD_MS
  for (;;) {
    let hasBegun = false
    try {
      await attempt(() => {
        hasBegun = true
      })
      return
    } catch (cause) {
      if (hasBegun || !isHeld(cause) || performance.now() > end) throw cause
    }
    await wait(PAUSE_MS)
  }
}

/** @throws Fault `STORE_NEWER_SCHEMA` when a newer version of Vouch wrote the store. */
async function knownSchema(db: Kysely<Tables>): Promise<number> {
  const row = await db.selectFrom('schemaVersion').select('version').executeTakeFirst()
  const version = row?.version ?? 0
  if (version > MIGRATIONS.length)
    throw new Fault(
      'STORE_NEWER_SCHEMA',
      `the store has schema ${version}, this version knows ${MIGRATIONS.length}: start the newer version`,
    )
  return version
}

async function migrate(db: Kysely<Tables>): Promise<void> {
  await sql`create table if not exists schema_version (version integer not null)`.execute(db)
  await db.transaction().execute(async (tx) => {
    const from = await knownSchema(tx)
    for (const step of MIGRATIONS.slice(from)) await step(tx)
    await tellPlanner(tx)
    await tx.deleteFrom('schemaVersion').execute()
    await tx.insertInto('schemaVersion').values({ version: MIGRATIONS.length }).execute()
  })
}

/** The next commit begins the WAL anew, if nobody reads an older state. */
function endWal(database: Database.Database): void {
  try {
    database.pragma('wal_checkpoint(PASSIVE)')
  } catch {
    // A disk that takes nothing: the commit that comes will tell.
  }
}

/** Compiles each statement once: the builder hands over the same few hundred texts again and again. */
function keepingStatements(database: Database.Database, memory: ReadMemory): SqliteDatabase {
  const kept = new Map<string, Database.Statement>()
  return {
    close: () => database.close(),
    prepare(text) {
      memory.note(text)
      const known = kept.get(text)
      if (known !== undefined) return known
      // The write lock first: a transaction that reads and then writes would fail beside another process.
      const statement = database.prepare(text === 'begin' && !database.readonly ? 'begin immediate' : text)
      // Lists of values make texts of their own; they must not pile up.
      if (kept.size < MOST_STATEMENTS) kept.set(text, statement)
      return statement
    },
  }
}

/** The only connection there is, held until it is given back: what is built over it is built once, not for each act. */
function holdConnection(db: Kysely<Tables>): Promise<{ one: Kysely<Tables>; giveBack: () => void }> {
  return new Promise((resolve, reject) => {
    db.connection()
      .execute((one) => new Promise<void>((giveBack) => resolve({ one, giveBack })))
      .catch(reject)
  })
}

/** @throws Fault `STORE_UNAVAILABLE` or `STORE_NEWER_SCHEMA`; then nothing was changed. */
export async function openSqliteStore(
  file: string,
  options: {
    readonly?: boolean
    /** Under which number an erased ticket lies, so that whoever asks for it finds that it was erased. */
    erasedNumber?: (accountId: string, ticketId: string) => string
    /** Told of each transaction: what was read in it has become so, or never was. */
    settled?: (kept: boolean) => void
    /** Of what has failed beside all acts. */
    report?: (what: string, cause: unknown) => void
  } = {},
): Promise<OpenStore> {
  if (options.readonly === true && !existsSync(file))
    throw new Fault('STORE_UNAVAILABLE', `there is no store at ${file}`)
  let database: Database.Database | undefined
  try {
    database = new Database(file, { readonly: options.readonly === true })
    if (options.readonly !== true) {
      // Before anything is written: the journal files take their mode from this one.
      if (file !== ':memory:') chmodSync(file, 0o600)
      database.pragma('journal_mode = WAL')
    }
    database.pragma('synchronous = FULL')
    database.pragma('foreign_keys = ON')
    // What is deleted is overwritten: pages that are free still lie in the file, and in every copy of it.
    database.pragma('secure_delete = ON')
    database.pragma(`busy_timeout = ${OPENING_MS}`)
  } catch (cause) {
    database?.close()
    throw new Fault('STORE_UNAVAILABLE', `the store ${file} cannot be opened`, cause)
  }
  // The engine counts what other connections commit, whatever it is; what this one writes passes by here.
  const memory = createReadMemory()
  const db = new Kysely<Tables>({
    dialect: new SqliteWithNames({ database: keepingStatements(database, memory) }),
    plugins: [storedNames],
  })
  let schema = MIGRATIONS.length
  try {
    if (options.readonly === true) schema = await knownSchema(db)
    else await migrate(db)
  } catch (cause) {
    await db.destroy()
    throw storeFault(cause)
  }
  const opened = database
  const tellOf = (what: string) => (cause: unknown) => options.report?.(what, cause)
  opened.pragma(`busy_timeout = ${BLOCKING_MS}`)
  const writing =
    options.readonly === true || file === ':memory:'
      ? null
      : writeBack(file, tellOf('nothing is written back'))
  if (writing !== null) opened.pragma(`wal_autocheckpoint = ${BACKSTOP_PAGES}`)
  const { one, giveBack } = await holdConnection(db)
  const committedByOthers = opened.prepare<[], number>('pragma data_version').pluck()
  // A copy that is only read may be changed in the middle of an act: nothing holds others off.
  const remembered = options.readonly === true ? undefined : memory
  const together = createGroupCommit<GroupTx>({
    transaction: (act) =>
      whenFree(async (begun) => {
        if (writing?.isLong() === true) endWal(opened)
        await one.executeQuery(BEGIN)
        begun()
        try {
          memory.begin()
          const version = committedByOthers.get() ?? 0
          memory.learn({ settled: version, moving: version })
          await act({ tx: one, rows: rowsOver(one, options.erasedNumber, remembered) })
          await one.executeQuery(COMMIT)
        } catch (cause) {
          memory.forget()
          // On a full disk the engine has done it by itself.
          if (opened.inTransaction) await one.executeQuery(ROLLBACK)
          throw cause
        }
      }),
    savepoint: async ({ tx }, what) => {
      for (const statement of SAVEPOINT[what]) await tx.executeQuery(statement)
      if (what === 'undo') memory.forget()
    },
    isOpen: () => opened.inTransaction,
    settled(kept) {
      if (kept && memory.changed !== 'nothing') writing?.committed()
      options.settled?.(kept)
    },
    failedToSettle: tellOf('what was read was not settled'),
  })
  let inDoubt = false
  let newest: Database.Statement<[string, string], { seq: number }> | undefined
  let withdrawn: Database.Statement<[string, string], object> | undefined
  return {
    async latestConsent(accountId, ticketRef) {
      try {
        newest ??= opened.prepare(
          'select coalesce(max(seq), 0) as seq from consent_event where account_id = ? and ticket_ref = ?',
        )
        return newest.get(accountId, ticketRef)?.seq ?? 0
      } catch (cause) {
        throw storeFault(cause)
      }
    },
    async isWithdrawn(accountId, draftId) {
      try {
        withdrawn ??= opened.prepare(
          'select 1 from draft where account_id = ? and draft_id = ? and withdrawn_for is not null',
        )
        return withdrawn.get(accountId, draftId) !== undefined
      } catch (cause) {
        throw storeFault(cause)
      }
    },
    async transact(act) {
      try {
        return await together(({ rows }) => act(rows))
      } catch (cause) {
        inDoubt ||= isOfTheFile(cause)
        throw readFault(cause, schema)
      }
    },
    async takesWrites() {
      if (!inDoubt) return
      try {
        // A page that is written and says what it said: of a row that stays the same the engine would write nothing.
        await together(({ tx }) => sql`pragma user_version = 0`.execute(tx))
        inDoubt = false
      } catch (cause) {
        throw storeFault(cause)
      }
    },
    async scrub(thoroughly) {
      try {
        if (opened.inTransaction) return false
        if (thoroughly) {
          opened.pragma(`busy_timeout = ${OPENING_MS}`)
          opened.exec('vacuum')
        }
        const [found] = opened.pragma('wal_checkpoint(TRUNCATE)') as readonly { readonly busy: number }[]
        return found?.busy === 0
      } catch (cause) {
        throw storeFault(cause)
      } finally {
        opened.pragma(`busy_timeout = ${BLOCKING_MS}`)
      }
    },
    async close() {
      giveBack()
      await writing?.close()
      await db.destroy()
    },
  }
}
