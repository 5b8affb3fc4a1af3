import { expect } from 'chai'
import {
  decodeVectors,
  encodeVectors,
  nearness,
  packVectors,
  vectorCount,
} from '../../../../server/articles/dense/vectors.ts'
import { dice } from '../../../support/dice.ts'

const unit = (values: readonly number[]) => {
  const length = Math.hypot(...values)
  return Float32Array.from(values, (value) => value / length)
}

describe('vectors as they are kept', () => {
  it('keep their directions in a byte a dimension', () => {
    const { below } = dice(7)
    const some = () => unit(Array.from({ length: 384 }, () => below(1_000) - 500))
    const vectors = Array.from({ length: 20 }, some)
    const kept = packVectors(vectors, 384)
    const read = decodeVectors(encodeVectors(kept), 384)
    expect(read).to.deep.equal(kept)
    const question = some()
    const exact = vectors.map((vector) =>
      vector.reduce((sum, value, d) => sum + value * (question[d] ?? 0), 0),
    )
    nearness(question, kept).forEach((found, at) => {
      expect(found).to.be.closeTo(exact[at] ?? 9, 0.01)
    })
    expect(vectorCount(kept)).to.equal(20)
  })

  it('say nothing of a text without known words, or of another size', () => {
    const kept = packVectors([new Float32Array(3), unit([0, 1, 0])], 3)
    expect([...nearness(unit([0, 1, 0]), kept)]).to.deep.equal([0, 1])
    expect([...nearness(unit([0, 1]), kept)]).to.deep.equal([0, 0])
    expect(decodeVectors('AAAA', 2)).to.equal(null)
    expect(decodeVectors('AAAA', 0)).to.equal(null)
  })
})
