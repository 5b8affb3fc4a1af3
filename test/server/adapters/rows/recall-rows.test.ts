import Database from 'better-sqlite3'
import { expect } from 'chai'
import { CamelCasePlugin, Kysely, SqliteDialect } from 'kysely'
import { quotingDrafts } from '../../../../server/adapters/rows/recall-rows.ts'
import type { Tables } from '../../../../server/adapters/schema.ts'
import { START } from '../../../support/fake-world.ts'
import { type FileStore, fileStore } from '../../../support/memory-store.ts'
import type { TestDatabase } from '../../../support/test-database.ts'

const MANY = 100_000
const VERSION = { articleId: 'zendesk:1', locale: 'en-us', versionHash: 'v1' }

/** Half of them quote the one version, half another one of the same article. */
function fill(database: TestDatabase): void {
  database.exec(`
    insert into requester (account_id, requester_ref, digest, wrapped_key, sealed_id, created_at)
      values ('acme', 'r1', 'd1', 'w', 's', '${START}');
    insert into ticket (account_id, ticket_ref, ticket_id, requester_ref, identity, scope, scope_hash, revision,
      drafts_made, created_at) values ('acme', 't1', '5', 'r1', 'agent_session', null, null, 1, 0, '${START}');
    with recursive n (i) as (select 1 union all select i + 1 from n where i < ${MANY})
      insert into draft (account_id, draft_id, ticket_ref, requester_ref, agent_id, status, locale, consent_epoch,
        last_comment_id, sealed_content, receipt, created_at, changed_at) select 'acme', printf('d%06d', i), 't1', 'r1', '7',
        case i % 4 when 0 then 'sent' else 'ready' end, 'en-us', 1, '1', null, null, '${START}', '${START}' from n;
    insert into draft_citation select 'acme', 'zendesk:1', 'en-us',
      case when draft_id <= printf('d%06d', ${MANY / 2}) then 'v1' else 'v2' end, draft_id from draft;`)
}

describe('the citations in the store', function () {
  this.timeout(240_000)
  let store: FileStore
  before(async () => {
    store = await fileStore()
    store.tamper(fill)
  })
  after(() => store.close())

  it('find every draft of a version among 100,000 by one query over indexes alone', async () => {
    const database = new Database(store.file, { readonly: true })
    const db = new Kysely<Tables>({
      dialect: new SqliteDialect({ database }),
      plugins: [new CamelCasePlugin()],
    })
    const { sql, parameters } = quotingDrafts(db, 'acme', VERSION).compile()
    const plan = database
      .prepare(`explain query plan ${sql}`)
      .all(...parameters)
      .map((row) => String(Reflect.get(row as object, 'detail')))
    await db.destroy()
    expect(plan.filter((step) => step.startsWith('SCAN'))).to.deep.equal([])
    expect(plan[0]).to.match(
      /^SEARCH citation USING (?:COVERING )?INDEX .*account_id=\? AND article_id=\? AND locale=\? AND version_hash=\?/,
    )
    expect(plan.filter((step) => step.startsWith('SEARCH'))).to.have.length(4)
  })

  it('give them all, count them, and leave those of another version out', async () => {
    await store.transact(async (tx) => {
      expect((await tx.draftsQuoting('acme', VERSION, MANY)).length).to.equal(MANY / 2)
      expect((await tx.draftsQuoting('acme', VERSION, 10)).length).to.equal(10)
      expect(await tx.countQuoting('acme', VERSION)).to.deep.equal({ drafts: MANY / 2, sent: MANY / 8 })
      expect(await tx.countQuoting('acme', { ...VERSION, locale: 'de' })).to.deep.equal({
        drafts: 0,
        sent: 0,
      })
      expect(await tx.draftsQuoting('other', VERSION, 10)).to.deep.equal([])
    })
  })

  it('raise the revision of a ticket once, however many of its drafts quote the version', async () => {
    const revision = () => store.rows("select revision from ticket where ticket_ref = 't1'")[0]?.revision
    const before = Number(revision())
    await store.transact((tx) => tx.raiseQuotingTickets('acme', VERSION))
    expect(revision()).to.equal(before + 1)
    await store.transact((tx) => tx.raiseQuotingTickets('acme', { ...VERSION, versionHash: 'v0' }))
    expect(revision()).to.equal(before + 1)
  })
})
