/** Opens an installation's store: a file in its data folder, or a PostgreSQL. What differs between them ends here. */
import type { Transact } from '../keys.ts'
import type { StoreRows } from '../store.ts'
import { type DiskFacts, diskFacts } from './disk-facts.ts'
import { type EngineFacts, openPostgresStore } from './postgres-store.ts'
import { snapshotsOf } from './snapshot.ts'
import { type OpenStore, openSqliteStore } from './sqlite-store.ts'
import { type StopReader, stopReader } from './stop-reader.ts'
import type { StorePlace } from './store-address.ts'

export interface PlacedStore extends OpenStore {
  /** One unchanging view beside everything that goes on. */
  readonly snapshot: Transact<StoreRows>
  /** Whether other servers can be on it. */
  readonly shared: boolean
  /** The stops of an account, read beside everything that goes on. Closed with the store. */
  stopsOf(account: string): StopReader
  /** How large the store is, and how much room its disk has where that can be known. */
  disk(): Promise<DiskFacts>
  engine(): Promise<EngineFacts>
}

/** @throws Fault `STORE_UNAVAILABLE`, `STORE_NEWER_SCHEMA` or `CONFIG_INVALID`; then nothing was changed. */
export async function openStoreAt(
  place: StorePlace,
  options: {
    readonly account: string
    readonly readonly?: boolean
    readonly known?: boolean
    readonly strict?: boolean
    readonly erasedNumber?: (accountId: string, ticketId: string) => string
    readonly settled?: (kept: boolean) => void
    readonly report?: (what: string, cause: unknown) => void
  },
): Promise<PlacedStore> {
  if (place.kind === 'sqlite') {
    const store = await openSqliteStore(place.file, options)
    const readers: StopReader[] = []
    return {
      ...store,
      shared: false,
      stopsOf(account) {
        const reader = stopReader(place.file, account)
        readers.push(reader)
        return reader
      },
      snapshot: snapshotsOf(place.file),
      disk: async () => diskFacts(place.file),
      // It goes by the columns of a key, not by counts, and knows no roles.
      engine: async () => ({ countsItsRows: true, takesWrites: true, isBound: true }),
      async close() {
        for (const reader of readers) reader.close()
        await store.close()
      },
    }
  }
  const store = await openPostgresStore(place.url, options)
  return {
    ...store,
    shared: true,
    stopsOf: (account) => ({ read: () => store.readStops(account), close: () => undefined }),
    disk: async () => ({ bytes: await store.bytes(), freeBytes: null, totalBytes: null }),
  }
}
