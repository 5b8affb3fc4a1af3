import { createHmac } from 'node:crypto'
import { request } from 'node:http'
import { expect } from 'chai'
import { ADMIN, AGENT, type Harness, WEBHOOK_SECRET } from '../../support/companion-harness.ts'
import {
  consentedTicket,
  draft,
  grant,
  orderFor,
  REFUND_QUESTION,
  REQUESTER,
  startDesk,
} from '../../support/drafting-desk.ts'
import { HOUR, MINUTE, SECOND } from '../../support/fake-world.ts'
import { expectProblem } from '../../support/problem-checks.ts'
import { sendWebhook, type WebhookParts } from '../../support/signed-webhook.ts'

const OTHER = '22'

function told(detail: object, change: Readonly<Record<string, unknown>> = {}): string {
  const type = 'zen:event-type:ticket.requester_changed'
  return JSON.stringify({ id: '1', type, time: '2026-11-20T09:00:00Z', detail, ...change })
}

describe('webhooks of the helpdesk', () => {
  let desk: Harness
  before(async () => {
    desk = await startDesk()
  })
  afterEach(() => desk.drafter.reset())
  after(() => desk.stop())

  const viewOf = async (ticketId: string) => (await desk.api(AGENT, 'GET', `/tickets/${ticketId}`)).body
  const iso = (ms: number) => new Date(desk.world.now().getTime() + ms).toISOString()

  it('with a good signature reset the consent and pin who the requester is', async () => {
    const ticketId = await consentedTicket(desk)
    expect((await sendWebhook(desk, { ticketId, requesterId: OTHER })).status).to.equal(204)
    expect((await viewOf(ticketId)).consent.status).to.equal('unknown')
    expect((await draft(desk, orderFor(ticketId, REFUND_QUESTION))).reasons).to.include('REQUESTER_MISMATCH')
    expect(desk.drafter.calls).to.equal(0)
    await grant(desk, ticketId)
    const run = await draft(desk, orderFor(ticketId, REFUND_QUESTION, { requesterId: OTHER }))
    expect(run.draft?.receipt.requesterIdentity).to.equal('webhook')
  })

  it('are counted once: the same event again changes nothing', async () => {
    const ticketId = await consentedTicket(desk)
    const eventId = `replayed-${ticketId}`
    await sendWebhook(desk, { ticketId, requesterId: OTHER, eventId })
    await grant(desk, ticketId)
    const before = desk.dump()
    expect((await sendWebhook(desk, { ticketId, requesterId: REQUESTER, eventId })).status).to.equal(204)
    expect(desk.dump()).to.equal(before)
  })

  it('are counted once also when the same event comes several times at one moment', async () => {
    const ticketId = await consentedTicket(desk)
    const from = desk.audit().length
    const eventId = `parallel-${ticketId}`
    const answers = await Promise.all(
      Array.from({ length: 4 }, () => sendWebhook(desk, { ticketId, requesterId: OTHER, eventId })),
    )
    expect(answers.map(({ status }) => status)).to.deep.equal([204, 204, 204, 204])
    const received = desk
      .audit()
      .slice(from)
      .filter(({ type }) => type === 'webhook.received')
    expect(received.length).to.equal(1)
  })

  const windows: Readonly<Record<string, readonly [number, number]>> = {
    'five minutes old': [-5 * MINUTE, 204],
    'older than five minutes': [-5 * MINUTE - SECOND, 401],
    'five minutes ahead': [5 * MINUTE, 204],
    'further ahead than five minutes': [5 * MINUTE + SECOND, 401],
  }
  for (const [name, [ms, status]] of Object.entries(windows))
    it(`are ${status === 204 ? 'taken' : 'refused'} when they are ${name}`, async () => {
      const ticketId = await consentedTicket(desk)
      const answer = await sendWebhook(desk, { ticketId, requesterId: OTHER, timestamp: iso(ms) })
      expect(answer.status).to.equal(status)
      expect((await viewOf(ticketId)).consent.status).to.equal(status === 204 ? 'unknown' : 'granted')
    })

  const forged: Readonly<Record<string, (ticketId: string) => Partial<WebhookParts>>> = {
    'another secret': () => ({ secret: 'not the secret' }),
    'another secret and an old timestamp': () => ({ secret: 'not the secret', timestamp: iso(-HOUR) }),
    'another secret and a timestamp to come': () => ({ secret: 'not the secret', timestamp: iso(HOUR) }),
    'an empty secret': () => ({ secret: '' }),
    'a changed body': (ticketId) => ({
      sent: JSON.stringify({
        id: 'x',
        type: 'zen:event-type:ticket.created',
        detail: { id: ticketId, requester_id: OTHER },
      }),
    }),
    'one space more': (ticketId) => ({
      body: `{"id":"s","type":"t","detail":{"id":"${ticketId}"}}`,
      sent: `{"id":"s","type":"t","detail":{"id":"${ticketId}"}} `,
    }),
    'no signature': () => ({ headers: { 'x-zendesk-webhook-signature': '' } }),
    'a signature of nothing': () => ({ headers: { 'x-zendesk-webhook-signature': 'AAAA' } }),
    'a signature that is too long': () => ({
      headers: { 'x-zendesk-webhook-signature': Buffer.alloc(64).toString('base64') },
    }),
    'no timestamp': () => ({ headers: { 'x-zendesk-webhook-signature-timestamp': '' } }),
    'a timestamp that is none': () => ({ timestamp: 'yesterday' }),
    'another timestamp than the signed one': () => ({
      headers: { 'x-zendesk-webhook-signature-timestamp': iso(SECOND) },
    }),
  }
  for (const [name, parts] of Object.entries(forged))
    it(`are refused and change nothing with ${name}; the log says that, and nothing of what was sent`, async () => {
      desk.world.pass(MINUTE)
      const ticketId = await consentedTicket(desk)
      const [before, entries] = [held(), desk.audit().length]
      const answer = await sendWebhook(desk, { ticketId, requesterId: OTHER, ...parts(ticketId) })
      expectProblem(answer, 401, 'SIGNATURE_INVALID')
      expect(held()).to.deep.equal(before)
      const [entry, ...more] = desk.audit().slice(entries)
      expect([entry?.type, entry?.object, entry?.detail, entry?.decision, more]).to.deep.equal([
        ...['webhook.refused', { kind: 'webhook', ref: 'webhook' }, undefined, 'forged', []],
      ])
    })

  /** Everything that a webhook could change. */
  const held = () =>
    ['ticket', 'requester', 'consent_event', 'helpdesk_fact', 'webhook_event'].map((table) =>
      desk.rows(`select * from ${table}`),
    )

  it('that are too old are told apart from forged ones, and from ones that were good once', async () => {
    desk.world.pass(MINUTE)
    const ticketId = await consentedTicket(desk)
    const from = desk.audit().length
    await sendWebhook(desk, { ticketId, secret: 'not the secret' })
    await sendWebhook(desk, { ticketId, timestamp: iso(-HOUR) })
    const good = {
      ticketId,
      requesterId: OTHER,
      eventId: `again-${ticketId}`,
      timestamp: iso(0),
      time: iso(0),
    }
    await sendWebhook(desk, good)
    const before = held()
    expect((await sendWebhook(desk, good)).status).to.equal(204)
    expect(
      (await sendWebhook(desk, { ...good, respell: (signature) => signature.replace('=', '') })).status,
    ).to.equal(204)
    expect(held()).to.deep.equal(before)
    expect(
      desk
        .audit()
        .slice(from)
        .flatMap(({ type, decision }) => (type === 'webhook.refused' ? [decision] : [])),
    ).to.deep.equal(['forged', 'stale', 'replayed', 'replayed'])
  })

  it('that are forged again and again fill no log: ten entries a minute, then a number', async () => {
    desk.world.pass(MINUTE)
    const from = desk.audit().length
    for (let each = 0; each < 25; each += 1) await sendWebhook(desk, { ticketId: '1', secret: 'guess' })
    expect(desk.audit().length - from).to.equal(10)
    desk.world.pass(MINUTE)
    await sendWebhook(desk, { ticketId: '1', secret: 'guess' })
    expect(desk.audit().at(-1)?.detail).to.deep.equal({ passedOver: 15 })
    const signals = (await desk.api(ADMIN, 'GET', '/console/attention')).body
    expect(signals).to.deep.include({ kind: 'incident_signal', count: 1 })
  })

  it('leave no trace where no secret is set, for nothing there could be forged', async () => {
    const own = await startDesk({ env: { VOUCH_WEBHOOK_SECRET: undefined } })
    const before = own.dump()
    expectProblem(await sendWebhook(own, { ticketId: '1' }), 401, 'SIGNATURE_INVALID')
    expect(own.dump()).to.equal(before)
    await own.stop()
  })

  const malformed: Readonly<Record<string, string>> = {
    nothing: '',
    'no JSON': 'ticket=1',
    'half a JSON': '{"id":"1"',
    'a list': '[]',
    'no detail': told({}, { detail: undefined }),
    'no id': told({ id: '1' }, { id: undefined }),
    'no time': told({ id: '1' }, { time: undefined }),
    'a time that is none': told({ id: '1' }, { time: 'yesterday' }),
    'an id that is none': told({ id: '../1' }),
    'a requester that is none': told({ id: '1', requester_id: '-4' }),
    'half a number': told({ id: 1.5 }),
    'tags that are none': told({ id: '1', tags: 'vip' }),
    'another ticket in its subject': told({ id: '1', requester_id: '4' }, { subject: 'zen:ticket:2' }),
    'a user in the subject of a ticket': told({ id: '1', requester_id: '4' }, { subject: 'zen:user:1' }),
    'a merge into nothing': told({ id: '1' }, { type: 'zen:event-type:ticket.merged', event: {} }),
    'a merge into itself': told(
      { id: '1' },
      { type: 'zen:event-type:ticket.merged', event: { target_ticket_id: '1' } },
    ),
    'a person who is none': told({ id: 'x' }, { type: 'zen:event-type:user.deleted' }),
    'a person joined with nobody': told({ id: '5' }, { type: 'zen:event-type:user.merged', event: {} }),
    'a suspension that is none': told(
      { id: '5' },
      { type: 'zen:event-type:user.suspended_changed', event: {} },
    ),
    'an activity that is none': told({ id: '5' }, { type: 'zen:event-type:user.active_changed', event: {} }),
  }
  for (const [name, body] of Object.entries(malformed))
    it(`are refused and change nothing when they are signed and hold ${name}`, async () => {
      const before = desk.dump()
      expectProblem(await sendWebhook(desk, { ticketId: '1', body }), 400, 'BAD_REQUEST')
      expect(desk.dump()).to.equal(before)
    })

  it('are refused and change nothing when they tell of a time that has not come', async () => {
    const ticketId = await consentedTicket(desk)
    const before = desk.dump()
    for (const time of [iso(5 * MINUTE + SECOND), '2099-01-01T00:00:00Z']) {
      const answer = await sendWebhook(desk, { ticketId, requesterId: OTHER, eventId: 'ahead', time })
      expectProblem(answer, 400, 'BAD_REQUEST')
    }
    expect(desk.dump()).to.equal(before)
    // The same event in its own time, a little ahead of our clock, is taken.
    const time = iso(5 * MINUTE)
    const taken = await sendWebhook(desk, { ticketId, requesterId: OTHER, eventId: 'ahead', time })
    expect(taken.status).to.equal(204)
    expect((await viewOf(ticketId)).consent.status).to.equal('unknown')
  })

  it('are refused by their headers alone before their body has come', async () => {
    desk.world.pass(MINUTE)
    const length = { 'content-length': '200000', 'content-type': 'application/json' }
    const name = 'x-zendesk-webhook-signature'
    const heads: Readonly<Record<string, Readonly<Record<string, string>>>> = {
      unsigned: {},
      'signed by nothing that is one': { [name]: 'AAAA', [`${name}-timestamp`]: iso(0) },
      'of no time': {
        ...{ [name]: Buffer.alloc(32).toString('base64'), [`${name}-timestamp`]: 'yesterday' },
      },
    }
    const before = held()
    const forge = () => sendWebhook(desk, { ticketId: '1', secret: 'not the secret' })
    for (const [head, headers] of Object.entries(heads))
      expect(await statusBeforeBody(desk.origin, { ...length, ...headers }, forge), head).to.equal(401)
    // Whether an old one is the helpdesk's or a stranger's is known by its signature, and that needs the body.
    for (const at of [iso(0), iso(-HOUR)]) {
      const whole = { [name]: Buffer.alloc(32).toString('base64'), [`${name}-timestamp`]: at }
      expect(await statusBeforeBody(desk.origin, { ...length, ...whole }, forge), at).to.equal(null)
    }
    expect(held()).to.deep.equal(before)
  })

  it('are refused when they are too large, signed or not', async () => {
    const body = JSON.stringify({ id: '1', type: 't', detail: { id: '1' }, more: 'x'.repeat(300_000) })
    expectProblem(await sendWebhook(desk, { ticketId: '1', body }), 413, 'TOO_LARGE')
  })

  it('may hold fields that nobody here knows, and leave none of them behind', async () => {
    const ticketId = await consentedTicket(desk)
    const body = JSON.stringify({
      id: `unknown-${ticketId}`,
      type: 'zen:event-type:ticket.status_changed',
      time: desk.world.now().toISOString(),
      account_id: 7,
      detail: { id: Number(ticketId), requester_id: Number(REQUESTER), subject: 'zwetschgendatschi' },
      event: { current: 'OPEN', comment: { body: 'zwetschgendatschi' } },
    })
    expect((await sendWebhook(desk, { ticketId, body })).status).to.equal(204)
    expect(desk.dump()).to.not.contain('zwetschgendatschi')
    expect(desk.logged()).to.not.contain('zwetschgendatschi')
    expect((await viewOf(ticketId)).consent.status).to.equal('granted')
  })

  it('say whose a ticket is before anybody opens it: a page that names another person is refused', async () => {
    await sendWebhook(desk, { ticketId: '987654', requesterId: OTHER })
    const opened = await desk.api(AGENT, 'PUT', '/tickets/987654', { requesterId: REQUESTER })
    const reasons = opened.body.refusals.map((each: { refusal: { reason: string } }) => each.refusal.reason)
    expect(reasons).to.include('REQUESTER_MISMATCH')
    const right = await desk.api(AGENT, 'PUT', '/tickets/987654', { requesterId: OTHER })
    expect(
      right.body.refusals.map((each: { refusal: { reason: string } }) => each.refusal.reason),
    ).to.deep.equal(['CONSENT_NOT_GRANTED'])
  })

  it('change nothing when they are about things that are no ticket', async () => {
    const ticketId = await consentedTicket(desk)
    await sendWebhook(desk, { ticketId, requesterId: OTHER, type: 'zen:event-type:user.deleted' })
    expect((await viewOf(ticketId)).consent.status).to.equal('granted')
  })

  it('leave no word of their type in the log that could be text', async () => {
    const ticketId = await consentedTicket(desk)
    const type = 'zen:event-type:ticket.x Jane Doe <jane@doe.example>'
    expect((await sendWebhook(desk, { ticketId, type })).status).to.equal(204)
    expect(desk.audit().findLast((entry) => entry.type === 'webhook.received')?.decision).to.equal(
      'zen:event-type:ticket.x_Jane_Doe__jane_doe.example_',
    )
  })

  it('are refused altogether where no secret is configured', async () => {
    const closed = await startDesk({ env: { VOUCH_WEBHOOK_SECRET: '' } })
    const ticketId = await consentedTicket(closed)
    for (const secret of [WEBHOOK_SECRET, '', 'null', 'undefined'])
      expectProblem(
        await sendWebhook(closed, { ticketId, requesterId: OTHER, secret }),
        401,
        'SIGNATURE_INVALID',
      )
    await closed.stop()
  })

  it('are taken under the secret before as well, for as long as it is named, and under no other', async () => {
    const [former, third] = ['the secret before, in 24 characters', 'a third secret of 24 characters']
    const changing = await startDesk({ env: { VOUCH_WEBHOOK_SECRET_BEFORE: former } })
    for (const secret of [WEBHOOK_SECRET, former]) {
      const ticketId = await consentedTicket(changing)
      expect((await sendWebhook(changing, { ticketId, requesterId: OTHER, secret })).status).to.equal(204)
    }
    const changed = await changing.restart({ VOUCH_WEBHOOK_SECRET_BEFORE: '' })
    const ticketId = await consentedTicket(changed)
    const stored = () => changed.rows('select * from webhook_event')
    const before = stored()
    for (const secret of [former, third])
      expectProblem(
        await sendWebhook(changed, { ticketId, requesterId: OTHER, secret }),
        401,
        'SIGNATURE_INVALID',
      )
    expect(stored()).to.deep.equal(before)
    await changed.stop()
  })

  it('are signed over timestamp and body as one: neither can lend a byte to the other', async () => {
    const ticketId = await consentedTicket(desk)
    const body = JSON.stringify({ id: 'lent', type: 't', detail: { id: ticketId } })
    const timestamp = desk.world.now().toISOString()
    const signature = createHmac('sha256', WEBHOOK_SECRET)
      .update(timestamp + body)
      .digest('base64')
    const answer = await desk.call('POST', '/webhooks/zendesk', {
      raw: body.slice(1),
      headers: {
        'x-zendesk-webhook-signature': signature,
        'x-zendesk-webhook-signature-timestamp': `${timestamp}{`,
      },
    })
    expectProblem(answer, 401, 'SIGNATURE_INVALID')
  })
})

/**
 * What is answered to a head whose body is held back; `null`: nothing, while others that came later, body and all, were
 * refused.
 */
function statusBeforeBody(
  origin: string,
  headers: Readonly<Record<string, string>>,
  refuseAnother: () => Promise<unknown>,
): Promise<number | null> {
  return new Promise((resolve, reject) => {
    const sent = request(`${origin}/webhooks/zendesk`, {
      method: 'POST',
      headers: { ...headers, expect: '100-continue' },
    })
    const done = (status: number | null) => {
      sent.destroy()
      resolve(status)
    }
    sent.on('response', ({ statusCode }) => done(statusCode ?? 0))
    sent.on('error', reject)
    // The head has come. An answer to it, written before the first of the others, is here before the second.
    sent.once('continue', () => {
      refuseAnother()
        .then(refuseAnother)
        .then(() => done(null), reject)
    })
    sent.flushHeaders()
  })
}
