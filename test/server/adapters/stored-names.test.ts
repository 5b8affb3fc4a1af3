import Database from 'better-sqlite3'
import { expect } from 'chai'
import {
  CamelCasePlugin,
  type Dialect,
  Kysely,
  PostgresDialect,
  type PostgresPool,
  SqliteDialect,
  sql,
} from 'kysely'
import { MIGRATIONS, type Tables } from '../../../server/adapters/schema.ts'
import { PostgresWithNames, SqliteWithNames, storedNames } from '../../../server/adapters/stored-names.ts'

const noPool = {
  connect: () => Promise.reject(new Error('nothing is sent')),
  end: () => Promise.resolve(),
} as unknown as PostgresPool

function statements(db: Kysely<Tables>) {
  const drafts = db.selectFrom('draft').select('draftId').where('accountId', '=', 'acme')
  return [
    drafts,
    db
      .selectFrom('pageSession as aSession')
      .leftJoin('agentRole as r', 'r.agentId', 'aSession.agentId')
      .select(['aSession.usedAt as lastUse', 'r.role', (eb) => eb.fn.countAll().as('howMany')])
      .where('aSession.sessionId', 'in', ['one', 'two'])
      .groupBy(['aSession.usedAt', 'r.role'])
      .orderBy('lastUse', 'desc'),
    db
      .with('mineOnly', () => drafts)
      .selectFrom('mineOnly')
      .selectAll('mineOnly'),
    db
      .insertInto('agentRole')
      .columns(['accountId', 'agentId'])
      .expression(db.selectFrom('agentRole').select(['accountId', 'agentId']))
      .onConflict((on) => on.columns(['accountId', 'agentId']).doNothing())
      .returning('agentId as whoItIs'),
    db
      .updateTable('pageSession')
      .set((eb) => ({ usedAt: eb.ref('expiresAt') }))
      .where('sessionId', '=', 'A camelCase value'),
    db
      .deleteFrom('draft')
      .where(({ exists, selectFrom }) => exists(selectFrom('ticket').select('ticketRef'))),
    db.schema.createTable('someTable').addColumn('firstName', 'text', (column) => column.notNull()),
    db.schema.createIndex('byFirstName').on('someTable').columns(['firstName']),
    db.schema.alterTable('someTable').addColumn('lastName', 'text'),
  ].map((each) => each.compile())
}

function fragment(db: Kysely<Tables>) {
  return sql`select ${sql.ref('d.draftId')}, ${sql.id('a"Quote')} from ${sql.table('draft')} where x = ${'aB'} and "asItIs"`.compile(
    db,
  )
}

describe('names in the store', () => {
  const dialects: Record<string, readonly [Dialect, Dialect]> = {
    sqlite: [
      new SqliteDialect({ database: new Database(':memory:') }),
      new SqliteWithNames({ database: new Database(':memory:') }),
    ],
    postgres: [new PostgresDialect({ pool: noPool }), new PostgresWithNames({ pool: noPool })],
  }
  for (const [engine, [plain, named]] of Object.entries(dialects))
    it(`are written as Kysely's plugin writes them, for ${engine}`, () => {
      const before = new Kysely<Tables>({ dialect: plain, plugins: [new CamelCasePlugin()] })
      const now = new Kysely<Tables>({ dialect: named, plugins: [storedNames] })
      const text = (db: Kysely<Tables>) =>
        [...statements(db), fragment(db)].map(({ sql, parameters }) => ({ sql, parameters }))
      expect(text(now)).to.deep.equal(text(before))
      expect(
        text(now)
          .map(({ sql }) => sql)
          .join(),
      )
        .to.contain('"account_id"')
        .and.not.contain('"accountId"')
    })

  it('make the tables that they made before, and rows come back under the names of the code', async () => {
    const made = []
    for (const [Which, plugin] of [
      [SqliteDialect, new CamelCasePlugin({ maintainNestedObjectKeys: true })],
      [SqliteWithNames, storedNames],
    ] as const) {
      const database = new Database(':memory:')
      const db = new Kysely<Tables>({ dialect: new Which({ database }), plugins: [plugin] })
      for (const step of MIGRATIONS) await step(db)
      made.push(database.prepare('select name, sql from sqlite_master order by name').all())
      await db
        .insertInto('agentRole')
        .values({ accountId: 'acme', agentId: 'a', role: 'admin', grantedAt: 'now' })
        .execute()
      const rows = await db.selectFrom('agentRole').select(['accountId', 'agentId as whoItIs']).execute()
      expect(rows).to.deep.equal([{ accountId: 'acme', whoItIs: 'a' }])
      await db.destroy()
    }
    expect(made[1]).to.deep.equal(made[0])
  })
})
