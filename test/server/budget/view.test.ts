import { expect } from 'chai'
import { ADMIN, COMPLIANCE, type Harness } from '../../support/companion-harness.ts'
import { consentedTicket, draft, orderFor, REFUND_QUESTION, startDesk } from '../../support/drafting-desk.ts'
import { MODEL_FACTS, scriptedModel } from '../../support/scripted-model.ts'
import { PRICE, setPlan, USUAL_COST } from '../../support/spending-ground.ts'

describe('what was spent', () => {
  it('is told by month and model, what has no price in tokens alone', async () => {
    const desk: Harness = await startDesk({ model: scriptedModel() })
    const drafted = async () => draft(desk, orderFor(await consentedTicket(desk), REFUND_QUESTION))
    await drafted()
    desk.world.setTo('2026-12-02T09:00:00.000Z')
    await setPlan(desk, { prices: [PRICE], budget: null })
    await drafted()
    const { status, body } = await desk.api(ADMIN, 'GET', '/console/spending')
    expect(status).to.equal(200)
    const common = { provider: MODEL_FACTS.provider, model: MODEL_FACTS.model, calls: 1, heldCalls: 0 }
    const tokens = { inputTokens: 1_000, outputTokens: 100 }
    expect(body.spend).to.deep.equal([
      { ...common, ...tokens, month: '2026-12', currency: 'EUR', amount: USUAL_COST, heldAmount: 0 },
      { ...common, ...tokens, month: '2026-11', currency: null, amount: null, heldAmount: null },
    ])
    expect([body.limits, body.model]).to.deep.equal([
      [],
      { provider: MODEL_FACTS.provider, model: MODEL_FACTS.model },
    ])
    await desk.stop()
  })

  it('is shown to nobody without a role', async () => {
    const desk = await startDesk({ model: scriptedModel() })
    expect((await desk.api(COMPLIANCE, 'GET', '/console/spending')).status).to.equal(403)
    await desk.stop()
  })
})
