/**
 * Takes a capability at the door: is it ours, of this moment, for this very request, still what was decided,
 * and not used yet? Then it is spent and the log told, in one transaction, before a byte goes out.
 */
import type { AccountId } from '../../src/domain/account.ts'
import type { AuditLog, AuditRows } from '../audit/index.ts'
import type { Keyring, Transact, World } from '../keys.ts'
import {
  aboutOf,
  type Capability,
  jtiDigest,
  type Leaving,
  LIVES_MS,
  openCapability,
  setDigest,
} from './capability.ts'

export const CAPABILITY_BARS = [
  'MISSING',
  'ALTERED',
  'EXPIRED',
  'FOREIGN',
  'STALE',
  'STOPPED',
  'SPENT',
] as const
/**
 * `ALTERED`: not sealed by this installation. `FOREIGN`: for another request than this. `STALE`: the ticket's
 * consent or scope has changed since. `STOPPED`: somebody has pulled the kill switch. `SPENT`: used before, or known to nobody.
 */
export type CapabilityBar = (typeof CAPABILITY_BARS)[number]

/** What stands at the door, as the door itself sees it. */
export interface Presented extends Leaving {
  readonly accountId: AccountId
  readonly payload: string
  readonly bytes: number
  readonly provider: string
  readonly host: string
  readonly region: string
  readonly model: string
}

export type Passed =
  | { readonly outcome: 'passed' }
  | { readonly outcome: 'refused'; readonly bar: CapabilityBar }

export interface Turnstile {
  /** Resolves with `passed` once for each capability, whoever else holds it at the same time. */
  pass(token: unknown, presented: Presented): Promise<Passed>
}

export interface CapabilityRows extends AuditRows {
  /** @throws Fault `CONFLICT` when there is one already. */
  addCapability(accountId: AccountId, jtiHash: string, expiresAt: string): Promise<void>
  /** @returns true for one caller only, and never again. */
  spendCapability(accountId: AccountId, jtiHash: string, at: string): Promise<boolean>
  /** Forgets those that have expired. @returns how many. */
  sweepCapabilities(until: string): Promise<number>
}

/** What holds for a ticket now. `null`: nobody knows the ticket. */
export interface Standing {
  readonly epoch: number
  readonly scopeHash: string
}

export interface TurnstileRooms<Rows extends CapabilityRows> {
  readonly world: World
  readonly keys: Keyring
  readonly audit: AuditLog
  readonly transact: Transact<Rows>
  readonly standing: (
    tx: Rows,
    accountId: AccountId,
    ticketRef: string,
  ) => Promise<Standing | 'stopped' | null>
  /** In the same transaction, once a capability was taken: what else must know that the request goes out. */
  readonly onPassed?: (tx: Rows, accountId: AccountId, capability: string) => Promise<void>
}

function isFor(capability: Capability, at: Presented): boolean {
  return (
    capability.account === at.accountId &&
    capability.ticket === at.ticketRef &&
    capability.about === aboutOf(at) &&
    capability.host === at.host &&
    capability.region === at.region &&
    capability.payload === at.payload &&
    capability.fields === setDigest(at.fields) &&
    capability.articles === setDigest(at.articles)
  )
}

/** Also a clock that was set back: nothing is valid before it was made, nor for longer than a minute. */
function isOfNow({ iat, exp }: Capability, now: number): boolean {
  return iat <= now && now < exp && exp - iat <= LIVES_MS
}

export function createTurnstile<Rows extends CapabilityRows>(rooms: TurnstileRooms<Rows>): Turnstile {
  const { world, keys, audit } = rooms

  async function barFor(tx: Rows, token: unknown, at: Presented): Promise<CapabilityBar | Capability> {
    if (token === undefined || token === null || token === '') return 'MISSING'
    const capability = openCapability(keys.capabilityKey, token)
    if (capability === null) return 'ALTERED'
    const now = world.now()
    if (!isOfNow(capability, now.getTime())) return 'EXPIRED'
    if (!isFor(capability, at)) return 'FOREIGN'
    const standing = await rooms.standing(tx, at.accountId, at.ticketRef)
    if (standing === 'stopped') return 'STOPPED'
    if (standing?.epoch !== capability.epoch || standing.scopeHash !== capability.scope) return 'STALE'
    const mine = await tx.spendCapability(at.accountId, jtiDigest(capability), now.toISOString())
    return mine ? capability : 'SPENT'
  }

  return {
    pass: (token, at) =>
      rooms.transact(async (tx): Promise<Passed> => {
        const found = await barFor(tx, token, at)
        const act = { actor: at.actor, object: at.about }
        if (typeof found === 'string') {
          await audit.append(tx, at.accountId, {
            ...act,
            type: 'egress.refused',
            decision: 'refused',
            detail: { host: at.host, region: at.region, bar: found },
          })
          return { outcome: 'refused', bar: found }
        }
        await audit.append(tx, at.accountId, {
          ...act,
          type: 'egress.sent',
          decision: 'sent',
          detail: {
            provider: at.provider,
            host: at.host,
            region: at.region,
            model: at.model,
            bytes: at.bytes,
            fields: [...at.fields],
            articles: [...new Set(at.articles)],
            capability: jtiDigest(found),
          },
        })
        await rooms.onPassed?.(tx, at.accountId, jtiDigest(found))
        return { outcome: 'passed' }
      }),
  }
}
