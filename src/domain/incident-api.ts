/** What the console and the companion tell each other about incidents. Role compliance only. */
import type { IncidentFacts, IncidentMove, IncidentTimes } from './incident.ts'

export interface IncidentView extends IncidentTimes {
  readonly incidentId: string
  /** Rises with each phase and each move. */
  readonly version: number
  readonly drill: boolean
  readonly facts: IncidentFacts
  /** Earlier phases, the newest first: when, and what was known then. */
  readonly phases: readonly { readonly version: number; readonly at: string; readonly facts: IncidentFacts }[]
  readonly proofs: readonly ProofView[]
}

export const PROOF_TARGETS = ['authority', 'persons', 'controller'] as const
export type ProofTarget = (typeof PROOF_TARGETS)[number]

/** That somebody was told: when, of which phase, under which reference. */
export interface ProofView {
  readonly target: ProofTarget
  readonly at: string
  readonly phase: number
  readonly reference: string
}

export const SIGNAL_KINDS = [
  'audit_broken',
  'permits_refused',
  'sign_ins_refused',
  'many_exports',
  'egress_refused',
  'webhooks_refused',
] as const
export type SignalKind = (typeof SIGNAL_KINDS)[number]

/** Something that looks wrong. Nobody is aware of anything until a person says so. */
export interface SignalView {
  readonly kind: SignalKind
  readonly count: number
  readonly since: string
  readonly until: string
}

/** `GET /api/v1/console/incidents`: newest first, drills among them. */
export interface IncidentsView {
  readonly incidents: readonly IncidentView[]
  readonly signals: readonly SignalView[]
  readonly hours: number
}

/** `POST …/incidents` → `IncidentView`. */
export interface SuspectOrder {
  readonly suspectedAt: string
  readonly facts: IncidentFacts
}
/** `POST …/incidents/:incidentId/phases` → `IncidentView`. */
export interface PhaseOrder {
  readonly version: number
  readonly facts: IncidentFacts
}
/** `POST …/incidents/:incidentId/moves` → `IncidentView`. */
export interface MoveOrder {
  readonly version: number
  readonly move: IncidentMove
  /** When it happened; not in the future, not before what came before it. */
  readonly at: string
}
export interface ProofOrder {
  readonly target: ProofTarget
  readonly at: string
  readonly reference: string
}

/** Which drafts an incident touches. All that is given must hold. */
export interface AffectedQuery {
  readonly from: string
  readonly to: string
  readonly articleId?: string
  readonly versionHash?: string
  readonly provider?: string
  readonly agentId?: string
  readonly scopeHash?: string
  /** Month whose key wraps the persons' keys, `2026-11`. */
  readonly keyMonth?: string
}

/** `POST …/incidents/affected`. Counts of Art. 33(3)(a); tickets by their number for compliance alone. */
export interface AffectedReport {
  readonly query: AffectedQuery
  readonly at: string
  /** Entries of the log that were read, and its size: what the figures rest on. */
  readonly entries: number
  readonly logSize: number
  readonly drafts: number
  readonly requests: number
  readonly bytes: number
  readonly fields: Readonly<Record<string, number>>
  readonly recipients: Readonly<Record<string, number>>
  readonly persons: number
  /** Tickets whose person was erased since: counted, nobody can be named any more. */
  readonly erasedTickets: number
  /** Where the persons live is not kept. */
  readonly countries: null
  readonly tickets: readonly {
    readonly ticketId: string
    readonly drafts: readonly { readonly draftId: string; readonly entry: number }[]
  }[]
  /** More tickets than are listed here; the file has all. */
  readonly more: number
}

/** `POST …/incidents/:incidentId/letters`: a text to start from. Nothing is sent. */
export interface LetterView {
  readonly target: 'authority' | 'persons'
  readonly locale: string
  readonly text: string
  /** Version of the text: 0 is the one that was filled in from the record. */
  readonly version: number
  readonly missing: readonly string[]
}
