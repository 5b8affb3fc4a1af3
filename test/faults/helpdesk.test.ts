import type { ServerResponse } from 'node:http'
import { expect } from 'chai'
import { createEgressDoor } from '../../server/adapters/egress-door.ts'
import { openKeyring } from '../../server/adapters/keyring.ts'
import { createSyncStore, createZendeskHelpCenter, syncArticles } from '../../server/articles/index.ts'
import { createAuditLog, verifyAudit } from '../../server/audit/index.ts'
import type { SyncView } from '../../src/domain/api.ts'
import { dice } from '../support/dice.ts'
import { fakeWorld } from '../support/fake-world.ts'
import { boundOf, fuzzRuns, tableOf, testLimitMs } from '../support/fuzz-run.ts'
import { type FileStore, fileStore } from '../support/memory-store.ts'
import { type Seen, type SocketGround, serveHttp } from '../support/socket-ground.ts'
import { tempFolder } from '../support/temp-folder.ts'

const STORIES = fuzzRuns(25)
const SEED = Number(process.env.VOUCH_FUZZ_SEED ?? 20261127)
const PAGES = 4
const A_PAGE = 3
const MOST_BYTES = 100_000
/** Of a page that is never answered: long enough for its request to come there. */
const QUIET_MS = 500

interface HelpCenter {
  /** Of every article; a new one each time is a change of all. */
  text: string
  /** Answers in place of the help center, or says that it does not. `again`: how often that was asked before. */
  fails: (path: string, res: ServerResponse, again: number) => boolean
}

const json = (res: ServerResponse, body: unknown, status = 200, headers = {}) =>
  res.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body))
const LAST = { meta: { has_more: false, after_cursor: null }, links: { next: null } }

function articlesOn(page: number, text: string) {
  return Array.from({ length: A_PAGE }, (_, at) => ({
    ...{
      id: 100 + page * A_PAGE + at,
      html_url: null,
      title: `Article ${page}.${at}`,
      body: `<p>${text}</p>`,
    },
    ...{ locale: 'en-us', section_id: 10, draft: false, user_segment_id: null, user_segment_ids: [] },
    ...{ label_names: [], outdated: false, outdated_locales: [], updated_at: '2026-03-01T08:00:00Z' },
  }))
}

/** `articles 2`: the third page of the articles. */
function pathOf({ url }: Seen): string {
  const { pathname, searchParams } = new URL(url, 'http://localhost')
  const list = /([a-z]+)\.json$/.exec(pathname)?.[1] ?? ''
  return `${list} ${searchParams.get('page[after]')?.slice(1) ?? '0'}`
}

function answer({ text }: HelpCenter, path: string, res: ServerResponse): void {
  const [list = '', page = '0'] = path.split(' ')
  const at = Number(page)
  const next = { meta: { has_more: true, after_cursor: `c${at + 1}` }, links: { next: null } }
  if (list === 'sections') json(res, { sections: [{ id: 10, name: 'Billing', category_id: 20 }], ...LAST })
  else if (list === 'categories') json(res, { categories: [{ id: 20, name: 'Money' }], ...LAST })
  else json(res, { articles: articlesOn(at, text), ...(at === PAGES - 1 ? LAST : next) })
}

/** How it fails from then on, how the sync ends, and what it says of it. */
type Row = readonly [
  fail: (res: ServerResponse, again: number) => void,
  ended: RegExp | 'done',
  asked?: number,
]

const status =
  (code: number, headers = {}) =>
  (res: ServerResponse) =>
    void json(res, {}, code, headers)
const said =
  (text: string, type = 'application/json') =>
  (res: ServerResponse) =>
    void res.writeHead(200, { 'content-type': type }).end(text)
/** The first times; then it answers as it should. */
const times = (most: number, fail: Row[0]) => (res: ServerResponse, again: number) => {
  if (again < most) fail(res, again)
  else json(res, { articles: articlesOn(2, 'new'), meta: { has_more: true, after_cursor: 'c3' }, links: {} })
}

const UNREACHABLE = /^HELP_CENTER_UNREACHABLE: /
const MALFORMED = /^HELP_CENTER_MALFORMED: /

/** Each befalls the third page of four. */
const ROWS: Readonly<Record<string, Row>> = {
  '429 for ever': [status(429), UNREACHABLE, 6],
  '429 once, with Retry-After': [times(1, status(429, { 'retry-after': '7' })), 'done', 2],
  '429 with Retry-After of an hour': [status(429, { 'retry-after': '3600' }), /asks to wait 3600 s/, 1],
  '429 with a Retry-After that is no number': [times(1, status(429, { 'retry-after': 'soon' })), 'done', 2],
  '500 for ever': [status(500), UNREACHABLE, 6],
  '503 twice': [times(2, status(503)), 'done', 3],
  '503 with Retry-After': [times(1, status(503, { 'retry-after': '3' })), 'done', 2],
  '401': [status(401), /closed to visitors who are not signed in/, 1],
  '404': [status(404), /no help center, or not in this locale/, 1],
  '410': [status(410), /status 410/, 1],
  'a redirect': [status(302, { location: 'https://evil.example/' }), /redirects are not followed/, 1],
  'a reset for ever': [(res) => void res.socket?.resetAndDestroy(), UNREACHABLE, 6],
  'a reset once': [times(1, (res) => void res.socket?.resetAndDestroy()), 'done', 2],
  silence: [() => undefined, /no complete answer within/, 6],
  'a body that stops': [
    (res) => {
      res.writeHead(200, { 'content-type': 'application/json', 'content-length': '5000' })
      res.write('{"articles":[')
      setImmediate(() => res.destroy())
    },
    UNREACHABLE,
    6,
  ],
  'half a document': [said(JSON.stringify({ articles: articlesOn(2, 'x') }).slice(0, 300)), MALFORMED, 1],
  'no JSON': [said('moved, sorry'), MALFORMED, 1],
  'a web page': [
    said('<html><h1>Maintenance</h1></html>', 'text/html'),
    /a web page came instead of JSON/,
    1,
  ],
  'an empty body': [said(''), MALFORMED, 1],
  null: [said('null'), /no list of articles/, 1],
  'another list': [said(JSON.stringify({ users: [], ...LAST })), /no list of articles/, 1],
  'a huge body': [said('x'.repeat(3 * MOST_BYTES)), /TOO_LARGE: .*longer than/, 1],
  'a compressed body': [
    (res) => void res.writeHead(200, { 'content-encoding': 'gzip' }).end('\x1f\x8b'),
    MALFORMED,
    1,
  ],
  'more pages, but no cursor': [
    said(JSON.stringify({ articles: [], meta: { has_more: true, after_cursor: null }, links: {} })),
    /more pages, but no cursor/,
    1,
  ],
  'the same page again': [
    said(JSON.stringify({ articles: [], meta: { has_more: true, after_cursor: 'c2' }, links: {} })),
    /the same cursor twice/,
    1,
  ],
  'pages in a circle': [
    said(JSON.stringify({ articles: [], meta: { has_more: true, after_cursor: 'c1' }, links: {} })),
    /its pages lead in a circle/,
    1,
  ],
}

describe('a help center that fails while it is read', () => {
  const world = fakeWorld()
  let store: FileStore
  let ground: SocketGround
  let shop: HelpCenter
  let slept: number[]
  let isSilent: boolean
  const counts: string[][] = []

  before(async () => {
    const folder = tempFolder()
    store = await fileStore(folder)
  })
  const keys = openKeyring(tempFolder())
  after(async () => {
    process.stdout.write(`${tableOf(['fault of the help center', 'sync', 'asked', 'waited s'], counts)}\n`)
    await store.close()
  })

  beforeEach(async () => {
    shop = { text: 'old', fails: () => false }
    slept = []
    isSilent = false
    const asked = new Map<string, number>()
    ground = await serveHttp((seen, res) => {
      const path = pathOf(seen)
      const again = asked.get(path) ?? 0
      asked.set(path, again + 1)
      if (!shop.fails(path, res, again)) answer(shop, path, res)
    })
    store.tamper((database) =>
      database.exec('delete from article; delete from sync_run; delete from sync_stage'),
    )
    expect((await sync()).status).to.equal('done')
    world.pass(60_000)
    shop.text = 'new'
    asked.clear()
  })

  function sync(): Promise<SyncView> {
    const origin = `http://127.0.0.1:${ground.port}`
    const doorOf = (timeoutMs: number) =>
      createEgressDoor({ allowedOrigins: [origin], timeoutMs, maxBytes: MOST_BYTES })
    const [patient, impatient] = [doorOf(60_000), doorOf(QUIET_MS)]
    // Only the page that never comes is given up soon: a slow machine takes a while over the others.
    const door: typeof patient = {
      ...patient,
      get: (url, ...more) => {
        const never = isSilent && new URL(url).searchParams.get('page[after]') === 'c2'
        return (never ? impatient : patient).get(url, ...more)
      },
    }
    const source = createZendeskHelpCenter({
      ...{ origin, locales: ['en-us'], door },
      sleep: async (ms) => void slept.push(ms / 1000),
    })
    const audit = createAuditLog(world, keys)
    const given = { accountId: 'acme', world, audit, transact: store.transact }
    const syncStore = createSyncStore({ ...given, actor: { kind: 'system', ref: 'test' } })
    return syncArticles({ source, store: syncStore, clock: world, ids: world })
  }
  const published = () => JSON.stringify(store.rows('select * from article order by article_id'))
  const pages = (from: number) =>
    ground.seen
      .slice(from)
      .map(pathOf)
      .filter((path) => path.startsWith('articles'))
  async function expectVerified(): Promise<void> {
    const verdict = await store.transact((tx) => verifyAudit(tx, 'acme', null))
    expect(verdict).to.include({ problem: 'CHECKPOINT_MISSING' })
  }

  for (const [name, [fail, ended, asked = 1]] of Object.entries(ROWS))
    it(`${name}: ${ended === 'done' ? 'is waited for, and the sync ends well' : 'the sync says so, changes nothing, and the next goes on there'}`, async () => {
      const before = published()
      isSilent = name === 'silence'
      shop.fails = (path, res, again) => {
        if (path !== 'articles 2') return false
        fail(res, again)
        return true
      }
      const from = ground.seen.length
      const view = await sync()
      const reasons = view.problems.map(({ reason }) => reason)
      counts.push([name, view.status, String(asked), slept.join(' ')])
      expect(pages(from).filter((path) => path === 'articles 2')).to.have.length(asked)
      expect(slept).to.have.length(asked - 1)
      if (ended === 'done') {
        expect([view.status, reasons]).to.deep.equal(['done', []])
        expect(view.changed).to.equal(PAGES * A_PAGE)
        if (/Retry-After$/.test(name)) expect(slept).to.deep.equal([name.startsWith('429') ? 7 : 3])
      } else {
        expect(view.status).to.equal('failed')
        expect(reasons[0]).to.match(ended)
        expect(published(), 'what may be quoted').to.equal(before)
      }
      isSilent = false
      shop.fails = () => false
      const resumed = ground.seen.length
      const next = await sync()
      expect([next.status, next.problems, next.removed]).to.deep.equal(['done', [], 0])
      expect(JSON.parse(published())).to.have.length(PAGES * A_PAGE)
      expect(published()).to.not.contain('old')
      // What was read before the fault is not asked for again.
      if (ended !== 'done') expect(pages(resumed)).to.deep.equal(['articles 2', 'articles 3'])
      await expectVerified()
    })

  it('a help center that seems empty must be confirmed by a person', async () => {
    const before = published()
    shop.fails = (path, res) => {
      if (!path.startsWith('articles')) return false
      json(res, { articles: [], ...LAST })
      return true
    }
    const view = await sync()
    expect([view.status, view.wouldRemove]).to.deep.equal(['needs_confirmation', PAGES * A_PAGE])
    expect(published()).to.equal(before)
  })

  it('any fault at any page, one after the other: articles are all as they were or all as they are', async function () {
    this.timeout(testLimitMs(STORIES, 20))
    const thrown = dice(SEED)
    const failing = Object.entries(ROWS).filter(([name, [, ended]]) => ended !== 'done' && name !== 'silence')
    const lists = [
      'sections 0',
      'categories 0',
      ...Array.from({ length: PAGES }, (_, at) => `articles ${at}`),
    ]
    let [failed, done] = [0, 0]
    for (let story = 0; story < STORIES; story += 1) {
      const text = `text ${story}`
      shop.text = text
      const [before, where] = [published(), thrown.oneOf(lists)]
      const [, [fail]] = thrown.oneOf(failing)
      shop.fails = (path, res, again) => {
        if (path !== where) return false
        fail(res, again)
        return true
      }
      const view = await sync()
      if (view.status === 'failed') {
        failed += 1
        expect(published()).to.equal(before)
        expect(view.problems[0]?.reason).to.match(/^(HELP_CENTER_[A-Z]+|TOO_LARGE): ./)
      }
      shop.fails = () => false
      world.pass(60_000)
      expect((await sync()).status).to.equal('done')
      done += 1
      const texts = new Set(
        store.rows('select passages from article').map(({ passages }) => String(passages).includes(text)),
      )
      expect([...texts]).to.deep.equal([true])
    }
    await expectVerified()
    const row = ['any fault at any page', String(failed), String(done), '0', boundOf(STORIES)]
    process.stdout.write(
      `${tableOf(['help center', 'failed', 'resumed', 'half-written', '95 % bound'], [row])}\nseed ${SEED}\n`,
    )
  })
})
