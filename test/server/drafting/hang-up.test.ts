import { expect } from 'chai'
import { putApproved, withSecondPeople } from '../../support/approval-ground.ts'
import { ADMIN, AGENT, COMPLIANCE, type Harness } from '../../support/companion-harness.ts'
import { consentedTicket, newDraftId, REQUESTER, startDesk } from '../../support/drafting-desk.ts'
import { scriptedModel } from '../../support/scripted-model.ts'

describe('a call to a model that is under way', () => {
  const model = scriptedModel()
  let desk: Harness
  before(async () => {
    desk = await startDesk({ model })
    await withSecondPeople(desk)
  })
  after(() => desk.stop())

  it('is hung up for a summary as well, and nothing of it is shown', async () => {
    const { version, ...policy } = (await desk.api(ADMIN, 'GET', '/console/scope-policy')).body
    await putApproved(desk, '/console/scope-policy', {
      version,
      actions: [...policy.actions, 'summarise'],
      fields: policy.fields,
      draftsPerTicket: policy.draftsPerTicket,
      maxChars: policy.maxChars,
      validDays: policy.validDays,
    })
    const ticketId = await consentedTicket(desk)
    model.says = async function* () {
      yield '{"points":['
      await desk.api(COMPLIANCE, 'POST', '/console/kill-switch/pulls', {
        level: 'egress',
        ref: '',
        reason: 'provider_incident',
      })
      for (;;) {
        yield ' '
        await new Promise((resolve) => setTimeout(resolve, 5))
      }
    }
    const answer = await desk.api(AGENT, 'POST', '/summaries', {
      summaryId: newDraftId(),
      ticketId,
      requesterId: REQUESTER,
      comments: [{ id: '1', text: 'The parcel is late.', createdAt: '2026-11-20T08:00:00.000Z' }],
      replaced: {},
    })
    expect(answer.body.outcome).to.equal('refused')
    expect(answer.body.refusals.map(({ refusal }: { refusal: object }) => refusal)).to.deep.equal([
      { reason: 'KILL_SWITCH_ON', why: 'pulled', level: 'egress' },
    ])
    expect(answer.text).not.to.include('points')
    expect(model.calls).to.have.length(1)
  })
})
