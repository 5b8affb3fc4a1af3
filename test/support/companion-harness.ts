/** The companion as it runs in production, over a data folder of its own: real store, real keys, real HTTP. */
import { generateKeyPairSync } from 'node:crypto'
import { PassThrough } from 'node:stream'
import Database from 'better-sqlite3'
import jwt from 'jsonwebtoken'
import { after } from 'mocha'
import { openKeyring } from '../../server/adapters/keyring.ts'
import { openPostgresStore } from '../../server/adapters/postgres-store.ts'
import { openSqliteStore } from '../../server/adapters/sqlite-store.ts'
import { createSyncStore, syncArticles } from '../../server/articles/index.ts'
import { createAuditLog } from '../../server/audit/index.ts'
import { readConfig } from '../../server/config.ts'
import type { Model } from '../../server/drafting/index.ts'
import { createLog } from '../../server/log.ts'
import { type Companion, type Replacements, startCompanion } from '../../server/start-companion.ts'
import type { ArticleVersion } from '../../src/domain/article.ts'
import { type FakeWorld, fakeWorld } from './fake-world.ts'
import { freshFile } from './fresh-file.ts'
import { type SpyDrafter, spyDrafter } from './spy-drafter.ts'
import { tempFolder } from './temp-folder.ts'
import {
  asServer,
  databaseIn,
  dumpOfPostgres,
  giveBackDatabase,
  POSTGRES,
  postgresDatabase,
  rowsAreTold,
  type TestDatabase,
} from './test-database.ts'
import { placed } from './turnstiles.ts'

export const ACCOUNT_ORIGIN = 'https://acme.zendesk.com'
export const ACCOUNT_ID = 'acme'
export const ADMIN = '11'
export const AGENT = '12'
export const OTHER_AGENT = '13'
export const COMPLIANCE = '14'
export const INSTALLATION = '30000001'
export const WEBHOOK_SECRET = 'a secret of at least 24 characters'

const KEYS = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
})

export const ENVIRONMENT: Readonly<Record<string, string>> = {
  VOUCH_PORT: '0',
  // A story calls more often than people do, and its clock stands.
  VOUCH_CALLS_A_MINUTE: 'off',
  VOUCH_PUBLIC_URL: 'http://localhost:4000',
  VOUCH_ACCOUNT_ORIGIN: ACCOUNT_ORIGIN,
  VOUCH_INSTALLATION_ID: INSTALLATION,
  VOUCH_APP_PUBLIC_KEY: KEYS.publicKey,
  VOUCH_FIRST_ADMIN: ADMIN,
  // Nobody listens there: a test that reads articles says where from.
  VOUCH_HELP_CENTER_URL: 'http://localhost:9',
  VOUCH_WEBHOOK_SECRET: WEBHOOK_SECRET,
  VOUCH_HELP_CENTER_LOCALES: 'en-us,de',
  VOUCH_CONTROLLER_NAME: 'Acme GmbH',
  VOUCH_CONTROLLER_CONTACT: 'privacy@acme.example',
  VOUCH_CONTROLLER_ADDRESS: 'Musterweg 1, 10115 Berlin',
  VOUCH_CONTROLLER_COUNTRY: 'DE',
  VOUCH_STORAGE_COUNTRY: 'DE',
}

export interface Answer {
  readonly status: number
  readonly headers: Headers
  readonly text: string
  /** The body as JSON; `undefined` when it is none. Tests say by their expectations what it must be. */
  // biome-ignore lint/suspicious/noExplicitAny: an answer is checked by what the test expects of it
  readonly body: any
}

export interface CallOptions {
  /** The agent whose session is sent. */
  readonly as?: string
  /** Sent as it stands instead of a session. */
  readonly authorization?: string
  readonly body?: unknown
  /** Sent as it stands, whatever it is. */
  readonly raw?: string | Uint8Array
  readonly headers?: Readonly<Record<string, string>>
  readonly signal?: AbortSignal
}

export interface AuditRow {
  readonly index: number
  readonly type: string
  readonly decision: string
  readonly actor: { readonly kind: string; readonly ref: string }
  readonly object: { readonly kind: string; readonly ref: string }
  readonly detail?: Readonly<Record<string, unknown>>
}

export interface Harness {
  readonly world: FakeWorld
  readonly dataDir: string
  readonly origin: string
  readonly drafter: SpyDrafter
  readonly companion: Companion
  logged(): string
  /** A token as the helpdesk signs it; `change` replaces claims, `null` takes one away. */
  hostToken(agentId: string, change?: Readonly<Record<string, unknown>>): string
  sessionOf(agentId: string): Promise<string>
  call(method: string, path: string, options?: CallOptions): Promise<Answer>
  /** `/api/v1` as that agent. */
  api(as: string, method: string, path: string, body?: unknown): Promise<Answer>
  rows(query: string): readonly Record<string, unknown>[]
  /** Another program's hand on the store. */
  tamper(act: (database: TestDatabase) => void): void
  /** Every row of every table: equal dumps are equal stores. */
  dump(without?: readonly string[]): string
  audit(): readonly AuditRow[]
  /** The newest entries, the oldest of them first. */
  auditTail(entries: number): readonly AuditRow[]
  /** Makes the stored articles equal to these, as a sync of the command line would. */
  sync(articles: readonly ArticleVersion[]): Promise<void>
  /** Stops and starts again over the same folder. */
  /** `model: null` takes the model out; absent, it stays. */
  restart(
    env?: Readonly<Record<string, string>>,
    change?: { readonly model?: Model | null },
  ): Promise<Harness>
  stop(): Promise<void>
}

export interface HarnessOptions {
  readonly articles?: readonly ArticleVersion[]
  readonly env?: Readonly<Record<string, string | undefined>>
  readonly dataDir?: string
  readonly world?: FakeWorld
  readonly drafter?: SpyDrafter
  readonly model?: Model
  readonly measure?: Replacements['measure']
  readonly tuning?: Replacements['tuning']
  readonly rest?: Replacements['rest']
  readonly stopwatch?: Replacements['stopwatch']
  readonly sweepEveryMs?: number
  readonly lookEveryMs?: number
  /** False: as a new account starts, before anybody has taken it live. */
  readonly live?: boolean
}

/** What a decision or an act leaves behind whatever comes of it. */
export const LOG_TABLES = [
  'audit_entry',
  'audit_head',
  'audit_payload',
  'decision',
  'decided_scope',
  'article_snapshot',
] as const

const SOURCE = 'memory:articles'
/** Counted over all: two starts over one folder must not make the same token twice. */
let tokens = 0
const running = new Set<Harness>()

/** A test that failed before it stopped its companion must not keep the run alive. */
after(async () => {
  await Promise.allSettled([...running].map((harness) => harness.stop()))
})

async function newFolder(): Promise<string> {
  const folder = tempFolder()
  // A store without its keys would be refused.
  openKeyring(folder)
  if (POSTGRES === null) await freshFile(folder)
  return folder
}

export async function storeArticles(
  dataDir: string,
  world: FakeWorld,
  articles: readonly ArticleVersion[],
  accountId = ACCOUNT_ID,
): Promise<void> {
  const keys = openKeyring(dataDir)
  const store =
    POSTGRES === null
      ? await openSqliteStore(`${dataDir}/vouch.sqlite`)
      : await openPostgresStore(asServer(await databaseIn(dataDir)), { account: accountId })
  const source = {
    name: SOURCE,
    async *read() {
      for (const { versionHash: _, ...article } of articles) yield { kind: 'article', article } as const
      yield { kind: 'end', complete: true } as const
    },
  }
  await syncArticles({
    source,
    clock: world,
    ids: world,
    confirmRemoval: true,
    store: createSyncStore({
      accountId,
      world,
      transact: store.transact,
      audit: createAuditLog(world, keys),
      actor: { kind: 'system', ref: 'test' },
    }),
  })
  await store.close()
}

function open(dataDir: string, url: string | null): TestDatabase {
  if (url !== null) return postgresDatabase(url)
  const database = new Database(`${dataDir}/vouch.sqlite`)
  database.pragma('foreign_keys = OFF')
  return database
}

function answerOf(status: number, headers: Headers, text: string): Answer {
  const isJson = /[/+]json/.test(headers.get('content-type') ?? '')
  return { status, headers, text, body: isJson && text !== '' ? JSON.parse(text) : undefined }
}

const auditRow = (row: unknown): AuditRow => JSON.parse(String(Reflect.get(Object(row), 'header')))

export async function startHarness(options: HarnessOptions = {}): Promise<Harness> {
  // Not at the top: the table of calls is made of desks that are started here.
  const { undeclared } = await import('./declared-answers.ts')
  const world = options.world ?? fakeWorld()
  const dataDir = options.dataDir ?? (await newFolder())
  const drafter = options.drafter ?? spyDrafter()
  const accountOrigin = options.env?.VOUCH_ACCOUNT_ORIGIN ?? ACCOUNT_ORIGIN
  const accountHost = new URL(accountOrigin).host
  const accountId = accountHost.replace('.zendesk.com', '')
  if (options.articles !== undefined) await storeArticles(dataDir, world, options.articles, accountId)
  const stream = new PassThrough()
  const lines: string[] = []
  stream.on('data', (chunk: Buffer) => lines.push(chunk.toString('utf8')))
  const url = POSTGRES === null ? null : await databaseIn(dataDir)
  const env = {
    ...ENVIRONMENT,
    ...(url === null ? {} : { DATABASE_URL: asServer(url) }),
    ...options.env,
    VOUCH_DATA_DIR: dataDir,
  }
  const companion = await startCompanion(readConfig(env), {
    world,
    drafter,
    log: createLog('debug', stream),
    ...(options.model === undefined ? {} : { model: placed(options.model) }),
    ...(options.measure === undefined ? {} : { measure: options.measure }),
    ...(options.tuning === undefined ? {} : { tuning: options.tuning }),
    ...(options.rest === undefined ? {} : { rest: options.rest }),
    ...(options.stopwatch === undefined ? {} : { stopwatch: options.stopwatch }),
    ...(options.sweepEveryMs === undefined ? {} : { sweepEveryMs: options.sweepEveryMs }),
    ...(options.lookEveryMs === undefined ? {} : { lookEveryMs: options.lookEveryMs }),
  })
  const origin = companion.origin.replace('localhost', '127.0.0.1')
  const database = open(dataDir, url)
  // As a store of before is: live, without an act of anybody in the log.
  if (options.live !== false) {
    // Closed again: a test may ask whether the product itself still holds the store.
    const before = open(dataDir, url)
    before.prepare('insert or ignore into live_state (account_id, seq, live) values (?, 1, 1)').run(accountId)
    before.close()
  }
  const sessions = new Map<string, { token: string; from: number; until: number }>()
  let stopped: Promise<void> | null = null

  const hostToken: Harness['hostToken'] = (agentId, change = {}) => {
    const iat = Math.floor(world.now().getTime() / 1000)
    tokens += 1
    const claims: Record<string, unknown> = {
      iss: accountHost,
      sub: `${accountOrigin}/api/v2/users/${agentId}.json`,
      aud: `${accountOrigin}/api/v2/apps/installations/${INSTALLATION}.json`,
      iat,
      nbf: iat,
      exp: iat + 120,
      jti: `token-${tokens}`,
      ...change,
    }
    const given = Object.fromEntries(Object.entries(claims).filter(([, value]) => value !== null))
    return jwt.sign(given, KEYS.privateKey, { algorithm: 'RS256', noTimestamp: given.iat === undefined })
  }

  /** Whoever was signed out signs in again when they next call. */
  const LEAVES = /\/session\/(?:sign-outs|departures)$/
  const ENDS = /\/(?:session-endings|sessions\/[^/]+\/endings)$/

  const call: Harness['call'] = async (method, path, given = {}) => {
    await rowsAreTold(url)
    const session = given.as === undefined ? undefined : `Bearer ${await sessionOf(given.as)}`
    const authorization = given.authorization ?? session
    const body = given.raw ?? (given.body === undefined ? undefined : JSON.stringify(given.body))
    const response = await fetch(`${origin}${path}`, {
      method,
      redirect: 'manual',
      headers: {
        ...(authorization === undefined ? {} : { authorization }),
        ...(given.body === undefined ? {} : { 'content-type': 'application/json' }),
        ...given.headers,
      },
      ...(body === undefined ? {} : { body }),
      ...(given.signal === undefined ? {} : { signal: given.signal }),
    })
    if (LEAVES.test(path) && response.ok && given.as !== undefined) sessions.delete(given.as)
    const text = await response.text()
    if (ENDS.test(path) && response.ok && text !== '{"ended":0}') sessions.clear()
    const type = response.headers.get('content-type') ?? ''
    const disposition = response.headers.get('content-disposition')
    const wrong = undeclared({ method, path, status: response.status, type, disposition, text })
    if (wrong !== null) throw new Error(wrong)
    return answerOf(response.status, response.headers, text)
  }

  const sessionOf: Harness['sessionOf'] = async (agentId) => {
    await rowsAreTold(url)
    const held = sessions.get(agentId)
    const now = world.now().getTime()
    if (held !== undefined && held.from <= now && held.until > now) return held.token
    const page = await call('POST', `/sidebar?origin=${encodeURIComponent(accountOrigin)}`, {
      raw: new URLSearchParams({ token: hostToken(agentId) }).toString(),
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    })
    const boot = sessionIn(page.text)
    if (boot === null) throw new Error(`the page answered ${page.status} and held no session`)
    sessions.set(agentId, { token: boot.token, from: now, until: Date.parse(boot.expiresAt) - 60_000 })
    return boot.token
  }

  const harness: Harness = {
    world,
    dataDir,
    origin,
    drafter,
    companion,
    logged: () => lines.join(''),
    hostToken,
    sessionOf,
    call,
    api: (as, method, path, body) => call(method, `/api/v1${path}`, { as, body }),
    rows: (query) => database.prepare(query).all() as Record<string, unknown>[],
    tamper: (act) => act(database),
    dump: (without = []) => (url === null ? dumpOf(database, without) : dumpOfPostgres(url, without)),
    audit: () => database.prepare('select header from audit_entry order by idx').all().map(auditRow),
    auditTail: (entries) =>
      database
        .prepare('select header from audit_entry order by idx desc limit ?')
        .all(entries)
        .map(auditRow)
        .reverse(),
    sync: (articles) => storeArticles(dataDir, world, articles, accountId),
    async restart(env = {}, change = {}) {
      await harness.stop()
      const { articles: _, model: held, ...same } = options
      const model = change.model === undefined ? held : change.model
      return startHarness({
        ...same,
        ...(model == null ? {} : { model }),
        ...{ dataDir, world, drafter, env: { ...options.env, ...env } },
      })
    },
    stop: () => {
      stopped ??= companion.stop().finally(() => {
        database.close()
        if (url !== null) giveBackDatabase(url)
        running.delete(harness)
      })
      return stopped
    },
  }
  running.add(harness)
  return harness
}

/** The session that a page carries, or `null`. */
export function sessionIn(html: string): { token: string; expiresAt: string } | null {
  const boot = /<script type="application\/json" id="vouch-session">(.*?)<\/script>/s.exec(html)?.[1]
  return boot === undefined ? null : (JSON.parse(boot) as { token: string; expiresAt: string })
}

/** Between two dumps. */
export function changedTables(before: string, after: string): readonly string[] {
  const [old, now] = [before, after].map((dump) => JSON.parse(dump) as [string, unknown[]][])
  const known = new Map(old?.map(([name, rows]) => [name, JSON.stringify(rows)]))
  return (now ?? []).filter(([name, rows]) => known.get(name) !== JSON.stringify(rows)).map(([name]) => name)
}

export function dumpOf(database: TestDatabase, without: readonly string[] = []): string {
  const tables = database
    .prepare("select name from sqlite_master where type = 'table' order by name")
    .pluck()
    .all() as string[]
  return JSON.stringify(
    tables
      .filter((table) => !without.includes(table))
      .map((table) => [table, database.prepare(`select * from ${table} order by rowid`).all()]),
  )
}
