/** Audit logs of a given length, and what stands beside them. */
import { generateKeyPairSync } from 'node:crypto'
import type { OpenStore } from '../../server/adapters/sqlite-store.ts'
import {
  type Act,
  type AuditRows,
  type CheckpointShelf,
  createAuditLog,
  type NoteSigner,
} from '../../server/audit/index.ts'
import { type FakeWorld, fakeWorld, SECOND } from './fake-world.ts'
import { tempKeyring } from './memory-store.ts'

export const ACCOUNT = 'acme'

export function act(change: Partial<Act> = {}): Act {
  return {
    type: 'gate.decided',
    actor: { kind: 'agent', ref: 'ag_1' },
    object: { kind: 'ticket', ref: 'tk_1' },
    decision: 'allow',
    ...change,
  }
}

/** Appends `count` entries, ten a transaction. */
export async function appendMany(
  store: OpenStore,
  count: number,
  world: FakeWorld = fakeWorld(),
  accountId = ACCOUNT,
): Promise<void> {
  const log = createAuditLog(world, tempKeyring())
  for (let done = 0; done < count; done += 10)
    await store.transact(async (tx) => {
      for (let each = done; each < Math.min(done + 10, count); each += 1) {
        world.pass(SECOND)
        await log.append(tx, accountId, act({ detail: { number: each } }))
      }
    })
}

export function newSigner(name = `vouch/${ACCOUNT}`): NoteSigner {
  return { name, privateKey: generateKeyPairSync('ed25519').privateKey }
}

/** Checkpoints in memory; `notes` is what a test looks at or puts in their place. */
export function memoryShelf(): CheckpointShelf & { readonly notes: Map<string, string>; writes: number } {
  const notes = new Map<string, string>()
  return {
    notes,
    writes: 0,
    origins: async () => [...notes.values()].map((note) => note.split('\n')[0] ?? ''),
    rotations: async () => [],
    read: async (accountId) => notes.get(accountId) ?? null,
    async write(accountId, note) {
      this.writes += 1
      notes.set(accountId, note)
    },
  }
}

/** The rows of a transaction, except that one of them fails. */
export function failing<Rows extends AuditRows>(tx: Rows, row: keyof Rows, cause: Error): Rows {
  return { ...tx, [row]: () => Promise.reject(cause) }
}
