import { expect } from 'chai'
import fc from 'fast-check'
import { LEGAL_BASES, type LegalBasis } from '../../../src/domain/consent.ts'
import { closeFunnels, FUNNEL_STEPS, type FunnelAct, sumFunnels } from '../../../src/domain/consent-blocks.ts'
import { addDays } from '../../../src/domain/due-dates.ts'
import { FEWEST_PEOPLE } from '../../../src/domain/report-blocks.ts'

const act = (person: string, change: Partial<FunnelAct> = {}): FunnelAct => ({
  ...{ person, basis: 'consent', step: 'asked' },
  ...change,
})
const people = (count: number, change: Partial<FunnelAct> = {}) =>
  Array.from({ length: count }, (_, at) => act(`p${at}`, change))
const weekAt = (at: number) => addDays('2026-11-02', 7 * at)
const weeksOf = (...acts: (readonly FunnelAct[])[]) =>
  acts.map((own, at) => ({ week: weekAt(at), acts: own }))

describe('the consent funnel', () => {
  it('tells five requesters, and waits with four until the weeks after bring a fifth', () => {
    expect(closeFunnels(weeksOf(people(4)))).to.deep.equal([])
    const [block, ...none] = closeFunnels(weeksOf(people(4), [act('late', { step: 'denied' })]))
    expect([block?.first, block?.last, none]).to.deep.equal([weekAt(0), weekAt(1), []])
    expect(block?.pieces.map(({ basis, counts }) => [basis, counts.asked, counts.denied])).to.deep.equal([
      ['consent', 4, 1],
    ])
  })

  it('counts people and not what they did: one who answered five times is one', () => {
    const acts = Array.from({ length: 9 }, () => act('p', { step: 'granted' }))
    expect(closeFunnels(weeksOf(acts))).to.deep.equal([])
  })

  it('tells bases apart only where each has five', () => {
    const contract = people(4, { basis: 'contract', step: 'informed' })
    const bases = (acts: readonly FunnelAct[]) =>
      closeFunnels(weeksOf(acts)).flatMap(({ pieces }) => pieces.map(({ basis }) => basis))
    expect(bases([...people(5), ...contract])).to.deep.equal([null])
    expect(bases([...people(5), ...contract, act('fifth', { basis: 'contract' })])).to.deep.equal([
      'consent',
      'contract',
    ])
  })

  it('sums blocks line by line, and loses nothing', () => {
    const blocks = closeFunnels(
      weeksOf(people(5), [...people(5, { step: 'granted' }), act('x', { basis: 'contract' })], []),
    )
    expect(
      sumFunnels(blocks).map(({ basis, counts }) => [basis, counts.asked, counts.granted]),
    ).to.deep.equal([
      ['consent', 5, 0],
      [null, 1, 5],
    ])
    expect(sumFunnels([])).to.deep.equal([])
  })

  it('never holds a piece of fewer than five, whoever did what when', () => {
    const acts = fc.array(
      fc.record({
        person: fc.integer({ min: 0, max: 11 }).map(String),
        basis: fc.constantFrom<LegalBasis>(...LEGAL_BASES),
        step: fc.constantFrom(...FUNNEL_STEPS),
      }),
      { maxLength: 14 },
    )
    fc.assert(
      fc.property(fc.array(acts, { maxLength: 8 }), (weeks) => {
        const given = weeksOf(...weeks)
        for (const { first, last, pieces } of closeFunnels(given)) {
          const own = given.filter(({ week }) => first <= week && week <= last).flatMap((one) => one.acts)
          for (const { basis, counts } of pieces) {
            const mine = own.filter((one) => basis === null || one.basis === basis)
            expect(new Set(mine.map(({ person }) => person)).size).to.be.at.least(FEWEST_PEOPLE)
            for (const step of FUNNEL_STEPS)
              expect(counts[step]).to.equal(mine.filter((one) => one.step === step).length)
          }
        }
      }),
    )
  })
})
