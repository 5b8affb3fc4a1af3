/**
 * What SQLite's planner is told of the tables, the same in every store, small or large, so that a statement is done in
 * one way and the tests see that way. Without it the planner takes an account for as narrow as a person and reads all
 * rows of the account in the order that was asked for; what it counts by itself (`ANALYZE`) changes with the store.
 * https://www.sqlite.org/fileformat2.html#stat1tab
 */
import { type Kysely, sql } from 'kysely'
import type { Tables } from './schema.ts'

/** Rows of a table as the planner is to take it. Another number, and every store is told anew. */
const ROWS = 1_000_000
/** Of one account: all of them, as in nearly every store. */
const WIDE: ReadonlySet<string> = new Set(['account_id'])
/** Columns of a few values each. */
const COARSE: ReadonlySet<string> = new Set(['status', 'kind', 'source', 'locale', 'role', 'wide', 'class'])
/** Columns that many rows of an account share, such as an article that a thousand drafts quote. */
const SHARED: ReadonlySet<string> = new Set([
  'article_id',
  'agent_ref',
  'made_by',
  'run_id',
  'month',
  'key_epoch',
])
/** Indexes of a part of their table that is small in every store. */
const FEW: ReadonlySet<string> = new Set(['draft_open'])
const FEW_ROWS = 1_000
const COARSE_VALUES = 8
const SHARED_VALUES = 1_000
/** Rows of one person, one ticket, one moment. */
const OWN_ROWS = 8

interface IndexColumn {
  readonly table: string
  readonly index: string
  readonly isUnique: number
  readonly column: string | null
}

/** Rows of the table, and how many of them agree in the first one, two … columns of the index. */
function statOf(columns: readonly IndexColumn[]): string {
  let alike = ROWS
  const counts = columns.map(({ index, column, isUnique }, at) => {
    const name = column ?? ''
    if (FEW.has(index)) alike = Math.min(FEW_ROWS, alike)
    if (COARSE.has(name)) alike = Math.ceil(alike / COARSE_VALUES)
    else if (SHARED.has(name)) alike = Math.ceil(alike / SHARED_VALUES)
    else if (!WIDE.has(name)) alike = Math.min(OWN_ROWS, Math.ceil(alike / 2))
    return isUnique === 1 && at === columns.length - 1 ? 1 : alike
  })
  return [ROWS, ...counts].join(' ')
}

async function isTold(db: Kysely<Tables>): Promise<boolean> {
  const { rows: there } = await sql`select 1 from sqlite_schema where name = 'sqlite_stat1'`.execute(db)
  if (there.length === 0) return false
  const { rows } = await sql<{ missing: number }>`select count(*) as missing from sqlite_schema
    where type = 'index' and not exists (select 1 from sqlite_stat1
      where idx = sqlite_schema.name and stat like ${`${ROWS} %`})`.execute(db)
  return rows[0]?.missing === 0
}

/** Tells the planner, where it has not been told yet. Inside a transaction that may write. */
export async function tellPlanner(db: Kysely<Tables>): Promise<void> {
  if (await isTold(db)) return
  const { rows } =
    await sql<IndexColumn>`select t.name as "table", i.name as "index", i."unique" as "isUnique",
      c.name as "column"
    from sqlite_schema as t, pragma_index_list(t.name) as i, pragma_index_info(i.name) as c
    where t.type = 'table' and t.name not like 'sqlite%' order by i.name, c.seqno`.execute(db)
  // Makes the table.
  await sql`analyze sqlite_schema`.execute(db)
  await sql`delete from sqlite_stat1`.execute(db)
  const columnsOf = new Map<string, IndexColumn[]>()
  for (const row of rows) columnsOf.set(row.index, [...(columnsOf.get(row.index) ?? []), row])
  for (const [index, columns] of columnsOf)
    await sql`insert into sqlite_stat1 (tbl, idx, stat)
      values (${columns[0]?.table}, ${index}, ${statOf(columns)})`.execute(db)
  // Hands it to this connection; those that come later read it as they open.
  await sql`analyze sqlite_schema`.execute(db)
}
