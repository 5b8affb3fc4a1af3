/** What the room is handed. */
import type { AccountId } from '../../src/domain/account.ts'
import type { Anchor, AuditLog } from '../audit/index.ts'
import type { Keyring, Transact, World } from '../keys.ts'

export interface EvidenceRooms<Tx> {
  readonly world: World
  readonly keys: Keyring
  readonly audit: AuditLog
  readonly transact: Transact<Tx>
  readonly anchor: (accountId: AccountId) => Promise<Anchor | null>
  readonly productVersion: string
}
