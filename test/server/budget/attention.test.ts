import { expect } from 'chai'
import type { AttentionItem } from '../../../src/domain/attention-api.ts'
import { ADMIN, type Harness } from '../../support/companion-harness.ts'
import { consentedTicket, draft, orderFor, REFUND_QUESTION, startDesk } from '../../support/drafting-desk.ts'
import { scriptedModel } from '../../support/scripted-model.ts'
import { budgetOf, PRICE, setPlan } from '../../support/spending-ground.ts'

describe('what the overview is told of the budget', () => {
  const model = scriptedModel()
  let desk: Harness
  beforeEach(async () => {
    desk = await startDesk({ model })
  })
  afterEach(() => desk.stop())
  const told = async () => {
    const { body } = await desk.api(ADMIN, 'GET', '/console/attention')
    return body.map(({ kind }: AttentionItem) => kind).filter((kind: string) => kind.startsWith('budget'))
  }

  it('is nothing without a budget, and nothing while there is enough', async () => {
    expect(await told()).to.deep.equal([])
    await setPlan(desk, { prices: [PRICE], budget: budgetOf(1_000_000_000) })
    expect(await told()).to.deep.equal([])
  })

  it('is that the model has no price', async () => {
    await setPlan(desk, { prices: [], budget: budgetOf(1_000_000_000) })
    expect(await told()).to.deep.equal(['budget_unpriced'])
  })

  it('is that a request was refused for money, until the next month begins', async () => {
    await setPlan(desk, { prices: [PRICE], budget: budgetOf(10) })
    await draft(desk, orderFor(await consentedTicket(desk), REFUND_QUESTION))
    expect(await told()).to.deep.equal(['budget_reached'])
    desk.world.setTo('2026-12-01T09:00:00.000Z')
    expect(await told()).to.deep.equal([])
  })
})
