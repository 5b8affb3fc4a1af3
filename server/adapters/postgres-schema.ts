/**
 * The schema on PostgreSQL: the same steps as on SQLite with the types of this engine, then the walls of the database
 * itself: one account's rows for one account's connection, and nothing for the server's role beyond its work.
 */
import { type Kysely, sql, type Transaction } from 'kysely'
import { Fault } from '../../src/domain/fault.ts'
import { MIGRATIONS, type Tables } from './schema.ts'

/** The role that servers connect as. It owns nothing. */
export const APP_ROLE = 'vouch_app'

/** Tables that are of no account, each with its reason. Every other one has a policy. */
export const WITHOUT_ACCOUNT: Readonly<Record<string, string>> = {
  schema_version: 'one number for the whole store',
  schema_lock: 'held while the schema changes',
  used_token: 'digests of spent tokens: a token is spent before it is known whose it is',
}

/** What the server's role may do. Absent: read, add, change, remove. */
export const GRANTS: Readonly<Record<string, string>> = {
  schema_version: 'select',
  schema_lock: 'select',
  // The log is added to, and nothing else.
  audit_entry: 'select, insert',
  // Removed when a person is erased; never changed.
  audit_payload: 'select, insert, delete',
  account_lock: 'select, insert, update',
}

/**
 * Types and order as SQLite has them: whole numbers of 64 bits, and text by its bytes whatever the database's own
 * language is.
 */
export function asPostgres(statement: string): string {
  if (!/^\s*(create table|alter table)/i.test(statement)) return statement
  // A column may be called like a type: the type is what stands behind a name.
  return statement.replace(/\b(?!column\b)([a-z_]+)(\s+)(integer|text)\b/g, (_, name, space, type) =>
    [name, space, type === 'integer' ? 'bigint' : 'text collate "C"'].join(''),
  )
}

/** @throws Fault `STORE_NEWER_SCHEMA`. */
export async function schemaOf(db: Kysely<Tables>): Promise<number> {
  const { rows } = await sql<{ there: boolean }>`select exists (select 1 from information_schema.tables
    where table_schema = current_schema() and table_name = 'schema_version') as there`.execute(db)
  if (rows[0]?.there !== true) return 0
  const row = await db.selectFrom('schemaVersion').select('version').executeTakeFirst()
  const version = row?.version ?? 0
  if (version > MIGRATIONS.length)
    throw new Fault(
      'STORE_NEWER_SCHEMA',
      `the store has schema ${version}, this version knows ${MIGRATIONS.length}: start the newer version`,
    )
  return version
}

async function tablesOf(tx: Kysely<Tables>): Promise<readonly string[]> {
  const { rows } = await sql<{ name: string }>`select table_name as name from information_schema.tables
    where table_schema = current_schema() and table_type = 'BASE TABLE' order by table_name`.execute(tx)
  return rows.map(({ name }) => name)
}

async function protect(tx: Transaction<Tables>): Promise<void> {
  const { rows } = await sql<{ there: boolean }>`select exists (select 1 from pg_roles
    where rolname = ${APP_ROLE}) as there`.execute(tx)
  const hasRole = rows[0]?.there === true
  for (const name of await tablesOf(tx)) {
    const table = sql.table(name)
    if (WITHOUT_ACCOUNT[name] === undefined) {
      await sql`alter table ${table} enable row level security`.execute(tx)
      await sql`alter table ${table} force row level security`.execute(tx)
      await sql`drop policy if exists of_account on ${table}`.execute(tx)
      await sql`create policy of_account on ${table}
        using (account_id = current_setting('vouch.account', true))
        with check (account_id = current_setting('vouch.account', true))`.execute(tx)
    }
    if (!hasRole) continue
    await sql`revoke all on ${table} from ${sql.id(APP_ROLE)}`.execute(tx)
    const granted = GRANTS[name] ?? 'select, insert, update, delete'
    await sql`grant ${sql.raw(granted)} on ${table} to ${sql.id(APP_ROLE)}`.execute(tx)
  }
}

/** Steps that carry rows over see the rows of all accounts; nobody else does meanwhile. */
async function unprotect(tx: Transaction<Tables>): Promise<void> {
  for (const name of await tablesOf(tx))
    if (WITHOUT_ACCOUNT[name] === undefined)
      await sql`alter table ${sql.table(name)} no force row level security`.execute(tx)
}

/** Two that begin on an empty database at once may meet at each of these: the second finds what the first has made. */
async function lockSchema(db: Kysely<Tables>): Promise<void> {
  const statements = [
    'create table if not exists schema_lock (only_one bigint primary key)',
    'insert into schema_lock values (1) on conflict do nothing',
    'create table if not exists schema_version (version bigint not null)',
    'create table if not exists account_lock (account_id text primary key)',
  ]
  for (const statement of statements) {
    const act = () => sql.raw(statement).execute(db)
    await act().catch(act)
  }
}

/**
 * Brings the schema up to this version and sets the walls anew; only its owner can. `db` must write `asPostgres`.
 * @throws Fault `STORE_NEWER_SCHEMA`.
 */
export async function migratePostgres(db: Kysely<Tables>): Promise<{ from: number; to: number }> {
  await lockSchema(db)
  return db.transaction().execute(async (tx) => {
    await sql`select only_one from schema_lock where only_one = 1 for update`.execute(tx)
    // First, and so that nobody else may look into it: acts of servers that still run are over before anything is held,
    // the next ones wait. Where the schema is another one then, they refuse.
    await sql`alter table account_lock no force row level security`.execute(tx)
    const from = await schemaOf(tx)
    if (from < MIGRATIONS.length) {
      await unprotect(tx)
      for (const step of MIGRATIONS.slice(from)) await step(tx)
      await tx.deleteFrom('schemaVersion').execute()
      await tx.insertInto('schemaVersion').values({ version: MIGRATIONS.length }).execute()
    }
    await protect(tx)
    // A step may have changed what a server that still runs remembers.
    await sql`update account_lock set version = version + 1`.execute(tx)
    return { from, to: MIGRATIONS.length }
  })
}
