/**
 * An incident that nobody had: the same steps as in a real one, timed, marked as a drill wherever it shows, and
 * undone at the end. What it stops is a brand that no ticket has, unless it is asked to stop drafting really.
 */
import type { Agent } from '../../src/domain/account.ts'
import { NO_TEXTS, NOTHING_KNOWN } from '../../src/domain/incident.ts'
import type { AffectedReport, DrillReport, DrillStep } from '../../src/domain/incident-api.ts'
import { DRILL_BRAND, type Stop } from '../../src/domain/kill-switch.ts'
import type { Transact } from '../keys.ts'
import { type AffectedRooms, type AffectedRows, affectedBy } from './affected.ts'
import {
  type IncidentRooms,
  type IncidentRows,
  moveIncident,
  readIncident,
  suspectIncident,
} from './incident-desk.ts'
import type { KillSwitch } from './kill-switch.ts'
import { type KillSwitchRows, liftStop, pullStop } from './kill-switch-desk.ts'
import { filledIn } from './letters.ts'

export interface DrillGiven {
  readonly rooms: IncidentRooms
  readonly transact: Transact<IncidentRows & KillSwitchRows & AffectedRows>
  readonly killSwitch: KillSwitch
  /** Milliseconds of a clock that only goes on. */
  readonly stopwatch: () => number
}

const DAY_MS = 86_400_000
const WINDOW_DAYS = 30

export async function runDrill(given: DrillGiven, agent: Agent, really: boolean): Promise<DrillReport> {
  const { rooms, transact, killSwitch, stopwatch } = given
  const { accountId } = agent
  const steps: DrillStep[] = []
  async function timed<T>(step: DrillStep['step'], act: () => Promise<T>): Promise<T> {
    const from = stopwatch()
    const done = await act()
    steps.push({ step, ms: Math.round((stopwatch() - from) * 10) / 10 })
    return done
  }
  const now = rooms.world.now()
  const at = now.toISOString()
  const facts = {
    ...NOTHING_KNOWN,
    kinds: ['confidentiality' as const],
    texts: { ...NO_TEXTS, nature: 'Drill', awareWhy: 'Drill', measures: 'Drill', authorityWhy: 'Drill' },
  }
  const incident = await timed('open', () =>
    transact(async (tx) => {
      const opened = await suspectIncident(rooms, tx, agent, { suspectedAt: at, facts, drill: true })
      return moveIncident(rooms, tx, agent, opened.incidentId, {
        version: opened.version,
        move: 'confirm',
        at,
      })
    }),
  )
  const target = really
    ? ({ level: 'account', ref: '' } as const)
    : ({ level: 'brand', ref: DRILL_BRAND } as const)
  let stop: Stop | null = null
  try {
    const pulled = await timed('pull', () =>
      transact((tx) => pullStop(rooms, tx, agent, { ...target, reason: 'drill', via: 'console' })),
    )
    stop = pulled
    // The watch of this server looks by itself; here it is not helped.
    await timed('seen', () => seen(killSwitch, pulled))
    const report = await timed('report', () => {
      const from = new Date(now.getTime() - WINDOW_DAYS * DAY_MS).toISOString()
      const affected: AffectedRooms = { ...rooms, transact }
      return affectedBy(affected, accountId, { from, to: at })
    })
    await timed('letter', async () => {
      const record = await transact((tx) => readIncident(rooms, tx, accountId, incident.incidentId))
      return [
        filledIn(record, { target: 'authority', locale: 'en' }, report),
        filledIn(record, { target: 'persons', locale: 'en' }, null),
      ]
    })
    await timed('undo', () => undo(given, agent, incident.incidentId, pulled))
    stop = null
    return await keep(given, agent, incident.incidentId, { at, really, steps, report })
  } finally {
    // Whatever failed: a drill leaves nothing stopped.
    const left = stop
    if (left !== null) await transact((tx) => liftStop(rooms, tx, agent, left, 'drill_over'))
  }
}

function seen(killSwitch: KillSwitch, stop: Stop): Promise<void> {
  return new Promise((resolve) => {
    const look = () => {
      if (killSwitch.state().stops.some(({ stopId }) => stopId === stop.stopId)) resolve()
      else setTimeout(look, 5)
    }
    look()
  })
}

async function undo({ rooms, transact }: DrillGiven, agent: Agent, incidentId: string, stop: Stop) {
  await transact(async (tx) => {
    await liftStop(rooms, tx, agent, stop, 'drill_over')
    const record = await readIncident(rooms, tx, agent.accountId, incidentId)
    const move = { version: record.version, move: 'dismiss', at: rooms.world.now().toISOString() } as const
    await moveIncident(rooms, tx, agent, incidentId, move)
  })
}

async function keep(
  { rooms, transact }: DrillGiven,
  agent: Agent,
  incidentId: string,
  run: { at: string; really: boolean; steps: readonly DrillStep[]; report: AffectedReport },
): Promise<DrillReport> {
  const { at, really, steps, report } = run
  const ms = (step: DrillStep['step']) =>
    steps.find((one) => one.step === step)?.ms ?? Number.POSITIVE_INFINITY
  const made: DrillReport = {
    format: 'vouch-incident-drill/v1',
    incidentId,
    at,
    really,
    steps,
    drafts: report.drafts,
    entries: report.entries,
    met: { seenWithin1s: ms('pull') + ms('seen') <= 1_000, reportWithin60s: ms('report') <= 60_000 },
  }
  await transact(async (tx) => {
    await rooms.audit.append(tx, agent.accountId, {
      type: 'incident.drilled',
      actor: { kind: 'agent', ref: rooms.keys.digest('agent', agent.accountId, agent.agentId) },
      object: { kind: 'incident', ref: incidentId },
      decision: really ? 'really' : 'drill',
      detail: { seen: made.met.seenWithin1s, report: made.met.reportWithin60s },
    })
    await tx.addDrillReport(agent.accountId, incidentId, at, JSON.stringify(made))
  })
  return made
}

/** A page that stands alone, for a folder of evidence. */
export function drillHtml({ at, really, steps, drafts, entries, met, incidentId }: DrillReport): string {
  const rows = steps.map(({ step, ms }) => `<tr><td>${step}</td><td>${ms} ms</td></tr>`).join('')
  const yes = (value: boolean) => (value ? 'yes' : 'NO')
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>Incident drill ${at}</title>
<style>body{font:16px/1.5 system-ui;max-width:44em;margin:3em auto;padding:0 1em}td{padding:.2em 1em .2em 0}</style>
<h1>Incident drill</h1><p>${at} · ${incidentId} · drafting ${really ? 'was' : 'was not'} really stopped</p>
<table>${rows}</table><p>Read ${entries} entries of the audit log, ${drafts} drafts in the last 30 days.</p>
<p>Stop seen within 1 s: ${yes(met.seenWithin1s)}. Report within 60 s: ${yes(met.reportWithin60s)}.</p></html>
`
}
