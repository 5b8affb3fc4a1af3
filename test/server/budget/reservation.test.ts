import { expect } from 'chai'
import fc from 'fast-check'
import { createAuditLog } from '../../../server/audit/index.ts'
import {
  markSent,
  type RequestEnd,
  readSpending,
  reserve,
  type SpendingRooms,
  settle,
  spendingChange,
  weighRequest,
} from '../../../server/budget/index.ts'
import type { RefusalView } from '../../../src/domain/api.ts'
import type { AttentionItem } from '../../../src/domain/attention-api.ts'
import type { SpendingPlan } from '../../../src/domain/spending.ts'
import { ADMIN, AGENT, type Harness } from '../../support/companion-harness.ts'
import {
  consentedTicket,
  draft,
  draftsMade,
  orderFor,
  REFUND_QUESTION,
  startDesk,
} from '../../support/drafting-desk.ts'
import { DAY, fakeWorld, MINUTE } from '../../support/fake-world.ts'
import { memoryStore, tempKeyring } from '../../support/memory-store.ts'
import { modelFor, standIn } from '../../support/model-ground.ts'
import { scriptedModel, USUAL_TOKENS } from '../../support/scripted-model.ts'
import {
  budgetOf,
  PRICE,
  reserved,
  setPlan,
  spent,
  typesOf,
  USUAL_COST,
} from '../../support/spending-ground.ts'

const MODEL = { provider: PRICE.provider, model: PRICE.model }
const PLENTY = 1_000_000_000

describe('money for requests', () => {
  describe('in the companion', () => {
    const model = scriptedModel()
    let desk: Harness
    beforeEach(async () => {
      desk = await startDesk({ model })
    })
    afterEach(async () => {
      model.reset()
      await desk.stop()
    })
    const drafted = async (change: Parameters<typeof orderFor>[2] = {}) =>
      draft(desk, orderFor(await consentedTicket(desk), REFUND_QUESTION, change))

    it('counts tokens where no price is stated, and no money', async () => {
      expect((await drafted()).draft).to.not.equal(undefined)
      expect(spent(desk)).to.deep.equal([
        { month: '2026-11', currency: '', calls: 1, input_tokens: 1_000, output_tokens: 100, amount: 0 },
      ])
      expect(reserved(desk)).to.deep.equal([])
    })

    it('is set aside before the request, and settled by what was used', async () => {
      await setPlan(desk, { prices: [PRICE], budget: null })
      const before: unknown[] = []
      model.says = function* (reading) {
        before.push(...reserved(desk))
        yield* scriptedModel().says(reading, 1) as Iterable<string>
      }
      await drafted()
      expect(before).to.have.length(1)
      expect(before[0]).to.have.property('sent_at').a('string')
      expect(before[0]).to.have.property('amount').above(USUAL_COST)
      expect(reserved(desk)).to.deep.equal([])
      expect(spent(desk)).to.deep.equal([
        {
          month: '2026-11',
          currency: 'EUR',
          calls: 1,
          input_tokens: 1_000,
          output_tokens: 100,
          amount: USUAL_COST,
        },
      ])
      const [settled] = typesOf(desk, 'egress.settled')
      expect(settled?.detail).to.include({ amount: USUAL_COST, currency: 'EUR', inputTokens: 1_000 })
    })

    it('stays set aside in full when nobody says what was used', async () => {
      await setPlan(desk, { prices: [PRICE], budget: null })
      model.tokens = null
      await drafted()
      expect(spent(desk)).to.deep.equal([])
      expect(reserved(desk)).to.have.length(1)
      desk.world.pass(3 * DAY)
      const { body } = await desk.api(ADMIN, 'GET', '/console/spending')
      expect(body.spend).to.have.length(1)
      expect(body.spend[0]).to.include({ calls: 0, heldCalls: 1 })
      expect(body.spend[0].heldAmount).to.be.above(0)
    })

    it('refuses under a budget that is used up: no model is asked, nothing stored, nothing set aside', async () => {
      await setPlan(desk, { prices: [PRICE], budget: budgetOf(0) })
      const ticketId = await consentedTicket(desk)
      const order = orderFor(ticketId, REFUND_QUESTION)
      const run = await draft(desk, order)
      expect(run.reasons).to.deep.equal(['BUDGET_REACHED'])
      const last = run.events.at(-1)
      expect(last?.event === 'refused' ? last.refusals : []).to.deep.equal([
        {
          refusal: { reason: 'BUDGET_REACHED', why: 'spent', resetsOn: '2026-12-01' },
          nextStep: 'draft_extractive',
        },
      ])
      expect(model.calls).to.deep.equal([])
      expect([reserved(desk), spent(desk)]).to.deep.equal([[], []])
      expect(desk.rows('select draft_id from draft')).to.deep.equal([])
      expect(draftsMade(desk, ticketId)).to.equal(0)
      expect(typesOf(desk, 'egress.sent')).to.deep.equal([])
      // What costs nothing goes on.
      const here = await draft(desk, orderFor(ticketId, REFUND_QUESTION, { drafter: 'extractive' }))
      expect(here.draft).to.not.equal(undefined)
    })

    it('does not take back what was paid for: a draft that was made can be inserted', async () => {
      await setPlan(desk, { prices: [PRICE], budget: null })
      const ticketId = await consentedTicket(desk)
      const made = (await draft(desk, orderFor(ticketId, REFUND_QUESTION))).draft
      await setPlan(desk, { prices: [PRICE], budget: budgetOf(0) })
      const answer = await desk.api(AGENT, 'POST', `/drafts/${made?.id}/insertions`, {
        how: 'insert',
        sentenceIds: made?.sentences.map(({ id }) => id),
        lastCommentId: orderFor(ticketId, REFUND_QUESTION).lastCommentId,
      })
      expect(answer.body).to.include({ outcome: 'allowed' })
      expect(model.calls).to.have.length(1)
    })

    it('shows the answer that used up the rest of the budget', async () => {
      await setPlan(desk, { prices: [PRICE], budget: budgetOf(PLENTY) })
      // Some count what a model thinks beside what it was allowed to say.
      model.tokens = { input: 1_000, output: 200_000_000 }
      const run = await drafted()
      expect(run.reasons).to.deep.equal([])
      expect(run.draft).to.not.equal(undefined)
      expect((await drafted()).reasons).to.deep.equal(['BUDGET_REACHED'])
      expect(model.calls).to.have.length(1)
    })

    it('refuses a request that may cost more than is left, after the draft was let in, and asks nobody', async () => {
      await setPlan(desk, { prices: [PRICE], budget: budgetOf(10) })
      const run = await drafted()
      expect(run.reasons).to.deep.equal(['BUDGET_REACHED'])
      expect(model.calls).to.deep.equal([])
      expect([reserved(desk), spent(desk)]).to.deep.equal([[], []])
      expect(desk.rows('select status, sealed_content from draft')).to.deep.equal([
        { status: 'discarded', sealed_content: null },
      ])
      // Said once a month, however often it happens.
      await drafted()
      expect(typesOf(desk, 'budget.crossed').map(({ detail }) => detail?.percent)).to.deep.equal([100])
    })

    it('refuses a model without a price once there is a budget, and says so', async () => {
      await setPlan(desk, { prices: [], budget: budgetOf(PLENTY) })
      const last = (await drafted()).events.at(-1)
      expect(last?.event === 'refused' ? last.refusals[0]?.refusal : null).to.include({ why: 'no_price' })
      expect(model.calls).to.deep.equal([])
    })

    it('holds for a summary too', async () => {
      await setPlan(desk, { prices: [PRICE], budget: budgetOf(0) })
      const ticketId = await consentedTicket(desk)
      const { draftId: summaryId, ticketId: _, ...rest } = orderFor(ticketId, REFUND_QUESTION)
      const { requesterId, comments } = rest
      const order = { summaryId, ticketId, requesterId, comments, replaced: {} }
      const answer = await desk.api(AGENT, 'POST', '/summaries', order)
      expect(answer.body.refusals.map((one: RefusalView) => one.refusal.reason)).to.include('BUDGET_REACHED')
      expect(model.calls).to.deep.equal([])
    })

    it('begins anew with the month of the account, not of the clock in Greenwich', async () => {
      await setPlan(desk, { prices: [PRICE], budget: budgetOf(PLENTY) })
      desk.world.setTo('2026-11-30T22:59:00.000Z')
      await drafted()
      desk.world.setTo('2026-11-30T23:01:00.000Z')
      await drafted()
      expect(spent(desk).map(({ month, calls }) => [month, calls])).to.deep.equal([
        ['2026-11', 1],
        ['2026-12', 1],
      ])
    })

    it('is told at 80 percent, once', async () => {
      await setPlan(desk, { prices: [PRICE], budget: budgetOf(PLENTY) })
      model.tokens = { input: 400_000_000, output: 0 }
      await drafted()
      model.tokens = USUAL_TOKENS
      await drafted()
      const crossed = typesOf(desk, 'budget.crossed')
      expect(crossed.map(({ detail }) => detail)).to.deep.equal([
        { month: '2026-11', percent: 80, currency: 'EUR' },
      ])
      const { body } = await desk.api(ADMIN, 'GET', '/console/attention')
      expect(body.map((item: AttentionItem) => item.kind)).to.include('budget_near')
    })
  })

  describe('over real HTTP', () => {
    it('is what the provider says, and is waited for after the last word', async () => {
      const provider = await standIn()
      const desk = await startDesk({ model: modelFor(provider) })
      const run = await draft(desk, orderFor(await consentedTicket(desk), REFUND_QUESTION))
      expect(run.draft).to.not.equal(undefined)
      expect(JSON.parse(provider.requests[0]?.body ?? '{}')).to.deep.include({
        stream_options: { include_usage: true },
      })
      const [line] = spent(desk)
      expect(line).to.include({ calls: 1 })
      expect(line).to.have.property('input_tokens').above(100)
      expect(line).to.have.property('output_tokens').above(10)
      expect(reserved(desk)).to.deep.equal([])
      await desk.stop()
    })

    const ENDS = [
      ['400', 'nothing'],
      ['401', 'nothing'],
      ['500', 'nothing'],
      ['breaks-off', 'unknown'],
    ] as const
    for (const [behaviour, cost] of ENDS)
      it(`of an answer that is "${behaviour}" is ${cost === 'nothing' ? cost : 'unknown, and stays set aside'}`, async () => {
        const provider = await standIn({ behaviour })
        const desk = await startDesk({ model: modelFor(provider) })
        await draft(desk, orderFor(await consentedTicket(desk), REFUND_QUESTION))
        expect(spent(desk).map((line) => [line.calls, line.input_tokens])).to.deep.equal(
          cost === 'unknown' ? [] : [[provider.requests.length, 0]],
        )
        expect(reserved(desk)).to.have.length(cost === 'unknown' ? provider.requests.length : 0)
        await desk.stop()
      })
  })

  describe('set aside by many at once', () => {
    const COST = { input: 10, output: 5 }
    /** 10 × 2 + 5 × 8 millionths. */
    const ONE = 60
    async function ground(plan: SpendingPlan) {
      const store = await memoryStore()
      const [world, keys] = [fakeWorld(), tempKeyring()]
      const calendar = { region: 'none', extraDays: [], timeZone: 'UTC' }
      const rooms: SpendingRooms = { world, keys, audit: createAuditLog(world, keys), calendar }
      const agent = { accountId: 'acme', agentId: ADMIN }
      await store.transact((tx) => spendingChange(rooms).apply(tx, agent as never, plan, '0'))
      let made = 0
      return {
        ...{ store, world, rooms },
        /** @returns the capability; `null`: refused. */
        ask: (tokens = COST) =>
          store.transact(async (tx) => {
            const weighed = await weighRequest(rooms, tx, 'acme', MODEL, tokens)
            if (weighed.no !== null) return null
            made += 1
            const capability = `c${made}`
            const expiresAt = new Date(world.now().getTime() + MINUTE).toISOString()
            await reserve(rooms, tx, 'acme', weighed, { capability, expiresAt })
            return capability
          }),
        send: (capability: string) => store.transact((tx) => markSent(rooms, tx, 'acme', capability)),
        end: (capability: string, ended: RequestEnd) =>
          store.transact((tx) => settle(rooms, tx, 'acme', { capability, model: MODEL, ended })),
        limit: async () => (await store.transact((tx) => readSpending(rooms, tx, 'acme', MODEL))).limits[0],
      }
    }

    it('never is more than the budget', async () => {
      const { store, ask, limit } = await ground({ prices: [PRICE], budget: budgetOf(10 * ONE + 59) })
      const asked = await Promise.all(Array.from({ length: 200 }, () => ask()))
      expect(asked.filter((one) => one !== null)).to.have.length(10)
      expect(await limit()).to.deep.equal({ provider: null, perMonth: 659, spent: 0, held: 600 })
      await store.close()
    })

    it('is free again a while after a crash before the request went out, and never after one that came later', async () => {
      const { store, world, ask, send, limit } = await ground({ prices: [PRICE], budget: budgetOf(2 * ONE) })
      const [sent] = [await ask(), await ask()]
      await send(sent ?? '')
      expect(await ask()).to.equal(null)
      world.pass(2 * MINUTE)
      expect(await limit()).to.include({ held: ONE })
      expect(await ask()).to.be.a('string')
      world.pass(2 * MINUTE)
      expect(await limit()).to.include({ held: ONE })
      await store.close()
    })

    it('stays within the budget in every order of asking, sending, ending and dying', async () => {
      const step = fc.oneof(
        fc.record({ act: fc.constant('ask' as const), input: fc.nat(40), output: fc.nat(20) }),
        fc.record({
          act: fc.constantFrom('send' as const, 'used' as const, 'unsent' as const, 'unknown' as const),
          which: fc.nat(10),
        }),
        fc.record({ act: fc.constant('wait' as const), minutes: fc.integer({ min: 1, max: 3 }) }),
      )
      await fc.assert(
        fc.asyncProperty(
          fc.integer({ min: 0, max: 600 }),
          fc.array(step, { maxLength: 40 }),
          async (perMonth, steps) => {
            const own = await ground({ prices: [PRICE], budget: budgetOf(perMonth) })
            const open: { capability: string; tokens: typeof COST; until: number; sent: boolean }[] = []
            for (const one of steps) {
              if (one.act === 'wait') own.world.pass(one.minutes * MINUTE)
              else if (one.act === 'ask') {
                const tokens = { input: one.input, output: one.output }
                const capability = await own.ask(tokens)
                const until = own.world.now().getTime() + MINUTE
                if (capability !== null) open.push({ capability, tokens, until, sent: false })
              } else {
                const at = one.which % Math.max(open.length, 1)
                const held = open[at]
                if (held === undefined) continue
                // The door takes no capability that has expired.
                if (one.act === 'send' && own.world.now().getTime() < held.until) {
                  await own.send(held.capability)
                  held.sent = true
                }
                if (one.act === 'unsent' && held.sent) continue
                if ((one.act === 'used' || one.act === 'unknown') && !held.sent) continue
                if (one.act === 'send') continue
                open.splice(at, 1)
                await own.end(
                  held.capability,
                  one.act === 'used' ? { end: 'used', tokens: held.tokens } : { end: one.act },
                )
              }
              const limit = await own.limit()
              expect((limit?.spent ?? 0) + (limit?.held ?? 0)).to.be.at.most(perMonth)
            }
            await own.store.close()
          },
        ),
        { numRuns: Number(process.env.VOUCH_RUNS ?? 40) },
      )
    }).timeout(240_000)
  })
})
