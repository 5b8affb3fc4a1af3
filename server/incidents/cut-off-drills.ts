/**
 * Ends drills whose server or command was killed in the middle: what they pulled is lifted, their record is closed, and
 * their report says that they were interrupted. It looks at a drill only when it is older than any that still runs, on
 * whichever server or command line. A drill that ended and could not lift is left to two people, as its report says.
 */
import type { AccountId } from '../../src/domain/account.ts'
import type { DrillReport } from '../../src/domain/drill.ts'
import type { Transact } from '../keys.ts'
import { LONGEST_DRILL_MS } from './drill.ts'
import { type IncidentRooms, type IncidentRow, type IncidentRows, moveIncident } from './incident-desk.ts'
import { type Actor, type KillSwitchRows, liftStop, type StopRow } from './kill-switch-desk.ts'

type Rows = IncidentRows & KillSwitchRows

/** Oldest first, without those that have a report. A drill that runs has none either. */
async function unreported(tx: Rows, accountId: AccountId) {
  const reported = new Set(await tx.reportedDrills(accountId))
  const drills = (await tx.incidentRows(accountId)).filter(({ drill }) => drill)
  return drills
    .toSorted((a, b) => (a.suspectedAt < b.suspectedAt ? -1 : 1))
    .map((drill, at, all) => ({ drill, until: all[at + 1]?.suspectedAt ?? null }))
    .filter(({ drill }) => !reported.has(drill.incidentId))
}

/** Nobody but a drill pulls for the reason `drill`; each pulls once, after it has opened its record. */
const isOf = (stop: StopRow, { suspectedAt, awareBy }: IncidentRow, until: string | null) =>
  stop.reason === 'drill' &&
  stop.pulledBy === awareBy &&
  stop.pulledAt >= suspectedAt &&
  (until === null || stop.pulledAt < until)

/** @returns how many there were. */
export function endCutOffDrills(
  rooms: IncidentRooms,
  transact: Transact<Rows>,
  accountId: AccountId,
): Promise<number> {
  const now = rooms.world.now().toISOString()
  const by: Actor = { accountId, actor: { kind: 'system', ref: 'incidents' } }
  return transact(async (tx) => {
    const cut = (await unreported(tx, accountId)).filter(
      ({ drill }) => Date.parse(now) - Date.parse(drill.suspectedAt) > LONGEST_DRILL_MS,
    )
    for (const { drill, until } of cut) {
      const pulled = (await tx.stopRows(accountId)).filter((stop) => isOf(stop, drill, until))
      for (const stop of pulled) if (stop.liftedAt === null) await liftStop(rooms, tx, by, stop, 'drill_over')
      if (drill.status !== 'false_alarm') {
        const order = { version: drill.version, move: 'dismiss', at: now } as const
        await moveIncident(rooms, tx, by, drill.incidentId, order)
      }
      const really = pulled.some(({ level }) => level === 'account')
      await rooms.audit.append(tx, accountId, {
        type: 'incident.drilled',
        actor: by.actor,
        object: { kind: 'incident', ref: drill.incidentId },
        decision: really ? 'really' : 'drill',
        detail: { seen: false, report: false, ended: 'interrupted', lifted: true },
      })
      const report: DrillReport = {
        format: 'vouch-incident-drill/v2',
        incidentId: drill.incidentId,
        at: drill.suspectedAt,
        ...{ really, steps: [], ended: 'interrupted', lifted: true, drafts: null, entries: null },
        met: { seenWithin1s: false, reportWithin60s: false },
      }
      await tx.addDrillReport(accountId, drill.incidentId, drill.suspectedAt, JSON.stringify(report))
    }
    return cut.length
  })
}
