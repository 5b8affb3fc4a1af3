/** What an account has after a while: of nearly every table at least one row, so that its ids can be tried by another. */
import { expect } from 'chai'
import { NO_TEXTS, NOTHING_KNOWN } from '../../src/domain/incident.ts'
import { decide, SECOND_COMPLIANCE, withSecondPeople } from './approval-ground.ts'
import { ADMIN, AGENT, COMPLIANCE, type Harness } from './companion-harness.ts'
import { openedTicket, REQUESTER, readyDraft } from './drafting-desk.ts'
import { changeQuoted } from './recall-ground.ts'
import { sendWebhook } from './signed-webhook.ts'

/** Each of them must have worked: else its rows are missing and nobody would notice. */
export async function liveOn(desk: Harness): Promise<void> {
  const done = async (as: string, method: string, path: string, body?: unknown) => {
    const answer = await desk.api(as, method, path, body)
    expect(answer.status, `${method} ${path}: ${answer.text}`).to.be.within(200, 299)
    return answer.body
  }
  const now = desk.world.now().toISOString()
  await withSecondPeople(desk)

  const suspected = await done(COMPLIANCE, 'POST', '/console/incidents', {
    suspectedAt: now,
    facts: { ...NOTHING_KNOWN, texts: { ...NO_TEXTS, nature: 'A mailbox', awareWhy: 'Two tickets' } },
  })
  const incident = `/console/incidents/${suspected.incidentId}`
  await done(COMPLIANCE, 'POST', `${incident}/moves`, { version: 1, move: 'confirm', at: now })
  const letter = { target: 'authority', locale: 'en' }
  await done(COMPLIANCE, 'POST', `${incident}/letters`, { ...letter, anew: false, figures: null })
  await done(COMPLIANCE, 'PUT', `${incident}/letters`, { ...letter, version: 0, text: 'Dear authority' })
  await done(COMPLIANCE, 'POST', `${incident}/proofs`, { target: 'authority', at: now, reference: '4711' })
  await done(COMPLIANCE, 'POST', '/console/incident-drills', { really: false })

  const [run] = desk.rows("select run_id from simulation_run where account_id = 'acme'")
  await done(ADMIN, 'POST', `/console/simulations/${run?.run_id}/batches`, {
    cursor: null,
    tickets: [{ ticketId: '5001', requesterId: '990002', texts: ['How do I get a refund?'] }],
  })

  const sent = await readyDraft(desk)
  await done(AGENT, 'POST', `/drafts/${sent.draft.id}/insertions`, {
    ...{ how: 'insert', lastCommentId: '501' },
    sentenceIds: sent.draft.sentences.map(({ id }) => id),
  })
  await done(AGENT, 'POST', `/drafts/${sent.draft.id}/sends`, {
    ...{ sentences: 2, kept: 2, words: 20, distance: 0 },
  })
  await changeQuoted(desk)
  await readyDraft(desk)
  await sendWebhook(desk, { ticketId: sent.ticketId, requesterId: REQUESTER })

  await openedTicket(desk, '360000000778')
  const [person] = await done(COMPLIANCE, 'POST', '/console/requesters/searches', {
    ...{ by: 'user', values: ['360000000778'] },
  })
  const asked = await done(COMPLIANCE, 'POST', '/console/erasures', {
    ...{ requesterRef: person.requesterRef, caseId: null },
  })
  expect((await decide(desk, SECOND_COMPLIANCE, asked.change.changeId, 'approve')).status).to.equal(200)
  await done(ADMIN, 'POST', '/console/kill-switch/pulls', { level: 'brand', ref: 'drill', reason: 'other' })
}
