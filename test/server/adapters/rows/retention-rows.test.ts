import Database from 'better-sqlite3'
import { expect } from 'chai'
import { CamelCasePlugin, Kysely, SqliteDialect } from 'kysely'
import { pastDays, unnamedPastDays } from '../../../../server/adapters/rows/retention-rows.ts'
import type { Tables } from '../../../../server/adapters/schema.ts'
import { RETENTION_CLASSES } from '../../../../src/domain/retention.ts'
import { START } from '../../../support/fake-world.ts'
import { type FileStore, fileStore } from '../../../support/memory-store.ts'

describe('what is past its days, in the file', () => {
  let store: FileStore
  before(async () => {
    store = await fileStore()
  })
  after(() => store.close())

  /** Each step by which the engine finds the rows, with the columns that it looks them up by. */
  async function planOf(
    asked: (db: Kysely<Tables>) => { readonly sql: string; readonly parameters: readonly unknown[] },
  ): Promise<readonly string[]> {
    const database = new Database(store.file, { readonly: true })
    const db = new Kysely<Tables>({
      dialect: new SqliteDialect({ database }),
      plugins: [new CamelCasePlugin()],
    })
    const { sql, parameters } = asked(db)
    const plan = database.prepare(`explain query plan ${sql}`).all(...parameters)
    await db.destroy()
    return plan.map((row) => String(Reflect.get(row as object, 'detail')))
  }

  for (const name of RETENTION_CLASSES)
    it(`${name}: what may still name a row is looked up, never read through`, async () => {
      const [driving = '', ...others] = await planOf((db) => pastDays(name, 'acme', START, 100).compile(db))
      expect(driving).to.match(/^SEARCH \w+ USING .*\(account_id=\?/)
      const throughAll = others.filter((step) => /^SCAN|\(account_id=\?\)$/.test(step))
      expect(throughAll.filter((step) => !/scope_policy/.test(step))).to.deep.equal([])
    })

  for (const name of ['ticket', 'person'] as const)
    it(`${name}: of what nothing names a stretch is read, and what may name it is looked up`, async () => {
      const stretch = unnamedPastDays(name, 'acme', START, { after: 'r', rows: 100 })
      const id = name === 'ticket' ? 'ticket_ref' : 'requester_ref'
      const [driving = '', ...others] = await planOf((db) => stretch.unnamed('t').compile(db))
      expect(driving).to.match(
        new RegExp(`^SEARCH \\w+ USING .*\\(account_id=\\? AND ${id}>\\? AND ${id}<\\?\\)`),
      )
      expect(others.filter((step) => /^SCAN|\(account_id=\?\)$/.test(step))).to.deep.equal([])
      const facts = await planOf((db) => stretch.facts(['1', '2']).compile(db))
      expect(facts.filter((step) => /SEARCH/.test(step)).join()).to.match(
        /account_id=\? AND (subject|fact_key)=\?/,
      )
      expect(facts.filter((step) => /SCAN|\(account_id=\?\)$/.test(step))).to.deep.equal([])
      const end = await planOf((db) => stretch.last.compile(db))
      expect(end.filter((step) => /^SEARCH/.test(step)).join()).to.contain(`account_id=? AND ${id}>?`)
    })
})
