import { expect } from 'chai'
import { AGENT, type Harness, OTHER_AGENT } from '../../support/companion-harness.ts'
import { draftRow, readyDraft, startDesk, withdraw } from '../../support/drafting-desk.ts'
import { expectProblem } from '../../support/problem-checks.ts'
import { insertAll, reportSend } from '../../support/recall-ground.ts'

describe('words of a draft that were let go and never reached the reply', () => {
  let desk: Harness
  beforeEach(async () => {
    desk = await startDesk()
  })
  afterEach(() => desk.stop())

  const unused = (draftId: string, usedBefore: boolean, as = AGENT, why = 'overtaken') =>
    desk.api(as, 'POST', `/drafts/${draftId}/unused`, { why, usedBefore })
  const unsent = async (ticketId: string) =>
    (await desk.api(AGENT, 'GET', `/tickets/${ticketId}`)).body.unsent

  it('are on record as such, beside what was let go, and the draft is in no reply', async () => {
    const { draft } = await readyDraft(desk)
    await insertAll(desk, draft)
    expect((await unused(draft.id, false, AGENT, 'composer')).status).to.equal(204)
    const entries = desk.audit().filter(({ object }) => object.ref === draft.id)
    expect(entries.map(({ type }) => type).slice(-2)).to.deep.equal(['draft.inserted', 'draft.not_inserted'])
    expect(entries.at(-1)).to.deep.include({ decision: 'composer', detail: { usedBefore: 'no' } })
    expect(draftRow(desk, draft.id)).to.include({ status: 'ready' })
    await insertAll(desk, draft)
    expect(draftRow(desk, draft.id)).to.include({ status: 'inserted' })
  })

  it('have to come out of no reply when the requester has said no: nobody is asked to take them out', async () => {
    const { ticketId, draft } = await readyDraft(desk)
    await insertAll(desk, draft)
    await withdraw(desk, ticketId)
    expect(await unsent(ticketId)).to.deep.equal([draft.id])
    await unused(draft.id, false)
    expect(await unsent(ticketId)).to.deep.equal([])
    expect(draftRow(desk, draft.id)).to.include({ status: 'dismissed', sealed_content: null })
  })

  it('leave on record as used what was used before', async () => {
    const { ticketId, draft } = await readyDraft(desk)
    await insertAll(desk, draft)
    await insertAll(desk, draft)
    await unused(draft.id, true)
    expect(draftRow(desk, draft.id)).to.include({ status: 'inserted' })
    await withdraw(desk, ticketId)
    expect(await unsent(ticketId)).to.deep.equal([draft.id])
  })

  it('are nobody else’s to report, nor of a draft that is in no reply or was sent', async () => {
    const { draft } = await readyDraft(desk)
    const refused = async (status: number, code: string, as = AGENT) => {
      const before = desk.audit().length
      const row = draftRow(desk, draft.id)
      expectProblem(await unused(draft.id, false, as), status, code)
      expect([desk.audit().length, draftRow(desk, draft.id)]).to.deep.equal([before, row])
    }
    await refused(409, 'CONFLICT')
    await insertAll(desk, draft)
    await refused(404, 'NOT_FOUND', OTHER_AGENT)
    await reportSend(desk, draft.id)
    await refused(409, 'CONFLICT')
  })
})
