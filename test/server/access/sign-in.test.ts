import { expect } from 'chai'
import {
  type AccessRooms,
  authenticate,
  changeRoles,
  ensureFirstAdmin,
  openPage,
  renew,
} from '../../../server/access/index.ts'
import { Fault } from '../../../src/domain/fault.ts'
import { type AccessGround, accessGround, loggedIn } from '../../support/access-ground.ts'
import { failing } from '../../support/audit-log.ts'
import { HOUR, MINUTE, SECOND } from '../../support/fake-world.ts'
import { faultFrom } from '../../support/fault-from.ts'
import {
  AGENT_ID,
  goodClaims,
  hs256,
  ORIGIN,
  respellings,
  rs256,
  unsigned,
} from '../../support/host-tokens.ts'

describe('signing in', () => {
  let ground: AccessGround
  let rooms: AccessRooms

  beforeEach(async () => {
    ground = await accessGround()
    rooms = ground.rooms
  })
  afterEach(() => ground.store.close())

  function token(jti = 'j1'): string {
    return rs256({ ...goodClaims(ground.world.now()), jti })
  }
  async function signedIn(): Promise<string> {
    const opened = await openPage(rooms, { token: token('opened'), origin: ORIGIN }, 'sidebar')
    return `Bearer ${opened.token}`
  }
  function give(roles: readonly ('agent' | 'admin' | 'compliance')[]): Promise<void> {
    return ground.store.transact((tx) =>
      changeRoles(rooms, tx, 'acme', { kind: 'system', ref: 'test' }, AGENT_ID, roles),
    )
  }
  function usedTokens(): Promise<boolean> {
    return ground.store.transact((tx) => tx.useToken('probe', '2030-01-01T00:00:00.000Z'))
  }

  it('opens a page for an agent with a good token, and says so in the log under a pseudonym', async () => {
    const opened = await openPage(rooms, { token: token(), origin: ORIGIN }, 'sidebar')
    expect(opened.agent).to.deep.equal({ accountId: 'acme', agentId: AGENT_ID, roles: ['agent'] })
    expect(opened.expiresAt).to.equal('2026-11-20T09:15:00.000Z')
    expect(await authenticate(rooms, `Bearer ${opened.token}`)).to.deep.equal(opened.agent)
    const [entry, ...rest] = await loggedIn(ground.store)
    expect(rest).to.deep.equal([])
    expect(entry).to.deep.include({
      type: 'session.opened',
      actor: { kind: 'agent', ref: rooms.keys.digest('agent', 'acme', AGENT_ID) },
      object: { kind: 'page', ref: 'sidebar' },
      decision: 'opened',
    })
    expect(JSON.stringify(entry)).not.to.include(AGENT_ID)
  })

  it('gives no role that the token claims', async () => {
    const claims = { ...goodClaims(ground.world.now()), role: 'admin', roles: ['admin', 'compliance'] }
    const opened = await openPage(rooms, { token: rs256(claims), origin: ORIGIN }, 'console')
    expect(opened.agent.roles).to.deep.equal(['agent'])
  })

  /** Each of these gets a fault, no session and one entry in the log that names the reason, not the token. */
  const REFUSED: Record<string, { given: () => { token: unknown; origin: unknown }; reason: string }> = {
    'no token': { given: () => ({ token: undefined, origin: ORIGIN }), reason: 'no_token' },
    'two tokens': { given: () => ({ token: [token(), token()], origin: ORIGIN }), reason: 'no_token' },
    '16 KB of token': { given: () => ({ token: 'x'.repeat(16_384), origin: ORIGIN }), reason: 'no_token' },
    'no signature': {
      given: () => ({ token: unsigned(goodClaims(ground.world.now()), 'none'), origin: ORIGIN }),
      reason: 'signature_or_claims',
    },
    'the public key as secret': {
      given: () => ({
        token: hs256(goodClaims(ground.world.now()), rooms.account.appPublicKey),
        origin: ORIGIN,
      }),
      reason: 'signature_or_claims',
    },
    'the page of another account': {
      given: () => ({ token: token(), origin: 'https://evil.zendesk.com' }),
      reason: 'origin',
    },
    'a subject of another account': {
      given: () => ({
        token: rs256({
          ...goodClaims(ground.world.now()),
          sub: 'https://evil.zendesk.com/api/v2/users/1.json',
        }),
        origin: ORIGIN,
      }),
      reason: 'subject',
    },
  }
  for (const [name, { given, reason }] of Object.entries(REFUSED))
    it(`refuses ${name}: no session, no used token, one entry`, async () => {
      const attempt = given()
      expect(await faultFrom(() => openPage(rooms, attempt, 'sidebar'))).to.equal('NOT_SIGNED_IN')
      const entries = await loggedIn(ground.store)
      expect(entries.map(({ type, decision, detail }) => ({ type, decision, detail }))).to.deep.equal([
        { type: 'session.refused', decision: 'refused', detail: { reason } },
      ])
      expect(await usedTokens()).to.equal(true)
    })

  it('opens one page only with a token', async () => {
    const given = { token: token(), origin: ORIGIN }
    await openPage(rooms, given, 'sidebar')
    ground.world.pass(80 * SECOND)
    expect(await faultFrom(() => openPage(rooms, given, 'sidebar'))).to.equal('TOKEN_REPLAYED')
    expect((await loggedIn(ground.store)).map(({ type, decision }) => `${type} ${decision}`)).to.deep.equal([
      'session.opened opened',
      'session.refused replayed',
    ])
    expect((await openPage(rooms, { token: token('j2'), origin: ORIGIN }, 'sidebar')).agent.agentId).to.equal(
      AGENT_ID,
    )
  })

  it('opens no second page with another spelling of the same token', async () => {
    const used = token()
    await openPage(rooms, { token: used, origin: ORIGIN }, 'sidebar')
    for (const spelling of respellings(used))
      expect(await faultFrom(() => openPage(rooms, { token: spelling, origin: ORIGIN }, 'sidebar'))).to.equal(
        'TOKEN_REPLAYED',
      )
    const opened = (await loggedIn(ground.store)).filter(({ type }) => type === 'session.opened')
    expect(opened).to.have.length(1)
  })

  it('opens exactly one page when a token arrives 16 times at once', async () => {
    const given = { token: token(), origin: ORIGIN }
    const ends = await Promise.all(
      Array.from({ length: 16 }, () =>
        openPage(rooms, given, 'sidebar').then(
          () => 'opened',
          (error: unknown) => (error instanceof Fault ? error.code : 'broken'),
        ),
      ),
    )
    expect(ends.filter((end) => end === 'opened')).to.have.length(1)
    expect(ends.filter((end) => end === 'TOKEN_REPLAYED')).to.have.length(15)
    const entries = await loggedIn(ground.store)
    expect(entries.filter(({ type }) => type === 'session.opened')).to.have.length(1)
    expect(entries.filter(({ type }) => type === 'session.refused')).to.have.length(15)
  })

  it('forgets a token only once it could not be used any more', async () => {
    const given = { token: token(), origin: ORIGIN }
    await openPage(rooms, given, 'sidebar')
    ground.world.pass(89 * SECOND)
    await openPage(rooms, { token: token('j2'), origin: ORIGIN }, 'sidebar')
    expect(await faultFrom(() => openPage(rooms, given, 'sidebar'))).to.equal('TOKEN_REPLAYED')
    ground.world.pass(SECOND)
    expect(await faultFrom(() => openPage(rooms, given, 'sidebar'))).to.equal('NOT_SIGNED_IN')
  })

  it('opens no page when its entry cannot be written, and the token stays good', async () => {
    const given = { token: token(), origin: ORIGIN }
    const broken: AccessRooms = {
      ...rooms,
      transact: (act) => rooms.transact((tx) => act(failing(tx, 'writeAuditEntry', new Error('disk full')))),
    }
    expect(await faultFrom(() => openPage(broken, given, 'sidebar'))).to.equal('AUDIT_UNAVAILABLE')
    expect((await openPage(rooms, given, 'sidebar')).agent.agentId).to.equal(AGENT_ID)
  })

  it('lets nobody in, in whatever role, while the store cannot say whose sessions are open or who is what', async () => {
    const session = await signedIn()
    await give(['admin'])
    for (const row of ['enteringSession', 'rolesOf'] as const) {
      const cause = new Fault('STORE_UNAVAILABLE', 'the disk is away')
      const broken: AccessRooms = {
        ...rooms,
        transact: (act) => rooms.transact((tx) => act(failing(tx, row, cause))),
      }
      expect(await faultFrom(() => authenticate(broken, session)), row).to.equal('STORE_UNAVAILABLE')
    }
    expect((await authenticate(rooms, session)).roles).to.deep.equal(['agent', 'admin'])
  })

  it('makes a changed role effective at the next request of a running session', async () => {
    const session = await signedIn()
    const roles: (readonly string[])[] = []
    for (const given of [['admin'], ['compliance'], []] as const) {
      await give(given)
      roles.push((await authenticate(rooms, session)).roles)
    }
    expect(roles).to.deep.equal([['agent', 'admin'], ['agent', 'compliance'], ['agent']])
  })

  it('logs a change of roles without the id of the agent', async () => {
    await give(['admin'])
    const [entry] = await loggedIn(ground.store)
    expect(entry).to.deep.include({
      type: 'role.changed',
      object: { kind: 'agent', ref: rooms.keys.digest('agent', 'acme', AGENT_ID) },
      detail: { roles: ['admin'] },
    })
    expect(JSON.stringify(entry)).not.to.include(AGENT_ID)
  })

  it('logs which roles were taken from the agent', async () => {
    await give(['admin', 'compliance'])
    await give(['admin'])
    expect((await loggedIn(ground.store)).at(-1)?.detail).to.deep.equal({
      roles: ['admin'],
      taken: ['compliance'],
    })
  })

  it('lets a session of another account in nowhere', async () => {
    const session = await signedIn()
    const elsewhere: AccessRooms = { ...rooms, account: { ...rooms.account, accountId: 'other' } }
    expect(await faultFrom(() => authenticate(elsewhere, session))).to.equal('NOT_SIGNED_IN')
  })

  it('ends a session after a quarter of an hour, and renews it before', async () => {
    const session = await signedIn()
    ground.world.pass(15 * MINUTE - SECOND)
    const renewed = `Bearer ${(await renew(rooms, session)).token}`
    ground.world.pass(SECOND)
    expect(await faultFrom(() => authenticate(rooms, session))).to.equal('SESSION_EXPIRED')
    expect(await faultFrom(() => renew(rooms, session))).to.equal('SESSION_EXPIRED')
    expect((await authenticate(rooms, renewed)).agentId).to.equal(AGENT_ID)
  })

  it('renews no session past twelve hours, however often it was renewed', async () => {
    let session = await signedIn()
    for (let minutes = 0; minutes < 12 * 60; minutes += 10) {
      ground.world.pass(10 * MINUTE)
      session = `Bearer ${(await renew(rooms, session)).token}`
    }
    ground.world.pass(10 * MINUTE)
    expect(await faultFrom(() => renew(rooms, session))).to.equal('SESSION_EXPIRED')
    ground.world.pass(HOUR)
    expect(await faultFrom(() => authenticate(rooms, session))).to.equal('SESSION_EXPIRED')
  })

  it('gives the first admin the role once, and keeps what they have', async () => {
    for (let start = 0; start < 2; start += 1)
      await ground.store.transact((tx) => ensureFirstAdmin(rooms, tx))
    const held = await ground.store.transact((tx) => tx.allRoles('acme'))
    expect(held).to.deep.equal([{ agentId: '1', roles: ['admin'] }])
    expect(await loggedIn(ground.store)).to.have.length(1)
  })

  it('gives the first admin the role back when it was taken', async () => {
    await ground.store.transact((tx) => tx.setRoles('acme', '1', ['compliance'], '2026-11-20T09:00:00.000Z'))
    await ground.store.transact((tx) => ensureFirstAdmin(rooms, tx))
    expect(await ground.store.transact((tx) => tx.rolesOf('acme', '1'))).to.deep.equal([
      'admin',
      'compliance',
    ])
  })
})
