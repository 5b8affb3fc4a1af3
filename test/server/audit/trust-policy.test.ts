import { sign as ed25519, generateKeyPairSync } from 'node:crypto'
import { expect } from 'chai'
import { cosignatureLine, cosignedText, witnessKeyText } from '../../../server/audit/cosignature.ts'
import { signNote, verifierKeyText, verifierOf } from '../../../server/audit/signed-note.ts'
import { parseTrustPolicy, trustPolicyText, witnessedBy } from '../../../server/audit/trust-policy.ts'
import { newSigner } from '../../support/audit-log.ts'
import { faultFrom } from '../../support/fault-from.ts'

const log = newSigner()
const LOG = `log ${verifierKeyText(verifierOf(log))}`
const TEXT = 'vouch/acme\n1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n'

function newWitness(name: string) {
  const { privateKey } = generateKeyPairSync('ed25519')
  const key = { name, rawPublicKey: verifierOf({ name, privateKey }).rawPublicKey }
  const sign = () => cosignatureLine(key, 5n, ed25519(null, cosignedText(TEXT, 5n), privateKey))
  return { key, sign, text: witnessKeyText(key) }
}

describe('a trust policy', () => {
  const [x1, x2, y1] = [newWitness('x1.example'), newWitness('x2.example'), newWitness('y1.example')]
  const EXAMPLE = [
    '# of two houses',
    LOG,
    '',
    `witness X1 ${x1.text}`,
    `\twitness  X2 ${x2.text} https://x2.example/`,
    `witness Y1 ${y1.text}`,
    'group X 1 X1 X2',
    'group both all X Y1',
    'quorum both',
  ].join('\n')

  it('asks for a quorum over groups of groups', () => {
    const policy = parseTrustPolicy(EXAMPLE)
    const note = signNote(TEXT, log)
    const asked = (...signed: { sign: () => string }[]) =>
      witnessedBy(policy, note + signed.map((each) => each.sign()).join(''))
    expect(asked()).to.deep.equal({ by: [], quorum: false })
    expect(asked(x1, x2)).to.deep.equal({ by: ['X1', 'X2'], quorum: false })
    expect(asked(x2, y1)).to.deep.equal({ by: ['X2', 'Y1'], quorum: true })
    expect(witnessedBy(parseTrustPolicy(`${LOG}\nquorum none`), note).quorum).to.equal(true)
  })

  it('is written for an installation so that it can be read again', () => {
    for (const [witnesses, quorum] of [
      [[], 'none'],
      [[x1.key], 'w1'],
      [[x1.key, y1.key], 'witnesses'],
    ] as const) {
      const policy = parseTrustPolicy(trustPolicyText(verifierOf(log), witnesses))
      expect(policy.quorum).to.equal(quorum)
      expect([...policy.witnesses.values()]).to.deep.equal(witnesses)
    }
  })

  const BAD: Record<string, string> = {
    'without a quorum': LOG,
    'with two': `quorum none\nquorum none`,
    'with a quorum of nobody': `${LOG}\nquorum X`,
    'with a log twice': `${LOG}\n${LOG}\nquorum none`,
    'with a witness twice': `witness A ${x1.text}\nwitness B ${x1.text}\nquorum A`,
    'with a name twice': `witness A ${x1.text}\nwitness A ${y1.text}\nquorum A`,
    'with a witness called none': `witness none ${x1.text}\nquorum none`,
    'with a group that is named later': `witness A ${x1.text}\ngroup G all H\ngroup H all A\nquorum G`,
    'with a member in two groups': `witness A ${x1.text}\ngroup G all A\ngroup H all A\nquorum G`,
    'with more asked for than there are': `witness A ${x1.text}\ngroup G 2 A\nquorum G`,
    'with none asked for': `witness A ${x1.text}\ngroup G 0 A\nquorum G`,
    'with an empty group': `group G all\nquorum G`,
    'with another word': `${LOG}\ntrust everybody\nquorum none`,
    'with a key of a log as a witness': `witness A ${verifierKeyText(verifierOf(log))}\nquorum A`,
  }
  for (const [name, text] of Object.entries(BAD))
    it(`${name} is refused`, async () => {
      expect(await faultFrom(() => parseTrustPolicy(text))).to.equal('BAD_REQUEST')
    })
})
