import { createHmac } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect } from 'chai'
import { parseEvent } from '../../../server/helpdesk-events/index.ts'
import type { WebhookOrder } from '../../../workbench/index.ts'
import { BIRTH_DATE_FIELD_ID } from '../../../workbench/seed.ts'
import {
  CLOSED_TICKET_ID,
  OTHER_REQUESTER_ID,
  REQUESTER_ID,
  type RunningWorkbench,
  startFixtureWorkbench,
  TICKET_ID,
} from '../../support/workbench-fixture.ts'

interface Received {
  readonly path: string
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

describe('webhooks of the workbench', () => {
  const received: Received[] = []
  let companion: Server
  let running: RunningWorkbench
  let answer = 204

  beforeEach(async () => {
    received.length = 0
    answer = 204
    companion = createServer((req, res) => {
      const chunks: Buffer[] = []
      req.on('data', (chunk: Buffer) => chunks.push(chunk))
      req.on('end', () => {
        const body = Buffer.concat(chunks).toString('utf8')
        received.push({ path: req.url ?? '', headers: req.headers, body })
        res.writeHead(answer).end()
      })
    }).listen(0, '127.0.0.1')
    await once(companion, 'listening')
    const { port } = companion.address() as AddressInfo
    running = await startFixtureWorkbench({ companionOrigin: () => `http://127.0.0.1:${port}` })
  })
  afterEach(async () => {
    await running.workbench.close()
    companion.close()
    companion.closeAllConnections()
  })

  const orders: Record<string, [WebhookOrder, object]> = {
    'a created ticket': [{ type: 'ticket.created', ticketId: TICKET_ID }, {}],
    'a changed requester': [
      { type: 'ticket.requester_changed', ticketId: TICKET_ID, previousRequesterId: OTHER_REQUESTER_ID },
      { current: String(REQUESTER_ID), previous: String(OTHER_REQUESTER_ID) },
    ],
    'a merged ticket': [
      { type: 'ticket.merged', ticketId: TICKET_ID, targetTicketId: CLOSED_TICKET_ID },
      { target_ticket_id: String(CLOSED_TICKET_ID) },
    ],
    'a ticket in the bin': [{ type: 'ticket.soft_deleted', ticketId: TICKET_ID }, {}],
    'other tags': [
      { type: 'ticket.tags_changed', ticketId: TICKET_ID, added: ['vip'], removed: ['returns'] },
      { tags_added: ['vip'], tags_removed: ['returns'] },
    ],
    'another brand': [
      { type: 'ticket.brand_changed', ticketId: TICKET_ID, previous: 33 },
      { current: '31', previous: '33' },
    ],
    'no group': [
      { type: 'ticket.group_assignment_changed', ticketId: TICKET_ID, previous: null },
      { current: '32', previous: '0' },
    ],
    'a filled field': [
      {
        type: 'ticket.custom_field_changed',
        ticketId: TICKET_ID,
        fieldId: BIRTH_DATE_FIELD_ID,
        previous: '2012-04-01',
      },
      {
        custom_field: { id: String(BIRTH_DATE_FIELD_ID), title: 'Date of birth', type: 'date' },
        current: { value: null },
        previous: { value: '2012-04-01' },
      },
    ],
    'a user who is no longer active': [
      { type: 'user.active_changed', userId: REQUESTER_ID, current: false },
      { current: false, previous: true },
    ],
    'a suspended user': [
      { type: 'user.suspended_changed', userId: REQUESTER_ID, current: true },
      { current: true, previous: false },
    ],
    'a user with another role': [
      { type: 'user.role_changed', userId: REQUESTER_ID, previous: 'agent' },
      { current: 'end-user', previous: 'agent' },
    ],
    'joined users': [
      { type: 'user.merged', userId: REQUESTER_ID, targetUserId: OTHER_REQUESTER_ID },
      { target_user_id: String(OTHER_REQUESTER_ID) },
    ],
    'a deleted user': [{ type: 'user.deleted', userId: REQUESTER_ID }, {}],
  }
  for (const [name, [order, carried]] of Object.entries(orders)) {
    it(`tell of ${name}, signed over the timestamp and the raw body`, async () => {
      const { workbench } = running
      const delivery = await workbench.sendWebhook(order)
      expect(delivery).to.include({ status: 204, problem: null })
      const [request] = received
      const timestamp = String(request?.headers['x-zendesk-webhook-signature-timestamp'])
      const expected = createHmac('sha256', workbench.webhookSecret)
        .update(`${timestamp}${request?.body}`)
        .digest('base64')
      expect(request?.path).to.equal('/webhooks/zendesk')
      expect(request?.headers['x-zendesk-webhook-signature']).to.equal(expected)
      const event = JSON.parse(request?.body ?? '')
      expect(event).to.include({
        type: `zen:event-type:${order.type}`,
        account_id: workbench.accountId,
        zendesk_event_version: '2022-06-20',
        subject: 'userId' in order ? `zen:user:${REQUESTER_ID}` : `zen:ticket:${TICKET_ID}`,
      })
      expect(event.detail.id).to.equal(String('userId' in order ? REQUESTER_ID : TICKET_ID))
      expect(event.event).to.deep.include(carried)
    })
  }

  it('follow what happens on a ticket: a comment and another requester', async () => {
    const { workbench, ask } = running
    workbench.sendPublicReplyAs(TICKET_ID, REQUESTER_ID, 'More')
    await ask(`/api/v2/tickets/${TICKET_ID}.json`, {
      method: 'PUT',
      body: { ticket: { requester_id: OTHER_REQUESTER_ID } },
    })
    await workbench.webhooksSettled()
    const types = received.map(({ body }) => JSON.parse(body).type).sort()
    expect(types).to.deep.equal([
      'zen:event-type:ticket.comment_added',
      'zen:event-type:ticket.requester_changed',
    ])
  })

  it('are understood by the companion, each of them', async () => {
    const { workbench } = running
    for (const [order] of Object.values(orders)) await workbench.sendWebhook(order)
    const told = received.map(({ body }) => parseEvent(JSON.parse(body))?.happening.kind)
    expect(told).to.have.length(Object.keys(orders).length)
    expect(told).not.to.include(undefined)
  })

  it('tell of a ticket that came by the form as of a web form, by the requester’s own hand', async () => {
    const { workbench } = running
    const words = { plainBody: 'x', htmlBody: '<p>x</p>', channel: 'web', isPublic: true }
    workbench.desk.createTicket(
      { subject: 'x', requesterId: REQUESTER_ID },
      { authorId: REQUESTER_ID, ...words },
    )
    await workbench.webhooksSettled()
    const { detail } = JSON.parse(received[0]?.body ?? '')
    expect(detail.via).to.deep.equal({ channel: 'web_form' })
    const who = [detail.requester_id, detail.submitter_id, detail.actor_id]
    expect(new Set(who)).to.deep.equal(new Set([String(REQUESTER_ID)]))
  })

  it('carry an id of their own each, so that a repeated one can be told', async () => {
    const order = { type: 'ticket.created', ticketId: TICKET_ID } as const
    await running.workbench.sendWebhook(order)
    await running.workbench.sendWebhook(order)
    expect(new Set(received.map(({ body }) => JSON.parse(body).id)).size).to.equal(2)
  })

  it('are recorded, not fatal, when the companion refuses', async () => {
    answer = 401
    const delivery = await running.workbench.sendWebhook({ type: 'ticket.created', ticketId: TICKET_ID })
    expect(delivery).to.include({ status: 401, problem: 'answered 401' })
    expect(running.workbench.deliveries).to.deep.equal([delivery])
  })

  it('are recorded, not fatal, when nobody listens', async () => {
    companion.close()
    companion.closeAllConnections()
    const { workbench } = running
    workbench.sendPublicReplyAs(TICKET_ID, REQUESTER_ID, 'More')
    await workbench.webhooksSettled()
    expect(workbench.deliveries.map(({ status }) => status)).to.deep.equal([null])
    expect(workbench.desk.ticket(TICKET_ID)?.comments).to.have.length(3)
  })
})
