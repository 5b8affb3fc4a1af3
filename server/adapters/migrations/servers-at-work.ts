/** Which server is making a draft or a package: when it is gone, another closes what it left. */
import { type Kysely, sql } from 'kysely'

export async function serversAtWork<Any>(db: Kysely<Any>): Promise<void> {
  await sql.raw('alter table draft add column server text').execute(db)
  await sql.raw('alter table export_package add column server text').execute(db)
}
