import { expect } from 'chai'
import { type OpenStore, openSqliteStore } from '../../../server/adapters/sqlite-store.ts'
import { createArticleShelves } from '../../../server/articles/index.ts'
import { ACCOUNT_ID, ADMIN, type Harness } from '../../support/companion-harness.ts'
import { ALLOWED, ARTICLES, startDesk } from '../../support/drafting-desk.ts'

describe('the shelf of articles', () => {
  let desk: Harness
  let store: OpenStore
  beforeEach(async () => {
    desk = await startDesk()
    store = await openSqliteStore(`${desk.dataDir}/vouch.sqlite`)
  })
  afterEach(async () => {
    await store.close()
    await desk.stop()
  })
  const allow = (version: number, selection: object) =>
    desk.api(ADMIN, 'PUT', '/console/allowlist', { version, selection })

  it('holds what is allowlisted and open to everyone, and nothing else', async () => {
    const shelf = await store.transact((tx) => createArticleShelves(desk.world)(tx, ACCOUNT_ID))
    const names = new Set(shelf.articles.map(({ articleId }) => articleId))
    expect(names.has('refund')).to.equal(true)
    expect([names.has('kettle'), names.has('password')]).to.deep.equal([false, false])
    expect([shelf.synced, shelf.articles.length, shelf.allowlistVersion]).to.deep.equal([18, 14, 1])
    expect(shelf.index.stats.articles).to.equal(14)
  })

  for (const bar of [
    { draft: true },
    { outdated: true },
    { passages: [] },
    { visibility: 'restricted' as const },
  ])
    it(`leaves an article out that is ${Object.keys(bar)[0]}, though it is allowlisted`, async () => {
      await desk.sync(ARTICLES.map((article) => ({ ...article, ...bar })))
      const shelf = await store.transact((tx) => createArticleShelves(desk.world)(tx, ACCOUNT_ID))
      expect(shelf.articles).to.deep.equal([])
    })

  it('opens a passage only in the article and locale that it stands in', async () => {
    const shelf = await store.transact((tx) => createArticleShelves(desk.world)(tx, ACCOUNT_ID))
    const refund = ARTICLES.find(({ articleId, locale }) => articleId === 'refund' && locale === 'en-us')
    const at = { articleId: 'refund', locale: 'en-us', passageId: refund?.passages[0]?.id ?? '' }
    expect(shelf.passage(at)).to.include({ versionHash: refund?.versionHash, title: refund?.title })
    expect(shelf.passage({ ...at, locale: 'de' })).to.equal(null)
    expect(shelf.passage({ ...at, articleId: 'returns' })).to.equal(null)
    const kettle = ARTICLES.find(({ articleId }) => articleId === 'kettle')
    expect(
      shelf.passage({ articleId: 'kettle', locale: 'en-us', passageId: kettle?.passages[0]?.id ?? '' }),
    ).to.equal(null)
  })

  it('is the same as long as nothing changes, and a fresh one as soon as something does', async () => {
    const read = createArticleShelves(desk.world)
    const now = () => store.transact((tx) => read(tx, ACCOUNT_ID))
    const first = await now()
    expect(await now()).to.equal(first)
    await allow(1, { ...ALLOWED, deny: [{ articleId: 'refund' }] })
    const second = await now()
    expect(second.articles.length).to.equal(12)
    await desk.sync(ARTICLES.filter(({ articleId }) => articleId !== 'shipping'))
    const third = await now()
    expect([third.articles.length, third.synced]).to.deep.equal([10, 16])
    expect(await now()).to.equal(third)
  })

  it('holds nothing under an empty allowlist, nor under a rule without a key', async () => {
    await allow(1, { allow: [], deny: [] })
    const read = createArticleShelves(desk.world)
    expect((await store.transact((tx) => read(tx, ACCOUNT_ID))).articles).to.deep.equal([])
    await allow(2, { allow: [{}], deny: [] })
    expect((await store.transact((tx) => read(tx, ACCOUNT_ID))).articles).to.deep.equal([])
  })

  it('holds nothing of another account', async () => {
    const shelf = await store.transact((tx) => createArticleShelves(desk.world)(tx, 'other'))
    expect([shelf.articles.length, shelf.synced]).to.deep.equal([0, 0])
  })
})
