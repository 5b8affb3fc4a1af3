/** A finished provider trial, and the refusal of one, as the companion answers them. */
import { type TrialAnswer, trialTally } from '../../src/domain/provider-trial.ts'
import type { TrialDetail, TrialList, TrialStart } from '../../src/domain/provider-trial-api.ts'

export const SAMPLE_TRIAL_ID = '00000000-0000-4000-8000-0000000007a1'

const IN_USE = {
  ...{ provider: 'openai-eu', host: 'eu.api.openai.com', region: 'EEA+CH', retention: 'zdr' },
  model: 'gpt-5-mini',
}
const CANDIDATE = {
  ...{ provider: 'mistral-eu', host: 'api.eu.mistral.ai', region: 'EU+EFTA', retention: '30d' },
  model: 'mistral-small-latest',
}
const answer = (change: Partial<TrialAnswer>): TrialAnswer => ({
  ...{ outcome: 'answered', reasons: [], leftOut: 0, articles: [{ articleId: 'refund', locale: 'en-us' }] },
  ...{ sentences: ['The refund takes 5 working days and goes to the card that you paid with.'] },
  ...{ ms: 2_140, calls: 1, inputTokens: 1_240, outputTokens: 96, amount: 512, currency: 'EUR' },
  ...change,
})
const nothing = {
  sentences: [],
  articles: [],
  inputTokens: null,
  outputTokens: null,
  amount: null,
  currency: null,
}
const FIRST = [
  answer({}),
  answer({ ...nothing, outcome: 'refused', reasons: ['NOT_COVERED'], ms: null, calls: 0 }),
]
const SECOND = [
  answer({ sentences: ['You get your refund within 5 working days.'], leftOut: 1, ms: 1_180, amount: 208 }),
  answer({ ...nothing, outcome: 'failed', reasons: ['PROVIDER_TIMEOUT'], ms: 60_000 }),
]

export const SAMPLE_TRIAL: TrialDetail = {
  trial: {
    ...{ trialId: SAMPLE_TRIAL_ID, status: 'finished', source: 'typed', questions: 2, done: 4 },
    ...{ startedAt: '2026-03-02T09:00:00.000Z', finishedAt: '2026-03-02T09:01:00.000Z' },
    ...{ policyVersion: 3, allowlistVersion: 7 },
    contenders: { configured: IN_USE, candidate: CANDIDATE },
  },
  tallies: { configured: trialTally(FIRST), candidate: trialTally(SECOND) },
  lines: ['When will I get my refund?', 'How do I descale my kettle?'].map((text, at) => ({
    ...{ number: at + 1, text },
    answers: { configured: FIRST[at] ?? null, candidate: SECOND[at] ?? null },
  })),
  titles: { 'refund en-us': 'Refunds' },
}

export const SAMPLE_TRIALS: TrialList = {
  trials: [SAMPLE_TRIAL.trial],
  contenders: {
    configured: {
      ...IN_USE,
      price: { inputPerMillion: 250_000, outputPerMillion: 2_000_000, currency: 'EUR' },
    },
    candidate: { ...CANDIDATE, price: null },
  },
}

export const SAMPLE_TRIAL_REFUSAL: TrialStart = {
  outcome: 'refused',
  refusals: [
    { reason: 'PERSONAL_DATA_FOUND', found: [{ question: 2, start: 23, end: 40, kind: 'EMAIL' }] },
    { reason: 'RECIPIENT_NOT_IN_SCOPE', side: 'candidate' },
  ],
}
