import { expect } from 'chai'
import { ADMIN, AGENT, COMPLIANCE, type Harness } from '../../support/companion-harness.ts'
import {
  draft,
  openedTicket,
  orderFor,
  REFUND_QUESTION,
  readyDraft,
  startDesk,
} from '../../support/drafting-desk.ts'
import { DAY } from '../../support/fake-world.ts'

describe('what needs somebody', () => {
  let desk: Harness
  beforeEach(async () => {
    desk = await startDesk()
    await desk.api(ADMIN, 'PUT', `/console/roles/${COMPLIANCE}`, { roles: ['compliance'] })
  })
  afterEach(() => desk.stop())
  const attention = async (as = ADMIN) => (await desk.api(as, 'GET', '/console/attention')).body
  const open = (userId: string, receivedOn: string) =>
    desk.api(COMPLIANCE, 'POST', '/console/requests', {
      ...{ kind: 'access', channel: 'phone', who: { userId }, locale: 'de', receivedOn, another: false },
    })
  const daysAgo = (days: number) =>
    new Date(desk.world.now().getTime() - days * DAY).toISOString().slice(0, 10)

  it('is nothing at first, and then each thing once with its number', async () => {
    expect(await attention()).to.deep.equal([])
    await open('801', daysAgo(60))
    await open('802', daysAgo(50))
    await open('803', daysAgo(27))
    await open('804', daysAgo(1))
    expect(await attention()).to.deep.equal([
      { kind: 'request_late', count: 2 },
      { kind: 'request_due', count: 1 },
    ])
  })

  it('leaves out a request whose clock stands still', async () => {
    const { body } = await open('805', daysAgo(60))
    await desk.api(COMPLIANCE, 'POST', `/console/requests/${body.request.caseId}/moves`, {
      ...{ kind: 'ask_identity', version: 1, reason: 'new address' },
    })
    expect(await attention()).to.deep.equal([])
  })

  it('counts changes that wait for a second person, and nothing that is not for the reader', async () => {
    const { body } = await desk.api(ADMIN, 'GET', '/console/allowlist')
    const wide = { version: body.version, selection: { allow: [{ kind: 'all' }], deny: [] } }
    const put = await desk.api(ADMIN, 'PUT', '/console/allowlist', wide)
    const waits = put.status === 202 ? 1 : 0
    expect(
      (await attention()).filter(({ kind }: { kind: string }) => kind === 'approval_waiting'),
    ).to.have.length(waits)
    for (const path of ['/console/attention', '/console/figures'])
      expect((await desk.api(AGENT, 'GET', path)).status).to.equal(403)
  })

  it('stands beside figures, which name no agent and no ticket', async () => {
    await readyDraft(desk)
    const ticketId = await openedTicket(desk)
    await draft(desk, orderFor(ticketId, REFUND_QUESTION))
    await open('806', daysAgo(60))
    await open('807', daysAgo(2))
    const { body } = await desk.api(ADMIN, 'GET', '/console/figures')
    expect(body).to.deep.include({ work: [], reasons: [], late: 1 })
    expect(body.consent.find(({ status }: { status: string }) => status === 'granted').count).to.equal(1)
    expect(body.weeks).to.have.length(8)
    expect(body.weeks.reduce((sum: number, week: { count: number }) => sum + week.count, 0)).to.equal(1)
    for (const secret of [ticketId, '806', `"${AGENT}"`]) expect(JSON.stringify(body)).to.not.contain(secret)
  })
})
