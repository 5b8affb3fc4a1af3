/** How many audit entries a second the embedded store takes when acts come together, beside the bare inserts. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { openKeyring } from '../server/adapters/keyring.ts'
import { openSqliteStore } from '../server/adapters/sqlite-store.ts'
import { realWorld } from '../server/adapters/world.ts'
import { type Act, createAuditLog } from '../server/audit/index.ts'

const ACTS = 20_000
const TOGETHER = 100
/** What an entry of a decision looks like. */
const ACT: Act = {
  type: 'gate.decided',
  actor: { kind: 'agent', ref: 'q83vEjRWeJCrze8q83vEjRWeJCrze8q83vEjRWeJCrz' },
  object: { kind: 'ticket', ref: '01J9ZK3Q8V5T0M4N6P7R8S9T0V' },
  decision: 'allow',
  detail: {
    draft: '019ab2c3-0000-7000-8000-000000000001',
    action: 'draft',
    epoch: 3,
    receipt: 'f'.repeat(64),
  },
}

function perSecond(count: number, ms: number): number {
  return Math.round((count / ms) * 1_000)
}

/** The same rows, one transaction for as many, and nothing else. */
function bareInserts(folder: string): number {
  const database = new Database(join(folder, 'bare.sqlite'))
  database.pragma('journal_mode = WAL')
  database.pragma('synchronous = FULL')
  database.exec(
    'create table entry (account_id text, idx integer, header text, leaf_hash text, primary key (account_id, idx))',
  )
  const insert = database.prepare('insert into entry values (?, ?, ?, ?)')
  const [header, leaf] = ['x'.repeat(480), 'f'.repeat(64)]
  const startedAt = performance.now()
  for (let done = 0; done < ACTS; done += TOGETHER)
    database.transaction(() => {
      for (let each = done; each < done + TOGETHER; each += 1) insert.run('acme', each, header, leaf)
    })()
  const ms = performance.now() - startedAt
  database.close()
  return perSecond(ACTS, ms)
}

async function appends(folder: string, sealed: boolean, together: number, acts: number): Promise<number> {
  const keys = openKeyring(folder)
  const store = await openSqliteStore(join(folder, `appends-${sealed}-${together}.sqlite`))
  const log = createAuditLog(realWorld, keys)
  const subject = { requesterRef: 'r1', wrappedKey: keys.newPersonKey('acme/r1') }
  const act: Act = sealed ? { ...ACT, sealed: { subject, value: { ticket: '4711' } } } : ACT
  const startedAt = performance.now()
  for (let done = 0; done < acts; done += together)
    await Promise.all(
      Array.from({ length: together }, () => store.transact((tx) => log.append(tx, 'acme', act))),
    )
  const ms = performance.now() - startedAt
  await store.close()
  return perSecond(acts, ms)
}

const folder = mkdtempSync(join(tmpdir(), 'vouch-bench-'))
try {
  await appends(folder, false, TOGETHER, 2_000)
  rmSync(join(folder, `appends-false-${TOGETHER}.sqlite`))
  const bare = bareInserts(folder)
  const plain = await appends(folder, false, TOGETHER, ACTS)
  const sealed = await appends(folder, true, TOGETHER, ACTS)
  const alone = await appends(folder, false, 1, 2_000)
  console.log(`audit appends, ${TOGETHER} acts at once, each a transaction of its own to its caller:`)
  console.log(
    `  entries               ${plain}/s, ${((plain / bare) * 100).toFixed(0)} % of ${bare} bare inserts/s`,
  )
  console.log(`  with sealed words     ${sealed}/s`)
  console.log(`  one act after another ${alone}/s`)
} finally {
  rmSync(folder, { recursive: true, force: true })
}
