import { expect } from 'chai'
import { decisionProof } from '../../../src/companion/decision-answer.ts'
import type { DecisionProof } from '../../../src/domain/decision.ts'
import { AGENT, type Harness } from '../../support/companion-harness.ts'
import {
  draft,
  openedTicket,
  orderFor,
  REFUND_QUESTION,
  readyDraft,
  startDesk,
} from '../../support/drafting-desk.ts'
import { faultFrom } from '../../support/fault-from.ts'

describe('the answer that holds a decision', () => {
  let desk: Harness
  before(async () => {
    desk = await startDesk()
  })
  after(() => desk.stop())
  const proofOf = async (id: string | undefined): Promise<DecisionProof> =>
    (await desk.api(AGENT, 'GET', `/decisions/${id}`)).body

  it('is read whole, as the companion sends it, of a yes and of a no', async () => {
    const { draft: made } = await readyDraft(desk)
    const yes = await proofOf(made.receipt.decisions?.[0]?.id)
    const run = await draft(desk, orderFor(await openedTicket(desk), REFUND_QUESTION))
    const last = run.events.at(-1)
    const no = await proofOf(last?.event === 'refused' ? last.decision?.id : undefined)
    expect([yes.receipt.decision, no.receipt.decision]).to.deep.equal(['allow', 'refuse'])
    for (const proof of [yes, no]) expect(decisionProof(proof, 'answer')).to.deep.equal(proof)
  })

  it('is not read when its version is another', async () => {
    const { draft: made } = await readyDraft(desk)
    const proof = await proofOf(made.receipt.decisions?.[0]?.id)
    const other = { ...proof, receipt: { ...proof.receipt, v: 2 } }
    expect(await faultFrom(async () => decisionProof(other, 'answer'))).to.equal('UNEXPECTED')
  })
})
