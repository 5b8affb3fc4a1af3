/** A drill of the first hour of an incident: what it reports, what it is held against, and when the next is due. */
import { addMonths } from './due-dates.ts'

export const DRILL_STEPS = ['open', 'pull', 'seen', 'report', 'letter', 'undo'] as const
export interface DrillStep {
  readonly step: (typeof DRILL_STEPS)[number]
  readonly ms: number
}

/**
 * `not_seen`: no server saw the stop in time. `too_slow`: the rest took too long. `interrupted`: by a person, by a
 * server that stops, or because its server was killed: then the next one ends it some minutes later. However it ended, what it pulled is lifted, or the report says that it is not.
 */
export const DRILL_ENDS = ['done', 'not_seen', 'too_slow', 'interrupted', 'failed'] as const
export type DrillEnd = (typeof DRILL_ENDS)[number]

/** What a drill is held against. */
export const SEEN_WITHIN_MS = 1_000
export const REPORT_WITHIN_MS = 60_000

export interface DrillReport {
  readonly format: 'vouch-incident-drill/v2'
  readonly incidentId: string
  readonly at: string
  /** Whether drafting was really stopped for the account meanwhile. */
  readonly really: boolean
  /** Those that were done, in order. */
  readonly steps: readonly DrillStep[]
  readonly ended: DrillEnd
  /** False: the stop of the drill is still in force, and two people must lift it. */
  readonly lifted: boolean
  /** `null`: the drill ended before they were counted. */
  readonly drafts: number | null
  readonly entries: number | null
  /** Figures that were to be reached, and were. */
  readonly met: { readonly seenWithin1s: boolean; readonly reportWithin60s: boolean }
}

/** `GET /api/v1/console/incident-drills`: newest first. */
export interface DrillsView {
  readonly drills: readonly DrillReport[]
  /** The day; `null`: there was none that ran to its end, so now. */
  readonly dueOn: string | null
}

export function hasPassed({ ended, lifted, met }: DrillReport): boolean {
  return ended === 'done' && lifted && met.seenWithin1s && met.reportWithin60s
}

/** A quarter after the last one that ran to its end, whether or not it was fast enough. */
const EVERY_MONTHS = 3

export function drillDueOn(drills: readonly Pick<DrillReport, 'at' | 'ended'>[]): string | null {
  const done = drills.flatMap(({ at, ended }) => (ended === 'done' ? [at.slice(0, 10)] : [])).toSorted()
  const last = done.at(-1)
  return last === undefined ? null : addMonths(last, EVERY_MONTHS)
}
