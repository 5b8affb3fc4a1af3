import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'chai'
import { openKeyring } from '../../server/adapters/keyring.ts'
import { createAuditLog } from '../../server/audit/index.ts'
import { dropEndedSessionKeys, rotateSessionKey } from '../../server/session-key.ts'
import { Fault } from '../../src/domain/fault.ts'
import { ADMIN, AGENT, type Harness, startHarness } from '../support/companion-harness.ts'
import { MINUTE } from '../support/fake-world.ts'
import { faultFrom } from '../support/fault-from.ts'
import { fileStore } from '../support/memory-store.ts'

const BY = { kind: 'agent', ref: 'r' } as const

describe('a new key for sessions', () => {
  let desk: Harness
  beforeEach(async () => {
    desk = await startHarness()
  })
  afterEach(() => desk.stop())

  const rotateOften = async (
    times: number,
    atOnce = false,
    actor: () => Promise<typeof BY> = async () => BY,
  ) => {
    const store = await fileStore(desk.dataDir)
    const { world, dataDir } = desk
    const audit = createAuditLog(world, openKeyring(dataDir))
    const given = { dataDir, world, audit, transact: store.transact }
    const all = Array.from({ length: times }, () => rotateSessionKey(given, atOnce, actor))
    return Promise.all(all).finally(() => store.close())
  }
  const rotate = async (atOnce?: boolean, actor?: () => Promise<typeof BY>) => {
    const [made] = await rotateOften(1, atOnce, actor)
    if (made === undefined) throw new Error('no key')
    return made
  }
  const asks = (token: string) =>
    desk.call('GET', '/api/v1/console/overview', { authorization: `Bearer ${token}` })
  const renewed = async (token: string) => {
    const answer = await desk.call('POST', '/api/v1/session/renewals', {
      authorization: `Bearer ${token}`,
      body: {},
    })
    return { status: answer.status, token: String(Reflect.get(Object(answer.body), 'token')) }
  }
  const kidOf = (token: string) =>
    JSON.parse(Buffer.from(token.split('.')[0] ?? '', 'base64url').toString()).kid

  it('is taken up by a running server, and nobody who works has to sign in again', async () => {
    const before = await desk.sessionOf(ADMIN)
    const { kid, until } = await rotate()
    expect(kidOf(before)).not.to.equal(kid)
    expect((await asks(before)).status).to.equal(200)
    const after = await renewed(before)
    expect([after.status, kidOf(after.token)]).to.deep.equal([200, kid])
    expect(kidOf(await desk.sessionOf(AGENT))).to.equal(kid)
    expect(until).to.equal(new Date(desk.world.now().getTime() + 16 * MINUTE).toISOString())
    desk.world.pass(16 * MINUTE)
    const ended = await asks(before)
    expect(ended.status).to.equal(401)
    expect(ended.text).to.include('open the page again')
  })

  it('carries a session over several rotations, as long as it is renewed', async () => {
    let token = await desk.sessionOf(ADMIN)
    for (let each = 0; each < 3; each += 1) {
      await rotate()
      expect((await asks(token)).status).to.equal(200)
      desk.world.pass(10 * MINUTE)
      token = (await renewed(token)).token
    }
    expect((await asks(token)).status).to.equal(200)
  })

  it('ends every session at once when the old one was lost, and lets people in anew', async () => {
    const before = await desk.sessionOf(ADMIN)
    expect(desk.rows('select * from page_session')).to.not.deep.equal([])
    const { until } = await rotate(true)
    expect(until).to.equal(null)
    // Nor is one listed that opens nothing.
    expect(desk.rows('select * from page_session')).to.deep.equal([])
    const refused = await asks(before)
    expect([refused.status, refused.text.includes('open the page again')]).to.deep.equal([401, true])
    expect((await renewed(before)).status).to.equal(401)
    expect((await asks(await desk.sessionOf(AGENT))).status).to.equal(403)
  })

  it('stands in the log by its name alone', async () => {
    const [one, two] = [await rotate(), await rotate(true)]
    const told = desk.audit().filter(({ type }) => type === 'session_key.rotated')
    expect(told.map(({ object, decision }) => [object.ref, decision])).to.deep.equal([
      [one.kid, 'handed_over'],
      [two.kid, 'sessions_ended'],
    ])
    const { keys } = JSON.parse(readFileSync(join(desk.dataDir, 'session.keys'), 'utf8'))
    for (const { secret } of keys) expect(JSON.stringify(told)).not.to.include(secret)
  })

  it('is not there when the log does not take its entry', async () => {
    await desk.sessionOf(ADMIN)
    const before = readFileSync(join(desk.dataDir, 'session.keys'), 'utf8')
    const refused = rotate(true, async () => Promise.reject(new Fault('NOT_PERMITTED', 'no')))
    expect(await faultFrom(() => refused)).to.equal('NOT_PERMITTED')
    expect(readFileSync(join(desk.dataDir, 'session.keys'), 'utf8')).to.equal(before)
    expect(desk.audit().some(({ type }) => type === 'session_key.rotated')).to.equal(false)
  })

  it('is each another when several are asked for at once, and the last one signs', async () => {
    const kids = (await rotateOften(3)).map(({ kid }) => kid)
    const told = desk.audit().filter(({ type }) => type === 'session_key.rotated')
    expect(told.map(({ object }) => object.ref)).to.have.members(kids)
    expect(openKeyring(desk.dataDir).sessions.current().kid).to.equal(told.at(-1)?.object.ref)
  })

  it('lets the old one leave the disk when it opens nothing any more', async () => {
    const { dataDir, world } = desk
    const keys = openKeyring(dataDir)
    const old = keys.sessions.current().kid
    await rotate()
    expect(await dropEndedSessionKeys(dataDir, keys, world.now())).to.equal(0)
    world.pass(16 * MINUTE)
    expect(await dropEndedSessionKeys(dataDir, keys, world.now())).to.equal(1)
    expect(keys.sessions.list().map(({ kid }) => kid)).not.to.include(old)
  })
})
