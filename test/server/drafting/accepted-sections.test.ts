import { expect } from 'chai'
import { ACCEPTED_LEAST } from '../../../src/domain/section-prior.ts'
import { ADMIN, AGENT, type Harness } from '../../support/companion-harness.ts'
import {
  consentedTicket,
  draft,
  orderFor,
  REFUND_QUESTION,
  readyDraft,
  startDesk,
  withdraw,
} from '../../support/drafting-desk.ts'
import { DAY } from '../../support/fake-world.ts'
import { insertAll, reportSend } from '../../support/recall-ground.ts'

describe('drafts that agents accept', () => {
  let desk: Harness
  beforeEach(async () => {
    desk = await startDesk()
  })
  afterEach(() => desk.stop())

  const counts = () => desk.rows('select section_id, week, accepted from section_week')
  const counted = (accepted: number) => [{ section_id: '1', week: '2026-11-16', accepted }]

  it('count once when they are inserted, however often, and once more when they are sent', async () => {
    const { draft: made } = await readyDraft(desk)
    expect(counts()).to.deep.equal([])
    await insertAll(desk, made)
    await insertAll(desk, made)
    expect(counts()).to.deep.equal(counted(1))
    await reportSend(desk, made.id)
    await reportSend(desk, made.id)
    expect(counts()).to.deep.equal(counted(2))
  })

  const unused = (draftId: string, allowedAt: string, usedBefore = false) =>
    desk.api(AGENT, 'POST', `/drafts/${draftId}/unused`, { why: 'composer', usedBefore, allowedAt })

  it('count nothing when they never reached the reply, and once when they do at last', async () => {
    const { draft: made } = await readyDraft(desk)
    for (let each = 0; each < 3; each += 1) {
      const allowedAt = await insertAll(desk, made)
      expect(counts()).to.deep.equal(counted(1))
      await unused(made.id, allowedAt)
      await unused(made.id, allowedAt)
      expect(counts()).to.deep.equal([])
      desk.world.pass(1_000)
    }
    await insertAll(desk, made)
    desk.world.pass(1_000)
    await unused(made.id, await insertAll(desk, made), true)
    expect(counts()).to.deep.equal(counted(1))
  })

  it('leave a week that is over as it was, and count no second time for it', async () => {
    const { draft: made } = await readyDraft(desk)
    const allowedAt = await insertAll(desk, made)
    desk.world.pass(3 * DAY)
    await unused(made.id, allowedAt)
    expect(counts()).to.deep.equal(counted(1))
    await insertAll(desk, made)
    expect(counts()).to.deep.equal(counted(1))
  })

  it('count nothing when they are dismissed, or withdrawn before they were inserted', async () => {
    const { draft: dismissed } = await readyDraft(desk)
    await desk.api(AGENT, 'POST', `/drafts/${dismissed.id}/dismissals`, { reason: 'wrong_article' })
    expect(counts()).to.deep.equal([])
    const { ticketId, draft: withdrawn } = await readyDraft(desk)
    await withdraw(desk, ticketId)
    const order = {
      sentenceIds: withdrawn.sentences.map(({ id }) => id),
      how: 'insert',
      lastCommentId: '501',
    }
    const answer = await desk.api(AGENT, 'POST', `/drafts/${withdrawn.id}/insertions`, order)
    expect(answer.body.outcome).to.equal('refused')
    expect(counts()).to.deep.equal([])
  })

  it('stay counted when their words are gone, naming neither ticket nor requester', async () => {
    const { ticketId, draft: made } = await readyDraft(desk)
    await insertAll(desk, made)
    await withdraw(desk, ticketId)
    expect(counts()).to.deep.equal(counted(1))
    expect(Object.keys(desk.rows('select * from section_week')[0] ?? {})).to.deep.equal([
      'account_id',
      'section_id',
      'week',
      'accepted',
    ])
  })

  it('make a prior that receipt and explanation name, from the week after', async () => {
    const { draft: made } = await readyDraft(desk)
    expect(made.receipt.prior).to.equal(undefined)
    const store = `insert into section_week values ('acme', '1', '2026-11-16', ${ACCEPTED_LEAST})`
    desk.tamper((database) => database.exec(store))
    desk.world.pass(4 * DAY)
    const ticketId = await consentedTicket(desk)
    const run = await draft(desk, orderFor(ticketId, REFUND_QUESTION))
    expect(run.draft?.receipt.prior).to.match(/^2026-11-23\.[0-9a-f]{12}$/)
    const why = await desk.api(ADMIN, 'GET', `/console/tickets/${ticketId}/why`)
    expect(why.body.prior).to.deep.equal({
      version: run.draft?.receipt.prior,
      sections: [{ sectionId: '1', name: 'Orders', share: 1 }],
    })
  })
})
