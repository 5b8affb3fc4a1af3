import { createSecretKey, type KeyObject } from 'node:crypto'
import { once } from 'node:events'
import { createServer, request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { gzipSync } from 'node:zlib'
import { expect } from 'chai'
import fc from 'fast-check'
import jwt from 'jsonwebtoken'
import { z } from 'zod'
import { issueSession } from '../../server/access/session.ts'
import { openKeyring } from '../../server/adapters/keyring.ts'
import {
  ACCOUNT_ID,
  ADMIN,
  AGENT,
  type Answer,
  COMPLIANCE,
  changedTables,
  type Harness,
} from '../support/companion-harness.ts'
import { readyDraft, startDesk } from '../support/drafting-desk.ts'
import { HOUR, MINUTE } from '../support/fake-world.ts'
import { expectClosed, expectProblem, expectSafe } from '../support/problem-checks.ts'
import { type CallPlace, declaredRoutes, methodOf, nameOf, ROUTE_CALLS } from '../support/route-calls.ts'
import { until } from '../support/stops.ts'

const SECRET = 'zwetschgendatschi'
/** A sync reads a help center that is closed: it ends at once, and how is another suite's matter. */
const SYNC = 'post /console/syncs'
/** Where it is written who has looked at what. */
const LOOKS = ['audit_entry', 'audit_head', 'access_log']

describe('the routes of the companion', () => {
  let desk: Harness
  let at: CallPlace
  const helpCenter = createServer((_request, response) => response.writeHead(403).end())

  before(async () => {
    // What a sweep writes of its own would be taken for what a call has written.
    helpCenter.listen(0, '127.0.0.1')
    await once(helpCenter, 'listening')
    const { port } = helpCenter.address() as AddressInfo
    desk = await startDesk({
      sweepEveryMs: 3_600_000,
      env: { VOUCH_HELP_CENTER_URL: `http://127.0.0.1:${port}` },
    })
    await desk.api(ADMIN, 'PUT', `/console/roles/${COMPLIANCE}`, { roles: ['compliance'] })
    const { ticketId, draft } = await readyDraft(desk)
    at = { ticketId, draftId: draft.id }
    for (const agent of [ADMIN, AGENT, COMPLIANCE]) await desk.sessionOf(agent)
    desk.drafter.reset()
  })
  after(async () => {
    await desk.stop()
    helpCenter.close()
  })
  /** What it writes at its end would be taken for what a later call has written. */
  const syncOver = () =>
    until(async () => (await desk.api(ADMIN, 'GET', '/console/syncs/latest')).body.status !== 'running')

  const call = (name: string, given: Parameters<Harness['call']>[2]) =>
    desk.call(methodOf(name), `/api/v1${ROUTE_CALLS[name]?.path(at)}`, given)

  describe('without a good session', () => {
    let page = ''
    before(async () => {
      page = sessionIdIn(await desk.sessionOf(ADMIN))
    })
    const session = (
      change: { at?: Date; accountId?: string; sessionId?: string; key?: KeyObject; kid?: string } = {},
    ) => {
      const own = openKeyring(desk.dataDir).sessions.current()
      const claims = {
        accountId: change.accountId ?? ACCOUNT_ID,
        agentId: ADMIN,
        sessionId: change.sessionId ?? page,
        since: 0,
      }
      const key = { kid: change.kid ?? own.kid, key: change.key ?? own.key }
      return issueSession(key, { ...claims, place: 'console' }, change.at ?? desk.world.now(), 'x').token
    }
    const sessionIdIn = (token: string) => String(jwt.decode(token, { json: true })?.sid)
    const past = () => new Date(desk.world.now().getTime() - 15 * MINUTE)
    const credentials: Readonly<Record<string, () => string | undefined>> = {
      'no header': () => undefined,
      'an empty header': () => '',
      'only the word Bearer': () => 'Bearer',
      'a word for a token': () => 'Bearer admin',
      'the token without Bearer': () => session(),
      'Basic in place of Bearer': () => `Basic ${Buffer.from('admin:admin').toString('base64')}`,
      'two tokens': () => `Bearer ${session()}, Bearer ${session()}`,
      'a session that ended this second': () => `Bearer ${session({ at: past() })}`,
      'a session that was ended': () => `Bearer ${session({ sessionId: 'ended' })}`,
      'a session of another account': () => `Bearer ${session({ accountId: 'other' })}`,
      'a session under another key': () => `Bearer ${session({ key: createSecretKey(Buffer.alloc(32, 7)) })}`,
      'a session under a key that nobody knows': () => `Bearer ${session({ kid: '0123456789abcdef' })}`,
      'a session with a changed end': () => {
        const [head = '', body = '', signature = ''] = session({ at: past() }).split('.')
        const claims = JSON.parse(Buffer.from(body, 'base64url').toString()) as object
        const changed = Buffer.from(JSON.stringify({ ...claims, exp: 9_999_999_999 })).toString('base64url')
        return `Bearer ${head}.${changed}.${signature}`
      },
      'a session without a signature': () => `Bearer ${session().split('.').slice(0, 2).join('.')}.`,
      'a session of the algorithm none': () =>
        `Bearer ${jwt.sign({ acc: ACCOUNT_ID, sub: ADMIN, plc: 'console', snc: 0, iss: 'vouch' }, '', { algorithm: 'none' })}`,
      "the helpdesk's own token": () => `Bearer ${desk.hostToken(ADMIN)}`,
    }
    for (const [name, authorization] of Object.entries(credentials))
      it(`answers 401 on every route and changes nothing, with ${name}`, async () => {
        const before = desk.dump()
        const header = authorization()
        const expired = name.includes('ended')
        for (const route of Object.keys(ROUTE_CALLS)) {
          const body = ROUTE_CALLS[route]?.body?.(at)
          const answer = await call(route, {
            ...(header === undefined ? {} : { authorization: header }),
            ...(body === undefined ? {} : { body }),
          })
          expectProblem(answer, 401, expired ? 'SESSION_EXPIRED' : 'NOT_SIGNED_IN')
        }
        expect(changedTables(before, desk.dump())).to.deep.equal([])
        expect(desk.drafter.calls).to.equal(0)
      })

    it('says so before it reads a body, whatever the body is', async () => {
      for (const raw of ['{"', 'x'.repeat(2_000_000), ''])
        expectProblem(
          await call('post /drafts', { raw, headers: { 'content-type': 'application/json' } }),
          401,
          'NOT_SIGNED_IN',
        )
    })

    it('lets the same call in with a good one', async () => {
      const answer = await call('get /me', { authorization: `Bearer ${session()}` })
      expect(answer.body).to.deep.equal({
        agentId: ADMIN,
        roles: ['agent', 'admin'],
        helpCenterLocales: ['en-us', 'de'],
      })
    })
  })

  describe('by role', () => {
    const entitled = {
      agent: [AGENT, COMPLIANCE, ADMIN],
      staff: [COMPLIANCE, ADMIN],
      admin: [ADMIN],
      compliance: [COMPLIANCE],
    }

    it('declares for every route the roles that the tests expect', () => {
      const declared = declaredRoutes().map((route) => [
        nameOf(route),
        route.access === 'session' ? 'agent' : route.access.length === 1 ? route.access[0] : 'staff',
      ])
      expect(Object.fromEntries(declared)).to.deep.equal(
        Object.fromEntries(Object.entries(ROUTE_CALLS).map(([name, { who }]) => [name, who])),
      )
    })

    // Before anything was begun that goes on by itself.
    it('changes nothing by being looked at, but for the line that says who has looked (RFC 9110 §9.2.1)', async function () {
      this.timeout(240_000)
      const looks = Object.entries(ROUTE_CALLS).filter(([name]) => name.startsWith('get '))
      expect(looks.length).to.be.greaterThan(70)
      for (const [name, { who }] of looks) {
        const before = desk.dump()
        await call(name, { as: who === 'compliance' ? COMPLIANCE : ADMIN })
        const changed = changedTables(before, desk.dump()).filter((table) => !LOOKS.includes(table))
        expect(changed, name).to.deep.equal([])
      }
    })

    for (const [name, { who, body }] of Object.entries(ROUTE_CALLS))
      it(`${name}: is open to ${entitled[who].length} of the three, and changes nothing for the others`, async () => {
        for (const agent of [AGENT, COMPLIANCE, ADMIN]) {
          const given = body === null ? {} : { body: body(at) }
          const before = desk.dump()
          const answer = await call(name, { as: agent, ...given })
          if (entitled[who].includes(agent)) {
            expect(answer.status, answer.text).to.not.be.oneOf([401, 403])
            expectClosed(answer)
            if (name === SYNC) await syncOver()
          } else {
            expectProblem(answer, 403, 'NOT_PERMITTED')
            expect(changedTables(before, desk.dump())).to.deep.equal([])
          }
        }
      })

    it('takes a role away at once, in the middle of a session', async () => {
      const deputy = '15'
      await desk.api(ADMIN, 'PUT', `/console/roles/${deputy}`, { roles: ['admin'] })
      expect((await desk.api(deputy, 'GET', '/console/roles')).status).to.equal(200)
      await desk.api(ADMIN, 'PUT', `/console/roles/${deputy}`, { roles: [] })
      expectProblem(await desk.api(deputy, 'GET', '/console/roles'), 403, 'NOT_PERMITTED')
    })
  })

  describe('with a body that is not as expected', () => {
    for (const [name, { who, body }] of Object.entries(ROUTE_CALLS)) {
      if (name.startsWith('get ')) continue
      const as = who === 'compliance' ? COMPLIANCE : ADMIN
      it(`${name}: refuses an unknown key by name of its place, without its value, and changes nothing`, async () => {
        const before = desk.dump()
        const answer = await call(name, {
          as,
          body: { ...((body?.(at) as object | undefined) ?? {}), surprise: SECRET },
        })
        expectProblem(answer, 400, 'BAD_REQUEST')
        expect(answer.body.invalid).to.deep.equal(['body: unrecognized_keys'])
        expect(answer.text).to.not.contain(SECRET)
        expect(changedTables(before, desk.dump())).to.deep.equal([])
      })
      if (body === null) continue
      it(`${name}: refuses each field of a wrong kind by its name, without its value`, async () => {
        const before = desk.dump()
        const good = body(at) as Record<string, unknown>
        for (const field of Object.keys(good)) {
          const answer = await call(name, { as, body: { ...good, [field]: { [SECRET]: SECRET } } })
          expectProblem(answer, 400, 'BAD_REQUEST')
          expect(answer.body.invalid.join(' ')).to.contain(field)
        }
        for (const none of [null, [], 'text', 7])
          expect(
            (
              await call(name, {
                as,
                raw: JSON.stringify(none),
                headers: { 'content-type': 'application/json' },
              })
            ).status,
          ).to.equal(400)
        expect(changedTables(before, desk.dump())).to.deep.equal([])
        expect(desk.logged()).to.not.contain(SECRET)
      })
    }
  })

  describe('with a body whose parts do not agree', () => {
    const of = '00000000-0000-4000-8000-00000000abcd'
    const basis = { basis: 'legitimate_interest', reference: 'LIA-7', objectionPath: '', reviewBy: null }
    const reviewBy = '2099-01-31T00:00:00.000Z'
    /** Each part of it alone would be in order. */
    const disagreeing: Readonly<Record<string, readonly [route: string, change: object]>> = {
      'a rewrite that brings the ticket along': ['post /drafts', { rewrite: { of, how: 'shorter' } }],
      'a rewrite of one part that is not to be kept alone': [
        'post /drafts',
        { comments: [], rewrite: { of, how: 'shorter', part: 1 } },
      ],
      'one part to be kept alone, and which is not said': [
        'post /drafts',
        { comments: [], rewrite: { of, how: 'only_part' } },
      ],
      'a translation into no language': ['post /drafts', { comments: [], rewrite: { of, how: 'translate' } }],
      'more sentences kept than there are': ['post /drafts/:draftId/sends', { kept: 3 }],
      'more words changed than there are': ['post /drafts/:draftId/sends', { distance: 21 }],
      'an export of people that names none': ['post /console/bulk-exports', { what: 'people' }],
      'an export of the log that names people': ['post /console/bulk-exports', { requesterRefs: ['x'] }],
      'a dry run of nothing': ['post /console/replays', { selection: undefined }],
      'a legitimate interest without a way to object': [
        'put /console/legal-basis',
        { basis: { ...basis, reviewBy } },
      ],
      'a legitimate interest that is never reviewed': [
        'put /console/legal-basis',
        { basis: { ...basis, objectionPath: 'By mail' } },
      ],
      'a legitimate interest that rests on nothing': [
        'put /console/legal-basis',
        { basis: { ...basis, objectionPath: 'By mail', reviewBy, reference: '' } },
      ],
    }
    for (const [name, [route, change]] of Object.entries(disagreeing))
      it(`refuses ${name}, and changes nothing`, async () => {
        const before = desk.dump()
        desk.drafter.reset()
        const as = ROUTE_CALLS[route]?.who === 'compliance' ? COMPLIANCE : AGENT
        const body = { ...((ROUTE_CALLS[route]?.body?.(at) as object | undefined) ?? {}), ...change }
        expectProblem(
          await call(route, { as: route.includes('replays') ? ADMIN : as, body }),
          400,
          'BAD_REQUEST',
        )
        expect(changedTables(before, desk.dump())).to.deep.equal([])
        expect(desk.drafter.calls).to.equal(0)
      })
  })

  describe('with a parameter that comes twice', () => {
    const GOOD: Readonly<Record<string, string>> = {
      ...{ from: '2026-11-01', to: '2026-11-19', before: '5', whole: '1', type: 'role', quoted: '1' },
      ...{ criterion: 'CC6.2', format: 'jsonl', language: 'en', what: '' },
    }
    const UUID = '01900000-0000-7000-8000-000000000000'
    const asking = declaredRoutes().flatMap((route) =>
      route.query instanceof z.ZodObject
        ? [{ name: nameOf(route), names: Object.keys(route.query.shape) }]
        : [],
    )

    it('is looked at on every route that takes one', () => {
      const taking = declaredRoutes().filter(({ query }) => query !== undefined)
      expect(asking.length).to.equal(taking.length).and.to.be.greaterThan(5)
    })

    for (const { name, names } of asking)
      it(`${name}: takes ${names.join(', ')} once, and no part of it twice`, async () => {
        const as = ROUTE_CALLS[name]?.who === 'compliance' ? COMPLIANCE : ADMIN
        const path = ROUTE_CALLS[name]?.path(at).split('?')[0]
        const ask = (parts: readonly string[]) =>
          desk.call('GET', `/api/v1${path}?${parts.join('&')}`, { as })
        const values = name.endsWith('/recalls') ? { ...GOOD, before: UUID } : GOOD
        const good = names.flatMap((each) => (values[each] ? [`${each}=${values[each]}`] : []))
        expect((await ask(good)).status).to.equal(200)
        for (const part of good) {
          const answer = await ask([...good, part])
          expectProblem(answer, 400, 'BAD_REQUEST')
          expect(answer.body.invalid.join(' ')).to.contain(part.split('=')[0])
        }
      })
  })

  describe('with bytes that are no request', () => {
    const json = { 'content-type': 'application/json' }
    const good = () => JSON.stringify(ROUTE_CALLS['post /drafts']?.body?.(at))
    const deep = (levels: number) => `${'['.repeat(levels)}${']'.repeat(levels)}`
    interface Bad {
      readonly raw: () => string | Uint8Array
      readonly headers?: Record<string, string>
      readonly status: number
      readonly code: string
    }
    const bad: Readonly<Record<string, Bad>> = {
      'a body of more than a megabyte': {
        raw: () => good().replace('refund', 'r'.repeat(1_100_000)),
        status: 413,
        code: 'TOO_LARGE',
      },
      'a bomb of zeros': {
        raw: () => gzipSync(Buffer.alloc(20_000_000, '0')),
        headers: { ...json, 'content-encoding': 'gzip' },
        status: 413,
        code: 'TOO_LARGE',
      },
      'a body that calls itself gzip and is none': {
        raw: good,
        headers: { ...json, 'content-encoding': 'gzip' },
        status: 400,
        code: 'BAD_REQUEST',
      },
      'an unknown encoding': {
        raw: good,
        headers: { ...json, 'content-encoding': 'zip' },
        status: 400,
        code: 'BAD_REQUEST',
      },
      'an unknown charset': {
        raw: good,
        headers: { 'content-type': 'application/json; charset=klingon' },
        status: 400,
        code: 'BAD_REQUEST',
      },
      'a body in UTF-16, which a proxy may read otherwise': {
        raw: () => Buffer.from(good(), 'utf16le'),
        headers: { 'content-type': 'application/json; charset=utf-16le' },
        status: 400,
        code: 'BAD_REQUEST',
      },
      'a body in UTF-7': {
        raw: good,
        headers: { 'content-type': 'application/json; charset=utf-7' },
        status: 400,
        code: 'BAD_REQUEST',
      },
      'no content type': { raw: good, headers: { 'content-type': '' }, status: 400, code: 'BAD_REQUEST' },
      'text for a content type': {
        raw: good,
        headers: { 'content-type': 'text/plain' },
        status: 400,
        code: 'BAD_REQUEST',
      },
      'a form': {
        raw: () => 'ticketId=1',
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        status: 400,
        code: 'BAD_REQUEST',
      },
      'half a JSON': { raw: () => good().slice(0, -5), status: 400, code: 'BAD_REQUEST' },
      'bytes that are no UTF-8': {
        raw: () => new Uint8Array([255, 254, 0]),
        status: 400,
        code: 'BAD_REQUEST',
      },
      'a hundred thousand brackets': { raw: () => deep(100_000), status: 400, code: 'BAD_REQUEST' },
      'brackets in place of comments': {
        raw: () => good().replace(/"comments":\[.*?\]/, `"comments":${deep(50_000)}`),
        status: 400,
        code: 'BAD_REQUEST',
      },
      'a key that stands twice': {
        raw: () => good().replace('{', '{"ticketId":"4711",'),
        status: 400,
        code: 'BAD_REQUEST',
      },
      'a key that stands twice further in, once in other letters': {
        raw: () => good().replace('"comments":[{', '"comments":[{"\\u0069d":"1",'),
        status: 400,
        code: 'BAD_REQUEST',
      },
      'a key named __proto__': {
        raw: () => good().replace('{', '{"__proto__":{"roles":["admin"]},'),
        status: 400,
        code: 'BAD_REQUEST',
      },
    }
    for (const [name, { raw, headers, status, code }] of Object.entries(bad))
      it(`answers ${status} to ${name}, and asks the drafter nothing`, async () => {
        desk.drafter.reset()
        const answer = await call('post /drafts', { as: AGENT, raw: raw(), headers: headers ?? json })
        expectProblem(answer, status, code)
        expect(desk.drafter.calls).to.equal(0)
      })

    it('takes JSON that says that it is UTF-8, as it takes JSON that says nothing', async () => {
      for (const charset of ['', '; charset=utf-8', '; charset="UTF-8"']) {
        const headers = { 'content-type': `application/json${charset}` }
        expect((await call('post /drafts', { as: AGENT, raw: good(), headers })).status, charset).to.equal(
          200,
        )
      }
    })

    /** As it stands on the wire: `fetch` would tidy the address up. */
    const rawGet = (path: string, method = 'GET') =>
      new Promise<{ status: number; type: string; text: string }>((resolve, reject) => {
        const { hostname, port } = new URL(desk.origin)
        const sent = request({ hostname, port, path, method }, (response) => {
          const chunks: Buffer[] = []
          response.on('data', (chunk: Buffer) => chunks.push(chunk))
          response.on('end', () =>
            resolve({
              status: response.statusCode ?? 0,
              type: String(response.headers['content-type']),
              text: Buffer.concat(chunks).toString(),
            }),
          )
        })
        sent.on('error', reject)
        sent.end()
      })
    const addresses = [
      '/%E0%A4%A',
      '/api/v1/tickets/%E0%A4%A',
      '/api/v1/tickets/%00',
      '/api/v1/drafts/%ff',
      '/c/%E0%A4%A',
      '/c/%00',
      '/app/%E0%A4%A',
      '/app/..%2f..%2fpackage.json',
      '/app/%2e%2e/%2e%2e/package.json',
      '/app/..\\..\\package.json',
      '/app/%00',
      '//evil.example/',
      '/nothing',
      '/api/v1',
      '/api/v1/nothing',
    ]
    for (const address of addresses)
      it(`answers with a problem and without a file to ${address}`, async () => {
        const answer = await rawGet(address)
        expect(answer.status).to.be.within(400, 404)
        expect(answer.text).to.not.match(/devDependencies|node_modules|\.ts:\d/)
      })

    for (const method of ['DELETE', 'PATCH', 'TRACE', 'OPTIONS', 'PROPFIND'])
      it(`knows no ${method}`, async () => {
        const before = desk.dump()
        const answer = await rawGet(`/api/v1/tickets/${at.ticketId}`, method)
        expect(answer.status).to.be.oneOf([404, 405])
        expect(changedTables(before, desk.dump())).to.deep.equal([])
      })
  })

  describe('when something breaks inside', () => {
    /** What the log says of a call, beside that there was one. */
    const toldOf = (answer: Answer) =>
      desk
        .logged()
        .split('\n')
        .filter((line) => line.includes(answer.body.requestId))
        .map((line): Record<string, unknown> => JSON.parse(line))
        .filter(({ message }) => message !== 'request')

    it('answers UNEXPECTED with the request id and nothing else, and logs no message', async () => {
      const [allowlist] = desk.rows('select selection from allowlist')
      const set = (selection: unknown) =>
        desk.tamper((database) => database.prepare('update allowlist set selection = ?').run(selection))
      set(`{"${SECRET}`)
      const answer = await desk.api(ADMIN, 'GET', '/console/allowlist')
      set(allowlist?.selection)
      expectProblem(answer, 500, 'UNEXPECTED')
      expect(Object.keys(answer.body)).to.have.members(['type', 'title', 'status', 'code', 'requestId'])
      const [line] = toldOf(answer)
      expect(line).to.include({ level: 'error', message: 'unexpected' })
      expect(line?.at).to.match(/:\d+:\d+/)
      expect(desk.logged()).to.not.contain(SECRET)
    })

    it('answers STORE_UNAVAILABLE when the store does, and is well again after it', async () => {
      desk.tamper((database) => database.exec('alter table allowlist rename to gone'))
      const answer = await desk.api(ADMIN, 'GET', '/console/allowlist')
      const ready = await desk.call('GET', '/readyz')
      desk.tamper((database) => database.exec('alter table gone rename to allowlist'))
      expectProblem(answer, 503, 'STORE_UNAVAILABLE')
      // What the engine has said is the log's alone.
      expect(Object.keys(answer.body)).to.have.members(['type', 'title', 'status', 'code', 'requestId'])
      const [line] = toldOf(answer)
      expect(line).to.include({ level: 'warn', message: 'fault', code: 'STORE_UNAVAILABLE' })
      expect(line?.at).to.match(/:\d+:\d+/)
      expect(ready.status).to.equal(200)
      expect((await desk.api(ADMIN, 'GET', '/console/allowlist')).status).to.equal(200)
    })
  })

  describe('on the outside', () => {
    it('says that it lives and is ready, to anyone, and no more than that', async () => {
      expect((await desk.call('GET', '/livez')).body).to.deep.equal({ status: 'live' })
      expect((await desk.call('GET', '/readyz')).body).to.deep.equal({ status: 'ready', missing: [] })
    })

    it('is not ready while the store does not answer', async () => {
      desk.tamper((database) => database.exec('alter table audit_head rename to gone'))
      const ready = await desk.call('GET', '/readyz')
      desk.tamper((database) => database.exec('alter table gone rename to audit_head'))
      expect(ready.status).to.equal(503)
      expect(ready.body).to.deep.equal({ status: 'not ready', missing: ['store'] })
    })

    it('asks the store a few times a second, however many ask it whether it is ready', async () => {
      desk.tamper((database) => database.exec('alter table audit_head rename to gone'))
      const before = desk.logged().split('store does not answer').length
      const answers = await Promise.all(Array.from({ length: 40 }, () => desk.call('GET', '/readyz')))
      const asked = desk.logged().split('store does not answer').length - before
      desk.tamper((database) => database.exec('alter table gone rename to audit_head'))
      expect(new Set(answers.map(({ status }) => status))).to.deep.equal(new Set([503]))
      // Of a slow machine the calls may fall into two seconds.
      expect(asked).to.be.within(1, 10)
    })

    it('is answered whole, whatever the caller says to have already', async () => {
      const answer = await desk.call('GET', '/api/v1/me', {
        as: AGENT,
        headers: { 'cache-control': '', 'if-none-match': '*' },
      })
      expect([answer.status, answer.body.agentId]).to.deep.equal([200, AGENT])
    })

    it('closes every answer to frames, scripts, caches and sniffing', async () => {
      const answers: Answer[] = [
        await desk.call('GET', '/livez'),
        await desk.call('GET', '/nothing'),
        await desk.api(AGENT, 'GET', '/me'),
        await desk.call('GET', '/api/v1/me'),
      ]
      for (const answer of answers) {
        expectSafe(answer)
        expect(answer.headers.get('content-security-policy')).to.equal(
          "default-src 'none'; base-uri 'none'; form-action 'none'; report-uri /policy-reports; report-to vouch; frame-ancestors 'none'",
        )
      }
    })

    it('asks browsers for https only where it is reached by https', async () => {
      expect((await desk.call('GET', '/livez')).headers.get('strict-transport-security')).to.equal(null)
      const secure = await startDesk({ env: { VOUCH_PUBLIC_URL: 'https://drafts.acme.example' } })
      const answer = await secure.call('GET', '/livez')
      expect(answer.headers.get('strict-transport-security')).to.equal('max-age=31536000; includeSubDomains')
      await secure.stop()
    })

    it('logs what was not permitted, and what could not be read, by its code', async () => {
      const roles = `/console/roles/${AGENT}`
      const before = desk.dump(['audit_entry', 'audit_head'])
      const answers = [
        await desk.api(AGENT, 'PUT', roles, { roles: ['admin'] }),
        await desk.api(ADMIN, 'PUT', roles, { roles: SECRET }),
        await desk.call('PUT', `/api/v1${roles}`),
      ]
      const told = answers.map(({ headers }) =>
        desk
          .logged()
          .split('\n')
          .filter((line) => line.includes(String(headers.get('x-request-id'))))
          .map((line): Record<string, unknown> => JSON.parse(line)),
      )
      const route = { message: 'request', method: 'PUT', route: '/api/v1/console/roles/:agentId' }
      expect(told.map((lines) => lines.length)).to.deep.equal([1, 1, 1])
      expect(told[0]?.[0]).to.deep.include({ ...route, status: 403, code: 'NOT_PERMITTED' })
      expect(told[1]?.[0]).to.deep.include({ ...route, status: 400, code: 'BAD_REQUEST' })
      expect(told[2]?.[0]).to.deep.include({ ...route, status: 401, code: 'NOT_SIGNED_IN' })
      expect(desk.dump(['audit_entry', 'audit_head'])).to.equal(before)
    })

    it('logs the pattern of a route, never its address', async () => {
      await desk.api(AGENT, 'GET', '/tickets/918273645')
      await desk.call('GET', `/${SECRET}?q=${SECRET}`)
      const log = desk.logged()
      expect(log).to.contain('"route":"/api/v1/tickets/:ticketId"')
      expect(log).to.not.contain('918273645')
      expect(log).to.not.contain(SECRET)
    })
  })

  describe('with three hundred random bodies each', () => {
    const anyText = fc.oneof(
      fc.constantFrom(
        '',
        '1',
        'de',
        's1',
        '\0',
        '\ud800',
        '🙏',
        '\u202eabc',
        '⟦NAME_1⟧',
        '2026-11-20T09:00:00Z',
      ),
      fc.string({ maxLength: 30, unit: 'binary' }),
      fc.array(fc.nat(0xffff), { maxLength: 10 }).map((codes) => String.fromCharCode(...codes)),
    )
    const anyValue: fc.Arbitrary<unknown> = fc.oneof(
      { depthSize: 'small' },
      anyText,
      fc.double(),
      fc.integer(),
      fc.boolean(),
      fc.constant(null),
      fc.array(anyText, { maxLength: 4 }),
      fc.dictionary(anyText, anyText, { maxKeys: 3 }),
      fc.jsonValue({ maxDepth: 3 }),
    )
    /** The good body with some of it put out of order, at any depth. */
    function disturbed(good: unknown): fc.Arbitrary<unknown> {
      if (Array.isArray(good))
        return fc.oneof(fc.array(disturbed(good[0] ?? 'x'), { maxLength: 3 }), anyValue)
      if (typeof good === 'object' && good !== null) {
        const fields = Object.fromEntries(
          Object.entries(good).map(([key, value]) => [
            key,
            fc.oneof({ arbitrary: fc.constant(value), weight: 4 }, disturbed(value), anyValue),
          ]),
        )
        return fc.record(fields, { requiredKeys: [] })
      }
      return fc.oneof({ arbitrary: fc.constant(good), weight: 2 }, anyText, anyValue)
    }

    for (const [name, { who, body }] of Object.entries(ROUTE_CALLS)) {
      const entitledOne = who === 'compliance' ? COMPLIANCE : ADMIN
      if (body === null) continue
      it(`${name}: never answers with a status of 500 or above`, async function () {
        this.timeout(240_000)
        const bodies = fc.sample(fc.oneof(disturbed(body(at)), anyValue), { numRuns: 300, seed: 20261123 })
        const broken: unknown[] = []
        for (let from = 0; from < bodies.length; from += 30)
          await Promise.all(
            bodies.slice(from, from + 30).map(async (each) => {
              const answer = await call(name, {
                as: entitledOne,
                raw: JSON.stringify(each) ?? '',
                headers: { 'content-type': 'application/json' },
              })
              if (answer.status >= 500 || answer.text.includes('"event":"fault"'))
                broken.push([answer.status, answer.text.slice(0, 200), JSON.stringify(each)?.slice(0, 300)])
            }),
          )
        expect(broken).to.deep.equal([])
      })
    }

    it('is as well afterwards as before: the log verifies, the admin is still the admin', async () => {
      const check = await desk.api(ADMIN, 'GET', '/console/audit/check')
      expect(check.body).to.include({ verdict: 'intact', problem: null })
      expect((await desk.api(ADMIN, 'GET', '/me')).body.roles).to.include('admin')
      expect(Object.keys(ROUTE_CALLS)).to.include(SYNC)
      expect(desk.world.now().getTime() % HOUR).to.equal(0)
    })
  })
})
