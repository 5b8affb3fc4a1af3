import Database from 'better-sqlite3'
import { expect } from 'chai'
import { CamelCasePlugin, Kysely, SqliteDialect } from 'kysely'
import { requestDeskTables } from '../../../../server/adapters/migrations/request-desk.ts'
import { MIGRATIONS, type Tables } from '../../../../server/adapters/schema.ts'

const OLD = `insert into request_case (account_id, case_id, kind, status, ticket_ref, requester_ref, locale,
  received_at, due_on, answered_at, sealed_note) values`

describe('the tables of requests', () => {
  it('take over what was asked before: open ones stay open, answered ones are closed with their note', async () => {
    const database = new Database(':memory:')
    database.pragma('foreign_keys = ON')
    const db = new Kysely<Tables>({
      dialect: new SqliteDialect({ database }),
      plugins: [new CamelCasePlugin({ maintainNestedObjectKeys: true })],
    })
    const place = MIGRATIONS.indexOf(requestDeskTables as (typeof MIGRATIONS)[number])
    for (const step of MIGRATIONS.slice(0, place)) await step(db)
    database.exec(`
      insert into requester (account_id, requester_ref, digest, wrapped_key, sealed_id, created_at)
        values ('acme', 'r1', 'd1', 'w', 's', '2026-01-01');
      insert into ticket (account_id, ticket_ref, ticket_id, requester_ref, identity, revision, drafts_made, created_at)
        values ('acme', 't1', '5', 'r1', 'webhook', 1, 0, '2026-01-01');
      ${OLD} ('acme', 'b', 'access', 'received', 't1', 'r1', 'de', '2026-11-20T10:00:00.000Z', '2026-12-20', null, null);
      ${OLD} ('acme', 'a', 'erasure', 'answered', 't1', 'r1', 'en', '2026-10-01T10:00:00.000Z', '2026-11-01',
        '2026-10-09T08:00:00.000Z', 'sealed');
    `)
    await db.transaction().execute((tx) => requestDeskTables(tx))
    const rows = database.prepare('select * from request_case order by case_id').all()
    expect(rows).to.have.length(2)
    expect(rows[0]).to.deep.include({
      ...{
        case_id: 'a',
        case_number: '2026-00001',
        status: 'closed',
        due_on: '2026-11-01',
        sealed_note: 'sealed',
      },
      ...{ delivered_on: '2026-10-09', ended_at: '2026-10-09T08:00:00.000Z', version: 1 },
    })
    expect(rows[1]).to.deep.include({
      ...{ case_id: 'b', case_number: '2026-00002', status: 'received', due_on: '2026-12-20' },
      ...{ received_on: '2026-11-20', internal_due_on: '2026-12-11', pauses: '[]', extended: 0 },
    })
    const events = database.prepare('select case_id, seq, kind from request_event order by case_id').all()
    expect(events).to.deep.equal([
      { case_id: 'a', seq: 0, kind: 'opened' },
      { case_id: 'b', seq: 0, kind: 'opened' },
    ])
    await db.destroy()
  })
})
