import { expect } from 'chai'
import { type Drafter, type DraftTask, guardDrafter } from '../../../server/drafting/index.ts'
import { type Allow, decide } from '../../../src/domain/decide.ts'
import { faultFrom } from '../../support/fault-from.ts'
import { GRANTED, question } from '../../support/gate-cases.ts'

const TASK: DraftTask = {
  locale: 'en-us',
  questions: [],
  templates: {
    locale: 'en-us',
    greetingNamed: 'Hello {name},',
    greetingUnnamed: 'Hello,',
    closing: 'Kind regards',
    notCoveredBridge: '',
  },
  namePlaceholder: null,
  passage: () => null,
}

function countedDrafter(): { drafter: Drafter; calls: () => number } {
  let calls = 0
  const drafter: Drafter = {
    version: 'counted-1',
    async draft() {
      calls += 1
      return { sentences: [] }
    },
  }
  return { drafter: guardDrafter(drafter), calls: () => calls }
}

function genuine(action: 'draft' | 'search' | 'rewrite' = 'draft'): Allow {
  const answer = decide(question({ action, fields: [] }))
  if (answer.outcome !== 'allow') throw new Error('the gate was expected to allow')
  return answer
}

describe('a guarded drafter', () => {
  const forged: Readonly<Record<string, () => unknown>> = {
    nothing: () => undefined,
    null: () => null,
    true: () => true,
    'an object that looks like one': () => ({ ...genuine() }),
    'a frozen look-alike': () => Object.freeze({ ...genuine() }),
    'a structured clone': () => structuredClone(genuine()),
    'one that went through JSON': () => JSON.parse(JSON.stringify(genuine())),
    'an object that inherits from a genuine one': () => Object.create(genuine()),
    'a proxy of a genuine one': () => new Proxy(genuine(), {}),
    'a refusal of the gate': () =>
      decide(question({ consent: { ...GRANTED, status: 'withdrawn' } })) as unknown,
    'a yes to a search': () => genuine('search'),
    'a yes to a rewrite': () => genuine('rewrite'),
  }

  for (const [name, made] of Object.entries(forged))
    it(`is not reached with ${name} in place of the gate's yes`, async () => {
      const { drafter, calls } = countedDrafter()
      const draft = () => drafter.draft(made() as Allow, TASK, new AbortController().signal)
      expect(await faultFrom(draft)).to.equal('GATE_BYPASSED')
      expect(calls()).to.equal(0)
    })

  it("is reached with the gate's own yes, and keeps its version", async () => {
    const { drafter, calls } = countedDrafter()
    await drafter.draft(genuine(), TASK, new AbortController().signal)
    expect(calls()).to.equal(1)
    expect(drafter.version).to.equal('counted-1')
  })

  it('cannot be handed a yes that was changed after it was given', () => {
    const allow = genuine()
    expect(() => Object.assign(allow, { consentEpoch: 99 })).to.throw(TypeError)
    expect(() => Object.assign(allow, { action: 'rewrite' })).to.throw(TypeError)
  })
})
