import { generateKeyPairSync } from 'node:crypto'
import { expect } from 'chai'
import { verifyHostToken } from '../../../server/access/index.ts'
import { START } from '../../support/fake-world.ts'
import { wholeFaultFrom } from '../../support/fault-from.ts'
import {
  AGENT_ID,
  type Claims,
  goodClaims,
  HOST_ACCOUNT,
  HOST_PUBLIC_PEM,
  hs256,
  ORIGIN,
  otherwiseSigned,
  respellings,
  rs256,
  unsigned,
} from '../../support/host-tokens.ts'

const now = new Date(START)
const seconds = now.getTime() / 1_000
const good = goodClaims(now)
const other = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey

function withClaims(change: Claims): string {
  return rs256({ ...good, ...change })
}
function without(claim: string): string {
  return rs256(Object.fromEntries(Object.entries(good).filter(([name]) => name !== claim)))
}

/** What is sent in the place of the token; the rest of the request is in order. */
const ATTACKS: Record<string, unknown> = {
  'no signature (alg none)': unsigned(good, 'none'),
  'no signature (alg None)': unsigned(good, 'None'),
  'an empty signature under RS256': unsigned(good, 'RS256'),
  "HS256 with the app's public key as secret": hs256(good, HOST_PUBLIC_PEM),
  "HS256 with the app's public key, trimmed, as secret": hs256(good, HOST_PUBLIC_PEM.trim()),
  'HS256 with an empty secret': hs256(good, ''),
  'RS384 with the right key': otherwiseSigned(good, 'RS384'),
  'RS512 with the right key': otherwiseSigned(good, 'RS512'),
  'PS256 with the right key': otherwiseSigned(good, 'PS256'),
  'the signature of another key': rs256(good, other),
  'a key of its own in the header': rs256(good, other, {
    jwk: other.export({ format: 'jwk' }),
    jku: 'https://evil.example/keys',
    kid: '../../dev/null',
  }),
  'changed claims under a good signature': (() => {
    const [head, , signature] = rs256(good).split('.')
    return [
      head,
      unsigned({ ...good, sub: `${ORIGIN}/api/v2/users/1.json` }, 'RS256').split('.')[1],
      signature,
    ].join('.')
  })(),
  'the audience of another installation': withClaims({ aud: `${ORIGIN}/api/v2/apps/installations/98.json` }),
  'the audience of another account': withClaims({ aud: good.aud?.toString().replace('acme', 'evil') }),
  'no audience': without('aud'),
  'an empty audience list': withClaims({ aud: [] }),
  'another issuer': withClaims({ iss: 'evil.zendesk.com' }),
  'an issuer that begins like ours': withClaims({ iss: 'acme.zendesk.com.evil.example' }),
  'an issuer with plain http': withClaims({ iss: 'http://acme.zendesk.com' }),
  'no issuer': without('iss'),
  'the subject of another account': withClaims({ sub: 'https://evil.zendesk.com/api/v2/users/4711.json' }),
  'a subject that begins like ours': withClaims({ sub: `${ORIGIN}.evil.example/api/v2/users/4711.json` }),
  'a subject that is no user': withClaims({ sub: `${ORIGIN}/api/v2/organizations/4711.json` }),
  'a subject that climbs': withClaims({ sub: `${ORIGIN}/api/v2/users/../users/4711.json` }),
  'a subject with a query': withClaims({ sub: `${ORIGIN}/api/v2/users/4711.json?x=1.json` }),
  'a subject with a line break': withClaims({ sub: `${ORIGIN}/api/v2/users/4711.json\n` }),
  'the subject of everyone': withClaims({ sub: `${ORIGIN}/api/v2/users/me.json` }),
  'the subject zero': withClaims({ sub: `${ORIGIN}/api/v2/users/0.json` }),
  'a bare user id as subject': withClaims({ sub: AGENT_ID }),
  'no subject': without('sub'),
  'an expired token': withClaims({ exp: seconds - 31 }),
  'a token from before its time': withClaims({ nbf: seconds + 31 }),
  'a token issued in the future': withClaims({ iat: seconds + 31 }),
  'no expiry': without('exp'),
  'an expiry in words': withClaims({ exp: 'never' }),
  'an expiry too far away': withClaims({ exp: seconds + 3_601 }),
  'an expiry without end': withClaims({ exp: 1e300 }),
  '16 KB of claims': withClaims({ padding: 'x'.repeat(16_384) }),
  'claims that are a word': rs256('agent'),
  'claims that are a list': rs256([good]),
  'half a token': rs256(good).slice(0, -300),
  'a token with a fourth part': `${rs256(good)}.x`,
  'spaces around the token': ` ${rs256(good)} `,
  'no token': undefined,
  'an empty token': '',
  'a number': 4711,
  'an object': { toString: () => rs256(good) },
  'two tokens': [rs256(good), rs256(good)],
}

const ORIGINS: Record<string, unknown> = {
  'no origin': undefined,
  'an empty origin': '',
  'the origin of another account': 'https://evil.zendesk.com',
  'the origin with a slash': `${ORIGIN}/`,
  'the origin with plain http': 'http://acme.zendesk.com',
  'the origin in capitals': ORIGIN.toUpperCase(),
  'two origins': [ORIGIN, 'https://evil.zendesk.com'],
}

describe('the token of the helpdesk', () => {
  it('names the agent when everything agrees', () => {
    const verified = verifyHostToken({ token: rs256(good), origin: ORIGIN }, HOST_ACCOUNT, now)
    expect(verified).to.include({ accountId: 'acme', agentId: AGENT_ID })
    expect(verified.expiresAt).to.equal('2026-11-20T09:01:30.000Z')
  })

  /** The twins of the attacks: as near to them as a good token gets. */
  const GOOD: Record<string, string> = {
    'an issuer with https': withClaims({ iss: ORIGIN }),
    'an issuer without https': withClaims({ iss: 'acme.zendesk.com' }),
    'a token that has just expired': withClaims({ exp: seconds - 29 }),
    'a token that begins in a moment': withClaims({ nbf: seconds + 29, iat: seconds + 29 }),
    'a token that lives an hour': withClaims({ exp: seconds + 3_600 }),
    'a token without iat, nbf and jti': rs256({ iss: good.iss, sub: good.sub, aud: good.aud, exp: good.exp }),
    'claims that nobody asked for': withClaims({ role: 'admin', qsh: 'x', padding: 'x'.repeat(2_000) }),
  }
  for (const [name, token] of Object.entries(GOOD))
    it(`is taken with ${name}`, () => {
      expect(verifyHostToken({ token, origin: ORIGIN }, HOST_ACCOUNT, now).agentId).to.equal(AGENT_ID)
    })

  for (const [name, token] of Object.entries(ATTACKS))
    it(`is refused with ${name}`, async () => {
      const fault = await wholeFaultFrom(() => verifyHostToken({ token, origin: ORIGIN }, HOST_ACCOUNT, now))
      expect(fault.code).to.equal('NOT_SIGNED_IN')
      if (typeof token === 'string' && token !== '') expect(fault.message).not.to.include(token.slice(0, 20))
    })

  for (const [name, origin] of Object.entries(ORIGINS))
    it(`is refused with ${name}`, async () => {
      const fault = await wholeFaultFrom(() =>
        verifyHostToken({ token: rs256(good), origin }, HOST_ACCOUNT, now),
      )
      expect({ code: fault.code, ...fault.detail }).to.deep.equal({ code: 'NOT_SIGNED_IN', reason: 'origin' })
    })

  it('has one mark for all its spellings, so that no spelling is a new token', () => {
    const token = rs256(good)
    const marks = [token, ...respellings(token)].map(
      (spelling) => verifyHostToken({ token: spelling, origin: ORIGIN }, HOST_ACCOUNT, now).tokenHash,
    )
    expect(marks).to.have.length(16)
    expect(new Set(marks).size).to.equal(1)
  })

  it('has another mark for another token', () => {
    const marks = ['j1', 'j2'].map(
      (jti) => verifyHostToken({ token: withClaims({ jti }), origin: ORIGIN }, HOST_ACCOUNT, now).tokenHash,
    )
    expect(new Set(marks).size).to.equal(2)
  })
})
