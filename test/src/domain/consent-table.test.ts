import { expect } from 'chai'
import { CONSENT_EVENTS } from '../../../src/domain/consent-event.ts'
import { CONSENT_RULES, type MoveRule } from '../../../src/domain/consent-rules.ts'
import { TRANSITIONS } from '../../../src/domain/consent-table.ts'

const ROWS = CONSENT_EVENTS.map((kind) => ({ kind, ...TRANSITIONS[kind] }))

describe('the table of transitions', () => {
  it('has a row for every event', () => {
    expect(Object.keys(TRANSITIONS)).to.have.members([...CONSENT_EVENTS])
  })

  it('asks every rule somewhere, or it would be a promise that nobody keeps', () => {
    const asked = new Set<MoveRule>(['TICKET_ERASED'])
    for (const { otherwise, reserved, rules } of ROWS)
      for (const rule of [otherwise, reserved, ...rules]) if (rule !== undefined) asked.add(rule)
    expect(Object.keys(CONSENT_RULES).filter((rule) => !asked.has(rule as MoveRule))).to.deep.equal([])
  })

  it('names the rule that is broken wherever it leaves out a status or somebody', () => {
    for (const { kind, from, otherwise, who, reserved } of ROWS) {
      expect(from.length === 8 || otherwise !== undefined, kind).to.equal(true)
      expect(who.length === 4 || reserved !== undefined, kind).to.equal(true)
    }
  })

  it('puts nothing in the way of a no', () => {
    for (const kind of ['deny', 'withdraw', 'object'] as const)
      expect(TRANSITIONS[kind]).to.deep.include({ rules: [] })
  })
})
