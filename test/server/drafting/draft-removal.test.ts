import { expect } from 'chai'
import { ADMIN, AGENT, COMPLIANCE, type Harness, OTHER_AGENT } from '../../support/companion-harness.ts'
import { press } from '../../support/consent-page.ts'
import {
  draft,
  draftRow,
  orderFor,
  REFUND_QUESTION,
  readyDraft,
  startDesk,
  withdraw,
} from '../../support/drafting-desk.ts'
import { DAY } from '../../support/fake-world.ts'
import { expectProblem } from '../../support/problem-checks.ts'
import { insertAll, reportSend } from '../../support/recall-ground.ts'

describe('a draft in a reply when the requester says no', () => {
  let desk: Harness
  beforeEach(async () => {
    desk = await startDesk()
    await desk.api(ADMIN, 'PUT', `/console/roles/${COMPLIANCE}`, { roles: ['compliance'] })
  })
  afterEach(() => desk.stop())

  const unsent = async (ticketId: string, as = AGENT) =>
    (await desk.api(as, 'GET', `/tickets/${ticketId}`)).body.unsent
  const remove = (draftId: string, as = AGENT) => desk.api(as, 'POST', `/drafts/${draftId}/removals`)
  const agreesAgain = async (ticketId: string) => {
    desk.world.pass(190 * DAY)
    const { body } = await desk.api(AGENT, 'POST', `/tickets/${ticketId}/consent/requests`, {})
    expect((await press(desk, new URL(body.url).pathname, 'grant')).status).to.equal(303)
    await desk.api(ADMIN, 'POST', `/tickets/${ticketId}/scope/renewals`)
  }
  const restrict = async (ticketId: string) => {
    const { body } = await desk.api(COMPLIANCE, 'GET', `/console/consents/${ticketId}`)
    const order = { act: 'restrict', reason: 'disputed', epoch: body.consent.epoch }
    expect((await desk.api(COMPLIANCE, 'POST', `/console/consents/${ticketId}/acts`, order)).status).to.equal(
      201,
    )
  }

  it('is named to the agent who put it there, and to nobody else, until they confirm', async () => {
    const { ticketId, draft } = await readyDraft(desk)
    await insertAll(desk, draft)
    expect(await unsent(ticketId)).to.deep.equal([])
    await withdraw(desk, ticketId)
    expect(await unsent(ticketId)).to.deep.equal([draft.id])
    expect(await unsent(ticketId, OTHER_AGENT)).to.deep.equal([])
    expect((await remove(draft.id)).status).to.equal(204)
    expect(await unsent(ticketId)).to.deep.equal([])
    expect(draftRow(desk, draft.id)).to.include({ status: 'dismissed', sealed_content: null })
    expect(desk.audit().at(-1)).to.deep.include({
      type: 'draft.removed',
      object: { kind: 'draft', ref: draft.id },
      decision: 'removed',
    })
  })

  it('shuts drafting on the server until then, and not the search', async () => {
    const { ticketId, draft: inserted } = await readyDraft(desk)
    await insertAll(desk, inserted)
    await withdraw(desk, ticketId)
    await agreesAgain(ticketId)
    const view = async () => (await desk.api(AGENT, 'GET', `/tickets/${ticketId}`)).body
    expect((await view()).consent.status).to.equal('granted')
    expect((await view()).refusals).to.deep.equal([
      { refusal: { reason: 'DRAFT_TO_REMOVE' }, nextStep: 'remove_draft' },
    ])
    const calls = desk.drafter.calls
    const drafted = () => draft(desk, orderFor(ticketId, REFUND_QUESTION))
    expect((await drafted()).reasons).to.deep.equal(['DRAFT_TO_REMOVE'])
    expect(desk.drafter.calls).to.equal(calls)
    expect(desk.rows("select status from draft where status in ('drafting', 'ready')")).to.deep.equal([])
    const search = await desk.api(AGENT, 'POST', '/searches', { ticketId, query: 'refund' })
    expect(search.body.outcome).to.equal('found')
    // It is this agent's reply: a colleague's is another one.
    expect((await desk.api(OTHER_AGENT, 'GET', `/tickets/${ticketId}`)).body.refusals).to.deep.equal([])
    await remove(inserted.id)
    expect((await view()).refusals).to.deep.equal([])
    expect((await drafted()).draft?.status).to.equal('ready')
  })

  it('is confirmed once: the same again changes nothing', async () => {
    const { ticketId, draft } = await readyDraft(desk)
    await insertAll(desk, draft)
    await withdraw(desk, ticketId)
    await remove(draft.id)
    const before = desk.dump()
    expect((await remove(draft.id)).status).to.equal(204)
    expect(desk.dump()).to.equal(before)
  })

  it('is named after a restriction too', async () => {
    const { ticketId, draft } = await readyDraft(desk)
    await insertAll(desk, draft)
    await restrict(ticketId)
    expect(await unsent(ticketId)).to.deep.equal([draft.id])
  })

  it('is not named once it was sent: that is the agent’s own correspondence', async () => {
    const { ticketId, draft } = await readyDraft(desk)
    await insertAll(desk, draft)
    await withdraw(desk, ticketId)
    await reportSend(desk, draft.id)
    expect(await unsent(ticketId)).to.deep.equal([])
    const before = desk.dump()
    expectProblem(await remove(draft.id), 409, 'CONFLICT')
    expect(desk.dump()).to.equal(before)
  })

  it('was never in a reply: nothing is named, and nothing can be confirmed', async () => {
    const { ticketId, draft } = await readyDraft(desk)
    await withdraw(desk, ticketId)
    expect(await unsent(ticketId)).to.deep.equal([])
    const before = desk.dump()
    expectProblem(await remove(draft.id), 409, 'CONFLICT')
    expect(desk.dump()).to.equal(before)
  })

  it('stays where nobody has said no, and is not another agent’s to confirm', async () => {
    const { ticketId, draft } = await readyDraft(desk)
    await insertAll(desk, draft)
    const before = desk.dump()
    expectProblem(await remove(draft.id), 409, 'CONFLICT')
    expect(desk.dump()).to.equal(before)
    await withdraw(desk, ticketId)
    const after = desk.dump()
    expectProblem(await remove(draft.id, OTHER_AGENT), 404, 'NOT_FOUND')
    expect(desk.dump()).to.equal(after)
    expect(await unsent(ticketId)).to.deep.equal([draft.id])
  })
})
