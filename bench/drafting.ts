/**
 * Drafts a second over the whole extractive path, beside a bare Express route that parses the same body
 * and makes one durable insert of the same size in the same kind of store, in the same run.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import express from 'express'
import { openSqliteStore } from '../server/adapters/sqlite-store.ts'
import { buildRetrievalIndex } from '../server/articles/retrieval/index.ts'
import type { DraftStep } from '../server/drafting/index.ts'
import { openWorkbench } from '../workbench/start.ts'
import { grantTickets, orderFor } from './granted-tickets.ts'
import { freePort, line, together } from './measure.ts'

const DRAFTS = 600
const AT_ONCE = 8

export async function bareInserts(
  folder: string,
  body: string,
  stored: number,
  name = 'bare',
): Promise<number> {
  const db = new Database(join(folder, `${name}.sqlite`))
  db.pragma('journal_mode = WAL')
  db.pragma('synchronous = FULL')
  db.exec('create table row (id integer primary key, body text not null)')
  const insert = db.prepare('insert into row (body) values (?)')
  const value = 'x'.repeat(stored)
  const app = express()
  app.post('/', express.json({ limit: '1mb' }), (_request, response) => {
    insert.run(value)
    response.json({ ok: true })
  })
  const server = createServer(app).listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
  const headers = { 'content-type': 'application/json' }
  const seconds = await together(DRAFTS, AT_ONCE, async () => {
    const answer = await fetch(url, { method: 'POST', headers, body })
    await answer.text()
  })
  server.close()
  db.close()
  return DRAFTS / seconds
}

export async function run(out: (line: string) => void): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'vouch-bench-'))
  const steps: Record<DraftStep, number[]> = { reply: [], gate: [], retrieve: [], compose: [], store: [] }
  const running = await openWorkbench(
    { workbenchPort: 0, companionPort: await freePort(), dataDir: folder, logLevel: 'error' },
    false,
    {
      measure: async (step, act) => {
        const startedAt = performance.now()
        try {
          return await act()
        } finally {
          steps[step].push(performance.now() - startedAt)
        }
      },
    },
  )
  try {
    const { tickets: covered, session } = await grantTickets(running)
    const orderOf = (at: number) => {
      const ticket = covered[at % covered.length]
      if (ticket === undefined) throw new Error('the sample has no covered ticket')
      return JSON.stringify(orderFor(ticket))
    }
    const whole: number[] = []
    let ready = 0
    const draft = async (at: number) => {
      const startedAt = performance.now()
      const answer = await fetch(new URL('/api/v1/drafts', running.companion.origin), {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${session}` },
        body: orderOf(at),
      })
      if ((await answer.text()).includes('"event":"ready"')) ready += 1
      whole.push(performance.now() - startedAt)
    }
    await together(50, AT_ONCE, draft)
    for (const list of [whole, ...Object.values(steps)]) list.length = 0
    ready = 0
    const seconds = await together(DRAFTS, AT_ONCE, draft)
    const stored = await storedBytes(folder)
    const bare = await bareInserts(folder, orderOf(0), stored)
    out(`Drafting: the whole extractive path, ${AT_ONCE} at once, ${ready} of ${DRAFTS} drafts made`)
    out(
      `  Vouch                  ${(DRAFTS / seconds).toFixed(0)} drafts/s (2 transactions, receipt, 2 audit entries each)`,
    )
    out(`  bare Express + insert  ${bare.toFixed(0)} requests/s (1 durable insert of ${stored} bytes)`)
    out(`  ratio                  ${(DRAFTS / seconds / bare).toFixed(2)}`)
    out(line('a whole draft', whole))
    for (const [step, values] of Object.entries(steps)) out(line(`  ${step}`, values))
    await indexBuild(folder, out)
    out(
      `  memory                 ${(process.memoryUsage().rss / 2 ** 20).toFixed(0)} MB RSS (companion, workbench and bench in one process)`,
    )
  } finally {
    await running.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Mean size of what a draft leaves in the store. */
async function storedBytes(folder: string): Promise<number> {
  const db = new Database(join(folder, 'vouch.sqlite'), { readonly: true })
  const row = db
    .prepare(
      'select avg(length(sealed_content) + length(receipt)) as bytes from draft where receipt is not null',
    )
    .get() as { bytes: number | null }
  db.close()
  return Math.round(row.bytes ?? 0)
}

async function indexBuild(folder: string, out: (line: string) => void): Promise<void> {
  const store = await openSqliteStore(join(folder, 'vouch.sqlite'), { readonly: true })
  const accounts = await store.transact((tx) => tx.auditedAccounts())
  const versions = await store.transact((tx) => tx.articleVersions(accounts[0] ?? ''))
  await store.close()
  const built: number[] = []
  for (let round = 0; round < 10; round += 1) {
    const startedAt = performance.now()
    buildRetrievalIndex(versions)
    built.push(performance.now() - startedAt)
  }
  out(line(`index of ${versions.length} articles`, built))
}
