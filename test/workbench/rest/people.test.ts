import { expect } from 'chai'
import {
  AGENT_ID,
  REQUESTER_ID,
  type RunningWorkbench,
  startFixtureWorkbench,
  TICKET_ID,
} from '../../support/workbench-fixture.ts'

describe('people and search REST of the workbench', () => {
  let running: RunningWorkbench
  beforeEach(async () => {
    running = await startFixtureWorkbench()
  })
  afterEach(() => running.workbench.close())

  it('answers users/me with an anonymous user to a caller without credentials: it is no health check', async () => {
    const { status, json } = await running.ask('/api/v2/users/me.json', { credentials: false })
    expect([status, json.user.name]).to.deep.equal([200, 'Anonymous user'])
  })

  it('tells an agent by the token and the e-mail address of Basic credentials', async () => {
    const Authorization = `Basic ${Buffer.from(`ben@example.org/token:${running.workbench.apiToken}`).toString('base64')}`
    const { json } = await running.ask('/api/v2/users/me.json', {
      credentials: false,
      headers: { Authorization },
    })
    expect(json.user).to.include({ id: AGENT_ID, role: 'agent' })
  })

  it('lists people by role', async () => {
    const { json } = await running.ask('/api/v2/users.json?role=end-user')
    expect(json.users.map((user: { role: string }) => user.role)).to.deep.equal(['end-user', 'end-user'])
  })

  it('answers people by their ids, and leaves out who is not there', async () => {
    const { json } = await running.ask(`/api/v2/users/show_many.json?ids=${REQUESTER_ID},${AGENT_ID},999`)
    const found = json.users.map((user: { id: number; organization_id: number | null }) => user.id)
    expect(found.sort()).to.deep.equal([AGENT_ID, REQUESTER_ID])
  })

  const searches: Record<string, [string, readonly number[]]> = {
    'by type and word': ['type:ticket tent status:open', [TICKET_ID]],
    'by requester': [`type:ticket requester:${REQUESTER_ID} id:${TICKET_ID}`, [TICKET_ID]],
    'for a person by e-mail': ['type:user email:erik@example.org', [REQUESTER_ID]],
    'for a word that nobody wrote': ['zeppelin', []],
  }
  for (const [name, [query, ids]] of Object.entries(searches)) {
    it(`finds ${name}`, async () => {
      const { json } = await running.ask(`/api/v2/search.json?query=${encodeURIComponent(query)}`)
      expect(json.results.map((row: { id: number }) => row.id)).to.deep.equal(ids)
      expect(json.count).to.equal(ids.length)
    })
  }

  it('refuses a search for nothing', async () => {
    const { status, json } = await running.ask('/api/v2/search.json')
    expect([status, json.error.title]).to.deep.equal([400, 'Invalid attribute'])
  })

  it('deletes a requester, keeps an agent', async () => {
    const { ask, workbench } = running
    const gone = await ask(`/api/v2/users/${REQUESTER_ID}.json`, { method: 'DELETE' })
    const kept = await ask(`/api/v2/users/${AGENT_ID}.json`, { method: 'DELETE' })
    expect([gone.status, gone.json.user.active, kept.status]).to.deep.equal([200, false, 404])
    expect(workbench.desk.users().map(({ id }) => id)).not.to.include(REQUESTER_ID)
    expect(workbench.desk.users().map(({ id }) => id)).to.include(AGENT_ID)
  })

  it('fails on demand, once', async () => {
    const { ask, workbench } = running
    workbench.faults.nextSupport(503)
    const statuses = [await ask('/api/v2/users.json'), await ask('/api/v2/users.json')].map(
      ({ status }) => status,
    )
    expect(statuses).to.deep.equal([503, 200])
  })
})
