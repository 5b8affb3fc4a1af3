/** The columns of a store as its engine lists them, after all migrations. */
import Database from 'better-sqlite3'
import { fileStore } from './memory-store.ts'

/** `table.column`, sorted. */
export async function columnsOfTheStore(): Promise<readonly string[]> {
  const store = await fileStore()
  await store.close()
  return columnsOf(store.file)
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
