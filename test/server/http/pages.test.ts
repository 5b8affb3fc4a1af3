import { expect } from 'chai'
import jwt from 'jsonwebtoken'
import { jsonForScript } from '../../../server/http/pages.ts'
import {
  ACCOUNT_ORIGIN,
  ADMIN,
  AGENT,
  ENVIRONMENT,
  type Harness,
  INSTALLATION,
  sessionIn,
  startHarness,
} from '../../support/companion-harness.ts'
import { HOUR, MINUTE } from '../../support/fake-world.ts'
import { expectSafe } from '../../support/problem-checks.ts'

const FORM = { 'content-type': 'application/x-www-form-urlencoded' }

describe('the pages that the helpdesk opens', () => {
  let desk: Harness
  before(async () => {
    desk = await startHarness()
  })
  after(() => desk.stop())

  const open = (
    fields: Record<string, string>,
    given: { place?: string; origin?: string | null; headers?: Record<string, string> } = {},
  ) => {
    const origin = given.origin === undefined ? ACCOUNT_ORIGIN : given.origin
    const query = origin === null ? '' : `?origin=${encodeURIComponent(origin)}&app_guid=x`
    return desk.call('POST', `/${given.place ?? 'sidebar'}${query}`, {
      raw: new URLSearchParams(fields).toString(),
      headers: { ...FORM, ...given.headers },
    })
  }
  const policyOf = (answer: { headers: Headers }) =>
    Object.fromEntries(
      String(answer.headers.get('content-security-policy'))
        .split('; ')
        .map((part) => [part.split(' ')[0], part.split(' ').slice(1).join(' ')]),
    )

  for (const place of ['sidebar', 'console'])
    it(`opens the ${place} for a good token, framed by the one account alone`, async () => {
      const answer = await open({ token: desk.hostToken(AGENT) }, { place })
      expect(answer.status).to.equal(200)
      expect(answer.headers.get('content-type')).to.equal('text/html; charset=utf-8')
      expectSafe(answer)
      expect(answer.headers.get('x-frame-options')).to.equal(null)
      expect(policyOf(answer)).to.deep.equal({
        'default-src': "'none'",
        // The one file, not the host: others lie there, too.
        'script-src': "'self' https://static.zdassets.com/zendesk_app_framework_sdk/2.0/zaf_sdk.min.js",
        'style-src': "'self'",
        'img-src': "'self' data:",
        'connect-src': "'self'",
        'form-action': "'self'",
        'base-uri': "'none'",
        'object-src': "'none'",
        'require-trusted-types-for': "'script'",
        'trusted-types': 'vouch-reading',
        'report-uri': '/policy-reports',
        'report-to': 'vouch',
        'frame-ancestors': ACCOUNT_ORIGIN,
      })
      const boot = sessionIn(answer.text)
      expect(boot).to.deep.include({ place, apiBase: '/api/v1', expiresAt: '2026-11-20T09:15:00.000Z' })
      const me = await desk.call('GET', '/api/v1/me', { authorization: `Bearer ${boot?.token}` })
      expect(me.body.agentId).to.equal(AGENT)
      // Not one script without a place of its own: the policy would not run it.
      expect(answer.text).to.not.match(/<script(?![^>]*(?:src=|application\/json))/)
      expect(answer.text).to.not.match(/ on[a-z]+=|style=/)
    })

  it('hands on the session as JSON in which no element begins or ends, whatever is in it', () => {
    for (const text of ['</script><img src=x>', '<!--<script>', 'a\u2028b\u2029c', '"\\']) {
      const json = jsonForScript({ [text]: [text] })
      expect(json).to.not.match(/[<\u2028\u2029]/)
      expect(JSON.parse(json)).to.deep.equal({ [text]: [text] })
    }
  })

  describe('given a token that is not good', () => {
    const other = (claims: Readonly<Record<string, unknown>>) => desk.hostToken(AGENT, claims)
    const seconds = () => Math.floor(desk.world.now().getTime() / 1000)
    const sub = (agent: string) => `${ACCOUNT_ORIGIN}/api/v2/users/${agent}.json`
    const claims = () => ({
      iss: 'acme.zendesk.com',
      sub: sub(ADMIN),
      aud: `${ACCOUNT_ORIGIN}/api/v2/apps/installations/${INSTALLATION}.json`,
      exp: seconds() + 60,
    })
    const tampered = (token: string, change: object) => {
      const [head = '', body = '', signature = ''] = token.split('.')
      const held = JSON.parse(Buffer.from(body, 'base64url').toString()) as object
      return `${head}.${Buffer.from(JSON.stringify({ ...held, ...change })).toString('base64url')}.${signature}`
    }
    const attacks: Readonly<Record<string, () => Record<string, string>>> = {
      'no token': () => ({}),
      'an empty token': () => ({ token: '' }),
      'a word': () => ({ token: 'admin' }),
      'a huge word': () => ({ token: 'x'.repeat(9_000) }),
      'the algorithm none': () => ({ token: jwt.sign(claims(), '', { algorithm: 'none' }) }),
      'HS256 under the public key': () => {
        const header = Buffer.from('{"alg":"HS256","typ":"JWT"}').toString('base64url')
        const body = Buffer.from(JSON.stringify(claims())).toString('base64url')
        const key = String(ENVIRONMENT.VOUCH_APP_PUBLIC_KEY)
        const signed = jwt.sign(claims(), Buffer.from(key), { algorithm: 'HS256' })
        return { token: `${header}.${body}.${signed.split('.')[2]}` }
      },
      'another admin written into a signed token': () => ({
        token: tampered(desk.hostToken(AGENT), { sub: sub(ADMIN) }),
      }),
      'no signature': () => ({ token: desk.hostToken(AGENT).split('.').slice(0, 2).join('.') }),
      'another issuer': () => ({ token: other({ iss: 'evil.zendesk.com' }) }),
      'another audience': () => ({
        token: other({ aud: `${ACCOUNT_ORIGIN}/api/v2/apps/installations/666.json` }),
      }),
      'the audience of another account': () => ({
        token: other({ aud: `https://evil.zendesk.com/api/v2/apps/installations/${INSTALLATION}.json` }),
      }),
      'a user of another account': () => ({
        token: other({ sub: 'https://evil.zendesk.com/api/v2/users/11.json' }),
      }),
      'a user that is none': () => ({ token: other({ sub: sub('0x0B') }) }),
      'no end': () => ({ token: other({ exp: null }) }),
      'an end in the past': () => ({ token: other({ exp: seconds() - 31 }) }),
      'an end in a week': () => ({ token: other({ exp: seconds() + 7 * 24 * 3600 }) }),
      'a beginning in the future': () => ({ token: other({ nbf: seconds() + 31 }) }),
      'an issue in the future': () => ({ token: other({ iat: seconds() + 31 }) }),
      'no issuer': () => ({ token: other({ iss: null }) }),
      'no audience': () => ({ token: other({ aud: null }) }),
      'no user': () => ({ token: other({ sub: null }) }),
    }
    for (const [name, fields] of Object.entries(attacks))
      it(`opens nothing for ${name}, and audits the refusal`, async () => {
        const before = [desk.dump(['audit_entry', 'audit_head']), desk.audit().length]
        const answer = await open(fields())
        expect(answer.status).to.equal(401)
        expect(answer.headers.get('content-type')).to.equal('text/html; charset=utf-8')
        expectSafe(answer)
        expect(answer.text).to.not.match(/<script|vouch-session|eyJ/)
        expect(answer.text).to.contain('NOT_SIGNED_IN')
        expect(desk.dump(['audit_entry', 'audit_head'])).to.equal(before[0])
        expect(desk.audit().length).to.equal(Number(before[1]) + 1)
        expect(desk.audit().at(-1)?.type).to.equal('session.refused')
      })

    it('opens one page for one token, also when it comes spelled otherwise', async () => {
      const token = desk.hostToken(AGENT)
      expect((await open({ token })).status).to.equal(200)
      for (const again of [token, `${token}=`, token]) {
        const answer = await open({ token: again })
        expect(answer.status).to.equal(401)
        expect(sessionIn(answer.text)).to.equal(null)
      }
      expect(desk.audit().at(-1)).to.deep.include({ type: 'session.refused', decision: 'replayed' })
    })

    it('opens one page when one token comes twice at the same moment', async () => {
      const token = desk.hostToken(AGENT)
      const answers = await Promise.all(Array.from({ length: 5 }, () => open({ token })))
      expect(answers.map(({ status }) => status).toSorted()).to.deep.equal([200, 401, 401, 401, 401])
    })

    it('opens nothing when two tokens come in one form', async () => {
      const answer = await desk.call('POST', `/sidebar?origin=${encodeURIComponent(ACCOUNT_ORIGIN)}`, {
        raw: `token=${desk.hostToken(AGENT)}&token=${desk.hostToken(ADMIN)}`,
        headers: FORM,
      })
      expect(answer.status).to.equal(401)
    })

    it('takes the token from the form alone: not from the address, not from JSON, not from a header', async () => {
      const token = desk.hostToken(AGENT)
      const query = `?origin=${encodeURIComponent(ACCOUNT_ORIGIN)}&token=${token}`
      const answers = [
        await desk.call('GET', `/sidebar${query}`),
        await desk.call('POST', `/sidebar${query}`, { raw: '', headers: FORM }),
        await desk.call('POST', `/sidebar${query}`, { body: { token } }),
        await desk.call('POST', `/sidebar${query}`, {
          raw: '',
          headers: { ...FORM, authorization: `Bearer ${token}` },
        }),
      ]
      expect(answers.map(({ status }) => status)).to.deep.equal([401, 401, 401, 401])
      expect(desk.logged()).to.not.contain(token)
    })
  })

  describe('from another origin', () => {
    const origins: Readonly<Record<string, string | null>> = {
      'no origin': null,
      'an empty origin': '',
      'another account': 'https://evil.zendesk.com',
      'another scheme': 'http://acme.zendesk.com',
      'a longer name': 'https://acme.zendesk.com.evil.example',
      'a path behind it': `${ACCOUNT_ORIGIN}/`,
      'another spelling': 'https://ACME.zendesk.com',
      'two policies in one': `${ACCOUNT_ORIGIN}; script-src *`,
      'a new header': `${ACCOUNT_ORIGIN}\r\nSet-Cookie: a=b`,
      'any origin': '*',
    }
    for (const [name, origin] of Object.entries(origins))
      it(`opens nothing and may be framed by nobody: ${name}`, async () => {
        const answer = await open({ token: desk.hostToken(AGENT) }, { origin })
        expect(answer.status).to.equal(401)
        expect(policyOf(answer)['frame-ancestors']).to.equal("'none'")
        expect(policyOf(answer)['script-src']).to.equal("'none'")
        expectSafe(answer)
        expect(sessionIn(answer.text)).to.equal(null)
      })

    it('takes the origin from the configuration, whatever host or proxy the request names', async () => {
      const headers = {
        'x-forwarded-host': 'evil.example',
        'x-forwarded-proto': 'http',
        forwarded: 'host=evil.example',
        origin: 'https://evil.example',
        referer: 'https://evil.example/',
      }
      const answer = await open({ token: desk.hostToken(AGENT) }, { headers })
      expect(answer.status).to.equal(200)
      expect(policyOf(answer)['frame-ancestors']).to.equal(ACCOUNT_ORIGIN)
      expect(answer.text).to.not.contain('evil')
    })
  })

  it('may be framed by the account when it says why it was not opened there', async () => {
    const answer = await open({ token: 'x' })
    expect(policyOf(answer)['frame-ancestors']).to.equal(ACCOUNT_ORIGIN)
    expect(answer.text).to.contain('Vouch was not opened')
    const german = await open({ token: 'x' }, { headers: { 'accept-language': 'de' } })
    expect(german.text).to.match(/<html lang="de" dir="ltr">/)
    const arabic = await open({ token: 'x' }, { headers: { 'accept-language': 'ar' } })
    expect(arabic.text).to.match(/<html lang="ar" dir="rtl">/)
  })

  it('does not send anybody elsewhere while the store fails, and opens nothing', async () => {
    const before = desk.rows('select * from page_session').length
    desk.tamper((database) => database.exec('alter table used_token rename to used_token_gone'))
    const answer = await open({ token: desk.hostToken(AGENT) }).finally(() =>
      desk.tamper((database) => database.exec('alter table used_token_gone rename to used_token')),
    )
    expect(answer.status).to.be.oneOf([500, 503])
    expect(answer.text).to.match(/<main>.*cannot be used right now.*tell whoever runs Vouch/)
    const wait = answer.headers.get('retry-after')
    expect(answer.text).to.contain(wait === null ? 'in a few minutes' : `reload the app in ${wait} seconds`)
    expect(answer.text).to.not.contain('open the app from your helpdesk')
    expect(policyOf(answer)['frame-ancestors']).to.equal(ACCOUNT_ORIGIN)
    expectSafe(answer)
    expect(sessionIn(answer.text)).to.equal(null)
    expect(desk.rows('select * from page_session')).to.have.length(before)
    expect(desk.logged()).to.contain('"code":"STORE_UNAVAILABLE"')
  })

  it('answers a page opened by hand like any other without a token', async () => {
    for (const place of ['sidebar', 'console']) {
      const answer = await desk.call('GET', `/${place}`)
      expect(answer.status).to.equal(401)
      expect(sessionIn(answer.text)).to.equal(null)
      expect(policyOf(answer)['frame-ancestors']).to.equal("'none'")
    }
  })

  it('answers a form of megabytes or of many fields with a problem', async () => {
    const huge = await open({ token: 'x'.repeat(200_000) })
    expect([huge.status, huge.body.code]).to.deep.equal([413, 'TOO_LARGE'])
    const many = Object.fromEntries(Array.from({ length: 50 }, (_, at) => [`f${at}`, '1']))
    expect((await open(many)).status).to.be.oneOf([400, 413])
  })

  describe('the session of a page', () => {
    it('ends after a quarter of an hour, and is renewed before that for at most twelve hours', async () => {
      const own = await startHarness()
      let token = await own.sessionOf(AGENT)
      const call = (path: string, method = 'GET') =>
        own.call(method, `/api/v1${path}`, { authorization: `Bearer ${token}` })
      own.world.pass(14 * MINUTE)
      for (let passed = 14; passed < 12 * 60; passed += 14) {
        const renewed = await call('/session/renewals', 'POST')
        expect(renewed.status).to.equal(200)
        token = renewed.body.token
        own.world.pass(14 * MINUTE)
      }
      const over = await call('/session/renewals', 'POST')
      expect([over.status, over.body.code]).to.deep.equal([401, 'SESSION_EXPIRED'])
      own.world.pass(HOUR)
      expect((await call('/me')).body.code).to.equal('SESSION_EXPIRED')
      await own.stop()
    })
  })
})
