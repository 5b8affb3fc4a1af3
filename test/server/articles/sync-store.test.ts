import { expect } from 'chai'
import { createSyncStore } from '../../../server/articles/index.ts'
import type { StagedArticle, SyncStore } from '../../../server/articles/sync.ts'
import { createAuditLog } from '../../../server/audit/index.ts'
import type { SyncView } from '../../../src/domain/api.ts'
import type { BrandSync } from '../../../src/domain/sync-api.ts'
import { fakeWorld, MINUTE } from '../../support/fake-world.ts'
import { faultFrom } from '../../support/fault-from.ts'
import { type FileStore, fileStore, tempKeyring } from '../../support/memory-store.ts'
import { articleOf } from './retrieval/sample-articles.ts'

const SOURCE = 'https://help.acme.example'
const ACCOUNT = 'acme'

function staged(id: string, text = 'A sentence.'): StagedArticle {
  const article = articleOf(id, 'en-us', `Article ${id}`, `<p>${text}</p>`)
  return { article, fingerprint: `${id} ${text}` }
}

function viewOf(syncId: string, change: Partial<SyncView> = {}): SyncView {
  return {
    syncId,
    source: SOURCE,
    status: 'done',
    startedAt: '2026-11-20T09:00:00.000Z',
    endedAt: '2026-11-20T09:01:00.000Z',
    added: 0,
    changed: 0,
    unchanged: 0,
    removed: 0,
    wouldRemove: 0,
    problems: [],
    ...change,
  }
}

describe('the store of a sync', () => {
  const world = fakeWorld()
  let file: FileStore
  let store: SyncStore
  beforeEach(async () => {
    file = await fileStore()
    store = storeOf(ACCOUNT)
  })
  afterEach(() => file.close())

  function storeOf(accountId: string, replaces: readonly string[] = []): SyncStore {
    return createSyncStore({
      accountId,
      replaces,
      world,
      transact: file.transact,
      audit: createAuditLog(world, tempKeyring()),
      actor: { kind: 'system', ref: 'test' },
    })
  }
  async function begin(on: SyncStore = store, source = SOURCE): Promise<string> {
    world.pass(MINUTE)
    const syncId = world.newId()
    await on.beginRun({ syncId, source, startedAt: world.now().toISOString() })
    return syncId
  }
  const page = (articles: readonly StagedArticle[], cursor: string | null = null) => ({
    articles,
    cursor,
    problems: [],
  })
  async function publish(articles: readonly StagedArticle[]): Promise<string> {
    const syncId = await begin()
    await store.stagePage(syncId, page(articles))
    await store.publish(viewOf(syncId), { removeMissing: true })
    return syncId
  }
  const published = () =>
    file.rows('select article_id from article order by article_id').map(({ article_id }) => article_id)
  const stage = () => file.rows('select article_id from sync_stage')

  it('shows nothing of a stage before it is published, and empties it then', async () => {
    const syncId = await begin()
    await store.stagePage(syncId, page([staged('a'), staged('b')]))
    expect(published()).to.deep.equal([])
    await store.publish(viewOf(syncId), { removeMissing: true })
    expect(published()).to.deep.equal(['a', 'b'])
    expect(stage()).to.deep.equal([])
  })

  it('counts what would be added, changed, kept and removed', async () => {
    await publish([staged('a'), staged('b'), staged('c')])
    const syncId = await begin()
    await store.stagePage(syncId, page([staged('b'), staged('c', 'Another one.'), staged('d')]))
    expect(await store.compare(syncId)).to.deep.equal({
      added: 1,
      changed: 1,
      unchanged: 1,
      missing: 1,
      stored: 3,
      brandEmptied: false,
    })
  })

  it('keeps what is missing unless it is told to remove it', async () => {
    await publish([staged('a'), staged('b')])
    const syncId = await begin()
    await store.stagePage(syncId, page([staged('b')]))
    await store.publish(viewOf(syncId), { removeMissing: false })
    expect(published()).to.deep.equal(['a', 'b'])
  })

  it('removes only articles of the same source and the same account', async () => {
    const other = storeOf('other')
    const otherRun = await begin(other)
    await other.stagePage(otherRun, page([staged('x')]))
    await other.publish(viewOf(otherRun), { removeMissing: true })
    const folder = await begin(store, 'folder:/help')
    await store.stagePage(folder, page([staged('f')]))
    await store.publish(viewOf(folder, { source: 'folder:/help' }), { removeMissing: true })
    await publish([staged('a')])
    await publish([])
    expect(published()).to.deep.equal(['f', 'x'])
  })

  it('leaves the articles of a brand alone that could not be read, also those from before there were brands', async () => {
    const failed: BrandSync = {
      ...{ brandId: '2', brandName: 'B', source: SOURCE, outcome: 'failed', reason: 'gone' },
      lastReadAt: '2026-11-01T00:00:00.000Z',
    }
    const read: BrandSync = { ...failed, brandId: '1', brandName: 'A', source: 'https://a', outcome: 'read' }
    const of = (brandId: string, id: string): StagedArticle => {
      const own = staged(id)
      return { ...own, article: { ...own.article, brandId, brandName: brandId } }
    }
    await publish([staged('before')])
    const brands = storeOf(ACCOUNT, [SOURCE, 'https://a'])
    const first = await begin(brands, 'brands')
    await brands.stagePage(first, page([of('1', 'a'), of('1', 'b'), of('1', 'd'), of('2', 'c')]))
    await brands.publish(viewOf(first, { source: 'brands' }), { removeMissing: false })
    const run = await begin(brands, 'brands')
    await brands.stagePage(run, page([of('1', 'a')]))
    expect(await brands.compare(run, [read, failed])).to.deep.equal({
      ...{ added: 0, changed: 0, unchanged: 1, missing: 2, stored: 3, brandEmptied: true },
    })
    const revision = () => file.rows('select revision from article_revision')[0]?.['revision']
    const before = Number(revision())
    await brands.publish(viewOf(run, { source: 'brands', brands: [read, failed] }), { removeMissing: true })
    expect(published()).to.deep.equal(['a', 'before', 'c'])
    expect(
      file.rows(`select article_id from article_change where revision > ${before} order by 1`),
    ).to.deep.equal([{ article_id: 'b' }, { article_id: 'd' }])
    expect([...(await brands.lastReads('brands'))]).to.deep.equal([
      ['1', '2026-11-01T00:00:00.000Z'],
      ['2', '2026-11-01T00:00:00.000Z'],
    ])
    expect([...(await brands.lastReads('nobody'))]).to.deep.equal([])
  })

  it('answers for the sources that it takes the place of, and for no other', async () => {
    await publish([staged('a'), staged('b')])
    const folder = await begin(store, 'folder:/help')
    await store.stagePage(folder, page([staged('f')]))
    await store.publish(viewOf(folder, { source: 'folder:/help' }), { removeMissing: true })
    const brands = storeOf(ACCOUNT, [SOURCE])
    const run = await begin(brands, 'brands')
    const own = staged('a')
    const branded = { ...own, article: { ...own.article, brandId: '36001', brandName: 'Acme' } }
    await brands.stagePage(run, page([branded, staged('n')]))
    expect(await brands.compare(run)).to.deep.equal({
      ...{ added: 1, changed: 0, unchanged: 1, missing: 1, stored: 2, brandEmptied: false },
    })
    await brands.publish(viewOf(run, { source: 'brands' }), { removeMissing: true })
    expect(published()).to.deep.equal(['a', 'f', 'n'])
    expect(
      file.rows('select article_id, brand_id, brand_name from article order by article_id'),
    ).to.deep.equal([
      { article_id: 'a', brand_id: '36001', brand_name: 'Acme' },
      { article_id: 'f', brand_id: null, brand_name: null },
      { article_id: 'n', brand_id: null, brand_name: null },
    ])
    const [first, second] = await file.transact((tx) => tx.articleHeaders(ACCOUNT))
    expect(first).to.include({ brandId: '36001', brandName: 'Acme' })
    // An article without one is what it was before there were brands.
    expect(second).to.not.have.any.keys('brandId', 'brandName')
  })

  it('replaces what is staged twice for one article', async () => {
    const syncId = await begin()
    await store.stagePage(syncId, page([staged('a', 'First.')]))
    await store.stagePage(syncId, page([staged('a', 'Second.')]))
    await store.publish(viewOf(syncId), { removeMissing: true })
    expect(file.rows('select fingerprint from article')).to.deep.equal([{ fingerprint: 'a Second.' }])
  })

  it('takes up what a stop cut off, with its cursor and its problems', async () => {
    const syncId = await begin()
    await store.stagePage(syncId, {
      ...page([staged('a')], 'en-us 2'),
      problems: [{ article: 'b', reason: 'x' }],
    })
    const left = await store.unfinishedRun(SOURCE)
    expect(left).to.deep.include({ syncId, cursor: 'en-us 2', problems: [{ article: 'b', reason: 'x' }] })
    await store.stagePage(syncId, page([staged('c')]))
    await store.publish(viewOf(syncId), { removeMissing: true })
    expect(published()).to.deep.equal(['a', 'c'])
    expect(await store.unfinishedRun(SOURCE)).to.equal(null)
  })

  it('takes up a failed one, and none that is done or waits for a confirmation', async () => {
    const failed = await begin()
    await store.setAside(viewOf(failed, { status: 'failed' }))
    expect((await store.unfinishedRun(SOURCE))?.syncId).to.equal(failed)
    const held = await begin()
    await store.setAside(viewOf(held, { status: 'needs_confirmation' }))
    expect(await store.unfinishedRun(SOURCE)).to.equal(null)
    expect((await store.heldRun(held))?.status).to.equal('needs_confirmation')
  })

  it('forgets a held one as soon as another begins', async () => {
    const held = await begin()
    await store.setAside(viewOf(held, { status: 'needs_confirmation' }))
    await begin()
    expect(await store.heldRun(held)).to.equal(null)
    expect(await faultFrom(() => store.publish(viewOf(held), { removeMissing: true }))).to.equal('CONFLICT')
  })

  describe('with two syncs of one source at once, as two processes can begin them', () => {
    it('stages nothing more of the first, so that it removes nothing that it has not seen', async () => {
      await publish(['a', 'b', 'c', 'd', 'e'].map((id) => staged(id)))
      const first = await begin()
      await store.stagePage(first, page(['a', 'b', 'c'].map((id) => staged(id))))
      const second = await begin()
      expect(await faultFrom(() => store.stagePage(first, page([staged('d')])))).to.equal('CONFLICT')
      expect(await faultFrom(() => store.compare(first))).to.equal('CONFLICT')
      const publishFirst = () => store.publish(viewOf(first), { removeMissing: true })
      expect(await faultFrom(publishFirst)).to.equal('CONFLICT')
      expect(await faultFrom(() => store.setAside(viewOf(first)))).to.equal('CONFLICT')
      await store.stagePage(second, page(['a', 'b', 'c', 'd', 'e'].map((id) => staged(id))))
      await store.publish(viewOf(second), { removeMissing: true })
      expect(published()).to.deep.equal(['a', 'b', 'c', 'd', 'e'])
    })

    it('publishes a run once, though both have taken up the same one', async () => {
      await publish([staged('a'), staged('b')])
      const shared = await begin()
      await store.stagePage(shared, page([staged('a'), staged('b')], 'en-us 2'))
      expect((await store.unfinishedRun(SOURCE))?.syncId).to.equal(shared)
      await store.publish(viewOf(shared), { removeMissing: true })
      expect(await faultFrom(() => store.compare(shared))).to.equal('CONFLICT')
      const again = () => store.publish(viewOf(shared), { removeMissing: true })
      expect(await faultFrom(again)).to.equal('CONFLICT')
      expect(published()).to.deep.equal(['a', 'b'])
    })
  })

  it('does not know a run that never began', async () => {
    expect(await faultFrom(() => store.compare('nothing'))).to.equal('NOT_FOUND')
    expect(await faultFrom(() => store.stagePage('nothing', page([])))).to.equal('CONFLICT')
    expect(await store.heldRun('nothing')).to.equal(null)
  })

  it('audits the begin and the end of each, and publishes nothing that cannot be audited', async () => {
    await publish([staged('a')])
    const types = () =>
      file
        .rows('select header from audit_entry order by idx')
        .map(({ header }) => JSON.parse(String(header)).type)
    expect(types()).to.deep.equal(['sync.started', 'sync.finished'])
    const syncId = await begin()
    await store.stagePage(syncId, page([staged('z')]))
    file.tamper((database) =>
      database.exec(
        "create trigger stop before insert on audit_entry begin select raise(abort, 'full'); end",
      ),
    )
    expect(await faultFrom(() => store.publish(viewOf(syncId), { removeMissing: true }))).to.equal(
      'AUDIT_UNAVAILABLE',
    )
    expect(published()).to.deep.equal(['a'])
    expect(stage().length).to.equal(1)
  })
})
