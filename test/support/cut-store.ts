/** A store that nobody reaches any more once the log has grown: what an act asks of it afterwards it does not get. */
import type { Transact } from '../../server/keys.ts'
import type { StoreRows } from '../../server/store.ts'
import { Fault } from '../../src/domain/fault.ts'
import { ACCOUNT_ID } from './companion-harness.ts'

export function cutOnceWritten(transact: Transact<StoreRows>): Transact<StoreRows> {
  let isCut = false
  const size = () => transact(async (tx) => (await tx.auditHead(ACCOUNT_ID))?.tree.size ?? 0)
  return async (act) => {
    if (isCut) throw new Fault('STORE_UNAVAILABLE', 'nobody answers')
    const before = await size()
    const done = await transact(act)
    isCut = (await size()) > before
    return done
  }
}
