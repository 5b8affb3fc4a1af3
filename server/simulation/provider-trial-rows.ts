/** What a provider trial asks of the store. */
import type { AccountId } from '../../src/domain/account.ts'
import type { RecipientView } from '../../src/domain/api.ts'
import type { TrialAnswer, TrialQuestion, TrialSide, TrialSource } from '../../src/domain/provider-trial.ts'
import type { DraftRows } from '../drafting/index.ts'

export const STORED_TRIAL_STATUSES = ['running', 'finished', 'cancelled'] as const

export interface StoredTrial {
  readonly trialId: string
  readonly status: (typeof STORED_TRIAL_STATUSES)[number]
  readonly source: TrialSource
  readonly sourceDigest: string | null
  readonly startedBy: string
  readonly startedAt: string
  readonly finishedAt: string | null
  readonly policyVersion: number
  readonly allowlistVersion: number
  /** As they were when it began: another configuration cannot go on with it. */
  readonly contenders: Readonly<Record<TrialSide, RecipientView>>
  readonly runner: string | null
  readonly runnerUntil: string | null
}

export interface RecordedAnswer {
  readonly number: number
  readonly side: TrialSide
  readonly answer: TrialAnswer
}

export interface ProviderTrialRows {
  addTrial(accountId: AccountId, trial: StoredTrial, questions: readonly TrialQuestion[]): Promise<void>
  trialById(accountId: AccountId, trialId: string): Promise<StoredTrial | null>
  /** Newest first. */
  trials(accountId: AccountId, limit: number): Promise<readonly StoredTrial[]>
  changeTrial(
    accountId: AccountId,
    trialId: string,
    change: Partial<Pick<StoredTrial, 'status' | 'finishedAt' | 'runner' | 'runnerUntil'>>,
  ): Promise<void>
  /** In their order. */
  trialQuestions(accountId: AccountId, trialId: string): Promise<readonly TrialQuestion[]>
  /** One that is there already stays as it is. @returns whether it was new. */
  addTrialAnswer(
    accountId: AccountId,
    trialId: string,
    recorded: RecordedAnswer & { readonly at: string },
  ): Promise<boolean>
  trialAnswers(accountId: AccountId, trialId: string): Promise<readonly RecordedAnswer[]>
  trialSizes(
    accountId: AccountId,
    trialId: string,
  ): Promise<{ readonly questions: number; readonly answers: number }>
  /** With its questions and answers. */
  removeTrial(accountId: AccountId, trialId: string): Promise<void>
}

export type TryingRows = ProviderTrialRows & DraftRows
