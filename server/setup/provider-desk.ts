/** Tests the provider when an admin asks for it, and counts what went wrong with it. Never keeps a word that was sent. */
import type { AccountId, Agent } from '../../src/domain/account.ts'
import { Fault } from '../../src/domain/fault.ts'
import { isProviderFault } from '../../src/domain/probe-outcome.ts'
import { type DraftingRooms, type Model, probeProvider } from '../drafting/index.ts'
import type { Transact, World } from '../keys.ts'
import type { ProviderRows, SetUpRows } from './set-up-desk.ts'

export interface ProviderDesk {
  /**
   * One real request through the door. `answer` is read where its outcome is written: an outcome that is kept must not
   * be answered as refused, and asked for once more. @throws Fault `CONFLICT` without a provider, or while one is under
   * way.
   */
  test<Answer>(admin: Agent, answer: (tx: SetUpRows) => Promise<Answer>): Promise<Answer>
}

export interface ProviderDeskGiven<Rows extends SetUpRows = SetUpRows> {
  readonly drafting: DraftingRooms
  readonly transact: Transact<Rows>
  readonly stopwatch: () => number
}

/** Longer than any patient provider: a test that hangs must not bar the next one. */
const MOST_MS = 90_000

export function createProviderDesk({ drafting, transact, stopwatch }: ProviderDeskGiven): ProviderDesk {
  let running = false
  async function testNow<Answer>(
    admin: Agent,
    facts: Model['facts'],
    read: (tx: SetUpRows) => Promise<Answer>,
  ): Promise<Answer> {
    const { accountId, agentId } = admin
    const result = await probeProvider(drafting, admin, stopwatch, AbortSignal.timeout(MOST_MS))
    const { provider, region, host, model } = facts
    return transact(async (tx) => {
      await drafting.audit.append(tx, accountId, {
        type: 'provider.tested',
        actor: { kind: 'agent', ref: drafting.keys.digest('agent', accountId, agentId) },
        object: { kind: 'probe', ref: result.testId },
        decision: result.outcome === 'answered' ? 'answered' : 'failed',
        detail: { provider, region, host, outcome: result.outcome, ms: result.ms },
      })
      const at = drafting.world.now().toISOString()
      await tx.addProviderTest(accountId, { ...result, provider, region, host, model, at })
      return read(tx)
    })
  }
  return {
    async test(admin, answer) {
      const facts = drafting.worded?.model.facts
      if (facts === undefined) throw new Fault('CONFLICT', 'no provider is configured: nothing leaves')
      if (running) throw new Fault('CONFLICT', 'a test is under way')
      running = true
      return testNow(admin, facts, answer).finally(() => {
        running = false
      })
    },
  }
}

const HOUR = 13
const isTrouble = (error: unknown): error is Fault => error instanceof Fault && isProviderFault(error.code)

/** The same model; each failure of it is counted by its code and the hour, and thrown on. */
export function watchedModel(
  model: Model,
  given: {
    readonly world: World
    readonly transact: Transact<ProviderRows>
    readonly report: (error: unknown) => void
  },
): Model {
  const note = (accountId: AccountId, code: string) => {
    const hour = `${given.world.now().toISOString().slice(0, HOUR)}:00:00.000Z`
    given.transact((tx) => tx.addProviderTrouble(accountId, hour, code)).catch(given.report)
  }
  return {
    facts: model.facts,
    ask(yes, call, signal) {
      const answer = model.ask(yes, call, signal)
      async function* pieces() {
        try {
          yield* answer.pieces
        } catch (error) {
          if (isTrouble(error)) note(call.accountId, error.code)
          throw error
        }
      }
      return { pieces: pieces(), traffic: () => answer.traffic() }
    },
  }
}
