import { expect } from 'chai'
import type { ArticleSource, SourceArticle, SourceItem } from '../../../server/articles/sources/index.ts'
import { confirmSync, type SyncOrder, syncArticles } from '../../../server/articles/sync.ts'
import { Fault } from '../../../src/domain/fault.ts'
import { faultFrom } from '../../support/fault-from.ts'
import { createMemorySyncStore } from '../../support/memory-sync-store.ts'

function article(id: string, more: Partial<SourceArticle> = {}): SourceItem {
  return {
    kind: 'article',
    article: {
      articleId: `zendesk:${id}`,
      locale: 'en',
      title: `Title ${id}`,
      url: null,
      sectionId: '1',
      sectionName: 'S',
      categoryId: '2',
      categoryName: 'C',
      labels: [],
      visibility: 'public',
      draft: false,
      outdated: false,
      updatedAt: '2026-01-01T00:00:00.000Z',
      passages: [],
      ...more,
    },
  }
}

const END: SourceItem = { kind: 'end', complete: true }
const page = (cursor: string): SourceItem => ({ kind: 'checkpoint', cursor })

function createDesk() {
  const store = createMemorySyncStore()
  let time = Date.parse('2026-05-01T10:00:00Z')
  let ids = 0
  const asked: (string | null)[] = []

  /** A source that shows these items; a Fault or Error among them is thrown there. */
  function source(items: readonly (SourceItem | Error)[], name = 'help'): ArticleSource {
    return {
      name,
      async *read(_signal, from) {
        asked.push(from)
        const start = from === null ? 0 : items.findIndex((one) => 'cursor' in one && one.cursor === from) + 1
        for (const item of items.slice(start)) {
          if (item instanceof Error) throw item
          yield item
        }
      },
    }
  }

  const rooms = { store, clock: { now: () => new Date(time) }, ids: { newId: () => `sync-${++ids}` } }
  return {
    store,
    asked,
    rooms,
    wait: (ms: number) => {
      time += ms
    },
    sync: (items: readonly (SourceItem | Error)[], more: Partial<SyncOrder> = {}, name?: string) =>
      syncArticles({ ...rooms, source: source(items, name), ...more }),
    titles: (name = 'help') =>
      store
        .published(name)
        .map((one) => one.article.title)
        .sort(),
  }
}

describe('a sync', () => {
  it('makes the stored articles equal to what the source shows', async () => {
    const desk = createDesk()
    const first = await desk.sync([article('1'), article('2'), article('3'), END])
    expect([first.status, first.added, first.removed]).to.deep.equal(['done', 3, 0])
    const second = await desk.sync([article('1'), article('2', { title: 'New' }), article('4'), END])
    expect(second).to.deep.include({
      status: 'done',
      added: 1,
      changed: 1,
      unchanged: 1,
      removed: 1,
      wouldRemove: 0,
      problems: [],
    })
    expect(desk.titles()).to.deep.equal(['New', 'Title 1', 'Title 4'])
    expect(desk.store.published('help')[0]?.article.versionHash).to.match(/^[0-9a-f]{64}$/)
  })

  const CHANGES: Record<string, Partial<SourceArticle>> = {
    'its title': { title: 'Other' },
    'its section': { sectionId: '9' },
    'its labels': { labels: ['a'] },
    'its visibility': { visibility: 'restricted' },
    'its state': { draft: true },
    'that it is outdated': { outdated: true },
    'its address': { url: 'https://a.example' },
    'its text': {
      passages: [{ id: 'p1', headings: [], text: 'x', sentences: [{ start: 0, end: 1, kind: 'paragraph' }] }],
    },
  }
  for (const [name, change] of Object.entries(CHANGES)) {
    it(`notices that an article changed ${name}`, async () => {
      const desk = createDesk()
      await desk.sync([article('1'), END])
      const view = await desk.sync([article('1', change), END])
      expect([view.changed, view.unchanged]).to.deep.equal([1, 0])
      expect(desk.store.published('help')[0]?.article).to.deep.include(change)
    })
  }

  it('leaves the articles of other sources alone', async () => {
    const desk = createDesk()
    await desk.sync([article('1'), article('2'), article('3'), END])
    await desk.sync([article('1', { title: 'Other source' }), END], {}, 'folder')
    expect([desk.titles(), desk.titles('folder')]).to.deep.equal([
      ['Title 1', 'Title 2', 'Title 3'],
      ['Other source'],
    ])
  })

  it('keeps the same article in two locales apart', async () => {
    const desk = createDesk()
    await desk.sync([article('1'), article('1', { locale: 'de', title: 'Titel' }), END])
    expect(desk.titles()).to.deep.equal(['Titel', 'Title 1'])
  })

  it('takes an article away that can no longer be read, and says so', async () => {
    const desk = createDesk()
    await desk.sync([article('1'), article('2'), article('3'), END])
    const view = await desk.sync([
      article('1'),
      { kind: 'problem', article: 'zendesk:2', reason: 'too large', code: 'too_long' },
      article('3'),
      END,
    ])
    expect([view.status, view.removed, view.problems]).to.deep.equal([
      'done',
      1,
      [{ article: 'zendesk:2', reason: 'too large', code: 'too_long' }],
    ])
    expect(desk.titles()).to.deep.equal(['Title 1', 'Title 3'])
  })

  it('uses the first of two different articles with one id, and reports the other', async () => {
    const desk = createDesk()
    const view = await desk.sync([article('1'), article('1'), article('1', { title: 'Other' }), END])
    expect([view.added, view.problems.length, desk.titles()]).to.deep.equal([1, 1, ['Title 1']])
  })

  it('stages a long list in pages of a hundred', async () => {
    const desk = createDesk()
    const view = await desk.sync([...Array.from({ length: 250 }, (_, index) => article(String(index))), END])
    expect([view.added, desk.store.pagesStaged()]).to.deep.equal([250, 3])
  })

  it('shows five hundred problems and counts the rest', async () => {
    const desk = createDesk()
    const view = await desk.sync([
      ...Array.from(
        { length: 612 },
        (): SourceItem => ({ kind: 'problem', article: 'a', reason: 'b', code: 'link' }),
      ),
      END,
    ])
    expect(view.problems.length).to.equal(501)
    expect(view.problems.at(-1)).to.deep.equal({
      article: 'help',
      reason: 'and 112 more problems',
      code: 'more',
      value: '112',
    })
  })
})

describe('a sync removes nothing', () => {
  const STORED = [article('1'), article('2'), article('3'), article('4'), END]
  const ENDINGS: Record<string, readonly SourceItem[]> = {
    'when the source says that it is not complete': [
      article('1'),
      article('5'),
      { kind: 'end', complete: false },
    ],
    'when the source ends without a word': [article('1'), article('5')],
  }
  for (const [name, items] of Object.entries(ENDINGS)) {
    it(`${name}, but adds what it found`, async () => {
      const desk = createDesk()
      await desk.sync(STORED)
      const view = await desk.sync(items)
      expect([view.status, view.added, view.removed, view.problems.length]).to.deep.equal(['done', 1, 0, 1])
      expect(desk.titles()).to.deep.equal(['Title 1', 'Title 2', 'Title 3', 'Title 4', 'Title 5'])
    })
  }

  it('and changes nothing at all, when most of the source is missing, until that is confirmed', async () => {
    const desk = createDesk()
    await desk.sync(STORED)
    const held = await desk.sync([article('1', { title: 'New' }), END])
    expect(held).to.deep.include({ status: 'needs_confirmation', changed: 1, removed: 0, wouldRemove: 3 })
    expect(desk.titles()).to.deep.equal(['Title 1', 'Title 2', 'Title 3', 'Title 4'])

    const done = await confirmSync(desk.rooms, held.syncId)
    expect(done).to.deep.include({
      syncId: held.syncId,
      status: 'done',
      changed: 1,
      removed: 3,
      wouldRemove: 0,
    })
    expect(desk.titles()).to.deep.equal(['New'])
    expect(await faultFrom(() => confirmSync(desk.rooms, held.syncId))).to.equal('NOT_FOUND')
  })

  it('when the help center shows no article any more', async () => {
    const desk = createDesk()
    await desk.sync([article('1'), END])
    expect((await desk.sync([END])).status).to.equal('needs_confirmation')
    expect(desk.titles()).to.deep.equal(['Title 1'])
  })

  it('unless half of the source remains, or the removal was confirmed beforehand', async () => {
    const desk = createDesk()
    await desk.sync(STORED)
    expect((await desk.sync([article('1'), article('2'), END])).removed).to.equal(2)
    expect((await desk.sync([END], { confirmRemoval: true })).removed).to.equal(2)
    expect(desk.titles()).to.deep.equal([])
  })

  it('by a confirmation that comes after a newer sync', async () => {
    const desk = createDesk()
    await desk.sync(STORED)
    const held = await desk.sync([article('1'), END])
    await desk.sync(STORED)
    expect(await faultFrom(() => confirmSync(desk.rooms, held.syncId))).to.equal('NOT_FOUND')
    expect(desk.titles().length).to.equal(4)
  })

  it('by a confirmation of a sync that was never held', async () => {
    const desk = createDesk()
    const done = await desk.sync(STORED)
    expect(await faultFrom(() => confirmSync(desk.rooms, done.syncId))).to.equal('NOT_FOUND')
  })

  it('when the source fails in the middle', async () => {
    const desk = createDesk()
    await desk.sync(STORED)
    const view = await desk.sync([
      article('1', { title: 'New' }),
      page('a'),
      new Fault('HELP_CENTER_UNREACHABLE', 'gone'),
    ])
    expect([view.status, view.problems]).to.deep.equal([
      'failed',
      [{ article: 'help', reason: 'HELP_CENTER_UNREACHABLE: gone', code: 'unreachable' }],
    ])
    expect(desk.titles()).to.deep.equal(['Title 1', 'Title 2', 'Title 3', 'Title 4'])
  })

  it('when the source throws what is no Fault, and hides its message', async () => {
    const desk = createDesk()
    const view = await desk.sync([article('1'), new Error('text of a page')])
    expect([view.status, JSON.stringify(view).includes('text of a page'), desk.titles()]).to.deep.equal([
      'failed',
      false,
      [],
    ])
  })
})

describe('a sync of several brands', () => {
  const of = (brandId: string, id: string, more: Partial<SourceArticle> = {}) =>
    article(id, { brandId, brandName: `Brand ${brandId}`, ...more })
  const brand = (brandId: string, reason: string | null = null): SourceItem => ({
    ...{ kind: 'brand', brandId, brandName: `Brand ${brandId}`, source: `https://${brandId}.example` },
    ...{ outcome: reason === null ? 'read' : 'failed', reason },
  })
  const GONE = 'HELP_CENTER_UNREACHABLE: gone'
  const FIRST = [
    of('1', 'a'),
    of('1', 'b'),
    brand('1'),
    of('2', 'c'),
    of('2', 'd'),
    of('2', 'e'),
    brand('2'),
    END,
  ]

  it('keeps every article of one that cannot be read, takes the other as it is now, and says how old each is', async () => {
    const desk = createDesk()
    const first = await desk.sync(FIRST)
    desk.wait(60_000)
    const view = await desk.sync([of('1', 'a', { title: 'New' }), brand('1'), brand('2', GONE), END])
    expect(view).to.deep.include({ status: 'done', changed: 1, removed: 1, wouldRemove: 0 })
    expect(desk.titles()).to.deep.equal(['New', 'Title c', 'Title d', 'Title e'])
    expect(
      view.brands?.map(({ brandId, outcome, reason, lastReadAt }) => [brandId, outcome, reason, lastReadAt]),
    ).to.deep.equal([
      ['1', 'read', null, view.startedAt],
      ['2', 'failed', GONE, first.startedAt],
    ])
    expect(view.startedAt).to.not.equal(first.startedAt)
    const again = await desk.sync([of('1', 'a', { title: 'New' }), brand('1'), brand('2', GONE), END])
    expect(again.brands?.map(({ lastReadAt }) => lastReadAt)).to.deep.equal([
      again.startedAt,
      first.startedAt,
    ])
  })

  it('takes what one showed before it broke off, and removes nothing of it', async () => {
    const desk = createDesk()
    await desk.sync(FIRST)
    const view = await desk.sync([
      ...[of('1', 'a'), of('1', 'b'), brand('1')],
      ...[of('2', 'c', { title: 'Corrected' }), brand('2', GONE), END],
    ])
    expect([view.status, view.removed, view.changed]).to.deep.equal(['done', 0, 1])
    expect(desk.titles()).to.deep.equal(['Corrected', 'Title a', 'Title b', 'Title d', 'Title e'])
  })

  it('fails, and changes nothing, when none can be read', async () => {
    const desk = createDesk()
    const first = await desk.sync(FIRST)
    const view = await desk.sync([
      ...[of('1', 'a', { title: 'New' }), brand('1', GONE), brand('2', GONE)],
      { kind: 'end', complete: false },
    ])
    expect([view.status, view.brands?.map(({ lastReadAt }) => lastReadAt)]).to.deep.equal([
      'failed',
      [first.startedAt, first.startedAt],
    ])
    expect(desk.titles()).to.deep.equal(['Title a', 'Title b', 'Title c', 'Title d', 'Title e'])
  })

  it('waits for a person when one brand is emptied, although most of all articles remain', async () => {
    const desk = createDesk()
    const first = await desk.sync(FIRST)
    const most = [of('2', 'c'), of('2', 'd'), of('2', 'e'), brand('2'), END]
    const held = await desk.sync([brand('1'), ...most])
    expect(held).to.deep.include({ status: 'needs_confirmation', removed: 0, wouldRemove: 2 })
    expect(held.brands?.[0]?.lastReadAt).to.equal(first.startedAt)
    expect(desk.titles().length).to.equal(5)
    const done = await confirmSync(desk.rooms, held.syncId)
    expect([done.removed, done.brands?.[0]?.lastReadAt]).to.deep.equal([2, held.startedAt])
    expect(desk.titles()).to.deep.equal(['Title c', 'Title d', 'Title e'])
  })

  it('leaves the articles of an unread brand alone also when it is confirmed later', async () => {
    const desk = createDesk()
    await desk.sync(FIRST)
    const held = await desk.sync([brand('1'), brand('2', GONE), END])
    expect([held.status, held.wouldRemove]).to.deep.equal(['needs_confirmation', 2])
    await confirmSync(desk.rooms, held.syncId)
    expect(desk.titles()).to.deep.equal(['Title c', 'Title d', 'Title e'])
  })
})

describe('a sync that broke off', () => {
  const BROKEN = new Fault('HELP_CENTER_UNREACHABLE', 'gone')
  const ITEMS = [article('1'), article('2'), page('a'), article('3'), page('b'), article('4'), END]

  it('continues from its last page, and what came before still counts as seen', async () => {
    const desk = createDesk()
    await desk.sync([...ITEMS.slice(0, 6), article('5'), END])
    const problem: SourceItem = {
      kind: 'problem',
      article: 'zendesk:9',
      reason: 'malformed',
      code: 'malformed',
    }
    const failed = await desk.sync([
      article('1'),
      article('2'),
      problem,
      page('a'),
      article('3'),
      page('b'),
      BROKEN,
    ])
    const view = await desk.sync(ITEMS)
    expect(desk.asked).to.deep.equal([null, null, 'b'])
    expect(view).to.deep.include({ syncId: failed.syncId, status: 'done', unchanged: 4, removed: 1 })
    expect(view.problems).to.deep.equal([{ article: 'zendesk:9', reason: 'malformed', code: 'malformed' }])
    expect(desk.titles()).to.deep.equal(['Title 1', 'Title 2', 'Title 3', 'Title 4'])
  })

  it('continues also when its process died without a word', async () => {
    const desk = createDesk()
    await desk.store.beginRun({ syncId: 'dead', source: 'help', startedAt: '2026-05-01T09:59:00.000Z' })
    const staged = await createDesk().sync([article('1'), END])
    expect(staged.added).to.equal(1)
    await desk.store.stagePage('dead', { cursor: 'a', articles: [], problems: [] })
    expect([(await desk.sync(ITEMS)).syncId, desk.asked]).to.deep.equal(['dead', ['a']])
  })

  it('starts over when an hour has gone', async () => {
    const desk = createDesk()
    await desk.sync([article('9'), page('a'), BROKEN])
    desk.wait(61 * 60 * 1000)
    const view = await desk.sync(ITEMS)
    expect(desk.asked).to.deep.equal([null, null])
    expect([view.added, desk.titles().includes('Title 9')]).to.deep.equal([4, false])
  })

  it('starts over when its source cannot continue in the middle', async () => {
    const desk = createDesk()
    await desk.sync([article('9'), { kind: 'checkpoint', cursor: null }, BROKEN])
    await desk.sync(ITEMS)
    expect([desk.asked, desk.titles().length]).to.deep.equal([[null, null], 4])
  })

  it('stops for a shutdown, keeps its pages, and continues after it', async () => {
    const desk = createDesk()
    const stop = new AbortController()
    const source: ArticleSource = {
      name: 'help',
      async *read() {
        yield article('1')
        yield article('2')
        yield page('a')
        stop.abort()
        yield article('3')
      },
    }
    expect(await faultFrom(() => syncArticles({ ...desk.rooms, source, signal: stop.signal }))).to.equal(
      'SHUTTING_DOWN',
    )
    expect(desk.titles()).to.deep.equal([])
    expect([(await desk.sync(ITEMS)).added, desk.asked]).to.deep.equal([4, ['a']])
  })

  it('does not run beside another one of its source', async () => {
    const desk = createDesk()
    let release = () => undefined as undefined
    const gate = new Promise<void>((done) => {
      release = () => {
        done()
        return undefined
      }
    })
    const slow: ArticleSource = {
      name: 'help',
      async *read() {
        await gate
        yield article('1')
        yield END
      },
    }
    const first = syncArticles({ ...desk.rooms, source: slow })
    expect(await faultFrom(() => desk.sync([END]))).to.equal('SYNC_RUNNING')
    expect((await desk.sync([article('7'), END], {}, 'folder')).status).to.equal('done')
    release()
    expect([(await first).added, desk.asked.length]).to.deep.equal([1, 1])
    expect((await desk.sync([article('1'), END])).status).to.equal('done')
  })
})
