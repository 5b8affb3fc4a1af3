import { expect } from 'chai'
import { providerTrialReport } from '../../../server/simulation/index.ts'
import { type TrialAnswer, trialTally } from '../../../src/domain/provider-trial.ts'
import type { TrialDetail } from '../../../src/domain/provider-trial-api.ts'

const facts = (model: string, region: string) => ({
  ...{ provider: 'self-hosted', host: 'localhost', region, retention: 'own', model },
})
const ANSWERED: TrialAnswer = {
  ...{ outcome: 'answered', reasons: [], sentences: ['Five <days>.'], leftOut: 2, calls: 1, ms: 1_234 },
  ...{ articles: [{ articleId: 'refund', locale: 'en-us' }], inputTokens: 100, outputTokens: 20 },
  ...{ amount: 1_500_000, currency: 'EUR' },
}
const FAILED: TrialAnswer = {
  ...{
    outcome: 'failed',
    reasons: ['PROVIDER_TIMEOUT'],
    sentences: [],
    leftOut: 0,
    articles: [],
    calls: 1,
    ms: 9,
  },
  ...{ inputTokens: null, outputTokens: null, amount: null, currency: null },
}
const DETAIL: TrialDetail = {
  trial: {
    ...{ trialId: 't', status: 'finished', source: 'typed', questions: 1, done: 2 },
    ...{ startedAt: '2026-05-01T10:00:00.000Z', finishedAt: null, policyVersion: 3, allowlistVersion: 4 },
    contenders: { configured: facts('one', 'local'), candidate: facts('two', 'DE') },
  },
  tallies: { configured: trialTally([ANSWERED]), candidate: trialTally([FAILED]) },
  lines: [{ number: 1, text: 'When?', answers: { configured: ANSWERED, candidate: FAILED } }],
  titles: { 'refund en-us': 'Refunds' },
}

describe('the report of a provider trial', () => {
  it('has a line of each provider: regions, counts, times, tokens and cost', () => {
    const html = providerTrialReport(DETAIL)
    for (const piece of [
      'self-hosted, one',
      'self-hosted, two',
      'DE',
      '1.2 s',
      '1.5 EUR',
      '1 without tokens told',
    ])
      expect(html).to.include(piece)
  })

  it('has both wordings next to each other, escaped, with articles and reasons', () => {
    const html = providerTrialReport(DETAIL)
    expect(html).to.include('Five &lt;days&gt;. — Refunds')
    expect(html).to.include('failed: PROVIDER_TIMEOUT')
    expect(html).not.to.include('<days>')
  })
})
