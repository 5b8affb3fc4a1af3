/**
 * How many calls a minute are taken of one agent, of all agents of an account together, and of an address from which
 * nobody is signed in. Of those who are signed in the address does not count: a whole office has one.
 */
import type { Agent } from '../../src/domain/account.ts'
import { Fault } from '../../src/domain/fault.ts'
import type { CallLimits } from '../call-limits-config.ts'
import { createMinuteCounts, MINUTE_MS } from './minute-counts.ts'

/** A draft, a search, an export, a simulation: what computes for long, or takes much out. */
export const CALL_KINDS = ['reads', 'writes', 'dear'] as const
export type CallKind = (typeof CALL_KINDS)[number]

export interface CallMeter {
  /** @throws Fault `TOO_MANY_REQUESTS` with the seconds after which it goes on. */
  agent(agent: Agent, kind: CallKind): void
  /** @throws Fault `TOO_MANY_REQUESTS` with the seconds after which it goes on. */
  stranger(address: string): void
}

/** Of a small account: few agents may be busier than many are on average. */
const LEAST_AGENTS = 20

/** Whoever has one address of IPv6 has the 2⁶⁴ beside it, too. */
function placeOf(address: string): string {
  if (!address.includes(':') || address.startsWith('::ffff:')) return address
  const [head = '', tail] = address.split('::')
  const front = head.split(':').filter((part) => part !== '')
  const back = (tail ?? '').split(':').filter((part) => part !== '')
  const gap = tail === undefined ? [] : Array<string>(Math.max(0, 8 - front.length - back.length)).fill('0')
  return [...front, ...gap, ...back].slice(0, 4).join(':')
}

export function createCallMeter(given: {
  readonly limits: CallLimits
  readonly now: () => Date
  readonly digest: (purpose: string, ...parts: readonly string[]) => string
}): CallMeter {
  const { limits, digest } = given
  const calls = { reads: createMinuteCounts(), writes: createMinuteCounts(), dear: createMinuteCounts() }
  const [agents, accounts, places] = [createMinuteCounts(), createMinuteCounts(), createMinuteCounts()]
  const refuse = (whose: string, now: Date): never => {
    const waitMs = MINUTE_MS - (now.getTime() % MINUTE_MS)
    throw new Fault('TOO_MANY_REQUESTS', `too many calls ${whose}: wait a moment`, undefined, {
      retryAfterSeconds: Math.ceil(waitMs / 1_000),
      retryAt: new Date(now.getTime() + waitMs).toISOString(),
    })
  }
  return {
    agent({ accountId, agentId }, kind) {
      const now = given.now()
      const who = digest('calls', accountId, agentId)
      // What is refused is not counted: whoever stays away a minute starts anew.
      if (calls[kind].of(who, now) >= limits[kind]) refuse('of this agent', now)
      const there = Math.max(LEAST_AGENTS, agents.size(now))
      if (accounts.of(accountId, now) >= limits.account * there) refuse('of this account', now)
      calls[kind].add(who, now)
      agents.add(who, now)
      accounts.add(accountId, now)
    },
    stranger(address) {
      const now = given.now()
      const where = digest('calls', placeOf(address))
      if (places.of(where, now) >= limits.address) refuse('from this address', now)
      places.add(where, now)
    },
  }
}
