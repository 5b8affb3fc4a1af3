/**
 * Carries a SQLite store over to an empty PostgreSQL: every row of every table, in one transaction. The file is opened
 * to be read and stays as it is; what arrived is read again and compared with it, row by row, before anything is kept.
 */
import { createHash } from 'node:crypto'
import Database from 'better-sqlite3'
import { type Kysely, type RawBuilder, sql, type Transaction } from 'kysely'
import { Fault } from '../../src/domain/fault.ts'
import type { StoreRows } from '../store.ts'
import { connectPostgres, postgresFault } from './postgres-connection.ts'
import { schemaOf, WITHOUT_ACCOUNT } from './postgres-schema.ts'
import { migrateDatabase } from './postgres-store.ts'
import { MIGRATIONS, type Tables } from './schema.ts'
import { rowsOver } from './store-rows.ts'

export interface CopiedTable {
  readonly table: string
  readonly rows: number
  /** Over every row, whatever their order: the same on both sides. */
  readonly digest: string
}

type Row = Readonly<Record<string, string | number | null>>

/** PostgreSQL takes 65,535 values in one statement. */
const MOST_VALUES = 20_000
const AT_ONCE = 1_000

/**
 * Nobody else can open it meanwhile, and nothing can be written to it from here.
 * @throws Fault `STORE_UNAVAILABLE` when there is none, `CONFLICT` while a companion runs on it.
 */
function openSource(file: string): Database.Database {
  let source: Database.Database | undefined
  try {
    source = new Database(file, { fileMustExist: true, timeout: 0 })
    source.pragma('locking_mode = exclusive')
    source.exec('begin exclusive')
    source.pragma('query_only = on')
    const version = source.prepare('select version from schema_version').pluck().get()
    if (version !== MIGRATIONS.length)
      throw new Fault(
        'CONFIG_INVALID',
        `the store has schema ${version}, this version carries ${MIGRATIONS.length} over: start this version on it once`,
      )
    return source
  } catch (cause) {
    source?.close()
    if (cause instanceof Fault) throw cause
    if (/^SQLITE_BUSY/.test(String(Reflect.get(Object(cause), 'code'))))
      throw new Fault('CONFLICT', `${file} is in use: stop the companion first`, cause)
    throw new Fault('STORE_UNAVAILABLE', `the store ${file} cannot be read`, cause)
  }
}

function tablesIn(source: Database.Database): readonly string[] {
  const names = source
    .prepare(`select name from sqlite_master where type = 'table' and name not like 'sqlite_%' order by name`)
    .pluck()
    .all() as string[]
  return names.filter((name) => name !== 'schema_version')
}

/** Parents before their children. */
function inOrder(source: Database.Database, tables: readonly string[]): readonly string[] {
  const done: string[] = []
  const visit = (table: string) => {
    if (done.includes(table)) return
    const parents = source.pragma(`foreign_key_list(${table})`) as readonly { readonly table: string }[]
    for (const { table: parent } of parents) if (parent !== table) visit(parent)
    done.push(table)
  }
  for (const table of tables) visit(table)
  return done
}

interface Column {
  readonly name: string
  /** Its place in the key, 0 outside. */
  readonly pk: number
}

function columnsOf(source: Database.Database, table: string): readonly Column[] {
  return source.pragma(`table_info(${table})`) as readonly Column[]
}

/** One line a row; what is text and what is a number stays told apart. */
const lineOf = (columns: readonly string[], row: Row) =>
  JSON.stringify(columns.map((name) => row[name] ?? null))

/** Sum of the digests of all lines: each row counts, in whatever order it comes. */
function sumOfDigests() {
  let sum = 0n
  let rows = 0
  return {
    add(line: string) {
      rows += 1
      sum = (sum + BigInt(`0x${createHash('sha256').update(line).digest('hex')}`)) % 2n ** 256n
    },
    get rows() {
      return rows
    },
    get digest() {
      return sum.toString(16).padStart(64, '0')
    },
  }
}

async function arrive(
  tx: Transaction<Tables>,
  table: string,
  columns: readonly string[],
  rows: readonly Row[],
) {
  const names = sql.join(columns.map((name) => sql.id(name)))
  const values = rows.map((row) => sql`(${sql.join(columns.map((name) => sql`${row[name] ?? null}`))})`)
  await sql`insert into ${sql.table(table)} (${names}) values ${sql.join(values)}`.execute(tx)
}

async function requireEmpty(tx: Transaction<Tables>, tables: readonly string[]): Promise<void> {
  for (const table of tables) {
    const { rows } = await sql`select 1 from ${sql.table(table)} limit 1`.execute(tx)
    if (rows.length > 0)
      throw new Fault('CONFLICT', `the database is not empty: ${table} has rows. Nothing was copied`)
  }
}

async function* arrived(tx: Kysely<Tables>, table: string, key: readonly string[]): AsyncGenerator<Row> {
  const keys = sql.join(key.map((name) => sql.id(name)))
  let last: Row | null = null
  for (;;) {
    const after: RawBuilder<unknown> =
      last === null ? sql`` : sql`where (${keys}) > (${sql.join(key.map((name) => sql`${last?.[name]}`))})`
    const { rows }: { rows: Row[] } = await sql<Row>`select * from ${sql.table(table)} ${after}
      order by ${keys} limit ${AT_ONCE}`.execute(tx)
    yield* rows
    const end = rows.at(-1)
    if (end === undefined) return
    last = end
  }
}

async function copyTable(
  source: Database.Database,
  tx: Transaction<Tables>,
  table: string,
): Promise<CopiedTable> {
  const columns = columnsOf(source, table)
  const names = columns.map(({ name }) => name)
  const key = columns.filter(({ pk }) => pk > 0).sort((a, b) => a.pk - b.pk)
  const most = Math.max(1, Math.floor(MOST_VALUES / columns.length))
  const [sent, got] = [sumOfDigests(), sumOfDigests()]
  let batch: Row[] = []
  for (const row of source.prepare(`select * from ${table}`).iterate() as IterableIterator<Row>) {
    sent.add(lineOf(names, row))
    batch.push(row)
    if (batch.length < most) continue
    await arrive(tx, table, names, batch)
    batch = []
  }
  if (batch.length > 0) await arrive(tx, table, names, batch)
  // As the engine names its columns: nothing is renamed on the way.
  for await (const row of arrived(
    tx.withoutPlugins(),
    table,
    key.map(({ name }) => name),
  ))
    got.add(lineOf(names, row))
  if (got.rows !== sent.rows || got.digest !== sent.digest)
    throw new Fault('STORE_UNAVAILABLE', `${table} did not arrive as it was sent. Nothing was kept`)
  return { table, rows: sent.rows, digest: sent.digest }
}

async function asOwner<T>(db: Kysely<Tables>, act: (tx: Transaction<Tables>) => Promise<T>): Promise<T> {
  return db.transaction().execute(async (tx) => {
    await sql`select only_one from schema_lock where only_one = 1 for update`.execute(tx)
    const { rows } = await sql<{ name: string }>`select c.relname as name from pg_class c
      where c.relkind = 'r' and c.relnamespace = current_schema()::regnamespace and c.relforcerowsecurity`.execute(
      tx,
    )
    // All accounts at once, by their owner; the walls are back before anything can be seen.
    for (const { name } of rows)
      await sql`alter table ${sql.table(name)} no force row level security`.execute(tx)
    const value = await act(tx)
    for (const { name } of rows)
      await sql`alter table ${sql.table(name)} force row level security`.execute(tx)
    return value
  })
}

/**
 * `check` reads what has arrived; when it throws, nothing is kept.
 * @returns what was copied and is now kept; all or nothing.
 * @throws Fault `CONFLICT` for a target that is not empty, `STORE_UNAVAILABLE`, `CONFIG_INVALID`: nothing was kept.
 */
export async function copyToPostgres(
  file: string,
  url: string,
  check: (rows: StoreRows) => Promise<void>,
): Promise<readonly CopiedTable[]> {
  const source = openSource(file)
  const target = connectPostgres(url, { most: 1 })
  try {
    await migrateDatabase(url)
    const found = await schemaOf(target.db)
    if (found !== MIGRATIONS.length) throw new Fault('CONFIG_INVALID', `the database has schema ${found}`)
    const tables = inOrder(source, tablesIn(source))
    return await asOwner(target.db, async (tx) => {
      await requireEmpty(tx, tables)
      const copied: CopiedTable[] = []
      for (const table of tables) copied.push(await copyTable(source, tx, table))
      for (const account of accountsOf(source, tables))
        await sql`insert into account_lock (account_id) values (${account}) on conflict do nothing`.execute(
          tx,
        )
      await check(rowsOver(tx))
      return copied
    })
  } catch (cause) {
    throw postgresFault(cause)
  } finally {
    source.close()
    await target.close()
  }
}

function accountsOf(source: Database.Database, tables: readonly string[]): readonly string[] {
  const owned = tables.filter((name) => WITHOUT_ACCOUNT[name] === undefined)
  const all = owned.map((name) => `select account_id from ${name}`).join(' union ')
  return source.prepare(all).pluck().all() as string[]
}
