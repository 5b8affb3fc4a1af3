import { expect } from 'chai'
import { consistencyPath, isConsistent } from '../../../server/audit/consistency.ts'
import { coveringSpans, growingTree, hashLeaf } from '../../../server/audit/merkle.ts'

const LEAVES = Array.from({ length: 41 }, (_, at) => hashLeaf(Buffer.from(`entry ${at}`)))

function rootOver(from: number, to: number): Buffer {
  const tree = growingTree()
  for (const leaf of LEAVES.slice(from, to)) tree.push(leaf)
  return tree.root()
}
const path = (old: number, size: number) => consistencyPath(old, size, async (from, to) => rootOver(from, to))
const rooted = (size: number) => ({ size, root: rootOver(0, size) })

describe('a consistency proof', () => {
  it('holds from every size to every later one', async () => {
    for (let size = 0; size <= 40; size += 1)
      for (let old = 0; old <= size; old += 1)
        expect(isConsistent(rooted(old), rooted(size), await path(old, size)), `${old} to ${size}`).to.equal(
          true,
        )
  })

  it('holds for no other log, no other size and no other hashes', async () => {
    for (const [old, size] of [
      [1, 2],
      [3, 7],
      [4, 7],
      [6, 8],
      [8, 33],
      [27, 40],
    ] as const) {
      const proof = await path(old, size)
      const name = `${old} to ${size}`
      const other = { ...rooted(old), root: hashLeaf(Buffer.from('other')) }
      expect(isConsistent(other, rooted(size), proof), name).to.equal(false)
      expect(isConsistent(rooted(old), { ...rooted(size), root: other.root }, proof), name).to.equal(false)
      expect(isConsistent(rooted(size), rooted(old), proof), name).to.equal(false)
      expect(isConsistent(rooted(old), rooted(size), [...proof, other.root]), name).to.equal(false)
      for (const at of proof.keys()) {
        expect(isConsistent(rooted(old), rooted(size), proof.toSpliced(at, 1)), name).to.equal(false)
        expect(isConsistent(rooted(old), rooted(size), proof.with(at, other.root)), name).to.equal(false)
      }
    }
    expect(isConsistent(rooted(5), { size: 5, root: rootOver(1, 6) }, [])).to.equal(false)
  })

  it('is that of RFC 6962 §2.1.3 for its tree of seven', async () => {
    const leafHash = (at: number) => LEAVES[at] ?? Buffer.alloc(0)
    expect(await path(3, 7)).to.deep.equal([leafHash(2), leafHash(3), rootOver(0, 2), rootOver(4, 7)])
    expect(await path(4, 7)).to.deep.equal([rootOver(4, 7)])
    expect(await path(6, 7)).to.deep.equal([rootOver(4, 6), leafHash(6), rootOver(0, 4)])
  })
})

describe('the subtrees of what is left out', () => {
  it('give the root again, whatever is left out at both ends', () => {
    for (const size of [1, 2, 7, 16, 23, 40])
      for (let from = 0; from <= size; from += 1)
        for (const to of [from, Math.floor((from + size) / 2), size]) {
          const tree = growingTree()
          let at = 0
          const cover = (end: number) => {
            for (const span of coveringSpans(at, end)) {
              tree.push(rootOver(at, at + span), span)
              at += span
            }
          }
          cover(from)
          for (const leaf of LEAVES.slice(from, to)) tree.push(leaf)
          at = to
          cover(size)
          expect(tree.root().equals(rootOver(0, size)), `${from} to ${to} of ${size}`).to.equal(true)
        }
  })
})
