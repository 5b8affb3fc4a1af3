import { createSecretKey, randomBytes } from 'node:crypto'
import { expect } from 'chai'
import jwt from 'jsonwebtoken'
import {
  issueSession,
  LONGEST_SESSION_HOURS,
  renewSession,
  type SessionClaims,
  verifySession,
} from '../../../server/access/session.ts'
import { HOUR, MINUTE, SECOND, START } from '../../support/fake-world.ts'
import { faultFrom } from '../../support/fault-from.ts'
import { HOST_KEY, hs256, rs256, unsigned } from '../../support/host-tokens.ts'

const key = createSecretKey(randomBytes(32))
const now = new Date(START)
const since = now.getTime() / 1_000
const CLAIMS: SessionClaims = { accountId: 'acme', agentId: '4711', place: 'sidebar', since }
const RAW = {
  acc: 'acme',
  sub: '4711',
  plc: 'sidebar',
  snc: since,
  iss: 'vouch',
  iat: since,
  exp: since + 900,
}

function later(ms: number): Date {
  return new Date(now.getTime() + ms)
}
const issued = issueSession(key, CLAIMS, now, 'id')

const NOT_SIGNED_IN: Record<string, unknown> = {
  nothing: undefined,
  'an empty header': '',
  'the bare token': issued.token,
  'another scheme': `Basic ${issued.token}`,
  'the scheme in small letters': `bearer ${issued.token}`,
  'two spaces': `Bearer  ${issued.token}`,
  'a line break': `Bearer ${issued.token}\n`,
  'two headers': [`Bearer ${issued.token}`],
  'a changed claim': `Bearer ${issued.token
    .split('.')
    .with(1, hs256({ ...RAW, sub: '1' }, 'x').split('.')[1] ?? '')
    .join('.')}`,
  'a changed signature': `Bearer ${issued.token.slice(0, -3)}AAA`,
  'no signature': `Bearer ${unsigned(RAW, 'none')}`,
  'the key of another installation': `Bearer ${hs256(RAW, randomBytes(32))}`,
  'an empty key': `Bearer ${hs256(RAW, '')}`,
  RS256: `Bearer ${rs256(RAW, HOST_KEY)}`,
  'HS512 with our key': `Bearer ${jwt.sign(RAW, key, { algorithm: 'HS512' })}`,
  'another issuer': `Bearer ${hs256({ ...RAW, iss: 'other' }, key)}`,
  'another page': `Bearer ${hs256({ ...RAW, plc: 'admin' }, key)}`,
  'no account': `Bearer ${hs256({ ...RAW, acc: undefined }, key)}`,
  'a begin in words': `Bearer ${hs256({ ...RAW, snc: 'today' }, key)}`,
  '5000 characters': `Bearer ${'x'.repeat(5_000)}`,
}

describe('a session', () => {
  it('says what it was issued for, until its last second', () => {
    expect(verifySession(key, `Bearer ${issued.token}`, now)).to.deep.equal(CLAIMS)
    expect(verifySession(key, `Bearer ${issued.token}`, later(15 * MINUTE - SECOND))).to.deep.equal(CLAIMS)
    expect(issued.expiresAt).to.equal('2026-11-20T09:15:00.000Z')
  })

  it('is expired at its end', async () => {
    const late = later(15 * MINUTE)
    expect(await faultFrom(() => verifySession(key, `Bearer ${issued.token}`, late))).to.equal(
      'SESSION_EXPIRED',
    )
  })

  for (const [name, header] of Object.entries(NOT_SIGNED_IN))
    it(`is none with ${name}`, async () => {
      expect(await faultFrom(() => verifySession(key, header, now))).to.equal('NOT_SIGNED_IN')
    })

  it('does not tell a stranger that a token with a bad signature has expired', async () => {
    const forged = `Bearer ${hs256({ ...RAW, exp: since - 1 }, randomBytes(32))}`
    expect(await faultFrom(() => verifySession(key, forged, now))).to.equal('NOT_SIGNED_IN')
  })

  it('keeps the moment of the first sign-in when it is renewed', () => {
    const renewed = renewSession(key, CLAIMS, later(10 * MINUTE), 'id2')
    expect(verifySession(key, `Bearer ${renewed.token}`, later(20 * MINUTE))).to.deep.equal(CLAIMS)
    expect(renewed.expiresAt).to.equal('2026-11-20T09:25:00.000Z')
  })

  it('is renewed up to the longest session, and not a second longer', async () => {
    const last = later(LONGEST_SESSION_HOURS * HOUR)
    expect(renewSession(key, CLAIMS, last, 'id').expiresAt).to.equal('2026-11-20T21:15:00.000Z')
    const over = new Date(last.getTime() + SECOND)
    expect(await faultFrom(() => renewSession(key, CLAIMS, over, 'id'))).to.equal('SESSION_EXPIRED')
  })
})
