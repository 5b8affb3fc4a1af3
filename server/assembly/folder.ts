/** The data folder that several servers share: entered, held against, left. */
import { Fault } from '../../src/domain/fault.ts'
import { folderMarks } from '../adapters/folder-marks.ts'
import { serverLocks } from '../adapters/server-locks.ts'
import { realWorld } from '../adapters/world.ts'
import { createLeases, type Leases } from '../leases.ts'
import { claimStore, FOLDER_SAYS, folderProblem, passLostMonth } from '../shared-folder.ts'
import type { StoreRows } from '../store.ts'
import type { Ground } from './ground.ts'

/** Servers of one database know each other by leases in it, those of one file by locks beside it. */
export function serverLeases(
  { config, store, world }: Pick<Ground, 'config' | 'store' | 'world'>,
  holder: string,
): Leases {
  const { accountId } = config.account
  if (store.shared) return createLeases({ accountId, holder, world, transact: store.transact })
  const locks = serverLocks(config.dataDir, holder, accountId)
  return {
    take: async (name) => locks.take(name),
    release: async (name) => locks.drop(name),
    isElsewhere: async (name) => locks.isElsewhere(name),
    others: async () => locks.others(),
    renew: async () => locks.hold(),
    end: async () => locks.release(),
  }
}

/**
 * The data folder as one of several servers uses it. Of a file every server is in its folder, but its keys may be
 * others: without theirs nobody would be recognised, whatever they had refused.
 */
export function sharedFolder(
  { config, keys, store, world }: Pick<Ground, 'config' | 'keys' | 'store' | 'world'>,
  holder: string,
) {
  const { accountId } = config.account
  const marks = folderMarks(config.dataDir, realWorld.now)
  const look = async (tx: StoreRows) => {
    const problem = await folderProblem(tx, { accountId, keys, marks, now: world.now() })
    if (problem !== null) throw new Fault('CONFIG_INVALID', `VOUCH_DATA_DIR: ${FOLDER_SAYS[problem]}`)
  }
  const claim = async (tx: StoreRows) => {
    await look(tx)
    await passLostMonth(tx, accountId, keys)
    await claimStore(tx, accountId, keys)
  }
  if (!store.shared)
    return {
      enter: () => store.transact(claim),
      check: async () => undefined,
      stay: () => undefined,
      leave: () => undefined,
    }
  return {
    async enter() {
      await store.transact(claim)
      marks.clear()
      marks.put(holder)
    },
    check: () => store.transact(look),
    stay: () => marks.put(holder),
    leave: () => marks.drop(holder),
  }
}
