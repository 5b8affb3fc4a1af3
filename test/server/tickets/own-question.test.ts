import { expect } from 'chai'
import { AGENT, type Harness } from '../../support/companion-harness.ts'
import {
  consentedTicket,
  draft,
  orderFor,
  REFUND_QUESTION,
  REQUESTER,
  startDesk,
} from '../../support/drafting-desk.ts'
import { expectProblem } from '../../support/problem-checks.ts'
import { sendWebhook } from '../../support/signed-webhook.ts'

describe("an agent's word that a question is the requester's own", () => {
  let desk: Harness
  before(async () => {
    desk = await startDesk()
  })
  afterEach(() => desk.drafter.reset())
  after(() => desk.stop())

  const open = (ticketId: string, unfit: readonly string[], requesterId = REQUESTER) =>
    desk.api(AGENT, 'PUT', `/tickets/${ticketId}`, { requesterId, unfit })
  const vouch = (ticketId: string, requesterId = REQUESTER) =>
    desk.api(AGENT, 'POST', `/tickets/${ticketId}/own-question`, { requesterId })
  const why = (body: { refusals: readonly { refusal: { why?: string } }[] }) =>
    body.refusals.map(({ refusal }) => refusal.why)

  it('opens a ticket that looks passed on, which asks no model before, and is put on record', async () => {
    const ticketId = await consentedTicket(desk)
    await open(ticketId, ['forwarded'])
    expect((await draft(desk, orderFor(ticketId, REFUND_QUESTION))).reasons).to.deep.equal([
      'REQUESTER_UNFIT',
    ])
    expect(desk.drafter.calls).to.equal(0)
    const answer = await vouch(ticketId)
    expect([answer.status, why(answer.body)]).to.deep.equal([201, []])
    expect(desk.audit().findLast(({ type }) => type === 'ticket.own_question')?.actor.kind).to.equal('agent')
    expect(why((await open(ticketId, ['forwarded'])).body)).to.deep.equal([])
    expect((await draft(desk, orderFor(ticketId, REFUND_QUESTION))).reasons).to.deep.equal([])
  })

  it('lifts no other sign', async () => {
    const ticketId = await consentedTicket(desk)
    await open(ticketId, ['forwarded', 'suspended'])
    expect(why((await vouch(ticketId)).body)).to.deep.equal(['suspended'])
  })

  it('gives no consent, and speaks for no later requester', async () => {
    const ticketId = await consentedTicket(desk)
    await vouch(ticketId)
    desk.world.pass(5_000)
    await sendWebhook(desk, { ticketId, requesterId: '22' })
    const { body } = await open(ticketId, ['forwarded'], '22')
    expect(why(body)).to.include('forwarded')
    expect(body.consent.status).to.equal('unknown')
  })

  it('is not taken about another person, and leaves nothing', async () => {
    const ticketId = await consentedTicket(desk)
    const before = desk.dump()
    expectProblem(await vouch(ticketId, '22'), 409, 'CONFLICT')
    expect(desk.dump()).to.equal(before)
  })
})
