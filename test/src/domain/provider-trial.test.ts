import { expect } from 'chai'
import { type TrialAnswer, trialTally } from '../../../src/domain/provider-trial.ts'

const answer = (change: Partial<TrialAnswer>): TrialAnswer => ({
  ...{
    outcome: 'answered',
    reasons: [],
    sentences: ['A.', 'B.'],
    leftOut: 1,
    articles: [],
    ms: 100,
    calls: 1,
  },
  ...{ inputTokens: 10, outputTokens: 5, amount: 3, currency: 'EUR' },
  ...change,
})

describe('the tally of one side of a provider trial', () => {
  it('counts what was answered, kept, left out, spent', () => {
    const tally = trialTally([answer({}), answer({ outcome: 'partly', ms: 300 })])
    expect(tally).to.deep.include({ asked: 2, kept: 4, leftOut: 2, calls: 2, inputTokens: 20, untold: 0 })
    expect(tally.outcomes).to.deep.equal({ answered: 1, partly: 1, refused: 0, failed: 0 })
    expect(tally.costs).to.deep.equal([{ currency: 'EUR', amount: 6 }])
  })

  it('takes times by nearest rank, of answers alone: a fault says nothing of how long an answer takes', () => {
    const times = Array.from({ length: 20 }, (_, at) => answer({ ms: 10 * (at + 1) }))
    const { p50Ms, p95Ms } = trialTally([...times, answer({ outcome: 'failed', ms: 60_000 })])
    expect([p50Ms, p95Ms]).to.deep.equal([100, 190])
    const { p50Ms: none } = trialTally([answer({ outcome: 'refused', ms: null })])
    expect(none).to.equal(null)
  })

  it('says why, the most frequent first, and how many answers told no tokens', () => {
    const failed = answer({
      outcome: 'failed',
      reasons: ['PROVIDER_TIMEOUT'],
      inputTokens: null,
      amount: null,
      currency: null,
    })
    const tally = trialTally([answer({ outcome: 'refused', reasons: ['NOT_COVERED'] }), failed, failed])
    expect(tally.reasons).to.deep.equal([
      { reason: 'PROVIDER_TIMEOUT', questions: 2 },
      { reason: 'NOT_COVERED', questions: 1 },
    ])
    expect(tally.untold).to.equal(2)
  })
})
