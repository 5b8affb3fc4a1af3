import Database from 'better-sqlite3'
import { expect } from 'chai'
import { Kysely, SqliteDialect } from 'kysely'
import { noticeTables } from '../../../../server/adapters/migrations/notices.ts'
import { openSqliteStore } from '../../../../server/adapters/sqlite-store.ts'
import { fileStore } from '../../../support/memory-store.ts'

describe('the tables of notices', () => {
  it('take over every notice that a consent may name, as it was read', async () => {
    const store = await fileStore()
    await store.close()
    const database = new Database(store.file)
    // As the first version of the store left it.
    for (const table of ['notice_version', 'notice_draft', 'notice_setting'])
      database.exec(`drop table ${table}`)
    database.exec(`create table notice (account_id text not null, version integer not null, digest text not null,
      body text not null, activated_at text not null, primary key (account_id, version))`)
    const texts = { en: { title: 'May we?', lead: 'Please.', sections: [] } }
    const add = database.prepare('insert into notice values (?, ?, ?, ?, ?)')
    for (const version of [1, 2])
      add.run(
        'acme',
        version,
        `digest ${version}`,
        JSON.stringify({ texts, recipients: ['extractive@local'] }),
        '2026-11-01T00:00:00.000Z',
      )
    const db: Kysely<unknown> = new Kysely({ dialect: new SqliteDialect({ database }) })
    await noticeTables(db)
    await db.destroy()
    const opened = await openSqliteStore(store.file)
    const kept = await opened.transact((tx) => tx.noticeVersions('acme', 10))
    const draft = await opened.transact((tx) => tx.noticeDraft('acme'))
    await opened.close()
    expect(
      kept.map(({ version, revision, digest, origin }) => [version, revision, digest, origin]),
    ).to.deep.equal([
      [2, 0, 'digest 2', 'generated'],
      [1, 0, 'digest 1', 'generated'],
    ])
    expect(kept[0]).to.deep.include({ texts, recipients: ['extractive@local'], facts: null, written: {} })
    expect(draft).to.equal(null)
  })
})
