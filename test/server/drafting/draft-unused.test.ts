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

  const unused = (draftId: string, told: object, as = AGENT, why = 'overtaken') =>
    desk.api(as, 'POST', `/drafts/${draftId}/unused`, { why, usedBefore: false, ...told })
  const unsent = async (ticketId: string) =>
    (await desk.api(AGENT, 'GET', `/tickets/${ticketId}`)).body.unsent

  it('are on record as such, beside what was let go, and the draft is in no reply', async () => {
    const { draft } = await readyDraft(desk)
    const allowedAt = await insertAll(desk, draft)
    expect((await unused(draft.id, { allowedAt }, AGENT, 'composer')).status).to.equal(204)
    const entries = desk.audit().filter(({ object }) => object.ref === draft.id)
    expect(entries.map(({ type }) => type).slice(-2)).to.deep.equal(['draft.inserted', 'draft.not_inserted'])
    expect(entries.at(-1)).to.deep.include({
      decision: 'composer',
      detail: { usedBefore: 'no', lastPermission: 'yes' },
    })
    expect(draftRow(desk, draft.id)).to.include({ status: 'ready' })
    await insertAll(desk, draft)
    expect(draftRow(desk, draft.id)).to.include({ status: 'inserted' })
  })

  it('have to come out of no reply when the requester has said no: nobody is asked to take them out', async () => {
    const { ticketId, draft } = await readyDraft(desk)
    const allowedAt = await insertAll(desk, draft)
    await withdraw(desk, ticketId)
    expect(await unsent(ticketId)).to.deep.equal([draft.id])
    await unused(draft.id, { allowedAt })
    expect(await unsent(ticketId)).to.deep.equal([])
    expect(draftRow(desk, draft.id)).to.include({ status: 'dismissed', sealed_content: null })
  })

  it('leave on record as used what was used before', async () => {
    const { ticketId, draft } = await readyDraft(desk)
    await insertAll(desk, draft)
    const allowedAt = await insertAll(desk, draft)
    await unused(draft.id, { usedBefore: true, allowedAt })
    expect(draftRow(desk, draft.id)).to.include({ status: 'inserted' })
    await withdraw(desk, ticketId)
    expect(await unsent(ticketId)).to.deep.equal([draft.id])
  })

  it('say nothing of what was let go after them: a report that comes late takes no sent reply off the record', async () => {
    const { ticketId, draft } = await readyDraft(desk)
    const first = await insertAll(desk, draft)
    desk.world.pass(5_000)
    await insertAll(desk, draft)
    for (const told of [{ allowedAt: first }, {}]) {
      expect((await unused(draft.id, told)).status).to.equal(204)
      expect(draftRow(desk, draft.id)).to.include({ status: 'inserted' })
      expect(desk.audit().at(-1)).to.deep.include({ detail: { usedBefore: 'no', lastPermission: 'no' } })
    }
    await withdraw(desk, ticketId)
    expect(await unsent(ticketId), 'it may be in the reply').to.deep.equal([draft.id])
    expect((await reportSend(desk, draft.id)).status).to.equal(204)
    expect(draftRow(desk, draft.id)).to.include({ status: 'sent' })
  })

  it('are on record once for each permission, however often they are reported: the same answer, and nothing more', async () => {
    const { draft } = await readyDraft(desk)
    const first = await insertAll(desk, draft)
    const told = () => desk.audit().filter(({ type }) => type === 'draft.not_inserted').length
    const again = async (report: object) => {
      for (let each = 0; each < 3; each += 1) expect((await unused(draft.id, report)).status).to.equal(204)
      return told()
    }
    expect(await again({ usedBefore: true, allowedAt: first })).to.equal(1)
    // One that does not say which permission it was.
    expect(await again({})).to.equal(2)
    desk.world.pass(5_000)
    const second = await insertAll(desk, draft)
    expect(await again({})).to.equal(3)
    expect(await again({ allowedAt: second })).to.equal(4)
    expect(draftRow(desk, draft.id)).to.include({ status: 'ready' })
    desk.world.pass(5_000)
    const third = await insertAll(desk, draft)
    expect(await again({ allowedAt: second })).to.equal(4)
    expect(draftRow(desk, draft.id)).to.include({ status: 'inserted' })
    await reportSend(desk, draft.id)
    expectProblem(await unused(draft.id, { allowedAt: third }), 409, 'CONFLICT')
    expect(await again({ allowedAt: second })).to.equal(4)
    expect(draftRow(desk, draft.id)).to.include({ status: 'sent' })
  })

  it('cannot be used later where their consent is another’s by now: nothing is left of them but the receipt', async () => {
    const { ticketId, draft } = await readyDraft(desk)
    const allowedAt = await insertAll(desk, draft)
    await desk.api(AGENT, 'PUT', `/tickets/${ticketId}`, { requesterId: '4711' })
    await unused(draft.id, { allowedAt })
    expect(draftRow(desk, draft.id)).to.include({ status: 'dismissed', sealed_content: null })
  })

  it('are nobody else’s to report, nor of a draft that is in no reply or was sent', async () => {
    const { draft } = await readyDraft(desk)
    let allowedAt = desk.world.now().toISOString()
    const refused = async (status: number, code: string, as = AGENT) => {
      const before = desk.audit().length
      const row = draftRow(desk, draft.id)
      expectProblem(await unused(draft.id, { allowedAt }, as), status, code)
      expect([desk.audit().length, draftRow(desk, draft.id)]).to.deep.equal([before, row])
    }
    await refused(409, 'CONFLICT')
    allowedAt = await insertAll(desk, draft)
    await refused(404, 'NOT_FOUND', OTHER_AGENT)
    await reportSend(desk, draft.id)
    await refused(409, 'CONFLICT')
  })
})
