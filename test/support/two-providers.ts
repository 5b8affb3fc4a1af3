/** A desk with two providers, each a stand-in behind a socket of its own. */
import type { TrialDetail, TrialStart } from '../../src/domain/provider-trial-api.ts'
import type { StandInModel } from '../../workbench/stand-in-model/index.ts'
import { ADMIN, type Harness, type HarnessOptions } from './companion-harness.ts'
import { startDesk } from './drafting-desk.ts'
import { standIn } from './model-ground.ts'

export interface TwoProviders {
  readonly desk: Harness
  readonly configured: StandInModel
  readonly candidate: StandInModel
}

export function twoProviders(
  configured: { readonly baseUrl: string },
  candidate: { readonly baseUrl: string },
): Readonly<Record<string, string>> {
  return {
    VOUCH_PROVIDER: 'self-hosted',
    VOUCH_PROVIDER_URL: configured.baseUrl,
    VOUCH_PROVIDER_MODEL: 'stand-in',
    VOUCH_CANDIDATE: 'self-hosted',
    VOUCH_CANDIDATE_URL: candidate.baseUrl,
    VOUCH_CANDIDATE_MODEL: 'stand-in-two',
  }
}

export async function startTwo(options: HarnessOptions = {}): Promise<TwoProviders> {
  const [configured, candidate] = [await standIn(), await standIn()]
  const env = { ...twoProviders(configured, candidate), ...options.env }
  return { desk: await startDesk({ ...options, env }), configured, candidate }
}

export const REFUND = { text: 'When will I get my refund?' }
export const NOBODY_KNOWS = { text: 'How do I descale my kettle?' }

export async function startTrial(
  desk: Harness,
  questions: readonly { readonly text: string }[],
  as: string = ADMIN,
): Promise<{ readonly status: number; readonly body: TrialStart }> {
  return desk.api(as, 'POST', '/console/provider-trials', { source: 'typed', questions })
}

/** The trial once nobody asks any more. */
export async function settledTrial(
  desk: Harness,
  started: { readonly body: TrialStart },
): Promise<TrialDetail> {
  if (started.body.outcome !== 'started') throw new Error(JSON.stringify(started.body))
  return settledAt(desk, started.body.trial.trialId)
}

/** How often the console would look while it is followed: answers come over real sockets. */
const MOST_LOOKS = 600
const PAUSE_MS = 50

export async function settledAt(desk: Harness, trialId: string): Promise<TrialDetail> {
  for (let look = 0; look < MOST_LOOKS; look += 1) {
    const { body } = await desk.api(ADMIN, 'GET', `/console/provider-trials/${trialId}`)
    if (body.trial.status !== 'running') return body
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS))
  }
  throw new Error('the trial is still running')
}

/** Rows of questions and answers: none of them may be there after a no. */
export function trialRows(desk: Harness): number {
  const count = (table: string) => Number(desk.rows(`select count(*) as n from ${table}`)[0]?.n)
  return count('provider_trial') + count('trial_question') + count('trial_answer')
}
