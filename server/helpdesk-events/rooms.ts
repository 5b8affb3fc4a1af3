import type { AccountId } from '../../src/domain/account.ts'
import type { HelpdeskEventName, HelpdeskSettingsView } from '../../src/domain/helpdesk-settings-api.ts'
import type { AccessRows, HelpdeskPlace, PageSessionRows, RoleRows, TokenRows } from '../access/index.ts'
import type { AuditLog } from '../audit/index.ts'
import type { ConsentRows, NoJournal, NoticeRows } from '../consent/index.ts'
import type { Keyring, Transact, World } from '../keys.ts'
import type { ErasureRows, RequestRows } from '../privacy/index.ts'
import type { FactRows, TicketRow } from '../tickets/index.ts'
import type { FormTags } from './facts-of-event.ts'

/** What the account makes of its ticket form. */
export interface FormRule extends FormTags {
  /** The notice that stands beside the box; `null`: a ticked box is only a hint to the agent. */
  readonly notice: { readonly version: number; readonly locale: string } | null
}

export interface HelpdeskSettingRows {
  /** `null`: the account has changed nothing yet. */
  helpdeskSettings(accountId: AccountId): Promise<HelpdeskSettingsView | null>
  /** @throws Fault `CONFLICT` when the version is taken. */
  addHelpdeskSettings(accountId: AccountId, view: HelpdeskSettingsView, at: string): Promise<void>
  noteHeard(accountId: AccountId, name: HelpdeskEventName, at: string): Promise<void>
  heardEvents(accountId: AccountId): Promise<readonly { readonly name: string; readonly lastAt: string }[]>
  /** When the form's field was last filled in by a requester, or a no taken from it. */
  formHeardAt(accountId: AccountId): Promise<string | null>
}

export interface EventRows
  extends ConsentRows,
    NoticeRows,
    FactRows,
    ErasureRows,
    RequestRows,
    PageSessionRows,
    RoleRows,
    Pick<AccessRows, 'allRoles'>,
    Pick<TokenRows, 'tokens' | 'endToken'>,
    HelpdeskSettingRows {
  /** @returns false when the event was received before. */
  rememberWebhook(accountId: string, eventId: string, at: string): Promise<boolean>
}

export interface EventRooms {
  readonly world: World
  readonly keys: Keyring
  readonly audit: AuditLog
  readonly noes: NoJournal
  readonly transact: Transact<EventRows>
  readonly form: (tx: EventRows, accountId: AccountId) => Promise<FormRule>
  /** Ends what an agent has here who is less in the helpdesk, or not there any more. */
  readonly follow: (
    tx: EventRows,
    accountId: AccountId,
    userId: string,
    place: HelpdeskPlace,
  ) => Promise<void>
  /** Erases a person whom the helpdesk has deleted; again, when something of theirs has come since. */
  readonly erase: (tx: EventRows, accountId: AccountId, requesterRef: string) => Promise<void>
  /** Erases what lies on a ticket that the helpdesk has deleted for good; again, as above. */
  readonly eraseTicket: (tx: EventRows, accountId: AccountId, ticket: TicketRow) => Promise<void>
}

/** What bringing one ticket to its facts needs. */
export type SettleRooms = Omit<EventRooms, 'transact' | 'follow' | 'erase' | 'eraseTicket'>
