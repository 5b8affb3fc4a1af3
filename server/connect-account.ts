/** Connects and disconnects an account in the data folder: the entry first, then the file, or neither of the two. */
import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { Fault } from '../src/domain/fault.ts'
import { removeConnection, storeConnection, storedConnection } from './adapters/connection-file.ts'
import { openKeyring } from './adapters/keyring.ts'
import { storePlace } from './adapters/store-address.ts'
import { openStoreAt } from './adapters/store-place.ts'
import type { AuditLog } from './audit/index.ts'
import { createAuditLog } from './audit/index.ts'
import { accountIdIn } from './config.ts'
import type { Connection } from './connection.ts'
import type { World } from './keys.ts'
import type { StoreRows } from './store.ts'

export type ConnectedBy = 'page' | 'command'

interface Place {
  readonly dataDir: string
  readonly databaseUrl: string | null
  /** Under which it lies where its address was renamed, as `VOUCH_ACCOUNT_ID` says. */
  readonly accountId?: string | undefined
  readonly world: World
}

const PAGE = 500

async function inStore<T>(
  { dataDir, databaseUrl, world }: Place,
  account: string,
  act: (tx: StoreRows, audit: AuditLog) => Promise<T>,
): Promise<T> {
  const keys = openKeyring(dataDir, world.now)
  const store = await openStoreAt(storePlace(dataDir, databaseUrl), { account })
  try {
    return await store.transact((tx) => act(tx, createAuditLog(world, keys)))
  } finally {
    await store.close()
  }
}

function accountOf({ accountId }: Place, { accountOrigin }: Connection): string {
  return accountIdIn({ VOUCH_ACCOUNT_ID: accountId, VOUCH_ACCOUNT_ORIGIN: accountOrigin }) ?? accountOrigin
}

function entryOf(connection: Connection, decision: 'connected' | 'disconnected', by: ConnectedBy) {
  const key = createHash('sha256').update(connection.appPublicKey).digest('hex')
  return {
    type: 'account.connection_changed',
    actor: { kind: 'system', ref: by === 'page' ? 'set-up' : 'cli' },
    object: { kind: 'installation', ref: connection.installationId },
    decision,
    detail: { key },
  } as const
}

/** @throws Fault `CONFLICT` when one is connected already; then nothing has changed. */
export async function connectAccount(place: Place, connection: Connection, by: ConnectedBy): Promise<void> {
  let stored = false
  try {
    const account = accountOf(place, connection)
    await inStore(place, account, async (tx, audit) => {
      await audit.append(tx, account, entryOf(connection, 'connected', by))
      // A transaction that is run again finds what its first run has stored.
      if (!stored) stored = storeConnection(place.dataDir, connection)
      if (!stored) throw new Fault('CONFLICT', 'an account is connected already')
    })
  } catch (error) {
    if (stored) removeConnection(place.dataDir)
    throw error
  }
}

async function isInUse(tx: StoreRows, accountId: string): Promise<boolean> {
  const { size } = (await tx.auditHead(accountId))?.tree ?? { size: 0 }
  for (let from = 0; from < size; from += PAGE) {
    const entries = await tx.auditEntries(accountId, from, PAGE)
    if (entries.some(({ header }) => header.includes('"session.opened"'))) return true
  }
  return false
}

/** @throws Fault `CONFLICT` once somebody has signed in, `NOT_FOUND` when none is stored; then nothing has changed. */
export async function disconnectAccount(place: Place): Promise<void> {
  const connection = existsSync(place.dataDir) ? storedConnection(place.dataDir) : null
  if (connection === null) throw new Fault('NOT_FOUND', 'no account is stored in the data folder')
  const accountId = accountOf(place, connection)
  let removed = false
  try {
    await inStore(place, accountId, async (tx, audit) => {
      if (await isInUse(tx, accountId))
        throw new Fault('CONFLICT', 'somebody has signed in already: name another account in the environment')
      await audit.append(tx, accountId, entryOf(connection, 'disconnected', 'command'))
      removed = removeConnection(place.dataDir) || removed
    })
  } catch (error) {
    if (removed) storeConnection(place.dataDir, connection)
    throw error
  }
}
