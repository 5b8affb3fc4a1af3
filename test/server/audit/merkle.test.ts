import { createHash } from 'node:crypto'
import { expect } from 'chai'
import {
  appendLeaf,
  type CompactTree,
  EMPTY_TREE,
  growingTree,
  hashLeaf,
  hashLeafText,
  rootOf,
} from '../../../server/audit/merkle.ts'

/** The leaves and roots of the reference test of RFC 6962. */
const LEAVES = [
  '',
  '00',
  '10',
  '2021',
  '3031',
  '40414243',
  '5051525354555657',
  '606162636465666768696a6b6c6d6e6f',
]
const ROOTS = [
  'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
]

function treeOf(leaves: readonly Buffer[]): CompactTree {
  return leaves.reduce((tree, leaf) => appendLeaf(tree, hashLeaf(leaf)), EMPTY_TREE)
}

/** The definition of RFC 6962 §2.1, word for word. */
function rootByDefinition(leaves: readonly Buffer[]): Buffer {
  if (leaves.length === 0) return createHash('sha256').digest()
  if (leaves.length === 1) return hashLeaf(leaves[0] as Buffer)
  let split = 1
  while (split * 2 < leaves.length) split *= 2
  return createHash('sha256')
    .update(Buffer.from([1]))
    .update(rootByDefinition(leaves.slice(0, split)))
    .update(rootByDefinition(leaves.slice(split)))
    .digest()
}

describe('the Merkle tree', () => {
  for (const [size, root] of ROOTS.entries())
    it(`has the root of RFC 6962 over ${size} leaves`, () => {
      const leaves = LEAVES.slice(0, size).map((hex) => Buffer.from(hex, 'hex'))
      expect(rootOf(treeOf(leaves)).toString('hex')).to.equal(root)
    })

  it('has the root of the definition at every size up to 130', () => {
    const leaves = Array.from({ length: 130 }, (_, place) => Buffer.from(`leaf ${place}`))
    for (let size = 0; size <= leaves.length; size += 1) {
      const some = leaves.slice(0, size)
      expect(rootOf(treeOf(some)).equals(rootByDefinition(some)), `size ${size}`).to.equal(true)
    }
  })

  it('grows in place from any tree as from its first leaf', () => {
    const leaves = Array.from({ length: 70 }, (_, place) => Buffer.from(`leaf ${place}`))
    for (let begun = 0; begun <= leaves.length; begun += 1) {
      const before = treeOf(leaves.slice(0, begun))
      const tree = growingTree(before)
      for (const [place, leaf] of leaves.slice(begun).entries()) {
        expect(tree.root(), `${begun} + ${place}`).to.deep.equal(
          rootOf(treeOf(leaves.slice(0, begun + place))),
        )
        tree.push(hashLeaf(leaf))
      }
      expect({ size: tree.size, peaks: tree.peaks() }).to.deep.equal(treeOf(leaves))
      expect(before).to.deep.equal(treeOf(leaves.slice(0, begun)))
    }
  })

  it('hashes a text as its bytes', () => {
    for (const text of ['', 'a', '\u0000', 'Köln ✓ 𝄞', '\ud834 alone', 'x'.repeat(70_000)])
      expect(hashLeafText(text)).to.equal(hashLeaf(Buffer.from(text, 'utf8')).toString('hex'))
  })

  it('keeps a handful of hashes, and leaves the tree before as it was', () => {
    const tree = treeOf(Array.from({ length: 1_000 }, (_, place) => Buffer.from([place % 256])))
    const before = rootOf(tree).toString('hex')
    appendLeaf(tree, hashLeaf(Buffer.from('one more')))
    expect(tree.peaks).to.have.length(6)
    expect(rootOf(tree).toString('hex')).to.equal(before)
  })

  it('tells a leaf from a node that holds the same bytes', () => {
    const [left, right] = [hashLeaf(Buffer.from('a')), hashLeaf(Buffer.from('b'))]
    const pair = rootOf(appendLeaf(appendLeaf(EMPTY_TREE, left), right))
    expect(hashLeaf(Buffer.concat([left, right])).equals(pair)).to.equal(false)
  })
})
