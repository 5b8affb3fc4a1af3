import { createPrivateKey, generateKeyPairSync } from 'node:crypto'
import { expect } from 'chai'
import {
  didKeyOf,
  fromMultibase,
  type JsonDocument,
  multibase,
  signDocument,
  signerOfDocument,
} from '../../../server/audit/data-integrity.ts'
import { faultFrom } from '../../support/fault-from.ts'

/** The example of the specification's appendix, representation eddsa-jcs-2022. */
const CONTEXT = ['https://www.w3.org/ns/credentials/v2', 'https://www.w3.org/ns/credentials/examples/v2']
const ALUMNI = {
  '@context': CONTEXT,
  id: 'urn:uuid:58172aac-d8ba-11ed-83dd-0b3aef56cc33',
  type: ['VerifiableCredential', 'AlumniCredential'],
  name: 'Alumni Credential',
  description: 'A minimum viable example of an Alumni Credential.',
  issuer: 'https://vc.example/issuers/5678',
  validFrom: '2023-01-01T00:00:00Z',
  credentialSubject: { id: 'did:example:abcdefgh', alumniOf: 'The School of Examples' },
}
const DID = 'did:key:z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2'
const SEED = 'z3u2en7t5LR2WtQH5PfFqMqwVHBeXouLzo6haApm8XHqvjxq'
const CREATED = '2023-02-24T23:36:38Z'
const PROOF_VALUE =
  'z2HnFSSPPBzR36zdDgK8PbEHeXbR56YF24jwMpt3R1eHXQzJDMWS93FCzpvJpwTWd3GAVFuUfjoJdcnTMuVor51aX'

const KEY = createPrivateKey({
  key: Buffer.concat([
    Buffer.from('302e020100300506032b657004220420', 'hex'),
    (fromMultibase(SEED) ?? Buffer.alloc(0)).subarray(2),
  ]),
  format: 'der',
  type: 'pkcs8',
})
type Signed = JsonDocument & { readonly proof: JsonDocument }
const SIGNED = signDocument(ALUMNI, KEY, CREATED) as Signed
const changed = (change: object): unknown => ({ ...SIGNED, ...change })
const proven = (change: object): unknown => ({ ...SIGNED, proof: { ...SIGNED.proof, ...change } })

describe('a signed document', () => {
  it('is signed as the specification’s example is, byte for byte', () => {
    expect(didKeyOf(KEY)).to.equal(DID)
    expect(SIGNED.proof).to.deep.equal({
      '@context': CONTEXT,
      type: 'DataIntegrityProof',
      cryptosuite: 'eddsa-jcs-2022',
      created: CREATED,
      verificationMethod: `${DID}#${DID.slice('did:key:'.length)}`,
      proofPurpose: 'assertionMethod',
      proofValue: PROOF_VALUE,
    })
  })

  it('names its signer, whatever the order of its keys', () => {
    expect(signerOfDocument(SIGNED)).to.equal(DID)
    const { name, ...rest } = SIGNED as Signed & { name: string }
    expect(signerOfDocument({ name, ...rest })).to.equal(DID)
    expect(signerOfDocument(JSON.parse(JSON.stringify(SIGNED, null, 4)))).to.equal(DID)
  })

  const attacks: Readonly<Record<string, unknown>> = {
    'a changed value': changed({ name: 'Other' }),
    'a value more': changed({ more: true }),
    'a value less': changed({ name: undefined, description: ALUMNI.description }),
    'another context': changed({ '@context': [...CONTEXT].reverse() }),
    'another context on both sides': {
      ...SIGNED,
      '@context': ['https://evil.example'],
      proof: { ...SIGNED.proof, '@context': ['https://evil.example'] },
    },
    'another moment': proven({ created: '2024-02-24T23:36:38Z' }),
    'something more in the proof': proven({ domain: 'evil.example' }),
    'another key': proven({
      verificationMethod: didKeyOf(generateKeyPairSync('ed25519').privateKey).replace(
        /^did:key:(.*)$/,
        'did:key:$1#$1',
      ),
    }),
    'no signature': proven({ proofValue: '' }),
    'a short signature': proven({ proofValue: 'z1111' }),
    'a signature in another base': proven({ proofValue: `f${'00'.repeat(64)}` }),
    'no key at all': proven({ verificationMethod: `${DID}#z1111` }),
  }
  for (const [name, document] of Object.entries(attacks))
    it(`is not good with ${name}`, async () => {
      const { name: _name, ...kept } = document as { name?: unknown }
      expect(signerOfDocument(_name === undefined ? kept : document)).to.equal(null)
    })

  const none: Readonly<Record<string, unknown>> = {
    nothing: null,
    text: 'proof',
    'no proof': ALUMNI,
    'another suite': proven({ cryptosuite: 'eddsa-rdfc-2022' }),
    'another purpose': proven({ proofPurpose: 'authentication' }),
    'a list': [SIGNED],
  }
  for (const [name, document] of Object.entries(none))
    it(`is none: ${name}`, async () => {
      expect(await faultFrom(() => Promise.resolve().then(() => signerOfDocument(document)))).to.equal(
        'BAD_REQUEST',
      )
    })
})

describe('base58btc', () => {
  const pairs: Readonly<Record<string, string>> = {
    '': 'z',
    '00': 'z1',
    '0000287fb4cd': 'z11233QC4',
    '48656c6c6f20576f726c6421': 'z2NEpo7TZRRrLZSi2U',
  }
  for (const [hex, text] of Object.entries(pairs))
    it(`writes ${hex || 'nothing'} as ${text}, and reads it back`, () => {
      expect(multibase(Buffer.from(hex, 'hex'))).to.equal(text)
      if (hex !== '') expect(fromMultibase(text)?.toString('hex')).to.equal(hex)
    })

  it('reads nothing else', () => {
    for (const text of ['', 'z', 'abc', 'z0', 'zO', 'zI', 'zl', `z${'2'.repeat(201)}`])
      expect(fromMultibase(text), text).to.equal(null)
  })
})
