import { expect } from 'chai'
import { madeToken, tokensView } from '../../../src/companion/token-client.ts'
import { TOKEN_SCOPES } from '../../../src/domain/token.ts'
import { SECOND_COMPLIANCE, withSecondPeople } from '../../support/approval-ground.ts'
import { ADMIN, AGENT, type Answer, COMPLIANCE, type Harness } from '../../support/companion-harness.ts'
import { REQUESTER, readyDraft, startDesk } from '../../support/drafting-desk.ts'
import { DAY } from '../../support/fake-world.ts'
import { expectProblem } from '../../support/problem-checks.ts'

describe('a token of the API', () => {
  let desk: Harness
  beforeEach(async () => {
    desk = await startDesk()
    await withSecondPeople(desk)
    for (const as of [ADMIN, AGENT, COMPLIANCE, SECOND_COMPLIANCE]) await desk.sessionOf(as)
  })
  afterEach(() => desk.stop())

  const make = (scopes: readonly string[], change: object = {}, as = COMPLIANCE) =>
    desk.api(as, 'POST', '/console/tokens', {
      name: 'Automation',
      scopes,
      days: 30,
      addresses: [],
      ...change,
    })
  const secretFor = async (...scopes: readonly string[]): Promise<string> => (await make(scopes)).body.secret
  const use = (secret: string, method: string, path: string, body?: unknown): Promise<Answer> =>
    desk.call(method, `/api/v1${path}`, {
      authorization: `Bearer ${secret}`,
      ...(body === undefined ? {} : { body }),
    })
  const entries = (type: string) => desk.audit().filter((entry) => entry.type === type)
  const NOVEMBER = 'from=2026-11-01&to=2026-11-30'

  it('is shown once, and nothing that is kept opens anything', async () => {
    const made = await make(['cases:read'])
    expect(made.status).to.equal(201)
    const { secret, token } = madeToken(made.body, 'made')
    expect(desk.dump()).to.not.contain(secret).and.not.contain(secret.slice(10, 53))
    expect(desk.logged()).to.not.contain(secret.slice(10, 53))
    const listed = await desk.api(ADMIN, 'GET', '/console/tokens')
    expect(tokensView(listed.body, 'tokens').tokens).to.deep.equal([token])
    expect(listed.text).to.not.contain('secret')
    expect(entries('token.created').map(({ object }) => object)).to.deep.equal([
      { kind: 'token', ref: token.tokenId },
    ])
  })

  it('can do no more than whoever makes it, lives a year at most, and is made by no agent', async () => {
    const before = desk.dump()
    expectProblem(await make(['erasures:request'], {}, ADMIN), 403, 'NOT_PERMITTED')
    expectProblem(await make(['articles:sync'], {}, COMPLIANCE), 403, 'NOT_PERMITTED')
    expectProblem(await make(['reports:read'], {}, AGENT), 403, 'NOT_PERMITTED')
    expectProblem(await make([...TOKEN_SCOPES], {}, COMPLIANCE), 403, 'NOT_PERMITTED')
    for (const change of [
      { days: 366 },
      { days: 0 },
      { addresses: ['everywhere'] },
      { addresses: ['0.0.0.0/0'] },
      { scopes: [] },
      { name: ' ' },
    ])
      expectProblem(await make(['cases:read'], change), 400, 'BAD_REQUEST')
    expect(desk.dump()).to.equal(before)
    expect((await make(['articles:sync'], {}, ADMIN)).status).to.equal(201)
  })

  it('carries a request of a person from its case to its erasure', async () => {
    await readyDraft(desk)
    const secret = await secretFor(
      ...['cases:create', 'cases:read', 'requesters:find', 'exports:create', 'exports:read'],
      ...['erasures:request', 'evidence:read', 'changes:read'],
    )
    const opened = await use(secret, 'POST', '/console/requests', {
      ...{ kind: 'erasure', channel: 'email', who: { userId: REQUESTER }, locale: 'de' },
      ...{ receivedOn: '2026-11-20', another: false },
    })
    expect(opened.status, opened.text).to.equal(201)
    const [person] = (
      await use(secret, 'POST', '/console/requesters/searches', { by: 'user', values: [REQUESTER] })
    ).body
    const { requesterRef } = person
    const made = await use(secret, 'POST', '/console/requesters/packages', {
      requesterRef,
      locale: 'de',
      maskOthers: true,
    })
    const taken = await use(secret, 'POST', `/console/requesters/packages/${made.body.packageId}/downloads`)
    expect([taken.status, taken.headers.get('content-type')]).to.deep.equal([200, 'application/zip'])
    const { caseId } = opened.body.request
    const asked = await use(secret, 'POST', '/console/erasures', { requesterRef, caseId })
    expect([asked.status, asked.body.outcome], asked.text).to.deep.equal([202, 'proposed'])
    expect(desk.rows('select * from erasure')).to.deep.equal([])
    // Asked for by the token; the second word is somebody's at a screen, and not its maker's.
    const decision = `/console/changes/${asked.body.change.changeId}/decisions`
    expectProblem(await use(secret, 'POST', decision, { decision: 'approve' }), 403, 'NOT_PERMITTED')
    expectProblem(
      await desk.api(COMPLIANCE, 'POST', decision, { decision: 'approve' }),
      409,
      'SECOND_PERSON_NEEDED',
    )
    expect(desk.rows('select * from erasure')).to.deep.equal([])
    expect((await desk.api(SECOND_COMPLIANCE, 'POST', decision, { decision: 'approve' })).status).to.equal(
      200,
    )
    expect(desk.rows('select * from erasure')).to.have.length(1)
    const controls = await use(secret, 'GET', `/console/evidence/controls?${NOVEMBER}`)
    expect(controls.body.controls.length).to.be.greaterThan(5)
    const used = entries('token.used').map(({ detail }) => detail?.route)
    expect(used).to.include.members(['post:/console/requests', 'post:/console/erasures'])
  })

  it('without the scope does none of it, and nothing happens', async () => {
    await readyDraft(desk)
    const secret = await secretFor('reports:read')
    expect((await use(secret, 'GET', '/console/figures')).status).to.equal(200)
    const calls: readonly [string, string, unknown?][] = [
      [
        'POST',
        '/console/requests',
        {
          kind: 'erasure',
          channel: 'email',
          who: { userId: REQUESTER },
          locale: 'de',
          receivedOn: '2026-11-20',
          another: false,
        },
      ],
      ['POST', '/console/requesters/searches', { by: 'user', values: [REQUESTER] }],
      ['POST', '/console/requesters/packages', { requesterRef: 'nobody', locale: 'de', maskOthers: true }],
      ['POST', '/console/requesters/packages/00000000-0000-7000-8000-000000000009/downloads'],
      ['POST', '/console/erasures', { requesterRef: 'nobody', caseId: null }],
      ['GET', `/console/evidence/controls?${NOVEMBER}`],
      ['PUT', '/console/roles/77', { roles: ['admin'] }],
      ['GET', '/console/tokens'],
      ['POST', '/console/tokens', { name: 'More', scopes: ['cases:read'], days: 1, addresses: [] }],
      ['GET', '/me'],
      ['POST', '/session/renewals'],
    ]
    const before = desk.dump()
    for (const [method, path, body] of calls)
      expectProblem(await use(secret, method, path, body), 403, 'NOT_PERMITTED')
    expect(desk.dump()).to.equal(before)
  })

  it('is dead for good at once when it is revoked, past its end, or its maker lost the role', async () => {
    const answersTo = async (secret: string) => (await use(secret, 'GET', '/console/figures')).status
    const revoked = await make(['reports:read'])
    expect(await answersTo(revoked.body.secret)).to.equal(200)
    await desk.api(ADMIN, 'POST', `/console/tokens/${revoked.body.token.tokenId}/revocations`)
    expect(await answersTo(revoked.body.secret)).to.equal(401)
    const orphan = await secretFor('reports:read')
    await desk.api(ADMIN, 'PUT', `/console/roles/${COMPLIANCE}`, { roles: [] })
    expect(await answersTo(orphan)).to.equal(401)
    await desk.api(ADMIN, 'PUT', `/console/roles/${COMPLIANCE}`, { roles: ['compliance'] })
    expect(await answersTo(orphan)).to.equal(401)
    const short = await make(['reports:read'], { days: 1 })
    desk.world.pass(DAY)
    expect(await answersTo(short.body.secret)).to.equal(401)
    const view = await desk.api(ADMIN, 'GET', '/console/tokens')
    expect(view.body.tokens.map(({ ended }: { ended: string }) => ended)).to.have.members([
      ...['revoked', 'role_lost', 'expired'],
    ])
    expect(entries('token.revoked').map(({ decision }) => decision)).to.deep.equal(['revoked', 'role_lost'])
  })

  it('is used from where its maker said, and from nowhere else', async () => {
    const elsewhere = (await make(['reports:read'], { addresses: ['192.0.2.0/24'] })).body.secret
    const here = (await make(['reports:read'], { addresses: ['127.0.0.0/8'] })).body.secret
    expectProblem(await use(elsewhere, 'GET', '/console/figures'), 401, 'NOT_SIGNED_IN')
    expect((await use(here, 'GET', '/console/figures')).status).to.equal(200)
  })

  const passedOn = (secret: string, forwarded: string) =>
    desk.call('GET', '/api/v1/console/figures', {
      authorization: `Bearer ${secret}`,
      headers: { 'x-forwarded-for': forwarded, 'x-real-ip': forwarded, forwarded: `for=${forwarded}` },
    })

  it('believes nobody who says that he passes on, unless it is a proxy of ours', async () => {
    const bound = (await make(['reports:read'], { addresses: ['192.0.2.0/24'] })).body.secret
    const free = await secretFor('reports:read')
    expectProblem(await passedOn(bound, '192.0.2.7'), 401, 'NOT_SIGNED_IN')
    expect(entries('token.used')).to.deep.equal([])
    // Whoever invents an address for each guess is still one address.
    for (let guess = 0; guess < 10; guess += 1) await passedOn('vouch_pat_x', `198.51.100.${guess}`)
    expectProblem(await passedOn(free, '203.0.113.1'), 429, 'TOO_MANY_REQUESTS')
    expect(entries('token.used')).to.deep.equal([])
  })

  it('believes a proxy of ours about whom it passes on, and not about what that one claims', async () => {
    const bound = (await make(['reports:read'], { addresses: ['192.0.2.0/24'] })).body.secret
    const free = await secretFor('reports:read')
    desk = await desk.restart({ VOUCH_TRUSTED_PROXIES: '127.0.0.0/8, 10.0.0.2' })
    for (const forged of ['198.51.100.9', '192.0.2.7, 198.51.100.9', '192.0.2.7, 10.0.0.3, 10.0.0.2', 'x'])
      expectProblem(await passedOn(bound, forged), 401, 'NOT_SIGNED_IN')
    expect(entries('token.used')).to.deep.equal([])
    for (const true_ of ['192.0.2.7', '198.51.100.9, 192.0.2.7', '192.0.2.7, 10.0.0.2'])
      expect((await passedOn(bound, true_)).status).to.equal(200)
    for (let guess = 0; guess < 10; guess += 1) await passedOn('vouch_pat_x', '203.0.113.1')
    expectProblem(await passedOn(free, '203.0.113.1'), 429, 'TOO_MANY_REQUESTS')
    expect((await passedOn(free, '203.0.113.2')).status).to.equal(200)
  })

  it('is refused in the same words whatever is wrong with it, and after ten times a minute not looked at', async () => {
    const good = await secretFor('reports:read')
    const ended = await make(['reports:read'])
    await desk.api(COMPLIANCE, 'POST', `/console/tokens/${ended.body.token.tokenId}/revocations`)
    const wrong = [
      'vouch_pat_',
      'vouch_pat_x',
      `${good}0`,
      `${good.slice(0, -1)}${good.endsWith('0') ? '1' : '0'}`,
      ended.body.secret,
    ]
    const said = new Set<string>()
    desk.world.setTo('2026-11-28T10:00:15.000Z')
    for (const secret of [...wrong, ...wrong]) {
      const { body } = await use(secret, 'GET', '/console/figures')
      said.add(JSON.stringify({ ...body, requestId: '' }))
    }
    expect([...said]).to.have.length(1)
    expect([...said][0]).to.contain('NOT_SIGNED_IN')
    const refused = await use(good, 'GET', '/console/figures')
    expectProblem(refused, 429, 'TOO_MANY_REQUESTS')
    const wait = Number(refused.headers.get('retry-after'))
    expect(wait).to.equal(60 - desk.world.now().getUTCSeconds())
    desk.world.pass((wait - 1) * 1_000)
    expectProblem(await use(good, 'GET', '/console/figures'), 429, 'TOO_MANY_REQUESTS')
    desk.world.pass(1_000)
    expect((await use(good, 'GET', '/console/figures')).status).to.equal(200)
    expect(entries('token.refused')).to.have.length(10)
  })

  it('is known to have been used on a day, and not when on it', async () => {
    const { secret, token } = (await make(['reports:read'])).body
    for (let call = 0; call < 3; call += 1) await use(secret, 'GET', '/console/figures')
    const [row] = (await desk.api(ADMIN, 'GET', '/console/tokens')).body.tokens
    expect(row).to.deep.equal({ ...token, lastUsedOn: desk.world.now().toISOString().slice(0, 10) })
    expect(entries('token.used')).to.have.length(1)
  })
})

describe("the API's own pages", () => {
  let desk: Harness
  before(async () => {
    desk = await startDesk()
  })
  after(() => desk.stop())

  it('hand the document to anyone, and again only when it has changed', async () => {
    const first = await desk.call('GET', '/api/v1/openapi.json')
    expect([first.status, first.body.openapi]).to.deep.equal([200, '3.1.0'])
    expect(first.headers.get('content-encoding')).to.equal('gzip')
    const plain = await desk.call('GET', '/api/v1/openapi.json', {
      headers: { 'accept-encoding': 'identity' },
    })
    expect([plain.headers.get('content-encoding'), plain.text]).to.deep.equal([null, first.text])
    const tag = first.headers.get('etag') ?? ''
    const again = await desk.call('GET', '/api/v1/openapi.json', { headers: { 'if-none-match': tag } })
    expect([again.status, again.text]).to.deep.equal([304, ''])
  })

  it('can be read and searched without any script', async () => {
    const page = await desk.call('GET', '/api')
    expect(page.headers.get('content-encoding')).to.equal('gzip')
    expect(page.headers.get('content-security-policy')).to.contain("script-src 'none'")
    expect(page.text).to.contain('erasures/<wbr>').and.not.contain('<script')
    const found = await desk.call('GET', '/api?q=erasures%20certificate')
    expect(found.text).to.contain('certificate</code>').and.not.contain('kill-switch</code>')
    const attack = await desk.call('GET', `/api?q=${encodeURIComponent('"><script>alert(1)</script>')}`)
    expect(attack.text).to.not.contain('<script')
  })
})
