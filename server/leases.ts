/**
 * What only one of several servers on one store may do at a time. A lease ends by itself when its server is gone; a
 * store that has one server alone needs none.
 */
import type { AccountId } from '../src/domain/account.ts'
import type { Transact, World } from './keys.ts'

export interface Lease {
  readonly name: string
  readonly holder: string
  readonly until: string
}

export interface LeaseRows {
  leases(accountId: AccountId): Promise<readonly Lease[]>
  setLease(accountId: AccountId, lease: Lease): Promise<void>
  dropLease(accountId: AccountId, name: string, holder: string): Promise<void>
}

export interface Leases {
  /** Ours from now on, or still. @returns false while another server has it. */
  take(name: string): Promise<boolean>
  release(name: string): Promise<void>
  isElsewhere(name: string): Promise<boolean>
  /** The names of the other servers that are there. Of two that come at once, each has said so before it asks. */
  others(): Promise<ReadonlySet<string>>
  /** Says that we are there, and keeps what is ours. */
  renew(): Promise<void>
  /** Gives everything back. */
  end(): Promise<void>
}

export const LEASE_MS = 30_000
const PRESENCE = 'server/'

/** Of a server that is there. */
export function isLivePresence({ name, until }: Lease, now: Date): boolean {
  return name.startsWith(PRESENCE) && Date.parse(until) > now.getTime()
}

/** Where no other server can be. */
export const ALONE: Leases = {
  take: async () => true,
  release: async () => undefined,
  isElsewhere: async () => false,
  others: async () => new Set(),
  renew: async () => undefined,
  end: async () => undefined,
}

export function createLeases(given: {
  readonly accountId: AccountId
  readonly holder: string
  readonly world: World
  readonly transact: Transact<LeaseRows>
}): Leases {
  const { accountId, holder, world, transact } = given
  const held = new Set<string>()
  const lives = ({ until }: Lease) => Date.parse(until) > world.now().getTime()
  const set = (tx: LeaseRows, name: string) =>
    tx.setLease(accountId, { name, holder, until: new Date(world.now().getTime() + LEASE_MS).toISOString() })
  const elsewhere = async (tx: LeaseRows, which: (name: string) => boolean) =>
    (await tx.leases(accountId)).some((lease) => which(lease.name) && lease.holder !== holder && lives(lease))
  const isPresence = (name: string) => name.startsWith(PRESENCE)
  const renewIn = async (tx: LeaseRows) => {
    // Of a server that is gone for long: nobody asks for it by name any more.
    for (const lease of await tx.leases(accountId))
      if (isPresence(lease.name) && !lives(lease)) await tx.dropLease(accountId, lease.name, lease.holder)
    await set(tx, `${PRESENCE}${holder}`)
    for (const name of held) if (!(await elsewhere(tx, (each) => each === name))) await set(tx, name)
  }
  const release = async (name: string) => {
    held.delete(name)
    await transact((tx) => tx.dropLease(accountId, name, holder))
  }
  return {
    release,
    async take(name) {
      const taken = await transact(async (tx) => {
        if (await elsewhere(tx, (each) => each === name)) return false
        await set(tx, name)
        return true
      })
      if (taken) held.add(name)
      else held.delete(name)
      return taken
    },
    isElsewhere: (name) => transact((tx) => elsewhere(tx, (each) => each === name)),
    others: () =>
      transact(async (tx) => {
        const there = (await tx.leases(accountId)).filter((lease) => isLivePresence(lease, world.now()))
        return new Set(there.map((lease) => lease.holder).filter((name) => name !== holder))
      }),
    renew: () => transact(renewIn),
    async end() {
      for (const name of [...held, `${PRESENCE}${holder}`]) await release(name)
    },
  }
}
