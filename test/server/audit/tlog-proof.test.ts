import { expect } from 'chai'
import { createInclusionProofs, rootHash } from '../../../server/audit/index.ts'
import {
  checkpointText,
  openNote,
  parseCheckpoint,
  signNote,
  verifierOf,
} from '../../../server/audit/signed-note.ts'
import { parseTlogProof, provesLeaf, tlogProofText } from '../../../server/audit/tlog-proof.ts'
import { ACCOUNT, appendMany, newSigner } from '../../support/audit-log.ts'
import { memoryStore } from '../../support/memory-store.ts'

describe('a proof file', () => {
  it('proves one entry of a signed log, and no other entry, place or log', async () => {
    const [store, signer] = [await memoryStore(), newSigner()]
    await appendMany(store, 11)
    const { path, leaf, other, head } = await store.transact(async (tx) => ({
      path: await createInclusionProofs().pathTo((act) => act(tx), ACCOUNT, 6, 11),
      leaf: Buffer.from((await tx.auditEntries(ACCOUNT, 6, 1))[0]?.leafHash ?? '', 'hex'),
      other: Buffer.from((await tx.auditEntries(ACCOUNT, 7, 1))[0]?.leafHash ?? '', 'hex'),
      head: await tx.auditHead(ACCOUNT),
    }))
    await store.close()
    const note = signNote(checkpointText({ origin: signer.name, size: 11, rootHash: rootHash(head) }), signer)
    const text = tlogProofText({
      index: 6,
      path: path.map((hash) => Buffer.from(hash, 'hex')),
      checkpoint: note,
    })
    expect(text).to.match(
      /^c2sp\.org\/tlog-proof@v1\nindex 6\n(?:[A-Za-z0-9+/]{43}=\n){4}\nvouch\/acme\n11\n/,
    )
    const proof = parseTlogProof(text)
    const signed = parseCheckpoint(openNote(proof?.checkpoint ?? '', verifierOf(signer)) ?? '')
    if (proof === null || signed === null) throw new Error('the proof cannot be read')
    expect(provesLeaf(proof, leaf, signed)).to.equal(true)
    expect(provesLeaf(proof, other, signed)).to.equal(false)
    expect(provesLeaf({ ...proof, index: 7 }, leaf, signed)).to.equal(false)
    expect(provesLeaf(proof, leaf, { ...signed, size: 7 })).to.equal(false)
    expect(provesLeaf({ ...proof, path: proof.path.slice(1) }, leaf, signed)).to.equal(false)
    expect(parseTlogProof(text.replace('\nindex', '\nextra QUJD\nindex'))).to.deep.equal({
      ...proof,
      extra: Buffer.from('ABC'),
    })
  })

  it('is none in another format', () => {
    const hash = Buffer.alloc(32, 1).toString('base64')
    for (const text of [
      '',
      'c2sp.org/tlog-proof@v2\nindex 1\n\nx',
      'c2sp.org/tlog-proof@v1\nindex 01\n\nx',
      'c2sp.org/tlog-proof@v1\nindex -1\n\nx',
      'c2sp.org/tlog-proof@v1\n\nx',
      `c2sp.org/tlog-proof@v1\nindex 1\n${hash.slice(1)}\n\nx`,
      `c2sp.org/tlog-proof@v1\nindex 1\n${`${hash}\n`.repeat(64)}\nx`,
    ])
      expect(parseTlogProof(text), text.slice(0, 60)).to.equal(null)
  })
})
