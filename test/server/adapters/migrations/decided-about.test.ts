import Database from 'better-sqlite3'
import { expect } from 'chai'
import { CamelCasePlugin, Kysely, SqliteDialect } from 'kysely'
import { decidedAbout } from '../../../../server/adapters/migrations/decided-about.ts'
import { MIGRATIONS, type Tables } from '../../../../server/adapters/schema.ts'

describe('whom a decision was about', () => {
  it('is taken from the receipts of before, page by page, for each account its own people', async () => {
    const database = new Database(':memory:')
    const db = new Kysely<Tables>({
      dialect: new SqliteDialect({ database }),
      plugins: [new CamelCasePlugin({ maintainNestedObjectKeys: true })],
    })
    const place = MIGRATIONS.indexOf(decidedAbout as (typeof MIGRATIONS)[number])
    expect(place).to.be.greaterThan(0)
    for (const step of MIGRATIONS.slice(0, place)) await step(db)
    for (const account of ['acme', 'other'])
      database.exec(`
        insert into requester (account_id, requester_ref, digest, wrapped_key, sealed_id, created_at)
          values ('${account}', '${account}-r', 'd', 'w', 's', '2026-01-01');
        insert into ticket (account_id, ticket_ref, ticket_id, requester_ref, identity, revision, drafts_made, created_at)
          values ('${account}', 't1', '5', '${account}-r', 'webhook', 1, 0, '2026-01-01');`)
    const columns = database.prepare('select * from pragma_table_info(?)').all('decision') as {
      name: string
    }[]
    expect(columns.map(({ name }) => name)).to.not.include('requester_ref')
    const add =
      database.prepare(`insert into decision (account_id, decision_id, agent_id, audit_index, receipt, signature)
      values (?, ?, '12', ?, ?, 's')`)
    // More than one page of them, in both accounts; one is about a ticket that is gone.
    const id = (each: number) => `d${String(each).padStart(5, '0')}`
    for (const account of ['acme', 'other'])
      for (let each = 0; each < 600; each += 1) {
        const ticket = each === 7 ? 'gone' : 't1'
        add.run(account, id(each), each, JSON.stringify({ ticket, at: `2026-01-01T00:00:${each % 60}Z` }))
      }
    await db.transaction().execute((tx) => decidedAbout(tx))
    const counts = database
      .prepare(
        `select account_id, ticket_ref, requester_ref, count(*) as n, count(at) as dated from decision
           group by account_id, ticket_ref, requester_ref order by account_id, ticket_ref`,
      )
      .all()
    const of = (account: string) => [
      { account_id: account, ticket_ref: 'gone', requester_ref: null, n: 1, dated: 1 },
      { account_id: account, ticket_ref: 't1', requester_ref: `${account}-r`, n: 599, dated: 599 },
    ]
    expect(counts).to.deep.equal([...of('acme'), ...of('other')])
    const one = database.prepare('select at from decision where account_id = ? and decision_id = ?')
    expect(one.get('acme', id(61))).to.deep.equal({ at: '2026-01-01T00:00:1Z' })
    await db.destroy()
  })
})
