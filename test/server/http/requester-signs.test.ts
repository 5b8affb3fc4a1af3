import { expect } from 'chai'
import { ADMIN, AGENT, COMPLIANCE, type Harness } from '../../support/companion-harness.ts'
import {
  consentedTicket,
  draft,
  openedTicket,
  orderFor,
  REFUND_QUESTION,
  REQUESTER,
  startDesk,
} from '../../support/drafting-desk.ts'
import { MINUTE } from '../../support/fake-world.ts'
import { expectProblem } from '../../support/problem-checks.ts'
import { sendWebhook } from '../../support/signed-webhook.ts'

const FIELD = { fieldId: '7', kind: 'birth_date', country: 'DE' }
const CHILD = '2014-05-17'
const ADULT = '1984-05-17'

describe('a form that says how old its writer is', () => {
  let desk: Harness
  // One for each story: a hold stands over the person, whatever their ticket.
  beforeEach(async () => {
    desk = await startDesk()
    await desk.api(ADMIN, 'PUT', `/console/roles/${COMPLIANCE}`, { roles: ['compliance'] })
    const saved = await desk.api(ADMIN, 'PUT', '/console/helpdesk-settings/age-field', {
      version: 0,
      ageField: FIELD,
    })
    expect(saved.body.settings.ageField).to.deep.equal(FIELD)
  })
  afterEach(() => desk.stop())

  const say = (ticketId: string, requesterId = REQUESTER) =>
    desk.api(AGENT, 'POST', `/tickets/${ticketId}/under-age`, { requesterId })
  const change = (ticketId: string, value: unknown, fieldId = '7') =>
    sendWebhook(desk, {
      ticketId,
      requesterId: REQUESTER,
      type: 'zen:event-type:ticket.custom_field_changed',
      event: {
        custom_field: { id: fieldId, title: 'Date of birth', type: 'date' },
        current: { value },
        previous: { value: null },
      },
    })
  const overlays = async (ticketId: string) =>
    (await desk.api(AGENT, 'GET', `/tickets/${ticketId}`)).body.consent.overlays
  const lift = async (ticketId: string) => {
    const { epoch } = (await desk.api(AGENT, 'GET', `/tickets/${ticketId}`)).body.consent
    const order = { act: 'lift_minor_hold', reason: 'a parent agreed by letter', epoch }
    return desk.api(COMPLIANCE, 'POST', `/console/consents/${ticketId}/acts`, order)
  }

  it('names the field to the sidebar, with the day of the companion', async () => {
    const { body } = await desk.api(AGENT, 'GET', '/age-field')
    const ageField = { fieldId: '7', kind: 'birth_date', years: 16 }
    expect(body).to.deep.equal({ ageField, today: desk.world.now().toISOString().slice(0, 10) })
  })

  const ways = {
    'the helpdesk sends it': (ticketId: string) => change(ticketId, CHILD),
    "an agent's session reads it": (ticketId: string) => say(ticketId),
  }
  for (const [name, tell] of Object.entries(ways))
    it(`holds drafts back by itself when ${name}, asks no model, and keeps no date of birth`, async () => {
      const ticketId = await consentedTicket(desk)
      await draft(desk, orderFor(ticketId, REFUND_QUESTION))
      const calls = desk.drafter.calls
      expect((await tell(ticketId)).status).to.be.within(200, 204)
      expect(await overlays(ticketId)).to.deep.equal(['minor_hold'])
      const { reasons } = await draft(desk, orderFor(ticketId, REFUND_QUESTION))
      expect(reasons).to.include('CONSENT_OVERLAY')
      expect(desk.drafter.calls).to.equal(calls)
      expect(desk.dump()).to.not.contain(CHILD)
    })

  it('is lifted by compliance staff alone, and does not come back when the ticket is opened again', async () => {
    const ticketId = await consentedTicket(desk)
    await say(ticketId)
    const order = { act: 'lift_minor_hold', reason: 'x', epoch: 0 }
    expectProblem(
      await desk.api(AGENT, 'POST', `/console/consents/${ticketId}/acts`, order),
      403,
      'NOT_PERMITTED',
    )
    expect(await overlays(ticketId)).to.deep.equal(['minor_hold'])
    desk.world.pass(MINUTE)
    expect((await lift(ticketId)).status).to.be.lessThan(300)
    desk.world.pass(MINUTE)
    expect((await say(ticketId)).status).to.equal(201)
    await sendWebhook(desk, { ticketId, requesterId: REQUESTER, type: 'zen:event-type:ticket.comment_added' })
    expect(await overlays(ticketId)).to.deep.equal([])
  })

  it('comes back when the field is filled in anew', async () => {
    const ticketId = await consentedTicket(desk)
    await change(ticketId, CHILD)
    desk.world.pass(MINUTE)
    await lift(ticketId)
    expect(await overlays(ticketId)).to.deep.equal([])
    desk.world.pass(MINUTE)
    await change(ticketId, '2015-01-01')
    expect(await overlays(ticketId)).to.deep.equal(['minor_hold'])
  })

  const silent: Record<string, (ticketId: string) => Promise<unknown>> = {
    'a grown-up': (ticketId) => change(ticketId, ADULT),
    'another field': (ticketId) => change(ticketId, CHILD, '8'),
    'what is no date': (ticketId) => change(ticketId, 'soon'),
    'an emptied field': (ticketId) => change(ticketId, null),
  }
  for (const [name, tell] of Object.entries(silent))
    it(`holds nothing back for ${name}`, async () => {
      const ticketId = await consentedTicket(desk)
      await tell(ticketId)
      expect(await overlays(ticketId)).to.deep.equal([])
    })

  it('says nothing about another requester, and changes nothing', async () => {
    const ticketId = await openedTicket(desk)
    const before = desk.dump()
    expectProblem(await say(ticketId, '22'), 409, 'CONFLICT')
    expect(desk.dump()).to.equal(before)
  })

  it('is listened to only where an admin has named the field', async () => {
    const other = await startDesk()
    const ticketId = await openedTicket(other)
    const before = other.dump()
    const answer = await other.api(AGENT, 'POST', `/tickets/${ticketId}/under-age`, {
      requesterId: REQUESTER,
    })
    expectProblem(answer, 409, 'CONFLICT')
    expect(other.dump()).to.equal(before)
    const put = (as: string, ageField: unknown) =>
      other.api(as, 'PUT', '/console/helpdesk-settings/age-field', { version: 0, ageField })
    expectProblem(await put(AGENT, FIELD), 403, 'NOT_PERMITTED')
    for (const wrong of [
      { ...FIELD, country: 'XX' },
      { ...FIELD, fieldId: 'x' },
      { ...FIELD, more: 1 },
    ])
      expectProblem(await put(ADMIN, wrong), 400, 'BAD_REQUEST')
    expect(other.dump()).to.equal(before)
    await other.stop()
  })
})
