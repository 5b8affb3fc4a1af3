/** Several companions on one PostgreSQL behind a balancer that knows nothing of them, under load, killed one by one. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer, request, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createInterface } from 'node:readline'
import { openPostgresStore } from '../../server/adapters/postgres-store.ts'
import { verifyAudit } from '../../server/audit/index.ts'
import { ACCOUNT_ID, ACCOUNT_ORIGIN, ENVIRONMENT, type Harness, sessionIn } from './companion-harness.ts'
import { eventsIn, newDraftId, orderFor, REFUND_QUESTION, startDesk } from './drafting-desk.ts'
import { asServer, databaseIn, postgresDatabase } from './test-database.ts'

const CHILD = new URL('./server-child.ts', import.meta.url).pathname

class RunningServer {
  readonly env: NodeJS.ProcessEnv
  child: ChildProcess | null = null
  origin: string | null = null

  constructor(env: NodeJS.ProcessEnv) {
    this.env = env
  }

  async start(): Promise<void> {
    const child = spawn(process.execPath, ['--import', 'tsx', CHILD], {
      env: this.env,
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    this.child = child
    if (child.stdout === null) throw new Error('the server says nothing')
    const [line] = await Promise.race([
      once(createInterface(child.stdout), 'line'),
      once(child, 'exit').then(([code]) => Promise.reject(new Error(`a server ended with ${code}`))),
    ])
    this.origin = String(line).replace('localhost', '127.0.0.1')
  }

  async end(signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
    const { child } = this
    if (child === null) return
    this.origin = null
    this.child = null
    const ended = once(child, 'exit')
    child.kill(signal)
    await ended
  }
}

/** One server after the other; a request that a server did not live to answer is not answered. */
function balancer(servers: readonly RunningServer[]): Server {
  let next = 0
  return createServer((incoming, outgoing) => {
    const alive = servers.filter(({ origin }) => origin !== null)
    next += 1
    const origin = alive[next % Math.max(1, alive.length)]?.origin
    if (origin === undefined || origin === null) {
      outgoing.writeHead(503).end()
      return
    }
    const { method, headers } = incoming
    const passed = request(`${origin}${incoming.url}`, { method, headers }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers)
      answer.pipe(outgoing)
      answer.on('aborted', () => outgoing.destroy())
    })
    passed.on('error', () => {
      if (outgoing.headersSent) outgoing.destroy()
      else outgoing.writeHead(502).end()
    })
    incoming.pipe(passed)
  })
}

interface Told {
  /** Tickets whose opening was acknowledged. */
  readonly tickets: string[]
  /** Of those, with a consent that was acknowledged. */
  readonly consents: string[]
  readonly drafts: string[]
  unanswered: number
}

export interface SeveralServersReport {
  readonly kills: number
  readonly acknowledged: number
  readonly unanswered: number
  readonly lost: number
  readonly doubled: number
  readonly entries: number
  readonly gaps: number
  readonly verdict: string
  readonly seconds: number
}

async function sessionOf(origin: string, desk: Harness, agentId: string): Promise<string> {
  const now = Math.floor(Date.now() / 1000)
  const token = desk.hostToken(agentId, { iat: now, nbf: now, exp: now + 120 })
  const page = await fetch(`${origin}/sidebar?origin=${encodeURIComponent(ACCOUNT_ORIGIN)}`, {
    method: 'POST',
    body: new URLSearchParams({ token }),
  })
  const session = sessionIn(await page.text())?.token
  if (session === undefined) throw new Error(`no session: ${page.status}`)
  return session
}

function agentAt(origin: string, session: string, told: Told) {
  const call = async (method: string, path: string, body: unknown): Promise<string | null> => {
    try {
      const answer = await fetch(`${origin}/api/v1${path}`, {
        method,
        headers: { authorization: `Bearer ${session}`, 'content-type': 'application/json' },
        body: JSON.stringify(body),
      })
      const text = await answer.text()
      if (answer.ok) return text
    } catch {
      // Broken off: nobody knows.
    }
    told.unanswered += 1
    return null
  }
  return async (ticketId: string) => {
    if ((await call('PUT', `/tickets/${ticketId}`, { requesterId: '21' })) === null) return
    told.tickets.push(ticketId)
    const event = { event: 'grant', channel: 'email', evidence: 'yes' }
    if ((await call('POST', `/tickets/${ticketId}/consent/events`, event)) !== null)
      told.consents.push(ticketId)
    const order = { ...orderFor(ticketId, REFUND_QUESTION), draftId: newDraftId() }
    const text = await call('POST', '/drafts', order)
    if (text !== null && ['refused', 'draft'].includes(eventsIn(text).at(-1)?.event ?? ''))
      told.drafts.push(ticketId)
  }
}

async function judge(url: string, told: Told): Promise<Omit<SeveralServersReport, 'kills' | 'seconds'>> {
  const database = postgresDatabase(url)
  const tickets = new Set(database.prepare('select ticket_id from ticket').pluck().all().map(String))
  const consents = new Map(
    (
      database
        .prepare(
          `select t.ticket_id as id, count(*) as events, count(distinct e.audit_index) as places from consent_event e
            join ticket t on t.account_id = e.account_id and t.ticket_ref = e.ticket_ref
            where e.event like '%"kind":"grant"%' or e.event like '%grant%' group by t.ticket_id`,
        )
        .all() as { id: string; events: number; places: number }[]
    ).map((row) => [row.id, row]),
  )
  const size = Number(database.prepare('select size from audit_head').pluck().get())
  const { count, last } = database
    .prepare('select count(*) as count, max(idx) as last from audit_entry')
    .get() as { count: number; last: number }
  const store = await openPostgresStore(asServer(url), { account: ACCOUNT_ID })
  const verdict = await store.transact((tx) => verifyAudit(tx, ACCOUNT_ID, null))
  await store.close()
  const lost = [
    ...told.tickets.filter((id) => !tickets.has(id)),
    ...told.consents.filter((id) => (consents.get(id)?.events ?? 0) < 1),
  ]
  return {
    acknowledged: told.tickets.length + told.consents.length + told.drafts.length,
    unanswered: told.unanswered,
    lost: lost.length,
    doubled: [...consents.values()].filter(({ events, places }) => events > 1 || places > 1).length,
    entries: count,
    gaps: size - count + (last + 1 - count),
    verdict: 'problem' in verdict && verdict.problem !== 'CHECKPOINT_MISSING' ? verdict.problem : 'intact',
  }
}

/**
 * `pause` says when the next server is killed, and when it is started again; the load goes on all the while.
 * Every act has a ticket of its own: what was told and what is stored can be held against each other.
 */
export async function runSeveralServers(given: {
  readonly servers: number
  readonly agents: number
  readonly kills: number
  readonly pause: (acknowledged: () => number) => Promise<void>
}): Promise<SeveralServersReport> {
  const desk = await startDesk()
  const { dataDir } = desk
  await desk.stop()
  const url = await databaseIn(dataDir)
  const env = {
    ...process.env,
    ...ENVIRONMENT,
    DATABASE_URL: asServer(url),
    VOUCH_DATA_DIR: dataDir,
    NODE_ENV: 'test',
  }
  const servers = Array.from({ length: given.servers }, () => new RunningServer(env))
  for (const server of servers) await server.start()
  const proxy = balancer(servers)
  proxy.listen(0, '127.0.0.1')
  await once(proxy, 'listening')
  const origin = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`
  const told: Told = { tickets: [], consents: [], drafts: [], unanswered: 0 }
  const acknowledged = () => told.tickets.length + told.consents.length + told.drafts.length
  const startedAt = performance.now()
  let going = true
  try {
    const sessions = await Promise.all(
      Array.from({ length: given.agents }, (_, at) => sessionOf(origin, desk, String(100 + at))),
    )
    const load = sessions.map(async (session, at) => {
      const act = agentAt(origin, session, told)
      for (let turn = 0; going; turn += 1) await act(String(1_000_000 * (at + 1) + turn))
    })
    for (let kill = 0; kill < given.kills; kill += 1) {
      await given.pause(acknowledged)
      const server = servers[kill % servers.length]
      await server?.end('SIGKILL')
      await given.pause(acknowledged)
      await server?.start()
    }
    await given.pause(acknowledged)
    going = false
    await Promise.all(load)
  } finally {
    going = false
    await Promise.all(servers.map((server) => server.end('SIGTERM')))
    proxy.closeAllConnections()
    proxy.close()
  }
  return { kills: given.kills, seconds: (performance.now() - startedAt) / 1000, ...(await judge(url, told)) }
}
