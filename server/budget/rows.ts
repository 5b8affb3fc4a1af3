/** What the budget asks of the store. */
import type { AccountId } from '../../src/domain/account.ts'
import type { WorkCalendar } from '../../src/domain/due-dates.ts'
import type { AlertLevel, ModelName } from '../../src/domain/spending.ts'
import type { AuditLog, AuditRows } from '../audit/index.ts'
import type { Keyring, World } from '../keys.ts'

export interface StoredPlan {
  readonly version: number
  readonly plan: string
  readonly at: string
  readonly changedBy: string
}

/** Set aside for one request: the most that it can cost, at the price of the moment. `''`: no currency, no price. */
export interface Reservation extends ModelName {
  readonly capability: string
  readonly month: string
  readonly currency: string
  readonly inputPrice: number
  readonly outputPrice: number
  readonly amount: number
  /** From then on a request that was not sent will not be: nothing is set aside for it any more. */
  readonly deadAt: string
}

export interface SpendLine extends ModelName {
  readonly month: string
  readonly currency: string
  readonly calls: number
  readonly amount: number
}

export interface SpentLine extends SpendLine {
  readonly inputTokens: number
  readonly outputTokens: number
}

export interface SpendingRows extends AuditRows {
  /** The newest version, or that one; `null`: nobody has stated anything. */
  spendingPlan(accountId: AccountId, version?: number): Promise<StoredPlan | null>
  /** @throws Fault `CONFLICT` when the version exists already. */
  addSpendingPlan(accountId: AccountId, plan: StoredPlan): Promise<void>
  /** Until this transaction ends nobody else passes here: what is read after it stays true. */
  takeSpendingTurn(accountId: AccountId): Promise<void>
  addReservation(accountId: AccountId, reservation: Reservation): Promise<void>
  markReservationSent(accountId: AccountId, capability: string, at: string): Promise<void>
  /** Takes it out of the store; `null`: it is not there (any more). */
  takeReservation(accountId: AccountId, capability: string): Promise<Reservation | null>
  forgetDeadReservations(accountId: AccountId, now: string): Promise<void>
  /** Sums of what is set aside in these months: sent and not settled, or not sent and not dead yet. */
  reservedIn(accountId: AccountId, from: string, to: string, now: string): Promise<readonly SpendLine[]>
  addSpent(accountId: AccountId, line: SpentLine): Promise<void>
  spentIn(accountId: AccountId, from: string, to: string): Promise<readonly SpentLine[]>
  /** @returns true the first time. */
  addSpendAlert(accountId: AccountId, alert: SpendAlert & { readonly at: string }): Promise<boolean>
  spendAlerts(accountId: AccountId, month: string, version: number): Promise<readonly SpendAlert[]>
  requestCalendar(accountId: AccountId): Promise<WorkCalendar | null>
}

export interface SpendAlert {
  readonly month: string
  readonly version: number
  /** `''`: over all providers. */
  readonly provider: string
  readonly level: AlertLevel
}

export interface SpendingRooms {
  readonly world: World
  readonly keys: Keyring
  readonly audit: AuditLog
  /** Where days and months begin until somebody has chosen. */
  readonly calendar: WorkCalendar
}
