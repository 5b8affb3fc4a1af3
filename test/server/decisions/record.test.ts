import { expect } from 'chai'
import { parseVerifierKey } from '../../../server/audit/index.ts'
import { decisionHash, verifyProof } from '../../../server/decisions/index.ts'
import { receiptSchema } from '../../../server/decisions/verify-proof.ts'
import type { DecisionProof, DecisionReceipt } from '../../../src/domain/decision.ts'
import { ADMIN, AGENT, COMPLIANCE, type Harness, OTHER_AGENT } from '../../support/companion-harness.ts'
import {
  consentedTicket,
  draft,
  openedTicket,
  orderFor,
  REFUND_QUESTION,
  readyDraft,
  startDesk,
} from '../../support/drafting-desk.ts'
import { MODEL_FACTS, scriptedModel } from '../../support/scripted-model.ts'

const SECRET = 'zwetschgendatschi'

function decisionsOf(desk: Harness): readonly DecisionReceipt[] {
  return desk
    .rows('select receipt from decision order by audit_index')
    .map(({ receipt }) => receiptSchema.parse(JSON.parse(String(receipt))))
}

describe('a decision of the gate', () => {
  let desk: Harness
  before(async () => {
    desk = await startDesk()
  })
  after(() => desk.stop())

  const since = async (act: () => Promise<unknown>) => {
    const before = decisionsOf(desk).length
    await act()
    return decisionsOf(desk).slice(before)
  }

  it('that lets a draft be made is signed with its grounds, and named by its entry', async () => {
    const ticketId = await consentedTicket(desk)
    const order = orderFor(ticketId, `${REFUND_QUESTION} ${SECRET}`, { locale: 'en-us' })
    const [decision, ...more] = await since(() => draft(desk, order))
    const [ticket] = desk.rows(`select scope_hash, ticket_ref from ticket where ticket_id = '${ticketId}'`)
    expect(more).to.deep.equal([])
    expect(decision).to.deep.include({
      account: 'acme',
      action: 'draft',
      about: { kind: 'draft', ref: order.draftId },
      ticket: ticket?.ticket_ref,
      decision: 'allow',
      reasons: [],
      consent: { status: 'granted', overlays: [], epoch: 2, noticeVersion: 1, noticeLocale: 'en' },
      fields: ['requester_text', 'locale'],
      recipient: { provider: 'extractive', region: 'local', host: null },
      capability: null,
      code: '0.1.0',
    })
    expect(decision?.scope).to.include({ hash: ticket?.scope_hash, policyVersion: 0 })
    expect(decision?.articles).to.include({ allowlistVersion: 1, allowed: 14, of: 18 })
    const entry = desk.audit().findLast(({ type }) => type === 'gate.decided')
    expect(entry?.detail?.receipt).to.equal(decision === undefined ? '' : decisionHash(decision))
    expect(desk.dump()).not.to.include(SECRET)
  })

  it('that refuses is signed with all its reasons', async () => {
    const ticketId = await openedTicket(desk)
    await desk.api(AGENT, 'POST', `/tickets/${ticketId}/scope/narrowings`, { removeActions: ['draft'] })
    const [decision] = await since(() => draft(desk, orderFor(ticketId, REFUND_QUESTION)))
    expect(decision?.decision).to.equal('refuse')
    expect(decision?.reasons).to.deep.equal(['CONSENT_NOT_GRANTED', 'ACTION_NOT_IN_SCOPE'])
  })

  it('is written for a search too, and says where its receipt is', async () => {
    const ticketId = await openedTicket(desk)
    const [decision] = await since(async () => {
      const { body } = await desk.api(AGENT, 'POST', '/searches', { ticketId, query: 'refund' })
      expect(body.decision).to.include({ id: decisionsOf(desk).at(-1)?.id, allowed: 14, of: 18 })
    })
    expect([decision?.action, decision?.decision, decision?.fields]).to.deep.equal(['search', 'allow', []])
  })

  it('goes with the draft, and with the refusal', async () => {
    const { draft: made } = await readyDraft(desk)
    expect(made.receipt.decisions?.map(({ id }) => id)).to.deep.equal([decisionsOf(desk).at(-1)?.id])
    const run = await draft(desk, orderFor(await openedTicket(desk), REFUND_QUESTION))
    const last = run.events.at(-1)
    expect(last?.event === 'refused' ? last.decision?.id : null).to.equal(decisionsOf(desk).at(-1)?.id)
  })

  it('is not made when its receipt cannot be kept', async () => {
    const own = await startDesk()
    const ticketId = await consentedTicket(own)
    own.tamper((database) => database.exec('alter table decision rename to elsewhere'))
    const audited = own.audit().length
    const run = await draft(own, orderFor(ticketId, REFUND_QUESTION))
    expect(run.code).to.equal('STORE_UNAVAILABLE')
    expect([own.drafter.calls, own.audit().length]).to.deep.equal([0, audited])
    own.tamper((database) => database.exec('alter table elsewhere rename to decision'))
    await own.stop()
  })

  it('is made for each request to a model, and names the capability and the host', async () => {
    const model = scriptedModel()
    const own = await startDesk({ model })
    const says = model.says
    model.says = (reading, attempt) => (attempt === 1 ? ['nothing'] : says(reading, attempt))
    const { draft: made } = await readyDraft(own)
    const found = decisionsOf(own)
    expect(found.map(({ capability }) => capability !== null)).to.deep.equal([false, true, true])
    expect(found.map(({ recipient }) => recipient.host)).to.deep.equal(Array(3).fill(MODEL_FACTS.host))
    expect(made.receipt.decisions?.map(({ id }) => id)).to.deep.equal(found.map(({ id }) => id))
    await own.stop()
  })

  describe('is handed out', () => {
    let id: string
    before(async () => {
      await readyDraft(desk)
      id = decisionsOf(desk).at(-1)?.id ?? ''
      await desk.api(ADMIN, 'PUT', `/console/roles/${COMPLIANCE}`, { roles: ['compliance'] })
    })

    for (const [who, as] of [
      ['whoever asked for it', AGENT],
      ['an admin', ADMIN],
      ['compliance', COMPLIANCE],
    ] as const)
      it(`to ${who}, with all that is needed to check it`, async () => {
        const { status, body } = await desk.api(as, 'GET', `/decisions/${id}`)
        const proof: DecisionProof = body
        expect([status, proof.receipt.id]).to.deep.equal([200, id])
        expect(verifyProof(proof, parseVerifierKey(proof.key))).to.deep.equal({ verdict: 'good' })
      })

    it('to nobody else, and says only that there is none', async () => {
      const none = await desk.api(AGENT, 'GET', '/decisions/00000000-0000-7000-8000-00000000abcd')
      for (const path of [`/decisions/${id}`, '/decisions/1']) {
        const { status, body } = await desk.api(OTHER_AGENT, 'GET', path)
        expect([status, body.code, body.detail]).to.deep.equal([404, 'NOT_FOUND', none.body.detail])
        expect(body).not.to.have.property('receipt')
      }
    })

    it('also when the log has grown since', async () => {
      for (let round = 0; round < 3; round += 1) await readyDraft(desk)
      const { body } = await desk.api(AGENT, 'GET', `/decisions/${id}`)
      expect(verifyProof(body, parseVerifierKey(body.key))).to.deep.equal({ verdict: 'good' })
    })
  })
})
