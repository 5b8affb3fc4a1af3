/**
 * Fills an embedded store with drafts, quickly: rows of drafts that were really made are written again under other
 * ids, each with the three entries that a draft leaves, appended by the log itself, so that the log verifies. Their
 * receipts are copies and name the first draft. Tickets, people and recorded questions do not become more.
 */
import { statSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { openKeyring } from '../server/adapters/keyring.ts'
import { openSqliteStore } from '../server/adapters/sqlite-store.ts'
import { createAuditLog } from '../server/audit/index.ts'

const BATCH = 2_000
const TEMPLATES = 200

type Row = Record<string, unknown>

/**
 * Writes one table's rows of a draft again. What they are is read once: a draft's rows are found by its id alone, which
 * no index of the product begins with.
 */
function again(db: Database.Database, table: string, where: string) {
  const columns = (db.pragma(`table_info(${table})`) as { name: string }[]).map(({ name }) => name)
  const read = db.prepare(`select * from ${table} where ${where} = ?`)
  const write = db.prepare(
    `insert into ${table} (${columns.join(', ')}) values (${columns.map((column) => `@${column}`).join(', ')})`,
  )
  const known = new Map<string, Row[]>()
  return (id: string, changed: Row): void => {
    const rows = known.get(id) ?? (read.all(id) as Row[])
    known.set(id, rows)
    for (const row of rows)
      write.run({
        ...row,
        ...Object.fromEntries(Object.entries(changed).filter(([column]) => row[column] != null)),
      })
  }
}

export interface Filled {
  readonly drafts: number
  readonly entries: number
  readonly storeBytes: number
}

export async function fillTo(folder: string, size: number, newId: () => string): Promise<Filled> {
  const file = join(folder, 'vouch.sqlite')
  const store = await openSqliteStore(file)
  const log = createAuditLog({ now: () => new Date(), newId }, openKeyring(folder))
  const db = new Database(file)
  db.pragma('synchronous = OFF')
  db.pragma('busy_timeout = 5000')
  try {
    const count = () => db.prepare('select count(*) from draft').pluck().get() as number
    const [accountId = ''] = await store.transact((tx) => tx.auditedAccounts())
    const templates = db
      .prepare(
        `select draft_id as id, ticket_ref as ticket,
           (select decision_id from decision where decision.ticket_ref = first.ticket_ref limit 1) as decision
         from (select draft_id, ticket_ref from draft where status = 'ready' order by rowid limit ${TEMPLATES}) as first`,
      )
      .all() as { id: string; ticket: string; decision: string }[]
    if (templates.length === 0) throw new Error('no draft is there to be written again')
    const tables = ['draft', 'draft_citation', 'draft_quote'].map((table) => again(db, table, 'draft_id'))
    const decision = again(db, 'decision', 'decision_id')
    for (let at = count(); at < size; ) {
      const numbers = Array.from({ length: Math.min(BATCH, size - at) }, (_, next) => at + next)
      const entries = await store.transact(async (tx) => {
        const places: number[] = []
        for (const number of numbers) {
          const { id, ticket } = templates[number % templates.length] ?? { id: '', ticket: '' }
          const draft = `${id.slice(0, 24)}${number.toString(16).padStart(12, '0')}`
          const actor = { kind: 'agent' as const, ref: 'a'.repeat(64) }
          const about = { actor, object: { kind: 'ticket', ref: ticket } }
          const allowed = { ...about, decision: 'allow', detail: { draft, action: 'draft' } }
          places.push(await log.append(tx, accountId, { type: 'gate.decided', ...allowed }))
          const noted = { ...about, decision: 'recorded', detail: { questions: 1 } }
          await log.append(tx, accountId, { type: 'question.recorded', ...noted })
          const made = { actor, object: { kind: 'draft', ref: draft }, decision: 'made' }
          await log.append(tx, accountId, { type: 'draft.made', ...made })
        }
        return places
      })
      db.transaction(() => {
        numbers.forEach((number, place) => {
          const template = templates[number % templates.length]
          if (template === undefined) return
          const end = number.toString(16).padStart(12, '0')
          const [draft_id, decision_id] = [template.id, template.decision].map((id) => id.slice(0, 24) + end)
          for (const write of tables) write(template.id, { draft_id, decision_id })
          decision(template.decision, { draft_id, decision_id, audit_index: entries[place] })
        })
      })()
      at += numbers.length
      // The companion in the same process has its turn.
      await new Promise((resolve) => setImmediate(resolve))
    }
    db.pragma('wal_checkpoint(TRUNCATE)')
    const entries = db.prepare('select max(idx) + 1 from audit_entry').pluck().get() as number
    return { drafts: count(), entries, storeBytes: statSync(file).size }
  } finally {
    db.close()
    await store.close()
  }
}
