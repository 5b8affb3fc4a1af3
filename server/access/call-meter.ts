/**
 * How many calls a minute are taken of one agent, of all agents of an account together, and of an address from which
 * nobody is signed in. Of those who are signed in the address does not count: a whole office has one.
 */
import type { Agent } from '../../src/domain/account.ts'
import { Fault } from '../../src/domain/fault.ts'
import type { CallLimits } from '../call-limits-config.ts'
import type { CallCounts, CallKind } from './call-counts.ts'
import { secondsLeft } from './minute-counts.ts'

export interface CallMeter {
  /** @throws Fault `TOO_MANY_REQUESTS` with the seconds after which it goes on. */
  agent(agent: Agent, kind: CallKind): Promise<void>
  /** @throws Fault `TOO_MANY_REQUESTS` with the seconds after which it goes on. */
  stranger(address: string): Promise<void>
}

/** Of a small account: few agents may be busier than many are on average. */
const LEAST_AGENTS = 20

/** Whoever has one address of IPv6 has the 2⁶⁴ beside it, too. */
export function placeOf(address: string): string {
  if (!address.includes(':')) return address
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
  readonly counts: CallCounts
}): CallMeter {
  const { limits, digest, counts } = given
  const refuse = (whose: string, now: Date): never => {
    const wait = secondsLeft(now)
    throw new Fault('TOO_MANY_REQUESTS', `too many calls ${whose}: wait a moment`, undefined, {
      retryAfterSeconds: wait,
      retryAt: new Date(now.getTime() + wait * 1_000).toISOString(),
    })
  }
  return {
    async agent({ accountId, agentId }, kind) {
      const now = given.now()
      // What is refused is not counted: whoever stays away a minute starts anew.
      if (!(await counts.take(kind, digest('calls', accountId, agentId), limits[kind], now)))
        refuse('of this agent', now)
      const together = (callers: number) => limits.account * Math.max(LEAST_AGENTS, callers)
      if (!(await counts.take('account', digest('calls', accountId), together, now)))
        refuse('of this account', now)
    },
    async stranger(address) {
      const now = given.now()
      if (!(await counts.take('address', digest('calls', placeOf(address)), limits.address, now)))
        refuse('from this address', now)
    },
  }
}
