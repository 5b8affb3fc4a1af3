import { expect } from 'chai'
import { openSqliteStore } from '../../../../server/adapters/sqlite-store.ts'
import { createArticleShelves, type Shelf } from '../../../../server/articles/index.ts'
import type { ArticleVersion } from '../../../../src/domain/article.ts'
import { type Dice, dice } from '../../../support/dice.ts'
import { DAY, type FakeWorld, fakeWorld } from '../../../support/fake-world.ts'
import { type FileStore, fileStore } from '../../../support/memory-store.ts'
import { POSTGRES } from '../../../support/test-database.ts'
import { articleOf } from '../../articles/retrieval/sample-articles.ts'

const ACCOUNT = 'acme'
const RUNS = Number(process.env['VOUCH_SHELF_STORIES'] ?? '3')
const STEPS = 30
const SOURCES = ['shop', 'club'] as const
const SECTIONS = ['s1', 's2', 's3']
const IDS = Array.from({ length: 10 }, (_, at) => `a${at}`)
const WORDS = ['parcel', 'refund', 'kettle', 'voucher', 'invoice', 'warehouse', 'courier', 'receipt']
const QUESTIONS = ['Where is my parcel?', 'When do I get my refund?', 'Is the kettle on the invoice?']

function written(at: Dice, articleId: string, version: number): ArticleVersion {
  const some = () => at.oneOf(WORDS)
  const html = `<p>The ${some()} of the ${some()} has the number ${articleId}x${version}.</p><h2>${some()}</h2><p>A ${some()} comes with the ${some()}.</p>`
  const sectionId = at.oneOf(SECTIONS)
  return {
    ...articleOf(articleId, 'en-us', `About a ${some()}`, html),
    sectionId,
    visibility: at.oneOf(['public', 'public', 'public', 'restricted'] as const),
    draft: at.below(8) === 0,
    labels: at.below(6) === 0 ? [`review-by:2026-11-2${at.below(9)}`] : [],
  }
}

/** A companion of its own on the same file: its store, and what its reader remembers. */
interface Companion {
  readonly store: Pick<FileStore, 'transact' | 'close'>
  read(): Promise<Shelf>
  restart(): void
}

function companionOn(store: Companion['store'], world: FakeWorld): Companion {
  let reader = createArticleShelves(world)
  return {
    store,
    read: () => store.transact((tx) => reader(tx, ACCOUNT)),
    restart: () => {
      reader = createArticleShelves(world)
    },
  }
}

async function publish(
  tx: Parameters<Parameters<FileStore['transact']>[0]>[0],
  source: string,
  articles: readonly ArticleVersion[],
  removeMissing: boolean,
): Promise<void> {
  const syncId = `run-of-${source}`
  const run = { syncId, source, status: 'running' as const, startedAt: '2026-11-20T09:00:00Z' }
  await tx.putSyncRun(ACCOUNT, { ...run, cursor: null, problems: [], view: null })
  await tx.clearStage(ACCOUNT, source)
  const staged = articles.map((article) => ({ article, fingerprint: JSON.stringify(article) }))
  await tx.addToStage(ACCOUNT, syncId, staged)
  await tx.publishStage(ACCOUNT, { syncId, source, sources: [source] }, removeMissing)
}

const seen = (shelf: Shelf) => ({
  articles: shelf.articles,
  passages: shelf.articles.map(({ articleId, locale }) => shelf.passagesOf(articleId, locale)),
  synced: shelf.synced,
  allowlist: shelf.allowlistVersion,
  revision: shelf.revision,
})

function found(shelf: Shelf, query: string) {
  return shelf.index
    .search({ query, locale: 'en-us', allowed: () => true, limit: 100 })
    .map(({ articleId, score }) => ({ articleId, score }))
}

function expectSame(shelf: Shelf, fresh: Shelf, told: string): void {
  expect(seen(shelf), told).to.deep.equal(seen(fresh))
  for (const question of QUESTIONS) {
    const [own, other] = [found(shelf, question), found(fresh, question)]
    expect(own.map(({ articleId }) => articleId).sort(), told).to.deep.equal(
      other.map(({ articleId }) => articleId).sort(),
    )
    const scores = new Map(other.map(({ articleId, score }) => [articleId, score]))
    for (const { articleId, score } of own)
      expect(score, `${told} ${articleId}`).to.be.closeTo(scores.get(articleId) ?? Number.NaN, 1e-6)
  }
}

describe('what changed in the stored articles', function () {
  this.timeout(240_000)
  let file: FileStore
  let world: FakeWorld
  let companions: readonly [Companion, Companion]
  beforeEach(async () => {
    file = await fileStore()
    world = fakeWorld()
    // On PostgreSQL one pool has several connections already.
    const other = POSTGRES === null ? await openSqliteStore(file.file) : file
    companions = [companionOn(file, world), companionOn(other, world)]
  })
  afterEach(async () => {
    for (const store of new Set(companions.map((one) => one.store))) await store.close()
  })
  const fresh = () => companions[0].store.transact((tx) => createArticleShelves(world)(tx, ACCOUNT))
  for (let seed = 1; seed <= RUNS; seed += 1)
    it(`makes both of two companions' shelves equal to a fresh one, whoever changes what (${seed})`, async () => {
      const at = dice(seed)
      /** By source and id; an id stands in one source at a time. */
      const shown = new Map<string, ArticleVersion>()
      const versions = new Map<string, number>()
      const stops: string[] = []
      let allowlists = 0
      const acts: Record<string, (by: Companion) => Promise<void>> = {
        async sync({ store }) {
          const source = at.oneOf(SOURCES)
          const own = IDS.filter((_, id) => id % 2 === SOURCES.indexOf(source))
          for (const id of own)
            if (at.below(3) === 0) {
              versions.set(id, (versions.get(id) ?? 0) + 1)
              if (at.below(4) === 0) shown.delete(id)
              else shown.set(id, written(at, id, versions.get(id) ?? 0))
            }
          const articles = own.flatMap((id) => shown.get(id) ?? [])
          await store.transact((tx) => publish(tx, source, articles, true))
        },
        async sameSync({ store }) {
          const articles = IDS.flatMap((id, index) => (index % 2 === 0 ? (shown.get(id) ?? []) : []))
          await store.transact((tx) => publish(tx, 'shop', articles, at.below(2) === 0))
        },
        async allowlist({ store }) {
          allowlists += 1
          const allowed = SECTIONS.filter(() => at.below(3) > 0).map((sectionId) => ({ sectionId }))
          const denied = IDS.filter(() => at.below(6) === 0).map((articleId) => ({ articleId }))
          const selection = { allow: allowed, deny: denied }
          const changedAt = world.now().toISOString()
          await store.transact((tx) =>
            tx.addAllowlist(ACCOUNT, { version: allowlists, selection, changedAt }),
          )
        },
        async review({ store }) {
          const kind = at.oneOf(['article', 'section'] as const)
          const ref = kind === 'article' ? at.oneOf(IDS) : at.oneOf(SECTIONS)
          const reviewBy = at.below(3) === 0 ? null : `2026-11-${20 + at.below(10)}`
          await store.transact((tx) =>
            tx.setReviewDate(ACCOUNT, { kind, ref, reviewBy }, world.now().toISOString()),
          )
        },
        async stop({ store }) {
          const stopId = world.newId()
          stops.push(stopId)
          const stop = { stopId, level: 'article' as const, ref: at.oneOf(IDS), reason: 'other' as const }
          await store.transact((tx) =>
            tx.addStop(ACCOUNT, {
              ...stop,
              pulledAt: world.now().toISOString(),
              pulledBy: 'somebody',
              via: 'console',
              sealedNote: null,
              liftedAt: null,
              liftedBy: null,
            }),
          )
        },
        async lift({ store }) {
          const stopId = stops.pop()
          const lifted = { at: world.now().toISOString(), by: 'somebody' }
          if (stopId !== undefined) await store.transact((tx) => tx.setStopLifted(ACCOUNT, stopId, lifted))
        },
        async day() {
          world.pass(at.oneOf([DAY, DAY, -DAY]))
        },
        async restart(by) {
          by.restart()
        },
        /** A companion of an earlier version notes nothing. */
        async earlier() {
          const id = at.oneOf(IDS)
          shown.delete(id)
          file.tamper((database) => {
            database.prepare('delete from article where article_id = ?').run(id)
            database.exec('update article_revision set revision = revision + 1')
          })
        },
      }
      const names = [...Object.keys(acts), 'sync', 'sync', 'sync', 'review', 'allowlist']
      await acts['sync']?.(companions[0])
      await acts['allowlist']?.(companions[0])
      for (let step = 0; step < STEPS; step += 1) {
        const name = at.oneOf(names)
        await acts[name]?.(at.oneOf(companions))
        const told = `seed ${seed}, step ${step}: ${name}`
        const reader = at.oneOf(companions)
        const shelf = await reader.read()
        expectSame(shelf, await fresh(), told)
      }
    })

  const shownBy = (articles: readonly ArticleVersion[]) =>
    companions[1].store.transact((tx) => publish(tx, 'shop', articles, true))
  const since = (revision: number) =>
    file.transact(async (tx) => {
      const changed = await tx.articlesChangedSince(ACCOUNT, revision)
      return changed?.map(({ articleId, header }) => `${articleId} ${header?.title ?? 'left'}`).toSorted()
    })
  const titled = (articleId: string, title: string) => articleOf(articleId, 'en-us', title, '<p>A text.</p>')

  it('is told by revision, and what a sync shows again as it was is no change', async () => {
    await shownBy([titled('a1', 'One'), titled('a2', 'Two')])
    await shownBy([titled('a1', 'One'), titled('a3', 'Three')])
    await shownBy([titled('a1', 'Uno'), titled('a3', 'Three')])
    expect(await since(0)).to.deep.equal(['a1 Uno', 'a2 left', 'a3 Three'])
    expect(await since(1)).to.deep.equal(['a1 Uno', 'a2 left', 'a3 Three'])
    expect(await since(2)).to.deep.equal(['a1 Uno'])
    expect(await since(3)).to.deep.equal([])
  })

  it('is also what somebody said of an article or of a section', async () => {
    await shownBy([{ ...titled('a1', 'One'), sectionId: 's1' }, titled('a2', 'Two')])
    const say = (kind: 'article' | 'section', ref: string) =>
      file.transact((tx) => tx.setReviewDate(ACCOUNT, { kind, ref, reviewBy: '2026-12-01' }, 'now'))
    await say('section', 's1')
    expect(await since(1)).to.deep.equal(['a1 One'])
    await say('article', 'a2')
    expect(await since(2)).to.deep.equal(['a2 Two'])
  })

  it('is not known of a time when somebody else changed articles and noted nothing, nor of one to come', async () => {
    await shownBy([titled('a1', 'One')])
    file.tamper((database) => database.exec('update article_revision set revision = revision + 1'))
    expect(await since(1)).to.equal(undefined)
    await shownBy([titled('a1', 'Uno')])
    expect(await since(1)).to.equal(undefined)
    expect(await since(2)).to.deep.equal(['a1 Uno'])
    expect(await since(4)).to.equal(undefined)
  })

  it('is of one account', async () => {
    await shownBy([titled('a1', 'One')])
    expect(await file.transact((tx) => tx.articlesChangedSince('other', 0))).to.equal(null)
  })
})
