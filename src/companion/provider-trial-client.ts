/** The console's questions about provider trials: two providers asked what is nobody's. */
import {
  TRIAL_NOS,
  TRIAL_OUTCOMES,
  TRIAL_SIDES,
  TRIAL_SOURCES,
  TRIAL_STATUSES,
  type TrialAnswer,
  type TrialRefusal,
  type TrialTally,
} from '../domain/provider-trial.ts'
import type {
  TrialContender,
  TrialDetail,
  TrialLine,
  TrialList,
  TrialMove,
  TrialOrder,
  TrialStart,
  TrialSuggestions,
  TrialView,
} from '../domain/provider-trial-api.ts'
import { type Check, list, nullable, number, oneOf, optional, record, text, variant } from './checks.ts'
import type { Line } from './session.ts'

export interface ProviderTrialClient {
  providerTrials(): Promise<TrialList>
  startProviderTrial(order: TrialOrder): Promise<TrialStart>
  providerTrial(trialId: string): Promise<TrialDetail>
  moveProviderTrial(trialId: string, move: TrialMove): Promise<TrialView>
  deleteProviderTrial(trialId: string): Promise<void>
  suggestedTrialQuestions(): Promise<TrialSuggestions>
  /** A page of HTML to hand on. */
  providerTrialReport(trialId: string): Promise<string>
}

const both = <T>(one: Check<T>): Check<{ readonly configured: T; readonly candidate: T }> =>
  record({ configured: one, candidate: one })
const facts = { provider: text, host: text, region: text, retention: text, model: text }
const contender: Check<TrialContender> = record({
  ...facts,
  price: nullable(record({ inputPerMillion: number, outputPerMillion: number, currency: text })),
})
const view: Check<TrialView> = record({
  trialId: text,
  status: oneOf(TRIAL_STATUSES),
  source: oneOf(TRIAL_SOURCES),
  questions: number,
  done: number,
  startedAt: text,
  finishedAt: nullable(text),
  policyVersion: number,
  allowlistVersion: number,
  contenders: both(record(facts)),
})
const trials: Check<TrialList> = record({ trials: list(view), contenders: both(nullable(contender)) })
const answer: Check<TrialAnswer> = record({
  outcome: oneOf(TRIAL_OUTCOMES),
  reasons: list(text),
  sentences: list(text),
  leftOut: number,
  articles: list(record({ articleId: text, locale: text })),
  ms: nullable(number),
  calls: number,
  inputTokens: nullable(number),
  outputTokens: nullable(number),
  amount: nullable(number),
  currency: nullable(text),
})
const tally: Check<TrialTally> = record({
  asked: number,
  outcomes: record({ answered: number, partly: number, refused: number, failed: number }),
  reasons: list(record({ reason: text, questions: number })),
  kept: number,
  leftOut: number,
  calls: number,
  p50Ms: nullable(number),
  p95Ms: nullable(number),
  inputTokens: number,
  outputTokens: number,
  untold: number,
  costs: list(record({ currency: text, amount: number })),
})
const line: Check<TrialLine> = record({
  number,
  text,
  locale: optional(text),
  answers: both(nullable(answer)),
})
const titles: Check<Readonly<Record<string, string>>> = (value, at) => {
  if (typeof value !== 'object' || value === null) return {}
  return Object.fromEntries(Object.entries(value).map(([key, title]) => [key, text(title, `${at}.${key}`)]))
}
const detail: Check<TrialDetail> = record({ trial: view, tallies: both(tally), lines: list(line), titles })
const found = list(record({ question: number, start: number, end: number, kind: text }))
const personal = record({ reason: oneOf(['PERSONAL_DATA_FOUND'] as const), found })
const barred = record({ reason: oneOf(TRIAL_NOS), side: oneOf(TRIAL_SIDES) })
const refusal: Check<TrialRefusal> = (value, at) =>
  typeof value === 'object' && value !== null && 'found' in value ? personal(value, at) : barred(value, at)
const start: Check<TrialStart> = variant('outcome', {
  started: record({ trial: view }),
  refused: record({ refusals: list(refusal) }),
})
const suggestions: Check<TrialSuggestions> = record({
  questions: list(record({ text, locale: optional(text) })),
  leftOut: number,
})
const page = record({ html: text })

export function providerTrialClient(line: Line): ProviderTrialClient {
  const at = (...parts: readonly string[]) =>
    ['/console/provider-trials', ...parts.map((part) => encodeURIComponent(part))].join('/')
  return {
    providerTrials: () => line.ask(trials, 'GET', at()),
    startProviderTrial: (order) => line.ask(start, 'POST', at(), order),
    providerTrial: (trialId) => line.ask(detail, 'GET', at(trialId)),
    moveProviderTrial: (trialId, move) => line.ask(view, 'POST', at(trialId, 'moves'), { move }),
    deleteProviderTrial: async (trialId) => {
      await line.send('POST', at(trialId, 'deletion'))
    },
    suggestedTrialQuestions: () => line.ask(suggestions, 'GET', '/console/provider-trial-questions'),
    providerTrialReport: async (trialId) => (await line.ask(page, 'GET', at(trialId, 'report'))).html,
  }
}
