import { expect } from 'chai'
import { guardModel, type Model } from '../../../server/drafting/model.ts'
import { type Allow, decide } from '../../../src/domain/decide.ts'
import type { Action } from '../../../src/domain/scope.ts'
import { faultFrom } from '../../support/fault-from.ts'
import { GRANTED, question, SCOPE } from '../../support/gate-cases.ts'
import { LEAVING } from '../../support/turnstiles.ts'

const FACTS = {
  provider: 'openai-eu',
  host: 'eu.api.openai.com',
  region: 'EEA+CH',
  retention: 'zdr',
  model: 'm',
}
const CALL = {
  accountId: 'acme',
  system: 's',
  user: 'u',
  schema: { name: 'draft', schema: {} },
  maxOutputTokens: 10,
  leaving: LEAVING,
  permit: async () => 'a capability',
  settle: async () => {},
}

function counted(): { model: Model; calls: () => number } {
  let calls = 0
  const model = guardModel({
    facts: FACTS,
    ask() {
      calls += 1
      return { pieces: (async function* () {})(), traffic: () => ({ calls: 1, bytesOut: 0, bytesIn: 0 }) }
    },
  })
  return { model, calls: () => calls }
}

function genuine(action: Action, provider: string, region: string): Allow {
  const scope = { ...SCOPE, actions: [action], drafter: { ...SCOPE.drafter, provider, region } }
  const consent = { ...GRANTED, disclosedRecipients: [`${provider}@${region}`] }
  const configuredRecipients = [`${provider}@${region}`]
  const answer = decide(question({ action, fields: [], scope, consent, configuredRecipients }))
  if (answer.outcome !== 'allow') throw new Error('the gate was expected to allow')
  return answer
}

describe('a guarded model', () => {
  const forged: Readonly<Record<string, () => unknown>> = {
    nothing: () => undefined,
    'a copy of a genuine yes': () => ({ ...genuine('draft', 'openai-eu', 'EEA+CH') }),
    'a yes to a search': () => genuine('search', 'openai-eu', 'EEA+CH'),
    'a yes for another provider': () => genuine('draft', 'openai-us', 'EEA+CH'),
    'a yes for another region': () => genuine('draft', 'openai-eu', 'US'),
    'a yes for this machine': () => genuine('draft', 'extractive', 'local'),
  }
  for (const [name, made] of Object.entries(forged))
    it(`is not asked with ${name}`, async () => {
      const { model, calls } = counted()
      const ask = async () => model.ask(made() as Allow, CALL, new AbortController().signal)
      expect(await faultFrom(ask)).to.equal('GATE_BYPASSED')
      expect(calls()).to.equal(0)
    })

  for (const action of ['draft', 'rewrite', 'summarise'] as const)
    it(`is asked with the gate's yes to ${action} at this provider in this region`, () => {
      const { model, calls } = counted()
      model.ask(genuine(action, 'openai-eu', 'EEA+CH'), CALL, new AbortController().signal)
      expect(calls()).to.equal(1)
    })
})
