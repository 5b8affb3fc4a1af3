import { expect } from 'chai'
import jwt from 'jsonwebtoken'
import {
  AGENT_ID,
  FIXTURE_NOW,
  type RunningWorkbench,
  startFixtureWorkbench,
} from '../../support/workbench-fixture.ts'

describe('signed page loads', () => {
  let running: RunningWorkbench
  before(async () => {
    running = await startFixtureWorkbench({ companionOrigin: 'http://localhost:4200' })
  })
  after(() => running.workbench.close())

  function claimsOf(token: string): jwt.JwtPayload {
    const { workbench, origin } = running
    const verified = jwt.verify(token, workbench.publicKeyPem, {
      algorithms: ['RS256'],
      issuer: new URL(origin).host,
      audience: `${origin}/api/v2/apps/installations/${workbench.installationId}.json`,
      clockTimestamp: FIXTURE_NOW.getTime() / 1000,
    })
    return verified as jwt.JwtPayload
  }

  const places = { ticket_sidebar: '/sidebar', nav_bar: '/console' } as const
  for (const location of ['ticket_sidebar', 'nav_bar'] as const) {
    it(`name the agent, the installation and the place ${location}, and nothing of a ticket`, () => {
      const { workbench, origin } = running
      const { action, token } = workbench.launch(AGENT_ID, location)
      const address = new URL(action)
      expect(address.origin + address.pathname).to.equal(`http://localhost:4200${places[location]}`)
      expect(Object.fromEntries(address.searchParams)).to.deep.equal({
        origin,
        app_guid: workbench.appGuid,
      })
      const claims = claimsOf(token)
      expect(claims).to.have.all.keys('iss', 'sub', 'aud', 'iat', 'nbf', 'exp', 'jti', 'context')
      expect(claims.sub).to.equal(`${origin}/api/v2/users/${AGENT_ID}.json`)
      expect(claims.context).to.deep.equal({ product: 'support', location })
      expect((claims.exp ?? 0) - (claims.iat ?? 0)).to.be.within(60, 300)
    })
  }

  it('carry a token of their own each time', () => {
    const { workbench } = running
    const ids = [1, 2, 3].map(() => claimsOf(workbench.launch(AGENT_ID, 'nav_bar').token).jti)
    expect(new Set(ids).size).to.equal(3)
  })

  it('are given to the chosen agent of the page, and to nobody without a session', async () => {
    const { ask } = running
    const refused = await ask('/workbench/launches/nav_bar', { method: 'POST', body: {}, credentials: false })
    expect([refused.status, refused.json]).to.deep.equal([401, { error: "Couldn't authenticate you" }])

    const page = await ask('/agent', { credentials: false })
    const first = page.headers.get('set-cookie')?.split(';')[0] ?? ''
    const chosen = await ask('/workbench/session', {
      method: 'POST',
      body: { userId: AGENT_ID + 1 },
      credentials: false,
      headers: { Cookie: first },
    })
    const cookie = chosen.headers.get('set-cookie')?.split(';')[0] ?? ''
    const answer = await ask('/workbench/launches/nav_bar', {
      method: 'POST',
      body: {},
      credentials: false,
      headers: { Cookie: cookie },
    })
    expect(claimsOf(answer.json.token).sub).to.contain(`/users/${AGENT_ID + 1}.json`)
  })
})
