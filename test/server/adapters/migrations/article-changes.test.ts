import Database from 'better-sqlite3'
import { expect } from 'chai'
import { CamelCasePlugin, Kysely, SqliteDialect } from 'kysely'
import { articleChanges } from '../../../../server/adapters/migrations/article-changes.ts'
import { fileStore } from '../../../support/memory-store.ts'

describe('changes of articles in an older store', () => {
  it('are not known before the first one that is noted', async () => {
    const store = await fileStore()
    const database = new Database(store.file)
    database.exec(`drop table article_change; alter table article_revision drop column noted;
      alter table article_revision drop column noted_from;
      insert into article_revision (account_id, revision) values ('acme', 7)`)
    const dialect = new SqliteDialect({ database })
    await articleChanges(new Kysely({ dialect, plugins: [new CamelCasePlugin()] }))
    database.close()
    const since = (revision: number) => store.transact((tx) => tx.articlesChangedSince('acme', revision))
    expect(await since(7)).to.equal(null)
    await store.transact((tx) => tx.setReviewDate('acme', { kind: 'article', ref: 'a', reviewBy: null }, ''))
    expect([await since(6), await since(7), await since(8)]).to.deep.equal([null, [], []])
    await store.close()
  })
})
