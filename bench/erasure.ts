/** Whether erasing one person costs the same in a small store and in a large one: same rows of theirs, more of others. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { openKeyring } from '../server/adapters/keyring.ts'
import { openSqliteStore } from '../server/adapters/sqlite-store.ts'
import { realWorld } from '../server/adapters/world.ts'
import { createAuditLog } from '../server/audit/index.ts'
import { erasureRooms } from '../server/erasure-rooms.ts'
import { eraseRequester } from '../server/privacy/index.ts'
import { percentile } from './measure.ts'

const ACCOUNT = 'bench'
const SIZES = [10_000, 1_000_000]
const DRAFTS_EACH = 10
const ERASED = 40

/** People with a ticket, its consent and ten drafts each, written past the product. */
function fill(file: string, drafts: number, wrappedKey: string): void {
  const database = new Database(file)
  database.pragma('synchronous = OFF')
  database.pragma('foreign_keys = OFF')
  const at = '2026-11-20T09:00:00.000Z'
  const requester = database.prepare(
    "insert into requester (account_id, requester_ref, digest, wrapped_key, sealed_id, created_at, key_epoch) values (?, ?, ?, ?, 's', ?, '')",
  )
  const ticket = database.prepare(
    "insert into ticket (account_id, ticket_ref, ticket_id, requester_ref, identity, revision, drafts_made, created_at) values (?, ?, ?, ?, 'webhook', 1, 1, ?)",
  )
  const draft = database.prepare(
    "insert into draft (account_id, draft_id, ticket_ref, requester_ref, agent_id, status, locale, consent_epoch, last_comment_id, sealed_content, receipt, created_at, changed_at) values (?, ?, ?, ?, '1', 'sent', 'en', 1, '1', ?, '{}', ?, ?)",
  )
  const citation = database.prepare(
    "insert into draft_citation (account_id, article_id, locale, version_hash, draft_id) values (?, ?, 'en', 'v', ?)",
  )
  const fact = database.prepare(
    "insert into helpdesk_fact (account_id, subject, kind, fact_key, at, event_id, value) values (?, ?, 'named', ?, ?, 'e', '')",
  )
  const consent = database.prepare(
    "insert into consent_event (account_id, ticket_ref, seq, event, actor_ref, requester_ref) values (?, ?, 1, ?, 'a', ?)",
  )
  const words = 'x'.repeat(600)
  const event = JSON.stringify({
    kind: 'deny',
    at,
    by: 'requester',
    channel: 'link',
    noticeVersion: 1,
    noticeLocale: 'en',
    validUntil: null,
    recipients: [],
    hasEvidence: false,
    legalBasis: null,
  })
  database.transaction(() => {
    for (let person = 0; person * DRAFTS_EACH < drafts; person += 1) {
      requester.run(ACCOUNT, `r${person}`, `d${person}`, wrappedKey, at)
      ticket.run(ACCOUNT, `t${person}`, String(person + 1), `r${person}`, at)
      fact.run(ACCOUNT, `ticket/${person + 1}`, `d${person}`, at)
      consent.run(ACCOUNT, `t${person}`, event, `r${person}`)
      for (let each = 0; each < DRAFTS_EACH; each += 1) {
        const id = `${person}-${each}`
        draft.run(ACCOUNT, id, `t${person}`, `r${person}`, words, at, at)
        citation.run(ACCOUNT, `article-${each % 50}`, id)
      }
    }
  })()
  database.close()
}

async function measure(drafts: number): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'vouch-bench-'))
  try {
    const file = join(folder, 'vouch.sqlite')
    const keys = openKeyring(folder)
    await (await openSqliteStore(file)).close()
    fill(file, drafts, keys.newPersonKey(`${ACCOUNT}/anybody`))
    const store = await openSqliteStore(file)
    const world = realWorld
    const journal = { lines: () => [], append: () => undefined, noes: () => [], appendNo: () => undefined }
    const rooms = erasureRooms({
      ...{ world, keys, journal, backupDays: 35 },
      audit: createAuditLog(world, keys),
    })
    const times: number[] = []
    const people = drafts / DRAFTS_EACH
    for (let each = 0; each < ERASED; each += 1) {
      const requesterRef = `r${Math.floor((people / ERASED) * each)}`
      const startedAt = performance.now()
      await store.transact((tx) =>
        eraseRequester(rooms, tx, ACCOUNT, {
          ...{ requesterRef, caseId: null, actor: { kind: 'system', ref: 'bench' } as const },
          ...{ source: 'compliance', deadInHelpdesk: false },
        }),
      )
      times.push(performance.now() - startedAt)
    }
    await store.close()
    return percentile(times.slice(5), 0.5)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

export async function run(out: (line: string) => void): Promise<void> {
  out(`erasing one person with ${DRAFTS_EACH} drafts, ${ERASED} of them, median`)
  const found: number[] = []
  for (const drafts of SIZES) {
    const ms = await measure(drafts)
    found.push(ms)
    out(`  ${String(drafts).padStart(9)} drafts in the store   ${ms.toFixed(2)} ms`)
  }
  out(`  ratio ${((found[1] ?? 0) / (found[0] ?? 1)).toFixed(2)} (goal: at most 1.5)`)
}
