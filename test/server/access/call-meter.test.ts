import { expect } from 'chai'
import {
  type CallCounts,
  createCallMeter,
  createFailureMeter,
  createLocalCounts,
  createSharedCounts,
} from '../../../server/access/index.ts'
import type { OpenStore } from '../../../server/adapters/sqlite-store.ts'
import type { CallLimits } from '../../../server/call-limits-config.ts'
import type { Agent } from '../../../src/domain/account.ts'
import {
  ADMIN,
  AGENT,
  COMPLIANCE,
  type Harness,
  type HarnessOptions,
  OTHER_AGENT,
} from '../../support/companion-harness.ts'
import { choosing, FORM } from '../../support/consent-page.ts'
import {
  newDraftId,
  openedTicket,
  orderFor,
  REFUND_QUESTION,
  readyDraft,
  startDesk,
} from '../../support/drafting-desk.ts'
import { wholeFaultFrom } from '../../support/fault-from.ts'
import { memoryStore } from '../../support/memory-store.ts'
import { expectProblem } from '../../support/problem-checks.ts'

const LIMITS: CallLimits = { reads: 3, writes: 2, dear: 1, address: 2, account: 1_000 }

/** Servers over one store, or one that is alone. */
function metersOf(change: Partial<CallLimits> = {}, counts: readonly CallCounts[] = [createLocalCounts()]) {
  let at = Date.UTC(2026, 10, 20, 9, 0, 0)
  const digest = (...parts: readonly string[]) => parts.join(' ')
  const limits = { ...LIMITS, ...change }
  const meters = counts.map((each) =>
    createCallMeter({ limits, now: () => new Date(at), digest, counts: each }),
  )
  const pass = (seconds: number) => {
    at += seconds * 1_000
  }
  return { meters, pass }
}
function meterOf(change: Partial<CallLimits> = {}) {
  const { meters, pass } = metersOf(change)
  const [meter] = meters
  if (meter === undefined) throw new Error('there is one')
  return { meter, pass }
}
const agent = (agentId: string, accountId = 'acme'): Agent => ({ accountId, agentId, roles: ['agent'] })
async function refused(call: () => Promise<void>): Promise<unknown> {
  const fault = await wholeFaultFrom(call)
  return [fault.code, fault.detail.retryAfterSeconds]
}

describe('the meter of calls', () => {
  it('counts what one agent reads, writes and asks much of apart, each for a minute', async () => {
    const { meter, pass } = meterOf()
    for (let call = 0; call < 3; call += 1) await meter.agent(agent('1'), 'reads')
    pass(15)
    expect(await refused(() => meter.agent(agent('1'), 'reads'))).to.deep.equal(['TOO_MANY_REQUESTS', 45])
    await meter.agent(agent('1'), 'writes')
    await meter.agent(agent('1'), 'dear')
    expect(await refused(() => meter.agent(agent('1'), 'dear'))).to.deep.equal(['TOO_MANY_REQUESTS', 45])
    await meter.agent(agent('2'), 'dear')
    await meter.agent(agent('1', 'other'), 'dear')
    pass(45)
    await meter.agent(agent('1'), 'reads')
  })

  it('lets an account as a whole grow with the agents that are there', async () => {
    const { meter } = meterOf({ reads: 1_000, account: 2 })
    for (let call = 0; call < 40; call += 1) await meter.agent(agent('1'), 'reads')
    expect(await refused(() => meter.agent(agent('2'), 'reads'))).to.deep.equal(['TOO_MANY_REQUESTS', 60])
    await meter.agent(agent('1', 'other'), 'reads')
    const many = meterOf({ reads: 1_000, account: 2 }).meter
    for (let one = 0; one < 30; one += 1) await many.agent(agent(String(one)), 'reads')
    for (let call = 0; call < 30; call += 1) await many.agent(agent('1'), 'reads')
    expect(await refused(() => many.agent(agent('2'), 'reads'))).to.deep.equal(['TOO_MANY_REQUESTS', 60])
  })

  it('takes a network of IPv6 for one address also where somebody is wrong', async () => {
    const [meter, now] = [createFailureMeter(2), new Date('2026-11-20T09:00:00.000Z')]
    for (const address of ['2001:db8:1:2::1', '2001:db8:1:2::2']) await meter.note(address, now)
    expect(meter.isClosed('2001:db8:1:2::3', now)).to.equal(true)
    expect(meter.isClosed('2001:db8:1:3::3', now)).to.equal(false)
  })

  it('takes a network of IPv6 that one house holds for one address', async () => {
    const { meter } = meterOf()
    await meter.stranger('2001:db8:1:2::1')
    await meter.stranger('2001:db8:1:2:ffff:ffff:ffff:ffff')
    expect(await refused(() => meter.stranger('2001:db8:1:2:3::'))).to.deep.equal(['TOO_MANY_REQUESTS', 60])
    await meter.stranger('2001:db8:1:3::1')
    await meter.stranger('2001:db8::1')
  })
})

describe('the meter of calls of several servers', () => {
  let store: OpenStore
  let asked = 0
  beforeEach(async () => {
    store = await memoryStore()
    asked = 0
  })
  afterEach(() => store.close())
  const counts = () =>
    createSharedCounts({
      accountId: 'acme',
      transact: (act) => {
        asked += 1
        return store.transact(act)
      },
    })
  const servers = (change: Partial<CallLimits>, many = 3) =>
    metersOf(change, Array.from({ length: many }, counts))
  async function takenOf(calls: readonly (() => Promise<void>)[]): Promise<number> {
    const ends = await Promise.allSettled(calls.map((call) => call()))
    return ends.filter(({ status }) => status === 'fulfilled').length
  }

  it('is one limit over all of them, whoever is asked in which order', async () => {
    const { meters, pass } = servers({ reads: 50, account: 1_000 })
    const calls = Array.from({ length: 240 }, (_, at) => async () => {
      await meters[at % 3]?.agent(agent('1'), 'reads')
    })
    expect(await takenOf(calls)).to.equal(50)
    for (const meter of meters)
      expect(await refused(() => meter.agent(agent('1'), 'reads'))).to.deep.equal(['TOO_MANY_REQUESTS', 60])
    await meters[0]?.agent(agent('2'), 'reads')
    pass(60)
    await meters[2]?.agent(agent('1'), 'reads')
  })

  it('gives all of it where one server alone is called, and asks the store ten times for it', async () => {
    const { meters } = servers({ reads: 100, account: 1_000 })
    const calls = Array.from({ length: 130 }, () => async () => {
      await meters[0]?.agent(agent('1'), 'reads')
    })
    expect(await takenOf(calls)).to.equal(100)
    // Ten tenths, the one that was no more, and one of the account's.
    expect(asked).to.equal(12)
  })

  it('counts the agents of all servers for what the account may together', async () => {
    const { meters } = servers({ reads: 1_000, account: 2 }, 2)
    for (let one = 0; one < 30; one += 1) await meters[one % 2]?.agent(agent(String(one)), 'reads')
    const calls = Array.from({ length: 60 }, (_, at) => async () => {
      await meters[at % 2]?.agent(agent('1'), 'reads')
    })
    expect(await takenOf(calls)).to.equal(30)
  })

  it('holds a stranger to the limit over all, but for the few calls each server keeps to itself', async () => {
    const { meters } = servers({ address: 300 })
    const calls = Array.from({ length: 600 }, (_, at) => async () => {
      await meters[at % 3]?.stranger('192.0.2.1')
    })
    expect(await takenOf(calls)).to.be.within(300, 360)
    asked = 0
    for (let one = 0; one < 200; one += 1) await meters[0]?.stranger(`198.51.100.${one}`)
    expect(asked, 'whoever comes once costs no write').to.equal(0)
  })

  it('closes an address for wrong tokens on every server, each after one more at most', async () => {
    const digest = (...parts: readonly string[]) => parts.join(' ')
    const meters = Array.from({ length: 3 }, () => createFailureMeter(10, { counts: counts(), digest }))
    const now = new Date('2026-11-20T09:00:00.000Z')
    let wrong = 0
    for (let at = 0; at < 60; at += 1) {
      const meter = meters[at % 3]
      if (meter === undefined || meter.isClosed('192.0.2.1', now)) continue
      wrong += 1
      await meter.note('192.0.2.1', now)
    }
    expect(wrong).to.be.within(10, 13)
    expect(meters.map((meter) => meter.isClosed('192.0.2.2', now))).to.deep.equal([false, false, false])
  })

  it('keeps no row of a minute that is long over', async () => {
    const { meters } = servers({ reads: 10 })
    await meters[0]?.agent(agent('1'), 'reads')
    const minute = Math.floor(Date.UTC(2026, 10, 20, 9) / 60_000)
    const callers = () => store.transact((tx) => tx.callersOf('acme', minute))
    await store.transact((tx) => tx.sweepCalls('acme', minute))
    expect(await callers()).to.equal(1)
    await store.transact((tx) => tx.sweepCalls('acme', minute + 1))
    expect(await callers()).to.equal(0)
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

  it('is told in the log by the pattern it asked for, however that was written', async () => {
    await begin('address=4')
    for (let call = 0; call < 4; call += 1) await from('192.0.2.9', '/api')
    for (const path of ['/api', '/API', '/Api/', '/api/V1/OpenAPI.json']) await from('192.0.2.9', path)
    const lines = desk
      .logged()
      .split('\n')
      .filter((line) => line.includes('TOO_MANY_REQUESTS'))
    expect(lines.map((line) => JSON.parse(line).route)).to.deep.equal([
      ...['/api', '/api', '/api', '/api/v1/openapi.json'],
    ])
  })

  it('is one stranger, whatever port a proxy names beside the address', async () => {
    await begin('address=4')
    const said = ['192.0.2.7:50714', '192.0.2.7:50715', '::ffff:192.0.2.7', '192.0.2.7']
    for (const address of said) expect((await from(address, '/api')).status, address).to.equal(200)
    expect((await from('192.0.2.7:50716', '/api')).status).to.equal(429)
    expect((await from('192.0.2.8:50716', '/api')).status).to.equal(200)
  })

  it('waits as a stranger by address, at every door that is open to strangers', async () => {
    await begin('address=4')
    const ticketId = await openedTicket(desk, '7001')
    // A no that was said on the page itself is taken, from wherever it comes.
    const asked = await desk.api(AGENT, 'POST', `/tickets/${ticketId}/consent/requests`, { locale: 'en' })
    const link = new URL(asked.body.url).pathname
    const no = choosing((await from('192.0.2.200', link)).text, 'deny')
    const doors = [
      '/api/v1/console/figures',
      '/console',
      `/c/${'x'.repeat(43)}`,
      `/r/${'x'.repeat(43)}`,
      `/p/${'x'.repeat(43)}`,
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
    for (const [index, door] of doors.slice(2, 5).entries())
      expect((await from(`192.0.2.${index + 3}`, door)).text).to.contain('lang="de"')
    // Of a link's own promises nothing: here a no waits, too.
    for (const [index, door] of doors.slice(2, 4).entries()) {
      const { text } = await from(`192.0.2.${index + 3}`, door)
      expect(text, door).to.match(/Bitte öffnen Sie sie in (\d+ Sekunden|1 Sekunde) noch einmal/)
      expect(text, door).to.not.contain('geht immer')
    }
    // Somebody else, a signed-in agent at the same address, and whoever says no: all as before.
    expect((await from('192.0.2.100', '/api')).status).to.equal(200)
    const headers = { 'x-forwarded-for': '192.0.2.1' }
    for (let call = 0; call < 4; call += 1)
      expect((await desk.call('GET', '/api/v1/console/overview', { as: ADMIN, headers })).status).to.equal(
        200,
      )
    const said = (raw: string) =>
      desk.call('POST', link, { raw, headers: { ...FORM, 'x-forwarded-for': '192.0.2.3' } })
    expect((await said('choice=deny')).status).to.equal(429)
    expect((await said(no)).status).to.equal(303)
    desk.world.pass(60_000)
    expect((await from('192.0.2.6', '/api')).status).to.equal(200)
  })
})
