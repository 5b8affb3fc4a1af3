import { expect } from 'chai'
import { createCallMeter } from '../../../server/access/index.ts'
import type { CallLimits } from '../../../server/call-limits-config.ts'
import type { Agent } from '../../../src/domain/account.ts'
import { Fault } from '../../../src/domain/fault.ts'
import {
  ADMIN,
  AGENT,
  COMPLIANCE,
  type Harness,
  type HarnessOptions,
  OTHER_AGENT,
} from '../../support/companion-harness.ts'
import { newDraftId, orderFor, REFUND_QUESTION, readyDraft, startDesk } from '../../support/drafting-desk.ts'
import { expectProblem } from '../../support/problem-checks.ts'

const LIMITS: CallLimits = { reads: 3, writes: 2, dear: 1, address: 2, account: 1_000 }

function meterOf(change: Partial<CallLimits> = {}) {
  let at = Date.UTC(2026, 10, 20, 9, 0, 0)
  const digest = (...parts: readonly string[]) => parts.join(' ')
  const meter = createCallMeter({ limits: { ...LIMITS, ...change }, now: () => new Date(at), digest })
  const pass = (seconds: number) => {
    at += seconds * 1_000
  }
  return { meter, pass }
}
const agent = (agentId: string, accountId = 'acme'): Agent => ({ accountId, agentId, roles: ['agent'] })
const tooMany = (seconds: number) => (error: unknown) =>
  error instanceof Fault && error.code === 'TOO_MANY_REQUESTS' && error.detail.retryAfterSeconds === seconds

describe('the meter of calls', () => {
  it('counts what one agent reads, writes and asks much of apart, each for a minute', () => {
    const { meter, pass } = meterOf()
    for (let call = 0; call < 3; call += 1) meter.agent(agent('1'), 'reads')
    pass(15)
    expect(() => meter.agent(agent('1'), 'reads'))
      .to.throw()
      .and.satisfy(tooMany(45))
    meter.agent(agent('1'), 'writes')
    meter.agent(agent('1'), 'dear')
    expect(() => meter.agent(agent('1'), 'dear'))
      .to.throw()
      .and.satisfy(tooMany(45))
    meter.agent(agent('2'), 'dear')
    meter.agent(agent('1', 'other'), 'dear')
    pass(45)
    meter.agent(agent('1'), 'reads')
  })

  it('lets an account as a whole grow with the agents that are there', () => {
    const { meter } = meterOf({ reads: 1_000, account: 2 })
    for (let call = 0; call < 40; call += 1) meter.agent(agent('1'), 'reads')
    expect(() => meter.agent(agent('2'), 'reads'))
      .to.throw()
      .and.satisfy(tooMany(60))
    meter.agent(agent('1', 'other'), 'reads')
    const many = meterOf({ reads: 1_000, account: 2 }).meter
    for (let one = 0; one < 30; one += 1) many.agent(agent(String(one)), 'reads')
    for (let call = 0; call < 30; call += 1) many.agent(agent('1'), 'reads')
    expect(() => many.agent(agent('2'), 'reads'))
      .to.throw()
      .and.satisfy(tooMany(60))
  })

  it('takes a network of IPv6 that one house holds for one address', () => {
    const { meter } = meterOf()
    meter.stranger('2001:db8:1:2::1')
    meter.stranger('2001:db8:1:2:ffff:ffff:ffff:ffff')
    expect(() => meter.stranger('2001:db8:1:2:3::'))
      .to.throw()
      .and.satisfy(tooMany(60))
    meter.stranger('2001:db8:1:3::1')
    meter.stranger('2001:db8::1')
    meter.stranger('::ffff:192.0.2.1')
    meter.stranger('::ffff:192.0.2.2')
    meter.stranger('::ffff:192.0.2.2')
  })
})

describe('an agent that calls too often', () => {
  let desk: Harness
  const begin = async (limits: string, options: HarnessOptions = {}) => {
    desk = await startDesk(options)
    await desk.api(ADMIN, 'PUT', `/console/roles/${COMPLIANCE}`, { roles: ['compliance'] })
    const { ticketId, draft } = await readyDraft(desk)
    desk = await desk.restart({ VOUCH_CALLS_A_MINUTE: limits, VOUCH_TRUSTED_PROXIES: '127.0.0.1' })
    for (const as of [ADMIN, AGENT, OTHER_AGENT, COMPLIANCE]) await desk.sessionOf(as)
    return { ticketId, draft }
  }
  afterEach(() => desk.stop())

  it('waits as long as it is told to, nothing has happened, and nobody else notices', async () => {
    const { ticketId } = await begin('reads=2,writes=1,dear=1')
    const search = { ticketId, query: 'refund card' }
    expect((await desk.api(AGENT, 'POST', '/searches', search)).status).to.equal(200)
    for (let call = 0; call < 2; call += 1)
      expect((await desk.api(AGENT, 'GET', '/console/figures')).status).to.not.equal(429)
    expect((await desk.api(ADMIN, 'PUT', `/console/roles/${AGENT}`, { roles: [] })).status).to.equal(200)
    const before = desk.dump()
    const refused = [
      await desk.api(AGENT, 'POST', '/searches', search),
      await desk.api(AGENT, 'GET', '/console/figures'),
      await desk.api(ADMIN, 'PUT', `/console/roles/${AGENT}`, { roles: ['admin'] }),
    ]
    for (const answer of refused) {
      expectProblem(answer, 429, 'TOO_MANY_REQUESTS')
      expect(Number(answer.headers.get('retry-after'))).to.be.within(1, 60)
    }
    expect(desk.dump()).to.equal(before)
    expect((await desk.api(OTHER_AGENT, 'POST', '/searches', search)).status).to.equal(200)
    desk.world.pass(Number(refused[2]?.headers.get('retry-after')) * 1_000)
    expect((await desk.api(ADMIN, 'PUT', `/console/roles/${AGENT}`, { roles: [] })).status).to.equal(200)
  })

  it('asks for no draft past its limit: the drafter is not asked', async () => {
    const { ticketId } = await begin('dear=1')
    const order = () => orderFor(ticketId, REFUND_QUESTION, { draftId: newDraftId() })
    expect((await desk.api(AGENT, 'POST', '/drafts', order())).status).to.equal(200)
    const before = [desk.drafter.calls, desk.dump()]
    expectProblem(await desk.api(AGENT, 'POST', '/drafts', order()), 429, 'TOO_MANY_REQUESTS')
    expect([desk.drafter.calls, desk.dump()]).to.deep.equal(before)
  })

  it('can stop drafting all the same', async () => {
    await begin('writes=1')
    await desk.api(ADMIN, 'PUT', `/console/roles/${AGENT}`, { roles: [] })
    expectProblem(
      await desk.api(ADMIN, 'PUT', `/console/roles/${AGENT}`, { roles: [] }),
      429,
      'TOO_MANY_REQUESTS',
    )
    const pull = { level: 'account', ref: '', reason: 'other' }
    expect((await desk.api(ADMIN, 'POST', '/console/kill-switch/pulls', pull)).status).to.be.within(200, 299)
  })

  it('is counted with its token as with its screen, and no use is noted that did not come about', async () => {
    await begin('reads=1')
    const made = await desk.api(COMPLIANCE, 'POST', '/console/tokens', {
      ...{ name: 'Automation', scopes: ['reports:read'], days: 30, addresses: [] },
    })
    expect(made.status).to.equal(201)
    await desk.api(COMPLIANCE, 'GET', '/console/figures')
    const before = desk.dump()
    const authorization = `Bearer ${made.body.secret}`
    expectProblem(
      await desk.call('GET', '/api/v1/console/figures', { authorization }),
      429,
      'TOO_MANY_REQUESTS',
    )
    expect(desk.dump()).to.equal(before)
    desk.world.pass(60_000)
    expect((await desk.call('GET', '/api/v1/console/figures', { authorization })).status).to.equal(200)
  })

  const from = (address: string, path: string, method = 'GET') =>
    desk.call(method, path, {
      headers: { 'x-forwarded-for': address, 'accept-language': 'de' },
      ...(method === 'POST' ? { raw: 'choice=no' } : {}),
    })

  it('waits as a stranger by address, at every door that is open to strangers', async () => {
    await begin('address=4')
    const doors = [
      '/api/v1/console/figures',
      '/console',
      `/c/${'x'.repeat(43)}`,
      `/r/${'x'.repeat(43)}`,
      '/api',
    ]
    const knock = (address: string, door: string) => from(address, door, door === '/console' ? 'POST' : 'GET')
    for (const [index, door] of doors.entries()) {
      const address = `192.0.2.${index + 1}`
      for (let call = 0; call < 4; call += 1)
        expect((await knock(address, door)).status, door).to.not.equal(429)
      const before = desk.dump()
      const answer = await knock(address, door)
      expect(answer.status, door).to.equal(429)
      expect(Number(answer.headers.get('retry-after')), door).to.be.within(1, 60)
      expect(desk.dump(), door).to.equal(before)
    }
    // In words, where a person sees it.
    for (const [index, door] of doors.slice(2, 4).entries())
      expect((await from(`192.0.2.${index + 3}`, door)).text).to.contain('lang="de"')
    // Somebody else, a signed-in agent at the same address, and whoever says no: all as before.
    expect((await from('192.0.2.100', '/api')).status).to.equal(200)
    const headers = { 'x-forwarded-for': '192.0.2.1' }
    for (let call = 0; call < 4; call += 1)
      expect((await desk.call('GET', '/api/v1/console/overview', { as: ADMIN, headers })).status).to.equal(
        200,
      )
    expect((await from('192.0.2.3', `/c/${'x'.repeat(43)}`, 'POST')).status).to.not.equal(429)
    desk.world.pass(60_000)
    expect((await from('192.0.2.5', '/api')).status).to.equal(200)
  })
})
