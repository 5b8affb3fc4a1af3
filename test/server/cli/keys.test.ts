import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'chai'
import { vouch } from '../../support/bundle-ground.ts'
import { ADMIN, AGENT, type Harness, startHarness } from '../../support/companion-harness.ts'

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

  it('changes nothing for staff who do not answer for the account, nor without a name', async () => {
    const [keys, log] = [sessionsFile(), desk.audit().length]
    const refused = await vouch('keys', 'rotate', 'session', '--data', desk.dataDir, '--as', AGENT)
    expect([refused.code, refused.err.includes('NOT_PERMITTED')]).to.deep.equal([1, true])
    for (const args of [[], ['rotate'], ['rotate', 'session'], ['rotate', 'nothing', '--as', ADMIN], ['x']])
      expect((await vouch('keys', ...args, '--data', desk.dataDir)).code, args.join(' ')).to.equal(4)
    expect([sessionsFile(), desk.audit().length]).to.deep.equal([keys, log])
  })
})
