import { expect } from 'chai'
import { mintCapability } from '../../../server/capability/index.ts'
import { guardForTrials, guardModel, type Model, type ModelCall } from '../../../server/drafting/index.ts'
import { decideProbe, decideTrial, isAllow, isTrialPass, type TrialPass } from '../../../src/domain/decide.ts'
import { EXTRACTIVE } from '../../../src/domain/scope.ts'
import { faultFrom } from '../../support/fault-from.ts'
import { SCOPE } from '../../support/gate-cases.ts'
import { tempKeyring } from '../../support/memory-store.ts'
import { genuineAllow } from '../../support/model-ground.ts'

const TO = { provider: 'self-hosted', region: 'local' }
const OF_TRIAL = { scope: { ...SCOPE, drafter: { drafter: 'openai-compatible' as const, ...TO } } }
const GROUND = { ...TO, ...OF_TRIAL, scopeHash: 'trial/1/1', stops: [], articlesInScope: 1 }

function pass(): TrialPass {
  const gate = decideTrial(GROUND)
  if (gate.outcome === 'refused') throw new Error(gate.reasons.join())
  return gate
}

function spy(): { readonly model: Model; readonly calls: () => number } {
  let count = 0
  const facts = { ...TO, host: 'localhost', retention: 'own', model: 'm' }
  const ask: Model['ask'] = () => {
    count += 1
    return { pieces: (async function* () {})(), traffic: () => ({ calls: 0, bytesOut: 0, bytesIn: 0 }) }
  }
  return { model: { facts, ask }, calls: () => count }
}
const LEAVING = { ticketRef: '', actor: { kind: 'agent' as const, ref: 'a' }, fields: [], articles: ['v1'] }
const callAbout = (kind: 'draft' | 'trial' | 'probe') =>
  ({ leaving: { ...LEAVING, about: { kind, ref: 'one' } } }) as unknown as ModelCall
const signal = new AbortController().signal

describe('the gate of a provider trial', () => {
  it('says yes to the provider that the scope names, and to nothing that looks like its yes', () => {
    expect(isTrialPass(pass())).to.equal(true)
    expect(isTrialPass({ ...pass() })).to.equal(false)
    expect(isAllow(pass())).to.equal(false)
  })

  const NO = {
    'a stop': [{ stops: [{ level: 'all' as const, since: '2026-01-01T00:00:00.000Z' }] }, 'KILL_SWITCH_ON'],
    'a scope that keeps to this machine': [
      { scope: { ...SCOPE, drafter: EXTRACTIVE } },
      'RECIPIENT_NOT_IN_SCOPE',
    ],
    'another region': [{ region: 'US' }, 'RECIPIENT_NOT_IN_SCOPE'],
    'a scope without drafts': [{ scope: { ...OF_TRIAL.scope, actions: [] } }, 'ACTION_NOT_IN_SCOPE'],
    'no article': [{ articlesInScope: 0 }, 'ALLOWLIST_EMPTY'],
    'a policy that cannot be read': [{ scope: null }, 'SCOPE_INVALID'],
  } as const
  for (const [name, [change, reason]] of Object.entries(NO))
    it(`says no: ${name}`, () => {
      const gate = decideTrial({ ...GROUND, ...(change as object) })
      expect(gate).to.deep.equal({ outcome: 'refused', reasons: [reason] })
    })
})

describe('a model that is open to trials alone', () => {
  it('takes a trial’s yes for itself', () => {
    const { model, calls } = spy()
    guardForTrials(model).ask(pass(), callAbout('trial'), signal)
    expect(calls()).to.equal(1)
  })

  const probe = () => {
    const gate = decideProbe({ ...TO, stops: [] })
    if (gate.outcome === 'refused') throw new Error('refused')
    return gate
  }
  const ATTEMPTS = {
    'a draft with a genuine yes': [() => genuineAllow(), 'draft'],
    'a draft that calls itself a trial': [() => genuineAllow(), 'trial'],
    'a test of the provider': [probe, 'probe'],
    'a copy of a trial’s yes': [() => ({ ...pass() }), 'trial'],
    'a trial’s yes for a draft': [pass, 'draft'],
  } as const
  for (const [name, [yes, kind]] of Object.entries(ATTEMPTS))
    it(`is not reached by ${name}`, async () => {
      const { model, calls } = spy()
      const guarded = guardForTrials(model)
      expect(await faultFrom(async () => guarded.ask(yes(), callAbout(kind), signal))).to.equal(
        'GATE_BYPASSED',
      )
      expect(calls()).to.equal(0)
    })

  it('is the only one that a trial’s yes opens: the model of drafts stays shut', async () => {
    const { model, calls } = spy()
    for (const kind of ['trial', 'draft'] as const)
      expect(await faultFrom(async () => guardModel(model).ask(pass(), callAbout(kind), signal))).to.equal(
        'GATE_BYPASSED',
      )
    expect(calls()).to.equal(0)
  })
})

describe('a capability of a trial', () => {
  const minted = (change: object) =>
    mintCapability(tempKeyring(), pass(), {
      ...{ accountId: 'acme', request: { payload: 'p' }, host: 'localhost', region: 'local' },
      ...{ now: new Date('2026-05-01T10:00:00.000Z'), ends: [] },
      leaving: { ...LEAVING, about: { kind: 'trial', ref: 'one' }, ...change },
    })

  it('carries articles, and no ticket', async () => {
    expect(minted({}).token).to.be.a('string')
    for (const change of [
      { ticketRef: 'ticket-1' },
      { fields: ['requester_text'] },
      { about: { kind: 'draft', ref: 'one' } },
      { about: { kind: 'probe', ref: 'one' } },
    ])
      expect(await faultFrom(async () => minted(change))).to.equal('GATE_BYPASSED')
  })
})
