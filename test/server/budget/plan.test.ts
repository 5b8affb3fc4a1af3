import { expect } from 'chai'
import { decide, SECOND_ADMIN, withSecondPeople } from '../../support/approval-ground.ts'
import { ADMIN, AGENT, type Harness } from '../../support/companion-harness.ts'
import { startDesk } from '../../support/drafting-desk.ts'
import { scriptedModel } from '../../support/scripted-model.ts'
import { budgetOf, PRICE, setPlan, typesOf } from '../../support/spending-ground.ts'

describe('prices and budget', () => {
  let desk: Harness
  beforeEach(async () => {
    desk = await startDesk({ model: scriptedModel() })
    await withSecondPeople(desk)
  })
  afterEach(() => desk.stop())
  const view = async () => (await desk.api(ADMIN, 'GET', '/console/spending')).body
  const put = (body: object, as: string = ADMIN) => desk.api(as, 'PUT', '/console/spending', body)

  it('are stated by an admin, and a first budget holds at once', async () => {
    expect(await setPlan(desk, { prices: [PRICE], budget: budgetOf(5_000_000) })).to.equal(200)
    const { version, plan, before, price, limits, month, timeZone } = await view()
    expect({ version, plan, before, price, limits, month, timeZone }).to.deep.equal({
      version: 1,
      plan: { prices: [PRICE], budget: budgetOf(5_000_000) },
      before: { prices: [], budget: null },
      price: PRICE,
      limits: [{ provider: null, perMonth: 5_000_000, spent: 0, held: 0 }],
      month: '2026-11',
      timeZone: 'Europe/Berlin',
    })
    const [entry] = typesOf(desk, 'spending.changed')
    expect(entry?.detail).to.include({ budget: 5_000_000, currency: 'EUR', prices: 1 })
  })

  it('wait for a second person where more could be spent; less holds at once', async () => {
    await setPlan(desk, { prices: [PRICE], budget: budgetOf(5_000_000) })
    const raised = await put({ version: 1, prices: [PRICE], budget: budgetOf(6_000_000) })
    expect(raised.status).to.equal(202)
    expect(raised.body.change.widens).to.deep.equal([
      { what: 'budget_raised', provider: null, from: 5_000_000, to: 6_000_000, currency: 'EUR' },
    ])
    expect((await view()).version).to.equal(1)
    expect((await put({ version: 1, prices: [PRICE], budget: null })).status).to.equal(202)
    expect((await decide(desk, ADMIN, raised.body.change.changeId, 'approve')).status).to.equal(409)
    expect((await decide(desk, SECOND_ADMIN, raised.body.change.changeId, 'approve')).status).to.equal(200)
    expect((await view()).plan.budget.perMonth).to.equal(6_000_000)
    expect(await setPlan(desk, { prices: [PRICE], budget: budgetOf(1) })).to.equal(200)
    expect((await view()).plan.budget.perMonth).to.equal(1)
  })

  const BAD: Readonly<Record<string, object>> = {
    'a fraction of a millionth': { prices: [{ ...PRICE, inputPerMillion: 0.5 }], budget: null },
    'a negative price': { prices: [{ ...PRICE, inputPerMillion: -1 }], budget: null },
    'no currency': { prices: [{ ...PRICE, currency: 'XQZ' }], budget: null },
    'two prices since one day': { prices: [PRICE, PRICE], budget: null },
    'no day': { prices: [{ ...PRICE, since: '2026-02-30' }], budget: null },
    'a word in place of a provider': { prices: [{ ...PRICE, provider: 'Some Provider' }], budget: null },
    'a budget beyond all bounds': { prices: [], budget: budgetOf(1e15) },
    'two limits of one provider': {
      prices: [],
      budget: {
        ...budgetOf(5),
        providers: [
          { provider: 'openai-eu', perMonth: 1 },
          { provider: 'openai-eu', perMonth: 2 },
        ],
      },
    },
  }
  for (const [name, plan] of Object.entries(BAD))
    it(`are refused with ${name}, and nothing is stored`, async () => {
      const { status, body } = await put({ version: 0, ...plan })
      expect([status, body.code]).to.deep.equal([400, 'BAD_REQUEST'])
      expect(desk.rows('select * from spending_plan')).to.deep.equal([])
      expect(typesOf(desk, 'spending.changed', 'change.proposed')).to.deep.equal([])
    })

  it('are not changed over somebody else, nor by somebody who is no admin', async () => {
    expect((await put({ version: 3, prices: [], budget: null })).body.code).to.equal('CONFLICT')
    expect((await put({ version: 0, prices: [], budget: null }, AGENT)).status).to.equal(403)
    expect(desk.rows('select * from spending_plan')).to.deep.equal([])
  })

  it('that cannot be read stop what would cost money', async () => {
    await setPlan(desk, { prices: [PRICE], budget: budgetOf(5) })
    desk.tamper((database) => database.prepare(`update spending_plan set plan = '{"prices":[]}'`).run())
    const { status, body } = await desk.api(ADMIN, 'GET', '/console/spending')
    expect([status, body.code]).to.deep.equal([503, 'STORE_UNAVAILABLE'])
  })
})
