import { generateKeyPairSync } from 'node:crypto'
import { expect } from 'chai'
import {
  accountOriginOf,
  appKeyProblem,
  namesNoAccount,
  readConnection,
  WORKBENCH_KEY_MARK,
  withConnection,
} from '../../server/connection.ts'
import { HOST_KEY, HOST_PUBLIC_PEM } from '../support/host-tokens.ts'

const SHORT = generateKeyPairSync('rsa', { modulusLength: 1024 }).publicKey.export({
  type: 'spki',
  format: 'pem',
})
const CURVE = generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey.export({
  type: 'spki',
  format: 'pem',
})
const FORM = { subdomain: 'acme', app: '', installation: '99', admin: '1', key: HOST_PUBLIC_PEM }
const STORED = {
  accountOrigin: 'https://acme.zendesk.com',
  installationId: '99',
  appPublicKey: 'PEM',
  firstAdmin: '1',
}

describe('the connection to an account', () => {
  for (const typed of ['acme', ' ACME ', 'acme.zendesk.com', 'https://acme.zendesk.com/agent/tickets/1?x=y'])
    it(`knows the account by "${typed}"`, () => {
      expect(accountOriginOf(typed, true)).to.equal('https://acme.zendesk.com')
    })

  for (const typed of [
    '',
    'zendesk.com/acme',
    'acme.zendesk.com.evil.example',
    'http://acme.zendesk.com',
    'https://user:word@acme.zendesk.com',
    'acme@evil.example',
    'acme:8443',
    '-acme',
    'a'.repeat(64),
    'http://localhost:3000',
  ])
    it(`takes no account from "${typed}" in production`, () => {
      expect(accountOriginOf(typed, true)).to.equal(null)
    })

  it('takes an address of this machine while nothing is in production', () => {
    expect(accountOriginOf('http://localhost:3000', false)).to.equal('http://localhost:3000')
  })

  it('takes a public RSA key of 2048 bits or more, and no other', () => {
    expect(appKeyProblem(HOST_PUBLIC_PEM, true)).to.equal(null)
    expect(appKeyProblem(String(SHORT), true)).to.equal('weak_key')
    expect(appKeyProblem(String(CURVE), true)).to.equal('weak_key')
    expect(appKeyProblem('secret', true)).to.equal('no_key')
    expect(appKeyProblem(String(HOST_KEY.export({ type: 'pkcs8', format: 'pem' })), true)).to.equal(
      'private_key',
    )
    const ofTheWorkbench = `# ${WORKBENCH_KEY_MARK}\n${HOST_PUBLIC_PEM}`
    expect([appKeyProblem(ofTheWorkbench, true), appKeyProblem(ofTheWorkbench, false)]).to.deep.equal([
      'workbench_key',
      null,
    ])
  })

  it('says all that is wrong at once, and needs the app’s id for nothing', () => {
    const empty = { subdomain: ' ', app: '', installation: '', admin: '', key: '' }
    expect(readConnection(empty, true)).to.deep.equal({
      connection: null,
      problems: { subdomain: 'needed', installation: 'needed', admin: 'needed', key: 'needed' },
    })
    const wrong = { subdomain: 'a b', app: 'x', installation: '0', admin: 'me@acme.example', key: 'x' }
    expect(readConnection(wrong, true).problems).to.deep.equal({
      subdomain: 'subdomain',
      app: 'number',
      installation: 'number',
      admin: 'number',
      key: 'no_key',
    })
    expect(readConnection(FORM, true)).to.deep.equal({
      connection: { ...STORED, appPublicKey: `${HOST_PUBLIC_PEM.trim()}\n` },
      problems: null,
    })
  })

  it('gives way to the environment value by value, and a key of either kind', () => {
    expect(namesNoAccount({ VOUCH_ACCOUNT_ORIGIN: ' ', VOUCH_PORT: '1' })).to.equal(true)
    expect(namesNoAccount({ VOUCH_APP_PUBLIC_KEY_FILE: 'key.pem' })).to.equal(false)
    const env = { VOUCH_INSTALLATION_ID: '77', VOUCH_APP_PUBLIC_KEY_FILE: 'key.pem', VOUCH_FIRST_ADMIN: '' }
    expect(withConnection(env, STORED)).to.deep.equal({
      VOUCH_ACCOUNT_ORIGIN: 'https://acme.zendesk.com',
      VOUCH_INSTALLATION_ID: '77',
      VOUCH_APP_PUBLIC_KEY_FILE: 'key.pem',
      VOUCH_FIRST_ADMIN: '1',
    })
    expect(withConnection(env, null)).to.equal(env)
  })
})
