/** Drafts over past tickets with every effect off. Keeps counts and codes, never a word; sends nothing anywhere. */
import type { AccountId } from '../../src/domain/account.ts'
import type { LastSimulation } from '../../src/domain/simulation-api.ts'
import type { SimulationRows } from './rooms.ts'

export { keptFacts } from './kept-facts.ts'
export {
  createProviderTrialDesk,
  type ProviderTrialDesk,
  type ProviderTrialGiven,
  type TrialModels,
} from './provider-trial-desk.ts'
export { providerTrialReport } from './provider-trial-report.ts'
export {
  type ProviderTrialRows,
  STORED_TRIAL_STATUSES,
  type StoredTrial,
} from './provider-trial-rows.ts'
export { comparisonReport, type NamedPrice, simulationReport } from './report.ts'
export type { SimulatedRow, SimulatingRows, SimulationRooms, SimulationRows, SimulationRun } from './rooms.ts'
export { createSimulationDesk, type SimulationDesk, ticketDigestOf } from './simulation-desk.ts'
export { simulationHolder } from './simulation-holder.ts'

/** The newest run over what was in force then; `null`: there is none. A trial of something else is none. */
export async function lastSimulation(
  tx: Pick<SimulationRows, 'lastSimulation'>,
  accountId: AccountId,
): Promise<LastSimulation | null> {
  const last = await tx.lastSimulation(accountId)
  if (last === null || last.finishedAt === null) return null
  return {
    finishedAt: last.finishedAt,
    scopeVersion: last.policyVersion,
    passed: last.passed === true,
  }
}
