import { expect } from 'chai'
import type { SyncView } from '../../../src/domain/api.ts'
import { missingSteps, type SetUpFacts, type SetUpStep, stepsOf } from '../../../src/domain/set-up.ts'

const AT = '2026-11-20T09:00:00.000Z'
const EU = { provider: 'openai-eu', region: 'EEA+CH', host: 'eu.api.openai.com', model: 'm-1' }
const TEST = { ...EU, testId: 't', at: AT, outcome: 'answered', ms: 412 }

function sync(change: Partial<SyncView> = {}): SyncView {
  return {
    ...{ syncId: 's', source: 'help', status: 'done', startedAt: AT, endedAt: AT },
    ...{ added: 3, changed: 0, unchanged: 0, removed: 0, wouldRemove: 0, problems: [] },
    ...change,
  }
}

/** Everything is in order; a row changes what it is about. */
const WELL: SetUpFacts = {
  account: 'https://acme.zendesk.com',
  sync: sync(),
  staged: 0,
  articles: 12,
  allowed: 9,
  policyReadable: true,
  notice: { standing: 'current', origin: 'written', version: 4 },
  provider: EU,
  providerTest: TEST,
  webhooks: { connected: true, lastSignedAt: AT },
  simulation: {
    last: { finishedAt: AT, scopeVersion: 3, passed: true },
    scopeVersion: 3,
    required: true,
  },
  live: { live: false, at: null },
}

interface Row {
  readonly step: SetUpStep
  readonly facts: Partial<SetUpFacts>
  readonly says: Readonly<Record<string, unknown>>
}
const SIM = { scopeVersion: 3, required: true }

const RED: Readonly<Record<string, Row>> = {
  'nothing was synced': {
    step: 'articles',
    facts: { sync: null },
    says: { state: 'open', code: 'never_synced' },
  },
  'a sync runs': {
    step: 'articles',
    facts: { sync: sync({ status: 'running' }), staged: 140 },
    says: { state: 'running', code: 'syncing', count: 140 },
  },
  'the sync failed': {
    step: 'articles',
    facts: { sync: sync({ status: 'failed' }) },
    says: { state: 'problem', code: 'sync_failed' },
  },
  'the sync waits, because it would remove most': {
    step: 'articles',
    facts: { sync: sync({ status: 'needs_confirmation', wouldRemove: 31 }) },
    says: { state: 'problem', code: 'sync_held', count: 31 },
  },
  'the help center is empty': {
    step: 'articles',
    facts: { articles: 0 },
    says: { state: 'problem', code: 'no_articles' },
  },
  'nothing is allowlisted': {
    step: 'scope',
    facts: { allowed: 0 },
    says: { state: 'open', code: 'nothing_allowed' },
  },
  'the policy cannot be read': {
    step: 'scope',
    facts: { policyReadable: false },
    says: { state: 'problem', code: 'policy_unreadable' },
  },
  'there is no notice': {
    step: 'notice',
    facts: { notice: null },
    says: { state: 'open', code: 'no_notice' },
  },
  'the notice says what is not so any more': {
    step: 'notice',
    facts: { notice: { standing: 'outdated', origin: 'written', version: 4 } },
    says: { state: 'problem', code: 'notice_outdated', count: 4 },
  },
  'the notice is behind': {
    step: 'notice',
    facts: { notice: { standing: 'behind', origin: 'written', version: 4 } },
    says: { state: 'problem', code: 'notice_behind', count: 4 },
  },
  'the provider was never tested': {
    step: 'provider',
    facts: { providerTest: null },
    says: { state: 'open', code: 'untested', ref: 'EEA+CH' },
  },
  'another model was tested': {
    step: 'provider',
    facts: { providerTest: { ...TEST, model: 'm-2' } },
    says: { state: 'open', code: 'test_of_another', at: AT },
  },
  'another region was tested': {
    step: 'provider',
    facts: { providerTest: { ...TEST, region: 'US' } },
    says: { state: 'open', code: 'test_of_another', at: AT },
  },
  'the test of the provider failed': {
    step: 'provider',
    facts: { providerTest: { ...TEST, outcome: 'PROVIDER_KEY_REFUSED' } },
    says: { state: 'problem', code: 'test_failed', at: AT, ref: 'PROVIDER_KEY_REFUSED' },
  },
  'there is no simulation although one is required': {
    step: 'simulation',
    facts: { simulation: { ...SIM, last: null } },
    says: { state: 'open', code: 'no_simulation' },
  },
  'the simulation was of another scope': {
    step: 'simulation',
    facts: { simulation: { ...SIM, last: { finishedAt: AT, scopeVersion: 2, passed: true } } },
    says: { state: 'open', code: 'simulation_older', at: AT },
  },
  'the simulation did not pass': {
    step: 'simulation',
    facts: { simulation: { ...SIM, last: { finishedAt: AT, scopeVersion: 3, passed: false } } },
    says: { state: 'problem', code: 'simulation_failed', at: AT },
  },
}

const OPTIONAL: Readonly<Record<string, Row>> = {
  'webhooks have no secret': {
    step: 'webhooks',
    facts: { webhooks: { connected: false, lastSignedAt: null } },
    says: { state: 'open', code: 'no_secret' },
  },
  'no signed event was seen': {
    step: 'webhooks',
    facts: { webhooks: { connected: true, lastSignedAt: null } },
    says: { state: 'open', code: 'none_seen' },
  },
  'there is no simulation, and none is required': {
    step: 'simulation',
    facts: { simulation: { ...SIM, required: false, last: null } },
    says: { state: 'open', code: 'no_simulation' },
  },
  'nothing leaves this machine': {
    step: 'provider',
    facts: { provider: null, providerTest: null },
    says: { state: 'done', code: 'nothing_leaves' },
  },
}

const stepIn = (facts: SetUpFacts, step: SetUpStep) => stepsOf(facts).find((each) => each.step === step)

describe('the steps of the set-up', () => {
  it('are all done where everything is in order, and live is the next', () => {
    const steps = stepsOf(WELL)
    expect(missingSteps(steps)).to.deep.equal([])
    expect(steps.map(({ step, state }) => `${step} ${state}`)).to.deep.equal([
      'connect done',
      'articles done',
      'scope done',
      'notice done',
      'provider done',
      'webhooks done',
      'simulation done',
      'live open',
    ])
    expect(stepIn(WELL, 'live')).to.include({ code: 'not_live' })
    expect(stepIn(WELL, 'provider')).to.include({ ms: 412, ref: 'EEA+CH' })
  })

  for (const [name, { step, facts, says }] of Object.entries(RED))
    it(`keep the account from going live when ${name}, and only that step`, () => {
      const steps = stepsOf({ ...WELL, ...facts })
      expect(steps.find((each) => each.step === step)).to.deep.equal({ step, needed: true, ...says })
      expect(missingSteps(steps)).to.deep.equal([step])
      expect(steps.at(-1)).to.include({ code: 'not_ready', count: 1 })
      expect(missingSteps(stepsOf(WELL))).to.deep.equal([])
    })

  for (const [name, { step, facts, says }] of Object.entries(OPTIONAL))
    it(`let the account go live although ${name}`, () => {
      const steps = stepsOf({ ...WELL, ...facts })
      expect(steps.find((each) => each.step === step)).to.deep.equal({ step, needed: false, ...says })
      expect(missingSteps(steps)).to.deep.equal([])
      expect(steps.at(-1)).to.include({ code: 'not_live' })
    })

  it('say that articles could not be read, and count those that were', () => {
    const problems = [{ article: '7', reason: 'TOO_LARGE' }]
    expect(stepIn({ ...WELL, sync: sync({ problems }) }, 'articles')).to.include({
      ...{ state: 'done', code: 'synced_partly', count: 12 },
    })
  })

  it('say that something broke after the account had gone live, and leave it live', () => {
    const live = { live: true, at: AT }
    expect(stepIn({ ...WELL, live }, 'live')).to.include({ state: 'done', code: 'live', at: AT })
    expect(stepIn({ ...WELL, live, allowed: 0 }, 'live')).to.include({
      ...{ state: 'done', code: 'live_with_problems', count: 1 },
    })
  })

  it('name no day of an account that was live before days were recorded', () => {
    const live = { live: true, at: null }
    expect(stepIn({ ...WELL, live }, 'live')).to.deep.equal({
      ...{ step: 'live', needed: false, state: 'done', code: 'live_undated' },
    })
  })
})
