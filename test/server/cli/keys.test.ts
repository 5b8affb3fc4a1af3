import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'chai'
import { vouch } from '../../support/bundle-ground.ts'
import { ADMIN, AGENT, type Harness, startHarness } from '../../support/companion-harness.ts'
import { MINUTE } from '../../support/fake-world.ts'

describe('vouch keys', () => {
  let desk: Harness
  before(async () => {
    desk = await startHarness()
  })
  after(() => desk.stop())
  const sessionsFile = () => readFileSync(join(desk.dataDir, 'session.keys'), 'utf8')

  it('hands sessions over beside a running server', async () => {
    const token = await desk.sessionOf(ADMIN)
    const ran = await vouch('keys', 'rotate', 'session', '--data', desk.dataDir, '--as', ADMIN)
    expect(ran).to.include({ code: 0, err: '' })
    expect(ran.out).to.include('nobody has to sign in again')
    const still = await desk.call('GET', '/api/v1/console/overview', { authorization: `Bearer ${token}` })
    expect(still.status).to.equal(200)
    const ended = await vouch('keys', 'rotate', 'session', '--now', '--data', desk.dataDir, '--as', ADMIN)
    expect([ended.code, ended.out.includes('every session has ended')]).to.deep.equal([0, true])
    const gone = await desk.call('GET', '/api/v1/console/overview', { authorization: `Bearer ${token}` })
    expect(gone.status).to.equal(401)
  })

  it('hands the master key over beside a running server, and tells the copy of the keys', async () => {
    const ran = await vouch('keys', 'rotate', 'master', '--data', desk.dataDir, '--as', ADMIN)
    expect(ran).to.include({ code: 0, err: '' })
    expect(ran.out).to.match(/^master key 2 \([0-9a-f]{16}\) wraps from now on/)
    expect(ran.out).to.include('backup --keys-to')
    // Signed in again: the sessions of before have ended.
    desk.world.pass(15 * MINUTE)
    const overview = await desk.api(ADMIN, 'GET', '/console/overview')
    expect(overview.status).to.equal(200)
    const told = desk.audit().filter(({ type }) => type.startsWith('master_key'))
    expect(told.map(({ type }) => type)).to.deep.equal(['master_key.rotated', 'master_key.retired'])
  })

  it('says how old the keys are, to people and to programs', async () => {
    const said = await vouch('keys', 'status', '--data', desk.dataDir)
    expect([said.code, said.out.includes('0 days old')], said.err).to.deep.equal([0, true])
    const { out } = await vouch('keys', 'status', '--json', '--data', desk.dataDir)
    expect(JSON.parse(out).keys.map(({ key }: { key: string }) => key)).to.deep.equal([
      'master',
      'session',
      'log',
    ])
  })

  it('changes nothing for staff who do not answer for the account, nor without a name', async () => {
    const masters = () => readdirSync(desk.dataDir).filter((name) => name.startsWith('master'))
    const [keys, log, before] = [sessionsFile(), desk.audit().length, masters()]
    for (const what of ['session', 'master']) {
      const refused = await vouch('keys', 'rotate', what, '--data', desk.dataDir, '--as', AGENT)
      expect([refused.code, refused.err.includes('NOT_PERMITTED')]).to.deep.equal([2, true])
    }
    expect(masters()).to.deep.equal(before)
    const usage = [['rotate', 'nothing', '--as', ADMIN], ['rotate', 'master', '--now', '--as', ADMIN], ['x']]
    for (const args of [[], ['rotate'], ['rotate', 'session'], ...usage])
      expect((await vouch('keys', ...args, '--data', desk.dataDir)).code, args.join(' ')).to.equal(4)
    expect([sessionsFile(), desk.audit().length]).to.deep.equal([keys, log])
  })
})
