/** The JSON of simulations on past tickets. Text of tickets is in orders alone, never in an answer. */
import type { ArticleSelection } from './scope.ts'
import type { PolicyContent } from './scope-policy.ts'
import type {
  SimulatedOutcome,
  SimulationCheck,
  SimulationComparison,
  SimulationPurpose,
  SimulationRequirement,
  SimulationResult,
  SimulationSource,
  SimulationStatus,
} from './simulation.ts'

/** Tickets of one batch; each has up to two texts of the scope's length. */
export const SIMULATION_BATCH = 20
export const SIMULATION_MOST_TICKETS = 50_000

/** `POST /api/v1/console/simulations` → 201 `SimulationView`. Without `policy` and `selection`: what is in force. */
export interface SimulationOrder {
  readonly purpose: SimulationPurpose
  readonly source: SimulationSource
  /** How many tickets are to be looked at. */
  readonly planned: number
  /** Of a file: names it, so that the same one can be gone on with. */
  readonly sourceDigest?: string
  readonly policy?: PolicyContent
  readonly selection?: ArticleSelection
}

/** `POST …/:runId/wanted` → `{ wanted }`: which of them to read at all. */
export interface WantedOrder {
  readonly tickets: readonly { readonly ticketId: string; readonly requesterId: string }[]
}
export interface WantedView {
  readonly wanted: readonly string[]
}

/** One past ticket, minimised where it was read. */
export interface PastTicket {
  readonly ticketId: string
  readonly requesterId: string
  readonly subject?: string
  readonly locale?: string
  readonly brandId?: string
  readonly formId?: string
  readonly groupId?: string
  readonly channel?: string
  readonly tags?: readonly string[]
  /** What the requester wrote before the first reply. */
  readonly texts: readonly string[]
  /** What was really answered; absent: nobody did, or not in public. */
  readonly reply?: string
}

/** `POST …/:runId/batches` → `SimulationView`. The cursor is where the reading goes on after this batch. */
export interface SimulationBatch {
  readonly cursor: string | null
  readonly tickets: readonly PastTicket[]
}

/** `POST …/:runId/moves` → `SimulationView`. */
export const SIMULATION_MOVES = ['pause', 'resume', 'finish', 'cancel'] as const
export type SimulationMove = (typeof SIMULATION_MOVES)[number]

export interface SimulationView {
  readonly runId: string
  readonly status: SimulationStatus
  readonly purpose: SimulationPurpose
  readonly source: SimulationSource
  readonly planned: number
  readonly done: number
  readonly outcomes: Readonly<Record<SimulatedOutcome, number>>
  readonly cursor: string | null
  readonly startedAt: string
  readonly finishedAt: string | null
  readonly policyVersion: number
  readonly allowlistVersion: number
  /** True where another policy or allowlist than the one in force was tried. */
  readonly trial: boolean
  readonly threshold: number
  /** `null`: not finished, or it does not count for the scope in force. */
  readonly passed: boolean | null
  /** What it falls short of; empty where it passes or is not finished. */
  readonly shortfalls: readonly SimulationCheck[]
}

/** `GET …/:runId`. Titles only of articles that are still synced. */
export interface SimulationDetail {
  readonly run: SimulationView
  readonly result: SimulationResult
  readonly titles: Readonly<Record<string, string>>
}

/** `GET /api/v1/console/simulations`: newest first. */
export interface SimulationList {
  readonly runs: readonly SimulationView[]
  /** What the scope policy in force requires; `null`: nothing. */
  readonly requirement: SimulationRequirement | null
  readonly policyVersion: number
}

/** `GET …/:runId/comparisons/:otherId`: the first is before, the other after. */
export interface SimulationComparisonView {
  readonly before: SimulationView
  readonly after: SimulationView
  readonly comparison: SimulationComparison
  readonly titles: Readonly<Record<string, string>>
}

/** For who asks whether an account may go live. */
export interface LastSimulation {
  readonly finishedAt: string
  readonly scopeVersion: number
  readonly passed: boolean
}
