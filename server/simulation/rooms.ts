/** What a simulation asks of the store, and of the rest of the product. */
import type { AccountId } from '../../src/domain/account.ts'
import type {
  SimulatedOutcome,
  SimulatedTicket,
  SimulationPurpose,
  SimulationSource,
  SimulationStatus,
} from '../../src/domain/simulation.ts'
import type { AuditLog } from '../audit/index.ts'
import type { DraftRows, SettingsRows, TrialRooms } from '../drafting/index.ts'
import type { Keyring, Transact, World } from '../keys.ts'
import type { TombstoneRows } from '../tickets/index.ts'

export interface SimulationRun {
  readonly runId: string
  readonly status: SimulationStatus
  readonly purpose: SimulationPurpose
  readonly source: SimulationSource
  /** Names a file; `null` for the helpdesk. */
  readonly sourceDigest: string | null
  readonly planned: number
  readonly cursor: string | null
  readonly startedBy: string
  readonly startedAt: string
  readonly changedAt: string
  readonly finishedAt: string | null
  readonly policyVersion: number
  readonly allowlistVersion: number
  /** Something else than what was in force was tried. */
  readonly trial: boolean
  /** Canonical JSON of policy and selection: they stay what they were when the run began. */
  readonly basis: string
  readonly passed: boolean | null
}

export interface SimulatedRow extends SimulatedTicket {
  readonly requesterDigest: string
}

export interface SimulationRows {
  addSimulation(accountId: AccountId, run: SimulationRun): Promise<void>
  simulationById(accountId: AccountId, runId: string): Promise<SimulationRun | null>
  /** Newest first. */
  simulations(accountId: AccountId, limit: number): Promise<readonly SimulationRun[]>
  changeSimulation(
    accountId: AccountId,
    runId: string,
    change: Partial<Pick<SimulationRun, 'status' | 'cursor' | 'changedAt' | 'finishedAt' | 'passed'>>,
  ): Promise<void>
  /** A ticket that is there already stays as it is. @returns how many were new. */
  addSimulated(
    accountId: AccountId,
    runId: string,
    tickets: readonly SimulatedRow[],
    at: string,
  ): Promise<number>
  /** Which of them the run has already. */
  knownSimulated(
    accountId: AccountId,
    runId: string,
    ticketDigests: readonly string[],
  ): Promise<readonly string[]>
  simulatedTickets(accountId: AccountId, runId: string): Promise<readonly SimulatedTicket[]>
  simulatedCounts(
    accountId: AccountId,
    runId: string,
  ): Promise<readonly { readonly outcome: SimulatedOutcome; readonly tickets: number }[]>
  /** Newest run that has come to its end and was over what was in force. */
  lastSimulation(
    accountId: AccountId,
  ): Promise<Pick<SimulationRun, 'finishedAt' | 'policyVersion' | 'passed'> | null>
}

export type SimulatingRows = SimulationRows & SettingsRows & DraftRows & TombstoneRows

export interface SimulationRooms extends TrialRooms {
  readonly world: World
  readonly keys: Keyring
  readonly audit: AuditLog
  readonly transact: Transact<SimulatingRows>
  /** Lets whatever else waits have its turn. */
  readonly pause: () => Promise<void>
}
