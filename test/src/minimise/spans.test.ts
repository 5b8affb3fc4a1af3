import { expect } from 'chai'
import fc from 'fast-check'
import { PERSONAL_DATA_TYPES } from '../../../src/minimise/index.ts'
import { around, type Span, withoutOverlaps } from '../../../src/minimise/spans.ts'

const anySpan = fc
  .tuple(fc.nat(40), fc.integer({ min: 1, max: 15 }), fc.constantFrom(...PERSONAL_DATA_TYPES))
  .map(([start, length, type]): Span => ({ start, end: start + length, type }))

function places(spans: readonly Span[]): ReadonlySet<number> {
  return new Set(
    spans.flatMap(({ start, end }) => Array.from({ length: end - start }, (_, at) => start + at)),
  )
}

describe('src/minimise/spans', () => {
  it('covers every claimed character, once and in order', () => {
    fc.assert(
      fc.property(fc.array(anySpan, { maxLength: 12 }), (found) => {
        const kept = withoutOverlaps(found)
        expect([...places(kept)].sort((a, b) => a - b)).to.deep.equal(
          [...places(found)].sort((a, b) => a - b),
        )
        kept.forEach((span, at) => {
          expect(span.start).to.be.at.least(kept[at - 1]?.end ?? 0)
        })
      }),
      { numRuns: 500 },
    )
  })

  it('gives overlapping text to the type that stands first, and the rest to the other', () => {
    const email: Span = { start: 5, end: 12, type: 'EMAIL' }
    const address: Span = { start: 0, end: 8, type: 'ADDRESS' }
    expect(withoutOverlaps([address, email])).to.deep.equal([{ ...address, end: 5 }, email])
  })

  it('leaves out what stands behind a barrier', () => {
    const span: Span = { start: 0, end: 20, type: 'PHONE' }
    expect(around([span], [{ start: 5, end: 10 }])).to.deep.equal([
      { ...span, end: 5 },
      { ...span, start: 10 },
    ])
  })
})
