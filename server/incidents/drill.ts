/**
 * An incident that nobody had: the same steps as in a real one, timed, marked as a drill wherever it shows, and
 * undone at the end. What it stops is a brand that no ticket has, unless it is asked to stop drafting really.
 * However it ends, what it pulled is lifted first; if even that fails, the report says so.
 */
import type { Agent } from '../../src/domain/account.ts'
import {
  type DrillEnd,
  type DrillReport,
  type DrillStep,
  REPORT_WITHIN_MS,
  SEEN_WITHIN_MS,
} from '../../src/domain/drill.ts'
import { NO_TEXTS, NOTHING_KNOWN } from '../../src/domain/incident.ts'
import type { AffectedReport } from '../../src/domain/incident-api.ts'
import { DRILL_BRAND, type Stop } from '../../src/domain/kill-switch.ts'
import type { Transact } from '../keys.ts'
import { type AffectedRows, affectedBy } from './affected.ts'
import {
  type IncidentRooms,
  type IncidentRows,
  moveIncident,
  readIncident,
  suspectIncident,
} from './incident-desk.ts'
import type { KillSwitch } from './kill-switch.ts'
import { type KillSwitchRows, liftStop, newStop, pullStop, standingStops } from './kill-switch-desk.ts'
import { filledIn } from './letters.ts'

type Rows = IncidentRows & KillSwitchRows & AffectedRows

export interface DrillGiven {
  readonly rooms: IncidentRooms
  readonly transact: Transact<Rows>
  readonly killSwitch: KillSwitch
  /** Milliseconds of a clock that only goes on. */
  readonly stopwatch: () => number
  readonly pause: (ms: number) => Promise<void>
  /** Lets everybody else have a turn. */
  readonly nextTurn: () => Promise<void>
  /** Told what failed; the report alone says that something did. */
  readonly report: (cause: unknown) => void
}

export interface DrillOrder {
  readonly really: boolean
  /** Ends the drill early, as a person or a server that stops does. */
  readonly signal?: AbortSignal
}

const DAY_MS = 86_400_000
const WINDOW_DAYS = 30
/** A watch that has not seen the stop by then will not. */
const SEEN_LIMIT_MS = 5_000
/** All of it, and drafting may be stopped for so long. */
const WHOLE_LIMIT_MS = 2 * REPORT_WITHIN_MS
/** Whatever began longer ago has ended, or was cut off with its server. */
export const LONGEST_DRILL_MS = WHOLE_LIMIT_MS + REPORT_WITHIN_MS
const LOOK_MS = 5
const LIFT_TRIES = 5
const LIFT_PAUSE_MS = 1_000

class Ended extends Error {
  readonly end: DrillEnd
  constructor(end: DrillEnd) {
    super(end)
    this.end = end
  }
}

export async function runDrill(given: DrillGiven, agent: Agent, order: DrillOrder): Promise<DrillReport> {
  const { rooms, transact, stopwatch } = given
  const at = rooms.world.now().toISOString()
  const steps: DrillStep[] = []
  async function timed<T>(step: DrillStep['step'], act: () => Promise<T>): Promise<T> {
    const from = stopwatch()
    const done = await act()
    steps.push({ step, ms: Math.round((stopwatch() - from) * 10) / 10 })
    return done
  }
  const incidentId = await timed('open', () => open(given, agent, at))
  const target = order.really
    ? ({ level: 'account', ref: '' } as const)
    : ({ level: 'brand', ref: DRILL_BRAND } as const)
  const pull = { ...target, reason: 'drill', via: 'console' } as const
  const stop = newStop(rooms, agent, pull)
  let ended: DrillEnd = 'done'
  let report: AffectedReport | null = null
  const from = stopwatch()
  const goOn = () => {
    if (order.signal?.aborted === true) throw new Ended('interrupted')
    if (stopwatch() - from > WHOLE_LIMIT_MS) throw new Ended('too_slow')
  }
  try {
    goOn()
    await timed('pull', () => transact((tx) => pullStop(rooms, tx, agent, pull, stop)))
    await timed('seen', () => seen(given, stop, goOn))
    report = await timed('report', () => counted(given, agent, at, goOn))
    const figures = report
    await timed('letter', () => letters(given, agent, incidentId, figures))
    goOn()
  } catch (cause) {
    ended = cause instanceof Ended ? cause.end : 'failed'
    if (ended === 'failed') given.report(cause)
  }
  const lifted = await timed('undo', () => undo(given, agent, incidentId, stop))
  const made = reportOf({ incidentId, at, steps, ended, lifted, report, really: order.really })
  await keep(given, agent, made)
  return made
}

function open({ rooms, transact }: DrillGiven, agent: Agent, at: string): Promise<string> {
  const facts = {
    ...NOTHING_KNOWN,
    kinds: ['confidentiality' as const],
    texts: { ...NO_TEXTS, nature: 'Drill', awareWhy: 'Drill', measures: 'Drill', authorityWhy: 'Drill' },
  }
  return transact(async (tx) => {
    const { incidentId, version } = await suspectIncident(rooms, tx, agent, {
      ...{ suspectedAt: at, facts, drill: true },
    })
    await moveIncident(rooms, tx, agent, incidentId, { version, move: 'confirm', at })
    return incidentId
  })
}

/** The watch of this server looks by itself; here it is not helped. */
async function seen({ killSwitch, stopwatch, pause }: DrillGiven, stop: Stop, goOn: () => void) {
  const from = stopwatch()
  while (!killSwitch.state().stops.some(({ stopId }) => stopId === stop.stopId)) {
    goOn()
    if (stopwatch() - from > SEEN_LIMIT_MS) throw new Ended('not_seen')
    await pause(LOOK_MS)
  }
}

function counted(given: DrillGiven, { accountId }: Agent, at: string, goOn: () => void) {
  const { rooms, transact, nextTurn } = given
  const from = new Date(Date.parse(at) - WINDOW_DAYS * DAY_MS).toISOString()
  return affectedBy({ ...rooms, transact, goOn, pause: nextTurn }, accountId, { from, to: at })
}

async function letters(
  { rooms, transact }: DrillGiven,
  { accountId }: Agent,
  incidentId: string,
  figures: AffectedReport,
): Promise<void> {
  const record = await transact((tx) => readIncident(rooms, tx, accountId, incidentId))
  filledIn(record, { target: 'authority', locale: 'en' }, figures)
  filledIn(record, { target: 'persons', locale: 'en' }, null)
}

/** @returns false when the stop could not be lifted. The record is closed only after it, and is not worth more. */
async function undo(given: DrillGiven, agent: Agent, incidentId: string, stop: Stop): Promise<boolean> {
  const { rooms, transact } = given
  const lifted = await again(given, async (tx) => {
    const { stops } = await standingStops(tx, agent.accountId)
    if (stops.some(({ stopId }) => stopId === stop.stopId))
      await liftStop(rooms, tx, agent, stop, 'drill_over')
  })
  const called = await again(given, async (tx) => {
    const { version, status } = await readIncident(rooms, tx, agent.accountId, incidentId)
    if (status === 'false_alarm') return
    const move = { version, move: 'dismiss', at: rooms.world.now().toISOString() } as const
    await moveIncident(rooms, tx, agent, incidentId, move)
  })
  if (!called) given.report(new Error(`the record of drill ${incidentId} stays open`))
  return lifted
  async function again({ pause, report }: DrillGiven, act: (tx: Rows) => Promise<void>): Promise<boolean> {
    for (let tries = 1; tries <= LIFT_TRIES; tries += 1)
      try {
        await transact(act)
        return true
      } catch (cause) {
        report(cause)
        if (tries < LIFT_TRIES) await pause(LIFT_PAUSE_MS)
      }
    return false
  }
}

function reportOf(
  run: Pick<DrillReport, 'incidentId' | 'at' | 'steps' | 'ended' | 'lifted' | 'really'> & {
    readonly report: AffectedReport | null
  },
): DrillReport {
  const { report, ...rest } = run
  const ms = (step: DrillStep['step']) =>
    rest.steps.find((one) => one.step === step)?.ms ?? Number.POSITIVE_INFINITY
  return {
    format: 'vouch-incident-drill/v2',
    ...rest,
    drafts: report?.drafts ?? null,
    entries: report?.entries ?? null,
    met: {
      seenWithin1s: ms('pull') + ms('seen') <= SEEN_WITHIN_MS,
      reportWithin60s: ms('report') <= REPORT_WITHIN_MS,
    },
  }
}

/** Without a store there is no entry and no report to read back; whoever ran the drill is answered all the same. */
async function keep({ rooms, transact, report }: DrillGiven, agent: Agent, made: DrillReport): Promise<void> {
  const { incidentId, at, really, ended, lifted, met } = made
  try {
    await transact(async (tx) => {
      await rooms.audit.append(tx, agent.accountId, {
        type: 'incident.drilled',
        actor: { kind: 'agent', ref: rooms.keys.digest('agent', agent.accountId, agent.agentId) },
        object: { kind: 'incident', ref: incidentId },
        decision: really ? 'really' : 'drill',
        detail: { seen: met.seenWithin1s, report: met.reportWithin60s, ended, lifted },
      })
      await tx.addDrillReport(agent.accountId, incidentId, at, JSON.stringify(made))
    })
  } catch (cause) {
    report(cause)
  }
}
