/** The JSON of provider trials. Questions and answers in it are nobody's. */
import type { RecipientView } from './api.ts'
import type {
  TrialAnswer,
  TrialQuestion,
  TrialRefusal,
  TrialSide,
  TrialSource,
  TrialStatus,
  TrialTally,
} from './provider-trial.ts'

export interface TrialPriceView {
  readonly inputPerMillion: number
  readonly outputPerMillion: number
  readonly currency: string
}

/** A provider as a trial names it: facts and the price that holds today, no key. */
export interface TrialContender extends RecipientView {
  /** `null`: nobody has stated one. */
  readonly price: TrialPriceView | null
}

/** `POST /api/v1/console/provider-trials` → `TrialStart`. */
export interface TrialOrder {
  readonly source: TrialSource
  readonly questions: readonly TrialQuestion[]
  /** Of a file: names it, so that the same one can be gone on with. */
  readonly sourceDigest?: string
}

export type TrialStart =
  | { readonly outcome: 'started'; readonly trial: TrialView }
  | { readonly outcome: 'refused'; readonly refusals: readonly TrialRefusal[] }

export interface TrialView {
  readonly trialId: string
  readonly status: TrialStatus
  readonly source: TrialSource
  readonly questions: number
  /** Answers on record, of both sides together: twice the questions when all is done. */
  readonly done: number
  readonly startedAt: string
  readonly finishedAt: string | null
  readonly policyVersion: number
  readonly allowlistVersion: number
  readonly contenders: Readonly<Record<TrialSide, RecipientView>>
}

export interface TrialLine extends TrialQuestion {
  /** Counted from 1. */
  readonly number: number
  /** `null`: not asked yet. */
  readonly answers: Readonly<Record<TrialSide, TrialAnswer | null>>
}

/** `GET …/:trialId`. Titles only of articles that are still synced. */
export interface TrialDetail {
  readonly trial: TrialView
  readonly tallies: Readonly<Record<TrialSide, TrialTally>>
  readonly lines: readonly TrialLine[]
  readonly titles: Readonly<Record<string, string>>
}

/** `GET /api/v1/console/provider-trials`: newest first. */
export interface TrialList {
  readonly trials: readonly TrialView[]
  /** `null`: none is configured; without both there is nothing to hold side by side. */
  readonly contenders: Readonly<Record<TrialSide, TrialContender | null>>
}

/** `GET …/questions`: the account's own headings. `leftOut`: a detector found something in so many. */
export interface TrialSuggestions {
  readonly questions: readonly TrialQuestion[]
  readonly leftOut: number
}

/** `POST …/:trialId/moves` → `TrialView`. */
export const TRIAL_MOVES = ['resume', 'cancel'] as const
export type TrialMove = (typeof TRIAL_MOVES)[number]
