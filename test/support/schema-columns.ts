/** The columns of a store as its engine lists them, after all migrations. */
import Database from 'better-sqlite3'
import { fileStore } from './memory-store.ts'
import { giveBackDatabase, newDatabase, POSTGRES, postgresDatabase } from './test-database.ts'

/** `table.column`, sorted. */
export async function columnsOfTheStore(): Promise<readonly string[]> {
  if (POSTGRES !== null) return columnsOfPostgres(await newDatabase())
  const store = await fileStore()
  await store.close()
  return columnsOf(store.file)
}

/** Without the two tables that only hold turns. */
function columnsOfPostgres(url: string): readonly string[] {
  const database = postgresDatabase(url)
  const rows = database
    .prepare(
      `select table_name || '.' || column_name from information_schema.columns
        where table_schema = 'public' and table_name not in ('account_lock', 'schema_lock')`,
    )
    .pluck()
    .all()
  giveBackDatabase(url)
  return rows.map(String).sort()
}

export function columnsOf(file: string): readonly string[] {
  const database = new Database(file, { readonly: true })
  try {
    const rows = database
      .prepare(
        `select m.name as tableName, c.name as columnName from sqlite_schema m, pragma_table_info(m.name) c
         where m.type = 'table' and m.name not like 'sqlite_%'`,
      )
      .all() as { tableName: string; columnName: string }[]
    return rows.map(({ tableName, columnName }) => `${tableName}.${columnName}`).sort()
  } finally {
    database.close()
  }
}
