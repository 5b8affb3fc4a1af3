import { expect } from 'chai'
import { ADMIN, AGENT, type Harness, startHarness } from '../../support/companion-harness.ts'
import { MINUTE } from '../../support/fake-world.ts'

describe('the session routes', () => {
  let desk: Harness
  before(async () => {
    desk = await startHarness()
  })
  after(() => desk.stop())

  it('say who is asking, with the roles that Vouch itself has given', async () => {
    const told = async (agent: string) => (await desk.api(agent, 'GET', '/me')).body
    expect(await told(AGENT)).to.deep.equal({
      agentId: AGENT,
      roles: ['agent'],
      helpCenterLocales: ['en-us', 'de'],
    })
    expect((await told(ADMIN)).roles).to.deep.equal(['agent', 'admin'])
  })

  it('give a fresh session to the same agent, with or without an empty body', async () => {
    desk.world.pass(MINUTE)
    const first = await desk.sessionOf(AGENT)
    for (const body of [undefined, {}]) {
      const renewed = await desk.api(AGENT, 'POST', '/session/renewals', body)
      expect(renewed.body.token).to.not.equal(first)
      expect(renewed.body.expiresAt).to.equal(
        new Date(desk.world.now().getTime() + 15 * MINUTE).toISOString(),
      )
      const me = await desk.call('GET', '/api/v1/me', { authorization: `Bearer ${renewed.body.token}` })
      expect(me.body.agentId).to.equal(AGENT)
    }
  })
})
