/** Where an installation's store is: a file in its data folder, or a PostgreSQL. Opens nothing, and loads no engine. */
import { join } from 'node:path'
import { STORE_FILE } from './store-file.ts'

export type StorePlace =
  | { readonly kind: 'sqlite'; readonly file: string }
  | { readonly kind: 'postgres'; readonly url: string }

export function storePlace(dataDir: string, databaseUrl: string | null | undefined): StorePlace {
  return databaseUrl === null || databaseUrl === undefined || databaseUrl.trim() === ''
    ? { kind: 'sqlite', file: join(dataDir, STORE_FILE) }
    : { kind: 'postgres', url: databaseUrl.trim() }
}
