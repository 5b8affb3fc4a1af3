/** The brand in whose help center an article stands; null where an account has one help center for all. */
import { type Kysely, sql } from 'kysely'

export async function articleBrands<T>(db: Kysely<T>): Promise<void> {
  for (const column of ['brand_id', 'brand_name'])
    await sql.raw(`alter table article add column ${column} text`).execute(db)
}
