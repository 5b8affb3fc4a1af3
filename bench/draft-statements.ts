/**
 * `npx tsx bench/draft-statements.ts [--postgres]`: every statement that one extractive draft sends, when it is alone,
 * in the order in which they are sent, each with when it was sent and how long its answer took. Under it how many
 * there are, how often the server waited for an answer, and how many commits were waited for.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import Database from 'better-sqlite3'
import pg from 'pg'
import { openWorkbench } from '../workbench/start.ts'
import { grantTickets, orderFor } from './granted-tickets.ts'
import { startDatabase } from './load.ts'
import { freePort } from './measure.ts'

const WARM = 12
const SHOWN = 150

interface Sent {
  readonly text: string
  readonly at: number
  ms: number
}

let seen: Sent[] = []
const tidy = (text: string) => text.replaceAll(/\s+/g, ' ')

function watchPostgres(): void {
  const own = pg.Client.prototype.query as (this: pg.Client, ...given: unknown[]) => unknown
  const watched = function (this: pg.Client, ...given: unknown[]) {
    const [first] = given
    const text = typeof first === 'string' ? first : String((first as { text?: unknown }).text)
    const sent: Sent = { text: tidy(text), at: performance.now(), ms: 0 }
    seen.push(sent)
    const answer = own.apply(this, given)
    if (answer instanceof Promise)
      answer.then(
        () => {
          sent.ms = performance.now() - sent.at
        },
        () => {},
      )
    return answer
  }
  Reflect.set(pg.Client.prototype, 'query', watched)
}

function watchSqlite(): void {
  const some = new Database(':memory:')
  const prototype: object = Object.getPrototypeOf(some.prepare('select 1'))
  some.close()
  for (const name of ['all', 'get', 'run', 'iterate']) {
    const own = Reflect.get(prototype, name) as (this: Database.Statement, ...given: unknown[]) => unknown
    Reflect.set(prototype, name, function (this: Database.Statement, ...given: unknown[]) {
      const at = performance.now()
      const answer = own.apply(this, given)
      seen.push({ text: tidy(this.source), at, ms: performance.now() - at })
      return answer
    })
  }
}

const { values } = parseArgs({ options: { postgres: { type: 'boolean', default: false } } })
const database = values.postgres ? await startDatabase() : undefined
if (database === undefined) watchSqlite()
else watchPostgres()
const folder = mkdtempSync(join(tmpdir(), 'vouch-statements-'))
const running = await openWorkbench(
  {
    ...{ workbenchPort: 0, companionPort: await freePort(), dataDir: folder, logLevel: 'error' },
    ...(database === undefined ? {} : { databaseUrl: database.url }),
  },
  false,
)
try {
  const { tickets, session } = await grantTickets(running)
  const draft = async (at: number) => {
    const ticket = tickets[at % tickets.length]
    if (ticket === undefined) throw new Error('the sample has no covered ticket')
    const answer = await fetch(new URL('/api/v1/drafts', running.companion.origin), {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${session}` },
      body: JSON.stringify(orderFor(ticket)),
    })
    return (await answer.text()).includes('"event":"ready"')
  }
  for (let at = 0; at < WARM; at += 1) await draft(at)
  seen = []
  if (!(await draft(0))) throw new Error('the sample’s first ticket is not answered')
  const sent = seen
  const startedAt = sent[0]?.at ?? 0
  for (const { text, at, ms } of sent)
    console.log(
      `${(at - startedAt).toFixed(1).padStart(7)} ms ${ms.toFixed(2).padStart(6)}  ${text.slice(0, SHOWN)}`,
    )
  const count = (pattern: RegExp) => sent.filter(({ text }) => pattern.test(text)).length
  console.log(
    `${sent.length} statements: ${count(/^begin|^start transaction/)} transactions, ${count(/^commit/)} commits, ${count(/^rollback/)} rollbacks, ${count(/savepoint|^release/)} of savepoints`,
  )
} finally {
  await running.stop()
  database?.stop()
  rmSync(folder, { recursive: true, force: true })
}
