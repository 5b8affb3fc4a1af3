/**
 * Several companions on one PostgreSQL, under load and killed one by one; then what was told is held against what is
 * stored, act by act.
 */
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import { openKeyring } from '../../server/adapters/keyring.ts'
import { openPostgresStore } from '../../server/adapters/postgres-store.ts'
import { verifyAudit } from '../../server/audit/index.ts'
import { monthOf, wrappedUnder } from '../../server/keys.ts'
import { withSecondPeople } from './approval-ground.ts'
import { childProgram } from './child-program.ts'
import { ACCOUNT_ID, ACCOUNT_ORIGIN, type AuditRow, COMPLIANCE, ENVIRONMENT } from './companion-harness.ts'
import { startDesk } from './drafting-desk.ts'
import { fakeWorld, HOUR } from './fake-world.ts'
import { boundOf, tableOf } from './fuzz-run.ts'
import { balancer, fleetServer } from './server-fleet.ts'
import {
  ACT_KINDS,
  type ActKind,
  callOnce,
  type Ledger,
  makePackage,
  newLedger,
  type Outcome,
  personOf,
  renewMasterKey,
  stopAndLift,
  takeSeat,
  workOnTicket,
} from './several-servers-acts.ts'
import { asServer, databaseIn, postgresDatabase } from './test-database.ts'

export interface KindReport {
  readonly kind: ActKind
  readonly acknowledged: number
  readonly refused: number
  readonly unknown: number
  /** Of the unknown: those that were done. */
  readonly done: number
  readonly lost: number
  readonly doubled: number
  /** Refused in words, and yet there. */
  readonly refusedYetDone: number
}

export interface Accounting {
  readonly kinds: readonly KindReport[]
  readonly lost: number
  readonly doubled: number
  readonly refusedYetDone: number
  /** Consent events without an entry of their own in the log, and the other way round. */
  readonly unlike: number
  /** Drafts that were being made and hold words: none may. */
  readonly halfMade: number
  readonly entries: number
  readonly gaps: number
  readonly verdict: string
  /** Packages that are ready, of which there is no file. */
  readonly fileless: number
  /** People whose key opens with none of the master keys that are there. */
  readonly unreadable: number
  /** Under the key of which month how many people's keys are at the end. */
  readonly months: Readonly<Record<string, number>>
}

export interface SeveralServersReport extends Accounting {
  readonly ledger: Ledger
  readonly readsAMinute: number
  /** The month that began while they ran. */
  readonly newMonth: string
  readonly kills: number
  /** Seconds from a start to the first answer, of servers that were killed. */
  readonly restarts: readonly number[]
  /** Requests that found nobody and went on to the next server. */
  readonly wentOn: number
  readonly seconds: number
}

/** How often each act is in the store: of the log's entries, each under the name that its kind has there. */
function timesStored(dataDir: string, url: string): (kind: ActKind, key: string) => number {
  const keys = openKeyring(dataDir)
  const database = postgresDatabase(url)
  const refs = new Map(
    (
      database.prepare('select ticket_id as id, ticket_ref as ref from ticket').all() as {
        id: string
        ref: string
      }[]
    ).map(({ id, ref }) => [id, ref]),
  )
  const times = new Map<string, number>()
  const headers = database.prepare('select header from audit_entry').pluck().all() as string[]
  for (const { type, object, actor, detail } of headers.map((header) => JSON.parse(header) as AuditRow)) {
    const event = type === 'consent.changed' ? ` ${String(detail?.event)}` : ''
    // A page is opened by whoever opens it; everything else is done to something.
    const name = `${type}${event} ${type === 'session.opened' ? actor.ref : object.ref}`
    times.set(name, (times.get(name) ?? 0) + 1)
  }
  const agentRef = (agentId: string) => keys.digest('agent', ACCOUNT_ID, agentId)
  const ticket = (type: string) => (id: string) => `${type} ${refs.get(id) ?? 'unknown'}`
  const same = (type: string) => (key: string) => `${type} ${key}`
  const names: Readonly<Record<ActKind, (key: string) => string>> = {
    'ticket opened': ticket('ticket.opened'),
    'link made': ticket('consent.link_issued'),
    'yes by link, pressed twice': ticket('consent.changed grant'),
    'yes relayed': ticket('consent.changed relay_grant'),
    'second look': ticket('consent.changed confirm_grant'),
    draft: same('draft.made'),
    'draft inserted': same('draft.inserted'),
    'draft dismissed': same('draft.dismissed'),
    search: ticket('search.made'),
    'sign-in, token sent twice': (agentId) => `session.opened ${agentRef(agentId)}`,
    'sign-out': (agentId) => `session.ended ${agentRef(agentId)}`,
    withdrawal: ticket('consent.changed withdraw'),
    stop: same('kill_switch.pulled'),
    lift: same('kill_switch.lifted'),
    'package made': same('export.made'),
    'master key renewed': same('master_key.rotated'),
  }
  return (kind, key) => times.get(names[kind](key)) ?? 0
}

function peopleIn(dataDir: string, url: string): Pick<Accounting, 'unreadable' | 'months'> {
  const keys = openKeyring(dataDir)
  const people = postgresDatabase(url)
    .prepare(`select requester_ref, wrapped_key from requester where digest not like 'gone:%'`)
    .all() as { requester_ref: string; wrapped_key: string }[]
  const months: Record<string, number> = {}
  for (const { wrapped_key } of people) {
    const epoch = wrappedUnder(wrapped_key)
    months[epoch] = (months[epoch] ?? 0) + 1
  }
  const unreadable = people.filter(({ requester_ref, wrapped_key }) => {
    try {
      return keys.personKey(wrapped_key, `${ACCOUNT_ID}/${requester_ref}`) === null
    } catch {
      return true
    }
  }).length
  return { unreadable, months }
}

async function account(dataDir: string, url: string, ledger: Ledger): Promise<Accounting> {
  const times = timesStored(dataDir, url)
  const kinds = ACT_KINDS.map((kind): KindReport => {
    const told = ledger.acts.filter((act) => act.kind === kind)
    const count = (outcome: Outcome, is: (stored: number) => boolean) =>
      told.filter((act) => act.outcome === outcome && is(times(kind, act.key))).length
    return {
      kind,
      acknowledged: count('acknowledged', () => true),
      refused: count('refused', () => true),
      unknown: count('unknown', () => true),
      done: count('unknown', (stored) => stored > 0),
      lost: count('acknowledged', (stored) => stored === 0),
      doubled: told.filter(({ key }) => times(kind, key) > 1).length,
      refusedYetDone: count('refused', (stored) => stored > 0),
    }
  })
  const sum = (of: (row: KindReport) => number) => kinds.reduce((total, row) => total + of(row), 0)
  const database = postgresDatabase(url)
  const number = (question: string) => Number(database.prepare(question).pluck().get())
  const [size, count, last] = [
    number('select size from audit_head'),
    number('select count(*) from audit_entry'),
    number('select max(idx) from audit_entry'),
  ]
  const store = await openPostgresStore(asServer(url), { account: ACCOUNT_ID })
  const verdict = await store.transact((tx) => verifyAudit(tx, ACCOUNT_ID, null))
  await store.close()
  return {
    kinds,
    lost: sum((row) => row.lost),
    doubled: sum((row) => row.doubled) + ledger.openedTwice,
    refusedYetDone: sum((row) => row.refusedYetDone),
    unlike: number(
      `select count(*) from (select idx from audit_entry where header like '%"type":"consent.changed"%') e
        full join consent_event c on c.audit_index = e.idx where c.audit_index is null or e.idx is null`,
    ),
    halfMade: number(
      `select count(*) from draft where status = 'drafting' and (sealed_content is not null or receipt is not null)`,
    ),
    entries: count,
    gaps: size - count + (last + 1 - count),
    fileless: (
      database
        .prepare(`select package_id from export_package where status = 'ready'`)
        .pluck()
        .all() as string[]
    ).filter((id) => !existsSync(`${dataDir}/exports/${id}.package`)).length,
    ...peopleIn(dataDir, url),
    verdict: 'problem' in verdict && verdict.problem !== 'CHECKPOINT_MISSING' ? verdict.problem : 'intact',
  }
}

function callsTooMany({ readsAMinute, ledger }: SeveralServersReport): number {
  const { taken, from, to } = ledger.calls
  return taken === 0 ? 0 : Math.max(0, taken - readsAMinute * (to - from + 1))
}

/** Opened after the month turned, and yet under the key of a month before. */
function underOldKeys({ ledger, months, newMonth }: SeveralServersReport): number {
  const under = Object.entries(months).flatMap(([epoch, people]) =>
    monthOf(epoch) === newMonth ? [people] : [],
  )
  return Math.max(0, ledger.people.after - under.reduce((sum, people) => sum + people, 0))
}

/** What must be nothing, by its name. */
export function wrongIn(report: SeveralServersReport): Readonly<Record<string, unknown>> {
  const { lost, doubled, refusedYetDone, unlike, halfMade, gaps, verdict, ledger } = report
  const { fileless, unreadable } = report
  return {
    ...{ lost, doubled, refusedYetDone, unlike, halfMade, gaps, verdict, fileless, unreadable },
    ...{ packagesMissing: ledger.packages.missing, callsTooMany: callsTooMany(report) },
    ...{ readOtherwise: ledger.read.other, afterNo: ledger.afterNo, whileStopped: ledger.whileStopped },
    ...{ afterSignOut: ledger.afterSignOut, underOldKeys: underOldKeys(report) },
  }
}

export const NOTHING_WRONG = {
  ...{ lost: 0, doubled: 0, refusedYetDone: 0, unlike: 0, halfMade: 0, gaps: 0, verdict: 'intact' },
  ...{ readOtherwise: 0, afterNo: 0, whileStopped: 0, afterSignOut: 0 },
  ...{ fileless: 0, unreadable: 0, packagesMissing: 0, callsTooMany: 0, underOldKeys: 0 },
} as const

export function severalServersTable(report: SeveralServersReport): string {
  const { kinds, restarts, ledger, seconds } = report
  const columns = ['acknowledged', 'refused', 'unknown', 'done', 'lost', 'doubled', 'refusedYetDone'] as const
  const head = [
    'act',
    'acknowledged',
    'refused',
    'unanswered',
    'of these done',
    'lost',
    'doubled',
    'refused, yet done',
  ]
  const rows = kinds.map((row) => [row.kind, ...columns.map((column) => String(row[column]))])
  const total = columns.map((column) => String(kinds.reduce((sum, row) => sum + row[column], 0)))
  const [longest, middle] = [restarts.at(-1) ?? 0, restarts[Math.floor(restarts.length / 2)] ?? 0]
  const facts: readonly (readonly [string, string])[] = [
    ['kills', `${report.kills} in ${Math.round(seconds)} s`],
    ['restarts', `${restarts.length}, ${middle.toFixed(1)} s in the middle, ${longest.toFixed(1)} s at most`],
    [
      'acts',
      `${(ledger.acknowledged / seconds).toFixed(1)} acknowledged a second, ${ledger.repeated} asked again`,
    ],
    ['balancer', `${report.wentOn} times nobody listened and the next server was asked`],
    [
      'streams cut off',
      `${ledger.streams.whole} found whole elsewhere, ${ledger.streams.again} asked for again`,
    ],
    ['drafts read again', `${ledger.read.same} the same, ${ledger.read.other} not`],
    [
      'stop',
      `every server, those just starting too, said no after ${Math.round(ledger.stopHeldMs ?? 0)} ms, ${ledger.whileStopped} drafts under it, ${ledger.afterLift} after its lift`,
    ],
    [
      'packages',
      `${ledger.packages.taken} taken, ${ledger.packages.missing} not to be had, ${report.fileless} without their file`,
    ],
    [
      'one agent',
      `${ledger.calls.taken} calls taken in ${ledger.calls.to - ledger.calls.from + 1} minutes of ${report.readsAMinute} each, ${ledger.calls.refused} refused, ${callsTooMany(report)} too many`,
    ],
    [
      'month',
      `turned while they ran: ${ledger.people.before} people opened before, ${ledger.people.after} after; at the end under ${Object.entries(
        report.months,
      )
        .map(([month, people]) => `${month}: ${people}`)
        .join(', ')}`,
    ],
    [
      'keys',
      `${report.unreadable} people whose key does not open after the master key was renewed and the month turned`,
    ],
    ['after a no', `${ledger.afterNo} drafts`],
    ['after a sign-out', `${ledger.afterSignOut} calls answered`],
    ['half-made', `${report.halfMade} drafts with words`],
    [
      'log',
      `${report.entries} entries, ${report.gaps} gaps, ${report.unlike} unlike the consents, ${report.verdict}`,
    ],
    [
      'result',
      `${report.lost} lost, ${report.doubled} doubled of ${ledger.acknowledged} acknowledged acts (95 % bound ${boundOf(ledger.acknowledged)})`,
    ],
  ]
  const wide = Math.max(...facts.map(([name]) => name.length))
  return [
    tableOf(head, [...rows, ['all', ...total]]),
    ...facts.map(([name, text]) => `${name.padEnd(wide)}  ${text}`),
  ].join('\n')
}

const LOOK_MS = 20
const MOST = 1_000_000
const limitsOf = (readsAMinute: number) =>
  `reads=${readsAMinute},writes=${MOST},dear=${MOST},address=${MOST},account=${MOST}`
const CALL_PAUSE_MS = 40
const PACKAGE_PAUSE_MS = 400
const ACTS_UNDER_STOP = 40
const ACTS_OF_NEW_MONTH = 12
const MOST_ACTS_AFTER = 300

/** Until the load has gone on by so much: whatever the machine's speed. */
export async function untilMore(acknowledged: () => number, acts: number): Promise<void> {
  const from = acknowledged()
  while (acknowledged() < from + acts) await wait(LOOK_MS)
}

const wasAcknowledged = ({ acts }: Ledger, wanted: ActKind) =>
  acts.some(({ kind, outcome }) => kind === wanted && outcome === 'acknowledged')

/** How long a start takes on this machine now. */
async function startingMs(program: string, env: NodeJS.ProcessEnv, aheadMs: number): Promise<number> {
  let took = 0
  const told = (seconds: number) => {
    took = seconds * 1000
  }
  const server = fleetServer(program, env, told, aheadMs)
  await server.start()
  await server.end('SIGTERM')
  return took
}

/**
 * `pause` says when the next server is killed; it is started again at once, while the load goes on. At the middle
 * kill everything is stopped by one person and lifted by two.
 */
export async function runSeveralServers(given: {
  readonly servers: number
  readonly agents: number
  /** More than an agent at work needs, and less than one that calls without end. */
  readonly readsAMinute: number
  readonly kills: number
  /** So long into the load a month ends, by all their clocks: about, as the load begins when all are there. */
  readonly monthEndsAfterMs: number
  readonly pause: (acknowledged: () => number) => Promise<void>
}): Promise<SeveralServersReport> {
  const now = new Date()
  const monthEnds = Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + 1, 1)
  // Nearly the same clock from the first act on: after a leap no server would sweep.
  const desk = await startDesk({ world: fakeWorld(new Date(monthEnds - HOUR).toISOString()) })
  await withSecondPeople(desk)
  const { dataDir } = desk
  await desk.stop()
  const url = await databaseIn(dataDir)
  const program = childProgram(new URL('./server-child.ts', import.meta.url))
  const env = {
    ...process.env,
    ...ENVIRONMENT,
    DATABASE_URL: asServer(url),
    VOUCH_DATA_DIR: dataDir,
    VOUCH_CALLS_A_MINUTE: limitsOf(given.readsAMinute),
    NODE_ENV: 'test',
  }
  const starts: number[] = []
  const startMs = await startingMs(program, env, monthEnds - HOUR - now.getTime())
  const aheadMs = monthEnds - Date.now() - given.monthEndsAfterMs - 2 * given.servers * startMs
  const servers = Array.from({ length: given.servers }, () =>
    fleetServer(program, env, (seconds) => starts.push(seconds), aheadMs),
  )
  for (const server of servers) await server.start()
  let wentOn = 0
  const proxy = balancer(servers, () => {
    wentOn += 1
  })
  proxy.listen(0, '127.0.0.1')
  await once(proxy, 'listening')
  const origin = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`
  const ledger = newLedger()
  const ground = { origin, desk, ledger, aheadMs, monthEnds }
  const acknowledged = () => ledger.acknowledged
  const startedAt = performance.now()
  let going = true
  let seconds = 0
  const work: Promise<void>[] = []
  try {
    const seats = await Promise.all(
      Array.from({ length: given.agents }, (_, at) => takeSeat(origin, desk, String(100 + at), aheadMs)),
    )
    for (const [at, seat] of seats.entries()) {
      const colleague = seats[(at + 1) % seats.length] ?? seat
      const turns = async () => {
        for (let turn = at; going; turn += 1)
          await workOnTicket(ground, [seat, colleague], String(1_000_000 * (at + 1) + turn), turn)
      }
      work.push(turns())
    }
    const beside = async (pauseMs: number, act: () => Promise<void>) => {
      while (going) {
        await act()
        await wait(pauseMs)
      }
    }
    const compliance = await takeSeat(origin, desk, COMPLIANCE, aheadMs)
    const caller = await takeSeat(origin, desk, '99', aheadMs)
    const requesterRef = await personOf(ground, caller, compliance)
    work.push(beside(PACKAGE_PAUSE_MS, () => makePackage(ground, compliance, requesterRef)))
    work.push(beside(CALL_PAUSE_MS, () => callOnce(ground, caller)))
    const broken = Promise.all(work).then(() => undefined)
    const killing = async () => {
      let stopping: Promise<void> = Promise.resolve()
      const renewing = renewMasterKey(ground, {
        DATABASE_URL: asServer(url),
        VOUCH_ACCOUNT_ORIGIN: ACCOUNT_ORIGIN,
      })
      renewing.catch(() => undefined)
      for (let kill = 0; kill < given.kills; kill += 1) {
        await given.pause(acknowledged)
        const server = servers[kill % servers.length]
        if (server === undefined || !going) return
        await server.up
        // At least one of the others must be there to be asked.
        await Promise.any(servers.filter((other) => other !== server).map(({ up }) => up))
        await server.end('SIGKILL')
        server.start().catch(() => undefined)
        if (kill === Math.floor(given.kills / 2)) {
          const there = servers.map((each) => async () => {
            await each.up
            return each.origin ?? ''
          })
          stopping = stopAndLift(ground, there, () => untilMore(acknowledged, ACTS_UNDER_STOP))
          stopping.catch(() => undefined)
        }
      }
      await stopping
      await renewing
      await Promise.all(servers.map(({ up }) => up))
      await given.pause(acknowledged)
      while (ledger.people.after === 0) await wait(LOOK_MS)
      await untilMore(acknowledged, ACTS_OF_NEW_MONTH)
      // A kind that is never acknowledged is for whoever reads the table.
      const from = acknowledged()
      const isMissing = () => ACT_KINDS.some((kind) => !wasAcknowledged(ledger, kind))
      while (isMissing() && acknowledged() < from + MOST_ACTS_AFTER) await wait(LOOK_MS)
    }
    // Whoever of the agents breaks ends the run: their failure is the run's.
    await Promise.race([killing(), broken])
    going = false
    await broken
    seconds = (performance.now() - startedAt) / 1000
  } finally {
    going = false
    await Promise.all(servers.map((server) => server.end('SIGTERM')))
    proxy.closeAllConnections()
    proxy.close()
  }
  const restarts = starts.slice(given.servers).sort((a, b) => a - b)
  const newMonth = new Date(monthEnds).toISOString().slice(0, 7)
  const found = await account(dataDir, url, ledger)
  const { kills, readsAMinute } = given
  return { ledger, newMonth, kills, readsAMinute, restarts, wentOn, seconds, ...found }
}
