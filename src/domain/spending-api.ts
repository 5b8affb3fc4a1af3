/** The JSON of prices, budget and spending under `/api/v1/console/spending`. Amounts in millionths of a currency's unit. */
import type { ModelName, ModelPrice, SpendingPlan } from './spending.ts'

/** Of one model in one month of the account's calendar. */
export interface SpendView extends ModelName {
  readonly month: string
  /** `null`: no price was stated; tokens are counted all the same. */
  readonly currency: string | null
  /** Requests that the provider has answered for, and what it said of them. */
  readonly calls: number
  readonly inputTokens: number
  readonly outputTokens: number
  readonly amount: number | null
  /** Requests that run or ended without a word of what they used, and the most that they can have cost. */
  readonly heldCalls: number
  readonly heldAmount: number | null
}

export interface LimitView {
  /** `null`: over all providers. */
  readonly provider: string | null
  readonly perMonth: number
  readonly spent: number
  readonly held: number
}

export interface SpendingView {
  readonly version: number
  readonly plan: SpendingPlan
  /** What held before the newest version: what an undo would propose. `null`: nothing did. */
  readonly before: SpendingPlan | null
  readonly timeZone: string
  readonly today: string
  readonly month: string
  /** The first day of the next month. */
  readonly resetsOn: string
  /** The configured model; `null`: nothing leaves the companion. */
  readonly model: ModelName | null
  /** What it costs today; `null`: no price was stated. */
  readonly price: ModelPrice | null
  /** Of this month; empty: there is no budget. */
  readonly limits: readonly LimitView[]
  /** The newest month first. */
  readonly spend: readonly SpendView[]
}

/** `PUT`: replaces prices and budget as a whole. */
export interface SpendingOrder extends SpendingPlan {
  /** The version that it was made from. */
  readonly version: number
}
