/**
 * Which engine the tests of this run use: SQLite, or the PostgreSQL that `VOUCH_TEST_DATABASE` names (test/run.mjs
 * starts one). Each store is a database of its own, made from a template and used again once it is empty.
 */
import { MessageChannel, type MessagePort, receiveMessageOnPort, Worker } from 'node:worker_threads'
import pg from 'pg'
import { migrateDatabase } from '../../server/adapters/postgres-store.ts'

export const POSTGRES = process.env['VOUCH_TEST_DATABASE'] ?? null

/** What a test needs of a database behind the product's back, on either engine. */
export interface TestDatabase {
  exec(statements: string): unknown
  prepare(statement: string): TestStatement
  pragma(what: string): unknown
  transaction(act: () => void): () => void
  close(): unknown
}

export interface TestStatement {
  run(...values: readonly unknown[]): { readonly changes: number }
  get(...values: readonly unknown[]): unknown
  all(...values: readonly unknown[]): unknown[]
  pluck(): TestStatement
}

const TEMPLATE = 'vouch_test_template'
const WAIT_MS = 30_000
const KEPT_FREE = 3

const named = (database: string, user = 'postgres') => {
  const url = new URL(POSTGRES ?? '')
  url.pathname = `/${database}`
  url.username = user
  return url.href
}

/** As the server connects in production: a role that is held by every wall. */
export const asServer = (url: string): string => Object.assign(new URL(url), { username: 'vouch_app' }).href

let template: Promise<void> | null = null
let made = 0
const free: string[] = []

async function withAdmin<T>(act: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: named('postgres') })
  await client.connect()
  try {
    return await act(client)
  } finally {
    await client.end()
  }
}

/** Two workers begin at once: the first makes it, the second waits for it. */
function makeTemplate(): Promise<void> {
  template ??= withAdmin(async (client) => {
    await client.query('select pg_advisory_lock(1)')
    const there = await client.query('select 1 from pg_database where datname = $1', [TEMPLATE])
    if (there.rowCount === 0) {
      await client.query('create role vouch_owner login')
      await client.query('create role vouch_app login')
      await client.query(`create database ${TEMPLATE}_new owner vouch_owner`)
      await migrateDatabase(named(`${TEMPLATE}_new`, 'vouch_owner'))
      await client.query(`alter database ${TEMPLATE}_new rename to ${TEMPLATE}`)
    }
    await client.query('select pg_advisory_unlock(1)')
  })
  return template
}

/** @returns the address of an empty store, as the operator's own role. */
export async function newDatabase(): Promise<string> {
  await makeTemplate()
  // The one that was given back last may be started over once more.
  const used = free.length > KEPT_FREE ? free.shift() : undefined
  if (used !== undefined) {
    for (const [folder, url] of folders) if (url === used) folders.delete(folder)
    empty(used)
    return used
  }
  made += 1
  const name = `vouch_test_${process.pid}_${made}`
  await withAdmin((client) => client.query(`create database ${name} template ${TEMPLATE}`))
  return named(name)
}

const folders = new Map<string, string>()

/** The database that belongs to a data folder: a second start over the folder finds what the first has left. */
export async function databaseIn(folder: string): Promise<string> {
  const known = folders.get(folder)
  if (known !== undefined) {
    const place = free.indexOf(known)
    if (place >= 0) free.splice(place, 1)
    return known
  }
  const url = await newDatabase()
  folders.set(folder, url)
  return url
}

export const knownUrl = (folder: string): string | undefined => folders.get(folder)

/** Whoever had it has closed it: the next one may have it, where it is still made as every other. */
export function giveBackDatabase(url: string): void {
  if (!free.includes(url) && !remade.has(url)) free.push(url)
}

/** What a test has done to tables rather than to rows no emptying undoes. */
const REMAKES = /\b(?:alter|create|drop)\s+(?:table|index|database|role)\b|\bupdate\s+schema_version\b/i
const remade = new Set<string>()

/** As SQLite lists them. */
const TABLES = `select table_name as name, 'table' as type from information_schema.tables
  where table_schema = 'public' and table_type = 'BASE TABLE'`

const KEPT = new Set(['schema_version', 'schema_lock'])

/** What was ever written: most tables lie still in most tests. */
function writtenTablesOf(url: string): readonly string[] {
  const found = ask(
    url,
    `select relname as name from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace
    and pg_relation_size(oid) > 0 order by relname`,
  )
  return found.rows.map(({ name }) => String(name))
}

/**
 * In one go, and of the tables only those that were ever written: a store is emptied for every test, and most of its
 * tables lie still in most of them. What a test has set must not meet the next one either.
 */
const EMPTY = `do $$ declare it record; begin
  set local session_replication_role = replica;
  for it in select relname from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace
    and relname not in (${[...KEPT].map((name) => `'${name}'`).join(', ')}) and pg_relation_size(oid) > 0
  loop execute format('delete from %I', it.relname); end loop;
  for it in select tgname, tgrelid::regclass as place from pg_trigger
    join pg_class on pg_class.oid = tgrelid
    where relnamespace = 'public'::regnamespace and not tgisinternal
  loop execute format('drop trigger %I on %s; drop function if exists %I', it.tgname, it.place, it.tgname); end loop;
end $$`

function empty(url: string): void {
  ask(url, EMPTY)
}

interface Answered {
  readonly rows: readonly Record<string, unknown>[]
  readonly changes: number
}

let worker: { readonly it: Worker; readonly flag: Int32Array; readonly port: MessagePort } | null = null

function ask(url: string, text: string, values: readonly unknown[] = []): Answered {
  if (worker === null) {
    const { port1, port2 } = new MessageChannel()
    const flag = new Int32Array(new SharedArrayBuffer(4))
    const it = new Worker(new URL('./postgres-worker.mjs', import.meta.url), {
      workerData: { flag, port: port2 },
      transferList: [port2],
      execArgv: [],
    })
    it.unref()
    port1.unref()
    worker = { it, flag, port: port1 }
  }
  Atomics.store(worker.flag, 0, 0)
  worker.it.postMessage({ url, text, values })
  const until = performance.now() + WAIT_MS
  // The call that wakes whoever waits may come late, when the next one waits already: only the flag says that it is there.
  while (Atomics.load(worker.flag, 0) === 0) {
    if (Atomics.wait(worker.flag, 0, 0, until - performance.now()) !== 'timed-out') continue
    // What it answers later is the answer to nothing that will be asked.
    worker = null
    throw new Error(`no answer to ${text}`)
  }
  const message: unknown = receiveMessageOnPort(worker.port)?.message
  const error = Reflect.get(Object(message), 'error')
  if (typeof error === 'string') throw new Error(error)
  return message as Answered
}

/** As SQLite refuses a write: what it is set on is kept, so that it can be taken away by its name. */
const TRIGGER =
  /create trigger (\w+) (before (?:insert|update|delete)) on (\w+)(?: (when .+?))? begin select raise\(abort, '([^']*)'\); end;?/g
const ownNameOf = new Map<string, string>()

/**
 * SQLite's own words for what both engines can. A trigger that is taken away stays, and lets pass, and is only told to
 * refuse again when it is set again: its table would have to be waited for, and whoever reads it in this very process
 * waits for us.
 */
function translated(statement: string): string {
  let place = 0
  const text = statement
    .replace(/\?/g, () => `$${++place}`)
    .replace(/\bfrom sqlite_master\b/, `from (${TABLES}) sqlite_master`)
    .replace(TRIGGER, (_, name: string, when: string, table: string, condition = '', message: string) => {
      const own = `set_${name}_${table}${condition === '' ? '' : '_when'}`
      ownNameOf.set(name, own)
      const set = `trigger ${own} ${when} on ${table} for each row ${condition} execute function ${own}()`
      return `create or replace function ${own}() returns trigger language plpgsql as
        $$ begin raise exception '${message}'; end $$;
        ${condition === '' ? `do $$ begin if not exists (select 1 from pg_trigger where tgname = '${own}') then create ${set}; end if; end $$` : `create or replace ${set}`}`
    })
    .replace(/drop trigger (\w+)(?! on)\b/g, (whole, name: string) => {
      const own = ownNameOf.get(name)
      return own === undefined
        ? whole
        : `create or replace function ${own}() returns trigger language plpgsql as
          $$ begin if tg_op = 'DELETE' then return old; end if; return new; end $$`
    })
  return /^\s*insert or ignore/i.test(text)
    ? `${text.replace(/insert or ignore/i, 'insert')} on conflict do nothing`
    : text
}

/** So long this process stands still for an act of another one; an act of its own cannot end meanwhile. */
const RAISE_WAIT = '300ms'
const RAISE = 'update account_lock set version = version + 1'
const unraised = new Map<string, Promise<void>>()

function isRaised(url: string): boolean {
  try {
    ask(url, `set local lock_timeout = '${RAISE_WAIT}'; ${RAISE}`)
    return true
  } catch (error) {
    // Nothing is remembered of a database that holds no store.
    if (/42P01/.test(String(error))) return true
    if (/lock timeout/.test(String(error))) return false
    throw error
  }
}

/** Waits in the row of those who act, and lets them. What a test holds open for good reads what it reads. */
async function raiseLater(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url, lock_timeout: WAIT_MS })
  try {
    await client.connect()
    await client.query(RAISE)
  } catch (error) {
    if (!/lock timeout/.test(String(error))) throw error
  } finally {
    unraised.delete(url)
    await client.end()
  }
}

/**
 * Whoever changes rows by hand says so, or servers would go on with what they remember (docs/postgresql.md). Where an
 * act of this very process holds the account, it is said as soon as that act is over: see `rowsAreTold`.
 */
function raiseVersions(url: string): void {
  if (unraised.has(url) || isRaised(url)) return
  unraised.set(url, raiseLater(url))
}

/** Once every server of the database knows of the rows that were changed by hand, and reads them anew. */
export const rowsAreTold = (url: string | null): Promise<void> | undefined =>
  url === null ? undefined : unraised.get(url)

/** The waiting hand on a database; it is held by no wall and by no foreign key. */
export function postgresDatabase(url: string): TestDatabase {
  const noted = (statements: string) => {
    if (REMAKES.test(statements)) remade.add(url)
    return statements
  }
  const prepare = (statement: string, plucked = false): TestStatement => {
    const text = translated(noted(statement))
    const rows = (values: readonly unknown[]) => {
      const found = ask(url, text, values).rows
      return plucked ? found.map((row) => Object.values(row)[0]) : [...found]
    }
    return {
      run: (...values) => {
        const { changes } = ask(url, text, values)
        raiseVersions(url)
        return { changes }
      },
      get: (...values) => rows(values)[0],
      all: (...values) => rows(values),
      pluck: () => prepare(statement, true),
    }
  }
  return {
    exec: (statements) => {
      ask(
        url,
        `begin; set local session_replication_role = replica; ${translated(noted(statements))}; commit`,
      )
      raiseVersions(url)
    },
    prepare: (statement) => prepare(statement),
    pragma: () => undefined,
    transaction: (act) => act,
    close: () => undefined,
  }
}

/** Rows that servers write while nobody acts: whose turn it is, and which servers there are. */
const OF_SERVERS = ['account_lock', 'lease', 'call_allowance']

/** Every row of every table, in an order that says nothing of when it was written. */
export function dumpOfPostgres(url: string, without: readonly string[]): string {
  const tables = writtenTablesOf(url).filter((name) => !without.includes(name) && !OF_SERVERS.includes(name))
  // One question for all of them: a test that compares asks twice for each thing it tries.
  const each = tables.map(
    (name) =>
      `select '${name}' as name, (select json_agg(t order by t::text collate "C") from ${name} t) as rows`,
  )
  const found = ask(url, each.join(' union all '))
  // A table that was written and is empty again holds as much as one that never was.
  return JSON.stringify(found.rows.filter(({ rows }) => rows !== null).map(({ name, rows }) => [name, rows]))
}
