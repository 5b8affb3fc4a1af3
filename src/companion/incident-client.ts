/** The console's questions about the kill switch and incidents. */
import { DRILL_ENDS, DRILL_STEPS, type DrillReport, type DrillsView } from '../domain/drill.ts'
import {
  BREACH_KINDS,
  DATA_CATEGORIES,
  INCIDENT_CAUSES,
  INCIDENT_ROLES,
  INCIDENT_STATUSES,
  INCIDENT_TEXTS,
  type IncidentFacts,
  KNOWN,
  NO_TEXTS,
  RISKS,
  TELLING,
} from '../domain/incident.ts'
import {
  type AffectedQuery,
  type AffectedReport,
  type IncidentsView,
  type IncidentView,
  type LetterView,
  type MoveOrder,
  type PhaseOrder,
  PROOF_TARGETS,
  type ProofOrder,
  SIGNAL_KINDS,
  type SignalView,
  type SuspectOrder,
} from '../domain/incident-api.ts'
import { STOP_LEVELS, STOP_REASONS, STOP_SOURCES, STOP_WHYS } from '../domain/kill-switch.ts'
import type { KillSwitchView, LiftOrder, PullOrder } from '../domain/kill-switch-api.ts'
import type { DocumentLanguage } from '../domain/staff-language.ts'
import { changeView } from './approval-answers.ts'
import { type Check, counts, fields, flag, list, nullable, number, oneOf, record, text } from './checks.ts'
import type { Line } from './session.ts'

const BLIND = STOP_WHYS.filter((why) => why !== 'pulled')
const killSwitch: Check<KillSwitchView> = record({
  blind: list(oneOf(BLIND)),
  untold: list(oneOf(STOP_SOURCES)),
  stops: list(
    record({
      stopId: text,
      level: oneOf(STOP_LEVELS),
      ref: text,
      reason: oneOf(STOP_REASONS),
      pulledAt: text,
      via: oneOf(['console', 'command_line', 'file']),
      own: flag,
      note: nullable(text),
      liftedAt: nullable(text),
    }),
  ),
  provider: nullable(text),
  mayPull: flag,
  mayLift: flag,
})

const texts: Check<IncidentFacts['texts']> = (value, at) => {
  const given = fields(value, at)
  return { ...NO_TEXTS, ...Object.fromEntries(INCIDENT_TEXTS.map((name) => [name, text(given[name], at)])) }
}
const estimate = nullable(record({ min: number, max: number }))
const facts: Check<IncidentFacts> = record({
  role: oneOf(INCIDENT_ROLES),
  kinds: list(oneOf(BREACH_KINDS)),
  cause: oneOf(INCIDENT_CAUSES),
  categories: list(oneOf(DATA_CATEGORIES)),
  persons: estimate,
  records: estimate,
  countries: list(text),
  minors: oneOf(KNOWN),
  special: oneOf(KNOWN),
  likelihood: oneOf(RISKS),
  severity: oneOf(RISKS),
  tellAuthority: oneOf(TELLING),
  tellPersons: oneOf(TELLING),
  texts,
})
const incident: Check<IncidentView> = record({
  incidentId: text,
  version: number,
  drill: flag,
  status: oneOf(INCIDENT_STATUSES),
  suspectedAt: text,
  awareAt: nullable(text),
  containedAt: nullable(text),
  dueAt: nullable(text),
  notifiedAt: nullable(text),
  facts,
  phases: list(record({ version: number, at: text, facts })),
  proofs: list(record({ target: oneOf(PROOF_TARGETS), at: text, phase: number, reference: text })),
})
const incidents: Check<Omit<IncidentsView, 'signals'>> = record({ incidents: list(incident), hours: number })
const signals: Check<readonly SignalView[]> = list(
  record({ kind: oneOf(SIGNAL_KINDS), count: number, since: text, until: text }),
)
const nothing: Check<null> = () => null
const report = record({
  query: (value: unknown, at: string): AffectedQuery => ({
    from: text(fields(value, at).from, at),
    to: text(fields(value, at).to, at),
  }),
  at: text,
  entries: number,
  logSize: number,
  drafts: number,
  requests: number,
  bytes: number,
  fields: counts,
  recipients: counts,
  persons: number,
  erasedTickets: number,
  countries: nothing,
  tickets: list(record({ ticketId: text, drafts: list(record({ draftId: text, entry: number })) })),
  more: number,
}) satisfies Check<AffectedReport>
const letter: Check<LetterView> = record({
  target: oneOf(['authority', 'persons']),
  locale: text,
  text,
  version: number,
  missing: list(text),
})
const drill: Check<DrillReport> = record({
  format: oneOf(['vouch-incident-drill/v2']),
  incidentId: text,
  at: text,
  really: flag,
  steps: list(record({ step: oneOf(DRILL_STEPS), ms: number })),
  ended: oneOf(DRILL_ENDS),
  lifted: flag,
  drafts: nullable(number),
  entries: nullable(number),
  met: record({ seenWithin1s: flag, reportWithin60s: flag }),
})
const drills: Check<DrillsView> = record({ drills: list(drill), dueOn: nullable(text) })

export interface IncidentClient {
  killSwitch(): Promise<KillSwitchView>
  pullStop(order: PullOrder): Promise<KillSwitchView>
  /** Waits for a second person: nothing is lifted yet. */
  proposeLift(order: LiftOrder): Promise<void>
  incidents(): Promise<Omit<IncidentsView, 'signals'>>
  incidentSignals(): Promise<readonly SignalView[]>
  incidentRegister(): Promise<string>
  suspectIncident(order: SuspectOrder): Promise<IncidentView>
  recordPhase(incidentId: string, order: PhaseOrder): Promise<IncidentView>
  moveIncident(incidentId: string, order: MoveOrder): Promise<IncidentView>
  recordProof(incidentId: string, order: ProofOrder): Promise<IncidentView>
  /** @param incidentId the incident that it is asked for. */
  affected(query: AffectedQuery, incidentId?: string): Promise<AffectedReport>
  /** With every ticket, and the same as CSV. */
  wholeAffected(query: AffectedQuery, incidentId?: string): Promise<AffectedReport & { readonly csv: string }>
  incidentLetter(incidentId: string, at: LetterOrder): Promise<LetterView>
  saveIncidentLetter(incidentId: string, letter: Omit<LetterView, 'missing'>): Promise<LetterView>
  /** The form of Art. 33 as a page that stands alone. */
  incidentPage(incidentId: string, at: PageOrder): Promise<string>
  runDrill(really: boolean): Promise<DrillReport>
  drills(): Promise<DrillsView>
  /** A page that stands alone. */
  drillPage(incidentId: string): Promise<string>
}
export interface PageOrder {
  readonly locale: DocumentLanguage
  readonly figures: AffectedQuery | null
}
export interface LetterOrder extends Pick<LetterView, 'target' | 'locale'> {
  readonly anew: boolean
  readonly figures: AffectedQuery | null
}

const naming = (incidentId: string | undefined) => (incidentId === undefined ? {} : { incidentId })

export function incidentCalls(line: Line): IncidentClient {
  const at = (incidentId: string, rest: string) =>
    `/console/incidents/${encodeURIComponent(incidentId)}${rest}`
  return {
    killSwitch: () => line.ask(killSwitch, 'GET', '/console/kill-switch'),
    pullStop: (order) => line.ask(killSwitch, 'POST', '/console/kill-switch/pulls', order),
    proposeLift: async (order) => {
      const proposed = record({ outcome: oneOf(['proposed']), change: changeView })
      await line.ask(proposed, 'POST', '/console/kill-switch/lifts', order)
    },
    incidents: () => line.ask(incidents, 'GET', '/console/incidents'),
    incidentSignals: () => line.ask(signals, 'GET', '/console/incident-signals'),
    incidentRegister: async () =>
      (await line.ask(record({ csv: text }), 'GET', '/console/incident-register')).csv,
    suspectIncident: (order) => line.ask(incident, 'POST', '/console/incidents', order),
    recordPhase: (incidentId, order) => line.ask(incident, 'POST', at(incidentId, '/phases'), order),
    moveIncident: (incidentId, order) => line.ask(incident, 'POST', at(incidentId, '/moves'), order),
    recordProof: (incidentId, order) => line.ask(incident, 'POST', at(incidentId, '/proofs'), order),
    affected: (query, incidentId) =>
      line.ask(report, 'POST', '/console/affected', { query, all: false, ...naming(incidentId) }),
    wholeAffected: (query, incidentId) =>
      line.ask(
        (value, place) => ({ ...report(value, place), csv: text(fields(value, place).csv, place) }),
        'POST',
        '/console/affected',
        { query, all: true, ...naming(incidentId) },
      ),
    incidentLetter: (incidentId, order) => line.ask(letter, 'POST', at(incidentId, '/letters'), order),
    saveIncidentLetter: (incidentId, order) => line.ask(letter, 'PUT', at(incidentId, '/letters'), order),
    drills: () => line.ask(drills, 'GET', '/console/incident-drills'),
    drillPage: async (incidentId) =>
      (
        await line.ask(
          record({ html: text }),
          'GET',
          `/console/incident-drills/${encodeURIComponent(incidentId)}`,
        )
      ).html,
    incidentPage: async (incidentId, order) =>
      (await line.ask(record({ html: text }), 'POST', at(incidentId, '/pages'), order)).html,
    runDrill: (really) => line.ask(drill, 'POST', '/console/incident-drills', { really }),
  }
}
