import { expect } from 'chai'
import {
  type AccessRooms,
  authenticate,
  claimsIn,
  endOtherSessions,
  endSession,
  endSessionsOf,
  leavePage,
  openPage,
  readSessions,
  renew,
  signOut,
} from '../../../server/access/index.ts'
import { type AccessGround, accessGround, loggedIn } from '../../support/access-ground.ts'
import { failing } from '../../support/audit-log.ts'
import { MINUTE, SECOND } from '../../support/fake-world.ts'
import { faultFrom } from '../../support/fault-from.ts'
import { AGENT_ID, goodClaims, ORIGIN, rs256 } from '../../support/host-tokens.ts'

const FIREFOX = 'Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0'
const OTHER_AGENT = '4712'

describe('the sessions of pages', () => {
  let ground: AccessGround
  let rooms: AccessRooms
  let opened = 0

  beforeEach(async () => {
    ground = await accessGround()
    rooms = ground.rooms
  })
  afterEach(() => ground.store.close())

  async function open(place: 'sidebar' | 'console' = 'sidebar', agentId = AGENT_ID): Promise<string> {
    opened += 1
    const sub = `${ORIGIN}/api/v2/users/${agentId}.json`
    const token = rs256({ ...goodClaims(ground.world.now()), sub, jti: `page-${opened}` })
    return `Bearer ${(await openPage(rooms, { token, origin: ORIGIN, userAgent: FIREFOX }, place)).token}`
  }
  const claims = (session: string) => claimsIn(rooms, session)
  const listed = (session: string) =>
    rooms.transact((tx) => readSessions(rooms, tx, claims(session))).then(({ sessions }) => sessions)
  const ended = async () => (await loggedIn(ground.store)).filter(({ type }) => type === 'session.ended')
  const rows = () => rooms.transact((tx) => tx.pageSessions('acme', AGENT_ID))

  it('are listed to whose they are: the page that asks first, a word for the browser, nothing finer', async () => {
    const first = await open('sidebar')
    ground.world.pass(SECOND)
    const second = await open('console')
    await open('console', OTHER_AGENT)
    const mine = { browser: 'firefox', startedAt: '2026-11-20T09:00:00.000Z' }
    expect(await listed(first)).to.deep.equal([
      {
        ...mine,
        sessionId: claims(first).sessionId,
        place: 'sidebar',
        usedAt: '2026-11-20T09:00:00.000Z',
        own: true,
      },
      {
        ...mine,
        sessionId: claims(second).sessionId,
        place: 'console',
        startedAt: '2026-11-20T09:00:01.000Z',
        usedAt: '2026-11-20T09:00:01.000Z',
        own: false,
      },
    ])
    expect(JSON.stringify(await rows())).not.to.include('Mozilla')
  })

  it('say when they were last used, no finer than five minutes', async () => {
    const session = await open()
    const used: string[] = []
    for (const minutes of [4, 1, 4, 1]) {
      ground.world.pass(minutes * MINUTE)
      await authenticate(rooms, session)
      used.push((await rows())[0]?.usedAt.slice(11, 16) ?? '')
    }
    expect(used).to.deep.equal(['09:00', '09:05', '09:05', '09:10'])
  })

  it('open nothing after signing out, neither a call nor a renewal; another page stays open', async () => {
    const [session, other] = [await open(), await open('console')]
    const renewed = `Bearer ${(await renew(rooms, session)).token}`
    expect((await authenticate(rooms, renewed)).agentId).to.equal(AGENT_ID)
    await rooms.transact((tx) => signOut(rooms, tx, claims(session)))
    for (const token of [session, renewed]) {
      expect(await faultFrom(() => authenticate(rooms, token))).to.equal('SESSION_EXPIRED')
      expect(await faultFrom(() => renew(rooms, token))).to.equal('SESSION_EXPIRED')
    }
    expect((await authenticate(rooms, other)).agentId).to.equal(AGENT_ID)
    expect(await rows()).to.have.length(1)
    const ref = rooms.keys.digest('agent', 'acme', AGENT_ID)
    const [entry, ...rest] = await ended()
    expect(rest).to.deep.equal([])
    expect(entry).to.deep.include({
      actor: { kind: 'agent', ref },
      object: { kind: 'agent', ref },
      decision: 'signed_out',
      detail: { sessions: [claims(session).sessionId] },
    })
  })

  it('are not ended when the entry cannot be written', async () => {
    const session = await open()
    const broken: AccessRooms = {
      ...rooms,
      transact: (act) => rooms.transact((tx) => act(failing(tx, 'writeAuditEntry', new Error('disk full')))),
    }
    expect(await faultFrom(() => broken.transact((tx) => signOut(broken, tx, claims(session))))).to.equal(
      'AUDIT_UNAVAILABLE',
    )
    expect((await authenticate(rooms, session)).agentId).to.equal(AGENT_ID)
  })

  it('can each be ended by whose they are, from another page', async () => {
    const [here, lost] = [await open('console'), await open()]
    await rooms.transact((tx) => endSession(rooms, tx, claims(here), claims(lost).sessionId))
    expect(await faultFrom(() => authenticate(rooms, lost))).to.equal('SESSION_EXPIRED')
    expect((await authenticate(rooms, here)).agentId).to.equal(AGENT_ID)
    expect((await ended()).map(({ decision }) => decision)).to.deep.equal(['ended'])
  })

  it('of somebody else are not found, stay open, and leave no entry', async () => {
    const [mine, theirs] = [await open(), await open('sidebar', OTHER_AGENT)]
    expect(
      await faultFrom(() =>
        rooms.transact((tx) => endSession(rooms, tx, claims(mine), claims(theirs).sessionId)),
      ),
    ).to.equal('NOT_FOUND')
    expect((await authenticate(rooms, theirs)).agentId).to.equal(OTHER_AGENT)
    expect(await ended()).to.deep.equal([])
  })

  it('are all ended but the one that asks', async () => {
    const sessions = [await open(), await open(), await open('console')]
    const [one = '', two = '', here = ''] = sessions
    const theirs = await open('sidebar', OTHER_AGENT)
    await rooms.transact((tx) => endOtherSessions(rooms, tx, claims(here)))
    for (const gone of [one, two])
      expect(await faultFrom(() => authenticate(rooms, gone))).to.equal('SESSION_EXPIRED')
    expect((await authenticate(rooms, here)).agentId).to.equal(AGENT_ID)
    expect((await authenticate(rooms, theirs)).agentId).to.equal(OTHER_AGENT)
    expect((await listed(here)).map(({ own }) => own)).to.deep.equal([true])
    await rooms.transact((tx) => endOtherSessions(rooms, tx, claims(here)))
    // Of none there is nothing to tell.
    expect(await ended()).to.have.length(1)
  })

  it('of one person are all ended by an admin, and nobody else is', async () => {
    const sessions = [await open(), await open('console')]
    const theirs = await open('sidebar', OTHER_AGENT)
    const admin = { kind: 'agent', ref: 'a'.repeat(64) } as const
    const whose = { accountId: 'acme', agentId: AGENT_ID }
    const end = () => rooms.transact((tx) => endSessionsOf(rooms, tx, whose, admin, 'ended_by_admin'))
    expect([await end(), await end()]).to.deep.equal([2, 0])
    for (const gone of sessions)
      expect(await faultFrom(() => authenticate(rooms, gone))).to.equal('SESSION_EXPIRED')
    expect((await authenticate(rooms, theirs)).agentId).to.equal(OTHER_AGENT)
    expect((await ended()).map(({ actor, decision }) => ({ actor, decision }))).to.deep.equal([
      { actor: admin, decision: 'ended_by_admin' },
    ])
  })

  it('end with the page, without an entry', async () => {
    const session = await open()
    await rooms.transact((tx) => leavePage(tx, claims(session)))
    expect(await faultFrom(() => authenticate(rooms, session))).to.equal('SESSION_EXPIRED')
    expect(await ended()).to.deep.equal([])
  })

  it('are listed no longer, and then swept, once they ran out', async () => {
    const session = await open()
    ground.world.pass(10 * MINUTE)
    const other = await open('console')
    await renew(rooms, session)
    ground.world.pass(14 * MINUTE)
    const sweep = () => rooms.transact((tx) => tx.sweepPageSessions('acme', ground.world.now().toISOString()))
    await sweep()
    expect(await listed(other)).to.have.length(2)
    ground.world.pass(2 * MINUTE)
    const fresh = await open('console')
    expect(await listed(fresh)).to.have.length(1)
    expect(await rows()).to.have.length(3)
    await sweep()
    expect(await rows()).to.have.length(1)
  })

  it('that no server ever opened are believed by none, however well they are signed', async () => {
    const session = await open()
    await rooms.transact((tx) => tx.endAllPageSessions('acme'))
    expect(await faultFrom(() => authenticate(rooms, session))).to.equal('SESSION_EXPIRED')
  })
})
