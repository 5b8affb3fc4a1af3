import { expect } from 'chai'
import {
  compareSimulations,
  estimateOf,
  passes,
  requiresAsMuch,
  type SimulatedTicket,
  type SimulationRequirement,
  shortfalls,
  simulationResult,
} from '../../../src/domain/simulation.ts'

const FACTS = { sent: 4, kept: 3, drafted: 5, absent: 2, contradicted: 1, overlap: 0.5 }
const refunds = { articleId: 'refunds', locale: 'en' }

let made = 0
function ticket(change: Partial<SimulatedTicket> = {}): SimulatedTicket {
  made += 1
  return {
    ticketDigest: `t${made}`,
    outcome: 'answered',
    reasons: [],
    locale: 'en',
    articles: [refunds],
    probability: 0.8,
    facts: FACTS,
    charsIn: 4_000,
    charsOut: 400,
    ...change,
  }
}
const refused = (change: Partial<SimulatedTicket> = {}) =>
  ticket({
    outcome: 'refused',
    reasons: ['NOT_COVERED'],
    articles: [],
    probability: 0.2,
    facts: null,
    charsIn: 0,
    charsOut: 0,
    ...change,
  })
const skipped = () => refused({ outcome: 'skipped', reasons: ['objected'], probability: null, locale: null })

describe('the result of a simulation', () => {
  it('counts outcomes, reasons, languages and articles; what was skipped counts for nothing else', () => {
    const result = simulationResult([
      ticket(),
      ticket({ outcome: 'partly', facts: null }),
      refused(),
      refused({ locale: 'de', reasons: ['NOT_COVERED', 'ALLOWLIST_EMPTY'] }),
      skipped(),
    ])
    expect(result.outcomes).to.deep.equal({ answered: 1, partly: 1, refused: 2, skipped: 1 })
    expect(result.refusals).to.deep.equal([
      { reason: 'NOT_COVERED', tickets: 2 },
      { reason: 'ALLOWLIST_EMPTY', tickets: 1 },
    ])
    expect(result.skips).to.deep.equal([{ reason: 'objected', tickets: 1 }])
    expect(result.locales).to.deep.equal([
      { locale: 'en', tickets: 3, answered: 2 },
      { locale: 'de', tickets: 1, answered: 0 },
    ])
    expect(result.articles).to.deep.equal([{ ...refunds, tickets: 2, compared: 1, keptShare: 0.75 }])
    expect([result.compared, result.overlap, result.facts.kept]).to.deep.equal([1, 0.5, 3])
    expect([result.answeredAt[0], result.answeredAt[50], result.answeredAt[90]]).to.deep.equal([4, 2, 0])
    expect([result.modelRequests, result.charsIn, result.bytesLeft]).to.deep.equal([2, 8_000, 0])
  })

  it('says nothing where there is nothing to divide by', () => {
    const result = simulationResult([])
    expect([result.overlap, result.articles, result.compared]).to.deep.equal([null, [], 0])
    expect(passes(result, undefined)).to.equal(false)
  })

  it('costs what its tokens cost, in and out, and takes its requests one after another', () => {
    const result = simulationResult([ticket(), ticket(), refused()])
    expect(estimateOf(result, { inPerMillion: 1, outPerMillion: 10, secondsPerDraft: 3 })).to.deep.equal({
      tokensIn: 2_000,
      tokensOut: 200,
      cost: 0.004,
      seconds: 6,
    })
  })
})

describe('what a scope requires of a simulation', () => {
  const result = simulationResult([ticket(), ticket(), refused(), skipped()])
  const rows: Record<string, [SimulationRequirement, readonly string[]]> = {
    'just met': [
      { minTickets: 3, minAnsweredShare: 2 / 3, minKeptShare: 0.75, maxContradictedShare: 0.2 },
      [],
    ],
    'one ticket too few: a skipped one does not count': [{ minTickets: 4, minAnsweredShare: 0 }, ['tickets']],
    'too few answered': [{ minTickets: 1, minAnsweredShare: 0.67 }, ['answered']],
    'too few facts kept': [{ minTickets: 1, minAnsweredShare: 0, minKeptShare: 0.76 }, ['kept']],
    'too much contradicted': [
      { minTickets: 1, minAnsweredShare: 0, maxContradictedShare: 0.19 },
      ['contradicted'],
    ],
  }
  for (const [name, [requirement, missed]] of Object.entries(rows))
    it(`is ${missed.length === 0 ? 'passed' : 'missed'}: ${name}`, () => {
      expect(shortfalls(result, requirement)).to.deep.equal(missed)
      expect(passes(result, requirement)).to.equal(missed.length === 0)
    })

  it('is not met by what could not be measured', () => {
    const blind = simulationResult([ticket({ facts: null })])
    const requirement = { minTickets: 1, minAnsweredShare: 0, minKeptShare: 0, maxContradictedShare: 1 }
    expect(shortfalls(blind, requirement)).to.deep.equal(['kept', 'contradicted'])
  })

  it('is loosened by whatever lets more pass', () => {
    const base = { minTickets: 100, minAnsweredShare: 0.5, minKeptShare: 0.5, maxContradictedShare: 0.1 }
    const { minKeptShare: _kept, ...noKept } = base
    const { maxContradictedShare: _most, ...noMost } = base
    expect(requiresAsMuch(base, base)).to.equal(true)
    expect(requiresAsMuch(base, undefined)).to.equal(true)
    expect(requiresAsMuch({ ...base, minTickets: 200, maxContradictedShare: 0 }, base)).to.equal(true)
    for (const looser of [
      undefined,
      { ...base, minTickets: 99 },
      { ...base, minAnsweredShare: 0.49 },
      { ...base, minKeptShare: 0.49 },
      { ...base, maxContradictedShare: 0.11 },
      noKept,
      noMost,
    ])
      expect(requiresAsMuch(looser, base), JSON.stringify(looser)).to.equal(false)
  })
})

describe('two simulations side by side', () => {
  it('compare only tickets that both looked at, by what became of each', () => {
    const t = (ticketDigest: string) => ({ ticketDigest })
    const other = { articleId: 'returns', locale: 'en' }
    const comparison = compareSimulations(
      [
        ticket(t('lost')),
        refused(t('gained')),
        ticket(t('moved')),
        refused(t('reason')),
        ticket(t('same')),
        ticket(),
      ],
      [
        refused(t('lost')),
        ticket(t('gained')),
        ticket({ ...t('moved'), articles: [other] }),
        refused({ ...t('reason'), reasons: ['TOPIC_NOT_IN_SCOPE'] }),
        ticket({ ...t('same'), outcome: 'partly' }),
        { ...skipped(), ...t('never') },
      ],
    )
    expect(comparison.changes).to.deep.equal({ lost: 1, gained: 1, moved: 1, other_reason: 1, same: 1 })
    expect([comparison.both, comparison.onlyBefore, comparison.onlyAfter]).to.deep.equal([5, 1, 0])
    expect(comparison.reasons).to.deep.equal([
      { reason: 'NOT_COVERED', before: 2, after: 1 },
      { reason: 'TOPIC_NOT_IN_SCOPE', before: 0, after: 1 },
    ])
    expect(comparison.articles).to.deep.equal([
      { ...refunds, before: 3, after: 2 },
      { ...other, before: 0, after: 1 },
    ])
    expect(comparison.examples.map(({ change }) => change)).to.deep.equal([
      'lost',
      'gained',
      'moved',
      'other_reason',
    ])
    // Nothing that points at a ticket.
    expect(JSON.stringify(comparison.examples)).to.not.match(/ticketDigest/)
  })
})
