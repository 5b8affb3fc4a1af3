import { expect } from 'chai'
import { ACCOUNT_ORIGIN, ADMIN, AGENT, COMPLIANCE, type Harness } from '../../support/companion-harness.ts'
import { readyDraft, startDesk } from '../../support/drafting-desk.ts'
import { expectProblem } from '../../support/problem-checks.ts'
import {
  changeQuoted,
  delist,
  insertAll,
  QUOTED,
  REWORDED,
  reportSend,
  takeDown,
} from '../../support/recall-ground.ts'

describe('the recalls of an account', () => {
  let desk: Harness
  beforeEach(async () => {
    desk = await startDesk()
    await desk.api(ADMIN, 'PUT', `/console/roles/${COMPLIANCE}`, { roles: ['agent', 'compliance'] })
  })
  afterEach(() => desk.stop())

  const list = async (query = '') => (await desk.api(COMPLIANCE, 'GET', `/console/recalls${query}`)).body
  const draftsOf = async (recallId: string) =>
    (await desk.api(COMPLIANCE, 'GET', `/console/recalls/${recallId}/drafts`)).body

  it('are none before anything left', async () => {
    expect(await list()).to.deep.equal([])
  })

  it('stand newest first, with what changed and how bad it is', async () => {
    await readyDraft(desk)
    await changeQuoted(desk)
    await takeDown(desk)
    const [second, third, first] = await list()
    expect([second.cause, third.cause, first.cause]).to.deep.equal(['unpublished', 'unpublished', 'changed'])
    expect(first).to.include({ title: 'When will I get my refund?', severity: 'changed', drafts: 1 })
    const changed = first.quotes.find(({ fate }: { fate: string }) => fate === 'changed')
    expect(changed).to.include({ before: QUOTED, after: REWORDED })
    expect((await list(`?before=${second.recallId}`)).length).to.equal(2)
    expect((await list('?quoted=1')).map(({ recallId }: { recallId: string }) => recallId)).to.deep.equal([
      first.recallId,
    ])
  })

  it('list every draft and sent reply with a link to its ticket, and no name and no word of them', async () => {
    const ready = await readyDraft(desk)
    const sent = await readyDraft(desk)
    const inserted = await readyDraft(desk)
    const dismissed = await readyDraft(desk)
    for (const { draft } of [sent, inserted]) await insertAll(desk, draft)
    await reportSend(desk, sent.draft.id)
    await desk.api(AGENT, 'POST', `/drafts/${dismissed.draft.id}/dismissals`, { reason: 'other' })
    await changeQuoted(desk)
    const [recall] = await list('?quoted=1')
    expect([recall.drafts, recall.sent]).to.deep.equal([4, 1])
    const { drafts, more } = await draftsOf(recall.recallId)
    expect(more).to.equal(false)
    const of = (made: { ticketId: string }) =>
      drafts.find(({ ticketId }: { ticketId: string }) => ticketId === made.ticketId)
    expect([ready, sent, inserted, dismissed].map((made) => of(made).status)).to.deep.equal([
      'ready',
      'sent',
      'inserted',
      'dismissed',
    ])
    expect(of(sent)).to.deep.include({
      ticketUrl: `${ACCOUNT_ORIGIN}/agent/tickets/${sent.ticketId}`,
      kept: 3,
      sentences: 4,
      severity: 'changed',
    })
    expect(of(ready)).to.deep.include({ kept: null, sentences: null })
    // The same pseudonym as in the audit log.
    expect(of(ready).agent).to.equal(desk.audit().find(({ type }) => type === 'draft.made')?.actor.ref)
    expect(JSON.stringify(drafts)).to.not.match(/warehouse|refund takes/)
  })

  it('do not claim to know which sentences an older draft quoted', async () => {
    const { draft } = await readyDraft(desk)
    desk.tamper((database) => database.exec('delete from draft_quote'))
    await changeQuoted(desk)
    const [recall] = await list('?quoted=1')
    expect([recall.severity, recall.quotes]).to.deep.equal([null, []])
    const { drafts } = await draftsOf(recall.recallId)
    expect(drafts[0]).to.include({ draftId: draft.id, severity: null })
  })

  it('are marked as handled by whom and when, once, audited, and unmarked again', async () => {
    await readyDraft(desk)
    await delist(desk)
    const [recall] = await list('?quoted=1')
    const handle = (handled: unknown, as = COMPLIANCE) =>
      desk.api(as, 'PUT', `/console/recalls/${recall.recallId}/handling`, { handled })
    const done = (await handle(true)).body
    expect(done.handledAt).to.equal(desk.world.now().toISOString())
    expect(desk.audit().at(-1)).to.deep.include({
      type: 'recall.handled',
      decision: 'handled',
      object: { kind: 'recall', ref: recall.recallId },
      actor: { kind: 'agent', ref: done.handledBy },
    })
    const before = desk.dump()
    expect((await handle(true)).body).to.deep.equal(done)
    expect(desk.dump()).to.equal(before)
    expect((await handle(false, ADMIN)).body).to.deep.include({ handledAt: null, handledBy: null })
    expect(desk.audit().at(-1)).to.deep.include({ type: 'recall.handled', decision: 'reopened' })
    expectProblem(await handle('yes'), 400, 'BAD_REQUEST')
  })

  it('are exported as a table', async () => {
    const { ticketId } = await readyDraft(desk)
    await changeQuoted(desk)
    const [recall] = await list('?quoted=1')
    const answer = await desk.api(COMPLIANCE, 'GET', `/console/recalls/${recall.recallId}/export`)
    expect(answer.headers.get('content-type')).to.equal('text/csv; charset=utf-8')
    expect(answer.headers.get('content-disposition')).to.equal('attachment; filename=recall.csv')
    const rows = answer.text.trim().split('\r\n')
    expect(rows).to.have.length(2)
    expect(rows[1]).to.contain(`"${ticketId}","${ACCOUNT_ORIGIN}/agent/tickets/${ticketId}","ready"`)
    expect(answer.text).to.not.contain('refund takes')
  })

  it('are for admins and compliance staff: an agent sees and changes nothing', async () => {
    await readyDraft(desk)
    await changeQuoted(desk)
    const [{ recallId }] = await list('?quoted=1')
    await desk.sessionOf(AGENT)
    const before = desk.dump()
    for (const path of ['', `/${recallId}/drafts`, `/${recallId}/export`])
      expectProblem(await desk.api(AGENT, 'GET', `/console/recalls${path}`), 403, 'NOT_PERMITTED')
    expectProblem(
      await desk.api(AGENT, 'PUT', `/console/recalls/${recallId}/handling`, { handled: true }),
      403,
      'NOT_PERMITTED',
    )
    expect(desk.dump()).to.equal(before)
  })

  it('answer for one that is none: not found, not empty', async () => {
    const none = '00000000-0000-4000-8000-00000000abcd'
    for (const path of [`/${none}/drafts`, `/${none}/export`, '/x/drafts'])
      expectProblem(await desk.api(ADMIN, 'GET', `/console/recalls${path}`), 404, 'NOT_FOUND')
    expectProblem(
      await desk.api(ADMIN, 'PUT', `/console/recalls/${none}/handling`, { handled: true }),
      404,
      'NOT_FOUND',
    )
    expectProblem(await desk.api(ADMIN, 'GET', '/console/recalls?before=x'), 400, 'BAD_REQUEST')
  })
})
