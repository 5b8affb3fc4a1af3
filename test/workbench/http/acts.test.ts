import { expect } from 'chai'
import { BIRTH_DATE_FIELD_ID, CONTACT_REASON_FIELD_ID } from '../../../workbench/seed.ts'
import {
  ADMIN_ID,
  AGENT_ID,
  CLOSED_TICKET_ID,
  OTHER_REQUESTER_ID,
  REQUESTER_ID,
  type RunningWorkbench,
  SECOND_AGENT_ID,
  startFixtureWorkbench,
  TICKET_ID,
} from '../../support/workbench-fixture.ts'

describe('what happens in the workbench', () => {
  let running: RunningWorkbench
  const told: string[] = []
  beforeEach(async () => {
    running = await startFixtureWorkbench()
    told.length = 0
    running.workbench.desk.listen(({ type }) => type === 'ticket.updated' || told.push(type))
  })
  afterEach(() => running.workbench.close())

  const act = async (method: string, path: string, body?: unknown) =>
    (await running.ask(`/workbench/${path}`, { method, ...(body === undefined ? {} : { body }) })).status
  const ticket = () => running.workbench.desk.ticket(TICKET_ID)
  const requester = () => running.workbench.desk.user(REQUESTER_ID)

  it('to a ticket: into the bin, out of it, and gone for good', async () => {
    expect(await act('DELETE', `tickets/${TICKET_ID}`)).to.equal(204)
    expect(ticket()).to.equal(undefined)
    expect((await running.ask(`/api/v2/tickets/${TICKET_ID}.json`)).status).to.equal(404)
    expect(await act('POST', `tickets/${TICKET_ID}/restorations`)).to.equal(204)
    expect(ticket()?.id).to.equal(TICKET_ID)
    await act('DELETE', `tickets/${TICKET_ID}`)
    await act('DELETE', `tickets/${TICKET_ID}`)
    expect(await act('POST', `tickets/${TICKET_ID}/restorations`)).to.equal(404)
    const bin = [
      'ticket.soft_deleted',
      'ticket.undeleted',
      'ticket.soft_deleted',
      'ticket.permanently_deleted',
    ]
    expect(told).to.deep.equal(bin)
  })

  it('to a ticket: it is closed by a merge', async () => {
    const body = { targetTicketId: CLOSED_TICKET_ID }
    expect(await act('POST', `tickets/${TICKET_ID}/merges`, body)).to.equal(204)
    expect(ticket()).to.deep.include({ status: 'closed', tags: ['returns', 'closed_by_merge'] })
    expect(told).to.deep.equal(['ticket.tags_changed', 'ticket.merged'])
  })

  it('to a person: suspended, let in again, deleted, deleted for good', async () => {
    const path = `users/${REQUESTER_ID}`
    for (const method of ['PUT', 'DELETE']) await act(method, `${path}/suspension`)
    expect(requester()).to.include({ suspended: false, active: true })
    await act('DELETE', path)
    expect(requester()).to.include({ active: false, name: 'Erik Requester' })
    await act('DELETE', path)
    expect(requester()).to.include({ name: 'Permanently Deleted User', email: '' })
    const changes = [
      'user.suspended_changed',
      'user.suspended_changed',
      'user.active_changed',
      'user.deleted',
    ]
    expect(told).to.deep.equal(changes)
  })

  it('to an agent: another role, which the helpdesk tells with the one before', async () => {
    const events: unknown[] = []
    running.workbench.desk.listen((event) => events.push(event))
    const agent = () => running.workbench.desk.user(SECOND_AGENT_ID)
    for (const role of ['admin', 'admin', 'end-user', 'agent'])
      expect(await act('PUT', `users/${SECOND_AGENT_ID}/role`, { role })).to.equal(204)
    expect(agent()).to.include({ role: 'agent', title: 'Agent' })
    const told = (previous: string) => ({ type: 'user.role_changed', userId: SECOND_AGENT_ID, previous })
    expect(events).to.deep.equal(['agent', 'admin', 'end-user'].map(told))
    expect(await act('PUT', `users/${SECOND_AGENT_ID}/role`, { role: 'owner' })).to.equal(422)
    expect(events).to.have.length(3)
  })

  it('to a person: their tickets go to whom they are joined with', async () => {
    const body = { targetUserId: OTHER_REQUESTER_ID }
    expect(await act('POST', `users/${REQUESTER_ID}/merges`, body)).to.equal(204)
    expect([ticket()?.requesterId, requester()?.active]).to.deep.equal([OTHER_REQUESTER_ID, false])
    expect(told).to.deep.equal(['user.merged'])
  })

  it('on the form: a ticket by the requester’s own hand, with what the form asks for and no more', async () => {
    const [formId] = running.workbench.desk.forms.map(({ id }) => id)
    const { json, status } = await running.ask('/workbench/form-tickets', {
      method: 'POST',
      body: {
        requesterId: REQUESTER_ID,
        formId,
        subject: 'Help',
        text: 'May I <b>ask</b>?',
        customFields: [
          { id: BIRTH_DATE_FIELD_ID, value: '2012-04-01' },
          { id: CONTACT_REASON_FIELD_ID, value: 'reason_other' },
        ],
      },
    })
    expect(status).to.equal(201)
    const made = running.workbench.desk.ticket(json.ticketId)
    expect(made).to.include({ channel: 'web', submitterId: REQUESTER_ID, requesterId: REQUESTER_ID, formId })
    expect(made?.customFields.get(BIRTH_DATE_FIELD_ID)).to.equal('2012-04-01')
    expect(made?.customFields.get(CONTACT_REASON_FIELD_ID)).to.equal(null)
    expect(made?.comments[0]?.htmlBody).to.contain('&lt;b&gt;')
    expect(told).to.deep.equal(['ticket.created'])
  })

  const refused: Record<string, [string, string, object | undefined]> = {
    'a ticket merged into itself': ['POST', `tickets/${TICKET_ID}/merges`, { targetTicketId: TICKET_ID }],
    'a ticket that does not exist': ['DELETE', 'tickets/999', undefined],
    'a restored ticket that was not deleted': ['POST', `tickets/${TICKET_ID}/restorations`, undefined],
    'a requester with a role': ['PUT', `users/${REQUESTER_ID}/role`, { role: 'admin' }],
    'an agent who lowers themselves': ['PUT', `users/${ADMIN_ID}/role`, { role: 'end-user' }],
    'a deleted agent': ['DELETE', `users/${AGENT_ID}`, undefined],
    'a person joined with an agent': ['POST', `users/${REQUESTER_ID}/merges`, { targetUserId: AGENT_ID }],
    'a person joined with themselves': [
      'POST',
      `users/${REQUESTER_ID}/merges`,
      { targetUserId: REQUESTER_ID },
    ],
  }
  for (const [name, [method, path, body]] of Object.entries(refused))
    it(`is never ${name}`, async () => {
      expect(await act(method, path, body)).to.equal(404)
      expect(told).to.deep.equal([])
      expect(ticket()?.status).to.equal('open')
    })

  it('only for the pages of the workbench itself', async () => {
    const answer = await running.ask(`/workbench/tickets/${TICKET_ID}`, {
      method: 'DELETE',
      credentials: false,
    })
    expect(answer.status).to.equal(401)
    expect(ticket()?.id).to.equal(TICKET_ID)
  })
})
