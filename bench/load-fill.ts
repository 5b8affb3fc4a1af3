/**
 * Fills a store with drafts, quickly: rows of drafts that were really made are written again under other ids, each with
 * the three entries that a draft leaves, appended by the log itself, so that the log verifies. Their receipts are copies
 * and name the first draft. Tickets, people and recorded questions do not become more.
 */
import { statSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import pg from 'pg'
import { z } from 'zod'
import { openKeyring } from '../server/adapters/keyring.ts'
import { openPostgresStore } from '../server/adapters/postgres-store.ts'
import { openSqliteStore } from '../server/adapters/sqlite-store.ts'
import { createAuditLog } from '../server/audit/index.ts'
import type { Transact } from '../server/keys.ts'
import type { StoreRows } from '../server/store.ts'

const BATCH = 2_000
const TEMPLATES = 200

type Row = Record<string, unknown>

interface Template {
  readonly id: string
  readonly ticket: string
  readonly decision: string
}

/** One more draft: which one it is written after, what its ids end in, and the place of its first entry. */
interface Copy {
  readonly template: Template
  readonly end: string
  readonly place: number
}

/** A store that is written to past the product. */
interface Ground {
  readonly accountId: string
  readonly templates: readonly Template[]
  readonly transact: Transact<StoreRows>
  count(): Promise<number>
  write(copies: readonly Copy[]): Promise<void>
  /** Once all is written. */
  bytes(): Promise<number>
  close(): Promise<void>
}

/** The drafts that were made first, each with a decision on its ticket. */
const FIRST = (order: string) => `select draft_id as id, ticket_ref as ticket,
    (select decision_id from decision where decision.ticket_ref = made.ticket_ref limit 1) as decision
  from (select draft_id, ticket_ref from draft where status = 'ready' order by ${order} limit ${TEMPLATES}) as made`

/**
 * Writes one table's rows of a draft again. What they are is read once: a draft's rows are found by its id alone, which
 * no index of the product begins with.
 */
function again(db: Database.Database, table: string, where: string) {
  const columns = (db.pragma(`table_info(${table})`) as { name: string }[]).map(({ name }) => name)
  const read = db.prepare(`select * from ${table} where ${where} = ?`)
  const write = db.prepare(
    `insert into ${table} (${columns.join(', ')}) values (${columns.map((column) => `@${column}`).join(', ')})`,
  )
  const known = new Map<string, Row[]>()
  return (id: string, changed: Row): void => {
    const rows = known.get(id) ?? (read.all(id) as Row[])
    known.set(id, rows)
    for (const row of rows)
      write.run({
        ...row,
        ...Object.fromEntries(Object.entries(changed).filter(([column]) => row[column] != null)),
      })
  }
}

async function embedded(folder: string): Promise<Ground> {
  const file = join(folder, 'vouch.sqlite')
  const store = await openSqliteStore(file)
  const db = new Database(file)
  db.pragma('synchronous = OFF')
  db.pragma('busy_timeout = 5000')
  const [accountId = ''] = await store.transact((tx) => tx.auditedAccounts())
  const tables = ['draft', 'draft_citation', 'draft_quote'].map((table) => again(db, table, 'draft_id'))
  const decision = again(db, 'decision', 'decision_id')
  const writeAll = db.transaction((copies: readonly Copy[]) => {
    for (const { template, end, place } of copies) {
      const [draft_id, decision_id] = [template.id, template.decision].map((id) => id.slice(0, 24) + end)
      for (const write of tables) write(template.id, { draft_id, decision_id })
      decision(template.decision, { draft_id, decision_id, audit_index: place })
    }
  })
  return {
    accountId,
    templates: db.prepare(FIRST('rowid')).all() as Template[],
    transact: store.transact,
    count: async () => db.prepare('select count(*) from draft').pluck().get() as number,
    write: async (copies) => writeAll(copies),
    async bytes() {
      db.pragma('wal_checkpoint(TRUNCATE)')
      return statSync(file).size
    },
    async close() {
      db.close()
      await store.close()
    },
  }
}

const CHANGED: Readonly<Record<string, string>> = {
  draft_id: 'substr(held.draft_id, 1, 24) || copy.ending',
  decision_id: 'substr(held.decision_id, 1, 24) || copy.ending',
  audit_index: 'copy.place',
}
const columnsSchema = z.array(z.object({ column_name: z.string() }))
const accountsSchema = z.array(z.object({ account_id: z.string() })).length(1)
const templatesSchema = z.array(z.object({ id: z.string(), ticket: z.string(), decision: z.string() }))
const countsSchema = z.tuple([z.object({ count: z.coerce.number() })])

async function onPostgres(url: string): Promise<Ground> {
  const db = new pg.Client({ connectionString: url })
  await db.connect()
  await db.query('set synchronous_commit = off')
  const accounts = accountsSchema.parse((await db.query('select account_id from audit_head')).rows)
  const accountId = accounts[0]?.account_id ?? ''
  const store = await openPostgresStore(url, { account: accountId })
  const counted = async (what: string) => countsSchema.parse((await db.query(what)).rows)[0].count
  const againIn = async (table: string, by: 'draft_id' | 'decision_id', copies: readonly Copy[]) => {
    const { rows } = await db.query(
      'select column_name from information_schema.columns where table_schema = current_schema() and table_name = $1',
      [table],
    )
    const columns = columnsSchema.parse(rows).map(({ column_name }) => column_name)
    const ids = copies.map(({ template }) => (by === 'draft_id' ? template.id : template.decision))
    await db.query(
      `insert into ${table} (${columns.join(', ')})
         select ${columns.map((column) => CHANGED[column] ?? `held.${column}`).join(', ')}
         from unnest($1::text[], $2::text[], $3::int[]) as copy(id, ending, place)
         join ${table} as held on held.account_id = $4 and held.${by} = copy.id`,
      [ids, copies.map(({ end }) => end), copies.map(({ place }) => place), accountId],
    )
  }
  return {
    accountId,
    templates: templatesSchema.parse((await db.query(FIRST('created_at'))).rows),
    transact: store.transact,
    count: () => counted('select count(*) as count from draft'),
    async write(copies) {
      await db.query('begin')
      for (const table of ['draft', 'draft_citation', 'draft_quote']) await againIn(table, 'draft_id', copies)
      await againIn('decision', 'decision_id', copies)
      await db.query('commit')
    },
    async bytes() {
      // What was filled in is written to the disk and counted before the measure, not within it.
      await db.query('checkpoint')
      await db.query('analyze')
      return counted('select pg_database_size(current_database()) as count')
    },
    async close() {
      await db.end()
      await store.close()
    },
  }
}

export interface Filled {
  readonly drafts: number
  readonly entries: number
  readonly storeBytes: number
}

/** `databaseUrl` empty: the embedded store in `folder`, where the keys lie too. */
export async function fillTo(
  { folder, databaseUrl }: { readonly folder: string; readonly databaseUrl: string },
  size: number,
  newId: () => string,
): Promise<Filled> {
  const ground = await (databaseUrl === '' ? embedded(folder) : onPostgres(databaseUrl))
  const { accountId, templates, transact } = ground
  const log = createAuditLog({ now: () => new Date(), newId }, openKeyring(folder))
  try {
    if (templates.length === 0) throw new Error('no draft is there to be written again')
    for (let at = await ground.count(); at < size; ) {
      const numbers = Array.from({ length: Math.min(BATCH, size - at) }, (_, next) => at + next)
      const copies = await transact(async (tx) => {
        const made: Copy[] = []
        for (const number of numbers) {
          const template = templates[number % templates.length]
          if (template === undefined) continue
          const end = number.toString(16).padStart(12, '0')
          const draft = template.id.slice(0, 24) + end
          const actor = { kind: 'agent' as const, ref: 'a'.repeat(64) }
          const about = { actor, object: { kind: 'ticket', ref: template.ticket } }
          const allowed = { ...about, decision: 'allow', detail: { draft, action: 'draft' } }
          const place = await log.append(tx, accountId, { type: 'gate.decided', ...allowed })
          const noted = { ...about, decision: 'recorded', detail: { questions: 1 } }
          await log.append(tx, accountId, { type: 'question.recorded', ...noted })
          const verified = { actor, object: { kind: 'draft', ref: draft }, decision: 'made' }
          await log.append(tx, accountId, { type: 'draft.made', ...verified })
          made.push({ template, end, place })
        }
        return made
      })
      await ground.write(copies)
      at += numbers.length
      // The companion in the same process has its turn.
      await new Promise((resolve) => setImmediate(resolve))
    }
    const storeBytes = await ground.bytes()
    const entries = (await transact((tx) => tx.auditHead(accountId)))?.tree.size ?? 0
    return { drafts: await ground.count(), entries, storeBytes }
  } finally {
    await ground.close()
  }
}
