import { generateKeyPairSync } from 'node:crypto'
import { expect } from 'chai'
import {
  checkpointText,
  openNote,
  parseCheckpoint,
  parseVerifierKey,
  signNote,
  verifierKeyText,
  verifierOf,
} from '../../../server/audit/signed-note.ts'
import { faultFrom } from '../../support/fault-from.ts'

/** The example of c2sp.org/signed-note. */
const VKEY = 'example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k'
const TEXT = 'This is an example message.\n'
const SIGNATURE =
  '— example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM='
const NOTE = `${TEXT}\n${SIGNATURE}\n`
const ROOT = '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d'

const own = { name: 'vouch/acme', privateKey: generateKeyPairSync('ed25519').privateKey }
const foreign = { name: 'vouch/acme', privateKey: generateKeyPairSync('ed25519').privateKey }

const BAD_NOTES: Record<string, string> = {
  'a changed text': NOTE.replace('example message', 'Example message'),
  'a line more in the text': `more\n${NOTE}`,
  'a changed signature': NOTE.replace('Uw2QOkn8', 'Uw2QOkn9'),
  'another key id': NOTE.replace('Uw2QOkn8', 'Vw2QOkn8'),
  'a signature that is cut': NOTE.replace('IneyaQM=', 'Ine='),
  'only a key id': `${TEXT}\n— example.com/foo Uw2QOg==\n`,
  'another name': NOTE.replace('— example.com/foo', '— example.com/fool'),
  'a hyphen for the dash': NOTE.replace('—', '-'),
  'no signature': `${TEXT}\n\n`,
  'no blank line': `${TEXT}${SIGNATURE}\n`,
  nothing: '',
}

const BAD_KEYS: Record<string, string> = {
  nothing: '',
  'another name': VKEY.replace('foo', 'bar'),
  'another key': VKEY.replace('AekyeR', 'AekyeS'),
  'another id': VKEY.replace('530d903a', '530d903b'),
  'another algorithm': VKEY.replace('+Aeky', '+Aueky'),
  'a name with a space': VKEY.replace('/foo', '/fo o'),
}

const NO_CHECKPOINTS: Record<string, string> = {
  'no origin': `\n1\n${Buffer.from(ROOT, 'hex').toString('base64')}\n`,
  'no size': `vouch/acme\n\n${Buffer.from(ROOT, 'hex').toString('base64')}\n`,
  'a negative size': checkpointText({ origin: 'vouch/acme', size: -1, rootHash: ROOT }),
  'a size with a leading zero': checkpointText({ origin: 'vouch/acme', size: 1, rootHash: ROOT }).replace(
    '\n1\n',
    '\n01\n',
  ),
  'a size beyond exact numbers': checkpointText({ origin: 'vouch/acme', size: 1, rootHash: ROOT }).replace(
    '\n1\n',
    '\n99999999999999999\n',
  ),
  'a short root': checkpointText({ origin: 'vouch/acme', size: 1, rootHash: ROOT.slice(2) }),
  'a root in hex': `vouch/acme\n1\n${ROOT}\n`,
  'a line more': `${checkpointText({ origin: 'vouch/acme', size: 1, rootHash: ROOT })}more\n`,
  nothing: '',
}

describe('a signed note', () => {
  it('of the C2SP example opens', () => {
    expect(openNote(NOTE, parseVerifierKey(VKEY))).to.equal(TEXT)
    expect(verifierKeyText(parseVerifierKey(VKEY))).to.equal(VKEY)
  })

  it('opens beside the signature of a witness that is not known', () => {
    const witness = signNote(TEXT, { ...own, name: 'witness.example' }).split('\n\n')[1] ?? ''
    expect(openNote(`${TEXT}\n${witness}${SIGNATURE}\n`, parseVerifierKey(VKEY))).to.equal(TEXT)
  })

  for (const [name, note] of Object.entries(BAD_NOTES))
    it(`does not open with ${name}`, () => {
      expect(openNote(note, parseVerifierKey(VKEY))).to.equal(null)
    })

  it('opens with the key that signed it, and with no other of the same name', () => {
    const note = signNote(TEXT, own)
    expect(openNote(note, verifierOf(own))).to.equal(TEXT)
    expect(openNote(note, verifierOf(foreign))).to.equal(null)
  })

  for (const [name, text] of Object.entries(BAD_KEYS))
    it(`has no verifier key with ${name}`, async () => {
      expect(await faultFrom(() => parseVerifierKey(text))).to.equal('BAD_REQUEST')
    })
})

describe('a checkpoint', () => {
  it('is read as it was written', () => {
    const checkpoint = { origin: 'vouch/acme', size: 200, rootHash: ROOT }
    expect(parseCheckpoint(checkpointText(checkpoint))).to.deep.equal(checkpoint)
  })

  for (const [name, text] of Object.entries(NO_CHECKPOINTS))
    it(`is none with ${name}`, () => {
      expect(parseCheckpoint(text)).to.equal(null)
    })
})
