/**
 * `npm run bench:load -- --seconds 120 [--at-once 8] [--model] [--postgres] [--drafts 100000] [--rates 10,25,50]
 * [--growth 10000,1000000]`: first drafts alone, beside bare durable inserts of the same run; then a mix of drafts,
 * consents, searches and bundles of the log, for the time or until so many drafts are made; then the same mix coming in
 * at half the rate of it, or at each of `--rates`, whether or not what came before is answered; then, with `--growth`,
 * what a draft costs in a store that holds so many. The companion is the built one, in a process of its own.
 */
import { type ChildProcess, fork, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { cpus, loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { z } from 'zod'
import { barePostgres } from './bare-postgres.ts'
import { bareInserts } from './drafting.ts'
import { line, percentile } from './measure.ts'

/** So many drafts does one ticket carry; then the next one is opened, with its consent. */
const DRAFTS_A_TICKET = 90
/** Where drafts come in by themselves they are of so many tickets in turn, which a backlog does not make more of. */
const OPEN_TICKETS = 32
const EXPORT_AFTER_MS = 10_000
const EXPORT_PAUSE_MS = 60_000
const begun = z.object({
  origin: z.string(),
  orders: z.array(z.looseObject({ ticketId: z.string() })).min(1),
  refused: z.number(),
})
const sessionsSchema = z.object({ admin: z.string(), compliance: z.string() })
const factsSchema = z.object({
  cpuMs: z.number(),
  rss: z.number(),
  heap: z.number(),
  storeBytes: z.number(),
  p99: z.record(z.string(), z.number()),
})
type Facts = z.infer<typeof factsSchema>

async function ask<T>(child: ChildProcess, message: unknown, schema: z.ZodType<T>): Promise<T> {
  child.send(message as string | object)
  const [answer] = await once(child, 'message')
  return schema.parse(answer)
}

/** Least squares: how y grows with one more of x. */
export function slopeOf(points: readonly (readonly [number, number])[]): number {
  const mean = (at: 0 | 1) => points.reduce((sum, point) => sum + point[at], 0) / points.length
  const [x, y] = [mean(0), mean(1)]
  const over = points.reduce((sum, point) => sum + (point[0] - x) * (point[1] - y), 0)
  const under = points.reduce((sum, point) => sum + (point[0] - x) ** 2, 0)
  return under === 0 ? 0 : over / under
}

interface Desk {
  readonly origin: string
  readonly orders: z.infer<typeof begun>['orders']
  readonly refused: number
  sessions: z.infer<typeof sessionsSchema>
  ticket: number
  drafts: number
  readonly reasons: Map<string, number>
  readonly times: Record<'draft' | 'search' | 'consent' | 'export', number[]>
}

async function asked(desk: Desk, as: 'admin' | 'compliance', method: string, path: string, body?: unknown) {
  const answer = await fetch(`${desk.origin}/api/v1${path}`, {
    method,
    headers: { 'content-type': 'application/json', authorization: `Bearer ${desk.sessions[as]}` },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  if (answer.status >= 400) throw new Error(`${method} ${path} answered ${answer.status}`)
  return answer
}

async function call(...given: Parameters<typeof asked>): Promise<string> {
  return (await asked(...given)).text()
}

async function timed(desk: Desk, kind: keyof Desk['times'], act: () => Promise<void>): Promise<void> {
  const startedAt = performance.now()
  await act()
  desk.times[kind].push(performance.now() - startedAt)
}

/** A new ticket of a new person, with a consent as two people of the staff relay it. */
async function openTicket(desk: Desk): Promise<{ ticketId: string; requesterId: string; left: number }> {
  desk.ticket += 1
  const [ticketId, requesterId] = [String(700_000 + desk.ticket), String(360_000_000_000 + desk.ticket)]
  await call(desk, 'admin', 'PUT', `/tickets/${ticketId}`, { requesterId })
  const word = { event: 'grant', channel: 'email', evidence: 'yes, by mail' }
  const relayed = await call(desk, 'admin', 'POST', `/tickets/${ticketId}/consent/events`, word)
  const { consent } = z.object({ consent: z.object({ epoch: z.number() }) }).parse(JSON.parse(relayed))
  await call(desk, 'compliance', 'POST', `/tickets/${ticketId}/consent/evidence`, {})
  const look = { look: 'confirm', epoch: consent.epoch }
  await call(desk, 'compliance', 'POST', `/tickets/${ticketId}/consent/second-looks`, look)
  return { ticketId, requesterId, left: DRAFTS_A_TICKET }
}

/** The whole log as a bundle, a minute after the last: as often as somebody asks for it, however many drafts are made. */
async function exporter(desk: Desk, goesOn: () => boolean): Promise<void> {
  for (let next = performance.now() + EXPORT_AFTER_MS; goesOn(); await setTimeout(200)) {
    if (performance.now() < next) continue
    await timed(desk, 'export', async () => {
      const whole = { from: null, to: null }
      const { body } = await asked(desk, 'compliance', 'POST', '/console/audit/bundles', whole)
      // Let go as it comes: put together it would hold up whoever times the drafts.
      for await (const _ of body ?? []);
    })
    next = performance.now() + EXPORT_PAUSE_MS
  }
}

interface OpenTicket {
  readonly ticketId: string
  readonly requesterId: string
  left: number
}

async function consentedTicket(desk: Desk): Promise<OpenTicket> {
  const startedAt = performance.now()
  const ticket = await openTicket(desk)
  desk.times.consent.push(performance.now() - startedAt)
  return ticket
}

async function search(desk: Desk, { ticketId }: OpenTicket): Promise<void> {
  const words = { ticketId, query: 'refund for a parcel', locale: 'en-us' }
  await call(desk, 'admin', 'POST', '/searches', words)
}

async function draft(desk: Desk, turn: number, ticket: OpenTicket): Promise<void> {
  const order = desk.orders[turn % desk.orders.length]
  const { ticketId, requesterId } = ticket
  const body = { ...order, ticketId, requesterId, draftId: crypto.randomUUID() }
  const events = await call(desk, 'admin', 'POST', '/drafts', body)
  if (events.includes('"event":"ready"')) desk.drafts += 1
  else {
    const reason = /"(?:reason|code)":"([A-Z_]+)"/.exec(events)?.[1] ?? 'none'
    desk.reasons.set(reason, (desk.reasons.get(reason) ?? 0) + 1)
  }
  ticket.left -= 1
}

const isSearchTurn = (turn: number) => turn % 5 === 1

/** Asks for the next as soon as it has the last. */
async function worker(desk: Desk, goesOn: () => boolean, mixed: boolean): Promise<void> {
  let ticket: OpenTicket | null = null
  for (let turn = 0; goesOn(); turn += 1) {
    const held: OpenTicket = ticket !== null && ticket.left > 0 ? ticket : await consentedTicket(desk)
    ticket = held
    if (mixed && isSearchTurn(turn)) await timed(desk, 'search', () => search(desk, held))
    await timed(desk, 'draft', () => draft(desk, turn, held))
  }
}

/**
 * Drafts come in at so many a second, at times that do not hang on each other, whether or not what came before is
 * answered. Each is timed from when it was due: what waits behind a slow one counts its wait.
 */
async function arrivals(desk: Desk, goesOn: () => boolean, perSecond: number): Promise<void> {
  const tickets: OpenTicket[] = []
  while (tickets.length < OPEN_TICKETS) tickets.push(await consentedTicket(desk))
  const underWay = new Set<Promise<void>>()
  const one = async (turn: number, due: number) => {
    const place = turn % OPEN_TICKETS
    const held = tickets[place]
    const ticket = held !== undefined && held.left > 0 ? held : await consentedTicket(desk)
    tickets[place] = ticket
    const searched = isSearchTurn(turn) && timed(desk, 'search', () => search(desk, ticket))
    await draft(desk, turn, ticket)
    desk.times.draft.push(performance.now() - due)
    await searched
  }
  let due = performance.now()
  for (let turn = 0; goesOn(); turn += 1) {
    due += (-Math.log(1 - Math.random()) / perSecond) * 1_000
    const early = due - performance.now()
    if (early > 0) await setTimeout(early)
    const started = one(turn, due)
    underWay.add(started)
    // What has failed stays, and is told at the end.
    started.then(
      () => underWay.delete(started),
      () => undefined,
    )
  }
  await Promise.all(underWay)
}

async function phase(
  child: ChildProcess,
  desk: Desk,
  given: {
    readonly seconds: number
    /** So many under way at any time, or so many that come in a second. */
    readonly load: { readonly atOnce: number } | { readonly perSecond: number }
    readonly mixed: boolean
    readonly drafts?: number | undefined
  },
) {
  const before = desk.drafts
  const { cpuMs } = await ask(child, 'begin', factsSchema)
  const points: [number, number][] = []
  const heap: [number, number][] = []
  const growth: { drafts: number; ms: number }[] = []
  const startedAt = performance.now()
  const goesOn = () =>
    given.drafts === undefined
      ? performance.now() < startedAt + given.seconds * 1_000
      : desk.drafts - before < given.drafts
  const { load } = given
  const workers = Promise.all([
    ...('perSecond' in load
      ? [arrivals(desk, goesOn, load.perSecond)]
      : Array.from({ length: load.atOnce }, () => worker(desk, goesOn, given.mixed))),
    ...(given.mixed ? [exporter(desk, goesOn)] : []),
  ])
  let last: Facts | null = null
  for (let done = false; !done; ) {
    const seen = desk.times.draft.length
    done = await Promise.race([workers.then(() => true), setTimeout(5_000, false)])
    last = await ask(child, 'facts', factsSchema)
    points.push([desk.drafts, last.rss / 1_048_576])
    heap.push([desk.drafts, last.heap / 1_048_576])
    growth.push({ drafts: desk.drafts, ms: percentile(desk.times.draft.slice(seen), 0.5) })
    if (!done) desk.sessions = await ask(child, 'sessions', sessionsSchema)
  }
  const seconds = (performance.now() - startedAt) / 1_000
  const cpuSeconds = ((last?.cpuMs ?? cpuMs) - cpuMs) / 1_000
  return { drafts: desk.drafts - before, seconds, cpuSeconds, points, heap, growth, last }
}

/** As it is shipped: the same sources, compiled beside the built server. */
function buildServer(): string {
  const root = fileURLToPath(new URL('..', import.meta.url))
  const call = (command: string, args: readonly string[]) => {
    const { status } = spawnSync(command, args, { cwd: root, stdio: 'inherit' })
    if (status !== 0) throw new Error(`${args.join(' ')} failed`)
  }
  if (!existsSync(join(root, 'dist', 'app'))) call(process.execPath, [join('server', 'bin', 'build.mjs')])
  call(join(root, 'node_modules', '.bin', 'tsc'), ['-p', join('bench', 'tsconfig.load.json')])
  return join(root, 'dist', 'bench', 'load-server.js')
}

const anyFunction = z.custom<(...given: readonly unknown[]) => unknown>(
  (value) => typeof value === 'function',
)
const postgresModule = z.looseObject({ startPostgres: anyFunction })
const databaseSchema = z.looseObject({
  url: z.string(),
  stop: z.custom<() => void>((value) => typeof value === 'function'),
})

/** One that is durable, unlike that of the tests: the setting is read when the module is loaded. */
export async function startDatabase(): Promise<{ url: string; stop(): void }> {
  process.env['VOUCH_TEST_POSTGRES_FSYNC'] = 'on'
  const file: string = new URL('../test/postgres.mjs', import.meta.url).href
  const { startPostgres } = postgresModule.parse(await import(file))
  const started = databaseSchema.safeParse(await startPostgres(process.cwd()))
  if (!started.success) throw new Error('there is no PostgreSQL here')
  return started.data
}

const filledSchema = z.object({ drafts: z.number(), entries: z.number(), storeBytes: z.number() })
const GROWTH_DRAFTS = 600

/** Fills the store, then measures the same number of drafts on tickets of their own. */
async function measureGrowth(
  out: (line: string) => void,
  child: ChildProcess,
  desk: Desk,
  given: { readonly atOnce: number; readonly sizes: readonly number[] },
): Promise<void> {
  const costs: number[] = []
  for (const size of given.sizes) {
    const filled = await ask(child, { fillTo: size }, filledSchema)
    desk.sessions = await ask(child, 'sessions', sessionsSchema)
    // What was filled in is read by the minute's check of the log, as everything is: before the measure, not within it.
    const checked = await call(desk, 'compliance', 'GET', '/console/audit/check')
    const { problem } = z.object({ problem: z.string().nullable() }).parse(JSON.parse(checked))
    if (problem !== null) throw new Error(`the filled log does not verify: ${problem}`)
    for (const times of Object.values(desk.times)) times.length = 0
    const part = await phase(child, desk, {
      seconds: 0,
      load: { atOnce: given.atOnce },
      mixed: false,
      drafts: GROWTH_DRAFTS,
    })
    const cost = (part.cpuSeconds * 1_000) / part.drafts
    costs.push(cost)
    out(
      `  with ${filled.drafts} drafts and ${filled.entries} entries in the store (${(filled.storeBytes / 1_048_576).toFixed(0)} MB): ${cost.toFixed(1)} ms of processor a draft, p50 ${percentile(desk.times.draft, 0.5).toFixed(1)} ms, load average ${loadavg()[0]?.toFixed(1)}`,
    )
  }
  out(`  the last against the first: ratio ${((costs.at(-1) ?? 0) / (costs[0] ?? 1)).toFixed(2)}`)
}

export async function run(out: (line: string) => void, args: readonly string[] = []): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      seconds: { type: 'string', default: '120' },
      'at-once': { type: 'string', default: '8' },
      model: { type: 'boolean', default: false },
      postgres: { type: 'boolean', default: false },
      drafts: { type: 'string' },
      growth: { type: 'string', default: '' },
      rates: { type: 'string', default: '' },
    },
  })
  const [seconds, atOnce] = [Number(values.seconds), Number(values['at-once'])]
  const server = buildServer()
  const database = values.postgres ? await startDatabase() : undefined
  const folder = mkdtempSync(join(tmpdir(), 'vouch-load-'))
  const child = fork(server, [folder, values.model ? 'model' : '', database?.url ?? ''], {
    execArgv: ['--expose-gc'],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  try {
    const [started] = await once(child, 'message')
    const desk: Desk = {
      ...begun.parse(started),
      sessions: await ask(child, 'sessions', sessionsSchema),
      ...{ ticket: 0, drafts: 0, reasons: new Map<string, number>() },
      times: { draft: [], search: [], consent: [], export: [] },
    }
    const loads = () =>
      loadavg()
        .map((each) => each.toFixed(1))
        .join(' ')
    out(`load: ${seconds} s, ${atOnce} at once, ${cpus().length} cores, load average ${loads()}`)
    const body = JSON.stringify(desk.orders[0])
    out(
      `  ${desk.orders.length} sample questions; ${desk.refused} more are refused as not covered, with or without load, and left out`,
    )
    const bareRun = (name: string) =>
      database === undefined
        ? bareInserts(folder, body, 4_000, name)
        : barePostgres(database.url, body, 4_000, name)
    const bareBefore = await bareRun('before')
    const alone = await phase(child, desk, { seconds: seconds / 4, load: { atOnce }, mixed: false })
    const bareAfter = await bareRun('after')
    const bare = (bareBefore + bareAfter) / 2
    const rate = alone.drafts / alone.seconds
    out(
      `  drafts alone ${rate.toFixed(0)}/s, bare inserts ${bare.toFixed(0)}/s: ratio ${(rate / bare).toFixed(2)}`,
    )
    out(
      `  processor time of the server ${((alone.cpuSeconds * 1_000) / alone.drafts).toFixed(1)} ms a draft, its consent included`,
    )
    const forgetTimes = () => {
      for (const times of Object.values(desk.times)) times.length = 0
    }
    const tellTimes = ({ last }: Awaited<ReturnType<typeof phase>>) => {
      for (const [kind, times] of Object.entries(desk.times)) out(line(kind, times))
      const { reply, ...parts } = last?.p99 ?? {}
      const each = Object.entries(parts).map(([step, ms]) => `${step} ${ms.toFixed(1)} ms`)
      out(`  p99 inside the server: a reply ${reply?.toFixed(1)} ms; each by itself ${each.join(', ')}`)
    }
    forgetTimes()
    const drafts = values.drafts === undefined ? undefined : Number(values.drafts)
    const mix = await phase(child, desk, { seconds: seconds / 2, load: { atOnce }, mixed: true, drafts })
    const acts = Object.values(desk.times).reduce((sum, times) => sum + times.length, 0)
    out(
      `  mixed ${(acts / mix.seconds).toFixed(0)} acts/s, of them ${(mix.drafts / mix.seconds).toFixed(0)} drafts`,
    )
    tellTimes(mix)
    for (const [what, points] of [
      ['memory', mix.points],
      ['heap', mix.heap],
    ] as const) {
      const third = Math.floor(points.length / 3)
      const late = points.slice(third)
      const mean = (part: readonly (readonly [number, number])[]) =>
        part.reduce((sum, [, megabytes]) => sum + megabytes, 0) / part.length
      const thirds = [points.slice(0, third), points.slice(third, 2 * third), points.slice(2 * third)]
      out(
        `  ${what} by thirds of the mix ${thirds.map((part) => mean(part).toFixed(0)).join(' → ')} MB, slope of the last two ${(slopeOf(late) * 10_000).toFixed(1)} MB for 10,000 drafts`,
      )
    }
    const grown = mix.growth.filter(({ ms }) => ms > 0)
    const [early, latest] = [grown.slice(0, 3), grown.slice(-3)].map((part) =>
      percentile(
        part.map(({ ms }) => ms),
        0.5,
      ),
    )
    out(
      `  a draft at ${grown[0]?.drafts ?? 0} drafts ${(early ?? 0).toFixed(1)} ms, at ${grown.at(-1)?.drafts ?? 0} ${(latest ?? 0).toFixed(1)} ms (p50, with the queue)`,
    )
    const half = mix.drafts / mix.seconds / 2
    const rates = values.rates === '' ? [half] : values.rates.split(',').map(Number)
    let last = mix.last
    for (const perSecond of rates) {
      forgetTimes()
      const part = await phase(child, desk, { seconds: seconds / 4, load: { perSecond }, mixed: true })
      last = part.last
      out(
        `  ${perSecond.toFixed(0)} drafts come in a second, ${((perSecond / half) * 50).toFixed(0)} % of the mix, ${(part.drafts / part.seconds).toFixed(0)} are made; from when each was due:`,
      )
      tellTimes(part)
    }
    out(
      `  ${desk.drafts} drafts, without one: ${JSON.stringify(Object.fromEntries(desk.reasons))}; store ${((last?.storeBytes ?? 0) / 1_048_576).toFixed(0)} MB; load average after ${loads()}`,
    )
    if (values.growth !== '')
      await measureGrowth(out, child, desk, { atOnce, sizes: values.growth.split(',').map(Number) })
    child.send('stop')
    await once(child, 'exit')
  } finally {
    child.kill()
    database?.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}
