/** What the room is handed. */
import type { AccountId } from '../../src/domain/account.ts'
import type { AccessRows } from '../access/index.ts'
import type { Anchor, AuditLog } from '../audit/index.ts'
import type { Keyring, Transact, World } from '../keys.ts'
import type { KnownAgentRows } from './agent-keys.ts'
import type { VersionRows } from './change-log.ts'
import type { ConfigStartRows } from './config-start.ts'
import type { EventCursorRows } from './event-sender.ts'

/** Everything that the room asks of a transaction. */
export interface EvidenceRows
  extends AccessRows,
    KnownAgentRows,
    ConfigStartRows,
    VersionRows,
    EventCursorRows {}

export interface EvidenceRooms<Tx> {
  readonly world: World
  readonly keys: Keyring
  readonly audit: AuditLog
  readonly transact: Transact<Tx>
  readonly anchor: (accountId: AccountId) => Promise<Anchor | null>
  readonly productVersion: string
}
