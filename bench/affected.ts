/** Whom an incident touches, over 100,000 drafts: the report, and a scan of every row and receipt beside it. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { openKeyring } from '../server/adapters/keyring.ts'
import { openSqliteStore } from '../server/adapters/sqlite-store.ts'
import { stopFile } from '../server/adapters/stop-file.ts'
import { stopReader } from '../server/adapters/stop-reader.ts'
import { realWorld } from '../server/adapters/world.ts'
import { createAuditLog } from '../server/audit/index.ts'
import { affectedBy, createKillSwitch, LOOK_EVERY_MS, recordStop } from '../server/incidents/index.ts'
import type { Stop } from '../src/domain/kill-switch.ts'
import { percentile } from './measure.ts'

const DRAFTS = 100_000
const TICKETS = 20_000
const ACCOUNT = 'acme'
const START_MS = Date.parse('2026-10-01T00:00:00.000Z')
/** One draft every 20 seconds: 23 days. */
const STEP_MS = 20_000
const PULLS = 40

/** Entries as the product writes them, four a draft, without the chain: the report does not verify, it counts. */
function fill(path: string): void {
  const database = new Database(path)
  database.pragma('synchronous = off')
  database.pragma('foreign_keys = off')
  const entry = database.prepare('insert into audit_entry values (?, ?, ?, ?)')
  const columns = (table: string) =>
    (database.pragma(`table_info(${table})`) as { name: string }[]).map(({ name }) => name)
  const insert = (table: string, row: Readonly<Record<string, unknown>>) =>
    database
      .prepare(
        `insert into ${table} (${Object.keys(row).join()}) values (${Object.keys(row)
          .map(() => '?')
          .join()})`,
      )
      .run(...Object.values(row))
  const has = columns('requester')
  database.transaction(() => {
    for (let at = 0; at < TICKETS; at += 1) {
      insert('requester', {
        account_id: ACCOUNT,
        requester_ref: `r${at}`,
        digest: `d${at}`,
        wrapped_key: '2026-11:x',
        sealed_id: 'x',
        created_at: '2026-10-01',
        ...(has.includes('key_epoch') ? { key_epoch: '2026-11' } : {}),
      })
      insert('ticket', {
        account_id: ACCOUNT,
        ticket_ref: `t${at}`,
        ticket_id: String(at + 1),
        requester_ref: `r${at}`,
        identity: 'webhook',
        revision: 0,
        drafts_made: 1,
        created_at: '2026-10-01',
      })
    }
    let index = 0
    const actor = { kind: 'agent', ref: 'a'.repeat(43) }
    for (let at = 0; at < DRAFTS; at += 1) {
      const moment = new Date(START_MS + at * STEP_MS).toISOString()
      const [draft, ticket] = [`draft-${at}`, `t${at % TICKETS}`]
      const add = (rest: object) => {
        const header = { v: 1, actor, at: moment, id: `${index}`, index, prev: '0'.repeat(64), ...rest }
        entry.run(ACCOUNT, index, JSON.stringify(header), '0'.repeat(64))
        index += 1
      }
      const decided = { type: 'gate.decided', object: { kind: 'ticket', ref: ticket }, decision: 'allow' }
      add({ ...decided, detail: { draft, action: 'draft', epoch: 1, receipt: '0'.repeat(64) } })
      add({
        ...decided,
        detail: { draft, action: 'draft', epoch: 1, capability: 'x', receipt: '0'.repeat(64) },
      })
      add({
        type: 'egress.sent',
        object: { kind: 'draft', ref: draft },
        decision: 'sent',
        detail: {
          provider: at % 4 === 0 ? 'mistral' : 'openai-eu',
          host: 'eu.api.openai.com',
          region: 'EEA+CH',
          model: 'm',
          bytes: 4_000,
          fields: ['requester_text', 'subject'],
          articles: [`version-${at % 500}`],
          capability: 'x',
        },
      })
      const made = { kind: 'draft', ref: draft }
      const detail = {
        ticket,
        epoch: 1,
        scope: 's',
        sentences: 4,
        dropped: 0,
        articles: [`version-${at % 500}`],
      }
      add({ type: 'draft.made', object: made, decision: 'verified', detail })
      insert('draft', {
        account_id: ACCOUNT,
        draft_id: draft,
        ticket_ref: ticket,
        requester_ref: `r${at % TICKETS}`,
        agent_id: '1',
        status: 'sent',
        locale: 'en-us',
        consent_epoch: 1,
        last_comment_id: '1',
        receipt: JSON.stringify({
          createdAt: moment,
          ...detail,
          fieldsSent: [{ field: 'subject', bytes: 1 }],
        }),
        created_at: moment,
        changed_at: moment,
      })
    }
    insert('audit_head', { account_id: ACCOUNT, size: index, peaks: '', last_hash: '' })
  })()
  database.close()
}

/** What anybody would write first: every draft, its receipt parsed. */
function plainScan(path: string): number {
  const database = new Database(path, { readonly: true })
  const persons = new Set<unknown>()
  for (const row of database
    .prepare('select requester_ref, receipt from draft where account_id = ?')
    .iterate(ACCOUNT)) {
    const { requester_ref: person, receipt } = row as { requester_ref: string; receipt: string }
    if ((JSON.parse(receipt) as { articles: string[] }).articles.length > 0) persons.add(person)
  }
  database.close()
  return persons.size
}

async function pullSeen(folder: string, path: string): Promise<readonly number[]> {
  const keys = openKeyring(folder)
  const store = await openSqliteStore(path)
  const reader = stopReader(path, ACCOUNT)
  const rooms = { world: realWorld, keys, audit: createAuditLog(realWorld, keys) }
  const file = stopFile(join(folder, 'kill-switch.jsonl'), ACCOUNT)
  const killSwitch = createKillSwitch({
    environment: false,
    file,
    store: reader,
    adopt: (stop) => store.transact((tx) => recordStop(rooms, tx, ACCOUNT, stop, { via: 'file' })),
  })
  await killSwitch.look()
  const watch = setInterval(() => void killSwitch.turn(), LOOK_EVERY_MS)
  const times: number[] = []
  for (let at = 0; at < PULLS; at += 1) {
    const stop: Stop = {
      stopId: realWorld.newId(),
      level: 'brand',
      ref: String(at),
      reason: 'other',
      pulledAt: realWorld.now().toISOString(),
      pulledBy: 'x',
    }
    // Not in step with the watch.
    await new Promise((resolve) => setTimeout(resolve, (at * 37) % LOOK_EVERY_MS))
    const from = performance.now()
    await file.append(stop)
    while (!killSwitch.state().stops.some(({ stopId }) => stopId === stop.stopId))
      await new Promise((resolve) => setTimeout(resolve, 1))
    times.push(performance.now() - from)
  }
  clearInterval(watch)
  reader.close()
  await store.close()
  return times
}

export async function run(print: (line: string) => void): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'vouch-bench-'))
  const path = join(folder, 'vouch.sqlite')
  try {
    const keys = openKeyring(folder)
    await (await openSqliteStore(path)).close()
    fill(path)
    const store = await openSqliteStore(path)
    const pause = () => new Promise<void>((resolve) => setImmediate(resolve))
    const rooms = { world: realWorld, keys, transact: store.transact, pause }
    const window = {
      from: new Date(START_MS).toISOString(),
      to: new Date(START_MS + DRAFTS * STEP_MS).toISOString(),
    }
    const day = {
      from: new Date(START_MS + 86_400_000).toISOString(),
      to: new Date(START_MS + 2 * 86_400_000).toISOString(),
    }
    print(`affected people, ${DRAFTS} drafts in ${DRAFTS * 4} entries (limit 60 s)`)
    for (const [name, query] of Object.entries({
      'all of them': window,
      'of one provider': { ...window, provider: 'mistral' },
      'of one version': { ...window, versionHash: 'version-7' },
      'of one day': day,
    })) {
      const from = performance.now()
      const report = await affectedBy(rooms, ACCOUNT, query)
      const took = (performance.now() - from) / 1000
      print(
        `  ${name.padEnd(18)} ${took.toFixed(2)} s   ${report.drafts} drafts, ${report.persons} persons, ${report.entries} entries read`,
      )
      if (name === 'all of them') {
        const scanFrom = performance.now()
        const persons = plainScan(path)
        const scan = (performance.now() - scanFrom) / 1000
        print(
          `  ${'plain scan'.padEnd(18)} ${scan.toFixed(2)} s   ${persons} persons; the report takes ${(took / scan).toFixed(1)} times as long`,
        )
        print('                     (the scan knows nothing of erased persons, bytes and recipients)')
      }
    }
    await store.close()
    const times = await pullSeen(folder, path)
    print(
      `kill switch, seen by another server's watch after p50 ${percentile(times, 0.5).toFixed(0)} ms, p99 ${percentile(times, 0.99).toFixed(0)} ms, most ${Math.max(...times).toFixed(0)} ms (${times.length}, limit 1000 ms)`,
    )
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
