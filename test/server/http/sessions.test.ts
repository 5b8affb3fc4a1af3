import { expect } from 'chai'
import { sessionsView } from '../../../src/companion/session-client.ts'
import type { RoleRow } from '../../../src/domain/api.ts'
import type { MadeToken, TokensView, TokenView } from '../../../src/domain/token-api.ts'
import { ADMIN, AGENT, COMPLIANCE, type Harness } from '../../support/companion-harness.ts'
import { startDesk } from '../../support/drafting-desk.ts'
import { expectProblem } from '../../support/problem-checks.ts'
import { sendWebhook } from '../../support/signed-webhook.ts'

const USER = 'zen:event-type:user'

describe("an agent's own sessions", () => {
  let desk: Harness
  beforeEach(async () => {
    desk = await startDesk()
    await desk.api(ADMIN, 'PUT', `/console/roles/${COMPLIANCE}`, { roles: ['compliance'] })
  })
  afterEach(() => desk.stop())

  const by = (session: string, method: string, path: string) =>
    desk.call(method, `/api/v1${path}`, { authorization: `Bearer ${session}` })
  const open = (agentId: string) => desk.sessionOf(agentId)
  const ended = () => desk.audit().filter(({ type }) => type === 'session.ended')

  it('are told to the agent, and ended at the next call after signing out', async () => {
    const session = await open(AGENT)
    const { body, status } = await by(session, 'GET', '/sessions')
    expect(status).to.equal(200)
    expect(sessionsView(body, 'sessions').sessions.map(({ own, place }) => ({ own, place }))).to.deep.equal([
      { own: true, place: 'sidebar' },
    ])
    expect((await by(session, 'POST', '/session/sign-outs')).status).to.equal(204)
    const before = desk.dump()
    for (const [method, path] of [
      ['GET', '/me'],
      ['GET', '/sessions'],
      ['POST', '/session/renewals'],
      ['POST', '/session/sign-outs'],
    ] as const)
      expectProblem(await by(session, method, path), 401, 'SESSION_EXPIRED')
    expect(desk.dump()).to.equal(before)
    expect(ended().map(({ decision }) => decision)).to.deep.equal(['signed_out'])
  })

  it('of somebody else are not found by their number, whoever asks', async () => {
    const theirs = await open(AGENT)
    const [row] = sessionsView((await by(theirs, 'GET', '/sessions')).body, 'sessions').sessions
    expectProblem(await desk.api(ADMIN, 'POST', `/sessions/${row?.sessionId}/endings`), 404, 'NOT_FOUND')
    expectProblem(await desk.api(ADMIN, 'POST', '/sessions/none/endings'), 404, 'NOT_FOUND')
    expect((await by(theirs, 'GET', '/me')).status).to.equal(200)
    expect(ended()).to.deep.equal([])
  })

  it('are all ended by an admin, and by nobody else', async () => {
    const session = await open(AGENT)
    for (const as of [AGENT, COMPLIANCE])
      expectProblem(
        await desk.api(as, 'POST', `/console/agents/${AGENT}/session-endings`),
        403,
        'NOT_PERMITTED',
      )
    expect((await by(session, 'GET', '/me')).status).to.equal(200)
    expect(ended()).to.deep.equal([])
    const answer = await desk.api(ADMIN, 'POST', `/console/agents/${AGENT}/session-endings`)
    expect(answer.body).to.deep.equal({ ended: 1 })
    expectProblem(await by(session, 'GET', '/me'), 401, 'SESSION_EXPIRED')
    expect(ended().map(({ decision }) => decision)).to.deep.equal(['ended_by_admin'])
    expectProblem(await desk.api(ADMIN, 'POST', '/console/agents/x/session-endings'), 404, 'NOT_FOUND')
  })

  it('end with the page, and a second start of the server does not wake them', async () => {
    const [left, kept] = [await open(AGENT), await open(ADMIN)]
    expect((await by(left, 'POST', '/session/departures')).status).to.equal(204)
    desk = await desk.restart()
    expectProblem(await by(left, 'GET', '/me'), 401, 'SESSION_EXPIRED')
    expect((await by(kept, 'GET', '/me')).status).to.equal(200)
  })

  const LEFT: Readonly<Record<string, Parameters<typeof sendWebhook>[1]>> = {
    suspended: { ticketId: AGENT, type: `${USER}.suspended_changed`, event: { current: true } },
    deactivated: { ticketId: AGENT, type: `${USER}.active_changed`, event: { current: false } },
    deleted: { ticketId: AGENT, type: `${USER}.deleted`, event: {} },
  }
  for (const [how, event] of Object.entries(LEFT))
    it(`are ended when the helpdesk says that the agent was ${how}; nobody else's are`, async () => {
      const [gone, stays] = [await open(AGENT), await open(ADMIN)]
      expect((await sendWebhook(desk, event)).status).to.be.below(300)
      expectProblem(await by(gone, 'GET', '/me'), 401, 'SESSION_EXPIRED')
      expect((await by(stays, 'GET', '/me')).status).to.equal(200)
      expect(ended().map(({ actor, decision }) => [actor.kind, decision])).to.deep.equal([
        ['helpdesk', 'left_helpdesk'],
      ])
    })

  for (const [how, event] of Object.entries(LEFT))
    it(`take the tokens of an agent who was ${how} along, for good; nobody else's, and says so`, async () => {
      await desk.api(ADMIN, 'PUT', `/console/roles/${AGENT}`, { roles: ['compliance'] })
      const make = async (as: string) => {
        const order = { name: 'Nightly', scopes: ['reports:read'], days: 90, addresses: [] }
        return (await desk.api(as, 'POST', '/console/tokens', order)).body
      }
      const answersTo = async ({ secret }: { readonly secret: string }) =>
        (await desk.call('GET', '/api/v1/console/figures', { authorization: `Bearer ${secret}` })).status
      const [gone, stays] = [await make(AGENT), await make(ADMIN)]
      expect([await answersTo(gone), await answersTo(stays)]).to.deep.equal([200, 200])
      expect((await sendWebhook(desk, event)).status).to.be.below(300)
      expect([await answersTo(gone), await answersTo(stays)]).to.deep.equal([401, 200])
      const end = desk.audit().filter(({ type }) => type === 'token.revoked')
      expect(end.map(({ actor, object, decision }) => [actor.kind, object.ref, decision])).to.deep.equal([
        ['helpdesk', gone.token.tokenId, 'left_helpdesk'],
      ])
      const view = (await desk.api(ADMIN, 'GET', '/console/tokens')).body.tokens as TokenView[]
      const endOf = ({ token }: MadeToken) => view.find(({ tokenId }) => tokenId === token.tokenId)?.ended
      expect([endOf(gone), endOf(stays)]).to.deep.equal(['left_helpdesk', null])
      await sendWebhook(desk, { ...LEFT.suspended, ticketId: AGENT, event: { current: false } })
      expect(await answersTo(gone)).to.equal(401)
    })

  const told = (type: string, event: Readonly<Record<string, unknown>>, role?: string) =>
    sendWebhook(desk, {
      ...{ ticketId: AGENT, type: `${USER}.${type}`, event },
      ...(role === undefined ? {} : { detail: { role } }),
    })
  const rolesHeld = async () => {
    const rows = (await desk.api(ADMIN, 'GET', '/console/roles')).body as readonly RoleRow[]
    return rows.find(({ agentId }) => agentId === AGENT)?.roles ?? []
  }
  /** What the helpdesk tells, which roles are left, and how a token of compliance and one of admin have ended. */
  const LOWERED: Readonly<
    Record<
      string,
      { tell: () => ReturnType<typeof told>; roles: readonly string[]; ends: readonly (string | null)[] }
    >
  > = {
    'from admin to agent': {
      tell: () => told('role_changed', { current: 'agent', previous: 'admin' }),
      ...{ roles: ['compliance'], ends: [null, 'role_lost'] },
    },
    'to agent, from what nobody says': {
      tell: () => told('role_changed', { current: 'agent' }),
      ...{ roles: ['compliance'], ends: [null, 'role_lost'] },
    },
    'to end user': {
      tell: () => told('role_changed', { current: 'end-user', previous: 'agent' }),
      ...{ roles: [], ends: ['left_helpdesk', 'left_helpdesk'] },
    },
    'to a role that this version does not know': {
      tell: () => told('role_changed', { current: 'guest', previous: 'agent' }),
      ...{ roles: ['admin', 'compliance'], ends: ['helpdesk_role', 'helpdesk_role'] },
    },
    'from admin to a role that this version does not know': {
      tell: () => told('role_changed', { current: 'guest', previous: 'admin' }),
      ...{ roles: ['compliance'], ends: [null, 'role_lost'] },
    },
    'to another custom role': {
      tell: () => told('custom_role_changed', { current: '12', previous: '11' }, 'agent'),
      ...{ roles: ['admin', 'compliance'], ends: ['helpdesk_role', 'helpdesk_role'] },
    },
  }
  const officerOf = async () => {
    await desk.api(ADMIN, 'PUT', `/console/roles/${AGENT}`, { roles: ['admin', 'compliance'] })
    const make = async (scope: string) => {
      const order = { name: scope, scopes: [scope], days: 90, addresses: [] }
      return String((await desk.api(AGENT, 'POST', '/console/tokens', order)).body.secret)
    }
    const secret = await make('erasures:read')
    await make('articles:sync')
    return { session: await open(AGENT), secret }
  }
  const endsOf = async () => {
    const { tokens } = (await desk.api(ADMIN, 'GET', '/console/tokens')).body as TokensView
    const endOf = (scope: string) => tokens.find(({ name }) => name === scope)?.ended
    return [endOf('erasures:read'), endOf('articles:sync')]
  }
  const readsErasures = async (secret: string) =>
    (await desk.call('GET', '/api/v1/console/erasures', { authorization: `Bearer ${secret}` })).status

  for (const [how, { tell, roles, ends }] of Object.entries(LOWERED))
    it(`end, and rights with them, when the helpdesk lowers the agent ${how}`, async () => {
      const { session, secret } = await officerOf()
      expect([await readsErasures(secret), await rolesHeld()]).to.deep.equal([200, ['admin', 'compliance']])
      expect((await tell()).status).to.be.below(300)
      expectProblem(await by(session, 'GET', '/me'), 401, 'SESSION_EXPIRED')
      expect(await rolesHeld()).to.deep.equal(roles)
      expect(await endsOf()).to.deep.equal(ends)
      expect(await readsErasures(secret)).to.equal(ends[0] === null ? 200 : 401)
      // Nobody is taken in as somebody who writes tickets.
      expect(desk.rows('select * from requester')).to.deep.equal([])
      expect((await by(await open(ADMIN), 'GET', '/me')).status).to.equal(200)
      const changed = desk
        .audit()
        .filter(({ type, actor }) => type === 'role.changed' && actor.kind === 'helpdesk')
      expect(changed).to.have.length(roles.length === 2 ? 0 : 1)
    })

  const NO_LESS: Readonly<Record<string, () => ReturnType<typeof told>>> = {
    'an agent becomes an admin': () => told('role_changed', { current: 'admin', previous: 'agent' }),
    'an end user becomes an agent': () => told('role_changed', { current: 'agent', previous: 'end-user' }),
    'nothing changes': () => told('role_changed', { current: 'agent', previous: 'agent' }),
    'an admin gets another custom role': () =>
      told('custom_role_changed', { current: '12', previous: '11' }, 'admin'),
  }
  for (const [how, tell] of Object.entries(NO_LESS))
    it(`stay, and all else, when ${how} in the helpdesk`, async () => {
      const { session, secret } = await officerOf()
      expect((await tell()).status).to.be.below(300)
      expect((await by(session, 'GET', '/me')).status).to.equal(200)
      expect([await readsErasures(secret), await rolesHeld()]).to.deep.equal([200, ['admin', 'compliance']])
      expect(await endsOf()).to.deep.equal([null, null])
    })

  const roleEvent = (
    time: string,
    event: Readonly<Record<string, unknown>>,
    more: Partial<Parameters<typeof sendWebhook>[1]> = {},
  ) => sendWebhook(desk, { ...{ ticketId: AGENT, type: `${USER}.role_changed`, event, time }, ...more })
  const CUSTOM = { type: `${USER}.custom_role_changed`, detail: { role: 'agent' } }
  const overtaken = () =>
    desk
      .audit()
      .filter(({ type }) => type === 'webhook.received')
      .map(({ detail }) => detail?.['overtaken'] === true)
  const [EARLIER, LATER] = ['2026-11-20T08:00:00.000Z', '2026-11-20T08:00:01.000Z']
  const LOWER = { current: 'agent', previous: 'admin' }
  const RAISE = { current: 'admin', previous: 'agent' }
  const OUT = { current: 'end-user', previous: 'agent' }

  /** The newer event, which comes first, the older one; whether the older one is void, and which roles are left. */
  const LATE: Readonly<
    Record<
      string,
      {
        newer: () => ReturnType<typeof told>
        older: () => ReturnType<typeof told>
        isVoid: boolean
        roles: readonly string[]
      }
    >
  > = {
    'lowers an agent who is an admin again': {
      newer: () => roleEvent(LATER, RAISE),
      older: () => roleEvent(EARLIER, LOWER),
      ...{ isVoid: true, roles: ['admin', 'compliance'] },
    },
    'made an end user of an admin of now': {
      newer: () => roleEvent(LATER, RAISE),
      older: () => roleEvent(EARLIER, OUT),
      ...{ isVoid: true, roles: ['admin', 'compliance'] },
    },
    'lowers an agent whose custom role has changed since': {
      newer: () => roleEvent(LATER, {}, CUSTOM),
      older: () => roleEvent(EARLIER, LOWER),
      ...{ isVoid: false, roles: ['compliance'] },
    },
    'made an end user of an agent of now': {
      newer: () => roleEvent(LATER, { current: 'agent', previous: 'end-user' }),
      older: () => roleEvent(EARLIER, OUT),
      ...{ isVoid: false, roles: [] },
    },
    'is of the same moment': {
      newer: () => roleEvent(LATER, RAISE),
      older: () => roleEvent(LATER, LOWER),
      ...{ isVoid: false, roles: ['compliance'] },
    },
    'is of somebody else': {
      newer: () => roleEvent(LATER, RAISE, { ticketId: '99' }),
      older: () => roleEvent(EARLIER, LOWER),
      ...{ isVoid: false, roles: ['compliance'] },
    },
  }
  for (const [how, { newer, older, isVoid, roles }] of Object.entries(LATE))
    it(`${isVoid ? 'stay, and rights with them' : 'end'}, when an event comes late that ${how}`, async () => {
      await officerOf()
      expect((await newer()).status).to.equal(204)
      const session = await open(AGENT)
      expect((await older()).status).to.equal(204)
      expect(await rolesHeld()).to.deep.equal(roles)
      expect((await by(session, 'GET', '/me')).status).to.equal(isVoid ? 200 : 401)
      expect(overtaken()).to.deep.equal([false, isVoid])
    })

  it('stay when a role that was lowered twice was given again before the older event came', async () => {
    await officerOf()
    await roleEvent(LATER, LOWER)
    await desk.api(ADMIN, 'PUT', `/console/roles/${AGENT}`, { roles: ['admin'] })
    await roleEvent(EARLIER, LOWER)
    expect([await rolesHeld(), overtaken()]).to.deep.equal([['admin'], [false, true]])
    expect(ended()).to.have.length(1)
    // What is newer than all of it holds.
    await roleEvent('2026-11-20T08:00:02.000Z', OUT)
    expect(await rolesHeld()).to.deep.equal([])
  })

  it('stay when a suspension comes after the word that lifted it', async () => {
    const suspended = (current: boolean, time: string) =>
      sendWebhook(desk, { ...LEFT.suspended, ticketId: AGENT, event: { current }, time })
    await suspended(false, LATER)
    const session = await open(AGENT)
    await suspended(true, EARLIER)
    expect((await by(session, 'GET', '/me')).status).to.equal(200)
    expect([ended(), overtaken()]).to.deep.equal([[], [false, true]])
    await suspended(true, '2026-11-20T08:00:02.000Z')
    expectProblem(await by(session, 'GET', '/me'), 401, 'SESSION_EXPIRED')
  })

  it('stay open when the helpdesk says that the agent may work again', async () => {
    const session = await open(AGENT)
    await sendWebhook(desk, { ...LEFT.suspended, ticketId: AGENT, event: { current: false } })
    expect((await by(session, 'GET', '/me')).status).to.equal(200)
    expect(ended()).to.deep.equal([])
  })
})
