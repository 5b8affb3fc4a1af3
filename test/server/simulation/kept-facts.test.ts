import { expect } from 'chai'
import { keptFacts } from '../../../server/simulation/kept-facts.ts'

const REPLY = `Hello ⟦NAME_1⟧,

you can return the jacket within 30 days. The refund arrives within 14 days.
1. Open "My orders" and choose the parcel.
2. Print the label as PDF.
See https://help.acme.example/en-us/returns#label for more.`

const facts = (draft: readonly string[], reply = REPLY, locale = 'en-us') => keptFacts(draft, reply, locale)

describe('the facts of a sent reply that a draft keeps', () => {
  it('are all there when the draft says the same, greeting and names aside', () => {
    const { overlap, ...counts } = facts([REPLY])
    expect(counts).to.deep.equal({ sent: 7, kept: 7, drafted: 5, absent: 0, contradicted: 0 })
    expect(overlap).to.equal(1)
  })

  it('are kept in other words', () => {
    const { kept, absent, contradicted, overlap } = facts([
      'Returns are possible for 30 days; the money comes back after 14 days.',
    ])
    expect([kept, absent, contradicted]).to.deep.equal([2, 0, 0])
    expect(overlap).to.be.lessThan(0.4)
  })

  it('are not kept by the same words with another number: that one is contradicted', () => {
    const draft = REPLY.replace('30 days', '60 days')
    const { kept, absent, contradicted, overlap } = facts([draft])
    expect([kept, absent, contradicted]).to.deep.equal([6, 1, 1])
    expect(overlap).to.be.greaterThan(0.9)
  })

  it('are not contradicted by a number of something else, or by one more that stands beside them', () => {
    expect(
      facts(['Shipping costs 5 €.', 'Refunds come after 14 days, returns have 30 days.']),
    ).to.deep.include({ kept: 2, absent: 1, contradicted: 0 })
    expect(facts(['30 days, 14 days, and 100 days for members.'])).to.deep.include({
      kept: 2,
      absent: 1,
      contradicted: 0,
    })
  })

  it('take a link for the same with and without its place on the page', () => {
    expect(facts(['https://help.acme.example/en-us/returns/'])).to.deep.include({ kept: 1, absent: 0 })
    expect(facts(['https://help.acme.example/en-us/refunds'])).to.deep.include({ kept: 0, absent: 1 })
  })

  it('count a step that stands in other form, and not one that is missing', () => {
    expect(facts(['Choose the parcel and open "My orders".']).kept).to.equal(2)
    expect(facts(['Open the box.']).kept).to.equal(0)
  })

  it('read German numbers, and no noun as a name', () => {
    const reply = 'Sie haben dreißig Tage Zeit. Die Rückgabe kostet 4,90 €.'
    expect(
      facts(['Die Rückgabe ist 30 Tage lang möglich und kostet 4,90 Euro.'], reply, 'de'),
    ).to.deep.include({ sent: 2, kept: 2, drafted: 2, absent: 0, contradicted: 0 })
  })

  it('never take a placeholder for a fact', () => {
    expect(facts(['⟦ORDER_4711⟧'], 'Your order ⟦ORDER_4711⟧ is on its way to ⟦NAME_2⟧.')).to.deep.include({
      sent: 0,
      kept: 0,
      drafted: 0,
    })
  })
})
