import { expect } from 'chai'
import { RELAYED_EVENTS } from '../../../src/domain/consent-api.ts'
import { ADMIN, AGENT, COMPLIANCE, type Harness, OTHER_AGENT } from '../../support/companion-harness.ts'
import { openedTicket, startDesk } from '../../support/drafting-desk.ts'
import { expectProblem } from '../../support/problem-checks.ts'
import { sendWebhook } from '../../support/signed-webhook.ts'

const EVIDENCE = 'zwetschgendatschi, said on the phone'

let people = 0
const newPerson = () => {
  people += 1
  return `81${people}`
}

describe('an act that names whom it means', () => {
  let desk: Harness
  before(async () => {
    desk = await startDesk()
    await desk.api(ADMIN, 'PUT', `/console/roles/${COMPLIANCE}`, { roles: ['compliance'] })
  })
  after(() => desk.stop())

  const acts: Readonly<Record<string, (ticketId: string, about: object) => ReturnType<Harness['api']>>> = {
    ...Object.fromEntries(
      RELAYED_EVENTS.map((event) => [
        `recording: ${event}`,
        (ticketId: string, about: object) =>
          desk.api(AGENT, 'POST', `/tickets/${ticketId}/consent/events`, {
            ...{ event, channel: 'phone', evidence: EVIDENCE },
            ...about,
          }),
      ]),
    ),
    'asking by link': (ticketId, about) =>
      desk.api(AGENT, 'POST', `/tickets/${ticketId}/consent/requests`, about),
  }
  const handedOver: Readonly<Record<string, (ticketId: string, to: string) => Promise<unknown>>> = {
    'a colleague’s sidebar': (ticketId, requesterId) =>
      desk.api(OTHER_AGENT, 'PUT', `/tickets/${ticketId}`, { requesterId }),
    'the helpdesk’s webhook': (ticketId, requesterId) => sendWebhook(desk, { ticketId, requesterId }),
  }

  for (const [act, press] of Object.entries(acts)) {
    for (const [teller, handOver] of Object.entries(handedOver))
      it(`is refused, and nothing is kept, once ${teller} told of another requester: ${act}`, async () => {
        const [first, second] = [newPerson(), newPerson()]
        const ticketId = await openedTicket(desk, first)
        await handOver(ticketId, second)
        const before = desk.dump()
        const answer = await press(ticketId, { requesterId: first })
        expectProblem(answer, 409, 'REQUESTER_CHANGED')
        expect(answer.body.nextStep).to.equal('reload_ticket')
        expect(desk.dump()).to.equal(before)
        expect((await press(ticketId, { requesterId: second })).status, 'of who it is by now').to.equal(201)
      })

    it(`is taken from an older page, which names nobody: ${act}`, async () => {
      expect((await press(await openedTicket(desk, newPerson()), {})).status).to.equal(201)
    })
  }

  it('is taken of a record that the helpdesk has joined with the requester’s', async () => {
    const [old, kept] = [newPerson(), newPerson()]
    const ticketId = await openedTicket(desk, kept)
    await openedTicket(desk, old)
    const joined = {
      ...{ ticketId: old, type: 'zen:event-type:user.merged' },
      event: { target_user_id: kept },
    }
    await sendWebhook(desk, joined)
    expect((await acts['recording: grant']?.(ticketId, { requesterId: old }))?.status).to.equal(201)
  })

  it('is answered of an erased ticket by that ticket’s own rule', async () => {
    const person = newPerson()
    const ticketId = await openedTicket(desk, person)
    await sendWebhook(desk, { ticketId: person, type: 'zen:event-type:user.deleted' })
    const answer = await acts['recording: deny']?.(ticketId, { requesterId: person })
    expect(answer?.body.code).to.not.equal('REQUESTER_CHANGED')
  })

  it('takes no name that is none', async () => {
    const ticketId = await openedTicket(desk, newPerson())
    const before = desk.dump()
    for (const press of Object.values(acts))
      expectProblem(await press(ticketId, { requesterId: 'Keller' }), 400, 'BAD_REQUEST')
    expect(desk.dump()).to.equal(before)
  })

  it('need not name a person where it names the epoch: another requester is another one', async () => {
    const kept = () => desk.rows('select * from consent_event')
    const ticketId = await openedTicket(desk, newPerson())
    const relayed = await acts['recording: grant']?.(ticketId, {})
    const { epoch } = relayed?.body.consent ?? {}
    await desk.api(OTHER_AGENT, 'POST', `/tickets/${ticketId}/consent/evidence`)
    const second = newPerson()
    await desk.api(OTHER_AGENT, 'PUT', `/tickets/${ticketId}`, { requesterId: second })
    await acts['recording: grant']?.(ticketId, { requesterId: second })
    await desk.api(OTHER_AGENT, 'POST', `/tickets/${ticketId}/consent/evidence`)
    const before = kept()
    const look = { look: 'confirm', epoch }
    const act = { act: 'restrict', reason: 'asked for', epoch }
    const at = `/tickets/${ticketId}/consent`
    expectProblem(await desk.api(OTHER_AGENT, 'POST', `${at}/second-looks`, look), 409, 'CONFLICT')
    expectProblem(await desk.api(OTHER_AGENT, 'POST', `${at}/carry-overs`, { epoch }), 409, 'CONFLICT')
    expectProblem(
      await desk.api(COMPLIANCE, 'POST', `/console/consents/${ticketId}/acts`, act),
      409,
      'CONFLICT',
    )
    expect(kept()).to.deep.equal(before)
  })
})
