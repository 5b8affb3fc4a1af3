/** The access room over a store in memory. */
import { type AccessRooms, createRefusalMeter } from '../../server/access/index.ts'
import type { OpenStore } from '../../server/adapters/sqlite-store.ts'
import { createAuditLog } from '../../server/audit/index.ts'
import { type FakeWorld, fakeWorld } from './fake-world.ts'
import { HOST_ACCOUNT } from './host-tokens.ts'
import { memoryStore, tempKeyring } from './memory-store.ts'

export interface LoggedEntry {
  readonly type: string
  readonly decision: string
  readonly actor: { readonly kind: string; readonly ref: string }
  readonly object: { readonly kind: string; readonly ref: string }
  readonly detail?: Readonly<Record<string, unknown>>
}

/** The audit log of an account as its entries tell it. */
export async function loggedIn(store: OpenStore, accountId = 'acme'): Promise<readonly LoggedEntry[]> {
  const entries = await store.transact((tx) => tx.auditEntries(accountId, 0, 1_000))
  return entries.map(({ header }) => JSON.parse(header) as LoggedEntry)
}

export interface AccessGround {
  readonly rooms: AccessRooms
  readonly store: OpenStore
  readonly world: FakeWorld
}

export async function accessGround(): Promise<AccessGround> {
  const store = await memoryStore()
  const [world, keys] = [fakeWorld(), tempKeyring()]
  const rooms: AccessRooms = {
    world,
    keys,
    audit: createAuditLog(world, keys),
    transact: store.transact,
    account: HOST_ACCOUNT,
    refusals: createRefusalMeter(1_000),
  }
  return { rooms, store, world }
}
