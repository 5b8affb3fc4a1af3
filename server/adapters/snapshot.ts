/**
 * One unchanging view of the store, beside everything that goes on in it: a second connection that only reads, in one
 * transaction of WAL. The writer neither waits for it nor disturbs it.
 */
import type { Transact } from '../keys.ts'
import type { StoreRows } from '../store.ts'
import { openSqliteStore } from './sqlite-store.ts'

export function snapshotsOf(file: string): Transact<StoreRows> {
  return async (act) => {
    const beside = await openSqliteStore(file, { readonly: true })
    try {
      return await beside.transact(act)
    } finally {
      await beside.close()
    }
  }
}
