import { createHmac, createSecretKey, randomBytes } from 'node:crypto'
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
import { faultFrom, wholeFaultFrom } from '../../support/fault-from.ts'
import { HOST_KEY, hs256, rs256, unsigned } from '../../support/host-tokens.ts'

const KID = '00112233aabbccdd'
const key = createSecretKey(randomBytes(32))
const ring = { kid: KID, key, find: (kid: string) => (kid === KID ? key : null) }
const NAMED = { kid: KID }
const now = new Date(START)
const since = now.getTime() / 1_000
const CLAIMS: SessionClaims = {
  accountId: 'acme',
  agentId: '4711',
  sessionId: 'page-1',
  place: 'sidebar',
  since,
}
const RAW = {
  acc: 'acme',
  sub: '4711',
  sid: 'page-1',
  plc: 'sidebar',
  snc: since,
  iss: 'vouch',
  iat: since,
  exp: since + 900,
}

function later(ms: number): Date {
  return new Date(now.getTime() + ms)
}
const issued = issueSession(ring, CLAIMS, now, 'id')

/** Says HS256 in its header, whatever it was signed with. */
function signedAsIf(hash: string): string {
  const input = hs256(RAW, key, NAMED).split('.').slice(0, 2).join('.')
  return `${input}.${createHmac(hash, key).update(input).digest('base64url')}`
}

function signedText(claims: string): string {
  const head = hs256(RAW, key, NAMED).split('.')[0]
  const input = `${head}.${Buffer.from(claims).toString('base64url')}`
  return `${input}.${createHmac('sha256', key).update(input).digest('base64url')}`
}

/** The last sign of 32 bytes in base64url carries two bits that say nothing. */
function respelt(token: string): string {
  const SIGNS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
  const last = SIGNS[SIGNS.indexOf(token.at(-1) ?? '') ^ 1] ?? ''
  const other = token.slice(0, -1) + last
  const bytes = (text: string) => Buffer.from(text.split('.')[2] ?? '', 'base64url')
  if (!bytes(other).equals(bytes(token))) throw new Error('not the same bytes')
  return other
}

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
    .with(1, hs256({ ...RAW, sub: '1' }, 'x', NAMED).split('.')[1] ?? '')
    .join('.')}`,
  'a changed signature': `Bearer ${issued.token.slice(0, -3)}AAA`,
  'no signature': `Bearer ${unsigned(RAW, 'none', NAMED)}`,
  'the key of another installation': `Bearer ${hs256(RAW, randomBytes(32), NAMED)}`,
  'an empty key': `Bearer ${hs256(RAW, '', NAMED)}`,
  RS256: `Bearer ${rs256(RAW, HOST_KEY, NAMED)}`,
  'HS512 with our key': `Bearer ${jwt.sign(RAW, key, { algorithm: 'HS512', keyid: KID })}`,
  'another issuer': `Bearer ${hs256({ ...RAW, iss: 'other' }, key, NAMED)}`,
  'another page': `Bearer ${hs256({ ...RAW, plc: 'admin' }, key, NAMED)}`,
  'no account': `Bearer ${hs256({ ...RAW, acc: undefined }, key, NAMED)}`,
  'a begin in words': `Bearer ${hs256({ ...RAW, snc: 'today' }, key, NAMED)}`,
  'no name of a key': `Bearer ${hs256(RAW, key)}`,
  'a name of a key that is none': `Bearer ${hs256(RAW, key, { kid: '../session.keys' })}`,
  'a name of a key that is no text': `Bearer ${hs256(RAW, key, { kid: [KID] })}`,
  'the name of another key': `Bearer ${hs256(RAW, key, { kid: 'ffffffffffffffff' })}`,
  'HS256 said, HS512 done': `Bearer ${signedAsIf('sha512')}`,
  'a header of two minds': `Bearer ${hs256(RAW, key, { ...NAMED, alg: 'none' })}`,
  'no end': `Bearer ${hs256({ ...RAW, exp: undefined }, key, NAMED)}`,
  'an end in words': `Bearer ${hs256({ ...RAW, exp: 'never' }, key, NAMED)}`,
  'no claims': `Bearer ${hs256(null, key, NAMED)}`,
  'a list of claims': `Bearer ${hs256([RAW], key, NAMED)}`,
  'claims that are no JSON': `Bearer ${signedText('{')}`,
  'a fourth part': `Bearer ${issued.token}.AAA`,
  'a signature that ends in a sign of padding': `Bearer ${issued.token}=`,
  'the same signature in another spelling': `Bearer ${respelt(issued.token)}`,
  'half of its signature': `Bearer ${issued.token.slice(0, -20)}`,
  'a header that is no JSON': `Bearer ${issued.token.split('.').with(0, 'e30x').join('.')}`,
  '5000 characters': `Bearer ${'x'.repeat(5_000)}`,
}

describe('a session', () => {
  it('is one with the name of its key', () => {
    for (const token of [hs256(RAW, key, NAMED), signedAsIf('sha256')])
      expect(verifySession(ring, `Bearer ${token}`, now)).to.deep.equal(CLAIMS)
  })

  it('is told in words that its key is not in use', async () => {
    const other = `Bearer ${hs256(RAW, key, { kid: 'ffffffffffffffff' })}`
    const { message } = await wholeFaultFrom(() => verifySession(ring, other, now))
    expect(message).to.equal('the key that signed this session is not in use: open the page again')
  })

  it('has ended when the clock was set back behind its begin, a minute of difference aside', async () => {
    const read = (at: Date) => faultFrom(async () => verifySession(ring, `Bearer ${issued.token}`, at))
    expect(verifySession(ring, `Bearer ${issued.token}`, later(-MINUTE))).to.include({ agentId: '4711' })
    for (const back of [MINUTE + SECOND, HOUR, 30 * 24 * HOUR])
      expect(await read(later(-back))).to.equal('SESSION_EXPIRED')
  })

  it('says what it was issued for, until its last second', () => {
    expect(verifySession(ring, `Bearer ${issued.token}`, now)).to.deep.equal(CLAIMS)
    expect(verifySession(ring, `Bearer ${issued.token}`, later(15 * MINUTE - SECOND))).to.deep.equal(CLAIMS)
    expect(issued.expiresAt).to.equal('2026-11-20T09:15:00.000Z')
  })

  it('is expired at its end', async () => {
    const late = later(15 * MINUTE)
    expect(await faultFrom(() => verifySession(ring, `Bearer ${issued.token}`, late))).to.equal(
      'SESSION_EXPIRED',
    )
  })

  for (const [name, header] of Object.entries(NOT_SIGNED_IN))
    it(`is none with ${name}`, async () => {
      expect(await faultFrom(() => verifySession(ring, header, now))).to.equal('NOT_SIGNED_IN')
    })

  it('does not tell a stranger that a token with a bad signature has expired', async () => {
    const forged = `Bearer ${hs256({ ...RAW, exp: since - 1 }, randomBytes(32), NAMED)}`
    expect(await faultFrom(() => verifySession(ring, forged, now))).to.equal('NOT_SIGNED_IN')
  })

  it('keeps the moment of the first sign-in when it is renewed', () => {
    const renewed = renewSession(ring, CLAIMS, later(10 * MINUTE), 'id2')
    expect(verifySession(ring, `Bearer ${renewed.token}`, later(20 * MINUTE))).to.deep.equal(CLAIMS)
    expect(renewed.expiresAt).to.equal('2026-11-20T09:25:00.000Z')
  })

  it('is renewed up to the longest session, and not a second longer', async () => {
    const last = later(LONGEST_SESSION_HOURS * HOUR)
    expect(renewSession(ring, CLAIMS, last, 'id').expiresAt).to.equal('2026-11-20T21:15:00.000Z')
    const over = new Date(last.getTime() + SECOND)
    expect(await faultFrom(() => renewSession(ring, CLAIMS, over, 'id'))).to.equal('SESSION_EXPIRED')
  })
})
