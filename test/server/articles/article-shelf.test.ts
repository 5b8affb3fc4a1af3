import { expect } from 'chai'
import type { OpenStore } from '../../../server/adapters/sqlite-store.ts'
import { createArticleShelves } from '../../../server/articles/index.ts'
import { answeredOtherwise } from '../../../server/store.ts'
import { Fault } from '../../../src/domain/fault.ts'
import { ACCOUNT_ID, ADMIN, type Harness } from '../../support/companion-harness.ts'
import { ALLOWED, ARTICLES, startDesk } from '../../support/drafting-desk.ts'
import { faultFrom } from '../../support/fault-from.ts'
import { openStoreOf } from '../../support/store-of.ts'
import { articleOf } from './retrieval/sample-articles.ts'

describe('the shelf of articles', () => {
  let desk: Harness
  let store: OpenStore
  beforeEach(async () => {
    desk = await startDesk()
    store = await openStoreOf(desk.dataDir)
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

  it('keeps nothing of a change that was taken back, though the next one is stored under its number', async () => {
    const read = createArticleShelves(desk.world)
    const own = await openStoreOf(desk.dataDir, ACCOUNT_ID, read.settled)
    const named = async (shelf: ReturnType<typeof read>) =>
      new Set((await shelf).articles.map(({ articleId }) => articleId))
    const first = await named(own.transact((tx) => read(tx, ACCOUNT_ID)))
    expect([first.has('refund'), first.has('returns')]).to.deep.equal([true, true])
    const without = (articleId: string) => ({ ...ALLOWED, deny: [{ articleId }] })
    const lost = own.transact(async (tx) => {
      await tx.addAllowlist(ACCOUNT_ID, { version: 2, selection: without('refund'), changedAt: null })
      expect((await named(read(tx, ACCOUNT_ID))).has('refund')).to.equal(false)
      throw new Fault('CONFLICT', 'no')
    })
    expect(await faultFrom(() => lost)).to.equal('CONFLICT')
    await allow(1, without('returns'))
    const second = await named(own.transact((tx) => read(tx, ACCOUNT_ID)))
    expect([second.has('refund'), second.has('returns')]).to.deep.equal([true, false])
    await own.close()
  })

  it('no longer finds a de-listed article, not even for whom holds the former shelf', async () => {
    const read = createArticleShelves(desk.world)
    const now = () => store.transact((tx) => read(tx, ACCOUNT_ID))
    const first = await now()
    const found = ({ index }: typeof first) =>
      index
        .search({ query: 'When do I get my refund?', locale: 'en-us', allowed: () => true, limit: 100 })
        .map(({ articleId }) => articleId)
    expect(found(first)).to.include('refund')
    await allow(1, { ...ALLOWED, deny: [{ articleId: 'refund' }] })
    const second = await now()
    expect([found(second).includes('refund'), found(first).includes('refund')]).to.deep.equal([false, false])
    expect(second.passagesOf('refund', 'en-us')).to.deep.equal([])
  })

  it('takes one changed article in, reads no other, and answers as one that is built anew', async () => {
    const read = createArticleShelves(desk.world)
    await store.transact((tx) => read(tx, ACCOUNT_ID))
    const changed = ARTICLES.map((article) =>
      article.articleId === 'refund' && article.locale === 'en-us'
        ? articleOf('refund', 'en-us', 'Refunds', '<p>A refund takes nine working days.</p>')
        : article,
    )
    await desk.sync(changed)
    const opened: string[] = []
    const shelf = await store.transact((tx) =>
      read(
        answeredOtherwise(tx, {
          articleHeaders: (accountId) => {
            opened.push('all headers')
            return tx.articleHeaders(accountId)
          },
          articleVersions: (accountId) => {
            opened.push('all')
            return tx.articleVersions(accountId)
          },
          articleVersion: (accountId, articleId, locale) => {
            opened.push(`${articleId} ${locale}`)
            return tx.articleVersion(accountId, articleId, locale)
          },
        }),
        ACCOUNT_ID,
      ),
    )
    expect(opened).to.deep.equal(['refund en-us'])
    const fresh = await store.transact((tx) => createArticleShelves(desk.world)(tx, ACCOUNT_ID))
    expect(shelf.articles).to.deep.equal(fresh.articles)
    const order = { question: 'How long does a refund take?', locale: 'en-us', allowed: () => true }
    const [own, other] = [shelf.index.answer(order), fresh.index.answer(order)]
    expect(own.outcome).to.equal('covered')
    expect({ ...own, probability: 0 }).to.deep.equal({ ...other, probability: 0 })
    expect(own.probability).to.be.closeTo(other.probability, 1e-6)
    const [quoted] = shelf.passagesOf('refund', 'en-us')
    expect(quoted?.text).to.equal('A refund takes nine working days.')
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
