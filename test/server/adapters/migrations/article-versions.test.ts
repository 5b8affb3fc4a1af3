import Database from 'better-sqlite3'
import { expect } from 'chai'
import { CamelCasePlugin, Kysely, SqliteDialect } from 'kysely'
import { articleVersions } from '../../../../server/adapters/migrations/article-versions.ts'
import { readyDraft, startDesk } from '../../../support/drafting-desk.ts'
import { changeQuoted, takeDown } from '../../../support/recall-ground.ts'

describe('versions of articles that an older store knew', () => {
  it('are those that stand, that left, and that drafts quoted', async () => {
    const desk = await startDesk()
    await readyDraft(desk)
    const standing = desk.rows('select article_id, version_hash from article').length
    await changeQuoted(desk)
    await takeDown(desk)
    await desk.stop()
    const database = new Database(`${desk.dataDir}/vouch.sqlite`)
    const all = database.prepare('select * from article_version order by 2, 3')
    const kept = all.all()
    expect(kept).to.have.length(standing + 1)
    database.exec('drop table article_version')
    const dialect = new SqliteDialect({ database })
    await articleVersions(new Kysely({ dialect, plugins: [new CamelCasePlugin()] }))
    expect(database.prepare('select * from article_version order by 2, 3').all()).to.deep.equal(kept)
    database.close()
  })
})
