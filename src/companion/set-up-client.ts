/** The console's questions about the set-up and about how the companion is doing. */
import { HEALTH_FINDINGS, type HealthView } from '../domain/health.ts'
import { type ProviderTest, SET_UP_STEPS, STEP_CODES, STEP_STATES, type StepView } from '../domain/set-up.ts'
import type { SetUpView } from '../domain/set-up-api.ts'
import { type Check, flag, list, nullable, number, oneOf, optional, record, text } from './checks.ts'
import { unreadArticle } from './console-answers.ts'
import type { Line } from './session.ts'

const step: Check<StepView> = record({
  step: oneOf(SET_UP_STEPS),
  state: oneOf(STEP_STATES),
  code: oneOf(STEP_CODES),
  needed: flag,
  count: optional(number),
  at: optional(text),
  ref: optional(text),
  ms: optional(number),
})
const providerTest: Check<ProviderTest> = record({
  testId: text,
  provider: text,
  region: text,
  host: text,
  model: text,
  at: text,
  outcome: text,
  ms: number,
})
const setUpView: Check<SetUpView> = record({
  steps: list(step),
  live: flag,
  unread: list(unreadArticle),
  providerTest: nullable(providerTest),
})

const counted = list(record({ name: text, count: number }))
const healthView: Check<HealthView> = record({
  checkedAt: text,
  live: flag,
  findings: list(oneOf(HEALTH_FINDINGS)),
  versions: record({ server: text, node: text, schema: number }),
  sync: record({
    lastDoneAt: nullable(text),
    failed: flag,
    unread: number,
    running: flag,
    brands: list(record({ brandId: text, brandName: text, failed: flag, lastReadAt: nullable(text) })),
  }),
  provider: nullable(record({ provider: text, region: text, troubles: counted })),
  runningDrafts: number,
  checkpoint: record({
    entries: number,
    signed: number,
    signedAt: nullable(text),
    copies: number,
    behind: number,
  }),
  storage: record({
    bytes: number,
    freeBytes: nullable(number),
    totalBytes: nullable(number),
    tables: counted,
  }),
})

export interface SetUpClient {
  setUp(): Promise<SetUpView>
  testProvider(): Promise<SetUpView>
  /** @throws Fault `CONFLICT` while a step that going live needs is missing. */
  setLive(live: boolean): Promise<SetUpView>
  health(): Promise<HealthView>
}

export function setUpCalls(line: Line): SetUpClient {
  return {
    setUp: () => line.ask(setUpView, 'GET', '/console/set-up'),
    testProvider: () => line.ask(setUpView, 'POST', '/console/set-up/provider-tests'),
    setLive: (live) => line.ask(setUpView, 'PUT', '/console/set-up/live', { live }),
    health: () => line.ask(healthView, 'GET', '/console/health'),
  }
}
