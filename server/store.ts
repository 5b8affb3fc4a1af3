/** Everything that the rooms together ask of a store. The adapters implement it; `start-companion.ts` hands it out. */
import type { AccessRows } from './access/index.ts'
import type { ApprovalRows } from './approvals/index.ts'
import type { SyncRows } from './articles/index.ts'
import type { SettingsRows } from './drafting/index.ts'
import type { RequestRows } from './privacy/index.ts'
import type { RecallRows } from './recalls/index.ts'

/** Which signed webhooks were received. */
export interface WebhookRows {
  /** @returns false when the event was received before. */
  rememberWebhook(accountId: string, eventId: string, at: string): Promise<boolean>
}

export interface StoreRows
  extends SettingsRows,
    SyncRows,
    AccessRows,
    ApprovalRows,
    RecallRows,
    RequestRows,
    WebhookRows {}
