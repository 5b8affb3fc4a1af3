import Database from 'better-sqlite3'
import { expect } from 'chai'
import { CamelCasePlugin, Kysely, SqliteDialect } from 'kysely'
import { setUpTables } from '../../../../server/adapters/migrations/set-up.ts'
import { MIGRATIONS, type Tables } from '../../../../server/adapters/schema.ts'

describe('the tables of the set-up', () => {
  it('leave every account of before live, and a new one not', async () => {
    const database = new Database(':memory:')
    const db = new Kysely<Tables>({
      dialect: new SqliteDialect({ database }),
      plugins: [new CamelCasePlugin({ maintainNestedObjectKeys: true })],
    })
    const place = MIGRATIONS.indexOf(setUpTables as (typeof MIGRATIONS)[number])
    for (const step of MIGRATIONS.slice(0, place)) await step(db)
    database.exec("insert into audit_head values ('acme', 9, '[]', ''), ('other', 1, '[]', '')")
    await setUpTables(db)
    expect(database.prepare('select * from live_state order by account_id').all()).to.deep.equal(
      ['acme', 'other'].map((account) => ({
        ...{ account_id: account, seq: 1, live: 1, at: null, changed_by: null, audit_index: null },
      })),
    )
    await db.destroy()
  })
})
