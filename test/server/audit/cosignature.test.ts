import { sign as ed25519, generateKeyPairSync } from 'node:crypto'
import { expect } from 'chai'
import {
  cosignatureIn,
  cosignatureLine,
  cosignedText,
  parseWitnessKey,
  witnessKeyText,
} from '../../../server/audit/cosignature.ts'
import { verifierOf } from '../../../server/audit/signed-note.ts'
import { faultFrom } from '../../support/fault-from.ts'

const TEXT = 'vouch/acme\n7\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n'
const SEEN = 1_679_315_147n

describe("a witness's cosignature", () => {
  const { privateKey } = generateKeyPairSync('ed25519')
  const witness = {
    name: 'witness.example/w1',
    rawPublicKey: verifierOf({ name: '', privateKey }).rawPublicKey,
  }
  const line = cosignatureLine(witness, SEEN, ed25519(null, cosignedText(TEXT, SEEN), privateKey))

  it('is found among the lines of others, with the time that it was given', () => {
    const lines = `— other.example AAAA\nno line\n${line}`
    expect(cosignatureIn(lines, TEXT, witness)).to.deep.equal({ line, seconds: SEEN })
  })

  it('signs the words that the format has', () => {
    expect(cosignedText(TEXT, SEEN).toString()).to.equal(`cosignature/v1\ntime 1679315147\n${TEXT}`)
  })

  it('is none over another text, of another time, of another key or another name', () => {
    const later = cosignatureLine(witness, SEEN + 1n, ed25519(null, cosignedText(TEXT, SEEN), privateKey))
    const stranger = {
      ...witness,
      rawPublicKey: verifierOf({ name: '', ...generateKeyPairSync('ed25519') }).rawPublicKey,
    }
    const attempts = {
      'another text': cosignatureIn(line, TEXT.replace('7', '8'), witness),
      'another time': cosignatureIn(later, TEXT, witness),
      'another key': cosignatureIn(line, TEXT, stranger),
      'another name': cosignatureIn(line, TEXT, { ...witness, name: 'witness.example/w2' }),
      'cut short': cosignatureIn(line.slice(0, -8), TEXT, witness),
      'a plain signature': cosignatureIn(
        cosignatureLine(witness, SEEN, ed25519(null, Buffer.from(TEXT), privateKey)),
        TEXT,
        witness,
      ),
    }
    for (const [name, found] of Object.entries(attempts)) expect(found, name).to.equal(null)
  })

  it('has a key that is written and read, and no other text is one', async () => {
    expect(parseWitnessKey(witnessKeyText(witness))).to.deep.equal(witness)
    for (const text of ['', 'w', witnessKeyText(witness).replace('w1', 'w2'), 'w+00000000+BAAA'])
      expect(await faultFrom(() => parseWitnessKey(text)), text).to.equal('BAD_REQUEST')
  })
})
