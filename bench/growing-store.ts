/**
 * Whether what is done about one person, and what a server does by itself each minute, costs the same in a small store
 * and in a large one: `npx tsx bench/growing-store.ts [tickets …]`, on PostgreSQL `VOUCH_TEST_POSTGRES_FSYNC=on node
 * test/postgres.mjs npx tsx bench/growing-store.ts [tickets …]`. Tickets are of one person each, with a consent, its
 * standing and a draft, written past the product; medians, and the ratio of the last size to the first (goal ≤ 1.5).
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import Database from 'better-sqlite3'
import pg from 'pg'
import { openKeyring } from '../server/adapters/keyring.ts'
import { openPostgresStore } from '../server/adapters/postgres-store.ts'
import { type OpenStore, openSqliteStore } from '../server/adapters/sqlite-store.ts'
import { realWorld } from '../server/adapters/world.ts'
import { createAuditLog } from '../server/audit/index.ts'
import { freshSweep, sweepConsent } from '../server/consent/index.ts'
import { type RetentionState, runRetention } from '../server/privacy/index.ts'
import { asServer, newDatabase, POSTGRES } from '../test/support/test-database.ts'
import { percentile } from './measure.ts'

const ACCOUNT = 'bench'
const SIZES = [10_000, 1_000_000]
const TIMES = 40

function rowsOf(tickets: number): string {
  const [old, now] = ['2025-01-20T09:00:00.000Z', new Date().toISOString()]
  const event = JSON.stringify({ kind: 'grant', at: now, by: 'requester', channel: 'link', noticeVersion: 1 })
  const numbers = `with recursive n (i) as (select 1 union all select i + 1 from n where i < ${tickets})`
  return `
    insert into requester (account_id, requester_ref, digest, wrapped_key, sealed_id, created_at, key_epoch)
      ${numbers} select '${ACCOUNT}', 'r' || i, 'd' || i, 'w', 's', '${old}', '' from n;
    insert into ticket (account_id, ticket_ref, ticket_id, requester_ref, identity, revision, drafts_made, created_at)
      ${numbers} select '${ACCOUNT}', 't' || i, cast(i as text), 'r' || i, 'webhook', 1, 1, '${old}' from n;
    insert into consent_event (account_id, ticket_ref, seq, event, actor_ref, requester_ref)
      ${numbers} select '${ACCOUNT}', 't' || i, 1, '${event}', 'a', 'r' || i from n;
    insert into consent_standing (account_id, ticket_ref, requester_ref, status, valid_until, notice_version, wide,
        changed_at)
      ${numbers} select '${ACCOUNT}', 't' || i, 'r' || i, case i % 4 when 0 then 'withdrawn' else 'granted' end, null,
        1, 0, '${now}' from n;
    insert into draft (account_id, draft_id, ticket_ref, requester_ref, agent_id, status, locale, consent_epoch,
        last_comment_id, sealed_content, receipt, created_at, changed_at)
      ${numbers} select '${ACCOUNT}', 'x' || i, 't' || i, 'r' || i, '7', case i % 8 when 1 then 'ready' else 'sent' end,
        'en', 1, '1', '${'x'.repeat(600)}', '{}', '${now}', '${now}' from n;`
}

async function filledSqlite(folder: string, tickets: number): Promise<OpenStore> {
  const file = join(folder, 'vouch.sqlite')
  await (await openSqliteStore(file)).close()
  const database = new Database(file)
  database.pragma('synchronous = OFF')
  database.pragma('foreign_keys = OFF')
  database.exec(`begin; ${rowsOf(tickets)} commit`)
  database.close()
  return openSqliteStore(file)
}

/** As a server connects, behind the walls of the database; counted once, as the engine does by itself. */
async function filledPostgres(tickets: number): Promise<OpenStore> {
  const url = await newDatabase()
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  await client.query(`set session_replication_role = replica; ${rowsOf(tickets)}`)
  await client.query('analyze')
  await client.end()
  return openPostgresStore(asServer(url), { account: ACCOUNT })
}

/** Milliseconds of each, by its name. */
async function measure(tickets: number): Promise<ReadonlyMap<string, number>> {
  const folder = mkdtempSync(join(tmpdir(), 'vouch-bench-'))
  try {
    const keys = openKeyring(folder)
    const store = await (POSTGRES === null ? filledSqlite(folder, tickets) : filledPostgres(tickets))
    const world = realWorld
    const audit = createAuditLog(world, keys)
    const noes = { noes: () => [], appendNo: () => undefined }
    const places: RetentionState = { places: {}, failed: {} }
    const setback = (sweep: string, cause: unknown) => {
      throw new Error(sweep, { cause })
    }
    const now = world.now().toISOString()
    const state = { ...freshSweep(), mayMiss: false }
    const held = (table: string, order: string, who: string) => ({
      ...{ table, order: [order] as const, time: null },
      any: [[{ column: 'requester_ref', is: [who] }]],
    })
    const acts: Readonly<Record<string, (who: string) => Promise<unknown>>> = {
      'the tickets that a no of theirs reaches': (who) =>
        store.transact((tx) => tx.ticketsAbout(ACCOUNT, [who])),
      'what they have refused before': (who) => store.transact((tx) => tx.refusalsOf(ACCOUNT, who)),
      'a page of their drafts, for a package': (who) =>
        store.transact((tx) => tx.heldPage(ACCOUNT, held('draft', 'draft_id', who), null, 100)),
      'a page of their consents, for a package': (who) =>
        store.transact((tx) => tx.heldPage(ACCOUNT, held('consent_event', 'ticket_ref', who), null, 100)),
      'a minute of retention': () =>
        runRetention(
          { world, audit, keepRefusals: async () => undefined, forgetNoes: async () => 0, setback },
          store.transact,
          ACCOUNT,
          places,
        ),
      'a minute of consents that end': () =>
        sweepConsent({ world, keys, audit, noes } as never, store.transact, ACCOUNT, { state, setback }),
      'whose consents end next, after a new notice': () =>
        store.transact((tx) => tx.consentsDue(ACCOUNT, { now, noticeVersion: 2, most: 200 })),
    }
    const found = new Map<string, number>()
    for (const [name, act] of Object.entries(acts)) {
      const times: number[] = []
      for (let each = 0; each < TIMES; each += 1) {
        const startedAt = performance.now()
        await act(`r${1 + Math.floor((tickets / TIMES) * each)}`)
        times.push(performance.now() - startedAt)
      }
      found.set(name, percentile(times.slice(5), 0.5))
    }
    await store.close()
    return found
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

export async function run(out: (line: string) => void, args: readonly string[] = []): Promise<void> {
  const sizes = args.length > 0 ? args.map(Number) : SIZES
  const found: ReadonlyMap<string, number>[] = []
  for (const size of sizes) found.push(await measure(size))
  out(
    `milliseconds in a store of ${sizes.join(', ')} tickets; the last against the first (goal: at most 1.5)`,
  )
  for (const name of found[0]?.keys() ?? []) {
    const ms = found.map((each) => each.get(name) ?? 0)
    const ratio = (ms.at(-1) ?? 0) / (ms[0] || 1)
    out(
      `  ${name.padEnd(42)} ${ms.map((each) => each.toFixed(2).padStart(8)).join('')}   ${ratio.toFixed(2)}`,
    )
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href)
  await run((line) => console.log(line), process.argv.slice(2))
