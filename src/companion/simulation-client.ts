/** The console's questions about simulations on past tickets. */
import {
  SIMULATION_CHECKS,
  SIMULATION_PURPOSES,
  SIMULATION_SOURCES,
  SIMULATION_STATUSES,
} from '../domain/simulation.ts'
import type {
  SimulationBatch,
  SimulationComparisonView,
  SimulationDetail,
  SimulationList,
  SimulationMove,
  SimulationOrder,
  SimulationView,
  WantedOrder,
} from '../domain/simulation-api.ts'
import { type Check, flag, list, nullable, number, oneOf, optional, record, text } from './checks.ts'
import type { Line } from './session.ts'

export interface SimulationClient {
  simulations(): Promise<SimulationList>
  startSimulation(order: SimulationOrder): Promise<SimulationView>
  simulation(runId: string): Promise<SimulationDetail>
  wantedTickets(runId: string, order: WantedOrder): Promise<readonly string[]>
  sendPastTickets(runId: string, batch: SimulationBatch): Promise<SimulationView>
  moveSimulation(runId: string, move: SimulationMove): Promise<SimulationView>
  compareSimulations(before: string, after: string): Promise<SimulationComparisonView>
  /** A page of HTML to hand on. */
  simulationReport(runId: string): Promise<string>
  comparisonReport(before: string, after: string): Promise<string>
}

const outcomes = record({ answered: number, partly: number, refused: number, skipped: number })
const view: Check<SimulationView> = record({
  runId: text,
  status: oneOf(SIMULATION_STATUSES),
  purpose: oneOf(SIMULATION_PURPOSES),
  source: oneOf(SIMULATION_SOURCES),
  planned: number,
  done: number,
  outcomes,
  cursor: nullable(text),
  startedAt: text,
  finishedAt: nullable(text),
  policyVersion: number,
  allowlistVersion: number,
  trial: flag,
  threshold: number,
  passed: nullable(flag),
  shortfalls: list(oneOf(SIMULATION_CHECKS)),
})
const tally = list(record({ reason: text, tickets: number }))
const article = { articleId: text, locale: text }
const zero: Check<0> = (value, at) => {
  number(value, at)
  return 0
}
const result: Check<SimulationDetail['result']> = record({
  tickets: number,
  outcomes,
  refusals: tally,
  skips: tally,
  locales: list(record({ locale: text, tickets: number, answered: number })),
  articles: list(record({ ...article, tickets: number, compared: number, keptShare: nullable(number) })),
  facts: record({ sent: number, kept: number, drafted: number, absent: number, contradicted: number }),
  compared: number,
  overlap: nullable(number),
  answeredAt: list(number),
  modelRequests: number,
  charsIn: number,
  charsOut: number,
  bytesLeft: zero,
})
const titles: Check<Readonly<Record<string, string>>> = (value, at) => {
  if (typeof value !== 'object' || value === null) return {}
  return Object.fromEntries(Object.entries(value).map(([key, title]) => [key, text(title, at)]))
}
const detail: Check<SimulationDetail> = record({ run: view, result, titles })
const simulations: Check<SimulationList> = record({
  runs: list(view),
  requirement: nullable(
    record({
      minTickets: number,
      minAnsweredShare: number,
      minKeptShare: optional(number),
      maxContradictedShare: optional(number),
    }),
  ),
  policyVersion: number,
})
const side = record({ reasons: list(text), articles: list(record(article)) })
const comparison: Check<SimulationComparisonView> = record({
  before: view,
  after: view,
  titles,
  comparison: record({
    both: number,
    onlyBefore: number,
    onlyAfter: number,
    changes: record({ lost: number, gained: number, moved: number, other_reason: number, same: number }),
    reasons: list(record({ reason: text, before: number, after: number })),
    articles: list(record({ ...article, before: number, after: number })),
    before: result,
    after: result,
    examples: list(
      record({
        change: oneOf(['lost', 'gained', 'moved', 'other_reason']),
        locale: nullable(text),
        before: side,
        after: side,
      }),
    ),
  }),
})
const page = record({ html: text })

export function simulationClient(line: Line): SimulationClient {
  const at = (...parts: readonly string[]) =>
    ['/console/simulations', ...parts.map((part) => encodeURIComponent(part))].join('/')
  return {
    simulations: () => line.ask(simulations, 'GET', at()),
    startSimulation: (order) => line.ask(view, 'POST', at(), order),
    simulation: (runId) => line.ask(detail, 'GET', at(runId)),
    wantedTickets: async (runId, order) =>
      (await line.ask(record({ wanted: list(text) }), 'POST', at(runId, 'wanted'), order)).wanted,
    sendPastTickets: (runId, batch) => line.ask(view, 'POST', at(runId, 'batches'), batch),
    moveSimulation: (runId, move) => line.ask(view, 'POST', at(runId, 'moves'), { move }),
    compareSimulations: (before, after) => line.ask(comparison, 'GET', at(before, 'comparisons', after)),
    simulationReport: async (runId) => (await line.ask(page, 'GET', at(runId, 'report'))).html,
    comparisonReport: async (before, after) =>
      (await line.ask(page, 'GET', at(before, 'comparisons', after, 'report'))).html,
  }
}
