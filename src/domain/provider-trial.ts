/**
 * Two providers asked the same questions, side by side. The questions are nobody's: an admin made them up, or they are
 * the account's own headings. A ticket is never asked.
 */
import type { SimulatedArticle } from './simulation.ts'

/** `configured`: the one that drafts. `candidate`: named for trials alone; nothing else ever reaches it. */
export const TRIAL_SIDES = ['configured', 'candidate'] as const
export type TrialSide = (typeof TRIAL_SIDES)[number]

/** `interrupted`: nobody asks any more, and not everything was asked. */
export const TRIAL_STATUSES = ['running', 'interrupted', 'finished', 'cancelled'] as const
export type TrialStatus = (typeof TRIAL_STATUSES)[number]

export const TRIAL_SOURCES = ['typed', 'file', 'articles'] as const
export type TrialSource = (typeof TRIAL_SOURCES)[number]

export const TRIAL_MOST_QUESTIONS = 200
export const TRIAL_MOST_CHARS = 500

export interface TrialQuestion {
  readonly text: string
  /** Language of the help center; absent: read from the text. */
  readonly locale?: string
}

/** Why the gate lets nothing of a trial go to a provider. */
export const TRIAL_NOS = [
  'KILL_SWITCH_ON',
  'RECIPIENT_NOT_IN_SCOPE',
  'ACTION_NOT_IN_SCOPE',
  'ALLOWLIST_EMPTY',
  'SCOPE_INVALID',
] as const
export type TrialNo = (typeof TRIAL_NOS)[number]

/** Where a detector found something that may be about a person: counted from 0, in characters. */
export interface TrialFinding {
  /** Counted from 1. */
  readonly question: number
  readonly start: number
  readonly end: number
  readonly kind: string
}

export type TrialRefusal =
  | { readonly reason: 'PERSONAL_DATA_FOUND'; readonly found: readonly TrialFinding[] }
  | { readonly reason: TrialNo; readonly side: TrialSide }

/** `failed`: the provider did not answer; the reason is the fault's code. */
export const TRIAL_OUTCOMES = ['answered', 'partly', 'refused', 'failed'] as const
export type TrialOutcome = (typeof TRIAL_OUTCOMES)[number]

export interface TrialAnswer {
  readonly outcome: TrialOutcome
  readonly reasons: readonly string[]
  /** The sentences that passed the verifier, without greeting and closing. */
  readonly sentences: readonly string[]
  /** How many the verifier left out. */
  readonly leftOut: number
  readonly articles: readonly SimulatedArticle[]
  /** From the request to the last word; `null`: the provider was not asked. */
  readonly ms: number | null
  /** Requests that went out. */
  readonly calls: number
  /** As the provider says; `null`: it did not say. */
  readonly inputTokens: number | null
  readonly outputTokens: number | null
  /** In millionths, at the stated price; `null`: none is stated, or the tokens are not known. */
  readonly amount: number | null
  readonly currency: string | null
}

export interface TrialTally {
  readonly asked: number
  readonly outcomes: Readonly<Record<TrialOutcome, number>>
  /** Of refused and failed questions, most frequent first. */
  readonly reasons: readonly { readonly reason: string; readonly questions: number }[]
  readonly kept: number
  readonly leftOut: number
  readonly calls: number
  readonly p50Ms: number | null
  readonly p95Ms: number | null
  readonly inputTokens: number
  readonly outputTokens: number
  /** Answers whose requests went out and whose tokens the provider did not say. */
  readonly untold: number
  readonly costs: readonly { readonly currency: string; readonly amount: number }[]
}

/** Nearest rank: a value that was really measured. */
function rank(sorted: readonly number[], share: number): number | null {
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? null
}

const sum = (values: readonly (number | null)[]) => values.reduce<number>((all, one) => all + (one ?? 0), 0)

function counted(words: readonly string[]): readonly (readonly [string, number])[] {
  const counts = new Map<string, number>()
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1)
  return [...counts].toSorted(([a, x], [b, y]) => y - x || (a < b ? -1 : 1))
}

export function trialTally(answers: readonly TrialAnswer[]): TrialTally {
  const of = (outcome: TrialOutcome) => answers.filter((answer) => answer.outcome === outcome).length
  // What broke off says how long a fault takes, not how long an answer takes.
  const times = answers
    .flatMap(({ ms, outcome }) => (ms === null || outcome === 'failed' ? [] : ms))
    .toSorted((a, b) => a - b)
  const currencies = [...new Set(answers.flatMap(({ currency }) => currency ?? []))].toSorted()
  return {
    asked: answers.length,
    outcomes: {
      answered: of('answered'),
      partly: of('partly'),
      refused: of('refused'),
      failed: of('failed'),
    },
    reasons: counted(
      answers.flatMap(({ outcome, reasons }) =>
        outcome === 'refused' || outcome === 'failed' ? reasons : [],
      ),
    ).map(([reason, questions]) => ({ reason, questions })),
    kept: sum(answers.map(({ sentences }) => sentences.length)),
    leftOut: sum(answers.map(({ leftOut }) => leftOut)),
    calls: sum(answers.map(({ calls }) => calls)),
    p50Ms: rank(times, 0.5),
    p95Ms: rank(times, 0.95),
    inputTokens: sum(answers.map(({ inputTokens }) => inputTokens)),
    outputTokens: sum(answers.map(({ outputTokens }) => outputTokens)),
    untold: answers.filter(({ calls, inputTokens }) => calls > 0 && inputTokens === null).length,
    costs: currencies.map((currency) => ({
      currency,
      amount: sum(answers.map((answer) => (answer.currency === currency ? answer.amount : 0))),
    })),
  }
}
