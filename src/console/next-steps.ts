/** The first-use checklist. It reads what the companion knows, so that a step ticks itself for everyone. */
import type { OverviewView, ScopePolicyView } from '../domain/api.ts'
import type { Screen } from './routes.ts'

export const STEPS = ['sync', 'allowlist', 'scope', 'templates'] as const
export type Step = (typeof STEPS)[number]

export const STEP_SCREEN: Readonly<Record<Step, Screen>> = {
  sync: 'sync',
  allowlist: 'articles',
  scope: 'scope',
  templates: 'templates',
}

export interface StepState {
  readonly step: Step
  readonly done: boolean
}

/**
 * `visited`: screens opened on this computer. The companion does not record that someone has looked at the
 * defaults and found them right, so for scope and templates looking counts, and so does a saved change.
 */
export function nextSteps(
  overview: OverviewView,
  policy: Pick<ScopePolicyView, 'version'> | null,
  visited: readonly Screen[],
): readonly StepState[] {
  const done: Readonly<Record<Step, boolean>> = {
    sync: overview.articlesSynced > 0,
    allowlist: overview.articlesAllowlisted > 0,
    scope: (policy !== null && policy.version > 0) || visited.includes('scope'),
    templates: visited.includes('templates'),
  }
  return STEPS.map((step) => ({ step, done: done[step] }))
}
