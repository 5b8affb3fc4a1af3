import { expect } from 'chai'
import { CONTACT_REASON_FIELD_ID } from '../../../workbench/seed.ts'
import {
  ADMIN_ID,
  AGENT_ID,
  CLOSED_TICKET_ID,
  ORGANIZATION_ID,
  OTHER_REQUESTER_ID,
  REQUESTER_ID,
  type RunningWorkbench,
  startFixtureWorkbench,
  TICKET_ID,
} from '../../support/workbench-fixture.ts'

const TICKET = `/api/v2/tickets/${TICKET_ID}.json`

describe('ticket REST of the workbench', () => {
  let running: RunningWorkbench
  beforeEach(async () => {
    running = await startFixtureWorkbench()
  })
  afterEach(() => running.workbench.close())

  const comments = () => running.workbench.desk.ticket(TICKET_ID)?.comments ?? []
  const put = (ticket: object) => running.ask(TICKET, { method: 'PUT', body: { ticket } })

  const strangers: Record<string, Record<string, string>> = {
    'without credentials': {},
    'with a wrong token': { Authorization: 'Bearer 0' },
    'with a wrong Basic password': {
      Authorization: `Basic ${Buffer.from('ben@example.org/token:0').toString('base64')}`,
    },
    'with an invented session': { Cookie: 'workbench_session=1' },
    'as a requester': { Authorization: `Basic ${Buffer.from('erik@example.org/token:').toString('base64')}` },
  }
  for (const [name, headers] of Object.entries(strangers)) {
    it(`shows and changes nothing ${name}`, async () => {
      const { ask } = running
      const shown = await ask(TICKET, { credentials: false, headers })
      const change = { ticket: { comment: { body: 'x', public: true } } }
      const written = await ask(TICKET, { method: 'PUT', body: change, credentials: false, headers })
      expect([shown.status, written.status]).to.deep.equal([401, 401])
      expect(shown.json).to.deep.equal({ error: "Couldn't authenticate you" })
      expect(comments()).to.have.length(2)
    })
  }

  it('takes the session of its own page, and not on behalf of another origin', async () => {
    const { ask, origin } = running
    const page = await ask('/agent', { credentials: false })
    const Cookie = page.headers.get('set-cookie')?.split(';')[0] ?? ''
    const read = (Origin: string) => ask(TICKET, { credentials: false, headers: { Cookie, Origin } })
    expect((await read(origin)).status).to.equal(200)
    expect((await read('http://localhost:4200')).status).to.equal(401)
  })

  it('says of every comment whether it is public, with the authors beside', async () => {
    const { json } = await running.ask(`/api/v2/tickets/${TICKET_ID}/comments.json?include=users`)
    expect(json.comments.map((comment: { public: boolean }) => comment.public)).to.deep.equal([true, false])
    expect(json.users.map((user: { id: number }) => user.id)).to.deep.equal([REQUESTER_ID, AGENT_ID])
  })

  it('hands over with a ticket who is asked for, and the organization of its requester', async () => {
    const { json } = await running.ask(`${TICKET}?include=users,organizations`)
    expect(json.users.map((user: { id: number }) => user.id)).to.deep.equal([REQUESTER_ID, AGENT_ID])
    expect(json.ticket.organization_id).to.equal(ORGANIZATION_ID)
    const organizations = json.organizations.map(({ id, name }: { id: number; name: string }) => [id, name])
    expect(organizations).to.deep.equal([[ORGANIZATION_ID, 'Fixture Rowers']])
    expect(Object.keys((await running.ask(TICKET)).json)).to.deep.equal(['ticket'])
  })

  it('moves a ticket to the organization of its new requester, who has none', async () => {
    await put({ requester_id: OTHER_REQUESTER_ID })
    const { json } = await running.ask(`${TICKET}?include=organizations`)
    expect([json.ticket.organization_id, json.organizations]).to.deep.equal([null, []])
  })

  it('posts an internal note as internal', async () => {
    const { status } = await put({ comment: { html_body: '<p>For <b>us</b></p>', public: false } })
    expect(status).to.equal(200)
    expect(comments().at(-1)).to.deep.include({
      isPublic: false,
      authorId: ADMIN_ID,
      htmlBody: '<p>For <b>us</b></p>',
      plainBody: 'For us',
    })
  })

  it('makes a comment public that does not say, as the real one does', async () => {
    await put({ comment: { body: 'To whom?' } })
    expect(comments().at(-1)?.isPublic).to.equal(true)
  })

  it('sets tags, status and custom fields and drops what it does not know', async () => {
    const { json } = await put({
      additional_tags: ['vip'],
      remove_tags: ['returns'],
      status: 'solved',
      custom_fields: [
        { id: CONTACT_REASON_FIELD_ID, value: 'reason_payment' },
        { id: 1, value: 'unknown field' },
      ],
      unknown: true,
    })
    expect(json.ticket).to.deep.include({ tags: ['reason_payment', 'vip'], status: 'solved' })
    expect(json.ticket.custom_fields).to.deep.include({
      id: CONTACT_REASON_FIELD_ID,
      value: 'reason_payment',
    })
    expect(JSON.stringify(json)).not.to.contain('unknown')
  })

  const refused: Record<string, [number, object, number]> = {
    'a closed ticket': [CLOSED_TICKET_ID, { comment: { body: 'x', public: true } }, 422],
    'a ticket that does not exist': [9999, { status: 'open' }, 404],
    'a comment without words': [TICKET_ID, { comment: { body: ' ', public: true } }, 422],
    'HTML without words': [TICKET_ID, { comment: { html_body: '<p><br></p>', public: true } }, 422],
    'a status that does not exist': [TICKET_ID, { status: 'done' }, 422],
    'a requester that does not exist': [TICKET_ID, { requester_id: 999 }, 422],
    'a requester as assignee': [TICKET_ID, { assignee_id: REQUESTER_ID }, 422],
    'a safe update made from an older ticket': [
      TICKET_ID,
      { status: 'pending', safe_update: true, updated_stamp: '2020-01-01T00:00:00Z' },
      409,
    ],
  }
  for (const [name, [id, ticket, status]] of Object.entries(refused)) {
    it(`refuses ${name} and changes nothing`, async () => {
      const { workbench, ask } = running
      const before = JSON.stringify(workbench.desk.tickets())
      const answer = await ask(`/api/v2/tickets/${id}.json`, { method: 'PUT', body: { ticket } })
      expect(answer.status).to.equal(status)
      expect(answer.json).to.have.property('error')
      expect(JSON.stringify(workbench.desk.tickets())).to.equal(before)
    })
  }

  it('names the field of an invalid record', async () => {
    const answer = await running.ask(`/api/v2/tickets/${CLOSED_TICKET_ID}.json`, {
      method: 'PUT',
      body: { ticket: { status: 'open' } },
    })
    expect(answer.json).to.deep.equal({
      error: 'RecordInvalid',
      description: 'Record validation errors',
      details: { status: [{ description: 'Status: closed prevents ticket update' }] },
    })
  })

  it('creates a ticket with its first comment', async () => {
    const { ask, workbench } = running
    const created = await ask('/api/v2/tickets.json', {
      method: 'POST',
      body: { ticket: { subject: 'New', comment: { body: 'First' }, requester_id: OTHER_REQUESTER_ID } },
    })
    expect(created.status).to.equal(201)
    expect(created.json.ticket).to.include({ subject: 'New', requester_id: OTHER_REQUESTER_ID })
    expect(workbench.desk.ticket(created.json.ticket.id)?.comments).to.have.length(1)
  })

  it('pages by cursor through every ticket once', async () => {
    const { ask } = running
    const first = await ask('/api/v2/tickets.json?page[size]=1')
    expect(first.json.meta).to.include({ has_more: true })
    const second = await ask(
      `/api/v2/tickets.json?page[size]=1&page[after]=${encodeURIComponent(first.json.meta.after_cursor)}`,
    )
    const linked = await fetch(first.json.links.next, {
      headers: { Authorization: `Bearer ${running.workbench.apiToken}` },
    })
    expect(await linked.json()).to.deep.equal(second.json)
    const ids = [first, second].map(({ json }) => json.tickets[0].id)
    expect(ids).to.deep.equal([TICKET_ID, CLOSED_TICKET_ID])
    expect(second.json.meta.has_more).to.equal(false)
    expect(second.json.links.next).to.equal(null)
  })

  it('pages by offset, and not behind the ten-thousandth record', async () => {
    const { ask } = running
    const page = await ask('/api/v2/tickets.json?per_page=1&page=2')
    expect([page.json.count, page.json.tickets[0].id, page.json.next_page]).to.deep.equal([
      2,
      CLOSED_TICKET_ID,
      null,
    ])
    const deep = await ask('/api/v2/tickets.json?per_page=100&page=101')
    expect([deep.status, deep.json.errors[0].code]).to.deep.equal([400, 'InvalidPaginationDepth'])
    const large = await ask('/api/v2/tickets.json?page[size]=101')
    expect([large.status, large.json.errors[0].code]).to.deep.equal([400, 'InvalidPaginationParameter'])
  })

  it('takes addresses with doubled slashes and without .json', async () => {
    const { ask } = running
    const paths = [`/api/v2//tickets/${TICKET_ID}.json`, `/api/v2/tickets/${TICKET_ID}`, TICKET]
    const answers = await Promise.all(paths.map((path) => ask(path)))
    expect(answers.map(({ json }) => json.ticket.id)).to.deep.equal([TICKET_ID, TICKET_ID, TICKET_ID])
  })

  it('records how each request said who calls', async () => {
    const { ask, workbench } = running
    await ask(TICKET)
    await ask(TICKET, { credentials: false })
    const path = `/api/v2/tickets/${TICKET_ID}`
    expect(workbench.requests).to.deep.equal([
      { method: 'GET', path, status: 200, credentials: 'authorization' },
      { method: 'GET', path, status: 401, credentials: 'none' },
    ])
  })
})
