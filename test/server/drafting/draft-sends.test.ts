import { expect } from 'chai'
import { AGENT, type Harness, OTHER_AGENT } from '../../support/companion-harness.ts'
import { draftRow, readyDraft, startDesk, withdraw } from '../../support/drafting-desk.ts'
import { expectProblem } from '../../support/problem-checks.ts'
import { changeQuoted, insertAll, recalls, reportSend } from '../../support/recall-ground.ts'

describe('a draft that was sent', () => {
  let desk: Harness
  beforeEach(async () => {
    desk = await startDesk()
  })
  afterEach(() => desk.stop())

  const sends = () => desk.rows('select * from draft_send')

  it('is noted with its counts, audited, and counted when its article is recalled', async () => {
    const { draft } = await readyDraft(desk)
    await insertAll(desk, draft)
    expect((await reportSend(desk, draft.id)).status).to.equal(204)
    expect(draftRow(desk, draft.id)).to.include({ status: 'sent' })
    expect(sends()).to.deep.equal([
      {
        account_id: 'acme',
        draft_id: draft.id,
        sent_at: desk.world.now().toISOString(),
        sentences: 4,
        kept: 3,
        words: 40,
        distance: 6,
      },
    ])
    expect(desk.audit().at(-1)).to.deep.include({
      type: 'draft.sent',
      object: { kind: 'draft', ref: draft.id },
      detail: { sentences: 4, kept: 3, words: 40, distance: 6 },
    })
    await changeQuoted(desk)
    expect(recalls(desk)[0]).to.include({ drafts: 1, sent: 1 })
  })

  it('is noted once: the same again, or with other counts, changes nothing', async () => {
    const { draft } = await readyDraft(desk)
    await insertAll(desk, draft)
    await reportSend(desk, draft.id)
    const before = desk.dump()
    expect((await reportSend(desk, draft.id)).status).to.equal(204)
    expect((await reportSend(desk, draft.id, { kept: 0 })).status).to.equal(204)
    expect(desk.dump()).to.equal(before)
  })

  it('is noted also after the requester withdrew: it is the agent’s own correspondence', async () => {
    const { ticketId, draft } = await readyDraft(desk)
    await insertAll(desk, draft)
    await withdraw(desk, ticketId)
    expect((await reportSend(desk, draft.id)).status).to.equal(204)
    expect(draftRow(desk, draft.id)).to.include({ status: 'sent', sealed_content: null })
  })

  it('is not inserted again', async () => {
    const { draft } = await readyDraft(desk)
    await insertAll(desk, draft)
    await reportSend(desk, draft.id)
    const again = await desk.api(AGENT, 'POST', `/drafts/${draft.id}/insertions`, {
      sentenceIds: ['s1'],
      how: 'insert',
      lastCommentId: '501',
    })
    expect(again.body.refusals[0].refusal).to.deep.equal({ reason: 'DRAFT_NOT_OPEN' })
  })

  it('must have been inserted, and not been dismissed', async () => {
    const { draft } = await readyDraft(desk)
    expectProblem(await reportSend(desk, draft.id), 409, 'CONFLICT')
    await insertAll(desk, draft)
    await desk.api(AGENT, 'POST', `/drafts/${draft.id}/dismissals`, { reason: 'other' })
    const before = desk.dump()
    expectProblem(await reportSend(desk, draft.id), 409, 'CONFLICT')
    expect(desk.dump()).to.equal(before)
  })

  it('of another agent does not exist', async () => {
    const { draft } = await readyDraft(desk)
    await insertAll(desk, draft)
    await desk.sessionOf(OTHER_AGENT)
    const before = desk.dump()
    expectProblem(await reportSend(desk, draft.id, {}, OTHER_AGENT), 404, 'NOT_FOUND')
    expect(desk.dump()).to.equal(before)
  })

  const wrong: Readonly<Record<string, object>> = {
    'no sentence': { sentences: 0, kept: 0 },
    'more kept than inserted': { kept: 5 },
    'more edits than words': { distance: 41 },
    'a share of a sentence': { kept: 1.5 },
    'words of the reply': { text: 'Hello Silas' },
    'more sentences than the draft has': { sentences: 400, kept: 4 },
  }
  for (const [name, change] of Object.entries(wrong))
    it(`is not noted from a report with ${name}, and nothing is stored`, async () => {
      const { draft } = await readyDraft(desk)
      await insertAll(desk, draft)
      const before = desk.dump()
      expectProblem(await reportSend(desk, draft.id, change), 400, 'BAD_REQUEST')
      expect(desk.dump()).to.equal(before)
    })
})
