import { createRequire } from 'node:module'
import { expect } from 'chai'
import {
  ADMIN_ID,
  CLOSED_TICKET_ID,
  REQUESTER_ID,
  type RunningWorkbench,
  startFixtureWorkbench,
  TICKET_ID,
} from '../support/workbench-fixture.ts'

type Answer = Record<string, unknown>
interface Resource {
  list(params?: string): Promise<Answer[]>
  show(id: number): Promise<Answer | undefined>
  create(record: object): Promise<{ ticket: Answer }>
  update(id: number, record: object): Promise<{ ticket?: Answer; error?: string }>
}
interface Client {
  readonly tickets: Resource
  readonly users: Resource
  readonly search: Resource
  readonly ticketFields: Resource
}
type ClientClass = new (config: { url: string; email: string; token: string; oauth?: boolean }) => Client

// CommonJS without types, and test side only: a 429 or a refused connection would end the process.
const Zendesk = createRequire(import.meta.url)('zendesk-node-api') as ClientClass

describe('workbench seen by zendesk-node-api, a client that nobody here wrote', () => {
  let running: RunningWorkbench
  let client: Client
  beforeEach(async () => {
    running = await startFixtureWorkbench()
    client = new Zendesk({
      url: running.origin,
      email: 'ada@example.org',
      token: running.workbench.apiToken,
    })
  })
  afterEach(() => running.workbench.close())

  it('lists and shows tickets, though it doubles the slash in its addresses', async () => {
    const tickets = await client.tickets.list()
    expect(tickets.map(({ id }) => id)).to.deep.equal([TICKET_ID, CLOSED_TICKET_ID])
    expect(await client.tickets.show(TICKET_ID)).to.include({ id: TICKET_ID, subject: 'Return of a tent' })
  })

  it('creates a ticket as the agent of its credentials', async () => {
    const { ticket } = await client.tickets.create({ subject: 'From a script', comment: { body: 'Hello' } })
    expect(ticket).to.include({ subject: 'From a script', submitter_id: ADMIN_ID })
    expect(running.workbench.desk.ticket(Number(ticket.id))?.comments[0]?.plainBody).to.equal('Hello')
  })

  it('updates a ticket with an internal note', async () => {
    const { ticket } = await client.tickets.update(TICKET_ID, {
      status: 'pending',
      comment: { body: 'Noted', public: false },
    })
    expect(ticket).to.include({ status: 'pending' })
    expect(running.workbench.desk.ticket(TICKET_ID)?.comments.at(-1)).to.include({
      plainBody: 'Noted',
      isPublic: false,
    })
  })

  it('gets the refusal of a closed ticket as if it were a result', async () => {
    const answer = await client.tickets.update(CLOSED_TICKET_ID, { status: 'open' })
    expect(answer).to.include({ error: 'RecordInvalid' })
    expect(running.workbench.desk.ticket(CLOSED_TICKET_ID)?.status).to.equal('closed')
  })

  it('gets nothing for a ticket that does not exist', async () => {
    expect(await client.tickets.show(9999)).to.equal(undefined)
  })

  it('lists and shows users', async () => {
    expect(await client.users.list('role=end-user')).to.have.length(2)
    expect(await client.users.show(REQUESTER_ID)).to.include({ id: REQUESTER_ID, role: 'end-user' })
  })

  it('searches', async () => {
    const results = await client.search.list('query=type:ticket%20status:open')
    expect(results.map(({ id }) => id)).to.deep.equal([TICKET_ID])
  })

  it('lists ticket fields', async () => {
    expect((await client.ticketFields.list()).map(({ type }) => type)).to.include('tagger')
  })

  it('gets no ticket with an OAuth token that is not the workbench’s', async () => {
    const stranger = new Zendesk({ url: running.origin, email: '', token: 'stranger', oauth: true })
    expect(await stranger.tickets.list()).to.equal(undefined)
    expect(running.workbench.requests.map(({ status }) => status)).to.deep.equal([401])
  })
})
