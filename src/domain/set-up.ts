/** How far the set-up of an account is. Worked out from what is there each time; no tick is stored anywhere. */
import type { SyncView } from './api.ts'
import type { LastSimulation } from './simulation-api.ts'

export const SET_UP_STEPS = [
  'connect',
  'articles',
  'scope',
  'notice',
  'provider',
  'webhooks',
  'simulation',
  'live',
] as const
export type SetUpStep = (typeof SET_UP_STEPS)[number]

/** `open`: nobody has done it. `problem`: it was done, and something stands against it now. */
export const STEP_STATES = ['done', 'open', 'running', 'problem'] as const
export type StepState = (typeof STEP_STATES)[number]

/** What is said of a step; every code has one sentence in the words of the console. */
export const STEP_CODES = [
  'connected',
  'never_synced',
  'syncing',
  'sync_failed',
  'sync_held',
  'no_articles',
  'synced',
  'synced_partly',
  'nothing_allowed',
  'policy_unreadable',
  'allowed',
  'no_notice',
  'notice_outdated',
  'notice_behind',
  'notice_generated',
  'notice_written',
  'nothing_leaves',
  'untested',
  'test_of_another',
  'test_failed',
  'tested',
  'no_secret',
  'none_seen',
  'seen',
  'no_simulation',
  'simulation_older',
  'simulation_failed',
  'simulation_passed',
  'not_live',
  'not_ready',
  'live',
  'live_undated',
  'live_with_problems',
] as const
export type StepCode = (typeof STEP_CODES)[number]

export interface StepView {
  readonly step: SetUpStep
  readonly state: StepState
  readonly code: StepCode
  /** Whether going live waits for it. */
  readonly needed: boolean
  readonly count?: number
  readonly at?: string
  /** A name, a region or a code: nothing of a person. */
  readonly ref?: string
  readonly ms?: number
}

export interface ProviderFacts {
  readonly provider: string
  readonly region: string
  readonly host: string
  readonly model: string
}

export interface ProviderTest extends ProviderFacts {
  readonly testId: string
  readonly at: string
  /** `answered`, or the code of what went wrong. */
  readonly outcome: string
  readonly ms: number
}

export interface SetUpFacts {
  readonly account: string
  readonly sync: SyncView | null
  /** Articles that the running sync has read so far. */
  readonly staged: number
  readonly articles: number
  readonly allowed: number
  readonly policyReadable: boolean
  readonly notice: {
    readonly standing: 'current' | 'outdated' | 'behind'
    readonly origin: 'generated' | 'written'
    readonly version: number
  } | null
  /** `null`: replies are composed on this machine. */
  readonly provider: ProviderFacts | null
  readonly providerTest: ProviderTest | null
  readonly webhooks: { readonly connected: boolean; readonly lastSignedAt: string | null }
  readonly simulation: {
    readonly last: LastSimulation | null
    /** Of the policy in force: a simulation of another one says nothing of it. */
    readonly scopeVersion: number
    /** The policy says that nothing is drafted under it before one has passed. */
    readonly required: boolean
  }
  readonly live: { readonly live: boolean; readonly at: string | null }
}

type Said = Omit<StepView, 'step' | 'needed'>

function articlesStep({ sync, staged, articles }: SetUpFacts): Said {
  if (sync === null) return { state: 'open', code: 'never_synced' }
  if (sync.status === 'running') return { state: 'running', code: 'syncing', count: staged }
  if (sync.status === 'failed') return { state: 'problem', code: 'sync_failed' }
  if (sync.status === 'needs_confirmation')
    return { state: 'problem', code: 'sync_held', count: sync.wouldRemove }
  const at = { at: sync.endedAt ?? sync.startedAt, count: articles }
  if (articles === 0) return { state: 'problem', code: 'no_articles' }
  return { state: 'done', code: sync.problems.length > 0 ? 'synced_partly' : 'synced', ...at }
}

function scopeStep({ allowed, policyReadable }: SetUpFacts): Said {
  if (!policyReadable) return { state: 'problem', code: 'policy_unreadable' }
  return allowed === 0
    ? { state: 'open', code: 'nothing_allowed' }
    : { state: 'done', code: 'allowed', count: allowed }
}

function noticeStep({ notice }: SetUpFacts): Said {
  if (notice === null) return { state: 'open', code: 'no_notice' }
  const { standing, origin, version: count } = notice
  if (standing !== 'current') return { state: 'problem', code: `notice_${standing}`, count }
  return { state: 'done', code: `notice_${origin}`, count }
}

/** A test says nothing of another address, region or model than the one it was made with. */
function isOf(test: ProviderFacts, now: ProviderFacts): boolean {
  return (
    test.provider === now.provider &&
    test.region === now.region &&
    test.host === now.host &&
    test.model === now.model
  )
}

function providerStep({ provider, providerTest }: SetUpFacts): Said {
  if (provider === null) return { state: 'done', code: 'nothing_leaves' }
  if (providerTest === null) return { state: 'open', code: 'untested', ref: provider.region }
  const { at, ms, outcome } = providerTest
  if (!isOf(providerTest, provider)) return { state: 'open', code: 'test_of_another', at }
  if (outcome !== 'answered') return { state: 'problem', code: 'test_failed', at, ref: outcome }
  return { state: 'done', code: 'tested', at, ms, ref: provider.region }
}

function webhookStep({ webhooks }: SetUpFacts): Said {
  if (!webhooks.connected) return { state: 'open', code: 'no_secret' }
  return webhooks.lastSignedAt === null
    ? { state: 'open', code: 'none_seen' }
    : { state: 'done', code: 'seen', at: webhooks.lastSignedAt }
}

function simulationStep({ last, scopeVersion }: SetUpFacts['simulation']): Said {
  if (last === null) return { state: 'open', code: 'no_simulation' }
  const at = { at: last.finishedAt }
  if (last.scopeVersion !== scopeVersion) return { state: 'open', code: 'simulation_older', ...at }
  return last.passed
    ? { state: 'done', code: 'simulation_passed', ...at }
    : { state: 'problem', code: 'simulation_failed', ...at }
}

function liveStep({ live }: SetUpFacts, missing: number): Said {
  const at = live.at === null ? {} : { at: live.at }
  if (live.live && missing > 0) return { state: 'done', code: 'live_with_problems', count: missing, ...at }
  // Whoever drafted before accounts went live has no day of it.
  if (live.live) return { state: 'done', code: live.at === null ? 'live_undated' : 'live', ...at }
  return missing === 0
    ? { state: 'open', code: 'not_live' }
    : { state: 'open', code: 'not_ready', count: missing }
}

export function stepsOf(facts: SetUpFacts): readonly StepView[] {
  const { simulation } = facts
  const before: readonly StepView[] = [
    { step: 'connect', needed: true, state: 'done', code: 'connected', ref: facts.account },
    { step: 'articles', needed: true, ...articlesStep(facts) },
    { step: 'scope', needed: true, ...scopeStep(facts) },
    { step: 'notice', needed: true, ...noticeStep(facts) },
    { step: 'provider', needed: facts.provider !== null, ...providerStep(facts) },
    { step: 'webhooks', needed: false, ...webhookStep(facts) },
    { step: 'simulation', needed: simulation.required, ...simulationStep(simulation) },
  ]
  const missing = missingSteps(before).length
  return [...before, { step: 'live', needed: false, ...liveStep(facts, missing) }]
}

/** What going live waits for. */
export function missingSteps(steps: readonly StepView[]): readonly SetUpStep[] {
  return steps.filter(({ needed, state }) => needed && state !== 'done').map(({ step }) => step)
}
