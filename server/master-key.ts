/**
 * Hands the master key over to a new one while servers run: entry first; then the new one wraps and both open; every
 * key of a person is wrapped anew, in batches; the old one goes when nothing is wrapped with it. Cut off anywhere,
 * everything opens, and the same order goes on where it ended.
 */

import { withKeyLock } from './adapters/key-lock.ts'
import { epochFilesOf } from './adapters/keyring.ts'
import { type MasterKeyFiles, masterKeyFiles } from './adapters/master-key-files.ts'
import type { AuditLog, EntryActor, EntryType } from './audit/index.ts'
import { generationOf, type Keyring, type Transact, type World } from './keys.ts'
import { rewrapKeys } from './privacy/index.ts'
import type { StoreRows } from './store.ts'

/** How long an operator waits for another operator. */
const PATIENCE_MS = 10_000

export interface MasterKeyGiven {
  readonly dataDir: string
  readonly world: World
  readonly keys: Keyring
  readonly audit: AuditLog
  readonly transact: Transact<StoreRows>
  /** After each step, for whoever wants to see it end there. */
  readonly after?: (step: MasterKeyStep) => Promise<void>
}

export const MASTER_KEY_STEPS = ['made', 'told', 'exchanged', 'rewrapped', 'sealed', 'retired'] as const
export type MasterKeyStep = (typeof MASTER_KEY_STEPS)[number]

export type ActorIn = (tx: StoreRows, accountId: string) => Promise<EntryActor>

export interface MasterKeyRotation {
  readonly generation: number
  readonly kid: string
  readonly rewrapped: number
  /** Keys of people that open with no key there is: while there are any, the old key stays. */
  readonly unreadable: number
  /** Whether the old key is gone. */
  readonly finished: boolean
}

/** With a log, or with somebody's key: an account that only has one of them is none to be left out. */
async function accountsIn(tx: StoreRows): Promise<readonly string[]> {
  const keyed = (await tx.keysByEpoch()).map(({ accountId }) => accountId)
  return [...new Set([...(await tx.auditedAccounts()), ...keyed])]
}

async function tell(
  { audit, transact }: MasterKeyGiven,
  actorIn: ActorIn,
  said: {
    readonly type: EntryType
    readonly kid: string
    readonly decision: string
    readonly generation: number
  },
): Promise<void> {
  const { type, kid: ref, decision, generation } = said
  await transact(async (tx) => {
    for (const accountId of await accountsIn(tx))
      await audit.append(tx, accountId, {
        type,
        actor: await actorIn(tx, accountId),
        object: { kind: 'master_key', ref },
        decision,
        detail: { generation },
      })
  })
}

async function begin(given: MasterKeyGiven, files: MasterKeyFiles, actorIn: ActorIn): Promise<void> {
  const { world, after } = given
  const state = files.state()
  if (state === 'under_way') return
  const { generation, kid } = files.begin(world.now())
  await after?.('made')
  const decision = state === 'none' ? 'begun' : 'resumed'
  try {
    await tell(given, actorIn, { type: 'master_key.rotated', kid, decision, generation })
  } catch (error) {
    files.forget()
    throw error
  }
  await after?.('told')
  files.exchange()
  await after?.('exchanged')
}

/** Keys of people that are wrapped with what came from an earlier master key, as the keys themselves say. */
export async function keysLeft({
  transact,
  keys,
}: Pick<MasterKeyGiven, 'transact' | 'keys'>): Promise<number> {
  const counted = await transact((tx) => tx.keysByEpoch())
  const older = counted.filter(({ epoch }) => generationOf(epoch) !== keys.master.generation)
  return older.reduce((sum, { count }) => sum + count, 0)
}

/**
 * Begins a rotation, or goes on with one that was cut off.
 * @throws Fault `CONFLICT` while somebody else changes keys; whatever failed, everything still opens.
 */
export async function rotateMasterKey(given: MasterKeyGiven, actorIn: ActorIn): Promise<MasterKeyRotation> {
  const { dataDir, world, keys, audit, transact, after } = given
  const files = masterKeyFiles(dataDir)
  await withKeyLock(dataDir, PATIENCE_MS, () => begin(given, files, actorIn))
  let [rewrapped, unreadable] = [0, 0]
  for (const accountId of await transact(accountsIn)) {
    const turn = await rewrapKeys({ world, keys, audit }, transact, accountId)
    rewrapped += turn.rewrapped
    unreadable += turn.unreadable
  }
  await after?.('rewrapped')
  const { generation, kid, previous } = keys.master
  const retire = async () => {
    if ((await keysLeft(given)) > 0) return false
    // What old backups need, and what a server was wrapping this very moment, opens without the old key from here on.
    epochFilesOf(dataDir, world.now).sealOlder()
    await after?.('sealed')
    await tell(given, actorIn, {
      type: 'master_key.retired',
      kid,
      decision: 'retired',
      generation: previous ?? 0,
    })
    await after?.('retired')
    files.destroyOld()
    return true
  }
  const finished = await withKeyLock(dataDir, PATIENCE_MS, retire)
  return { generation, kid, rewrapped, unreadable, finished }
}
